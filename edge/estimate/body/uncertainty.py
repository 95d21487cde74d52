"""The information behind a configuration -> how sure each of its angles is, calibrated, and which of them nobody can tell.

Refuses to know: where the information came from.
"""

from dataclasses import dataclass

import numpy as np

from edge.estimate.body.anatomy import BALL_DOFS, Joints
from edge.estimate.body.model import DOF, DOF_NAMES, SEGMENT, Placement
from edge.estimate.body.tendencies import TENDENCY
from edge.messages import Array

UNKNOWN_SD = np.radians(23.0)
"""An angle known no better is unknown."""
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
_ARMS = np.array([[SEGMENT[f"{side}_{part}"] for part in ("upper_arm", "forearm", "hand")] for side in ("left", "right")])
_ELBOWS = np.array([DOF[f"{side}_forearm.Z"] for side in ("left", "right")])
_SHOWN, _ELBOW_FACTORS = (0.5, 0.85, 0.97), (4.5, 2.5, 1.3)
"""By the share of an arm's length that the picture shows: an arm that points at the camera may as well be folded. Measured on 84
rendered people, 81,306 elbows."""


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """sd: (47,) NaN where unknown. covariance: (47, 47) of a small change, in Pinocchio's tangent."""

    sd: Array
    covariance: Array


def known_of(information: Array, joints: Joints, placement: Placement) -> Known | None:
    """information: (47, 47). placement: the body in the camera's world. None where it says nothing at all."""
    factors = _FACTORS.copy()
    factors[_ELBOWS] = np.interp(_shown(placement.origin[_ARMS]), _SHOWN, _ELBOW_FACTORS)
    try:
        covariance = np.asarray(np.linalg.inv(information), float) * (factors[:, None] * factors)
    except np.linalg.LinAlgError:
        return None
    variances = _variances(covariance, joints)
    if not (np.isfinite(variances).all() and (variances > 0.0).all()):
        return None
    sd = np.sqrt(variances)
    sd[3:][sd[3:] > np.minimum(UNKNOWN_SD, TOLD_SHARE * factors[3:] * TENDENCY.sd[3:])] = np.nan
    return Known(sd, covariance)


def _shown(joints: Array) -> Array:
    """(arms, 3, 3) m shoulder, elbow, wrist in the camera's world -> (arms,) the lesser share of both bones' length seen sideways."""
    bones, middles = np.diff(joints, axis=1), 0.5 * (joints[:, 1:] + joints[:, :-1])
    along = (bones * middles).sum(axis=2) ** 2 / np.maximum((bones**2).sum(axis=2) * (middles**2).sum(axis=2), 1e-12)
    return np.asarray(np.sqrt(np.maximum(1.0 - along, 0.0)).min(axis=1))


def _variances(covariance: Array, joints: Joints) -> Array:
    """(47,) of the angles."""
    variances = covariance.diagonal().copy()
    blocks = covariance[BALL_DOFS[:, :, None], BALL_DOFS[:, None, :]]
    variances[BALL_DOFS] = ((joints.turns @ blocks) * joints.turns).sum(axis=2)
    return variances
