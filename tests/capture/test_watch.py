"""A watch seen from the daemon: whatever becomes of it, there is one sentence, and it comes back."""

import asyncio
import gc
import logging
import tracemalloc
from functools import partial

import pytest
from bleak.exc import BleakBluetoothNotAvailableError, BleakBluetoothNotAvailableReason, BleakDBusError, BleakError
from hypothesis import given, settings
from hypothesis import strategies as st

from edge.capture.watch import bangle, polar
from edge.capture.watch.infinitime import InfiniTimeMotion
from edge.capture.watch.information import FIRMWARE
from edge.messages import HeartRate, LinkChange
from tests.capture.scripted_bleak import BATTERY, HEART_RATE, MODEL, ScriptedWatch
from tests.capture.watch_visit import Script, Visit, passes, reasons, visited

BACK_WITHIN_S = 10.0


# --- what becomes of it ----------------------------------------------------------------------------------


def test_without_skin_contact_nothing_is_read() -> None:
    async def script(made: Visit) -> None:
        await asyncio.sleep(5.0)
        made.saying = b"\x04\x48"
        await asyncio.sleep(30.0)

    made = visited(script)
    assert reasons(made.links) == [(True, "")], "it is there, and tells that it is not worn"
    assert made.came[-1][0] < 1006.0
    assert made.source.status.streams[0].unused >= 29


def test_malformed_packets_are_counted_and_said_once(caplog: pytest.LogCaptureFixture) -> None:
    async def script(made: Visit) -> None:
        for _ in range(50):
            await asyncio.sleep(0.5)
            made.watch.say(HEART_RATE, b"")

    made = visited(script)
    assert len(made.beats) > 20
    assert made.source.status.tallies["heart rate"].malformed > 40
    said = [line for line in caplog.messages if "malformed" in line]
    assert said == ["the watch sends malformed packets of heart rate (empty), which are left out"]


def test_a_low_battery_is_said(caplog: pytest.LogCaptureFixture) -> None:
    visited(partial(passes, 3.0), ScriptedWatch(readable={BATTERY: b"\x05"}))
    assert "the watch's battery is at 5%: charge it" in caplog.messages


def unavailable(reason: str) -> Exception:
    return BleakBluetoothNotAvailableError("in bleak's words", BleakBluetoothNotAvailableReason[reason])


def dbus(error: str) -> Exception:
    return BleakDBusError(error, ["in BlueZ's words"])


TROUBLES = [
    (unavailable("NO_BLUETOOTH"), "there is no Bluetooth adapter: plug one in, of version 4.0"),
    (unavailable("POWERED_OFF"), "the Bluetooth adapter is off: run `bluetoothctl power on`"),
    (unavailable("NO_BLE_CENTRAL_ROLE"), "the Bluetooth adapter does not know Bluetooth Low Energy: plug one in"),
    (unavailable("DENIED_BY_SYSTEM"), "this user may not use Bluetooth: add the user to the group bluetooth"),
    (unavailable("UNKNOWN"), "Bluetooth failed while looking for the watch (("),
    (dbus("org.freedesktop.DBus.Error.ServiceUnknown"), "BlueZ, the Bluetooth service, is not running: run `sudo systemctl enable"),
    (dbus("org.freedesktop.DBus.Error.TimedOut"), "BlueZ, the Bluetooth service, does not start: `systemctl status bluetooth` says why"),
    (dbus("org.freedesktop.DBus.Error.AccessDenied"), "this user may not use Bluetooth: add the user"),
    (dbus("org.bluez.Error.NotReady"), "the Bluetooth adapter is off: run `bluetoothctl power on`"),
    (dbus("org.bluez.Error.Failed"), "Bluetooth failed while looking for the watch ([org.bluez.Error.Failed] in BlueZ's words): if it"),
    (FileNotFoundError(2, "No such file"), "there is no system bus to reach Bluetooth by: install and start dbus"),
    (EOFError(), "Bluetooth failed while looking for the watch (EOFError): if it goes on"),
    (KeyError("Roles"), "Bluetooth failed while looking for the watch ('Roles'): if it goes on"),
    (BleakError("adapter 'hci7' not found"), "there is no Bluetooth adapter named hci7: correct capture.watch.adapter"),
    (TimeoutError(), "Bluetooth did not answer while looking for the watch: if it goes on"),
]


@pytest.mark.parametrize(("trouble", "says"), TROUBLES)
def test_every_trouble_of_the_radio_is_one_sentence_and_is_over_when_it_is_over(trouble: Exception, says: str) -> None:
    async def script(made: Visit) -> None:
        made.bleak.trouble = trouble
        await asyncio.sleep(60.0)
        made.bleak.trouble = None
        await asyncio.sleep(BACK_WITHIN_S)

    made = visited(script)
    assert [link.link for link in made.links] == [False, True]
    assert made.links[0].reason.startswith(says)
    assert made.links[1].t - 1060.0 < BACK_WITHIN_S


def test_a_bug_of_ours_is_no_trouble_of_the_radio() -> None:
    async def script(made: Visit) -> None:
        made.bleak.trouble = ZeroDivisionError()
        await asyncio.sleep(1.0)

    with pytest.raises(ZeroDivisionError):
        visited(script)


async def leaves(made: Visit) -> None:
    made.watch.in_reach = False
    made.watch.leave()
    await asyncio.sleep(40.0)
    made.watch.in_reach = True


async def drops_the_connection(made: Visit) -> None:
    made.watch.leave()


