"""Both of the kernel's GPIO interfaces, and the pins made of them, on a chip of the kernel (gpio-sim)."""

import asyncio
import errno
import select
import time
from collections.abc import Iterator

import gpiozero
import pytest

from edge.clock import SystemClock
from edge.errors import DeviceLost, DeviceMissing
from edge.respond.pins.factory import ChipFactory
from edge.respond.pins.lines import Chips, Watched
from edge.respond.pins.lines_v1 import ChipsV1
from edge.respond.pins.lines_v2 import ChipsV2
from edge.respond.pins.trouble import GONE
from tests.bench.guest import pins
from tests.bench.guest.conftest import Figure

LED, BUTTON = 18, 27


@pytest.fixture(params=[ChipsV1, ChipsV2])
def chips(request: pytest.FixtureRequest) -> Iterator[Chips]:
    pins.put_in(LED, BUTTON)
    yield request.param()
    pins.take_out()


def path_of(chips: Chips) -> str:
    return next(path for path in chips.paths() if chips.chip(path).label == "bench pins")


def test_a_chip_and_its_lines_are_described(chips: Chips) -> None:
    path = path_of(chips)
    assert chips.chip(path).lines == pins.LINES
    assert [name for name in chips.names(path) if name] == [f"GPIO{LED}", f"GPIO{BUTTON}"]
    assert not chips.info(path, LED).used


def test_an_output_begins_at_its_level_and_follows(chips: Chips, figure: Figure) -> None:
    for begins in (True, False):
        line = chips.output(path_of(chips), LED, begins, "edgecoach check")
        assert pins.is_high(LED) is begins
        assert line.read() is begins
        line.write(not begins)
        assert pins.is_high(LED) is not begins
        line.close()
    line, begun = chips.output(path_of(chips), LED, False, "edgecoach check"), time.monotonic()
    for turn in range(1000):
        line.write(turn % 2 == 0)
    figure("write_us", round((time.monotonic() - begun) * 1e3))
    line.write(True)
    line.close()
    figure("level_after_release", pins.is_high(LED))


def test_a_held_line_tells_its_holder(chips: Chips) -> None:
    path = path_of(chips)
    line = chips.output(path, LED, False, "edgecoach check")
    with pytest.raises(OSError, match="busy") as caught:
        chips.output(path, LED, False, "edgecoach other")
    assert caught.value.errno == errno.EBUSY
    assert chips.info(path, LED).consumer == "edgecoach check"
    line.close()
    assert not chips.info(path, LED).used


def changed(line: Watched, up: bool) -> tuple[bool, float | None]:
    """The level that an input tells after it was pulled from outside, and when it says that was."""
    pins.pull(BUTTON, up)
    assert select.select([line], [], [], 5.0)[0], "nothing was told"
    change = list(line.changes())[-1]
    return change.high, change.t


def test_an_input_tells_its_changes(chips: Chips) -> None:
    pins.pull(BUTTON, up=True)
    line = chips.watched(path_of(chips), BUTTON, "floating", "edgecoach check")
    pins.pull(BUTTON, up=True)
    while select.select([line], [], [], 0.2)[0]:
        line.changes()
    begun = time.monotonic()
    down, t = changed(line, up=False)
    up, _ = changed(line, up=True)
    assert (down, up) == (False, True)
    assert t is None or begun <= t <= time.monotonic()
    line.close()


def test_a_line_is_pulled_up_when_asked(chips: Chips) -> None:
    pins.pull(BUTTON, up=False)
    line = chips.watched(path_of(chips), BUTTON, "up", "edgecoach check")
    assert line.read()
    line.close()


def test_a_chip_that_left_is_gone_for_its_lines(chips: Chips) -> None:
    line = chips.output(path_of(chips), LED, True, "edgecoach check")
    pins.take_out()
    with pytest.raises(OSError, match=r".") as caught:
        line.write(False)
    assert caught.value.errno in GONE
    line.close()
    pins.put_back()
    chips.output(path_of(chips), LED, True, "edgecoach check").close()


def test_gpiozeros_devices_work_on_it(chips: Chips, figure: Figure) -> None:
    """PWM, off that stays off, a pin that is held, a chip that goes."""
    with ChipFactory(chips, None, "check", SystemClock()) as factory:
        with gpiozero.PWMOutputDevice(f"GPIO{LED}", frequency=50, pin_factory=factory) as device:
            device.value = 0.75
            looks = [pins.is_high(LED) for _ in range(1000)]
            device.off()
            assert not any(pins.is_high(LED) for _ in range(200))
            with pytest.raises(DeviceMissing, match="in use by edgecoach check"):
                ChipFactory(chips, None, "other", SystemClock()).pin(f"GPIO{LED}").output_with_state(1.0)
            pins.take_out()
            with pytest.raises(DeviceLost, match="is gone"):
                device.on()
            pins.put_back()
        late_ms = sorted(1e3 * late for late in factory.pulses.late_s)
    figure("duty_of_0.75", round(sum(looks) / len(looks), 3))
    figure("late_ms_p95", round(late_ms[int(0.95 * len(late_ms))], 2))
    assert 0.6 < sum(looks) / len(looks) < 0.9


def test_a_bouncing_button_is_pressed_once(chips: Chips) -> None:
    pressed = []

    async def press() -> None:
        with ChipFactory(chips, None, "check", SystemClock()) as factory:
            contact = gpiozero.DigitalInputDevice(f"GPIO{BUTTON}", pull_up=True, bounce_time=0.1, pin_factory=factory)
            contact.when_activated = lambda: pressed.append(True)
            for up in (False, True, False, True, False):
                pins.pull(BUTTON, up)
                await asyncio.sleep(0.005)
            await asyncio.sleep(1.0)
            contact.close()

    asyncio.run(press())
    assert pressed == [True]
