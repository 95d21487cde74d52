"""A made-up heart, a made-up motion and a list of troubles -> a PineTime that is heard by the real source, packet by packet.

Refuses to know: who has to cope with the troubles.
"""

import asyncio
import struct
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

from edge.capture.simulate import Drop, Leave, Stall, Trouble, trouble_at
from edge.capture.watch.heart_rate import CONTACT, CONTACT_KNOWN, RR, RR_PER_S, HeartRateStream
from edge.capture.watch.infinitime import PER_G, PERIOD_S, InfiniTimeMotion
from edge.capture.watch.information import BATTERY, MODEL
from edge.capture.watch.radio import Heard, Peer, Seen
from edge.capture.watch.source import WatchSource
from edge.clock import Clock
from edge.errors import DeviceFault, DeviceMissing

ADDRESS, NAME = "C0:FF:EE:00:00:42", "InfiniTime"
HEART_RATE, MOTION = HeartRateStream.characteristic, InfiniTimeMotion.characteristic
TURNS_PER_BEAT = 10
"""Its main loop runs ten times a second, and tells the heart rate once."""

Heart = Callable[[float], float]
"""Seconds since the first connection -> beats a minute."""
Swing = Callable[[float], tuple[float, float, float]]
"""Seconds since the first connection -> acceleration with gravity, in g; z out of the screen."""


class Garble(Trouble):
    """What it sends is cut short."""


class OffWrist(Trouble):
    """It lies about, and knows it."""


class SimulatedPeer:
    """The watch, connected. Drop: it says nothing. Stall: what it says arrives when that is over. Leave: it goes."""

    name = NAME
    characteristics = frozenset((HEART_RATE, MOTION, BATTERY, MODEL))

    def __init__(self, heart: Heart, swing: Swing, troubles: Sequence[Trouble]) -> None:
        self._heart, self._swing, self._troubles = heart, swing, troubles
        self._listeners: dict[str, Heard] = {}
        self._held: list[tuple[str, bytes]] = []

    async def read(self, characteristic: str) -> bytes:
        return {BATTERY: bytes([80]), MODEL: b"simulated"}[characteristic]

    async def write(self, characteristic: str, packet: bytes) -> None:
        raise DeviceFault("the simulated watch cannot be told anything")

    async def listen(self, characteristic: str, heard: Heard) -> None:
        self._listeners[characteristic] = heard

    def turn(self, number: int, time_s: float) -> None:
        """One turn of its main loop."""
        self._held.append((MOTION, self._motion(time_s)))
        if number % TURNS_PER_BEAT == 0:
            self._held.append((HEART_RATE, self._beat(time_s)))
        if trouble_at(self._troubles, Drop, time_s):
            self._held.clear()
        if trouble_at(self._troubles, Stall, time_s):
            return
        garbled = trouble_at(self._troubles, Garble, time_s) is not None
        for characteristic, packet in self._held:
            if characteristic in self._listeners:
                self._listeners[characteristic](packet[:1] if garbled else packet)
        self._held.clear()

    def _motion(self, time_s: float) -> bytes:
        x, y, z = self._swing(time_s)
        return struct.pack("<3h", round(x * PER_G), round(y * PER_G), round(-z * PER_G))

    def _beat(self, time_s: float) -> bytes:
        bpm = round(self._heart(time_s))
        contact = 0 if trouble_at(self._troubles, OffWrist, time_s) else CONTACT
        return struct.pack("<BBH", CONTACT_KNOWN | contact | RR, bpm, round(60.0 / bpm * RR_PER_S))


class SimulatedRadio:
    """A radio with one watch in reach, but during Leave."""

    def __init__(self, heart: Heart, swing: Swing, troubles: Sequence[Trouble], clock: Clock) -> None:
        self._heart, self._swing, self._troubles, self._clock = heart, swing, troubles, clock
        self._start: float | None = None

    @asynccontextmanager
    async def peer(self, address: str, lost: Callable[[], None]) -> AsyncIterator[Peer]:
        """See watch.radio.Radio."""
        if address != ADDRESS or self._away():
            raise DeviceMissing("the simulated watch is not in reach", "wait until it comes back")
        peer = SimulatedPeer(self._heart, self._swing, self._troubles)
        life = asyncio.create_task(self._live(peer, lost))
        try:
            yield peer
        finally:
            life.cancel()
            await asyncio.gather(life, return_exceptions=True)

    async def scan(self, seconds: float) -> list[Seen]:
        """See watch.radio.Radio."""
        await asyncio.sleep(seconds)
        return [] if self._away() else [Seen(ADDRESS, NAME, -60, frozenset())]

    def _time_s(self) -> float:
        if self._start is None:
            self._start = self._clock.now()
        return self._clock.now() - self._start

    def _away(self) -> bool:
        return trouble_at(self._troubles, Leave, self._time_s()) is not None

    async def _live(self, peer: SimulatedPeer, lost: Callable[[], None]) -> None:
        number = 0
        while not self._away():
            peer.turn(number, self._time_s())
            number += 1
            await asyncio.sleep(PERIOD_S)
        lost()


def simulated_watch(
    clock: Clock,
    heart: Heart = lambda time_s: 72.0,
    swing: Swing = lambda time_s: (0.0, 0.0, 1.0),
    troubles: Sequence[Trouble] = (),
) -> WatchSource:
    """A watch on a wrist that can misbehave: Drop, Stall, Leave, Garble, OffWrist. It lives in the running loop's time."""
    return WatchSource(SimulatedRadio(heart, swing, troubles, clock), ADDRESS, clock)
