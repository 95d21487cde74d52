"""Every sample and event of a session <-> an MCAP file that a power cut costs at most a second of.

With a key the file is sealed chunk by chunk (sealed_file.py); without one any MCAP program can read it.
Refuses to know: threads, queues, who trains (an id, never a name), and MotionState, which is recomputed.
"""

import json
import mmap
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from io import BufferedWriter
from pathlib import Path
from typing import IO, Any, Self, cast

from mcap.writer import MCAP0_MAGIC, CompressionType, Writer
from pydantic import TypeAdapter, ValidationError

from edge.errors import EdgeError, InputError
from edge.given_file import demand_file
from edge.messages import ImuSample, Person, Sample, Session
from edge.state import private, sync_folder
from edge.store.chunks import FileBytes, Walk, is_mcap, walk
from edge.store.encoding import KINDS, Description, Encoder, Message, describe, encode_run, is_sample, log_time
from edge.store.recovery import CLOSING, Loss, Recovery
from edge.store.sealed_file import SealedFile, is_sealed, unsealed

FORMAT = 1
"""Goes up when an older EdgeCoach could not read what is written."""

TAKEN_FOR_AUTO = ("idle", "unknown")
"""Earlier EdgeCoachs could be asked for these exercises, and watched as with auto."""

METADATA = "edgecoach"
CHUNK_S = 1.0
UNLIMITED = 1 << 40
"""mcap closes a chunk by its size; here its age decides."""


@dataclass(frozen=True, slots=True)
class RecordingHeader:
    """All that formed a session and is not in its samples.

    started_at: seconds since 1970, with whether the wall clock could be trusted. t0: its monotonic time.
    person_id: empty for a guest. exercise: what the pipeline was built for. learned: the state that was handed in, by name.
    """

    session_id: str
    started_at: float = 0.0
    clock_trusted: bool = False
    t0: float = 0.0
    person_id: str = ""
    height_m: float | None = None
    mass_kg: float | None = None
    sex: str | None = None
    age: float | None = None
    exercise: str = "auto"
    config_hash: str = ""
    model_hashes: dict[str, str] = field(default_factory=dict)
    learned: dict[str, Any] = field(default_factory=dict)
    format: int = FORMAT

    @classmethod
    def of(cls, session: Session, exercise: str, learned: dict[str, Any], person_id: str = "") -> "RecordingHeader":
        """The header of a session's recording: of the person only the body."""
        body = session.person
        return cls(
            session.id, session.started_at, session.clock_trusted, session.t0,
            person_id, body.height_m, body.mass_kg, body.sex, body.age,
            exercise, session.config_hash, session.model_hashes, learned,
        )  # fmt: skip

    @property
    def person(self) -> Person:
        """The body that trained, without a name."""
        return Person("", self.height_m, self.mass_kg, self.sex, self.age)


class RecordingWriter:
    """Appends to one new file. Each second of samples is one compressed chunk, on the disk before the next begins."""

    def __init__(self, path: Path, header: RecordingHeader, key: bytes | None = None) -> None:
        """key: the person's; the file's name without its ending belongs to the seal. Raises EdgeError where it exists or cannot be made."""
        self.path = path
        self._encoder = Encoder()
        self._chunk_t: float | None = None
        self._run: list[ImuSample] = []
        self._written = 0
        self._remarks: dict[str, str] = {}
        with _said(path):
            plain = open(path, "xb", opener=private)  # noqa: SIM115 - closed by close and abandon
        self._file: BufferedWriter | SealedFile = SealedFile(plain, key, path.stem) if key else plain
        self._mcap = Writer(cast("IO[bytes]", self._file), chunk_size=UNLIMITED, compression=CompressionType.ZSTD)
        with _said(path), self._closing_on_failure():
            self._mcap.start(profile="", library="edgecoach")
            self._channels = {kind: self._channel(kind) for kind in KINDS}
            self._mcap.add_metadata(METADATA, {"header": json.dumps(asdict(header))})
            self.flush()
            sync_folder(path.parent)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, failure: type[BaseException] | None, *_: object) -> None:
        if failure is None:
            self.close()
        else:
            self.abandon()

    def write(self, message: Message) -> None:
        """Take one sample or event. Raises EdgeError when the disk does not (full, gone, read-only)."""
        if self._chunk_t is not None and abs(message.t - self._chunk_t) >= CHUNK_S:
            self.flush()
        if self._chunk_t is None:
            self._chunk_t = message.t
        if not isinstance(message, ImuSample) or (self._run and self._run[0].where != message.where):
            self._put_run()
        if isinstance(message, ImuSample):
            self._run.append(message)
        else:
            self._put(message, 1, self._encoder.encode(message))

    def remark(self, name: str, text: str) -> None:
        """Something that is known about the session only at its end, such as its latencies: `close` writes it."""
        self._remarks[name] = text

    def flush(self) -> None:
        """Everything so far is on the disk, readable by itself, when this returns."""
        self._put_run()
        with _said(self.path):
            self._mcap.flush()  # type: ignore[no-untyped-call]
            os.fsync(self._file.fileno())
        self._encoder.begin_chunk()
        self._chunk_t = None

    def close(self) -> None:
        """Write what is left and the index; the file is closed even where that fails."""
        with _said(self.path), self._closing_on_failure():
            self.flush()
            self._mcap.add_metadata(CLOSING, self._remarks | {"messages": str(self._written)})
            self._mcap.finish()  # type: ignore[no-untyped-call]
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()

    @contextmanager
    def _closing_on_failure(self) -> Iterator[None]:
        try:
            yield
        except BaseException:
            self.abandon()
            raise

    def abandon(self) -> None:
        """Leave the file as it is: what is whole in it can be read."""
        with suppress(OSError):
            self._file.close()

    def _put_run(self) -> None:
        if self._run:
            self._put(self._run[0], len(self._run), encode_run(self._run))
            self._run.clear()

    def _put(self, first: Message, many: int, payload: bytes) -> None:
        """One message of the file, numbered by how many samples and events were written before it."""
        filed = log_time(first.t)
        with _said(self.path):
            self._mcap.add_message(self._channels[type(first)], filed, payload, filed, self._written)
        self._written += many

    def _channel(self, kind: type[Message]) -> int:
        about = self._described(describe(kind))
        schema = self._mcap.register_schema(about.schema_name, about.schema_encoding, about.schema)
        channel: int = self._mcap.register_channel(about.topic, about.message_encoding, schema)
        return channel

    def _described(self, about: Description) -> Description:
        """As the channel is told in this file."""
        return about


