"""The watch at the far end: a process in which bumble is both BlueZ's Bluetooth adapter (through /dev/vhci) and a heart-rate watch.

Run as a program it is the watch, obeying lines on its standard input: hr BPM, drop, leave, return, mute, speak.
Refuses to know: who listens to it.
"""

import asyncio
import struct
import subprocess
import sys
import time
from types import TracebackType
from typing import Any, Self

ADDRESS = "C0:FF:EE:00:00:42"
READY_S = 120.0
WATCH_APPEARANCE = 0x00C0
"""Generic watch (Bluetooth SIG, assigned numbers, section 2.6)."""


class FarWatch:
    """Adapter and watch, from entering it to leaving it: then both are unplugged."""

    def __enter__(self) -> Self:
        self.plug_in()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.unplug()

    def plug_in(self) -> None:
        """Done when BlueZ has switched the adapter on."""
        subprocess.run(["modprobe", "hci_vhci"], check=True)
        command = [sys.executable, "-m", "tests.bench.guest.far_watch"]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._hear("ready")
        _wait_for_adapter()

    def unplug(self) -> None:
        self._process.kill()
        self._process.wait()

    def tell(self, line: str) -> None:
        """Such as "hr 150"; done when this returns."""
        assert self._process.stdin is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()
        self._hear("done")

    def _hear(self, word: str) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if line.strip() == word:
                return
        raise AssertionError(f"the far watch ended before it said {word!r}")


def _wait_for_adapter() -> None:
    """Until BlueZ has it, switched on."""
    deadline = time.monotonic() + READY_S
    while time.monotonic() < deadline:
        told = subprocess.run(["bluetoothctl", "power", "on"], capture_output=True, text=True, timeout=60, check=False)
        if "succeeded" in told.stdout:
            return
        time.sleep(0.5)
    raise AssertionError("BlueZ did not take the adapter")


class _Peripheral:
    """The watch itself, on bumble."""

    def __init__(self) -> None:
        self.bpm, self.mute = 72, False
        self.device: Any = None
        self.measurement: Any = None

    async def power_on(self) -> None:
        from bumble.controller import Controller
        from bumble.device import Device
        from bumble.hci import Address
        from bumble.host import Host
        from bumble.transport import open_transport

        from tests.bench.guest.far_radio import Adapter, Link

        link = Link()
        transport = await open_transport("vhci")
        # The adapter stays alive as long as its link does.
        Adapter("adapter", host_source=transport.source, host_sink=transport.sink, link=link, public_address="00:AA:01:00:00:01")
        host = Host()
        host.controller = Controller("watch", link=link, public_address="00:AA:01:00:00:42")
        self.device = Device(name="Bench Watch", address=Address(ADDRESS), host=host)
        self._add_services()
        await self.device.power_on()
        await self.device.start_advertising(auto_restart=True)

    def _add_services(self) -> None:
        from bumble import gatt
        from bumble.core import AdvertisingData
        from bumble.profiles.battery_service import BatteryService
        from bumble.profiles.heart_rate_service import HeartRateService

        def measured(_: Any) -> Any:
            beat = HeartRateService.HeartRateMeasurement
            return beat(heart_rate=self.bpm, sensor_contact_detected=True, rr_intervals=[60 / self.bpm])

        wrist = HeartRateService.BodySensorLocation.WRIST
        service = HeartRateService(read_heart_rate_measurement=measured, body_sensor_location=wrist, reset_energy_expended=lambda _: None)
        self.measurement = service.heart_rate_measurement_characteristic
        self.device.add_services([service, BatteryService(lambda _: 88)])
        self.device.advertising_data = bytes(
            AdvertisingData(
                [
                    (AdvertisingData.FLAGS, b"\x06"),
                    (AdvertisingData.COMPLETE_LOCAL_NAME, b"Bench Watch"),
                    (AdvertisingData.INCOMPLETE_LIST_OF_16_BIT_SERVICE_CLASS_UUIDS, bytes(gatt.GATT_HEART_RATE_SERVICE)),
                    (AdvertisingData.APPEARANCE, struct.pack("<H", WATCH_APPEARANCE)),
                ]
            )
        )

    async def beat(self) -> None:
        """A measurement a second to whoever subscribed."""
        while True:
            await asyncio.sleep(1.0)
            if not self.mute:
                await self.device.notify_subscribers(self.measurement)

    async def obey(self, words: list[str]) -> None:
        match words:
            case ["hr", bpm]:
                self.bpm = int(bpm)
            case ["mute"]:
                self.mute = True
            case ["speak"]:
                self.mute = False
            case ["drop"]:
                await self._drop()
            case ["leave"]:
                await self.device.stop_advertising()
                await self._drop()
                await self.device.stop_advertising()
            case ["return"]:
                await self.device.start_advertising(auto_restart=True)
            case _:
                raise ValueError(f"the watch does not know {words}")

    async def _drop(self) -> None:
        for connection in list(self.device.connections.values()):
            await connection.disconnect()


async def _serve() -> None:
    watch = _Peripheral()
    await watch.power_on()
    print("ready", flush=True)
    beating = asyncio.create_task(watch.beat())
    lines = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    while line := await lines.readline():
        await watch.obey(line.decode().split())
        print("done", flush=True)
    beating.cancel()


if __name__ == "__main__":
    asyncio.run(_serve())
