"""Vibration, buzzer and lights on gpiozero's MockFactory: what each cue looks like on the pins. Virtual time."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from gpiozero.pins.mock import MockFactory

from edge.clock import Clock
from edge.config_options import Buzzer, Haptics, Lights
from edge.messages import Priority
from edge.respond import buzzer, haptics, lights
from edge.respond.buzzer import BuzzerOutput
from edge.respond.haptics import HapticOutput
from edge.respond.lights import LightOutput
from edge.respond.pin_output import PinOutput
from tests.capture.virtual_time import VirtualClock, in_virtual_time
from tests.respond.outputs import cue, mock_pins, running

Given = tuple[float, str, Priority, float]
"""After so many seconds a cue of this key, priority and strength."""

COUNT, FORM, SAFETY, FRAMING, PRAISE = Priority.COUNT, Priority.FORM, Priority.SAFETY, Priority.FRAMING, Priority.PRAISE


def played(make: Callable[[Clock, Any], PinOutput[Any]], given: Sequence[Given], seconds: float = 3.0) -> dict[str, list[Any]]:
    """(s since the start, state, Hz) of each pin that changed while these cues were given."""

    async def work(clock: VirtualClock) -> dict[str, list[Any]]:
        factory = mock_pins(clock)
        output = make(clock, lambda consumer, clock: factory)
        async with running(output, clock):
            begun = clock.now()
            for after_s, key, priority, strength in given:
                await asyncio.sleep(begun + after_s - clock.now())
                output.deliver(cue(clock, output.channel, key, priority, strength))
            await asyncio.sleep(begun + seconds - clock.now())
            return {pin.info.name: _since(begun, pin.history) for pin in factory.pins.values()}

    return in_virtual_time(work)


def _since(begun: float, history: list[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    return [(round(t - begun, 3), round(state, 3), hz) for t, state, hz in history if t >= begun]


def felt(*given: Given) -> list[tuple[float, float]]:
    histories = played(lambda clock, factory: HapticOutput(Haptics(pin="GPIO13"), clock, factory), given)
    return [(t, state) for t, state, _ in histories["GPIO13"]]


def test_a_good_repetition_is_one_short_strong_buzz() -> None:
    assert felt((0.0, "count.good", COUNT, 1.0)) == [(0.0, 1.0), (0.1, 0.0)]


def test_a_faulty_one_is_two_weak_ones() -> None:
    weak = 0.35 + 0.65 * 0.4
    assert felt((0.0, "count.faulty", COUNT, 1.0)) == [(0.0, weak), (0.12, 0.0), (0.22, weak), (0.34, 0.0)]


def test_a_warning_is_long_and_strong_whatever_its_key() -> None:
    assert felt((0.0, "common.knees_out", SAFETY, 1.0)) == [(0.0, 1.0), (0.8, 0.0)]


def test_framing_is_not_felt() -> None:
    assert felt((0.0, "view.step_back", FRAMING, 1.0)) == []


def test_strength_is_the_persons_and_still_turns_the_motor() -> None:
    assert felt((0.0, "count.good", COUNT, 0.5))[0] == (0.0, 0.675)
    assert felt((0.0, "count.good", COUNT, 0.01))[0][1] > haptics.STARTS_AT


def test_a_warning_does_not_wait_for_a_tick_but_a_tick_for_a_warning() -> None:
    assert felt((0.0, "count.good", COUNT, 1.0), (0.05, "x", SAFETY, 1.0)) == [(0.0, 1.0), (0.05, 0.0), (0.05, 1.0), (0.85, 0.0)]
    steps = felt((0.0, "x", SAFETY, 1.0), (0.5, "count.good", COUNT, 1.0))
    assert steps == [(0.0, 1.0), (0.8, 0.0), (0.8, 1.0), (0.9, 0.0)]


def test_a_tick_that_would_come_too_late_does_not_come() -> None:
    assert felt((0.0, "x", SAFETY, 1.0), (0.1, "count.good", COUNT, 1.0)) == [(0.0, 1.0), (0.8, 0.0)]


def heard(*given: Given) -> list[tuple[float, float, float]]:
    return played(lambda clock, factory: BuzzerOutput(Buzzer(pin="GPIO18"), clock, factory), given)["GPIO18"]


def test_a_good_repetition_sounds_high_and_a_faulty_one_twice_low() -> None:
    assert heard((0.0, "count.good", COUNT, 1.0)) == [(0.0, 0.5, 1047.0), (0.09, 0.0, 1047.0)]
    assert [(t, hz) for t, state, hz in heard((0.0, "count.faulty", COUNT, 1.0)) if state] == [(0.0, 392.0), (0.15, 392.0)]


def test_softer_is_a_narrower_pulse() -> None:
    """The fundamental of a pulse train of duty d swings sin(pi d) as far as a square wave's."""
    assert buzzer.duty(1.0) == 0.5
    assert buzzer.duty(0.5) == pytest.approx(1 / 6)
    assert heard((0.0, "count.good", COUNT, 0.5))[0][1] == pytest.approx(1 / 6, abs=1e-3)


