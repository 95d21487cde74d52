"""What a Bluetooth radio and a watch at the other end of it can do: the door behind which bleak, or a simulation, stands.

Refuses to know: BlueZ, and what the bytes mean.
"""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from edge.errors import DeviceLost

Heard = Callable[[bytes], None]
"""Called in the loop with each packet; it must not raise."""

LEFT = partial(DeviceLost, "the watch left", "bring it back within a few metres; it is connected again by itself")


@dataclass(frozen=True, slots=True)
class Seen:
    """Somebody who advertises. rssi_dbm: nearer to 0 is nearer; services: the UUIDs in the advertisement, full length, small letters."""

    address: str
    name: str
    rssi_dbm: int
    services: frozenset[str]


class Peer(Protocol):
    """A connected watch. Everything in it raises EdgeError where the watch refuses, stays silent or has left.

    characteristics: the UUIDs that it has, full length, small letters.
    """

    name: str
    characteristics: frozenset[str]

    async def read(self, characteristic: str) -> bytes: ...

    async def write(self, characteristic: str, packet: bytes) -> None: ...

    async def listen(self, characteristic: str, heard: Heard) -> None: ...


class Radio(Protocol):
    """Where watches are found."""

    def peer(self, address: str, lost: Callable[[], None]) -> AbstractAsyncContextManager[Peer]:
        """The watch of that address, connected while inside; `lost` is called when it leaves by itself.

        Raises DeviceMissing where it is not in reach or there is no radio.
        """
        ...

    async def scan(self, seconds: float) -> list[Seen]:
        """Everybody who advertises within so many seconds. Raises DeviceMissing where there is no radio."""
        ...


def uuid(short: int) -> str:
    """The full UUID of one that the Bluetooth SIG assigned (Core Specification 5.4, volume 3, part B, section 2.5.1)."""
    return f"{short:08x}-0000-1000-8000-00805f9b34fb"
