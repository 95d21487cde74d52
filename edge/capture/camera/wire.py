"""Messages between the camera process and the daemon <-> framed bytes on a stream.

Options go in once; poses, frames with nobody, status, the end of a file and failures come out. Each frame is a version,
a kind and a length, then that many bytes, little endian; a pose takes about 1 kB. Both ends import this file, each under
its own Python. Refuses to know: sockets, devices, models, and what is done about a failure.
"""

import json
import math
import struct
from typing import Any, Dict, Iterator, List, NamedTuple, Optional, Tuple, Type, Union

import numpy as np

VERSION = 1
LIMIT_BYTES = 65536
"""No message comes near this; a larger length means that the other end speaks something else."""

BAD_FILE, MISSING, BUSY, LOST, FAULT = "bad_file", "missing", "busy", "lost", "fault"
KINDS = (BAD_FILE, MISSING, BUSY, LOST, FAULT)

_HEADER = struct.Struct("<BBI")
_MOMENT = struct.Struct("<dQddHH")
_IMAGE, _WORLD = (33, 4), (33, 3)
_POSE_BYTES = _MOMENT.size + 4 * (33 * 4 + 33 * 3)


class WireError(ValueError):
    """Bytes that are not this protocol."""


class CameraFailure(Exception):
    """Why there are no frames, for a person; also sent to the daemon as it is.

    kind: bad_file (the named file cannot be used), missing (no such device), busy (another program has it),
    lost (it was there and left), fault (it answers wrongly, or a part on this machine is missing).
    what, advice: what happened and what to do about it, without a full stop.
    """

    def __init__(self, kind: str, what: str, advice: str = "") -> None:
        super().__init__(kind, what, advice)
        self.kind = kind
        self.what = what
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.what}: {self.advice}" if self.advice else self.what


class Options(NamedTuple):
    """What the camera process is to do. Plain values only: it crosses the wire as JSON.

    source: auto, csi, picamera2, v4l2, rtsp, gstreamer, file or folder.
    address: device, URL, pipeline or path; empty for the first camera.
    width, height, fps: asked of the device, 0 for its own choice.
    rotate_deg: clockwise, 0, 90, 180 or 270. mirror: left for right, after turning.
    loop: start a file again at its end.
    runtime: as blazepose.open_pose, or none for frames without a pose model. models_dir: folder of the model files.
    threads: of the runtime. prefer: whom to follow when several people are in view, as blazepose.open_pose.
    """

    source: str = "v4l2"
    address: str = ""
    width: int = 0
    height: int = 0
    fps: float = 0.0
    rotate_deg: int = 0
    mirror: bool = False
    loop: bool = False
    runtime: str = "auto"
    models_dir: str = ""
    threads: int = 2
    prefer: str = "largest"


class Pose(NamedTuple):
    """One person in one frame.

    t: when the frame was taken, s of CLOCK_MONOTONIC. t_taken: when the model took it up; t_sent: when this was written.
    width, height: of the frame, px. image: (33, 4) float32 px and visibility; world: (33, 3) float32 m. As messages.Pose.
    """

    t: float
    seq: int
    t_taken: float
    t_sent: float
    width: int
    height: int
    image: np.ndarray
    world: np.ndarray


class Nobody(NamedTuple):
    """One frame with nobody in it; fields as in Pose."""

    t: float
    seq: int
    t_taken: float
    t_sent: float
    width: int
    height: int


class Status(NamedTuple):
    """How the last second went; the first one says that frames are coming.

    identity: the device's own name for itself. runtime: what runs the model. dropped: frames that newer ones replaced, since the start.
    model_ms: time in the model; delay_ms: from the frame being taken to its pose being sent; jitter_ms: standard deviation between frames.
    brightness: mean of the picture, 0..1.
    """

    identity: str
    runtime: str
    width: int
    height: int
    fps: float
    model_ms_p50: float
    model_ms_p95: float
    delay_ms_p50: float
    delay_ms_p95: float
    jitter_ms: float
    dropped: int
    brightness: float


class End(NamedTuple):
    """The file was played to its end. lost: what of it could not be read, in words; empty for nothing."""

    lost: str = ""


Message = Union[Options, Pose, Nobody, Status, End, CameraFailure]
_Record = Union[Options, Status, End]
_RECORDS: Dict[int, Type[_Record]] = {1: Options, 4: Status, 5: End}
_POSE, _NOBODY, _FAILURE = 2, 3, 6


