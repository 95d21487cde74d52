"""Postures and movements on a made floor: what carries the body, what the joints do, and what is said not to be trusted."""

import math
from collections.abc import Callable

import numpy as np
import pytest

from edge.estimate.body.anthropometry import BodySize
from edge.estimate.body.differentiation import LAG_S
from edge.estimate.body.doubt import AIRBORNE, DOUBLE_STANCE, QUASI_STATIC, STRAIGHT_LIMB, UNSUPPORTED
from edge.estimate.body.dynamics import SHOULDERS, Load
from edge.estimate.body.footing import Footing
from edge.estimate.body.kinetics import Kinetics, Moments
from edge.estimate.body.model import DOF, BodyModel
from edge.estimate.body.plates import Plates
from edge.estimate.body.segments import segments_of
from edge.messages import Array
from tests.estimate.body.made_postures import (
    FLOOR_M,
    HZ,
    KNEELING,
    LYING,
    PUSH_UP,
    SITTING,
    Pose,
    angles_of,
    film,
    on_the_floor,
    placed,
    squatting,
)

SEGMENTS = segments_of(BodySize("M", 1.78, 78.0))
MODEL = BodyModel(SEGMENTS)
WEIGHT_N = 78.0 * 9.80665
At = Callable[[float], Array]


def said(at: At, seconds: float = 2.0, facing: float = 0.0, kinetics: Kinetics | None = None) -> list[Moments]:
    kinetics = kinetics or Kinetics(SEGMENTS)
    found = [kinetics.feed(t, q) for t, q in film(seconds, at, facing)]
    return [one for one in found if one is not None]


def shares(one: Moments) -> dict[str, float]:
    return dict(one.contacts)


def swing(t: float, period: float = 2.5) -> float:
    return 0.5 - 0.5 * math.cos(2.0 * math.pi * t / period)


def still(pose: Pose) -> At:
    return lambda t: on_the_floor(MODEL, angles_of(pose))


def squats(t: float) -> Array:
    return on_the_floor(MODEL, angles_of(squatting(swing(t))))


@pytest.mark.parametrize("facing", [0.0, -45.0, -90.0])
def test_a_squat_rests_on_both_feet_from_any_view(facing: float) -> None:
    for one in said(squats, 5.0, facing):
        assert set(shares(one)) == {"right_foot", "left_foot"}
        assert shares(one)["right_foot"] == pytest.approx(shares(one)["left_foot"], abs=0.02)
        assert DOUBLE_STANCE in one.doubts
        assert not one.trusted[DOF["right_foot.Z"]]
        assert one.trusted[DOF["right_thigh.Z"]]


def test_the_turning_point_of_a_squat_asks_most_of_hips_and_knees() -> None:
    found = said(squats, 5.0)
    deepest = max(found, key=lambda one: one.angles[DOF["right_thigh.Z"]])
    assert deepest.t == pytest.approx(1.25, abs=0.1) or deepest.t == pytest.approx(3.75, abs=0.1)
    hip, knee = (deepest.values[DOF[f"right_{name}.Z"]] / 78.0 for name in ("thigh", "shank"))
    assert hip < -0.4
    assert knee > 0.4
    assert abs(found[0].values[DOF["right_shank.Z"]]) < 0.3 * abs(deepest.values[DOF["right_shank.Z"]])


@pytest.mark.parametrize(
    ("pose", "carries"),
    [
        (SITTING, {"right_foot", "left_foot", "pelvis"}),
        (KNEELING, {"right_foot", "left_foot", "right_shank", "left_shank"}),
        (PUSH_UP, {"right_foot", "left_foot", "right_hand", "left_hand"}),
    ],
    ids=["sitting", "kneeling", "push-up"],
)
def test_what_carries_a_posture(pose: Pose, carries: set[str]) -> None:
    at = (lambda t: placed(MODEL, angles_of(pose), "right_knee", (0.0, FLOOR_M + 0.05, -3.0))) if pose is KNEELING else still(pose)
    last = said(at)[-1]
    assert set(shares(last)) == carries
    assert sum(shares(last).values()) == pytest.approx(1.0, abs=0.03)
    np.testing.assert_allclose(last.values[:3], 0.0, atol=0.03 * WEIGHT_N)


