"""One visit of a watch's source to scripted watches, in virtual time, and what came of it."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field

from edge.capture.source import keep_open
from edge.capture.watch.bluez import Bluetooth
from edge.capture.watch.source import WatchSource
from edge.messages import HeartRate, ImuSample, LinkChange, Sample
from tests.capture.scripted_bleak import HEART_RATE, ScriptedBleak, ScriptedWatch
from tests.capture.virtual_time import VirtualClock, in_virtual_time

Script = Callable[["Visit"], Awaitable[None]]


@dataclass
class Visit:
    """bleak: the scripted library. came: every sample with the time it came at. saying: what the watch says each second; None: nothing."""

    clock: VirtualClock
    bleak: ScriptedBleak
    source: WatchSource
    watch: ScriptedWatch
    saying: bytes | None = b"\x16\x48\x00\x04"
    came: list[tuple[float, Sample]] = field(default_factory=list)

    @property
    def links(self) -> list[LinkChange]:
        return [sample for _, sample in self.came if isinstance(sample, LinkChange)]

    @property
    def beats(self) -> list[HeartRate]:
        return [sample for _, sample in self.came if isinstance(sample, HeartRate)]

    @property
    def motion(self) -> list[ImuSample]:
        return [sample for _, sample in self.came if isinstance(sample, ImuSample)]

    async def listen(self) -> None:
        async with aclosing(keep_open(self.source, self.clock)) as samples:
            async for sample in samples:
                self.came.append((self.clock.now(), sample))

    async def live(self) -> None:
        """The watch's own life: it measures once a second, whoever listens."""
        while True:
            await asyncio.sleep(1.0)
            if self.saying is not None:
                self.watch.say(HEART_RATE, self.saying)


async def visit(clock: VirtualClock, script: Script, *watches: ScriptedWatch, motion: bool = True) -> Visit:
    """The source is kept open while the script runs; afterwards everything is closed."""
    bleak = ScriptedBleak(*(watches or [ScriptedWatch()]))
    source = WatchSource(Bluetooth(library=lambda: bleak, plugged_in=lambda: bleak.plugged_in), bleak.watches[0].address, clock, motion)
    made = Visit(clock, bleak, source, bleak.watches[0])
    background = [asyncio.create_task(made.listen()), asyncio.create_task(made.live())]
    await script(made)
    for task in background:
        task.cancel()
    ended = await asyncio.gather(*background, return_exceptions=True)
    for problem in ended:
        if isinstance(problem, BaseException) and not isinstance(problem, asyncio.CancelledError):
            raise problem
    return made


def visited(script: Script, *watches: ScriptedWatch, motion: bool = True) -> Visit:
    """A visit in virtual time."""

    async def work(clock: VirtualClock) -> Visit:
        return await visit(clock, script, *watches, motion=motion)

    return in_virtual_time(work)


async def passes(seconds: float, _: Visit) -> None:
    """A script: nothing happens for so many seconds."""
    await asyncio.sleep(seconds)


def reasons(links: Sequence[LinkChange]) -> list[tuple[bool, str]]:
    """Each change and the first half of why."""
    return [(link.link, link.reason.split(":")[0]) for link in links]
