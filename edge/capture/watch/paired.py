"""Whichever watch is paired, from the moment it is -> HeartRate, ImuSample.

Refuses to know: how a watch is listened to, and where a pairing is kept.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import aclosing, asynccontextmanager

from edge.capture.source import Source
from edge.capture.watch.source import WatchSource
from edge.clock import Clock
from edge.errors import DeviceLost
from edge.messages import Sample

LOOK_S = 1.0
"""How soon a pairing is noticed; a look reads one small file."""


class PairedSource:
    """paired: the address of the paired watch; empty where there is none. listen: the source of the watch of an address."""

    name = WatchSource.name
    longest_pause_s = WatchSource.longest_pause_s

    def __init__(
        self,
        paired: Callable[[], str],
        listen: Callable[[str], Source],
        clock: Clock,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._paired, self._listen, self._clock, self._pause = paired, listen, clock, pause
        self._source: tuple[str, Source] | None = None

    @asynccontextmanager
    async def open(self) -> AsyncIterator[AsyncIterator[Sample]]:
        """Waits without a word until a watch is paired. Raises what the watch's source does, DeviceLost when another one is paired."""
        address = await self._awaited()
        async with self._source_of(address).open() as samples, aclosing(self._while_paired(address, samples)) as ours:
            yield ours

    async def _awaited(self) -> str:
        while not (address := self._paired()):
            await self._pause(LOOK_S)
        return address

    def _source_of(self, address: str) -> Source:
        """The same one for the same watch: it remembers what it has said."""
        if self._source is None or self._source[0] != address:
            self._source = address, self._listen(address)
        return self._source[1]

    async def _while_paired(self, address: str, samples: AsyncIterator[Sample]) -> AsyncGenerator[Sample, None]:
        due = self._clock.now() + LOOK_S
        async for sample in samples:
            yield sample
            if self._clock.now() >= due:
                due = self._clock.now() + LOOK_S
                if self._paired() != address:
                    raise self._unpaired()

    def _unpaired(self) -> DeviceLost:
        if self._paired():
            return DeviceLost("another watch was paired", "it is connected next, by itself")
        return DeviceLost("the watch was forgotten", "pair one with `edgecoach pair`")
