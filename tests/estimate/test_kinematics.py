"""Angles and signals of constructed bodies, whose angles are known."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.estimate.kinematics import joint_angles, leg_lengths, lines_of, signals_of
from edge.estimate.skeleton import INDEX, JOINTS, MIRROR, SIGNAL_NAMES, S
from edge.messages import Array
from tests.estimate.made_body import FRONT, SIDE, body_of, made_world

JOINT_PLACE = {name: i for i, (name, *_) in enumerate(JOINTS)}
SEEN = np.full(33, 0.95)
LEG_M = 0.84


def measured(body: Array, visibility: Array = SEEN, nearness: float = 0.0) -> tuple[dict[str, float], dict[str, float], Array]:
    """Values and confidences by name, and the joints' disagreement."""
    (values,), (confidence,), (apart,) = measured_run(body[np.newaxis], visibility[np.newaxis], np.array([nearness]))
    return dict(zip(SIGNAL_NAMES, values, strict=True)), dict(zip(SIGNAL_NAMES, confidence, strict=True)), apart


def measured_run(bodies: Array, visibility: Array, nearness: Array) -> tuple[Array, Array, Array]:
    lines = lines_of(bodies)
    angles, apart = joint_angles(lines)
    return *signals_of(lines, angles, visibility, np.full(len(bodies), LEG_M), nearness), apart


def of(view: float = FRONT, **angles: Any) -> dict[str, float]:
    return measured(body_of(made_world(view, **angles)))[0]


def hide(*names: str, rest: float = 0.95) -> Array:
    visibility = np.full(33, rest)
    visibility[[INDEX[name] for name in names]] = 0.05
    return visibility


@pytest.mark.parametrize("view", [SIDE, -SIDE])
@pytest.mark.parametrize("knee", [5, 45, 90, 130])
def test_from_the_side_every_joint_is_exact(view: float, knee: float) -> None:
    wanted = {"knee": knee, "hip": 70.0, "elbow": 100.0, "shoulder": 40.0, "wrist": 20.0, "ankle": 10.0}
    values = of(view, lean=math.radians(25), **{name: math.radians(degrees) for name, degrees in wanted.items()})
    for name, degrees in wanted.items():
        for joint in (f"left_{name}", f"right_{name}", f"{name}s"):
            assert math.degrees(values[joint]) == pytest.approx(degrees, abs=1e-6), joint
    assert math.degrees(values["trunk"]) == pytest.approx(25.0, abs=1e-6)


@pytest.mark.parametrize("degrees", [10, 50, 90, 120])
def test_from_the_front_an_arm_raised_sideways_is_exact(degrees: float) -> None:
    values = of(FRONT, abduction=math.radians(degrees))
    assert math.degrees(values["left_shoulder"]) == pytest.approx(degrees, abs=0.01)


def test_end_on_the_3d_guess_is_believed() -> None:
    """Thighs towards the camera: the picture shows them as points, and a knee straight."""
    values = of(FRONT, knee=math.pi / 2, hip=math.pi / 2)
    assert math.degrees(values["left_knee"]) == pytest.approx(90.0, abs=0.1)
    assert math.degrees(values["left_hip"]) == pytest.approx(90.0, abs=0.1)


def test_from_the_side_the_picture_is_believed() -> None:
    body = body_of(made_world(SIDE, knee=1.0, hip=0.8))
    wrong = body_of(made_world(SIDE, knee=1.3, hip=0.9))
    body[2:] = wrong[2:]
    values, _, apart = measured(body)
    assert values["left_knee"] == pytest.approx(1.0, abs=1e-6)
    assert apart[JOINT_PLACE["left_knee"]] == pytest.approx(0.3, abs=1e-3)


def test_in_between_the_two_are_mixed_by_how_much_lies_in_the_picture() -> None:
    body = body_of(made_world(math.radians(50), knee=1.2, hip=0.9))
    in_picture = body.copy()
    in_picture[4] = 0.0
    flat, mixed = measured(in_picture)[0]["left_knee"], measured(body)[0]["left_knee"]
    thigh, shank = (1.0 - (math.cos(math.radians(50)) * math.sin(angle)) ** 2 for angle in (0.9, 0.9 - 1.2))
    share = (thigh * shank) ** 2
    assert 0.05 < share < 0.95
    assert mixed == pytest.approx(share * flat + (1.0 - share) * 1.2, abs=1e-3)


def test_a_joint_is_seen_as_well_as_its_worst_point() -> None:
    confidence = measured(body_of(made_world()), hide("left_ankle"))[1]
    assert confidence["left_knee"] == 0.05
    assert confidence["right_knee"] == 0.95
    assert confidence["left_hip"] == 0.95


def test_a_shoulder_is_told_without_its_hip() -> None:
    confidence = measured(body_of(made_world()), hide("left_hip", "right_hip"))[1]
    assert confidence["left_shoulder"] == 0.6
    assert confidence["left_hip"] == 0.05


