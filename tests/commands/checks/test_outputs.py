"""The doctor's look at the configured pins, on a simulated Jetson Nano."""

from pathlib import Path

import pytest

from edge.clock import SystemClock
from edge.commands.checks.outputs import pins
from edge.config import load_safely
from edge.doctor import Check, Finding, Level, Patient, examine
from edge.respond.pins import factory
from edge.respond.pins.board import boards
from edge.respond.pins.simulate import SimulatedChips

EVERYTHING = "[respond.haptics]\npin = 33\n[respond.lights]\nred = 29\n[respond.button]\npin = 31\n"


@pytest.fixture
def nano(monkeypatch: pytest.MonkeyPatch) -> SimulatedChips:
    chips = SimulatedChips(SystemClock(), "tegra-gpio", lines=256)
    monkeypatch.setattr(factory, "open_chips", lambda: chips)
    monkeypatch.setattr(factory, "read_board", lambda: boards()["nvidia,p3450-0000"])
    return chips


def found(folder: Path, text: str) -> Finding:
    path = folder / "box.toml"
    path.write_text(text, encoding="utf-8")
    (result,) = examine(Patient.of(load_safely(path), path, SystemClock()), [Check("pins", "respond", pins)])
    return result.finding


def test_nothing_configured_is_nothing_to_look_at(tmp_path: Path) -> None:
    assert found(tmp_path, "").level == Level.INFO


def test_it_names_the_line_of_each_pin_and_the_buttons_resistor(nano: SimulatedChips, tmp_path: Path) -> None:
    finding = found(tmp_path, EVERYTHING)
    assert finding.level == Level.OK
    assert "respond.haptics.pin is pin 33 (GPIO13): line 38 of tegra-gpio (/dev/gpiochip0)" in finding.sentence
    assert "10 kilohm" in finding.advice
    assert nano.lent == {}


def test_a_pin_that_the_running_daemon_holds_is_well(nano: SimulatedChips, tmp_path: Path) -> None:
    nano.wires[38].holder = "edgecoach haptic"
    assert found(tmp_path, EVERYTHING).level == Level.OK


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[respond.haptics]\npin = 6\n", "respond.haptics.pin: pin 6 of the Jetson Nano is ground"),
        ("[respond.buzzer]\npin = 'GPIO99'\n", "respond.buzzer.pin: there is no pin 'GPIO99' on this Jetson Nano"),
        ("[respond.haptics]\npin = 33\n", "respond.haptics.pin: pin 33 (GPIO13) is in use by fan"),
    ],
)
def test_a_pin_that_cannot_be_had_is_an_issue_with_advice(nano: SimulatedChips, tmp_path: Path, text: str, says: str) -> None:
    nano.wires[38].holder = "fan"
    finding = found(tmp_path, text)
    assert finding.level == Level.ISSUE
    assert finding.sentence == says
    assert finding.advice


def test_several_pins_that_cannot_be_had_are_each_told_with_their_advice(nano: SimulatedChips, tmp_path: Path) -> None:
    finding = found(tmp_path, "[respond.haptics]\npin = 6\n[respond.buzzer]\npin = 'GPIO99'\n")
    assert finding.sentence == (
        "respond.haptics.pin: pin 6 of the Jetson Nano is ground: the nearest that can be used are 7, 11, 12; "
        "respond.buzzer.pin: there is no pin 'GPIO99' on this Jetson Nano: the nearest are GPIO9, GPIO13, GPIO12"
    )
    assert finding.advice == ""


def test_a_chip_that_may_not_be_opened_names_the_group(nano: SimulatedChips, tmp_path: Path) -> None:
    nano.forbidden = True
    finding = found(tmp_path, EVERYTHING)
    assert finding.level == Level.ISSUE
    options = "respond.haptics.pin, respond.lights.red, respond.button.pin"
    assert finding.sentence == f"{options}: /dev/gpiochip0 may not be opened by this user"
    assert "group gpio" in finding.advice
