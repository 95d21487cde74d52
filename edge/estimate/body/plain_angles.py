"""A camera's angle at three landmarks -> a belief about the joint between them.

An elbow's own three landmarks show its angle better than a whole body that has to explain the hand's depth. Refuses to know: solvers.
"""

import numpy as np

from edge.estimate.body.model import DOF, DOF_NAMES
from edge.estimate.body.sight import Belief
from edge.estimate.skeleton import ANGLE_NAMES
from edge.messages import Array, MotionState

LEAST_SD = np.radians(8.0)
"""Arms of 84 avatars, seen at their full length: median error 4.9 degrees, root mean square 10."""
_SIDES = ("left", "right")
_PLACES = np.array([ANGLE_NAMES.index(f"{side}_elbow") for side in _SIDES])
_DOFS = np.array([DOF[f"{side}_forearm.Z"] for side in _SIDES])


def elbows(state: MotionState) -> Belief:
    """Flexion; NaN where the camera cannot see the joint."""
    angles, sd = np.full((2, len(DOF_NAMES)), np.nan)
    angles[_DOFS] = _at(state.angles)
    sd[_DOFS] = np.maximum(_at(state.angles_sd), LEAST_SD)
    return Belief(angles, sd)


def _at(values: Array) -> Array:
    return np.asarray(values[_PLACES])
