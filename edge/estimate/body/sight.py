"""What one moment shows of a body: the evidence that inverse kinematics weighs.

Refuses to know: bodies' sizes, solvers, where evidence came from.
"""

from dataclasses import dataclass, field

import numpy as np

from edge.messages import Array


@dataclass(frozen=True, slots=True, eq=False)
class Tilt:
    """A worn sensor's word on one segment. up: (3,) the upward vertical in the segment's axes, sd: (3,) along each, rad; turning:
    (3,) its angular velocity in its own axes, rad/s, NaN where unknown, turning_sd rad/s."""

    segment: int
    up: Array
    sd: Array
    turning: Array
    turning_sd: float


@dataclass(frozen=True, slots=True, eq=False)
class Belief:
    """What somebody who knows movement expects, such as a learned prior. angles, sd: (47,) rad, m; NaN: no opinion."""

    angles: Array
    sd: Array


@dataclass(frozen=True, slots=True, eq=False)
class Sight:
    """t: s. world: (27, 3) landmarks in world axes, m, from the middle of the hips. rays: (27, 2) right and up of the optical axis per
    distance (Lens.metres). seen: (27,) 0..1, how well. NaN where there is none: a camera without depth gives world x and y only.
    fresh: it does not continue the sight before it.
    """

    t: float
    world: Array
    rays: Array
    seen: Array
    fresh: bool = False
    tilts: tuple[Tilt, ...] = ()
    beliefs: tuple[Belief, ...] = field(default_factory=tuple)

    @property
    def usable(self) -> bool:
        """Whether there is anything to go by."""
        return bool(np.isfinite(self.t) and (self.seen > 0.0).any())