def encode(message: Message) -> bytes:
    """The message as one frame."""
    kind, body = _body(message)
    return _HEADER.pack(VERSION, kind, len(body)) + body


class Decoder:
    """Bytes in any portions -> messages. Raises WireError as soon as the bytes cannot be this protocol."""

    def __init__(self) -> None:
        self._waiting = bytearray()

    def feed(self, data: bytes) -> Iterator[Message]:
        """The messages that `data` completes."""
        self._waiting += data
        while True:
            frame = self._cut()
            if frame is None:
                return
            yield _message(*frame)

    def _cut(self) -> Optional[Tuple[int, bytes]]:
        if len(self._waiting) < _HEADER.size:
            return None
        version, kind, length = _HEADER.unpack_from(self._waiting)
        if version != VERSION:
            raise WireError(f"the camera process and the daemon speak different versions ({version} and {VERSION})")
        if length > LIMIT_BYTES:
            raise WireError(f"a message of {length} bytes, more than any can have")
        end = _HEADER.size + length
        if len(self._waiting) < end:
            return None
        body = bytes(self._waiting[_HEADER.size : end])
        del self._waiting[:end]
        return kind, body


def _body(message: Message) -> Tuple[int, bytes]:
    if isinstance(message, Pose):
        points = [np.asarray(part, dtype="<f4").tobytes() for part in (message.image, message.world)]
        return _POSE, _MOMENT.pack(*message[:6]) + b"".join(points)
    if isinstance(message, Nobody):
        return _NOBODY, _MOMENT.pack(*message)
    if isinstance(message, CameraFailure):
        return _FAILURE, _json([message.kind, message.what, message.advice])
    for kind, record in _RECORDS.items():
        if isinstance(message, record):
            return kind, _json(message._asdict())
    raise TypeError(f"not a message: {message!r}")


def _json(value: Any) -> bytes:
    return json.dumps(value).encode("utf-8")


def _message(kind: int, body: bytes) -> Message:
    record = _RECORDS.get(kind)
    if record is not None:
        return _record(record, _parsed(body))
    if kind == _POSE:
        return _pose(body)
    if kind == _NOBODY:
        return Nobody(*_moment(body, _MOMENT.size))
    if kind == _FAILURE:
        return _failure(_parsed(body))
    raise WireError(f"a message of unknown kind {kind}")


def _moment(body: bytes, wanted: int) -> Tuple[float, int, float, float, int, int]:
    if len(body) != wanted:
        raise WireError(f"a frame's message of {len(body)} bytes instead of {wanted}")
    t, seq, t_taken, t_sent, width, height = _MOMENT.unpack_from(body)
    if not all(map(math.isfinite, (t, t_taken, t_sent))):
        raise WireError("a frame's time that is no number")
    return t, seq, t_taken, t_sent, width, height


def _pose(body: bytes) -> Pose:
    moment = _moment(body, _POSE_BYTES)
    points = np.frombuffer(body, dtype="<f4", offset=_MOMENT.size)
    if not np.isfinite(points).all():
        raise WireError("a landmark that is no number")
    return Pose(*moment, points[: 33 * 4].reshape(_IMAGE), points[33 * 4 :].reshape(_WORLD))


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(body.decode("utf-8"), parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise WireError("a message that is not JSON") from None


def _no_number(name: str) -> None:
    raise ValueError(name)


def _failure(parts: Any) -> CameraFailure:
    if not (isinstance(parts, list) and len(parts) == 3 and all(isinstance(part, str) for part in parts) and parts[0] in KINDS):
        raise WireError("a failure that says nothing")
    return CameraFailure(*parts)


def _record(record: Type[_Record], value: Any) -> _Record:
    """The named tuple of these fields and types; what is missing keeps its default, so that either end may be a little older."""
    if not isinstance(value, dict):
        raise WireError(f"{record.__name__} that is not an object")
    fields: List[str] = list(record._fields)
    unknown = sorted(set(value) - set(fields))
    if unknown:
        raise WireError(f"{record.__name__} with unknown {', '.join(unknown)}")
    try:
        return record(**{name: _typed(record.__name__, name, record.__annotations__[name], given) for name, given in value.items()})
    except TypeError:
        raise WireError(f"{record.__name__} with fields missing") from None


def _typed(record: str, name: str, wanted: Any, given: Any) -> Any:
    if wanted is float and isinstance(given, int) and not isinstance(given, bool):
        return float(given)
    if type(given) is not wanted:
        raise WireError(f"{record}.{name} is {type(given).__name__}, not {wanted.__name__}")
    return given
