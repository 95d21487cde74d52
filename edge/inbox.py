"""Samples of many sources -> one line, in the order in which they came.

Refuses to know: what a sample means, beyond whether a newer one replaces it. A picture of the body is replaced by a newer
picture when the pipeline lags (late coaching is no coaching); everything else waits for room and is never lost.
"""

import asyncio
from collections import deque
from typing import NamedTuple

from edge.messages import Nobody, Pose, Sample

FRAMES = 8
"""Frames that may wait: a quarter of a second at 30 Hz, which the pipeline clears in two frames' time."""

OTHERS = 2048
"""Other samples that may wait before their source has to: about ten seconds of two 100 Hz sensors."""


class Arrived(NamedTuple):
    """A sample in line, and when it joined, s of the daemon's clock."""

    sample: Sample
    at: float


class Inbox:
    """One bounded line. `lost_frames` counts the frames that newer ones replaced."""

    def __init__(self, frames: int = FRAMES, others: int = OTHERS) -> None:
        self._line: deque[Arrived] = deque()
        self._frames_limit, self._others_limit = frames, others
        self._frames = self._others = 0
        self._filled, self._room = asyncio.Event(), asyncio.Event()
        self.lost_frames = 0

    async def put(self, sample: Sample, now: float) -> None:
        """Join the line; waits only where samples that must not be lost fill it."""
        if isinstance(sample, Pose | Nobody):
            self._replace_oldest_frame()
            self._frames += 1
        else:
            await self._wait_for_room()
            self._others += 1
        self._line.append(Arrived(sample, now))
        self._filled.set()

    async def get(self) -> Arrived:
        """The sample that has waited longest."""
        while not self._line:
            self._filled.clear()
            await self._filled.wait()
        arrived = self._line.popleft()
        if isinstance(arrived.sample, Pose | Nobody):
            self._frames -= 1
        else:
            self._others -= 1
            self._room.set()
        return arrived

    def __len__(self) -> int:
        return len(self._line)

    def _replace_oldest_frame(self) -> None:
        if self._frames < self._frames_limit:
            return
        oldest = next(at for at, waiting in enumerate(self._line) if isinstance(waiting.sample, Pose | Nobody))
        del self._line[oldest]
        self._frames -= 1
        self.lost_frames += 1

    async def _wait_for_room(self) -> None:
        while self._others >= self._others_limit:
            self._room.clear()
            await self._room.wait()