def test_a_push_up_rests_mostly_on_the_hands() -> None:
    last = said(still(PUSH_UP))[-1]
    assert shares(last)["right_hand"] + shares(last)["left_hand"] == pytest.approx(0.65, abs=0.1)


def test_lying_is_carried_by_trunk_and_pelvis() -> None:
    last = said(lambda t: placed(MODEL, angles_of(LYING), "back", (0.0, FLOOR_M + 0.03, -3.0)))[-1]
    assert {"thorax", "pelvis"} <= set(shares(last))
    assert shares(last)["thorax"] + shares(last)["pelvis"] > 0.7


def test_a_pull_up_hangs_from_the_hands() -> None:
    def at(t: float) -> Array:
        up = swing(max(t - 0.5, 0.0))
        return placed(MODEL, angles_of({"shoulder": 175.0 - 110.0 * up, "elbow": 130.0 * up}), "right_palm", (0.0, 1.0, -3.0))

    found = said(at, 5.0)
    pulling = [one for one in found if one.t > 1.0]
    assert all(set(shares(one)) == {"right_hand", "left_hand"} for one in pulling)
    assert sum(shares(pulling[-1]).values()) == pytest.approx(1.0, abs=0.3)


def test_standing_up_from_a_chair_leaves_it() -> None:
    def at(t: float) -> Array:
        down = swing(t + 2.0, 4.0)
        return on_the_floor(
            MODEL,
            angles_of({"knee": -90.0 * down, "hip": 90.0 * down + 20.0 * np.sin(np.pi * down), "pelvis.Z": -20.0 * np.sin(np.pi * down)}),
        )

    found = said(at, 2.3)
    assert "pelvis" in shares(found[0])
    assert set(shares(found[-1])) == {"right_foot", "left_foot"}


def test_one_leg_carries_what_one_leg_carries() -> None:
    last = said(still({"left_thigh.Z": 60.0, "left_shank.Z": -70.0}), 2.0)[-1]
    assert set(shares(last)) == {"right_foot"}
    assert shares(last)["right_foot"] == pytest.approx(1.0, abs=0.03)
    assert DOUBLE_STANCE not in last.doubts
    assert last.trusted[DOF["right_foot.Z"]]


def test_on_tiptoe_the_calves_work() -> None:
    flat, raised = (said(still({"ankle": angle, "pelvis.Z": lean}))[-1] for angle, lean in ((0.0, 0.0), (-30.0, -8.0)))
    assert raised.values[DOF["right_foot.Z"]] < flat.values[DOF["right_foot.Z"]] - 15.0


def test_a_jump_is_doubted_as_a_whole() -> None:
    def at(t: float) -> Array:
        flying = max(t - 1.5, 0.0)
        return on_the_floor(MODEL, angles_of(squatting(0.0)), max(0.0, 3.0 * flying - 0.5 * 9.81 * flying**2))

    for one in said(at, 4.0):
        if 1.4 < one.t < 2.3:
            assert AIRBORNE in one.doubts
            assert not one.trusted.any()
        elif one.t < 1.2 or one.t > 2.8:
            assert AIRBORNE not in one.doubts


def test_marching_changes_feet_without_flying() -> None:
    def at(t: float) -> Array:
        left, right = max(0.0, np.sin(2.0 * np.pi * t / 1.2)), max(0.0, -np.sin(2.0 * np.pi * t / 1.2))
        pose = {"left_thigh.Z": 70 * left, "left_shank.Z": -80 * left, "right_thigh.Z": 70 * right, "right_shank.Z": -80 * right}
        return placed(MODEL, angles_of(pose), "right_heel" if left > 0.0 else "left_heel", (0.0, FLOOR_M, -3.0))

    found = said(at, 4.0)
    assert not any(AIRBORNE in one.doubts or UNSUPPORTED in one.doubts for one in found)
    assert {name for one in found for name in shares(one)} == {"right_foot", "left_foot"}


