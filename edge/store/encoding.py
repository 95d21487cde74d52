"""Samples and events -> the bytes of a recording's messages; decoding.py is the way back.

What comes often is packed, and a Pose as its change since the Pose before it in the same chunk, which is what makes an hour fit;
what comes rarely is JSON with its schema. Refuses to know: files and chunks, beyond being told when a chunk begins.
"""

import dataclasses
import json
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeGuard, get_args

import numpy as np
import numpy.typing as npt
from pydantic import TypeAdapter

from edge.messages import (
    Array,
    CoachText,
    Command,
    Cue,
    Event,
    Exercise,
    Fault,
    HeartRate,
    Hold,
    ImuSample,
    LinkChange,
    Nobody,
    Pose,
    Posture,
    Rep,
    Sample,
    Score,
    Set,
    Tick,
    View,
)

Message: TypeAlias = Sample | Event
Counts: TypeAlias = npt.NDArray[np.uint32]

KINDS: tuple[type[Message], ...] = (
    Pose, ImuSample, Tick, Nobody, HeartRate, LinkChange, Command, CoachText,
    Exercise, Rep, Hold, Set, Posture, Fault, Score, View, Cue,
)  # fmt: skip
"""In the order of their channels in the file, from 1. Never reorder: recordings name them by number."""

SAMPLES: tuple[type[Message], ...] = get_args(Sample)

Kept: TypeAlias = Event | CoachText
"""What of a session is kept in the archive as well: what came out of it."""

KEPT: tuple[type[Kept], ...] = get_args(Kept)

NO_COUNT = -(2**31)
"""The count that stands for NaN."""

POSE_SCALES = np.repeat([10.0, 1000.0, 1000.0], [33 * 3, 33, 33 * 3])
"""Counts a unit: 0.1 px, 1/1000 of visibility, 1 mm, as Pose.rounded() leaves them. int32 holds 200 million px."""
IMU_SCALES = np.repeat([1e3, 1e4], 3)
"""0.001 m/s2 and 0.0001 rad/s, as ImuSample.rounded() leaves them."""

POSE = struct.Struct("<dIHH")
IMU = struct.Struct("<I")
NOBODY = struct.Struct("<dI")
TICK = struct.Struct("<d")

T_REST = "float64 t_rest  # s; t = log_time / 1e9 + t_rest, exactly\n"
PACKING = "# Zigzag coded, so that small numbers of both signs are small; then all lowest bytes, all second, all third, all highest.\n"
PACKED_SCHEMAS: dict[type[Message], str] = {
    Pose: T_REST
    + "uint32 seq\nuint16 width_px\nuint16 height_px\n"
    + "# 231 int32 counts: image x, y, z of the 33 landmarks (0.1 px), their visibility (0.001), world x, y, z (1 mm); -2^31: NaN.\n"
    + "# Here as their change, modulo 2^32, since the Pose before in this chunk (the first: since 0).\n"
    + PACKING
    + "uint8[924] change\n",
    ImuSample: "# Readings of one sensor that came one after another.\n"
    "float64[] t_rest  # s; t = (log_time + after_ns) / 1e9 + t_rest, exactly\n"
    "# For each reading 7 int32: after_ns, accel x, y, z (0.001 m/s2, with gravity), gyro x, y, z (0.0001 rad/s); -2^31: NaN.\n"
    + PACKING
    + "uint8[] readings\nstring where\n",
    Nobody: T_REST + "uint32 seq\n",
    Tick: T_REST,
}
ADAPTERS: dict[type[Message], TypeAdapter[Any]] = {kind: TypeAdapter(kind) for kind in KINDS if kind not in PACKED_SCHEMAS}


@dataclass(frozen=True, slots=True)
class Description:
    """How a kind of message introduces itself in the file."""

    topic: str
    schema_name: str
    schema_encoding: str
    message_encoding: str
    schema: bytes


def describe(kind: type[Message]) -> Description:
    """The channel of one kind of message."""
    name = kind.__name__
    topic = "/" + "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")
    if kind in PACKED_SCHEMAS:
        return Description(topic, f"edgecoach/{name}", "ros1msg", "ros1", PACKED_SCHEMAS[kind].encode())
    schema = json.dumps(ADAPTERS[kind].json_schema()).encode()
    return Description(topic, f"edgecoach/{name}", "jsonschema", "json", schema)


def is_sample(message: Message) -> TypeGuard[Sample]:
    """Whether it came in, rather than being made of what did. isinstance with the union itself takes several times as long."""
    return isinstance(message, SAMPLES)


def is_kept(message: Message) -> TypeGuard[Kept]:
    """Whether the archive keeps it, and not only the recording."""
    return isinstance(message, KEPT)


def log_time(t: float) -> int:
    """Seconds -> the nanoseconds that a message is filed under; a time before 0 is filed under 0."""
    return max(0, round(t * 1e9))


class Encoder:
    """Messages -> bytes, in the order in which they are written. What rounded() would drop is dropped."""

    def __init__(self) -> None:
        self._last = _nothing()

    def begin_chunk(self) -> None:
        """What follows must be readable without what came before."""
        self._last = _nothing()

    def encode(self, message: Message) -> bytes:
        """One message's payload."""
        match message:
            case Pose():
                return self._pose(message)
            case ImuSample():
                return encode_run([message])
            case Tick():
                return TICK.pack(_rest(message.t))
            case Nobody():
                return NOBODY.pack(_rest(message.t), message.seq)
        return json.dumps(dataclasses.asdict(message)).encode()

    def _pose(self, pose: Pose) -> bytes:
        counts = _counts(np.concatenate([pose.image[:, :3].ravel(), pose.image[:, 3], pose.world.ravel()]), POSE_SCALES)
        change = counts - self._last
        self._last = counts
        return POSE.pack(_rest(pose.t), pose.seq, pose.width, pose.height) + _packed(change)


def encode_run(run: Sequence[ImuSample]) -> bytes:
    """Readings of one sensor that came one after another, filed under the first one's time."""
    start, filed = log_time(run[0].t), [log_time(reading.t) for reading in run]
    rows = np.empty((len(run), 7), np.uint32)
    rows[:, 0] = np.array(filed, np.int64) - start
    rows[:, 1:] = _counts(np.array([reading.accel + reading.gyro for reading in run]), IMU_SCALES)
    rests = np.array([_rest(reading.t) for reading in run]).tobytes()
    packed, where = _packed(rows.ravel()), run[0].where.encode()
    return b"".join([IMU.pack(len(run)), rests, IMU.pack(len(packed)), packed, IMU.pack(len(where)), where])


def _nothing() -> Counts:
    return np.zeros(POSE_SCALES.size, np.uint32)


def _counts(values: Array, scales: Array) -> Counts:
    """Physical values -> int32 counts, as unsigned so that their differences wrap around."""
    limited = np.clip(np.rint(values * scales), NO_COUNT + 1, -(NO_COUNT + 1))
    return np.where(np.isnan(limited), NO_COUNT, limited).astype(np.int32).view(np.uint32)


def _packed(numbers: Counts) -> bytes:
    """See PACKING."""
    zigzag: Counts = (numbers << np.uint32(1)) ^ np.negative(numbers >> np.uint32(31))
    return zigzag.astype("<u4").view(np.uint8).reshape(-1, 4).T.tobytes()


def _rest(t: float) -> float:
    """What log_time loses of t; 0.0 for whole nanoseconds. The difference of neighbours is exact."""
    return t - log_time(t) / 1e9
