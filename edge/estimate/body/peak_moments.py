"""The moments of all joints through a repetition -> the largest that each sustained about each of its axes, and what of it to doubt.

The moment is the body's own: of muscles, tendons and ligaments together; a knee's extension moment keeps it from giving way.
Refuses to know: repetitions, people's mass, sentences.
"""

from dataclasses import dataclass

import numpy as np

from edge.estimate.body.doubt import AIRBORNE, DOUBLE_STANCE, DOUBTS, STRAIGHT_LIMB, UNSUPPORTED
from edge.estimate.body.model import DOF
from edge.estimate.body.sustained import medians, width_of
from edge.messages import Array

KNOWN = 0.5
"""A moment that is unknown for more of the time than this has no peak."""
MISSED = 0.1
"""One that is unknown for more of the time than this has a peak, but not one to trust: the highest may be what was missed."""
NOT_SEEN = "not_seen"
"""Why nothing is known, where no doubt says it."""


@dataclass(frozen=True, slots=True)
class MomentAxis:
    """joint: as in load.JOINTS. dof: of DOF_NAMES; sign x its moment turns the joint the first of the two directions."""

    joint: str
    dof: str
    sign: float
    directions: tuple[str, str]


_MIDDLE = (
    MomentAxis("neck", "head.Z", -1.0, ("flexion", "extension")),
    MomentAxis("neck", "head.X", 1.0, ("right side bend", "left side bend")),
    MomentAxis("lumbar", "abdomen.Z", -1.0, ("flexion", "extension")),
    MomentAxis("lumbar", "abdomen.X", 1.0, ("right side bend", "left side bend")),
    MomentAxis("lumbar", "abdomen.Y", 1.0, ("left turn", "right turn")),
)
_OF_LIMBS: tuple[tuple[str, str, float, float, tuple[str, str]], ...] = (
    ("shoulder", "upper_arm.Z", 1.0, 1.0, ("flexion", "extension")),
    ("shoulder", "upper_arm.X", -1.0, 1.0, ("abduction", "adduction")),
    ("shoulder", "upper_arm.Y", 1.0, -1.0, ("internal rotation", "external rotation")),
    ("elbow", "forearm.Z", 1.0, 1.0, ("flexion", "extension")),
    ("wrist", "hand.X", 1.0, -1.0, ("flexion", "extension")),
    ("hip", "thigh.Z", 1.0, 1.0, ("flexion", "extension")),
    ("hip", "thigh.X", -1.0, 1.0, ("abduction", "adduction")),
    ("hip", "thigh.Y", 1.0, -1.0, ("internal rotation", "external rotation")),
    ("knee", "shank.Z", -1.0, -1.0, ("flexion", "extension")),
    ("ankle", "foot.Z", 1.0, 1.0, ("dorsiflexion", "plantarflexion")),
)
"""Kind, degree of freedom, sign on the right and on the left, directions: as clinical_table.py has the angles."""

MOMENT_AXES: tuple[MomentAxis, ...] = (
    *_MIDDLE,
    *(
        MomentAxis(f"{side}_{kind}", f"{side}_{dof}", left if side == "left" else right, directions)
        for kind, dof, right, left, directions in _OF_LIMBS
        for side in ("left", "right")
    ),
)
_DOFS = np.array([DOF[axis.dof] for axis in MOMENT_AXES])
_SIGNS = np.array([axis.sign for axis in MOMENT_AXES])
_ANKLE = np.array([axis.joint.endswith("ankle") for axis in MOMENT_AXES])
_AXIAL = np.array([axis.dof.endswith(("upper_arm.Y", "thigh.Y")) for axis in MOMENT_AXES])
_ALL = np.ones(len(MOMENT_AXES), bool)
_WHOSE = {AIRBORNE: _ALL, UNSUPPORTED: _ALL, DOUBLE_STANCE: _ANKLE, STRAIGHT_LIMB: _AXIAL}
"""What a doubt makes unknown."""


@dataclass(frozen=True, slots=True)
class PeakMoment:
    """Of one axis of one joint. nm: Nm, never below 0, NaN where unknown; sd: its standard deviation. direction: which way; empty where
    unknown. trusted: whether it is the repetition's peak; doubts: of doubt.py and NOT_SEEN, why it is not."""

    joint: str
    axis: str
    direction: str
    nm: float
    sd: float
    trusted: bool
    doubts: tuple[str, ...] = ()


def peaks_of(t: Array, moments: Array, sds: Array, doubts: Array) -> tuple[PeakMoment, ...]:
    """Of a stretch of time, in the order of MOMENT_AXES. t: (n,) s, n may be 0; moments, sds: (n, 47) Nm, NaN where unknown; doubts:
    (n, DOUBTS) whether each held."""
    along, spread = _SIGNS * moments[:, _DOFS], sds[:, _DOFS]
    missed = 1.0 - np.isfinite(along).sum(axis=0) / max(len(t), 1)
    middles, middle_sds = (medians(part, width_of(t)) for part in (along, spread))
    held = dict(zip(DOUBTS, doubts.sum(axis=0) / max(len(t), 1), strict=True))
    return tuple(_peak(i, middles[:, i], middle_sds[:, i], float(missed[i]), held) for i in range(len(MOMENT_AXES)))


def _peak(place: int, middles: Array, sds: Array, missed: float, held: dict[str, float]) -> PeakMoment:
    axis, why = MOMENT_AXES[place], _why(place, missed, held)
    name = "/".join(axis.directions)
    if missed > KNOWN or not np.isfinite(middles).any():
        return PeakMoment(axis.joint, name, "", np.nan, np.nan, False, why)
    at = int(np.nanargmax(np.abs(middles)))
    value = float(middles[at])
    return PeakMoment(axis.joint, name, axis.directions[value < 0.0], abs(value), float(sds[at]), missed <= MISSED, why)


def _why(place: int, missed: float, held: dict[str, float]) -> tuple[str, ...]:
    """The doubts that explain what was missed."""
    if missed <= MISSED:
        return ()
    return tuple(doubt for doubt, whose in _WHOSE.items() if whose[place] and held[doubt] > MISSED) or (NOT_SEEN,)
