"""Packets of the Heart Rate Measurement characteristic -> HeartRate.

After the Bluetooth SIG's Heart Rate Service 1.0, section 3.1. Refuses to know: who sends them.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from edge.capture.watch.radio import Peer, uuid
from edge.capture.watch.stream import Malformed
from edge.messages import HeartRate

WIDE, CONTACT, CONTACT_KNOWN, ENERGY, RR = 0x01, 0x02, 0x04, 0x08, 0x10
"""The bits of the first byte; 0x20 to 0x80 are reserved."""

RR_PER_S = 1024.0
LOWEST_BPM, HIGHEST_BPM = 20.0, 250.0
"""Nobody's heart beats slower or faster. Watches send 0 while they have no reading yet."""


@dataclass(frozen=True, slots=True)
class Measurement:
    """One packet. contact: None where the watch does not know. energy_j: since it was last reset. rr_s: oldest first."""

    bpm: float
    contact: bool | None = None
    energy_j: float | None = None
    rr_s: tuple[float, ...] = ()

    @property
    def usable(self) -> bool:
        """Whether it is a person's heart: an optical sensor off the wrist gives numbers too."""
        return self.contact is not False and LOWEST_BPM <= self.bpm <= HIGHEST_BPM


def parse(packet: bytes) -> Measurement:
    """Any combination of flags. What follows the announced fields is left to later versions. Raises Malformed."""
    if not packet:
        raise Malformed("empty")
    flags, rest = packet[0], packet[1:]
    try:
        bpm, rest = _number(rest, 2 if flags & WIDE else 1)
        energy_kj, rest = _number(rest, 2) if flags & ENERGY else (None, rest)
    except struct.error:
        raise Malformed("too short for its flags") from None
    contact = bool(flags & CONTACT) if flags & CONTACT_KNOWN else None
    energy_j = None if energy_kj is None else 1e3 * energy_kj
    return Measurement(float(bpm), contact, energy_j, _intervals(rest) if flags & RR else ())


def _number(packet: bytes, size: int) -> tuple[int, bytes]:
    (value,) = struct.unpack_from("<H" if size == 2 else "B", packet)
    return value, packet[size:]


def _intervals(packet: bytes) -> tuple[float, ...]:
    if len(packet) % 2:
        raise Malformed("half an RR interval")
    return tuple(ticks / RR_PER_S for (ticks,) in struct.iter_unpack("<H", packet) if ticks)


class HeartRateStream:
    """The standard heart rate. A reading without skin contact is counted in `unused`, never given."""

    name = "heart rate"
    characteristic = uuid(0x2A37)
    advice = "switch on its heart-rate measurement or broadcast, and wear it snugly"

    def __init__(self) -> None:
        self.unused = 0

    async def start(self, peer: Peer) -> None:
        """It comes to whoever listens."""

    async def stop(self, peer: Peer) -> None:
        """It ends with the connection."""

    def feed(self, packet: bytes, t: float) -> Iterator[HeartRate]:
        measured = parse(packet)
        if measured.usable:
            yield HeartRate(t, measured.bpm, measured.rr_s)
        else:
            self.unused += 1
