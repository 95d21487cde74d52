"""What a person wants to hear, feel and see -> how strongly each channel speaks.

Refuses to know: what is said, and what hardware there is. Pure: a switch is turned by a Command, so that a replay turns it too.
"""

from dataclasses import asdict, dataclass, fields, replace
from difflib import get_close_matches
from typing import Any

from edge.errors import InputError

COMMAND = "cues."
"""What the names of Commands that turn a switch begin with."""

_SWITCH = {"tone": "sound", "voice": "voice", "haptic": "haptics", "light": "light"}
"""A channel without one, the text on the page, is never off."""
_YES_NO = {"on": True, "off": False}
_LIMITS = {"voice_gap_s": (1.0, 60.0)}


@dataclass(frozen=True, slots=True)
class Switches:
    """sound, voice, haptics, light: 0 (off) to 1. voice_gap_s: least time between two spoken cues. quiet: nothing sounds."""

    sound: float = 1.0
    voice: float = 1.0
    haptics: float = 1.0
    light: float = 1.0
    voice_gap_s: float = 4.0
    count_aloud: bool = False
    quiet: bool = False

    def strength(self, channel: str) -> float:
        """Of a cue's channel, 0..1; 0: it is not given."""
        if self.quiet and channel in ("tone", "voice"):
            return 0.0
        strength: float = getattr(self, _SWITCH[channel]) if channel in _SWITCH else 1.0
        return strength

    def turned(self, command: str, value: str) -> "Switches":
        """As a Command such as `cues.voice`, `0.5` or `cues.quiet`, `on` wants them. Raises InputError naming what can be said."""
        name = command.removeprefix(COMMAND)
        names = [field.name for field in fields(self)]
        if name not in names:
            near = get_close_matches(name, names, 1) or names
            raise InputError(f"there is no cue switch {name!r}", "did you mean " + ", ".join(near) + "?")
        wanted: Any = _on_off(name, value) if isinstance(getattr(self, name), bool) else _number(name, value)
        return replace(self, **{name: wanted})

    def commands(self) -> dict[str, str]:
        """The Commands that turn fresh switches into these."""
        fresh = asdict(Switches())
        turned = {name: value for name, value in asdict(self).items() if value != fresh[name]}
        return {COMMAND + name: _written(value) for name, value in turned.items()}


def _written(value: bool | float) -> str:
    return ("on" if value else "off") if isinstance(value, bool) else repr(value)


def _on_off(name: str, value: str) -> bool:
    if value not in _YES_NO:
        raise InputError(f"{name} cannot be {value!r}", "say on or off")
    return _YES_NO[value]


def _number(name: str, value: str) -> float:
    low, high = _LIMITS.get(name, (0.0, 1.0))
    try:
        number = float(value)
    except ValueError:
        number = float("nan")
    if not low <= number <= high:
        raise InputError(f"{name} cannot be {value!r}", f"give a number from {low:g} to {high:g}")
    return number