def test_of_two_sides_the_better_seen_one_weighs_more() -> None:
    body = body_of(made_world(SIDE, knee=0.4, left={"knee": 1.4}))
    values, confidence, _ = measured(body)
    assert values["knees"] == pytest.approx(0.9, abs=1e-6)
    assert values["knee_difference"] == pytest.approx(1.0, abs=1e-6)
    assert values["knee_gap"] == pytest.approx(1.0, abs=1e-6)
    values, confidence, _ = measured(body, hide("left_ankle"))
    assert values["knees"] == pytest.approx(0.4, abs=1e-3)
    assert (confidence["knees"], confidence["knee_difference"]) == (0.95, 0.05)


@pytest.mark.parametrize(("view", "facing"), [(FRONT, 1.0), (SIDE, 0.0), (math.pi, -1.0)])
def test_facing(view: float, facing: float) -> None:
    values = of(view)
    assert values["facing"] == pytest.approx(facing, abs=1e-3)
    assert values["frontal"] == pytest.approx(abs(facing), abs=1e-3)


def test_lying_on_the_front_and_on_the_back() -> None:
    assert of(SIDE, lean=math.pi / 2)["prone"] == pytest.approx(1.0, abs=1e-3)
    assert of(SIDE, lean=-math.pi / 2)["prone"] == pytest.approx(-1.0, abs=1e-3)


def test_hands_against_the_shoulders() -> None:
    hanging, level = of(SIDE), of(SIDE, shoulder=math.pi / 2)
    assert hanging["hands"] == pytest.approx(-0.56, abs=1e-6)
    assert level["hands"] == pytest.approx(0.0, abs=1e-6)
    assert level["reach"] == pytest.approx(0.56, abs=1e-3)
    assert of(FRONT, abduction=math.pi / 2)["left_out"] == pytest.approx(0.56, abs=1e-3)


def test_rotation_of_a_bent_arm_outwards_is_positive_on_both_sides() -> None:
    for turn in (-0.6, 0.0, 0.9):
        world = made_world(FRONT, elbow=math.pi / 2)
        for side, sign in (("left", 1.0), ("right", -1.0)):
            elbow = world[INDEX[f"{side}_elbow"]]
            world[INDEX[f"{side}_wrist"]] = elbow + 0.26 * np.array([sign * math.sin(turn), 0.0, -math.cos(turn)])
        values = measured(body_of(world))[0]
        assert values["left_rotation"] == pytest.approx(turn, abs=1e-3)
        assert values["right_rotation"] == pytest.approx(turn, abs=1e-3)


def test_a_squat_is_a_crouch_from_either_side() -> None:
    down = {"knee": 1.9, "hip": 1.7, "lean": 0.4}
    for view in (FRONT, SIDE):
        assert of(view)["crouch"] == pytest.approx(0.0, abs=0.02)
        assert of(view, **down)["crouch"] > 0.8


def test_standing_measures_of_the_figure() -> None:
    values = of(FRONT)
    assert values["pelvis_height"] == pytest.approx(0.84)
    assert values["left_knee_height"] == pytest.approx(-0.42)
    assert values["feet_spread"] == pytest.approx(0.3)
    assert values["stride_side"] == pytest.approx(0.3, abs=1e-4)
    assert values["stride_forward"] == pytest.approx(0.0, abs=1e-6)
    assert values["knee_ratio"] == pytest.approx(0.3 / 0.32)
    assert values["hip_line"] == pytest.approx(0.0, abs=1e-9)
    assert leg_lengths(lines_of(body_of(made_world(0.5, knee=1.0))[np.newaxis])) == pytest.approx(0.84)


@pytest.mark.parametrize("view", [SIDE, -SIDE])
def test_hips_that_sag_are_below_the_line(view: float) -> None:
    plank = {"view": view, "lean": math.pi / 2, "shoulder": math.pi / 2}
    assert of(**plank, hip=-0.3)["hip_line"] < -0.05
    assert of(**plank, hip=0.3)["hip_line"] > 0.05


def test_a_head_tilted_to_the_left_shoulder() -> None:
    world = made_world(FRONT)
    middle, c, s = world[[INDEX["left_ear"], INDEX["right_ear"]]].mean(axis=0), math.cos(0.3), math.sin(0.3)
    for side, out in (("left", 0.08), ("right", -0.08)):
        world[INDEX[f"{side}_ear"]] = middle + np.array([out * c, out * s, 0.0])
    assert measured(body_of(world))[0]["neck_tilt"] == pytest.approx(0.3, abs=1e-6)


def moved(world: Array, names: tuple[str, ...], by: tuple[float, float, float]) -> dict[str, float]:
    """Values after these landmarks of both sides were moved, m."""
    world = world.copy()
    world[[INDEX[f"{side}_{name}"] for name in names for side in ("left", "right")]] += by
    return measured(body_of(world))[0]


