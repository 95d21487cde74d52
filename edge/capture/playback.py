"""A recording's samples -> the sources that they came from.

Refuses to know: how a recording is stored, and what is done with the samples.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import replace

from edge.clock import Clock
from edge.messages import CoachText, Command, HeartRate, ImuSample, Nobody, Pose, Sample


class Playback:
    """One source, played at the speed at which its samples came and stamped with `clock`, as if it were there.

    samples: its own, in order of time. start: the time of the recording that is now, s. pause: what waits for the clock.
    """

    def __init__(
        self, name: str, samples: Iterable[Sample], start: float, clock: Clock, pause: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        self.name = name
        self._samples, self._start, self._clock, self._pause = samples, start, clock, pause

    @asynccontextmanager
    async def open(self) -> AsyncIterator[AsyncIterator[Sample]]:
        """The samples, from the first one. Never away."""
        async with aclosing(self._played()) as samples:
            yield samples

    async def _played(self) -> AsyncGenerator[Sample, None]:
        shift = self._clock.now() - self._start
        for sample in self._samples:
            t = sample.t + shift
            await self._pause(max(0.0, t - self._clock.now()))
            yield replace(sample, t=t)


def playbacks(samples: Sequence[Sample], clock: Clock, pause: Callable[[float], Awaitable[None]] = asyncio.sleep) -> list[Playback]:
    """Every source of a recording, started together. Ticks and changes of links are left out: whoever reads a source makes them anew."""
    by_name: dict[str, list[Sample]] = {}
    for sample in samples:
        name = _source(sample)
        if name:
            by_name.setdefault(name, []).append(sample)
    start = min((sample.t for sample in samples), default=0.0)
    return [Playback(name, own, start, clock, pause) for name, own in by_name.items()]


def _source(sample: Sample) -> str:
    match sample:
        case Pose() | Nobody():
            return "camera"
        case HeartRate() | ImuSample(where="watch"):
            return "watch"
        case ImuSample():
            return f"imu {sample.where}"
        case Command():
            return "commands"
        case CoachText():
            return "coach"
        case _:
            return ""
