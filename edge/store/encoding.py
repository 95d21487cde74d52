"""Samples and events <-> the bytes of a recording's messages.

What comes often is packed, and a Pose as its change since the Pose before it in the same chunk, which is what makes an hour fit;
what comes rarely is JSON with its schema. Refuses to know: files and chunks, beyond being told when a chunk begins.
"""

import dataclasses
import json
import struct
from dataclasses import dataclass
from functools import cache
from math import isnan
from typing import Any, TypeAlias, TypeGuard

import numpy as np
import numpy.typing as npt
from pydantic import TypeAdapter

from edge.messages import (
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

SAMPLES: tuple[type[Message], ...] = KINDS[:8]

NO_COUNT = -(2**31)
"""The count that stands for NaN."""

LANDMARK_COUNTS = 33 * (3 + 1 + 3)
SCALES = np.repeat([10.0, 1000.0, 1000.0], [33 * 3, 33, 33 * 3])
"""Counts a unit: 0.1 px, 1/1000 of visibility, 1 mm, as Pose.rounded() leaves them. int32 holds 200 million px."""

POSE = struct.Struct("<dIHH")
IMU = struct.Struct("<d6iI")
NOBODY = struct.Struct("<dI")
TICK = struct.Struct("<d")
IMU_SCALES = (1e3, 1e3, 1e3, 1e4, 1e4, 1e4)

T_REST = "float64 t_rest  # s; t = log_time / 1e9 + t_rest, exactly\n"
PACKED_SCHEMAS: dict[type[Message], str] = {
    Pose: T_REST
    + "uint32 seq\nuint16 width_px\nuint16 height_px\n"
    + "# Change since the Pose before it in this chunk (the first: since 0), modulo 2^32, of 231 counts: image x, y, z of the 33\n"
    + "# landmarks (0.1 px), their visibility (0.001), world x, y, z (1 mm); -2^31 stands for NaN. Zigzag coded, so that small\n"
    + "# changes of both signs are small; then all lowest bytes, all second bytes, all third, all highest.\n"
    + "uint8[924] change\n",
    ImuSample: T_REST + "int32[3] accel  # 0.001 m/s2, with gravity\nint32[3] gyro  # 0.0001 rad/s\nstring where\n",
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
    """Whether it came in, rather than having been thought of."""
    return isinstance(message, SAMPLES)


def log_time(t: float) -> int:
    """Seconds -> the nanoseconds that a message is filed under; a time before 0 is filed under 0."""
    return max(0, round(t * 1e9))


class Encoder:
    """Messages -> bytes, in the order in which they are written."""

    def __init__(self) -> None:
        self._last = _nothing()

    def begin_chunk(self) -> None:
        """What follows must be readable without what came before."""
        self._last = _nothing()

    def encode(self, message: Message) -> bytes:
        """One message's payload. What Pose.rounded() or ImuSample.rounded() would drop is dropped."""
        match message:
            case Pose():
                return self._pose(message)
            case ImuSample():
                return _imu(message)
            case Tick():
                return TICK.pack(_rest(message.t))
            case Nobody():
                return NOBODY.pack(_rest(message.t), message.seq)
        return json.dumps(dataclasses.asdict(message)).encode()

    def _pose(self, pose: Pose) -> bytes:
        values = np.concatenate([pose.image[:, :3].ravel(), pose.image[:, 3], pose.world.ravel()])
        counts = _counts(values)
        change = counts - self._last
        self._last = counts
        zigzag = (change << 1) ^ (0 - (change >> 31))
        planes = zigzag.astype("<u4").view(np.uint8).reshape(-1, 4).T.tobytes()
        return POSE.pack(_rest(pose.t), pose.seq, pose.width, pose.height) + planes


class Decoder:
    """Bytes -> messages, in the order in which they were written."""

    def __init__(self) -> None:
        self._last = _nothing()

    def begin_chunk(self) -> None:
        """See Encoder."""
        self._last = _nothing()

    def decode(self, kind: type[Message], data: bytes | memoryview, filed: int) -> Message:
        """One message. filed: its log time, ns. Raises ValueError or struct.error on bytes that no Encoder wrote."""
        t = filed / 1e9
        if kind is Pose:
            return self._pose(data, t)
        if kind is ImuSample:
            return _imu_sample(data, t)
        if kind is Tick:
            return Tick(t + TICK.unpack(data)[0])
        if kind is Nobody:
            rest, seq = NOBODY.unpack(data)
            return Nobody(t + rest, seq)
        return _from_json(kind, data)

    def _pose(self, data: bytes | memoryview, t: float) -> Pose:
        rest, seq, width, height = POSE.unpack_from(data)
        planes = np.frombuffer(data, np.uint8, LANDMARK_COUNTS * 4, POSE.size)
        zigzag = np.ascontiguousarray(planes.reshape(4, -1).T).view("<u4").ravel()
        self._last = self._last + ((zigzag >> 1) ^ (0 - (zigzag & 1)))
        counts = self._last.view(np.int32)
        values = counts / SCALES
        values[counts == NO_COUNT] = np.nan
        image = np.empty((33, 4))
        image[:, :3] = values[:99].reshape(33, 3)
        image[:, 3] = values[99:132]
        return Pose(t + rest, seq, image, values[132:].reshape(33, 3), width, height)


def _nothing() -> Counts:
    return np.zeros(LANDMARK_COUNTS, np.uint32)


def _counts(values: npt.NDArray[np.float64]) -> Counts:
    """Physical values -> int32 counts, as unsigned so that their differences wrap around."""
    limited = np.clip(np.rint(values * SCALES), NO_COUNT + 1, -(NO_COUNT + 1))
    return np.where(np.isnan(limited), NO_COUNT, limited).astype(np.int32).view(np.uint32)


def _rest(t: float) -> float:
    """What log_time loses of t; 0.0 for whole nanoseconds, and the difference of neighbours is exact."""
    return t - log_time(t) / 1e9


def _imu(sample: ImuSample) -> bytes:
    counts = (_count(value * scale) for value, scale in zip(sample.accel + sample.gyro, IMU_SCALES, strict=True))
    where = sample.where.encode()
    return IMU.pack(_rest(sample.t), *counts, len(where)) + where


def _count(scaled: float) -> int:
    return NO_COUNT if isnan(scaled) else round(min(max(scaled, NO_COUNT + 1), -(NO_COUNT + 1)))


def _imu_sample(data: bytes | memoryview, t: float) -> ImuSample:
    rest, ax, ay, az, gx, gy, gz, length = IMU.unpack_from(data)
    where = _place(bytes(data[IMU.size : IMU.size + length]))
    if NO_COUNT in (ax, ay, az, gx, gy, gz):
        ax, ay, az, gx, gy, gz = (float("nan") if count == NO_COUNT else count for count in (ax, ay, az, gx, gy, gz))
    return ImuSample(t + rest, where, (ax / 1e3, ay / 1e3, az / 1e3), (gx / 1e4, gy / 1e4, gz / 1e4))


@cache
def _place(where: bytes) -> str:
    return where.decode()


def _from_json(kind: type[Message], data: bytes | memoryview) -> Message:
    message: Message = ADAPTERS[kind].validate_json(bytes(data))
    return message
