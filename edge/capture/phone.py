"""The readings that a phone sends of its own motion -> ImuSample, for as long as a phone is there.

Refuses to know: how they travel, and who may be a sensor. A phone comes and goes as its owner likes; nothing waits for it, and its leaving
leaves nothing half done.
"""

import asyncio
import json
import math
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from itertools import pairwise
from typing import TypeAlias

from edge.capture.imu_file import MOST_ACCEL, MOST_GYRO
from edge.capture.line_clock import LineClock
from edge.clock import Clock
from edge.errors import DeviceLost, InputError
from edge.messages import LIMBS, ImuSample, Sample
from edge.sentence import Sentence

SOMEWHERE = "phone"
"""Worn, and nobody says where."""
MOST_READINGS = 200
"""In one batch: two seconds of a quick phone; more is somebody else."""
WAITING = 512
"""Readings that may wait for the pipeline before the oldest are dropped."""
OTHER_PHONE = Sentence("refusal.other_phone", "another phone is the sensor already: end that one first, or use this one as a remote only")
DRIFT = 0.0005
"""A phone's crystal."""

Reading: TypeAlias = tuple[float, ...]


class PhoneSource:
    """Whoever holds the phone's connection calls `join` and `take`; the daemon reads `open`, as of any other device."""

    name = "phone"
    longest_pause_s = 1.0

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._stamps = LineClock(DRIFT)
        self._readings: deque[ImuSample] = deque(maxlen=WAITING)
        self._there, self._where = False, SOMEWHERE
        self._news = asyncio.Event()
        self._came = asyncio.Event()

    @contextmanager
    def join(self, where: str = SOMEWHERE) -> Iterator[None]:
        """While inside, a phone is there. where: it is worn, one of messages.LIMBS. Raises InputError where another phone is."""
        if where not in (SOMEWHERE, *LIMBS):
            raise InputError(f"a phone is not worn at {where[:20]!r}", f"say one of {', '.join(LIMBS)}")
        if self._there:
            raise InputError(OTHER_PHONE)
        self._there, self._where, self._stamps = True, where, LineClock(DRIFT)
        self._readings.clear()
        self._came.set()
        try:
            yield
        finally:
            self._there = False
            self._came.clear()
            self._news.set()

    def take(self, text: str) -> bool:
        """`[[t_ms, ax, ay, az, gx, gy, gz], …]`: the phone's own time, m/s2 with gravity, rad/s or null -> whether it is that. A phone that
        is not there is not heard."""
        readings = _read(text)
        if readings is None or not self._there:
            return False
        arrived = self._clock.now()
        for t_ms, ax, ay, az, gx, gy, gz in readings:
            self._readings.append(ImuSample(self._stamps.feed(t_ms / 1000.0, arrived), self._where, (ax, ay, az), (gx, gy, gz)))
        self._news.set()
        return True

    @asynccontextmanager
    async def open(self) -> AsyncIterator[AsyncIterator[Sample]]:
        """Entered once a phone is there. Its samples raise DeviceLost when it has left."""
        await self._came.wait()
        yield self._samples()

    async def _samples(self) -> AsyncGenerator[Sample, None]:
        while True:
            while self._readings:
                yield self._readings.popleft()
            if not self._there:
                raise DeviceLost("the phone has left", "the session goes on without it; join again whenever you like")
            self._news.clear()
            await self._news.wait()


def _read(text: str) -> list[Reading] | None:
    """None for anything but a batch of readings that a phone can have measured, in order of time."""
    try:
        rows = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(rows, list) or not 0 < len(rows) <= MOST_READINGS:
        return None
    readings = [reading for row in rows if (reading := _reading(row)) is not None]
    in_order = all(one[0] <= other[0] for one, other in pairwise(readings))
    return readings if len(readings) == len(rows) and in_order else None


def _reading(row: object) -> Reading | None:
    if not isinstance(row, list) or len(row) != 7 or not all(isinstance(value, int | float) for value in row[:4]):
        return None
    if not all(value is None or isinstance(value, int | float) for value in row[4:]):
        return None
    try:
        numbers = tuple(math.nan if value is None else float(value) for value in row)
    except OverflowError:  # JSON knows whole numbers of any length
        return None
    felt, turned = numbers[1:4], [value for value in numbers[4:] if not math.isnan(value)]
    fit = math.isfinite(sum(numbers[:4])) and max(map(abs, felt)) <= MOST_ACCEL and max(map(abs, turned), default=0.0) <= MOST_GYRO
    return numbers if fit else None
