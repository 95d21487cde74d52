"""Real bleak against BlueZ's D-Bus interface on a private bus: python-dbusmock plays BlueZ, its adapter and a PineTime."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import aclosing
from pathlib import Path

import pytest

from edge.capture.source import keep_open
from edge.capture.watch.bluez import Bluetooth
from edge.capture.watch.source import WatchSource
from edge.clock import SystemClock
from edge.messages import HeartRate, ImuSample, LinkChange, Sample
from tests.capture.private_bluez import ADDRESS, PrivateBluez, missing

pytestmark = pytest.mark.skipif(bool(missing()), reason=missing())

PATIENCE_S = 40.0
BACK_WITHIN_S = 10.0


@pytest.fixture
def bluez(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[PrivateBluez]:
    with PrivateBluez(tmp_path) as bluez:
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", bluez.address)
        yield bluez


class Listener:
    """What a kept-open source gives."""

    def __init__(self) -> None:
        self.clock = SystemClock()
        self.source = WatchSource(Bluetooth(), ADDRESS, self.clock)
        self.links: list[LinkChange] = []
        self.samples = keep_open(self.source, self.clock)

    async def until(self, wanted: Callable[[Sample], bool]) -> Sample:
        async with asyncio.timeout(PATIENCE_S):
            async for sample in self.samples:
                if isinstance(sample, LinkChange):
                    self.links.append(sample)
                if wanted(sample):
                    return sample
        raise AssertionError("it ended")

    async def lost(self) -> LinkChange:
        change = await self.until(lambda sample: isinstance(sample, LinkChange) and not sample.link)
        assert isinstance(change, LinkChange)
        return change


def listening(script: Callable[[Listener], object]) -> Listener:
    async def work() -> Listener:
        listener = Listener()
        async with aclosing(listener.samples):
            await script(listener)  # type: ignore[misc]
        return listener

    return asyncio.run(work())


def test_a_watch_is_found_connected_and_heard(bluez: PrivateBluez) -> None:
    bluez.start()

    async def script(listener: Listener) -> None:
        beat = await listener.until(lambda sample: isinstance(sample, HeartRate))
        assert isinstance(beat, HeartRate)
        assert (beat.bpm, beat.rr_s) == (72.0, (1.0,))
        moved = await listener.until(lambda sample: isinstance(sample, ImuSample))
        assert isinstance(moved, ImuSample)
        assert moved.accel == pytest.approx((0.0, 0.0, 9.80665))

    listener = listening(script)
    assert listener.source.status.information is not None
    assert listener.source.status.information.battery == 0.9
    assert [link.link for link in listener.links] == [True]


@pytest.mark.parametrize(
    ("harm", "heal", "says"),
    [("leave", "return", "the watch left"), ("mute", "speak", "the watch fell silent"), ("off", "on", "the watch left")],
)
def test_it_is_back_in_time(bluez: PrivateBluez, harm: str, heal: str, says: str) -> None:
    bluez.start()

    async def script(listener: Listener) -> None:
        await listener.until(lambda sample: isinstance(sample, HeartRate))
        bluez.do(harm)
        assert (await listener.lost()).reason.startswith(says)
        asyncio.get_running_loop().call_later(6.0, bluez.do, heal)
        healed = listener.clock.now() + 6.0
        beat = await listener.until(lambda sample: isinstance(sample, HeartRate))
        assert 0.0 < beat.t - healed < BACK_WITHIN_S

    assert [link.link for link in listening(script).links] == [True, False, True]


def test_it_survives_the_death_of_bluez(bluez: PrivateBluez) -> None:
    """Killed, so that nobody tells bleak; and started again while the source is looking for it."""
    bluez.start()

    async def script(listener: Listener) -> None:
        await listener.until(lambda sample: isinstance(sample, HeartRate))
        bluez.kill()
        assert (await listener.lost()).reason.startswith("the watch fell silent")
        await asyncio.sleep(3.0)
        bluez.start()
        started = listener.clock.now()
        beat = await listener.until(lambda sample: isinstance(sample, HeartRate))
        assert 0.0 < beat.t - started < BACK_WITHIN_S

    assert [link.link for link in listening(script).links] == [True, False, True]


def refused(work: Callable[[Bluetooth], object], adapter: str = "") -> str:
    async def attempt() -> str:
        try:
            await work(Bluetooth(adapter))  # type: ignore[misc]
        except Exception as problem:
            return str(problem)
        return ""

    return asyncio.run(attempt())


def test_what_is_missing_is_said(bluez: PrivateBluez) -> None:
    scan = lambda radio: radio.scan(0.3)  # noqa: E731
    assert refused(scan).startswith("BlueZ, the Bluetooth service, is not running: run `sudo systemctl enable --now bluetooth`")
    bluez.start()
    assert refused(Bluetooth.check) == ""
    assert refused(scan, "hci7") == "there is no Bluetooth adapter named hci7: correct capture.watch.adapter, or leave it empty"
    bluez.do("off")
    assert refused(Bluetooth.check).startswith("the Bluetooth adapter is off: run `bluetoothctl power on`")
    assert refused(Bluetooth.check, "hci0").startswith("the Bluetooth adapter is off")


def test_without_a_bus_that_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", f"unix:path={tmp_path}/nothing")
    assert refused(Bluetooth.check).startswith("there is no system bus to reach Bluetooth by")


def test_a_scan_lists_who_advertises(bluez: PrivateBluez) -> None:
    bluez.start()
    (seen,) = asyncio.run(Bluetooth().scan(2.0))
    assert (seen.address, seen.name, seen.rssi_dbm in (-60, -61)) == (ADDRESS, "InfiniTime", True)
    assert "0000180d-0000-1000-8000-00805f9b34fb" in seen.services
