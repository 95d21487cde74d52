"""Outputs on our own factory and a chip that misbehaves: off however it ends, one sentence a fault, nothing left behind."""

import asyncio
import gc
import threading
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from edge.clock import Clock, SystemClock
from edge.config_options import Buzzer, Haptics, Lights
from edge.messages import LinkChange, Priority
from edge.respond.buzzer import BuzzerOutput
from edge.respond.haptics import HapticOutput
from edge.respond.lights import LightOutput
from edge.respond.pin_output import PinOutput
from edge.respond.pins.simulate import SimulatedChips
from edge.respond.sentences import load
from edge.sentence import Phrasebook, Sentence
from tests.capture.virtual_time import in_virtual_time
from tests.respond.outputs import NAMES, cue, running, simulated_pins

MOTOR, RED = 13, 14
CYCLES = 1000


class LoopClock:
    """A virtual loop's time, readable from the thread of the pulses too."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()

    def now(self) -> float:
        return self._loop.time()

    def wall(self) -> float:
        return 0.0


def outputs(chips: SimulatedChips, clock: Clock) -> list[PinOutput[Any]]:
    pins = simulated_pins(chips)
    return [
        HapticOutput(Haptics(pin="MOTOR"), clock, pins),
        BuzzerOutput(Buzzer(pin="BUZZER"), clock, pins),
        LightOutput(Lights(red="RED", green="GREEN", blue="BLUE", active_high=False), 1.0, clock, pins),
    ]


OFF = {13: False, 14: True, 15: True, 16: True, 18: False}
"""The lights have a common anode: they are off when high."""


def levels(chips: SimulatedChips) -> dict[int, bool]:
    return {offset: chips.wires[offset].high for offset in OFF}


@pytest.mark.parametrize("crash", [False, True], ids=["left", "bug"])
def test_all_is_off_when_it_ends_in_the_middle_of_a_pattern(crash: bool) -> None:
    async def work() -> None:
        clock = SystemClock()
        chips = SimulatedChips(clock, names=NAMES)
        for output in outputs(chips, clock):
            try:
                async with running(output, clock):
                    output.deliver(cue(clock, output.channel, "x", Priority.SAFETY, strength=0.5))
                    await asyncio.sleep(0.05)
                    if crash:
                        raise ZeroDivisionError
            except ZeroDivisionError:
                pass
        assert chips.lent == {}
        assert levels(chips) == OFF

    before = threading.active_count()
    asyncio.run(work())
    assert threading.active_count() == before


def test_nothing_blinks_when_it_is_opened() -> None:
    """A light with a common anode is driven high from the first moment on."""

    async def work() -> None:
        clock = SystemClock()
        chips = SimulatedChips(clock, names=NAMES)
        wanted = Lights(red="RED", active_high=False)
        async with running(LightOutput(wanted, 0.0, clock, simulated_pins(chips)), clock):
            pass
        assert {high for _, high in chips.wires[RED].history} == {True}

    asyncio.run(work())


def reasons(said: list[Any]) -> list[tuple[bool, str]]:
    return [(one.link, one.reason) for one in said if isinstance(one, LinkChange)]


def in_spanish(reason: str) -> str:
    """As the page finds it by its words."""
    found = Phrasebook(load("english")).find(reason)
    assert isinstance(found, Sentence), reason
    words = load("spanish")
    return words[found.key].format(**{name: words.get(f"{name}.{value}", value) for name, value in found.fields.items()})


@pytest.mark.parametrize(
    ("pin", "trouble", "says", "spanish"),
    [
        ("MOTOR", "present", "this machine has no GPIO chip: wire it to a board that has one", "este equipo no tiene chip GPIO"),
        (
            "MOTOR",
            "forbidden",
            "/dev/gpiochip0 may not be opened by this user: add the user to the group gpio and install deploy/udev/",
            "este usuario no puede abrir /dev/gpiochip0: añade el usuario al grupo gpio",
        ),
        ("MOTOR", "held", "MOTOR is in use by fan: choose another pin, or stop what uses it", "MOTOR lo usa fan: elige otro pin"),
        (
            "MOTOR",
            "ours",
            "MOTOR is in use by edgecoach buzzer: stop the EdgeCoach that runs, or give each output a pin of its own",
            "MOTOR lo usa edgecoach buzzer: detén el EdgeCoach que está en marcha",
        ),
        (
            "MOTORS",
            "",
            "there is no pin 'MOTORS' on this machine: the nearest are MOTOR",
            "no hay ningún pin 'MOTORS' en este equipo: los más parecidos son MOTOR",
        ),
        (33, "", "there is no pin 33: this machine has no 40-pin header that EdgeCoach knows", "no hay pin 33: este equipo no tiene"),
    ],
)
def test_each_trouble_is_one_sentence_and_waits_for_its_cure(pin: int | str, trouble: str, says: str, spanish: str) -> None:
    async def work(_: Any) -> None:
        clock = LoopClock()
        chips = SimulatedChips(clock, names=NAMES)
        chips.present, chips.forbidden = trouble != "present", trouble == "forbidden"
        chips.wires[MOTOR].holder = {"held": "fan", "ours": "edgecoach buzzer"}.get(trouble, "")
        async with running(HapticOutput(Haptics(pin=pin), clock, simulated_pins(chips)), clock) as said:
            await asyncio.sleep(60.0)
            assert len(said) == 1
            assert reasons(said)[0][1].startswith(says)
            assert in_spanish(reasons(said)[0][1]).startswith(spanish)
            if not trouble:
                return
            chips.present, chips.forbidden, chips.wires[MOTOR].holder = True, False, ""
            await asyncio.sleep(2.0)
            assert [link for link, _ in reasons(said)] == [False, True]

    in_virtual_time(work)


def test_a_thousand_faults_leave_nothing_behind() -> None:
    """The chip leaves in the middle of a pattern, or while nothing is given; back within 2 s each time, said once each way."""

    async def work(_: Any) -> tuple[list[tuple[bool, str]], int]:
        clock = LoopClock()
        chips = SimulatedChips(clock, names=NAMES)
        output = HapticOutput(Haptics(pin="MOTOR"), clock, simulated_pins(chips))
        async with running(output, clock) as said:
            for cycle in range(CYCLES):
                if cycle % 2:
                    output.deliver(cue(clock, "haptic", "count.faulty"))
                    await asyncio.sleep(0.05)
                chips.present = False
                await asyncio.sleep(1.5)
                chips.present = True
                await asyncio.sleep(2.0)
                if cycle == 100:
                    before = _left()
                chips.wires[MOTOR].history.clear()
            after = _left()
            said_all = list(said)
        assert after[:3] == before[:3]
        return reasons(said_all), after[3] - before[3]

    tracemalloc.start()
    try:
        said, grown = in_virtual_time(work)
    finally:
        tracemalloc.stop()
    lost = (False, "MOTOR does not answer: its GPIO chip simulated is gone: connect it again")
    assert said == [(True, "")] + [lost, (True, "")] * CYCLES
    assert in_spanish(lost[1]) == "MOTOR no responde: su chip GPIO simulated no está; conéctalo otra vez"
    assert grown < 600_000, "what was said is about 0.4 kB a cycle; nothing else may grow"


def _left() -> tuple[int, int, int, int]:
    """Tasks, threads, open files, bytes."""
    gc.collect()
    files = len(list(Path("/proc/self/fd").iterdir()))
    return len(asyncio.all_tasks()), threading.active_count(), files, tracemalloc.get_traced_memory()[0]
