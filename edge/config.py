"""/etc/edgecoach/edgecoach.toml -> what a person wants of the box.

Refuses to know: what a setting leads to, and what the box learned by itself (state.py). Nothing here ever writes the file.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from pydantic import ValidationError

from edge.config_lines import Mistake, Reading, read_lines
from edge.config_mistakes import in_plain_words
from edge.config_options import Config
from edge.errors import ConfigError, InputError
from edge.given_file import PAGE_BYTES, read_given

PATH = Path("/etc/edgecoach/edgecoach.toml")


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
        return _understand(read_given(file, PAGE_BYTES).decode("utf-8-sig"), accepts or {})
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
    """Of any text: what is nested deeper than Python follows, or a number of more digits than it prints, is a mistake too."""
    try:
        return _checked(text, accepts)
    except (RecursionError, ValueError):
        return Loaded(Config(), (Mistake(None, "", "this is no configuration: it is nested too deeply, or a number in it is endless"),))


def _checked(text: str, accepts: Accepts) -> Loaded:
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
