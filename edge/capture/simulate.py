"""Somebody else's samples and a list of troubles -> a source that misbehaves on demand.

Refuses to know: what is in the samples, and who has to cope with the troubles. An IMU is simulated register by register, in
simulated_imu.py.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, replace
from typing import TypeVar

from edge.clock import Clock
from edge.errors import DeviceLost, DeviceMissing
from edge.messages import Sample


@dataclass(frozen=True, slots=True)
class Trouble:
    """It begins at_s after the source was first opened, and takes for_s."""

    at_s: float
    for_s: float

    def during(self, time_s: float) -> bool:
        return self.at_s <= time_s < self.at_s + self.for_s


class Drop(Trouble):
    """Samples do not arrive, and never will."""


class Stall(Trouble):
    """Samples arrive when it is over, all at once, with the times at which they were taken."""


class Leave(Trouble):
    """The device is unplugged, and nobody can open it until it is over."""


@dataclass(frozen=True, slots=True)
class Drift(Trouble):
    """The device's clock is fast by this much, relative; what it says of the time is ever later while it lasts."""

    by: float = 0.01


Some = TypeVar("Some", bound=Trouble)


def trouble_at(troubles: Sequence[Trouble], kind: type[Some], time_s: float) -> Some | None:
    """The trouble of that kind, seconds after the source was first opened."""
    return next((trouble for trouble in troubles if isinstance(trouble, kind) and trouble.during(time_s)), None)


class SimulatedSource:
    """samples: what it gives, from time 0, at the speed at which they came and stamped with `clock`. pause: what waits for it."""

    def __init__(
        self,
        name: str,
        samples: Sequence[Sample],
        troubles: Sequence[Trouble],
        clock: Clock,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.name = name
        self._samples, self._troubles, self._clock, self._pause = samples, troubles, clock, pause
        self._start: float | None = None

    @asynccontextmanager
    async def open(self) -> AsyncIterator[AsyncIterator[Sample]]:
        """What it gives from now on. Raises DeviceMissing during Leave, and DeviceLost when that begins."""
        if self._start is None:
            self._start = self._clock.now()
        if trouble_at(self._troubles, Leave, self._clock.now() - self._start):
            raise DeviceMissing(f"there is no simulated {self.name}", "wait until it comes back")
        async with aclosing(self._given(self._start)) as samples:
            yield samples

    async def _given(self, start: float) -> AsyncGenerator[Sample, None]:
        opened_s = self._clock.now() - start
        for sample in self._samples:
            if sample.t < opened_s or trouble_at(self._troubles, Drop, sample.t):
                continue
            await self._until(start + self._arrival(sample.t))
            if trouble_at(self._troubles, Leave, sample.t):
                raise DeviceLost(f"the simulated {self.name} was unplugged", "wait until it comes back")
            yield replace(sample, t=start + self._stamp(sample.t))

    def _arrival(self, time_s: float) -> float:
        stall = trouble_at(self._troubles, Stall, time_s)
        return stall.at_s + stall.for_s if stall else time_s

    def _stamp(self, time_s: float) -> float:
        drift = trouble_at(self._troubles, Drift, time_s)
        return time_s + drift.by * (time_s - drift.at_s) if drift else time_s

    async def _until(self, t: float) -> None:
        await self._pause(max(0.0, t - self._clock.now()))


class SimulatedCamera(SimulatedSource):
    """What a camera saw."""

    def __init__(
        self,
        samples: Sequence[Sample],
        troubles: Sequence[Trouble],
        clock: Clock,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        super().__init__("camera", samples, troubles, clock, pause)
