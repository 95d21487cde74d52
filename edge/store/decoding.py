"""The bytes of one chunk's messages -> samples and events, as encoding.py made them.

What comes often is unpacked for the whole chunk at once: replay has microseconds a message. Refuses to know: files, and what is missing.
"""

import struct
from collections import defaultdict
from collections.abc import Sequence
from functools import cache

import numpy as np
from pydantic import ValidationError

from edge.messages import Array, ImuSample, Nobody, Pose, Tick
from edge.store.encoding import ADAPTERS, IMU, IMU_SCALES, KINDS, NO_COUNT, NOBODY, POSE, POSE_SCALES, TICK, Counts, Message

Filed = tuple[int, int, int, memoryview]
"""channel, sequence, log time in ns, payload: as Chunk.messages gives them."""
Found = tuple[Message, ...]
POSE_CHANNEL, IMU_CHANNEL = (KINDS.index(kind) + 1 for kind in (Pose, ImuSample))
POSE_BYTES, READING_BYTES = POSE_SCALES.size * 4, (1 + IMU_SCALES.size) * 4


def decode_chunk(chunk: Sequence[Filed]) -> list[Found | None]:
    """For each message of the file what it holds, in order; None where no Encoder of this version wrote it."""
    found: list[Found | None] = [None] * len(chunk)
    poses = [k for k, one in enumerate(chunk) if one[0] == POSE_CHANNEL and len(one[3]) == POSE.size + POSE_BYTES]
    runs: dict[int, list[int]] = defaultdict(list)
    for k, (channel, _, filed, payload) in enumerate(chunk):
        if channel == IMU_CHANNEL:
            runs[_readings(payload)].append(k)
        elif channel != POSE_CHANNEL:
            found[k] = _rare(channel, filed / 1e9, payload)
    for k, pose in zip(poses, _poses([chunk[k] for k in poses]), strict=True):
        found[k] = (pose,)
    for many, places in runs.items():
        if many:
            for k, run in zip(places, _runs(many, [chunk[k] for k in places]), strict=True):
                found[k] = run
    return found


def _rare(channel: int, t: float, payload: memoryview) -> Found | None:
    try:
        kind = KINDS[channel - 1]
        if kind is Tick:
            return (Tick(t + TICK.unpack(payload)[0]),)
        if kind is Nobody:
            rest, seq = NOBODY.unpack(payload)
            return (Nobody(t + rest, seq),)
        return (ADAPTERS[kind].validate_json(bytes(payload)),)
    except (IndexError, ValidationError, struct.error):
        return None


def _poses(filed: Sequence[Filed]) -> list[Pose]:
    """A chunk's poses, each filed as its change since the one before."""
    changes = _unpacked([payload[POSE.size :] for *_, payload in filed], POSE_SCALES.size)
    values = _values(np.cumsum(changes, axis=0, dtype=np.uint32), POSE_SCALES)
    image = np.empty((len(filed), 33, 4))
    image[:, :, :3] = values[:, :99].reshape(-1, 33, 3)
    image[:, :, 3] = values[:, 99:132]
    world = values[:, 132:].reshape(-1, 33, 3)
    heads = [(t, *POSE.unpack_from(payload)) for _, _, t, payload in filed]
    return [Pose(t / 1e9 + rest, seq, image[k], world[k], width, height) for k, (t, rest, seq, width, height) in enumerate(heads)]


def _readings(payload: memoryview) -> int:
    """How many readings a run holds; 0 where it is none."""
    if len(payload) < IMU.size:
        return 0
    (many,) = IMU.unpack_from(payload)
    return int(many) if len(payload) >= _place_at(many) else 0


def _place_at(many: int) -> int:
    """Where, behind their number, their times' rests, the length of what is packed, that, and its own length, the place is named."""
    return 3 * IMU.size + many * (8 + READING_BYTES)


def _runs(many: int, filed: Sequence[Filed]) -> list[Found]:
    """Runs of `many` readings each."""
    at = 2 * IMU.size + many * 8
    rests = np.frombuffer(b"".join([payload[IMU.size : IMU.size + many * 8] for *_, payload in filed]), "<f8").reshape(-1, many)
    rows = _unpacked([payload[at : at + many * READING_BYTES] for *_, payload in filed], many * 7).reshape(-1, many, 7)
    after = rows[:, :, 0].view(np.int32)
    times = (np.array([t for _, _, t, _ in filed])[:, np.newaxis] + after) / 1e9 + rests
    places = [_place(bytes(payload[_place_at(many) :])) for *_, payload in filed]
    runs = zip(times.tolist(), places, _values(rows[:, :, 1:], IMU_SCALES).tolist(), strict=True)
    return [
        tuple([ImuSample(t, where, (ax, ay, az), (gx, gy, gz)) for t, (ax, ay, az, gx, gy, gz) in zip(times, readings, strict=True)])
        for times, where, readings in runs
    ]


@cache
def _place(where: bytes) -> str:
    """One string for all readings of a sensor."""
    return where.decode()


def _values(counts: Counts, scales: Array) -> Array:
    signed = counts.view(np.int32)
    values: Array = signed / scales
    values[signed == NO_COUNT] = np.nan
    return values


def _unpacked(parts: Sequence[memoryview], numbers: int) -> Counts:
    """(len(parts), numbers). See PACKING."""
    planes = np.frombuffer(b"".join(parts), np.uint8).reshape(len(parts), 4, numbers)
    zigzag: Counts = np.ascontiguousarray(planes.transpose(0, 2, 1)).view(np.uint32)[:, :, 0]
    counts: Counts = (zigzag >> np.uint32(1)) ^ np.negative(zigzag & np.uint32(1))
    return counts
