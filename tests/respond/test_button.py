"""The button on gpiozero's MockFactory in virtual time, and on a chip that bounces in real time."""

import asyncio
from collections.abc import Sequence

import pytest

from edge.clock import SystemClock
from edge.config_options import Button
from edge.messages import Command, LinkChange, Posture, Sample
from edge.respond.button import ButtonInput
from edge.respond.pins.simulate import SimulatedChips
from tests.capture.virtual_time import VirtualClock, in_virtual_time
from tests.respond.outputs import NAMES, mock_pins, running, simulated_pins

LINE = next(offset for offset, name in NAMES.items() if name == "BUTTON")


def pressed(*changes: tuple[float, bool], until_s: float = 5.0) -> list[tuple[float, str]]:
    """When the button said what; changes: s since the start, whether it is pressed from then on."""

    async def work(clock: VirtualClock) -> list[tuple[float, str]]:
        factory = mock_pins(clock)
        button = ButtonInput(Button(pin="GPIO17", long_press_s=1.5), clock, lambda *_: factory)
        async with running(button, clock) as said:
            begun, pin = clock.now(), factory.pin("GPIO17")
            for after_s, down in changes:
                await asyncio.sleep(begun + after_s - clock.now())
                pin.drive_low() if down else pin.drive_high()
            await asyncio.sleep(begun + until_s - clock.now())
            return [(round(one.t - begun, 3), one.value) for one in said if isinstance(one, Command)]

    return in_virtual_time(work)


def test_a_press_toggles_when_it_ends() -> None:
    assert pressed((1.0, True), (1.2, False)) == [(1.2, "toggle")]


def test_a_long_press_stops_before_it_ends() -> None:
    assert pressed((1.0, True), (4.0, False)) == [(2.5, "stop")]


def test_presses_follow_each_other() -> None:
    changes = [(1.0, True), (1.1, False), (1.3, True), (3.0, False), (3.2, True), (3.3, False)]
    assert pressed(*changes) == [(1.1, "toggle"), (2.8, "stop"), (3.3, "toggle")]


def test_a_button_that_is_stuck_says_stop_once() -> None:
    assert pressed((1.0, True), until_s=60.0) == [(2.5, "stop")]


def test_its_commands_are_a_sessions() -> None:
    assert pressed() == []


def bounced(*levels: Sequence[tuple[float, bool]]) -> list[Sample]:
    """On our own factory and a real loop: each group of (s to wait, level), then a rest."""

    async def work() -> list[Sample]:
        clock = SystemClock()
        chips = SimulatedChips(clock, names=NAMES)
        button = ButtonInput(Button(pin="BUTTON", debounce_s=0.05), clock, simulated_pins(chips))
        async with running(button, clock) as said:
            assert chips.info("", LINE).consumer == "edgecoach button"
            button.deliver(Posture(clock.now(), "upright"))
            for group in levels:
                for wait_s, high in group:
                    await asyncio.sleep(wait_s)
                    chips.drive(LINE, high)
                await asyncio.sleep(0.12)
        assert chips.lent == {}
        return said

    return asyncio.run(work())


BOUNCES = [(0.0, False), (0.002, True), (0.002, False), (0.001, True), (0.001, False)]
RELEASE = [(0.0, True), (0.002, False), (0.002, True)]


def test_a_bouncing_contact_is_one_press() -> None:
    link, *commands = bounced(BOUNCES, RELEASE)
    assert isinstance(link, LinkChange)
    assert [(one.name, one.value) for one in commands if isinstance(one, Command)] == [("session", "toggle")]


def test_a_spike_from_the_motor_is_no_press() -> None:
    assert len(bounced([(0.0, False), (0.001, True)])) == 1


@pytest.mark.parametrize("times", [1, 3])
def test_a_chip_that_leaves_and_comes_back_is_said_once_each(times: int) -> None:
    async def work(clock: VirtualClock) -> list[tuple[bool, str]]:
        chips = SimulatedChips(clock, names=NAMES)
        async with running(ButtonInput(Button(pin="BUTTON"), clock, simulated_pins(chips)), clock) as said:
            for _ in range(times):
                chips.present = False
                await asyncio.sleep(20.0)
                chips.present = True
                await asyncio.sleep(2.0)
            return [(one.link, one.reason) for one in said if isinstance(one, LinkChange)]

    lost = (False, "BUTTON does not answer: its GPIO chip simulated is gone: connect it again")
    assert in_virtual_time(work) == [(True, "")] + [lost, (True, "")] * times
