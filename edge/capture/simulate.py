"""Somebody else's samples and a list of troubles -> a camera that misbehaves on demand.

Refuses to know: what is in the samples, and who has to cope with the troubles.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, replace

from edge.clock import Clock
from edge.errors import DeviceLost, DeviceMissing
from edge.messages import Sample


@dataclass(frozen=True, slots=True)
class Trouble:
    """It begins at_s after the camera was first opened, and takes for_s."""

    at_s: float
    for_s: float

    def during(self, time_s: float) -> bool:
        return self.at_s <= time_s < self.at_s + self.for_s


class Drop(Trouble):
    """Frames do not arrive, and never will."""


class Stall(Trouble):
    """Frames arrive when it is over, all at once, with the times at which they were taken."""


class Leave(Trouble):
    """The camera is unplugged, and nobody can open it until it is over."""


class SimulatedCamera:
    """samples: what it sees, from time 0, given at the speed at which they came and stamped with `clock`. pause: what waits for it."""

    name = "camera"

    def __init__(
        self,
        samples: Sequence[Sample],
        troubles: Sequence[Trouble],
        clock: Clock,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._samples, self._troubles, self._clock, self._pause = samples, troubles, clock, pause
        self._start: float | None = None

    @asynccontextmanager
    async def open(self) -> AsyncIterator[AsyncIterator[Sample]]:
        """What it sees from now on. Raises DeviceMissing during Leave, and DeviceLost when that begins."""
        if self._start is None:
            self._start = self._clock.now()
        if self._trouble(Leave, self._clock.now() - self._start):
            raise DeviceMissing("there is no simulated camera", "wait until it comes back")
        async with aclosing(self._seen(self._start)) as samples:
            yield samples

    async def _seen(self, start: float) -> AsyncGenerator[Sample, None]:
        opened_s = self._clock.now() - start
        for sample in self._samples:
            if sample.t < opened_s or self._trouble(Drop, sample.t):
                continue
            await self._until(start + self._arrival(sample.t))
            if self._trouble(Leave, sample.t):
                raise DeviceLost("the simulated camera was unplugged", "wait until it comes back")
            yield replace(sample, t=start + sample.t)

    def _arrival(self, time_s: float) -> float:
        stall = self._trouble(Stall, time_s)
        return stall.at_s + stall.for_s if stall else time_s

    def _trouble(self, kind: type[Trouble], time_s: float) -> Trouble | None:
        return next((trouble for trouble in self._troubles if isinstance(trouble, kind) and trouble.during(time_s)), None)

    async def _until(self, t: float) -> None:
        await self._pause(max(0.0, t - self._clock.now()))
