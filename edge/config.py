"""/etc/edgecoach/edgecoach.toml -> what a person wants of the box.

Refuses to know: what a setting leads to, and what the box learned by itself (state.py). Nothing here ever writes the file.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Self, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from edge.config_lines import Mistake, Reading, read_lines
from edge.config_mistakes import in_plain_words
from edge.errors import ConfigError, InputError

PATH = Path("/etc/edgecoach/edgecoach.toml")


class Section(BaseModel):
    """Options that belong together: frozen, and a name that is not one of them is a mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


class Camera(Section):
    """Where the picture comes from, and the pose model that reads it."""

    source: Literal["auto", "csi", "picamera2", "v4l2", "rtsp", "gstreamer", "file", "folder"] = Field(
        "auto", description="Kind of camera. auto takes the first that answers: the board's own camera, then USB."
    )
    device: str = Field("", description="Which camera of that kind, such as /dev/video0 or a CSI sensor's number; empty: the first one.")
    url: str = Field("", description="Address of an IP camera or phone, for source rtsp.")
    path: str = Field("", description="Video file or folder of images, for source file and folder.")
    pipeline: str = Field("", description="Elements before the appsink, for source gstreamer.")
    width_px: int = Field(640, ge=64, le=7680, description="Wanted width of a frame.")
    height_px: int = Field(480, ge=64, le=4320, description="Wanted height of a frame.")
    rate_hz: float = Field(30.0, ge=1, le=240, description="Wanted frames a second.")
    rotate_deg: Literal[0, 90, 180, 270] = Field(0, description="Turn the picture clockwise, for a camera mounted on its side.")
    mirror: bool = Field(False, description="Swap left and right, for a camera that delivers a mirror image.")
    runtime: Literal["auto", "onnxruntime", "litert", "mediapipe"] = Field(
        "auto", description="What runs the pose model. auto: onnxruntime on x86-64, LiteRT on ARM."
    )
    threads: int = Field(0, ge=0, le=64, description="Processor threads of the pose model; 0: as many as there are cores, 4 at most.")
    prefer: Literal["largest", "nearest", "center", "left", "right"] = Field(
        "largest",
        description="Whom to follow when several people are in view. largest, nearest (to the last one seen): until they leave. "
        "center, left, right: whoever stands in that place.",
    )

    @model_validator(mode="after")
    def _has_what_its_source_needs(self) -> Self:
        needed = {"rtsp": "url", "gstreamer": "pipeline", "file": "path", "folder": "path"}.get(self.source)
        if needed and not getattr(self, needed):
            facts = {"source": self.source, "needed": needed, "option": "source"}
            raise PydanticCustomError("needs", 'source "{source}" needs {needed}', facts)
        return self


class Capture(Section):
    """Sensors."""

    camera: Camera = Camera()


class Judge(Section):
    """What is being trained."""

    exercise: str = Field("auto", description="auto recognises the exercise; a name, such as squat, expects only that one.")


class Respond(Section):
    """How the athlete is told."""

    language: Literal["english", "spanish"] = Field("english", description="Language of cues and pages.")


class Store(Section):
    """What is kept, and where."""

    recording: bool = Field(True, description="Record each session, so that it can be replayed: poses and sensor readings, never pictures.")
    state_dir: str = Field(
        "",
        description="Folder for what the box learns and records, on a box /var/lib/edgecoach. "
        "Empty: $EDGECOACH_STATE or ~/.local/state/edgecoach.",
    )
    models_dir: str = Field(
        "",
        description="Folder of the models that were fetched, on a box /var/lib/edgecoach/models. "
        "Empty: $EDGECOACH_MODELS or ~/.cache/edgecoach/models.",
    )


class Web(Section):
    """The page."""

    listen: str = Field(
        "127.0.0.1", description="Address that the page is served on. 127.0.0.1: this machine only; 0.0.0.0: the whole network."
    )
    port: int = Field(8080, ge=1, le=65535, description="Port that the page is served on.")


class Config(Section):
    """Every option. The sections are the rooms, in the order in which data flows."""

    capture: Capture = Capture()
    judge: Judge = Judge()
    respond: Respond = Respond()
    store: Store = Store()
    web: Web = Web()

    @property
    def digest(self) -> str:
        """16 hex digits that change with any option; recordings name the configuration by it."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Loaded:
    """A configuration that can be used in any case, and what was wrong with its file."""

    config: Config
    mistakes: tuple[Mistake, ...] = ()

    @property
    def safe_mode(self) -> bool:
        """The file was bad: these are the defaults. Open no device, and show the mistakes."""
        return bool(self.mistakes)


Accepts: TypeAlias = Mapping[str, Callable[[str], object]]
"""Dotted option -> what raises InputError for a text that is no value of it: names that only a room knows are handed in."""


def check(text: str, accepts: Accepts | None = None) -> list[Mistake]:
    """All mistakes of a configuration's text, in the order of their lines."""
    return list(_understand(text, accepts or {}).mistakes)


def load_safely(path: Path | None = None, accepts: Accepts | None = None) -> Loaded:
    """The configuration; defaults and the mistakes where its file is bad: the daemon starts with any file.

    path: None means /etc/edgecoach/edgecoach.toml, which may be missing. Raises InputError only where a path is given and
    cannot be read: whoever named it wants to know, and defaults are not what they asked for.
    """
    file = path or PATH
    try:
        return _understand(file.read_bytes().decode("utf-8-sig"), accepts or {})
    except UnicodeDecodeError as error:
        return Loaded(Config(), (Mistake(None, "", f"byte {error.start} of {file} is not UTF-8 text"),))
    except OSError as error:
        if path:
            raise InputError(f"the configuration {path} cannot be read ({error.strerror})", "check the path") from error
        missing = isinstance(error, FileNotFoundError)
        return Loaded(Config(), () if missing else (Mistake(None, "", f"{file} cannot be read: {error.strerror}"),))


def load(path: Path | None = None, accepts: Accepts | None = None) -> Config:
    """The configuration. Raises ConfigError with every mistake of a bad file."""
    loaded = load_safely(path, accepts)
    if loaded.mistakes:
        raise ConfigError(f"{path or PATH} cannot be used", "; ".join(str(mistake) for mistake in loaded.mistakes))
    return loaded.config


def _understand(text: str, accepts: Accepts) -> Loaded:
    reading = read_lines(text)
    mistakes, config = [*reading.mistakes, *_not_accepted(reading, accepts)], Config()
    try:
        config = Config.model_validate(reading.values)
    except ValidationError as refused:
        mistakes += in_plain_words(refused, reading, Config)
    if mistakes:
        return Loaded(Config(), tuple(sorted(mistakes, key=lambda mistake: mistake.line or 0)))
    return Loaded(config)


def _not_accepted(reading: Reading, accepts: Accepts) -> Iterator[Mistake]:
    for option, accept in accepts.items():
        path = tuple(option.split("."))
        value = reading.value_of(path)
        try:
            if isinstance(value, str):
                accept(value)
        except InputError as error:
            yield Mistake(reading.line_of(path), option, str(error))
