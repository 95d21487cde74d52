"""A paired watch -> HeartRate, ImuSample.

Refuses to know: BlueZ, and the bytes of any maker: a radio connects the watch, and streams understand it.
"""

import asyncio
import logging
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing, asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import partial

from edge.capture.watch.inbox import Packet, PacketInbox
from edge.capture.watch.information import Information, inform
from edge.capture.watch.offered import streams_of
from edge.capture.watch.radio import LEFT, Peer, Radio
from edge.capture.watch.stream import Malformed, Stream
from edge.clock import Clock
from edge.errors import DeviceFault, DeviceLost, EdgeError
from edge.messages import ImuSample, Sample

log = logging.getLogger(__name__)

FIRST_S, SILENT_S = 8.0, 10.0
"""How long a connected watch may say nothing that is understood: at the beginning, and later."""

REMEMBERED = 500
LOW_BATTERY = 0.1


@dataclass(slots=True)
class Tally:
    """What came of one stream. arrivals: of the newest packets that were understood."""

    packets: int = 0
    malformed: int = 0
    arrivals: deque[float] = field(default_factory=lambda: deque(maxlen=REMEMBERED))


@dataclass(slots=True)
class WatchStatus:
    """name: as it calls itself. information: None before the first connection. streams: those that were begun.
    refused: why others were not, in words.
    """

    name: str = ""
    information: Information | None = None
    streams: list[Stream] = field(default_factory=list)
    tallies: dict[str, Tally] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)


class WatchSource:
    """address: of the paired watch. motion: whether its accelerometer is wanted, too. status: of the newest connection."""

    name = "watch"
    longest_pause_s = 1.0
    """Seeking it anew disturbs nobody, and an athlete who comes back into the room is not kept waiting."""

    def __init__(self, radio: Radio, address: str, clock: Clock, motion: bool = True) -> None:
        self._radio, self._address, self._clock, self._motion = radio, address, clock, motion
        self._last_motion = float("-inf")
        self._told: set[str] = set()
        self.status = WatchStatus()

    @asynccontextmanager
    async def open(self) -> AsyncIterator[AsyncIterator[Sample]]:
        """Readings as they come. Entered once one has been understood.

        Raises DeviceMissing while it is not in reach or there is no Bluetooth, DeviceFault where it has nothing to give or gives
        nothing, and DeviceLost when it leaves or falls silent.
        """
        inbox = PacketInbox(self._clock)
        async with self._radio.peer(self._address, lambda: inbox.end(LEFT())) as peer:
            self.status = WatchStatus(peer.name, await self._introduced(peer), streams_of(peer, self._motion))
            async with self._started(peer, inbox):
                first = await self._understood_within(inbox, FIRST_S)
                async with aclosing(self._samples(inbox, first)) as samples:
                    yield samples

    async def _introduced(self, peer: Peer) -> Information:
        found = await inform(peer)
        if found.battery is not None and found.battery <= LOW_BATTERY:
            self._tell_once("battery", f"the watch's battery is at {found.battery:.0%}: charge it")
        return found

    @asynccontextmanager
    async def _started(self, peer: Peer, inbox: PacketInbox) -> AsyncIterator[None]:
        """Every stream listened to and switched on; afterwards each may rest, where the watch still hears us."""
        offered, self.status.streams = self.status.streams, []
        try:
            for stream in offered:
                if await self._begins(stream, peer, inbox):
                    self.status.streams.append(stream)
            if not self.status.streams:
                raise self._nothing_to_give(offered)
            yield
        finally:
            for stream in self.status.streams:
                with suppress(EdgeError):
                    await stream.stop(peer)

    async def _begins(self, stream: Stream, peer: Peer, inbox: PacketInbox) -> bool:
        """A watch that refuses one thing may give another. What it then sends of the first all the same is not understood."""
        self.status.tallies[stream.name] = Tally()
        try:
            await peer.listen(stream.characteristic, partial(inbox.put, stream))
            await stream.start(peer)
        except DeviceFault as problem:
            self.status.refused.append(str(problem))
            self._tell_once(f"refused {stream.name}", f"the watch gives no {stream.name}: {problem}")
            return False
        return True

    def _nothing_to_give(self, offered: Sequence[Stream]) -> EdgeError:
        if offered:
            return DeviceFault("the watch refuses to give anything", offered[0].advice)
        return DeviceFault("the watch shows neither heart rate nor motion", "switch on its heart-rate broadcast, or pair another")

    async def _samples(self, inbox: PacketInbox, first: list[Sample]) -> AsyncGenerator[Sample, None]:
        found = first
        while True:
            for sample in found:
                yield sample
            found = await self._understood_within(inbox, SILENT_S)

    async def _understood_within(self, inbox: PacketInbox, seconds: float) -> list[Sample]:
        """The samples of the next packet that follows its specification; there may be none in it."""
        try:
            async with asyncio.timeout(seconds):
                while True:
                    samples = self._understood(await inbox.get())
                    if samples is not None:
                        return samples
        except TimeoutError:
            raise self._silence() from None

    def _silence(self) -> EdgeError:
        advice = "; ".join(dict.fromkeys(stream.advice for stream in self.status.streams))
        tallies = self.status.tallies.values()
        if any(tally.packets > tally.malformed for tally in tallies):
            return DeviceLost("the watch fell silent", advice)
        if any(tally.malformed for tally in tallies):
            return DeviceFault("the watch sends what is not understood", "update its firmware, or pair another")
        return DeviceFault("the watch is connected but sends nothing", advice)

    def _understood(self, packet: Packet) -> list[Sample] | None:
        """None where nothing of it can be used: it is malformed, or of a stream that was not begun."""
        if packet.stream not in self.status.streams:
            return None
        tally = self.status.tallies[packet.stream.name]
        tally.packets += 1
        samples: list[Sample] = []
        try:
            for sample in packet.stream.feed(packet.content, packet.t):
                if self._in_order(sample):
                    samples.append(sample)
        except Malformed as problem:
            tally.malformed += 1
            kind = f"malformed packets of {packet.stream.name}"
            self._tell_once(kind, f"the watch sends {kind} ({problem}), which are left out")
            return samples or None
        tally.arrivals.append(packet.t)
        return samples

    def _in_order(self, sample: Sample) -> bool:
        """A reading older than the last one would be a watch whose clock was set back; its clock is followed from the next packet on."""
        if isinstance(sample, ImuSample):
            if sample.t <= self._last_motion:
                return False
            self._last_motion = sample.t
        return True

    def _tell_once(self, kind: str, sentence: str) -> None:
        """A watch that goes on like this does not fill the journal."""
        if kind not in self._told:
            self._told.add(kind)
            log.warning("%s", sentence)
