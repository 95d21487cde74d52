"""A watch that is paired, changed for another and forgotten while the box runs."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass, field

from edge.capture.source import keep_open
from edge.capture.watch.bluez import Bluetooth
from edge.capture.watch.paired import PairedSource
from edge.capture.watch.source import WatchSource
from edge.messages import HeartRate, LinkChange, Sample
from tests.capture.scripted_bleak import HEART_RATE, ScriptedBleak, ScriptedWatch
from tests.capture.virtual_time import VirtualClock, in_virtual_time
from tests.capture.watch_visit import reasons

MINE, YOURS = "C0:FF:EE:00:00:42", "C0:FF:EE:00:00:43"
HEARTS = {MINE: 60, YOURS: 150}


@dataclass
class Box:
    """paired: the address that is remembered. came: every sample with the time it came at."""

    clock: VirtualClock
    paired: str = ""
    came: list[tuple[float, Sample]] = field(default_factory=list)
    made: list[str] = field(default_factory=list)
    watches: tuple[ScriptedWatch, ...] = (ScriptedWatch(MINE, "Mine"), ScriptedWatch(YOURS, "Yours"))

    async def listen(self) -> None:
        async with aclosing(keep_open(PairedSource(lambda: self.paired, self._watch, self.clock), self.clock)) as samples:
            async for sample in samples:
                self.came.append((self.clock.now(), sample))

    async def beat(self) -> None:
        while True:
            await asyncio.sleep(1.0)
            for watch in self.watches:
                watch.say(HEART_RATE, bytes([0x16, HEARTS[watch.address]]))

    def _watch(self, address: str) -> WatchSource:
        self.made.append(address)
        bleak = ScriptedBleak(*self.watches)
        return WatchSource(Bluetooth(library=lambda: bleak, plugged_in=lambda: True), address, self.clock)

    @property
    def links(self) -> list[LinkChange]:
        return [sample for _, sample in self.came if isinstance(sample, LinkChange)]

    def hearts(self, since: float) -> set[float]:
        return {sample.bpm for t, sample in self.came if isinstance(sample, HeartRate) and t >= since}


def lived(script: Callable[[Box], Awaitable[None]]) -> Box:
    async def work(clock: VirtualClock) -> Box:
        box = Box(clock, watches=(ScriptedWatch(MINE, "Mine"), ScriptedWatch(YOURS, "Yours")))
        tasks = [asyncio.create_task(box.listen()), asyncio.create_task(box.beat())]
        await script(box)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        return box

    return in_virtual_time(work)


def test_none_is_waited_for_without_a_word_and_used_once_it_is_paired() -> None:
    async def script(box: Box) -> None:
        await asyncio.sleep(3600.0)
        assert box.came == []
        box.paired = MINE
        await asyncio.sleep(10.0)

    box = lived(script)
    assert reasons(box.links) == [(True, "")]
    assert box.links[0].t - 4600.0 < 5.0
    assert box.hearts(0.0) == {60.0}


def test_another_one_takes_over_and_the_first_is_let_go() -> None:
    async def script(box: Box) -> None:
        box.paired = MINE
        await asyncio.sleep(20.0)
        box.paired = YOURS
        await asyncio.sleep(20.0)

    box = lived(script)
    assert reasons(box.links) == [(True, ""), (False, "another watch was paired"), (True, "")]
    assert box.links[2].t - 1020.0 < 5.0
    assert box.hearts(1025.0) == {150.0}
    assert box.watches[0].client is None


def test_a_forgotten_one_is_let_go_until_the_next() -> None:
    async def script(box: Box) -> None:
        box.paired = MINE
        await asyncio.sleep(20.0)
        box.paired = ""
        await asyncio.sleep(60.0)
        assert box.watches[0].client is None
        box.paired = MINE
        await asyncio.sleep(20.0)

    box = lived(script)
    assert reasons(box.links) == [(True, ""), (False, "the watch was forgotten"), (True, "")]
    assert box.made == [MINE], "what it has said once it does not say again"


def test_one_that_never_comes_gives_way_too() -> None:
    async def script(box: Box) -> None:
        box.watches[0].in_reach = False
        box.paired = MINE
        await asyncio.sleep(30.0)
        box.paired = YOURS
        await asyncio.sleep(20.0)

    assert reasons(lived(script).links) == [(False, "the watch is not in reach"), (True, "")]
