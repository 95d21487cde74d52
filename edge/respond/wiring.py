"""What is configured -> which pins are wired to what, and at which level each is off.

Refuses to know: how a pin is found and driven.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from edge.config_options import Pin, Respond


@dataclass(frozen=True, slots=True)
class Wired:
    """option: where it is configured, such as respond.haptics.pin. off: whether it is off when high; None for an input."""

    option: str
    pin: Pin
    off: bool | None


def wired(config: Respond) -> Iterator[Wired]:
    """Every pin that is in use."""
    dark = not config.lights.active_high
    pins = (
        Wired("respond.haptics.pin", config.haptics.pin, False),
        Wired("respond.buzzer.pin", config.buzzer.pin, False),
        Wired("respond.lights.red", config.lights.red, dark),
        Wired("respond.lights.green", config.lights.green, dark),
        Wired("respond.lights.blue", config.lights.blue, dark),
        Wired("respond.button.pin", config.button.pin, None),
    )
    return (one for one in pins if one.pin)
