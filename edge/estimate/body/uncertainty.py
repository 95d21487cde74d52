"""The information behind a configuration -> how sure each of its angles is, calibrated, and which of them nobody can tell.

Refuses to know: where the information came from.
"""

from dataclasses import dataclass

import numpy as np

from edge.estimate.body.anatomy import BALL_DOFS, Joints
from edge.estimate.body.model import DOF, DOF_NAMES, SEGMENT, Placement
from edge.estimate.body.tendencies import TENDENCY
from edge.messages import Array, Indices

UNKNOWN_SD = np.radians(23.0)
"""An angle of which the information says no more is unknown."""
HOPELESS_SD = np.radians(30.0)
"""So is one whose standard deviation, all told, is wider."""
_TINY = 1e-12
TOLD_SHARE = 0.92
"""An angle whose standard deviation is not smaller than this share of what is usual anyway was told by nobody."""


def _factors() -> Array:
    """(47,): how much further off an angle is than the information says: landmarks' errors last for seconds, neighbours share them, and
    the 3D ones are flattened. Knees, hips and elbows: as measured on 80 rendered people; all others as their neighbours."""
    found = np.full(len(DOF_NAMES), 1.15)
    for i, name in enumerate(DOF_NAMES):
        part = name.rpartition(".")[0].partition("_")[2]
        found[i] = _MEASURED.get(part, found[i])
    return found


_MEASURED = {"shank": 1.6, "thigh": 1.25, "upper_arm": 2.0, "forearm": 3.0, "hand": 3.0, "foot": 1.8}
_FACTORS = _factors()
_LIMB_PARTS = (("upper_arm", "forearm", "hand"), ("thigh", "shank", "foot"), ("upper_arm", "thigh", "shank"))
_LIMBS = np.array([[SEGMENT[f"{side}_{part}"] for part in parts] for parts in _LIMB_PARTS for side in ("left", "right")])
"""Segments that begin at the three joints of elbows, knees and hips."""
_ARMS, _LEGS = slice(0, 2), slice(2, 6)
_ELBOWS = np.array([DOF[f"{side}_forearm.Z"] for side in ("left", "right")])
_SHOWN, _ELBOW_FACTORS = (0.5, 0.85, 0.97), (4.5, 2.5, 1.3)
"""By the share of an arm's length that the picture shows: an arm that points at the camera may as well be folded. Measured on 84
rendered people, 81,306 elbows."""

_LEG_DOFS = [[DOF[f"{side}_shank.Z"]] for side in ("left", "right")] + [
    [DOF[f"{side}_thigh.{axis}"] for axis in "ZXY"] for side in ("left", "right")
]
_ALL_LEGS = np.array([dof for dofs in _LEG_DOFS for dof in dofs])
_LEG_OF = np.array([leg for leg, dofs in enumerate(_LEG_DOFS) for _ in dofs])
_EACH_LEG, _NEXT = np.arange(len(_LEG_DOFS)), np.arange(2)[:, None]
_BENT, _LEG_SHOWN = np.radians([10.0, 20.0, 32.0, 45.0, 67.0, 92.0]), np.array([0.5, 0.8, 0.9, 0.96, 0.99])
_KNEE = np.array(
    [[0.48, 0.58, 0.38, 0.40, 0.38], [0.74, 0.72, 0.47, 0.52, 0.48], [1.10, 1.15, 0.95, 0.74, 0.76],
     [1.10, 1.15, 1.20, 1.08, 0.98], [0.95, 1.15, 0.78, 0.82, 0.52], [0.90, 0.78, 0.72, 0.68, 0.52]]
)  # fmt: skip
_HIP = np.array(
    [[0.62, 0.38, 0.42, 0.45, 0.38], [0.75, 0.52, 0.46, 0.40, 0.39], [0.88, 0.68, 0.72, 0.92, 0.78],
     [1.15, 1.22, 1.06, 0.72, 0.63], [1.22, 0.92, 0.80, 0.58, 1.10], [1.10, 0.88, 0.54, 0.56, 0.52]]
)  # fmt: skip
_FURTHER_OFF = np.array([_KNEE, _KNEE, _HIP, _HIP])
"""By how far a knee or a hip is bent (rows) and the share of its bones' length that the picture shows (columns): a straight leg cannot be
far off, a bent one that points at the camera can. So that 95 of 100 intervals hold in every such class; measured on 80
rendered people, their landmarks' errors corrected."""
_APART_M = (0.013, 0.020)
_LEAST_ASIDE = 0.05
AGREED = 0.65
"""A pose model's 3D landmarks contradict its own picture by 2 to 4 cm (rendered people), which is what _FURTHER_OFF is about. Where the two
agree as well as the first of these, errors are those of the landmarks alone, however the limb is bent: by this factor. From squats before
a made camera, other noise than what is reported."""


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """sd: (47,) NaN where unknown. covariance: (47, 47) of a small change, in Pinocchio's tangent."""

    sd: Array
    covariance: Array


