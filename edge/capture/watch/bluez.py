"""The machine's Bluetooth, through BlueZ and bleak -> watches in reach, and one of them connected.

Refuses to know: what watches say. bleak is imported when it is first needed.
"""

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from edge.capture.watch.bluez_trouble import NO_ADAPTER, NOT_CONNECTED, NOT_SEEN, in_plain_words
from edge.capture.watch.radio import LEFT, Heard, Peer, Seen
from edge.errors import DeviceFault, EdgeError

SEEK_S, CONNECT_S, CALL_S, LEAVE_S = 8.0, 8.0, 4.0, 3.0
"""The longest that each may take: being found, being connected, answering a question, letting go."""

FAINT_DBM = -127
"""What stands for a strength that BlueZ does not tell."""

ADAPTERS = Path("/sys/class/bluetooth")
"""Where the kernel lists its adapters; it is not there before the first one."""


def may_have_adapter() -> bool:
    """Without one systemd does not start BlueZ, and D-Bus would wait 25 s for it: the kernel knows at once. A BlueZ that is reached by
    another bus than the system's own may have adapters of another computer.
    """
    return "DBUS_SYSTEM_BUS_ADDRESS" in os.environ or any(ADAPTERS.glob("hci*"))


def bleak_library() -> Any:
    """The bleak package, imported when a watch is first sought."""
    import bleak

    logging.getLogger("bleak").setLevel(logging.ERROR)  # what it warns of at each attempt, the source says once
    return bleak


class BluetoothPeer:
    """A watch that bleak has connected."""

    def __init__(self, client: Any, name: str) -> None:
        self.name = name
        self._client = client
        with in_plain_words("reading what the watch offers"):
            self.characteristics = frozenset(one.uuid.lower() for service in client.services for one in service.characteristics)

    async def read(self, characteristic: str) -> bytes:
        with self._asking("asking the watch"):
            async with asyncio.timeout(CALL_S):
                return bytes(await self._client.read_gatt_char(characteristic))

    async def write(self, characteristic: str, packet: bytes) -> None:
        with self._asking("instructing the watch"):
            async with asyncio.timeout(CALL_S):
                await self._client.write_gatt_char(characteristic, packet, response=True)

    async def listen(self, characteristic: str, heard: Heard) -> None:
        with self._asking("listening to the watch"):
            async with asyncio.timeout(CALL_S):
                await self._client.start_notify(characteristic, lambda _, packet: heard(bytes(packet)))

    def _asking(self, doing: str) -> Any:
        if not self._client.is_connected:
            raise LEFT()
        return in_plain_words(doing)


class Bluetooth:
    """adapter: such as hci0; empty: the first that is on. library: gives bleak, or in tests what behaves like it.
    plugged_in: whether there may be an adapter.
    """

    def __init__(
        self, adapter: str = "", library: Callable[[], Any] = bleak_library, plugged_in: Callable[[], bool] = may_have_adapter
    ) -> None:
        self._where = {"adapter": adapter} if adapter else {}
        self._library, self._plugged_in = library, plugged_in
        self._doubted = False

    @asynccontextmanager
    async def peer(self, address: str, lost: Callable[[], None]) -> AsyncIterator[Peer]:
        """See radio.Radio."""
        bleak = self._bleak()
        device = await self._find(bleak, address)
        client = bleak.BleakClient(device, disconnected_callback=lambda _: lost(), timeout=CONNECT_S, bluez=self._where)
        try:
            await self._connect(client)
            yield BluetoothPeer(client, device.name or "")
        finally:
            with suppress(EdgeError), in_plain_words("letting the watch go"):
                async with asyncio.timeout(LEAVE_S):
                    await client.disconnect()

    async def scan(self, seconds: float) -> list[Seen]:
        """See radio.Radio. Nearest first."""
        bleak = self._bleak()
        with in_plain_words("looking for watches"):
            async with asyncio.timeout(seconds + CALL_S):
                found = await bleak.BleakScanner.discover(timeout=seconds, return_adv=True, bluez=self._where)
        seen = [
            Seen(
                device.address.upper(),
                device.name or "",
                FAINT_DBM if said.rssi is None else said.rssi,
                frozenset(map(str.lower, said.service_uuids)),
            )
            for device, said in found.values()
        ]
        return sorted(seen, key=lambda one: -one.rssi_dbm)

    async def check(self) -> None:
        """Whether watches could be listened to. Raises DeviceMissing or DeviceFault."""
        bleak = self._bleak()
        with in_plain_words("looking for the adapter"):
            async with asyncio.timeout(CALL_S), bleak.BleakScanner(bluez=self._where):
                """It is there, it is on, and it may be used."""

    def _bleak(self) -> Any:
        if not self._plugged_in():
            raise NO_ADAPTER()
        return self._library()

    async def _find(self, bleak: Any, address: str) -> Any:
        """BlueZ's own idea of the watch: one that is connected does not advertise, and one that advertises is surely there."""
        with in_plain_words("looking for the watch"):
            device = await self._connected_already(bleak, address)
            device = device or await bleak.BleakScanner.find_device_by_address(address, timeout=SEEK_S, bluez=self._where)
        if device is None:
            raise NOT_SEEN()
        return device

    async def _connected_already(self, bleak: Any, address: str) -> Any:
        """The watch that an ended program left connected. bleak remembers one wrongly when BlueZ was killed, so not twice in a row.

        A BlueZ that hangs is noticed here; a search that it has not answered yet is never given up, for BlueZ would go on with it unseen.
        """
        self._doubted = not self._doubted
        if not self._doubted:
            return None
        async with asyncio.timeout(CALL_S):
            adapter = await bleak.BleakAdapter.get(bluez=self._where)
            for device in await adapter.get_connected_devices():
                if device.address.upper() == address.upper():
                    return device
        return None

    async def _connect(self, client: Any) -> None:
        try:
            with in_plain_words("connecting the watch"):
                async with asyncio.timeout(CONNECT_S):
                    await client.connect()
        except DeviceFault as problem:
            raise NOT_CONNECTED() from problem
