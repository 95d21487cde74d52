"""Known postures come back, the bars hold, and nothing bad that a camera says lasts."""

from dataclasses import replace

import numpy as np
import pytest

from edge.estimate.body import inverse_kinematics
from edge.estimate.body.inverse_kinematics import LONGEST_STEP, BodyPose, InverseKinematics, _limited
from edge.estimate.body.model import DOF, SEGMENT
from edge.estimate.body.sight import Belief, Sight, Tilt
from tests.estimate.body.made_sights import ATTACHMENT, FPS, FRONT, MODEL, SIDE, SQUAT, posed, seen

KNEE = DOF["right_shank.Z"]


def solver() -> InverseKinematics:
    return InverseKinematics(MODEL, ATTACHMENT)


def watch(one: InverseKinematics, degrees: dict[str, float], start: float, seconds: float, heading: float = SIDE) -> BodyPose:
    """The last pose of somebody who holds still."""
    q, pose = posed(degrees, heading), None
    for k in range(round(seconds * FPS)):
        pose = one.feed(seen(start + k / FPS, q)) or pose
    assert pose is not None
    return pose


@pytest.mark.parametrize("heading", [SIDE, FRONT, -45.0])
@pytest.mark.parametrize("degrees", [{}, SQUAT, {"left_upper_arm.X": -80.0, "left_forearm.Z": 60.0}], ids=["standing", "squat", "arm"])
def test_a_posture_comes_back(degrees: dict[str, float], heading: float) -> None:
    pose = watch(solver(), degrees, 0.0, 1.0, heading)
    for dof in ("right_shank.Z", "left_shank.Z", "right_thigh.Z", "left_forearm.Z"):
        assert np.degrees(MODEL.angles(pose.q)[DOF[dof]]) == pytest.approx(degrees.get(dof, 0.0), abs=8.0)


def test_noise_stays_within_the_bars() -> None:
    q, off, one = posed(SQUAT), [], solver()
    for k in range(90):
        pose = one.feed(seen(k / FPS, q, noise_m=0.02, seed=k))
        if pose is not None and k > 10:
            off.append(abs(np.degrees(pose.angles[KNEE]) + 85.0) / np.degrees(pose.sd[KNEE]))
    assert np.mean(np.array(off) < 1.96) > 0.9


def test_what_is_not_seen_is_unknown_not_zero() -> None:
    one = solver()
    hidden = np.array([ATTACHMENT.place(f"left_{part}") for part in ("knee", "ankle", "heel", "foot_index")])
    for k in range(30):
        sight = seen(k / FPS, posed(SQUAT))
        visible = sight.seen.copy()
        visible[hidden] = 0.0
        pose = one.feed(replace(sight, seen=visible))
    assert pose is not None
    assert np.isnan(pose.angles[DOF["left_shank.Z"]])
    assert np.isnan(pose.sd[DOF["left_shank.Z"]])
    assert np.isfinite(pose.angles[KNEE])
    assert pose.confidence < watch(solver(), SQUAT, 0.0, 0.5).confidence


def test_a_knee_between_landmarks_that_are_likely_astray_is_told_by_sensors_alone() -> None:
    """The ankle behind a plate: the hip above it is told, the knee is not, unless thigh and shank wear sensors."""
    q, ankle, hip = posed(SQUAT), ATTACHMENT.place("right_ankle"), DOF["right_thigh.Z"]
    told = MODEL.place(q)
    tilts = tuple(
        Tilt(SEGMENT[name], told.rotation[SEGMENT[name]].T @ [0.0, 1.0, 0.0], np.full(3, 0.05), np.zeros(3), 0.3)
        for name in ("right_thigh", "right_shank")
    )
    bare, half, worn = solver(), solver(), solver()
    for k in range(15):
        sight = seen(k / FPS, q)
        doubted = replace(sight, seen=np.where(np.arange(len(sight.seen)) == ankle, 0.5, sight.seen))
        without, one = bare.feed(doubted), half.feed(replace(doubted, tilts=tilts[:1]))
        both = worn.feed(replace(doubted, tilts=tilts))
    assert without is not None
    assert one is not None
    assert both is not None
    assert [bool(np.isfinite(pose.angles[KNEE])) for pose in (without, one, both)] == [False, False, True]
    assert np.isfinite(without.angles[[hip, DOF["left_shank.Z"]]]).all()


def spoilt(sight: Sight, how: str) -> Sight:
    nothing = np.full_like(sight.world, np.nan)
    return {
        "all NaN": replace(sight, world=nothing, rays=nothing[:, :2]),
        "zero visibility": replace(sight, seen=np.zeros(len(sight.seen))),
        "NaN visibility": replace(sight, seen=np.full(len(sight.seen), np.nan)),
        "one point": replace(sight, world=0.0 * sight.world, rays=0.0 * sight.rays),
        "some NaN": replace(sight, world=np.where(np.arange(len(nothing))[:, None] % 3 == 0, np.nan, sight.world)),
        "half out of view": replace(sight, seen=np.where(sight.rays[:, 1] < 0.0, 0.0, sight.seen)),
        "far away": replace(sight, world=1e6 * sight.world, rays=1e6 * sight.rays),
        "infinite": replace(sight, world=np.full_like(sight.world, np.inf)),
        "NaN time": replace(sight, t=np.nan),
    }[how]


BAD = [
    "all NaN", "zero visibility", "NaN visibility", "one point", "some NaN", "half out of view", "far away", "infinite", "NaN time",
]  # fmt: skip


