"""A configuration -> its angles, how they move with it, and the pull of joint limits and of what is usual.

Refuses to know: cameras, sensors, time.
"""

from dataclasses import dataclass

import numpy as np

from edge.estimate.body.model import DOF, BodyModel
from edge.estimate.body.tendencies import Tendency
from edge.estimate.body.turns import angles_about, rates_per_turning, sums_of
from edge.messages import Array

LIMIT_SD = 0.04
"""How softly a joint ends, rad."""
LEAST_COSINE = 0.2
"""ZXY angles turn infinitely fast at 90 degrees about X; the pull on them does not."""
BALLS = ("abdomen", "thorax", "head", "right_upper_arm", "left_upper_arm", "right_thigh", "right_foot", "left_thigh", "left_foot")
_SHOULDERS = slice(3, 5)
BALL_DOFS = np.array([[DOF[f"{name}.{axis}"] for axis in "ZXY"] for name in BALLS])
_TWIST = 2
_TWISTS = BALL_DOFS[_SHOULDERS, _TWIST]


@dataclass(frozen=True, slots=True, eq=False)
class Joints:
    """angles: (47,) the pelvis's place and turn 0; shoulders: twist about the arm in place of Y.

    turns: (9, 3, 3) of the balls: change of Z, X, Y per small turn in the segment's axes. sense: (2,) 0..1 how much sense the shoulders'
    twists make: an arm straight up has none.
    """

    angles: Array
    turns: Array
    sense: Array


@dataclass(frozen=True, slots=True, eq=False)
class Pull:
    """Weighted least squares of angles: the information (47, 47) on a small change, and the way (47,) it wants to go.

    ends: (47,) how much of its diagonal is the end of a hinge, which says where an angle is not, but not where it is.
    """

    information: Array
    way: Array
    ends: Array


class Anatomy:
    """Of one body."""

    def __init__(self, model: BodyModel, tendency: Tendency) -> None:
        pin, ids = model.pin, model.joint_ids
        self._tendency = tendency
        self._weight = 1.0 / tendency.sd**2
        for name in ("right_upper_arm", "left_upper_arm"):
            self._weight[[DOF[f"{name}.Z"], DOF[f"{name}.X"]]] = 0.0
        self._quaternions = np.array([[pin.joints[ids[name]].idx_q + k for name in BALLS] for k in range(4)])
        plain = [(DOF[f"{one.name}.{axis}"], pin.joints[ids[one.name]].idx_q + k)
                 for one in model.segments if one.axes != "ZXY" for k, axis in enumerate(one.axes)]  # fmt: skip
        self._plain, self._plain_q = np.array(plain).T
        self._hinges = np.zeros(len(self._weight))
        self._hinges[[DOF[f"{side}_{part}.Z"] for side in ("left", "right") for part in ("shank", "forearm")]] = 1.0

    def joints(self, q: Array) -> Joints:
        """Of a configuration (57,)."""
        parts = q[self._quaternions]
        sums = sums_of(parts)
        about_z, about_x, about_y = angles_about(sums)
        angles = np.zeros(len(self._weight))
        angles[self._plain] = q[self._plain_q]
        angles[BALL_DOFS.T] = about_z, about_x, about_y
        turns = rates_per_turning(about_x, about_y, LEAST_COSINE)
        twisting = sums[5:, _SHOULDERS]
        angles[_TWISTS] = _twist(*parts[1::2, _SHOULDERS])
        turns[_SHOULDERS, _TWIST] = (twisting / np.maximum(twisting[1], LEAST_COSINE**2)).T
        return Joints(angles, turns, twisting[1])

    def pull(self, joints: Joints, usual: Array, weight: Array) -> Pull:
        """Towards `usual` (47,) by `weight` (47,) rad^-2, and off the joints' ends."""
        angles, tendency = joints.angles, self._tendency
        over = np.maximum(angles - tendency.most, 0.0) + np.minimum(angles - tendency.least, 0.0)
        ends = (over != 0.0) / LIMIT_SD**2
        weight = weight.copy()
        weight[_TWISTS] *= joints.sense
        total, way = weight + ends, weight * (usual - angles) - ends * over
        information = np.diag(total)
        turned = joints.turns.transpose(0, 2, 1)
        information[BALL_DOFS[:, :, None], BALL_DOFS[:, None, :]] = (turned * total[BALL_DOFS][:, None, :]) @ joints.turns
        way[BALL_DOFS] = (turned @ way[BALL_DOFS][..., None])[..., 0]
        return Pull(information, way, ends * self._hinges)

    @property
    def usual(self) -> tuple[Array, Array]:
        """Usual angles and their weights, both (47,)."""
        return self._tendency.usual, self._weight


def _twist(y: Array, w: Array) -> Array:
    """About y, when the rest of the turn is the shortest one; -pi..pi."""
    turn: Array = 2.0 * np.arctan2(y, w)
    return (turn + np.pi) % (2.0 * np.pi) - np.pi
