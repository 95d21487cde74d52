"""A person who stands still and upright -> where up should then be in the axes of thigh and shank: the static calibration of worn sensors.

What a camera sees of a straight leg's lean to the front is off by 8 degrees for seconds; people who stand differ by less, and a goniometer
tells by how much. Refuses to know: how a sensor lies, what else was seen of it.
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
LEG_LEAN = math.radians(2.5)
"""Forwards, of the whole leg: a person who stands has the hips a little before the ankles."""
USUAL_KNEE = math.radians(5.0)
"""The people of OpenCap's squats stand so, with 3 to 9."""
LEAN_SD = math.radians(4.5)
"""Assumed. Of thigh and shank it is 6 degrees of the knee, more than people without complaints differ by: a knee that does not straighten
is for the camera to show, against which this counts once, however long somebody stands."""
TOLD_S = 10.0
"""Somebody who is asked to stand does so within this time, and what they do later is another standing."""
TOLD_LEAN_SD = math.radians(3.0) / math.sqrt(2.0)
"""Where the knee was measured: of thigh and shank it is 3 degrees of the knee, what goniometers of two people differ by. Assumed."""
_SHARE = {"thigh": -0.5, "shank": 0.5}
"""Of the knee, by which each leans more to the front than the whole leg."""
_UPRIGHT = np.array([SEGMENT[name] for name in ("right_thigh", "left_thigh", "right_shank", "left_shank", "thorax")])


def leg(segment: str) -> bool:
    """Whether standing says anything about it."""
    return segment.rpartition("_")[2] in _SHARE


def stands(placement: Placement, turnings: Iterable[Array]) -> bool:
    """placement: as the camera alone shows it, in a world whose y is up. turnings: (3,) rad/s of sensors on legs; NaN is not still."""
    if not (placement.rotation[_UPRIGHT, 1, 1] > UPRIGHT).all():
        return False
    return all(float(np.linalg.norm(turning)) < QUIET for turning in turnings)


@dataclass(slots=True, eq=False)
class Standing:
    """One sensor on one leg's segment. read: (3,) mean of up in its axes while its wearer stood, for so many seconds. knee: rad, flexion,
    as somebody measured it, or None; that standing is over at `until`, s."""

    segment: str
    read: Array = field(default_factory=lambda: np.zeros(3))
    stood_s: float = 0.0
    knee: float | None = None
    until: float = math.inf

    def tell(self, t: float, knee: float) -> None:
        """From t on the person stands with the knee bent by so much, rad; what was read before is nothing to that."""
        self.read, self.stood_s, self.knee, self.until = np.zeros(3), 0.0, knee, t + TOLD_S

    def feed(self, t: float, up: Array, dt: float) -> None:
        """up: (3,) while standing."""
        if t > self.until:
            if self.stood_s > 0.0:
                return
            self.knee, self.until = None, math.inf  # nobody stood when they were asked to
        self.stood_s = min(self.stood_s + dt, REMEMBERED_S)
        self.read = self.read + dt / self.stood_s * (up - self.read)

    def expected(self, tilt_sd: float) -> tuple[Array, Array, Array]:
        """Up (3,) in the segment's axes, as read (3,), of length 1, and the information (3, 3) 1/rad2: to the front alone, for feet apart
        lean legs to the side. tilt_sd: rad, of what was read."""
        knee, sd = (USUAL_KNEE, LEAN_SD) if self.knee is None else (self.knee, TOLD_LEAN_SD)
        lean = LEG_LEAN + _SHARE[self.segment.rpartition("_")[2]] * knee
        information = min(self.stood_s / STOOD_S, 1.0) / (sd**2 + tilt_sd**2)
        up = np.array([-math.sin(lean), math.cos(lean), 0.0])
        return up, self.read / np.linalg.norm(self.read), np.diag([information, 0.0, 0.0])