@pytest.mark.parametrize("how", BAD)
def test_bad_sights_end_nothing_and_the_next_good_ones_recover(how: str) -> None:
    one = solver()
    watch(one, SQUAT, 0.0, 1.0)
    for k in range(30):
        pose = one.feed(spoilt(seen(1.0 + k / FPS, posed(SQUAT)), how))
        assert pose is None or (np.isfinite(pose.q).all() and (np.isfinite(pose.angles) == np.isfinite(pose.sd)).all())
    after = watch(one, SQUAT, 2.0, 0.5)
    assert np.degrees(after.angles[KNEE]) == pytest.approx(-85.0, abs=6.0)


def test_the_same_moment_twice_and_moments_out_of_order_say_nothing() -> None:
    one = solver()
    watch(one, SQUAT, 10.0, 1.0)
    assert one.feed(seen(10.0 + 29 / FPS, posed(SQUAT))) is None
    assert one.feed(seen(10.7, posed(SQUAT))) is None


def test_a_clock_set_back_begins_anew() -> None:
    one = solver()
    watch(one, {}, 100.0, 0.5)
    assert np.degrees(watch(one, SQUAT, 0.0, 0.5).angles[KNEE]) == pytest.approx(-85.0, abs=6.0)


def test_a_worn_sensor_narrows_the_bar_of_its_segment() -> None:
    q = posed(SQUAT, FRONT)
    placement = MODEL.place(q)
    tilts = tuple(
        Tilt(SEGMENT[name], placement.rotation[SEGMENT[name]].T @ [0.0, 1.0, 0.0], np.full(3, 0.03), np.zeros(3), 0.3)
        for name in ("right_thigh", "right_shank")
    )
    bare, worn = solver(), solver()
    for k in range(30):
        sight = seen(k / FPS, q, noise_m=0.03, seed=k)
        without, given = bare.feed(sight), worn.feed(replace(sight, tilts=tilts))
    assert without is not None
    assert given is not None
    assert given.sd[KNEE] < 0.8 * without.sd[KNEE]
    assert np.degrees(given.angles[KNEE]) == pytest.approx(-85.0, abs=6.0)


def test_how_fast_it_turns_does_not_say_where_it_is() -> None:
    q = posed({"right_thigh.Z": 70.0, "right_shank.Z": -85.0}, FRONT)
    deaf = Tilt(
        SEGMENT["right_shank"], MODEL.place(q).rotation[SEGMENT["right_shank"]].T @ [0.0, 1.0, 0.0], np.full(3, 1e3), np.zeros(3), 0.05
    )
    bare, worn = solver(), solver()
    for k in range(30):
        sight = seen(k / FPS, q, noise_m=0.03, seed=k)
        without, given = bare.feed(sight), worn.feed(replace(sight, tilts=(deaf,)))
    assert without is not None
    assert given is not None
    assert given.sd[KNEE] > 0.8 * without.sd[KNEE]


@pytest.mark.parametrize("visible", [0.3, 0.99])
@pytest.mark.parametrize("dt", [1.0 / 120.0, 1.0 / FPS, 0.1])
def test_two_steps_lead_as_far_as_thirty(visible: float, dt: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between what is seen and where it was before: a knee that jumps by 30 degrees."""
    found = []
    for steps in (2, 30):
        one = solver()
        watch(one, {"right_shank.Z": -20.0}, 0.0, 1.0)
        sight = seen(1.0 - 1.0 / FPS + dt, posed({"right_shank.Z": -50.0}))
        with monkeypatch.context() as patched:
            patched.setattr(inverse_kinematics, "STEPS", steps)
            pose = one.feed(replace(sight, seen=np.full(len(sight.seen), visible)))
        assert pose is not None
        found.append(np.degrees(MODEL.angles(pose.q)[KNEE]))
    assert found[0] == pytest.approx(found[1], abs=1.0)
    assert -50.5 < found[0] < -20.0


def test_what_the_camera_alone_shows_is_told_beside_what_a_worn_sensor_says() -> None:
    """The sensor says that the shank leans 20 degrees further than it is seen to."""
    q, further = posed(SQUAT), posed({**SQUAT, "right_shank.Z": -105.0})
    tilt = Tilt(
        SEGMENT["right_shank"],
        MODEL.place(further).rotation[SEGMENT["right_shank"]].T @ [0.0, 1.0, 0.0],
        np.full(3, 0.02),
        np.zeros(3),
        1e3,
    )
    bare, worn = solver(), solver()
    for k in range(15):
        without, given = bare.feed(seen(k / FPS, q)), worn.feed(replace(seen(k / FPS, q), tilts=(tilt,)))
    assert without is not None
    assert given is not None
    assert without.shown is without.q
    told, shown = (np.degrees(MODEL.angles(one)[KNEE]) for one in (given.q, given.shown))
    assert told < -95.0
    assert shown > told + 5.0


def test_no_step_is_longer_than_a_body_may_turn_at_once() -> None:
    way = np.linspace(-3.0, 2.0, 47)
    step = _limited(np.eye(47), way)
    assert step is not None
    assert np.abs(step[3:]).max() == pytest.approx(LONGEST_STEP)
    assert step / step[46] == pytest.approx(way / way[46])
    assert _limited(np.eye(47), 0.01 * way) == pytest.approx(0.01 * way)
    assert _limited(np.zeros((47, 47)), way) is None


def test_a_belief_is_heard_where_the_view_says_little() -> None:
    expected, sure = np.full(47, np.nan), np.full(47, np.nan)
    expected[DOF["right_hand.Z"]], sure[DOF["right_hand.Z"]] = np.radians(40.0), np.radians(3.0)
    one = solver()
    for k in range(30):
        sight = seen(k / FPS, posed({}))
        pose = one.feed(replace(sight, beliefs=(Belief(expected, sure),)))
    assert pose is not None
    assert np.degrees(MODEL.angles(pose.q)[DOF["right_hand.Z"]]) > 15.0