async def falls_silent(made: Visit) -> None:
    said, made.saying = made.saying, None
    await asyncio.sleep(35.0)
    made.saying = said


async def talks_nonsense(made: Visit) -> None:
    said, made.saying = made.saying, b"\x01"
    await asyncio.sleep(35.0)
    made.saying = said


async def loses_the_adapter(made: Visit) -> None:
    made.bleak.trouble = unavailable("POWERED_OFF")
    made.watch.leave()
    await asyncio.sleep(40.0)
    made.bleak.trouble = None


async def loses_the_only_adapter(made: Visit) -> None:
    """Unplugged, where there is no other: BlueZ is not even asked."""
    made.bleak.plugged_in = False
    made.watch.leave()
    await asyncio.sleep(40.0)
    made.bleak.plugged_in = True


async def loses_bluez(made: Visit) -> None:
    """Killed: nobody says that the connection is gone, and bleak goes on believing in it."""
    made.watch.client, made.bleak.left_connected = None, made.watch
    made.bleak.trouble = dbus("org.freedesktop.DBus.Error.ServiceUnknown")
    await asyncio.sleep(40.0)
    made.bleak.trouble = made.bleak.left_connected = None


async def hangs(made: Visit) -> None:
    made.watch.leave()
    made.watch.hangs = True
    await asyncio.sleep(35.0)
    made.watch.hangs = False


FAULTS = (leaves, drops_the_connection, falls_silent, talks_nonsense, loses_the_adapter, loses_the_only_adapter, loses_bluez, hangs)


@pytest.mark.parametrize("fault", FAULTS)
def test_after_every_fault_it_is_back_in_time_and_each_is_said_once(fault: Script) -> None:
    over: list[float] = []

    async def script(made: Visit) -> None:
        await asyncio.sleep(15.0)
        await fault(made)
        over.append(made.clock.now())
        await asyncio.sleep(BACK_WITHIN_S + 5.0)

    made = visited(script)
    assert [link.link for link in made.links] == [True, False, True]
    assert made.links[2].t - over[0] < BACK_WITHIN_S
    assert next(t for t, sample in made.came if isinstance(sample, HeartRate) and t > over[0]) - over[0] < BACK_WITHIN_S


def test_without_an_adapter_that_is_said_at_once_and_bluez_is_left_alone() -> None:
    async def script(made: Visit) -> None:
        made.bleak.plugged_in = False
        await asyncio.sleep(60.0)
        assert made.bleak.bluez == []

    (link,) = visited(script).links
    assert (link.t, link.reason.split(":")[0]) == (1000.0, "there is no Bluetooth adapter")


def test_what_a_watch_says_that_stops_notifying_is_what_to_press() -> None:
    made = visited(falls_silent)
    assert made.links[0].reason.startswith("the watch is connected but sends nothing: switch on its heart-rate measurement or broadcast")


def test_a_watch_that_an_ended_program_left_connected_is_taken_over() -> None:
    async def script(made: Visit) -> None:
        made.watch.client, made.bleak.left_connected = None, made.watch
        made.bleak.watches = ()
        await asyncio.sleep(5.0)

    assert reasons(visited(script).links) == [(True, "")]


def test_a_thousand_faults_leave_nothing_behind() -> None:
    """Tasks and memory after a thousand faults are what they were after a hundred."""
    sizes: list[tuple[int, int]] = []

    async def script(made: Visit) -> None:
        for number in range(1, 1001):
            await FAULTS[number % len(FAULTS)](made)
            await asyncio.sleep(BACK_WITHIN_S)
            made.came.clear()
            made.bleak.bluez.clear()
            if number in (100, 1000):
                gc.collect()
                sizes.append((len(asyncio.all_tasks()), tracemalloc.get_traced_memory()[0]))

    logging.getLogger("edge.capture.watch.source").setLevel(logging.CRITICAL)
    tracemalloc.start(1)
    try:
        visited(script)
    finally:
        tracemalloc.stop()
        logging.getLogger("edge.capture.watch.source").setLevel(logging.NOTSET)
    (tasks, memory), (tasks_later, memory_later) = sizes
    assert tasks_later == tasks
    assert memory_later - memory < 50_000


HEARD = (HEART_RATE, InfiniTimeMotion.characteristic, polar.CONTROL, polar.DATA, bangle.FROM_WATCH)
TALK = st.binary(max_size=60) | st.text("@AH,.-e0123456789\n", max_size=60).map(str.encode)


@settings(max_examples=60)
@given(packets=st.lists(st.tuples(st.sampled_from(HEARD), TALK)), facts=st.tuples(st.binary(max_size=70), st.binary(max_size=3)))
def test_whatever_a_watch_says_the_source_goes_on(packets: list[tuple[str, bytes]], facts: tuple[bytes, bytes]) -> None:
    """Of everything that any watch notifies, and of what it says about itself."""

    async def script(made: Visit) -> None:
        await asyncio.sleep(6.0)
        for characteristic, packet in packets:
            made.watch.say(characteristic, packet)
            await asyncio.sleep(0.05)
        await asyncio.sleep(3.0)

    model, charge = facts
    watch = ScriptedWatch(
        name="Bangle.js 4f2a", notifying=HEARD, writable=(bangle.TO_WATCH,), readable={MODEL: model, FIRMWARE: model, BATTERY: charge}
    )
    made = visited(script, watch)
    assert [link.link for link in made.links] == [True]
    assert made.came[-1][0] > 1000.0
    assert not any(isinstance(sample, LinkChange) for _, sample in made.came[1:])
    assert all(20 <= beat.bpm <= 250 for beat in made.beats)