def test_straight_limbs_do_not_show_how_they_turn() -> None:
    standing, bent = said(still(squatting(0.0)))[-1], said(still(squatting(1.0)))[-1]
    assert STRAIGHT_LIMB in standing.doubts
    assert not standing.trusted[DOF["right_thigh.Y"]]
    assert bent.trusted[DOF["right_thigh.Y"]]


def test_a_weight_on_the_shoulders_is_carried_by_the_feet() -> None:
    """The shares are of the weight of both."""
    plain = said(squats, 1.7)[-1]
    kinetics = Kinetics(SEGMENTS)
    kinetics.carry(Load(60.0, SHOULDERS))
    heavy = said(squats, 1.7, kinetics=kinetics)[-1]
    assert sum(shares(heavy).values()) == pytest.approx(sum(shares(plain).values()), abs=0.03)
    assert abs(heavy.values[DOF["right_thigh.Z"]]) > 1.5 * abs(plain.values[DOF["right_thigh.Z"]])


def test_plates_say_what_carries_as_long_as_they_measure() -> None:
    """Two thirds of the weight under the right foot, in a laboratory turned by 90 degrees, for the first 2.5 s."""
    share = {"right": 2.0 / 3.0, "left": 1.0 / 3.0}
    wrenches = [[0.0, part * WEIGHT_N, 0.0, 0.0, 0.0, x * part * WEIGHT_N] for part, x in zip(share.values(), (0.1, -0.1), strict=True)]
    footing = Footing(Plates(np.array([0.0, 2.5]), np.array([wrenches, wrenches])))
    found = said(still(squatting(0.3)), 4.0, kinetics=Kinetics(SEGMENTS, footing=footing))
    measured, guessed = found[10], found[-1]
    for side, part in share.items():
        assert shares(measured)[f"{side}_foot"] == pytest.approx(part, abs=1e-6)
        assert shares(guessed)[f"{side}_foot"] == pytest.approx(0.5, abs=0.02)
    assert DOUBLE_STANCE not in measured.doubts
    assert measured.trusted[DOF["right_foot.Z"]]
    assert DOUBLE_STANCE in guessed.doubts


def test_it_is_late_by_what_it_says() -> None:
    kinetics = Kinetics(SEGMENTS)
    for t, q in film(2.0, squats):
        one = kinetics.feed(t, q)
        assert one is None or one.t == pytest.approx(t - LAG_S)


def test_what_shakes_more_than_it_moves_is_taken_as_still() -> None:
    chance = np.random.default_rng(7)

    def at(t: float) -> Array:
        q = on_the_floor(MODEL, angles_of(squatting(0.3)) + chance.normal(0.0, 0.05, 47))
        q[:3] += chance.normal(0.0, 0.01, 3)
        return q

    found = said(at, 4.0)[-1]
    assert QUASI_STATIC in found.doubts
    assert sum(shares(found).values()) == pytest.approx(1.0, abs=0.15)


def test_bad_input_neither_raises_nor_spreads() -> None:
    kinetics = Kinetics(SEGMENTS)
    frames = list(film(2.0, squats))
    for k, (t, q) in enumerate(frames):
        kinetics.feed(t, q)
        if k == 20:
            broken = q.copy()
            broken[5] = np.nan
            assert kinetics.feed(t + 0.01, broken) is None
            assert kinetics.feed(np.nan, q) is None
            assert kinetics.feed(t, q) is None
    back = [kinetics.feed(1.0 + k / HZ, q) for k, (_, q) in enumerate(frames)]
    again = [one for one in back if one is not None]
    assert again[0].t + LAG_S - 1.0 < 0.5
    assert all(np.isfinite(one.values).all() and np.isfinite(one.sd).all() for one in again)


def test_after_a_gap_it_begins_anew() -> None:
    kinetics = Kinetics(SEGMENTS)
    frames = list(film(4.0, squats))
    before = [kinetics.feed(t, q) for t, q in frames[:40]]
    after = [kinetics.feed(t, q) for t, q in frames[70:]]
    assert before[-1] is not None
    assert after[0] is None
    assert next(k for k, one in enumerate(after) if one is not None) / HZ < 0.5


