"""How a sensor is mounted, as a technician writes it -> which of its axes point forward, left and up.

Refuses to know: what the sensor measures.
"""

from dataclasses import dataclass
from typing import TypeAlias

from edge.errors import InputError

Vector: TypeAlias = tuple[float, float, float]

NAMES = "xyz"
EXAMPLE = '"x, y, z" (as printed on the board) or "x, z, -y"'


@dataclass(frozen=True, slots=True)
class Axis:
    """One of the sensor's axes: 0, 1, 2 for x, y, z, and 1.0 or -1.0 for the end of it that is meant."""

    index: int
    sign: float


Axes: TypeAlias = tuple[Axis, Axis, Axis]
"""Those that point forward, left and up."""

AS_PRINTED: Axes = (Axis(0, 1.0), Axis(1, 1.0), Axis(2, 1.0))


def parse_axes(text: str) -> Axes:
    """The axes in "x, z, -y". Raises InputError for anything but a turn of the sensor: each axis once, and not mirrored."""
    names = [part.strip().lower() for part in text.split(",")]
    if len(names) != 3 or any(name.removeprefix("-") not in tuple(NAMES) for name in names):
        raise InputError(f'axes "{text}" are not three of x, y, z, -x, -y, -z', f"write {EXAMPLE}")
    forward, left, up = (Axis(NAMES.index(name[-1]), -1.0 if name.startswith("-") else 1.0) for name in names)
    if len({forward.index, left.index, up.index}) != 3:
        raise InputError(f'axes "{text}" use an axis twice', f"name each once: {EXAMPLE}")
    if not _right_handed(forward, left, up):
        raise InputError(f'axes "{text}" are a mirror image, and no sensor can be mounted so', f'swap one sign: "{_repaired(names)}"')
    return forward, left, up


def _right_handed(forward: Axis, left: Axis, up: Axis) -> bool:
    """Whether forward x left = up: an even permutation with an even number of minus signs, or odd with odd."""
    even = (left.index - forward.index) % 3 == 1
    return forward.sign * left.sign * up.sign == (1.0 if even else -1.0)


def _repaired(names: list[str]) -> str:
    *others, last = names
    return ", ".join([*others, last.removeprefix("-") if last.startswith("-") else f"-{last}"])
