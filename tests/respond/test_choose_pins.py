"""Which outputs on pins there are, by what is wired."""

from pathlib import Path

import pytest

from edge.clock import SystemClock
from edge.config_options import Audio, Button, Buzzer, Haptics, Lights, Respond
from edge.respond.choose import choose_outputs
from edge.respond.wiring import Wired, wired


@pytest.mark.parametrize(
    ("config", "names"),
    [
        (Respond(), []),
        (Respond(haptics=Haptics(pin=33)), ["haptic"]),
        (Respond(buzzer=Buzzer(pin="GPIO13")), ["buzzer"]),
        (Respond(lights=Lights(blue=31)), ["lights"]),
        (Respond(button=Button(pin=7)), ["button"]),
        (Respond(haptics=Haptics(pin=33), lights=Lights(red=29, green=31), button=Button(pin=7)), ["haptic", "lights", "button"]),
    ],
)
def test_what_is_wired_is_an_output(config: Respond, names: list[str], tmp_path: Path) -> None:
    """None of them is opened: this machine has no header."""
    silent = config.model_copy(update={"audio": Audio(use=False)})
    assert [output.name for output in choose_outputs(silent, SystemClock(), tmp_path)] == names


def test_every_pin_is_known_by_its_option_and_its_level_when_off() -> None:
    config = Respond(haptics=Haptics(pin=33), lights=Lights(red="GPIO5", active_high=False), button=Button(pin=7))
    assert list(wired(config)) == [
        Wired("respond.haptics.pin", 33, off=False),
        Wired("respond.lights.red", "GPIO5", off=True),
        Wired("respond.button.pin", 7, off=None),
    ]
