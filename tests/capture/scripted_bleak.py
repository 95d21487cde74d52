"""bleak as the watch's source sees it, with watches that follow a script: they leave, stay silent, refuse, hang and talk nonsense.

The errors are bleak's own.
"""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from bleak.exc import BleakDBusError

HEART_RATE = "00002a37-0000-1000-8000-00805f9b34fb"
BATTERY = "00002a19-0000-1000-8000-00805f9b34fb"
MODEL = "00002a24-0000-1000-8000-00805f9b34fb"

Answers = Callable[[str, bytes], Iterable[tuple[str, bytes]]]
"""(characteristic, packet) written -> what the watch then says, and on which characteristic."""


@dataclass
class ScriptedWatch:
    """readable: what can be read. notifying: what can be listened to. written: everything written to it."""

    address: str = "C0:FF:EE:00:00:42"
    name: str = "Strap"
    rssi: int = -60
    services: tuple[str, ...] = ("0000180d-0000-1000-8000-00805f9b34fb",)
    readable: dict[str, bytes] = field(default_factory=dict)
    notifying: tuple[str, ...] = (HEART_RATE,)
    writable: tuple[str, ...] = ()
    answers: Answers = lambda characteristic, packet: ()
    in_reach: bool = True
    hangs: bool = False
    client: "ScriptedClient | None" = None
    written: list[tuple[str, bytes]] = field(default_factory=list)

    def say(self, characteristic: str, packet: bytes) -> None:
        """Notify, if anybody is connected and listens."""
        if self.client and (heard := self.client.listening.get(characteristic)):
            heard(None, bytearray(packet))

    def leave(self) -> None:
        """Break the connection, if there is one, from its side."""
        if self.client:
            client, self.client = self.client, None
            client.dropped()


class ScriptedClient:
    """bleak.BleakClient for one ScriptedWatch."""

    def __init__(self, watch: ScriptedWatch, disconnected_callback: Callable[[Any], None]) -> None:
        self.watch, self._lost = watch, disconnected_callback
        self.listening: dict[str, Callable[[Any, bytearray], None]] = {}

    @property
    def is_connected(self) -> bool:
        return self.watch.client is self

    @property
    def services(self) -> list[Any]:
        names = (*self.watch.notifying, *self.watch.readable, *self.watch.writable)
        return [SimpleNamespace(characteristics=[SimpleNamespace(uuid=name.upper()) for name in names])]

    async def connect(self) -> None:
        await self._reach()
        self.watch.client = self

    async def disconnect(self) -> None:
        await asyncio.sleep(0.01)
        if self.is_connected:
            self.watch.leave()

    async def read_gatt_char(self, name: str) -> bytearray:
        await self._reach()
        return bytearray(self.watch.readable[name])

    async def write_gatt_char(self, name: str, packet: bytes, response: bool) -> None:
        assert response, "only an acknowledged write says that it arrived"
        await self._reach()
        self.watch.written.append((name, packet))
        for where, answer in self.watch.answers(name, packet):
            self.watch.say(where, answer)

    async def start_notify(self, name: str, heard: Callable[[Any, bytearray], None]) -> None:
        await self._reach()
        self.listening[name] = heard

    def dropped(self) -> None:
        self.listening.clear()
        self._lost(self)

    async def _reach(self) -> None:
        if self.watch.hangs:
            await asyncio.Event().wait()
        await asyncio.sleep(0.02)
        if not self.watch.in_reach:
            raise BleakDBusError("org.bluez.Error.Failed", ["le-connection-abort-by-local"])


class ScriptedBleak:
    """The package. trouble: what using the radio raises. left_connected: a watch that an ended program did not let go of.
    plugged_in: whether the kernel has an adapter.
    """

    def __init__(self, *watches: ScriptedWatch) -> None:
        self.watches = watches
        self.trouble: Exception | None = None
        self.left_connected: ScriptedWatch | None = None
        self.plugged_in = True
        self.bluez: list[dict[str, str]] = []

    def BleakClient(self, device: Any, *, disconnected_callback: Any, timeout: float, bluez: dict[str, str]) -> ScriptedClient:
        self.bluez.append(bluez)
        return ScriptedClient(device.details, disconnected_callback)

    @property
    def BleakScanner(self) -> "ScriptedScanner":
        return ScriptedScanner(self)

    @property
    def BleakAdapter(self) -> "ScriptedAdapter":
        return ScriptedAdapter(self)

    def used(self, bluez: dict[str, str]) -> None:
        self.bluez.append(bluez)
        if self.trouble:
            raise self.trouble


def device(watch: ScriptedWatch) -> Any:
    return SimpleNamespace(address=watch.address, name=watch.name, details=watch)


@dataclass
class ScriptedScanner:
    bleak: ScriptedBleak

    def __call__(self, bluez: dict[str, str]) -> "ScriptedScanner":
        self.bleak.used(bluez)
        return self

    async def __aenter__(self) -> None:
        return None

    async def __aexit__(self, *_: object) -> None:
        return None

    async def discover(self, timeout: float, return_adv: bool, bluez: dict[str, str]) -> dict[str, tuple[Any, Any]]:
        self.bleak.used(bluez)
        assert return_adv
        await asyncio.sleep(timeout)
        seen = [watch for watch in self.bleak.watches if watch.in_reach]
        said = [SimpleNamespace(rssi=watch.rssi, service_uuids=list(map(str.upper, watch.services))) for watch in seen]
        return {watch.address: (device(watch), one) for watch, one in zip(seen, said, strict=True)}

    async def find_device_by_address(self, address: str, timeout: float, bluez: dict[str, str]) -> Any:
        """Looked for four times a second, as often as watches advertise."""
        for _ in range(int(timeout / 0.25)):
            self.bleak.used(bluez)
            for watch in self.bleak.watches:
                if watch.in_reach and watch.client is None and watch.address == address:
                    return device(watch)
            await asyncio.sleep(0.25)
        return None


@dataclass
class ScriptedAdapter:
    bleak: ScriptedBleak

    async def get(self, bluez: dict[str, str]) -> "ScriptedAdapter":
        self.bleak.used(bluez)
        return self

    async def get_connected_devices(self) -> list[Any]:
        left = self.bleak.left_connected
        return [device(left)] if left else []