def test_nobody_knows_the_load_of_a_limb_whose_elbow_is_not_seen() -> None:
    unseen = np.zeros(len(MODEL.angles(MODEL.configuration(np.zeros(MODEL.pin.nv)))), bool)
    unseen[DOF["right_forearm.Z"]] = True
    kinetics = Kinetics(SEGMENTS)
    found = [kinetics.feed(t, q, unseen=unseen) for t, q in film(1.0, still(PUSH_UP))]
    last = found[-1]
    assert last is not None
    assert not last.trusted[[DOF["right_forearm.Z"], DOF["right_upper_arm.Z"]]].any()
    assert last.trusted[[DOF["left_forearm.Z"], DOF["left_upper_arm.Z"], DOF["right_thigh.Z"]]].all()


def test_a_hand_that_carries_is_not_lost_for_a_moment() -> None:
    """What a camera thinks of a hidden hand jumps by centimetres."""

    def jumping(t: float) -> Array:
        q = still(PUSH_UP)(t)
        if 1.0 < t < 1.1:
            angles = MODEL.angles(q)
            angles[DOF["right_forearm.Z"]] += 0.25
            q = MODEL.configuration(angles)
        return q

    for one in said(jumping, 2.0):
        assert {"left_hand", "right_hand"} <= set(shares(one))


@pytest.mark.parametrize("facing", [0.0, -45.0])
def test_who_leans_on_something_unseen_is_not_told_a_moment(facing: float) -> None:
    """Nobody leans forward by 30 degrees over their feet alone: hands are at a wall that no camera tells from air."""
    leaning = said(still({"pelvis.Z": -30.0, "shoulder": 90.0}), 2.0, facing)[-1]
    assert UNSUPPORTED in leaning.doubts
    assert not leaning.trusted.any()
    for pose in (squatting(1.0), PUSH_UP):
        assert UNSUPPORTED not in said(still(pose), 2.0, facing)[-1].doubts


@pytest.mark.parametrize("facing", [0.0, -45.0, -90.0, 90.0])
def test_hands_alone_do_not_carry_a_push_up_even_along_the_view(facing: float) -> None:
    """Its feet seem to float: as its depth is misread, the body looks tilted head down by 25 degrees."""
    doubted = np.diag([0.0] * 3 + [np.radians(5.0) ** 2] * 44)
    kinetics = Kinetics(SEGMENTS)
    one = [kinetics.feed(t, q, doubted) for t, q in film(2.0, still({**PUSH_UP, "pelvis.Z": -100.0}), facing)][-1]
    assert one is not None
    assert {name for name, _ in one.contacts} == {"left_hand", "right_hand"}
    assert UNSUPPORTED in one.doubts
    assert not one.trusted.any()


def test_a_handstand_is_balanced_over_its_hands() -> None:
    one = said(lambda t: placed(MODEL, angles_of({"pelvis.Z": 180.0, "shoulder": 180.0}), "right_palm", (0.0, FLOOR_M, -3.0)))[-1]
    assert {name for name, _ in one.contacts} == {"left_hand", "right_hand"}
    assert UNSUPPORTED not in one.doubts


def test_where_the_trunk_hangs_badly_known_its_moment_is_too() -> None:
    about_z = np.zeros(47)
    about_z[[DOF["pelvis.Y"], DOF["abdomen.Y"]]] = 1.0  # the third of a ball's three: its z, in a configuration's tangent
    covariance = np.diag(about_z) * np.radians(4.0) ** 2
    kinetics = Kinetics(SEGMENTS)
    known, guessed = said(squats)[-1], [kinetics.feed(t, q, covariance) for t, q in film(2.0, squats)][-1]
    assert guessed is not None
    lumbar = DOF["abdomen.Z"]
    assert guessed.values[lumbar] == pytest.approx(known.values[lumbar])
    moved = np.sqrt(guessed.sd[lumbar] ** 2 - known.sd[lumbar] ** 2)
    trunk = 0.55 * WEIGHT_N * 0.3  # Nm/rad: of what is above the pelvis, and how far its middle is above the joint
    assert moved == pytest.approx(np.sqrt(2.0) * np.radians(4.0) * trunk, rel=0.5)
