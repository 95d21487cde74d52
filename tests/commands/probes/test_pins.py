"""`edgecoach probe haptics` and `probe lights` on a simulated chip, and one sentence for every trouble."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from edge.application import build
from edge.clock import SystemClock
from edge.commands.probes.pins import pulse_advice
from edge.respond import pin_trial
from edge.respond.pin_trial import PinTrial
from edge.respond.pins import factory
from edge.respond.pins.board import boards
from edge.respond.pins.simulate import SimulatedChips

GOOD = PinTrial("Jetson Nano", ("pin 33",), ("count.good",), (0.1, 0.4))


@pytest.fixture
def nano(monkeypatch: pytest.MonkeyPatch) -> SimulatedChips:
    """A Jetson Nano, where patterns follow each other quickly."""
    chips = SimulatedChips(SystemClock(), "tegra-gpio", lines=256)
    monkeypatch.setattr(factory, "open_chips", lambda: chips)
    monkeypatch.setattr(factory, "read_board", lambda: boards()["nvidia,p3450-0000"])
    monkeypatch.setattr(pin_trial, "GAP_S", 0.02)
    return chips


def probed(*words: str) -> int:
    """The exit code."""
    with pytest.raises(SystemExit) as caught:
        build()(["probe", *words], prog_name="edgecoach")
    return int(caught.value.code or 0)


def test_the_motor_is_tried_with_every_pattern(nano: SimulatedChips, capsys: pytest.CaptureFixture[str]) -> None:
    assert probed("haptics", "--pin", "33", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["places"] == ["pin 33 (GPIO13): line 38 of tegra-gpio (/dev/gpiochip0)"]
    assert found["board"] == "Jetson Nano"
    assert set(found["patterns"]) == {"safety", "count.good", "count.faulty", "count.plain", "form"}
    assert found["late_ms"][0] <= found["late_ms"][1]
    assert len(nano.wires[38].history) > 50
    assert not nano.wires[38].high


def test_the_lights_are_tried_as_configured(nano: SimulatedChips, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "box.toml"
    path.write_text("[respond.lights]\nred = 29\ngreen = 31\n", encoding="utf-8")
    assert probed("lights", "--config", str(path)) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[:2] == [
        "pin 29 (GPIO01): line 149 of tegra-gpio (/dev/gpiochip0)",
        "pin 31 (GPIO11): line 200 of tegra-gpio (/dev/gpiochip0)",
    ]
    assert said[2].startswith("  gave safety, count.good")
    assert nano.lent == {}


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("haptics",), 2, "no vibration motor is configured: set respond.haptics.pin, or add --pin 33"),
        (("lights",), 2, "no light is configured: set respond.lights.red, green and blue"),
        (("haptics", "--pin", "6"), 1, "pin 6 of the Jetson Nano is ground: the nearest that can be used are 7, 11, 12"),
        (("haptics", "--pin", "GPIO99"), 1, "there is no pin 'GPIO99' on this Jetson Nano: the nearest are GPIO9"),
    ],
)
def test_trouble_is_one_sentence(
    nano: SimulatedChips, tmp_path: Path, words: tuple[str, ...], code: int, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "box.toml"
    path.touch()
    assert probed(*words, "--config", str(path)) == code
    said = capsys.readouterr().err
    assert said.startswith(says)
    assert said.count("\n") == 1


def test_a_chip_that_leaves_during_the_trial_is_said(nano: SimulatedChips, capsys: pytest.CaptureFixture[str]) -> None:
    nano.broken = True
    assert probed("haptics", "--pin", "33") == 1
    assert "Traceback" not in capsys.readouterr().err


def test_uneven_pulses_and_boards_with_ways_of_their_own_have_advice() -> None:
    assert list(pulse_advice(GOOD)) == []
    assert "unevenly" in next(pulse_advice(replace(GOOD, late_ms=(0.5, 3.0))))
    assert "jetson-io" in next(pulse_advice(replace(GOOD, board="Jetson Orin Nano")))
