"""A person who stands still and upright -> where up should then be in the axes of thigh and shank: the static calibration of worn sensors.

What a camera sees of a straight leg's lean to the front is off by 8 degrees for seconds; people who stand differ by less. Refuses to know:
how a sensor lies, what else was seen of it.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from edge.estimate.body.model import SEGMENT, Placement
from edge.messages import Array

UPRIGHT = math.cos(math.radians(25.0))
"""Legs and trunk that lean by more do not stand; as in the calibration of lengths."""
QUIET = 0.3
"""rad/s: a leg that turns faster does not stand still."""
STOOD_S = 0.2
"""Who has stood for less in all counts for less: between two repetitions it is not more."""
REMEMBERED_S = 60.0
_LEAN = {"thigh": 0.0, "shank": math.radians(5.0)}
"""Forwards. The knee is then bent by 5 degrees: the people of OpenCap's squats stand so, with 3 to 9."""
LEAN_SD = math.radians(4.5)
"""Assumed. Of thigh and shank it is 6 degrees of the knee, more than people without complaints differ by: a knee that does not straighten
is for the camera to show, against which this counts once, however long somebody stands."""
_UPRIGHT = np.array([SEGMENT[name] for name in ("right_thigh", "left_thigh", "right_shank", "left_shank", "thorax")])


def leg(segment: str) -> bool:
    """Whether standing says anything about it."""
    return segment.rpartition("_")[2] in _LEAN


def stands(placement: Placement, turnings: Iterable[Array]) -> bool:
    """placement: as the camera alone shows it, in a world whose y is up. turnings: (3,) rad/s of sensors on legs; NaN is not still."""
    if not (placement.rotation[_UPRIGHT, 1, 1] > UPRIGHT).all():
        return False
    return all(float(np.linalg.norm(turning)) < QUIET for turning in turnings)


@dataclass(slots=True, eq=False)
class Standing:
    """One sensor on one leg's segment. read: (3,) mean of up in its axes while its wearer stood, for so many seconds."""

    segment: str
    read: Array = field(default_factory=lambda: np.zeros(3))
    stood_s: float = 0.0

    def feed(self, up: Array, dt: float) -> None:
        """up: (3,) while standing."""
        self.stood_s = min(self.stood_s + dt, REMEMBERED_S)
        self.read = self.read + dt / self.stood_s * (up - self.read)

    def expected(self, tilt_sd: float) -> tuple[Array, Array, Array]:
        """Up (3,) in the segment's axes, as read (3,), of length 1, and the information (3, 3) 1/rad2: to the front alone, for feet apart
        lean legs to the side. tilt_sd: rad, of what was read."""
        lean = _LEAN[self.segment.rpartition("_")[2]]
        information = min(self.stood_s / STOOD_S, 1.0) / (LEAN_SD**2 + tilt_sd**2)
        up = np.array([-math.sin(lean), math.cos(lean), 0.0])
        return up, self.read / np.linalg.norm(self.read), np.diag([information, 0.0, 0.0])
