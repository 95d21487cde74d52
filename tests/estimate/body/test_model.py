"""The body: degrees of freedom, conversions, placement."""

import numpy as np
import pinocchio
import pytest
from scipy.spatial.transform import Rotation

from edge.estimate.body.anthropometry import BodySize, lengths_of
from edge.estimate.body.model import DOF, DOF_NAMES, SEGMENT, SEGMENT_NAMES, BodyModel, dofs_of

MODEL = BodyModel.of(BodySize("M", 1.75, 75.0, 30.0, known=True))
RANDOM = np.random.default_rng(41)


def test_eighteen_segments_and_forty_seven_degrees_of_freedom() -> None:
    assert len(SEGMENT_NAMES) == 18
    assert len(DOF_NAMES) == len(DOF) == MODEL.pin.nv == 47
    assert DOF_NAMES[:6] == ("pelvis.x", "pelvis.y", "pelvis.z", "pelvis.Z", "pelvis.X", "pelvis.Y")


def test_dofs_are_in_the_order_of_pinocchios_velocity() -> None:
    for name in SEGMENT_NAMES:
        joint = MODEL.pin.joints[MODEL.joint_ids[name]]
        assert dofs_of(name).tolist() == list(range(joint.idx_v, joint.idx_v + joint.nv))


def test_angles_come_back_from_configurations() -> None:
    angles = RANDOM.uniform(-1.5, 1.5, (50, 47))
    np.testing.assert_allclose(MODEL.angles(MODEL.configuration(angles)), angles, atol=1e-12)


def test_balls_turn_about_z_then_x_then_y() -> None:
    angles = RANDOM.normal(0.0, 1.0, 47)
    pose = MODEL.place(MODEL.configuration(angles))
    thigh = pose.rotation[SEGMENT["pelvis"]].T @ pose.rotation[SEGMENT["left_thigh"]]
    np.testing.assert_allclose(thigh, Rotation.from_euler("ZXY", angles[dofs_of("left_thigh")]).as_matrix(), atol=1e-12)


def test_velocity_is_the_derivative_of_the_configuration() -> None:
    angles, rates, step = RANDOM.normal(0.0, 0.5, 47), RANDOM.normal(0.0, 1.0, 47), 1e-6
    before, after = (MODEL.configuration(angles + sign * step * rates) for sign in (-1.0, 1.0))
    np.testing.assert_allclose(MODEL.velocity(angles, rates), pinocchio.difference(MODEL.pin, before, after) / (2.0 * step), atol=1e-8)


@pytest.mark.parametrize(
    ("dof", "segment", "forward", "up"),
    [("right_thigh.Z", "right_shank", 1, 1), ("right_shank.Z", "right_foot", -1, 1), ("left_upper_arm.Z", "left_hand", 1, 1)],
)
def test_senses_of_flexion(dof: str, segment: str, forward: int, up: int) -> None:
    """Positive flexes hip and shoulder forwards, negative the knee backwards."""
    still = MODEL.place(MODEL.configuration(np.zeros(47))).origin[SEGMENT[segment]]
    angles = np.zeros(47)
    angles[DOF[dof]] = forward * 0.5
    moved = MODEL.place(MODEL.configuration(angles)).origin[SEGMENT[segment]] - still
    assert np.sign(moved[0]) == forward
    assert moved[1] * up > 0.0


def test_supports_are_the_chain_of_a_segment() -> None:
    chain = ("pelvis", "right_thigh", "right_shank", "right_foot")
    assert np.flatnonzero(MODEL.supports()[SEGMENT["right_foot"]]).tolist() == [i for name in chain for i in dofs_of(name)]


def test_upright_the_body_stands_as_high_as_its_segments() -> None:
    lengths = lengths_of(BodySize("M", 1.75, 75.0))
    pose = MODEL.place(MODEL.configuration(np.zeros(47)))
    height = pose.origin[SEGMENT["head"], 1] - pose.origin[SEGMENT["right_foot"], 1] + lengths.head + lengths.foot_height
    assert height == pytest.approx(1.75, abs=0.04)