def test_a_nod_and_a_head_carried_forward() -> None:
    world = made_world(SIDE)
    ears = world[INDEX["left_ear"]] * (1.0, 1.0, 0.0)
    world[INDEX["nose"]] = ears + np.array([0.1 * math.cos(0.4), 0.1 * math.sin(0.4), 0.0])
    assert measured(body_of(world))[0]["head_pitch"] == pytest.approx(0.4, abs=1e-3)
    before, after = of(SIDE)["head_forward"], moved(world, ("ear",), (0.07, 0.0, 0.0))["head_forward"]
    assert before == pytest.approx(0.02, abs=1e-4)
    assert after == pytest.approx(0.09, abs=1e-4)


def test_a_hand_bent_up_from_a_level_forearm() -> None:
    assert of(SIDE, shoulder=math.pi / 2, wrist=0.5)["left_hand_angle"] == pytest.approx(0.5, abs=1e-3)


def test_heels_raised() -> None:
    assert of(SIDE, ankle=0.6)["heels"] == pytest.approx(0.23 * math.sin(0.6))


def test_one_foot_raised() -> None:
    values = of(SIDE, left={"hip": math.pi / 2, "knee": math.pi / 2})
    assert values["left_foot_height"] == pytest.approx(-0.42)
    assert values["right_foot_height"] == pytest.approx(-0.84)
    assert values["feet_apart_y"] == pytest.approx(0.42)
    assert values["stride_forward"] == pytest.approx(0.42, abs=1e-3)


def test_hips_and_hands_moved_sideways() -> None:
    world = made_world(FRONT)
    assert of(FRONT)["wrists_apart"] == pytest.approx(0.3)
    assert moved(world, ("wrist",), (0.1, 0.0, 0.0))["hand_sway"] == pytest.approx(0.1)


def test_a_squat_whose_depth_the_3d_guess_misses_is_still_told_by_the_height_of_the_hips() -> None:
    body = body_of(made_world(FRONT, knee=1.9, hip=1.7, lean=0.4))
    body[4] = 0.0
    values = measured(body)[0]
    assert values["knees"] < 0.2
    assert values["crouch"] > 0.3


def test_nearness_is_passed_on() -> None:
    assert measured(body_of(made_world()), nearness=5.5)[0]["nearness"] == 5.5


LIMBS = st.fixed_dictionaries({name: st.floats(0.05, 2.0) for name in ("knee", "hip", "elbow", "shoulder", "wrist", "abduction")})


@given(view=st.floats(-3.0, 3.0), lean=st.floats(-0.5, 1.5), left=LIMBS, both=LIMBS)
def test_a_mirror_image_swaps_left_and_right(view: float, lean: float, left: dict[str, float], both: dict[str, float]) -> None:
    body = body_of(made_world(view, lean, left=left, **both))
    mirrored = body[:, MIRROR] * np.array([[-1.0], [1.0], [-1.0], [1.0], [1.0]])
    one, other = measured(body)[0], measured(mirrored)[0]
    for name in (joint for joint, *_ in JOINTS):
        opposite = name.replace("left", "@").replace("right", "left").replace("@", "right")
        assert one[name] == pytest.approx(other[opposite], abs=1e-9)
    for name in ("knees", "trunk", "crouch", "facing", "prone", "reach", "hands", "stride_forward", "feet_apart_y"):
        assert one[name] == pytest.approx(other[name], abs=1e-9)


@given(st.lists(st.sampled_from([0.0, 1e-9, 1.0]), min_size=165, max_size=165), st.floats(0.0, 1.0))
def test_whatever_the_landmarks_every_signal_is_a_number(numbers: list[float], seen: float) -> None:
    values, confidence, apart = measured(np.array(numbers).reshape(5, 33), np.full(33, seen))
    assert np.isfinite([*values.values(), *confidence.values(), *apart]).all()
    assert 0.0 <= min(confidence.values()) <= max(confidence.values()) <= 1.0


def test_every_signal_has_one_place() -> None:
    assert len(S) == len(SIGNAL_NAMES)


def test_many_bodies_measure_what_each_does_alone() -> None:
    """The formulas are the same for floats and for arrays of them; arctan2 of the two may differ in the last digit."""
    rng = np.random.default_rng(4)
    bodies, visibility, nearness = rng.normal(0.0, 0.4, (50, 5, 33)), rng.uniform(0.0, 1.0, (50, 33)), rng.normal(6.0, 0.5, 50)
    together = measured_run(bodies, visibility, nearness)
    for k in range(50):
        alone = measured_run(bodies[k : k + 1], visibility[k : k + 1], nearness[k : k + 1])
        for one, many in zip(alone, together, strict=True):
            assert np.allclose(one[0], many[k], atol=1e-12)


def test_of_a_foot_behind_the_other_leg_the_height_is_not_believed() -> None:
    body = body_of(made_world(SIDE))
    level = measured(body)[0]["feet_y"]
    body[1, INDEX["left_ankle"]] -= 0.4
    assert measured(body)[0]["feet_y"] == pytest.approx(level + 0.2)
    assert measured(body, hide("left_ankle"))[0]["feet_y"] == pytest.approx(level, abs=0.005)
