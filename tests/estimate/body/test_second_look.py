"""A body that was led into a corner finds out of it."""

from dataclasses import replace

import numpy as np
import pytest

from edge.estimate.body.anthropometry import BodySize
from edge.estimate.body.attachment import attachment_of
from edge.estimate.body.inverse_kinematics import SECOND_LOOK_S, InverseKinematics
from edge.estimate.body.model import DOF, SEGMENT, BodyModel
from edge.estimate.body.points import Points
from edge.estimate.body.sight import Sight, Tilt
from edge.messages import Array

SIZE = BodySize()
MODEL, ATTACHMENT = BodyModel.of(SIZE), attachment_of(SIZE.height_m)
FPS = 30.0
SQUAT = {f"{side}_{joint}": value for side in ("left", "right") for joint, value in (("thigh__Z", 80.0), ("shank__Z", -90.0))}


def facing_the_camera(**degrees: float) -> Array:
    """A configuration 3 m away; `left_thigh__X` is left_thigh.X."""
    angles = np.zeros(47)
    angles[2], angles[DOF["pelvis.Y"]] = -3.0, np.radians(-90.0)
    for name, value in degrees.items():
        angles[DOF[name.replace("__", ".")]] = np.radians(value)
    return MODEL.configuration(angles)


def sight(t: float, q: Array) -> Sight:
    """All of it seen well, the depth flattened as pose models do."""
    at = Points(MODEL, ATTACHMENT).move(q).at.T
    world = at - at[[ATTACHMENT.place("left_hip"), ATTACHMENT.place("right_hip")]].mean(axis=0)
    return Sight(t, world * (1.0, 1.0, 0.85), at[:, :2] / -at[:, 2:], np.full(len(at), 0.99))


def test_a_knee_that_was_bent_the_wrong_way_is_found_again() -> None:
    wrong = facing_the_camera(**SQUAT | {"left_thigh__Z": -20.0, "left_shank__Z": 8.0})
    solver = InverseKinematics(MODEL, ATTACHMENT)
    solver.feed(sight(0.0, facing_the_camera()))
    solver._q = wrong
    frames = range(1, int(FPS * 2 * SECOND_LOOK_S) + 2)
    told = [solver.feed(sight(n / FPS, facing_the_camera(**SQUAT))) for n in frames][-1]
    assert told is not None
    assert np.degrees(told.angles[DOF["left_shank.Z"]]) == pytest.approx(-90.0, abs=6.0)
    assert np.degrees(told.angles[DOF["right_shank.Z"]]) == pytest.approx(-90.0, abs=6.0)


def leading(segment: str, lean_deg: float) -> Tilt:
    """A sensor that is sure of a lean to the front."""
    lean = np.radians(lean_deg)
    return Tilt(SEGMENT[segment], np.array([-np.sin(lean), np.cos(lean), 0.0]), np.full(3, np.radians(3.0)), np.full(3, np.nan), 0.4)


def test_sensors_that_lead_astray_are_not_followed() -> None:
    """Thighs that lean back as far as they lean ahead: from the front a camera sees as much of either."""
    squat = facing_the_camera(**SQUAT)
    wrong = (leading("right_thigh", 50.0), leading("right_shank", -10.0))
    solver = InverseKinematics(MODEL, ATTACHMENT)
    told = [solver.feed(replace(sight(n / FPS, squat), tilts=wrong)) for n in range(int(FPS * 2 * SECOND_LOOK_S) + 2)]
    astray = [pose for pose in told if pose is not None and pose.astray]
    assert astray, "nobody noticed"
    assert np.degrees(MODEL.angles(astray[0].q)[DOF["right_shank.Z"]]) == pytest.approx(-90.0, abs=10.0)


def test_sensors_that_are_right_are_followed() -> None:
    squat = facing_the_camera(**SQUAT)
    right = (leading("right_thigh", -80.0), leading("right_shank", 10.0))
    solver = InverseKinematics(MODEL, ATTACHMENT)
    told = [solver.feed(replace(sight(n / FPS, squat), tilts=right)) for n in range(int(FPS * 2 * SECOND_LOOK_S) + 2)]
    assert not any(pose.astray for pose in told if pose is not None)
