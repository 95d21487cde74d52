"""How sure an angle is follows from how the limb lies before the camera, not from where a joint ends."""

from dataclasses import replace

import numpy as np
import pytest

from edge.estimate.body.inverse_kinematics import BodyPose, InverseKinematics
from edge.estimate.body.model import DOF
from edge.estimate.body.uncertainty import _limbs
from tests.estimate.body.made_sights import ATTACHMENT, FPS, FRONT, MODEL, SIDE, posed, seen

KNEE = DOF["left_shank.Z"]
LEG = np.array([ATTACHMENT.place(f"left_{part}") for part in ("knee", "ankle", "heel", "foot_index")])


def shown(degrees: dict[str, float], heading: float, leg_seen: float = 0.99, apart_m: float = 0.03) -> BodyPose:
    """The last pose of half a second. apart_m: by how much 3D landmarks contradict the picture, as a pose model's do."""
    solver, pose = InverseKinematics(MODEL, ATTACHMENT), None
    apart = apart_m * np.sign(np.random.default_rng(1).normal(size=(len(ATTACHMENT.landmarks), 3))) * (1.0, 1.0, 0.0)
    for k in range(15):
        sight = seen(k / FPS, posed(degrees, heading))
        visible = sight.seen.copy()
        visible[LEG] = leg_seen
        pose = solver.feed(replace(sight, seen=visible, world=sight.world + apart)) or pose
    assert pose is not None
    return pose


def bent(knee: float, hip: float) -> dict[str, float]:
    return {f"{side}_{dof}": value for side in ("left", "right") for dof, value in (("thigh.Z", hip), ("shank.Z", -knee))}


@pytest.mark.parametrize(("turned", "share"), [(0.0, 1.0), (60.0, 0.5), (90.0, 0.0)])
@pytest.mark.parametrize("bend", [0.0, 35.0, 120.0])
def test_how_far_a_limb_is_bent_and_how_much_of_it_is_seen(turned: float, share: float, bend: float) -> None:
    """Far before the camera: one bone turned from the picture towards it, the other bent away from that one, upwards."""
    along, beyond = np.radians(turned), np.radians(bend)
    bone = 0.4 * np.array([np.cos(along), 0.0, np.sin(along)])
    other = np.cos(beyond) * bone + 0.4 * np.sin(beyond) * np.array([0.0, 1.0, 0.0])
    joints = np.cumsum([[0.0, 0.0, -1000.0], bone, other], axis=0)
    bent, shown = _limbs(joints[None])
    assert np.degrees(bent[0]) == pytest.approx(bend, abs=1e-3)
    assert shown[0] == pytest.approx(share, abs=2e-3)


def test_a_straight_leg_cannot_be_far_off() -> None:
    assert shown({}, FRONT).sd[KNEE] < np.radians(9.0)
    assert shown(bent(45.0, 50.0), FRONT).sd[KNEE] > 1.2 * shown({}, FRONT).sd[KNEE]


def test_a_leg_that_points_at_the_camera_may_be_bent_otherwise() -> None:
    degrees = bent(65.0, 60.0)
    assert shown(degrees, FRONT).sd[KNEE] > 1.5 * shown(degrees, SIDE).sd[KNEE]


def test_3d_landmarks_that_agree_with_the_picture_are_taken_as_they_are() -> None:
    """Those of measured markers and depth cameras: bent towards the camera they are no worse than straight."""
    for degrees, other in ((bent(65.0, 60.0), 0.6), ({}, 1.6)):
        agreeing, contradicting = (shown(degrees, FRONT, apart_m=apart).sd[KNEE] for apart in (0.005, 0.03))
        assert agreeing / contradicting == pytest.approx(other, rel=0.3)


def test_a_hidden_knee_at_its_end_is_not_known_by_that() -> None:
    """The end of the joint says where the knee is not."""
    hidden = shown({"left_shank.Z": 20.0}, SIDE, leg_seen=0.2)
    assert np.isnan(hidden.sd[KNEE])
    assert np.isnan(hidden.angles[KNEE])
