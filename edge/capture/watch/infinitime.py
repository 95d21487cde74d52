"""Packets of InfiniTime's motion service (the PineTime) -> ImuSample.

After InfiniTime's doc/MotionService.md and drivers/Bma421.cpp. Refuses to know: who sends them.
"""

import struct
from collections.abc import Iterator

from edge.capture.watch.arrival import Rhythm
from edge.capture.watch.radio import Peer
from edge.capture.watch.stream import Malformed, motion
from edge.messages import ImuSample

PER_G = 1024.0
"""InfiniTime scales to binary milli-g, whatever the chip's range (its pull request 1950)."""
PERIOD_S = 0.1
"""Its main loop reads the sensor ten times a second; an unchanged reading is not sent."""


class InfiniTimeMotion:
    """The PineTime's accelerometer, 10 Hz."""

    name = "motion"
    characteristic = "00030002-78fc-48fe-8e23-433b3a1942d0"
    advice = "update InfiniTime to 1.7 or newer"

    def __init__(self) -> None:
        self.unused = 0
        self._rhythm = Rhythm(PERIOD_S)

    async def start(self, peer: Peer) -> None:
        """It comes to whoever listens."""

    async def stop(self, peer: Peer) -> None:
        """It ends with the connection."""

    def feed(self, packet: bytes, t: float) -> Iterator[ImuSample]:
        """Axes: x and y in the screen's plane, z out of it. The firmware swaps x and y and leaves z pointing into the wrist, which
        mirrors space; turning z round mends that, and a watch that lies face up then reads +1 g."""
        if len(packet) != 6:
            raise Malformed("not three numbers of 16 bits")
        x, y, z = struct.unpack("<3h", packet)
        yield motion(self._rhythm.feed(t), x / PER_G, y / PER_G, -z / PER_G)
