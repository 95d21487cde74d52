"""The Battery and Device Information services of a connected watch -> who it is and how much charge is left.

After the Bluetooth SIG's Battery Service 1.0 and Device Information Service 1.1. Refuses to know: what it measures.
"""

from dataclasses import dataclass

from edge.capture.watch.radio import Peer, uuid
from edge.errors import DeviceFault

BATTERY = uuid(0x2A19)
MAKER, MODEL, FIRMWARE = uuid(0x2A29), uuid(0x2A24), uuid(0x2A26)
LONGEST_TEXT = 64


@dataclass(frozen=True, slots=True)
class Information:
    """Empty, and None for the battery, where the watch does not say. battery: 0..1."""

    maker: str = ""
    model: str = ""
    firmware: str = ""
    battery: float | None = None


async def inform(peer: Peer) -> Information:
    """Ask the watch for everything it has of it. Raises DeviceLost where it leaves meanwhile."""
    return Information(
        maker=text(await _read(peer, MAKER)),
        model=text(await _read(peer, MODEL)),
        firmware=text(await _read(peer, FIRMWARE)),
        battery=battery(await _read(peer, BATTERY)),
    )


async def _read(peer: Peer, characteristic: str) -> bytes:
    """Nothing where the watch has no such thing or keeps it to itself: nobody needs it."""
    if characteristic not in peer.characteristics:
        return b""
    try:
        return await peer.read(characteristic)
    except DeviceFault:
        return b""


def text(packet: bytes) -> str:
    """What can be printed of UTF-8 text; watches pad it with zeros."""
    whole = packet.decode("utf-8", errors="replace")
    return "".join(letter for letter in whole if letter.isprintable() and letter != "\N{REPLACEMENT CHARACTER}").strip()[:LONGEST_TEXT]


def battery(packet: bytes) -> float | None:
    """0..1, from one byte of percent; None for anything else."""
    return packet[0] / 100.0 if len(packet) == 1 and packet[0] <= 100 else None
