"""`edgecoach silence` on a chip whose lines were left as a crash left them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from edge.application import build
from edge.clock import SystemClock
from edge.config_options import Button, Buzzer, Haptics, Lights, Respond
from edge.errors import DeviceMissing
from edge.respond.pins import factory
from edge.respond.pins.factory import ChipFactory
from edge.respond.pins.simulate import SimulatedChips
from edge.respond.silence import switch_off
from edge.respond.wiring import wired
from tests.respond.outputs import NAMES, simulated_pins

EVERYTHING = Respond(
    haptics=Haptics(pin="MOTOR"),
    buzzer=Buzzer(pin="BUZZER"),
    lights=Lights(red="RED", green="GREEN", blue="BLUE", active_high=False),
    button=Button(pin="BUTTON"),
)
OFF = {"MOTOR": False, "BUZZER": False, "RED": True, "GREEN": True, "BLUE": True}


def crashed() -> SimulatedChips:
    """Everything was on."""
    chips = SimulatedChips(SystemClock(), names=NAMES)
    for wire in chips.wires:
        if wire.name in OFF:
            wire.high = not OFF[wire.name]
    return chips


def levels(chips: SimulatedChips) -> dict[str, bool]:
    return {wire.name: wire.high for wire in chips.wires if wire.name in OFF}


def opened(chips: SimulatedChips) -> Callable[[], ChipFactory]:
    return lambda: simulated_pins(chips)("silence", SystemClock())


def test_everything_is_off_and_given_back_however_often() -> None:
    chips = crashed()
    for _ in range(2):
        assert list(switch_off(list(wired(EVERYTHING)), opened(chips))) == []
        assert levels(chips) == OFF
        assert chips.lent == {}


def test_one_pin_that_is_held_does_not_keep_the_others_on() -> None:
    chips = crashed()
    chips.wires[13].holder = "edgecoach haptic"
    (trouble,) = switch_off(list(wired(EVERYTHING)), opened(chips))
    assert trouble.what == "MOTOR is in use by edgecoach haptic"
    assert levels(chips) == OFF | {"MOTOR": True}


def test_nothing_is_opened_where_nothing_is_driven() -> None:
    def refuse() -> ChipFactory:
        raise AssertionError("opened")

    assert list(switch_off(list(wired(Respond(button=Button(pin=7)))), refuse)) == []


def silenced(*words: str) -> int:
    """The exit code."""
    with pytest.raises(SystemExit) as caught:
        build()(["silence", *words], prog_name="edgecoach")
    return int(caught.value.code or 0)


CONFIGURATION = '[respond.haptics]\npin = "MOTOR"\n[respond.lights]\nred = "RED"\nactive_high = false\n'


@pytest.fixture
def chips(monkeypatch: pytest.MonkeyPatch) -> SimulatedChips:
    """What the command finds in this machine."""
    chips = crashed()
    monkeypatch.setattr(factory, "open_chips", lambda: chips)
    monkeypatch.setattr(factory, "read_board", lambda: None)
    return chips


@pytest.mark.parametrize("broken", ["", "[capture.camera]\nsuorce = 3\n", "[respond.buzzer]\npin = -1.5\n"])
def test_the_command_needs_no_daemon_and_no_faultless_file(chips: SimulatedChips, tmp_path: Path, broken: str) -> None:
    """In safe mode too: what can be read of a bad file is switched off."""
    path = tmp_path / "box.toml"
    path.write_text(CONFIGURATION + broken, encoding="utf-8")
    assert silenced("--config", str(path)) == 0
    assert levels(chips) == {"MOTOR": False, "BUZZER": True, "RED": True, "GREEN": False, "BLUE": False}
    assert chips.lent == {}


def test_the_command_says_what_it_could_not_silence(chips: SimulatedChips, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "box.toml"
    path.write_text(CONFIGURATION, encoding="utf-8")
    chips.wires[13].holder = "fan"
    assert silenced("--config", str(path)) == 1
    assert capsys.readouterr().err == "MOTOR is in use by fan: choose another pin, or stop what uses it\n"
    assert levels(chips)["RED"] is True


def test_without_a_configuration_there_is_nothing_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def refuse(*_: object) -> SimulatedChips:
        raise DeviceMissing("opened")

    monkeypatch.setattr(factory, "open_chips", refuse)
    path = tmp_path / "empty.toml"
    path.touch()
    assert silenced("--config", str(path)) == 0