class Recording:
    """A recording on disk. `lost` and `remarks` are complete once `messages` has been read to its end."""

    def __init__(self, path: Path, header: RecordingHeader, lost: Loss, key: bytes | None = None) -> None:
        self.path = path
        self.header = header
        self.lost = lost
        self._key = key
        self.remarks: Mapping[str, str] = {}

    def messages(self) -> Iterator[Message]:
        """Every sample and event that is whole, in the order of recording. May be read again."""
        self.lost = Loss(header=self.lost.header)
        with _opened(self.path, self._key) as data:
            recovery = Recovery(data, self.lost)
            yield from recovery.messages()
            self.remarks = recovery.remarks

    def samples(self) -> Iterator[Sample]:
        """What came in, without what was made of it."""
        return filter(is_sample, self.messages())


def read_recording(path: Path, key: bytes | None = None) -> Recording:
    """Open a recording, whole or damaged, sealed or plain. Raises InputError where it is not one, cannot be opened with that key, or a
    newer EdgeCoach wrote it."""
    with _opened(path, key) as data:
        if not is_mcap(data):
            raise InputError(
                f"{path} is not a recording",
                "recordings are .mcap files from `edgecoach sessions export`; videos go to `edgecoach analyze`",
            )
        so_far = Walk()
        next(walk(data, so_far), None)
    header = _header(so_far.metadata.get(METADATA, {}).get("header", ""))
    if header and header.format > FORMAT:
        raise InputError(f"{path} was recorded by a newer EdgeCoach", "update this one to replay it")
    return Recording(path, header or RecordingHeader("damaged"), Loss(header=header is None), key)


def check_sealed(path: Path, key: bytes, closed: bool = True) -> str:
    """What is wrong with a sealed recording, in a few words; empty where each second of it opens, and it ends as one that was closed
    does, if it should have been. Raises InputError where it cannot be read at all."""
    expected, last = 1, b""
    with _mapped(path) as data:
        for number, content in unsealed(data, key, path.stem):
            if number != expected:
                return f"second {expected} cannot be read"
            expected, last = number + 1, content
    if expected == 1:
        return "nothing of it can be read"
    return "" if last.endswith(MCAP0_MAGIC) or not closed else "its end is missing"


@contextmanager
def _opened(path: Path, key: bytes | None) -> Iterator[FileBytes]:
    """The MCAP's bytes, out of their seals where there are any."""
    with _mapped(path) as data:
        if not is_sealed(data):
            yield data
        elif key is None:
            export = f"edgecoach sessions export {path.stem} --format mcap --out {path.stem}.mcap"
            raise InputError(f"{path} is encrypted", f"`{export}` writes a copy that anybody can read")
        else:
            with mmap.mmap(-1, len(data)) as plain:  # memory that is given back at the end
                _unseal(data, key, path, plain)
                yield plain


def _unseal(sealed: FileBytes, key: bytes, path: Path, plain: mmap.mmap) -> None:
    """Every block that can be opened, one after another. Raises InputError where there is none."""
    for number, content in unsealed(sealed, key, path.stem):
        if plain.tell() == 0 and number != 1:
            plain.write(MCAP0_MAGIC)  # it was in the first block, and the chunks after that are found without the rest of it
        plain.write(content)
    if plain.tell() == 0:
        raise InputError(f"nothing in {path} can be opened with its person's key", "it is damaged, or another person's")


@contextmanager
def _mapped(path: Path) -> Iterator[FileBytes]:
    """A file's bytes without reading it into memory."""
    demand_file(path, "recordings are .mcap files from `edgecoach sessions export`")
    try:
        with path.open("rb") as file:
            if os.fstat(file.fileno()).st_size == 0:
                raise InputError(f"{path} is empty", "take it from a backup")
            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
                yield data
    except OSError as error:
        advice = "check the spelling of the path" if isinstance(error, FileNotFoundError) else "check the path"
        raise InputError(f"{path} cannot be read ({error.strerror})", advice) from error


@contextmanager
def _said(path: Path) -> Iterator[None]:
    """What the disk refuses, as a sentence."""
    try:
        yield
    except OSError as error:
        raise EdgeError(f"the recording {path} cannot be written ({error.strerror})") from error


def _header(text: str) -> RecordingHeader | None:
    try:
        header = TypeAdapter(RecordingHeader).validate_json(text)
    except ValidationError:
        return None
    return replace(header, exercise="auto") if header.exercise in TAKEN_FOR_AUTO else header
