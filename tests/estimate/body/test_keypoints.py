"""COCO's keypoints in place of 33 landmarks."""

import numpy as np
import pytest

from edge.errors import InputError
from edge.estimate.body.inverse_kinematics import BodyPose, InverseKinematics
from edge.estimate.body.keypoints import COCO, sight_of_coco
from edge.estimate.body.lens import MIRROR, lens_of
from edge.estimate.body.model import DOF
from edge.estimate.body.points import Points
from edge.messages import Array
from tests.estimate.body.made_sights import ATTACHMENT, FPS, FRONT, MODEL, SIDE, SQUAT, posed

LENS = lens_of(960, 960)


def coco(q: Array) -> tuple[Array, Array]:
    """(17, 2) px and (17, 3) m, camera axes."""
    at = Points(MODEL, ATTACHMENT).move(q).at.T[[ATTACHMENT.place(name) for name in COCO]]
    px = at[:, :2] / -at[:, 2:] * LENS.focal * (1.0, -1.0) + (LENS.middle_x, LENS.middle_y)
    return px, at * MIRROR


def watched(depth: bool, heading: float = SIDE) -> BodyPose:
    one, (px, world) = InverseKinematics(MODEL, ATTACHMENT), coco(posed(SQUAT, heading))
    for k in range(30):
        pose = one.feed(sight_of_coco(k / FPS, px, np.full(17, 0.95), LENS, ATTACHMENT, world if depth else None))
    assert pose is not None
    return pose


@pytest.mark.parametrize("depth", [True, False])
def test_a_squat_from_the_side(depth: bool) -> None:
    assert np.degrees(watched(depth).angles[DOF["right_shank.Z"]]) == pytest.approx(-85.0, abs=10.0)


def test_feet_and_hands_are_unknown() -> None:
    assert np.isnan(watched(True).angles[[DOF["right_foot.Z"], DOF["left_hand.Z"]]]).all()


def test_the_bars_are_wider_without_depth() -> None:
    assert watched(False).sd[DOF["pelvis.Y"]] > watched(True).sd[DOF["pelvis.Y"]]


def test_from_before_a_picture_without_depth_does_not_tell_how_far_a_knee_is_bent() -> None:
    knee = DOF["right_shank.Z"]
    assert np.isnan(watched(False, FRONT).angles[knee])
    assert np.degrees(watched(True, FRONT).angles[knee]) == pytest.approx(-85.0, abs=15.0)


def test_another_shape_is_refused() -> None:
    with pytest.raises(InputError):
        sight_of_coco(0.0, np.zeros((33, 2)), np.zeros(33), LENS, ATTACHMENT)