def known_of(information: Array, joints: Joints, placement: Placement, apart: float = np.inf) -> Known | None:
    """information: (47, 47). placement: the body in the camera's world. apart: as in Evidence. None where it says nothing at all."""
    bent, shown = _limbs(placement.origin[_LIMBS])
    factors = _FACTORS.copy()
    factors[_ELBOWS] = np.interp(shown[_ARMS], _SHOWN, _ELBOW_FACTORS)
    further = _further_off(bent[_LEGS], shown[_LEGS])
    if np.isinf(apart):
        further[3:] /= _aside(placement)
    try:
        covariance = np.asarray(np.linalg.inv(information), float) * (factors[:, None] * factors)
    except np.linalg.LinAlgError:
        return None
    variances = _variances(covariance, joints)
    if not (np.isfinite(variances).all() and (variances > 0.0).all()):
        return None
    sd = np.sqrt(variances)
    untold = sd > np.minimum(UNKNOWN_SD, TOLD_SHARE * factors * TENDENCY.sd)
    untold |= sd * further > HOPELESS_SD
    further[_ALL_LEGS] += float(np.interp(apart, _APART_M, (1.0, 0.0))) * (AGREED - further[_ALL_LEGS])
    sd *= further
    sd[3:][untold[3:]] = np.nan
    return Known(sd, covariance * (further[:, None] * further))


def _further_off(bent: Array, shown: Array) -> Array:
    """(4,) rad and (4,) of the legs, as in _limbs -> (47,) by how much more than by the information alone an angle is off."""
    row, above = _between(bent, _BENT)
    column, right = _between(shown, _LEG_SHOWN)
    corners = _FURTHER_OFF[_EACH_LEG, row + _NEXT[:, None], column + _NEXT]
    low, high = (1.0 - right) * corners[:, 0] + right * corners[:, 1]
    further = np.ones(len(DOF_NAMES))
    further[_ALL_LEGS] = ((1.0 - above) * low + above * high)[_LEG_OF]
    return further


def _aside(placement: Placement) -> float:
    """1 from the side, 0 from before or behind: without depth, so much is seen of what moves forwards and back."""
    return max(abs(float(placement.rotation[SEGMENT["pelvis"]][2, 2])), _LEAST_ASIDE)


def _between(values: Array, knots: Array) -> tuple[Indices, Array]:
    """The knot before each value, and the share of the way to the next one; no further than the ends."""
    place = np.minimum(np.maximum(np.searchsorted(knots, values) - 1, 0), len(knots) - 2)
    return place, np.minimum(np.maximum((values - knots[place]) / (knots[place + 1] - knots[place]), 0.0), 1.0)


def _limbs(joints: Array) -> tuple[Array, Array]:
    """(k, 3, 3) m three joints each in the camera's world -> (k,) rad how far the middle one is bent, and (k,) the lesser share of both
    bones' length that is seen sideways."""
    bones, middles = joints[:, 1:] - joints[:, :-1], 0.5 * (joints[:, 1:] + joints[:, :-1])
    squares = (bones**2).sum(axis=2)
    along = (bones * middles).sum(axis=2) ** 2 / np.maximum(squares * (middles**2).sum(axis=2), _TINY)
    cosine = (bones[:, 0] * bones[:, 1]).sum(axis=1) / np.maximum(np.sqrt(squares[:, 0] * squares[:, 1]), _TINY)
    bent = np.arccos(np.minimum(np.maximum(cosine, -1.0), 1.0))
    return bent, np.sqrt(np.maximum(1.0 - along, 0.0)).min(axis=1)


def _variances(covariance: Array, joints: Joints) -> Array:
    """(47,) of the angles."""
    variances = covariance.diagonal().copy()
    blocks = covariance[BALL_DOFS[:, :, None], BALL_DOFS[:, None, :]]
    variances[BALL_DOFS] = ((joints.turns @ blocks) * joints.turns).sum(axis=2)
    return variances