def seen(*given: Given, seconds: float = 3.0, glow: float = 1.0, **options: Any) -> dict[str, list[tuple[float, float]]]:
    wanted = Lights(red="GPIO5", green="GPIO6", blue="GPIO13", **options)
    histories = played(lambda clock, factory: LightOutput(wanted, glow, clock, factory), given, seconds)
    return {name: [(t, state) for t, state, _ in history] for name, history in histories.items()}


def power(look: float) -> float:
    return round(float(look**lights.EYE), 3)


def test_a_good_repetition_flashes_green_and_goes_on_glowing_green() -> None:
    shown = seen((0.5, "count.good", COUNT, 1.0))
    assert shown["GPIO6"] == [(0.5, 1.0), (0.75, power(0.5))]
    assert shown["GPIO5"] == [(0.5, 0.0)]
    assert shown["GPIO13"] == [(0.5, 0.0)]


def test_a_faulty_one_is_orange_until_a_good_one() -> None:
    shown = seen((0.0, "count.faulty", COUNT, 1.0), (1.0, "count.good", COUNT, 1.0))
    assert shown["GPIO5"] == [(0.0, 1.0), (0.25, power(0.5)), (1.0, 0.0)]
    assert shown["GPIO6"] == [(0.0, power(0.6)), (0.25, power(0.3)), (1.0, 1.0), (1.25, power(0.5))]


def test_the_end_of_a_set_is_grey_and_so_is_a_long_silence() -> None:
    after_set = seen((0.0, "count.good", COUNT, 1.0), (1.0, "praise.set_done", PRAISE, 1.0))
    grey = power(0.5 * 0.7)
    assert [history[-1][1] for history in after_set.values()] == [grey] * 3
    silent = seen((0.0, "count.good", COUNT, 1.0), seconds=lights.STATE_S + 3.0)
    t, state = silent["GPIO6"][-1]
    assert t == pytest.approx(lights.STATE_S, abs=1.1)
    assert state == grey


def test_a_dimmed_light_stays_dim_between_cues() -> None:
    shown = seen((0.0, "count.good", COUNT, 0.5))
    assert shown["GPIO6"] == [(0.0, power(0.5)), (0.25, power(0.25))]


def test_a_light_that_is_switched_off_is_dark_from_the_start() -> None:
    assert seen(glow=0.0) == {"GPIO5": [], "GPIO6": [], "GPIO13": []}


def test_a_light_that_is_switched_off_while_it_glows_goes_dark() -> None:
    shown = seen((0.0, "count.good", COUNT, 1.0), (1.0, "glow", COUNT, 0.0))
    assert shown["GPIO6"][-1] == (1.0, 0.0)


def test_only_the_colours_that_are_connected_are_driven() -> None:
    histories = played(
        lambda clock, factory: LightOutput(Lights(green="GPIO6"), 1.0, clock, factory),
        [(0.0, "x", SAFETY, 1.0), (1.5, "count.good", COUNT, 1.0)],
    )
    assert list(histories) == ["GPIO6"]


def test_every_cue_that_a_channel_gets_has_a_pattern() -> None:
    """Keys as respond/cues.py makes them; only framing is not felt."""
    kinds = {"count.good": COUNT, "count.faulty": COUNT, "squat.deeper": FORM, "common.knees_out": SAFETY}

    async def work(clock: VirtualClock) -> None:
        factory = MockFactory()
        felt = HapticOutput(Haptics(pin="GPIO13"), clock, lambda *_: factory)
        shown = LightOutput(Lights(red="GPIO5"), 1.0, clock, lambda *_: factory)
        for key, priority in kinds.items():
            assert list(felt.pattern(cue(clock, "haptic", key, priority))), key
        for key, priority in {**kinds, "praise.streak": PRAISE, "praise.set_done": PRAISE, "view.step_back": FRAMING}.items():
            assert list(shown.pattern(cue(clock, "light", key, priority))), key

    in_virtual_time(work)
