"""Worn sensors beside the camera: offset, side and heading from avatars whose truth is known."""

import math
from dataclasses import replace

import numpy as np
import pytest

from edge.estimate.estimator import Estimator
from edge.estimate.limb_pair import SWAP_PATIENCE_S
from edge.estimate.rotation import rotated
from edge.estimate.skeleton import INDEX, LEG_CHAIN, MIRROR
from edge.estimate.wearer import CERTAIN_S
from edge.messages import Alignment, Array, Command, ImuSample, MotionState, Nobody, Pose, Sample, Side, WornState
from tests.estimate.made_body import made_pose, made_world
from tests.estimate.worn_avatar import performed, streams, with_sides_swapped
from tools.avatar_studio import Part, Spec, Truth, truth
from tools.avatar_studio.worn import orientations
from tools.evaluation.alignment import arriving

CASES = [
    ("squat", "thigh", "45", 0.31, True),
    ("bicep_curl", "wrist", "front", -0.4, True),
    ("lunge", "shank", "side", 0.4, True),
    ("deadlift", "trunk", "side", -0.12, True),
    ("bicep_curl", "bar", "front", 0.2, True),
    ("shoulder_abduction", "watch", "front", -0.25, False),
    ("overhead_press", "watch", "45", 0.05, False),
]

CAUGHT_S = 14.0
"""So long after the pose's labels are believed, a worn sensor has contradicted them at the latest."""


def feed_all(estimator: Estimator, samples: list[Sample]) -> list[MotionState | WornState]:
    return [state for sample in samples if (state := estimator.feed(sample)) is not None]


def seen_by(samples: list[Sample]) -> list[MotionState]:
    return [state for state in feed_all(Estimator(), samples) if isinstance(state, MotionState)]


def aligned(real: Truth, place: str, late_s: float, **given: object) -> tuple[Alignment, list[WornState]]:
    estimator = Estimator()
    poses, readings = streams(real, place, late_s=late_s, **given)  # type: ignore[arg-type]
    states = feed_all(estimator, list(arriving(poses, readings, late_s)))
    (alignment,) = estimator.alignments
    return alignment, [state for state in states if isinstance(state, WornState)]


@pytest.mark.parametrize(("exercise", "place", "view", "late_s", "gyro"), CASES)
def test_the_offset_is_found_as_surely_as_it_says(exercise: str, place: str, view: str, late_s: float, gyro: bool) -> None:
    real = performed(exercise, view)
    alignment, states = aligned(real, place, late_s, gyro=gyro)
    assert alignment.where == place
    assert alignment.offset is not None
    assert alignment.offset_sd < CERTAIN_S
    assert abs(alignment.offset - late_s) < 2.5 * alignment.offset_sd
    assert states[-1].t == pytest.approx(real.t[-1], abs=0.1 + 2.5 * alignment.offset_sd)
    assert np.diff([state.t for state in states]).min() > 0.02


def test_nothing_is_claimed_before_there_was_movement() -> None:
    alignment, _ = aligned(truth(Spec(1, (Part("stand", seconds=25.0),))), "thigh", 0.3)
    assert (alignment.offset, alignment.side, alignment.heading) == (None, None, None)
    assert alignment.offset_sd == alignment.heading_sd == math.inf


@pytest.mark.parametrize("side", [Side.LEFT, Side.RIGHT])
def test_the_wearing_side_is_known_where_the_sides_move_apart(side: Side) -> None:
    assert aligned(performed("lunge", "45"), "shank", 0.1, side=side)[0].side is side


@pytest.mark.parametrize(
    ("exercise", "view", "place"),
    [("squat", "45", "left_thigh"), ("overhead_press", "front", "right_upper_arm"), ("bicep_curl", "front", "left_forearm")],
)
def test_a_phone_lies_where_its_owner_says_and_is_aligned_by_that_limb(exercise: str, view: str, place: str) -> None:
    side = Side(place.partition("_")[0])
    alignment, _ = aligned(performed(exercise, view), place, 0.2, side=side)
    assert alignment.side is side, "though the movement is symmetrical"
    assert alignment.offset is not None
    assert abs(alignment.offset - 0.2) < 2.5 * alignment.offset_sd


def test_who_says_the_wrong_side_is_proven_wrong() -> None:
    real = performed("lunge", "45", reps=24)
    assert aligned(real, "left_thigh", 0.1, side=Side.RIGHT)[0].side is not Side.LEFT


def test_symmetrical_movement_tells_no_side() -> None:
    assert aligned(performed("squat", "45"), "thigh", 0.1)[0].side is None


def test_heading_turns_what_is_felt_into_the_cameras_axes() -> None:
    real = performed("squat", "side")
    alignment, states = aligned(real, "thigh", 0.0)
    assert alignment.heading is not None
    t = np.clip([state.t for state in states[-250:]], 0.05, real.t[-1] - 0.05)
    felt = np.array([rotated(state.orientation, state.gyro) for state in states[-250:]])
    step = orientations(real, "thigh", t + 0.01) @ np.swapaxes(orientations(real, "thigh", t - 0.01), 1, 2)
    true = np.stack([step[:, 2, 1] - step[:, 1, 2], step[:, 0, 2] - step[:, 2, 0]], axis=1) / 0.04
    right, away = real.camera.axes[0, :2], real.camera.axes[2, :2]
    wanted = np.angle(np.vdot(felt[:, 0] + 1j * felt[:, 1], true @ right + 1j * true @ away))
    assert abs(math.remainder(alignment.heading - float(wanted), 2 * math.pi)) < 2.0 * alignment.heading_sd


def test_a_watch_without_a_gyroscope_has_no_heading() -> None:
    assert aligned(performed("bicep_curl", "front"), "watch", 0.1, gyro=False)[0].heading is None


def test_sides_that_the_pose_swaps_are_put_right_again() -> None:
    real = performed("lunge", "45", reps=24)
    poses, readings = streams(real, "shank", late_s=0.2)
    samples = list(arriving(with_sides_swapped(poses, LEG_CHAIN, 35.0, 70.0), readings, 0.2))
    alone, worn = seen_by(poses_of(samples)), seen_by(samples)
    caught = 35.0 + SWAP_PATIENCE_S + CAUGHT_S
    assert wrong_share(real, alone, caught, 70.0) > 0.9
    assert wrong_share(real, worn, caught, 70.0) < 0.1
    assert wrong_share(real, worn, 0.0, 35.0 + SWAP_PATIENCE_S) < 0.1
    assert wrong_share(real, worn, 70.0 + SWAP_PATIENCE_S + CAUGHT_S, 105.0) < 0.1


def poses_of(samples: list[Sample]) -> list[Sample]:
    return [sample for sample in samples if isinstance(sample, Pose | Nobody)]


def wrong_share(real: Truth, states: list[MotionState], start: float, stop: float) -> float:
    """How often the left ankle is shown nearer to the true right one."""
    left, right = INDEX["left_ankle"], int(MIRROR[INDEX["left_ankle"]])
    wrong = []
    for state in states:
        if start < state.t < stop:
            true = real.px[round(state.t * 30)]
            wrong.append(np.linalg.norm(state.points[left] - true[left]) > np.linalg.norm(state.points[left] - true[right]))
    return float(np.mean(wrong))


def waving() -> tuple[Truth, Side]:
    """Somebody who stands, waves with one arm and stands; and which arm it is."""
    real = truth(Spec(2, (Part("stand", seconds=3.0), Part("wave", seconds=8.0), Part("stand", seconds=6.0))))
    travelled = np.abs(np.diff(real.joints.wrist, axis=0)).sum(axis=(0, 2))
    return real, Side.LEFT if travelled[0] > travelled[1] else Side.RIGHT


def test_a_swing_of_the_arm_is_enough_when_asked_for() -> None:
    real, arm = waving()
    poses, readings = streams(real, "watch", side=arm, late_s=0.3)
    estimator, began, ended = Estimator(), False, 0.0
    for sample in arriving(poses, readings, 0.3):
        if not began and isinstance(sample, Pose) and sample.t > 3.0:
            estimator.feed(Command(3.0, "align", "start"))
            began = True
            assert estimator.alignments[0].guided
        estimator.feed(sample)
        if began and not ended and not estimator.alignments[0].guided:
            ended = sample.t
    (alignment,) = estimator.alignments
    assert 3.0 < ended < 12.0
    assert alignment.offset == pytest.approx(0.3, abs=2.0 * alignment.offset_sd)


def tapping(hits: tuple[float, ...], late_s: float) -> tuple[list[Sample], list[Sample]]:
    """A forearm that falls and is stopped at each hit, seen, and felt by a watch without a gyroscope."""

    def elbow(t: float) -> float:
        left = min((hit - t for hit in hits if hit > t), default=9.0)
        raised = left / 0.12 if left < 0.12 else 0.5 + 0.5 * math.cos(math.pi * min((left - 0.12) / 0.36, 1.0))
        return 1.0 + 0.6 * raised

    def wrist(t: float) -> Array:
        return np.asarray(made_world(0.8, elbow=elbow(t))[INDEX["left_wrist"]])

    rng, samples = np.random.default_rng(0), []
    for t in np.arange(0.0, 14.0, 0.02).tolist():
        x, y, z = (wrist(t + 0.02) - 2.0 * wrist(t) + wrist(t - 0.02)) / 0.02**2 - (0.0, 9.8, 0.0) + rng.normal(0, 0.05, 3)
        samples.append(ImuSample(t + late_s, "watch", (x, y, z), (math.nan, math.nan, math.nan)))
    world = [made_world(0.8, elbow=elbow(k / 30)) + rng.normal(0, 0.002, (33, 3)) for k in range(14 * 30)]
    return [made_pose(k / 30, one) for k, one in enumerate(world)], list(samples)


@pytest.mark.parametrize("late_s", [-0.3, 0.0, 0.35])
def test_three_taps_are_enough_for_a_watch_without_a_gyroscope(late_s: float) -> None:
    poses, readings = tapping((6.0, 6.6, 7.2), late_s)
    samples = sorted([*poses, *readings], key=lambda sample: sample.t - (late_s if isinstance(sample, ImuSample) else 0.0))
    estimator = Estimator()
    feed_all(estimator, samples[:200])
    estimator.feed(Command(samples[200].t, "align", "start"))
    feed_all(estimator, samples[200:])
    (alignment,) = estimator.alignments
    assert not alignment.guided
    assert alignment.offset == pytest.approx(late_s, abs=2.0 * alignment.offset_sd)


def test_a_gesture_that_never_comes_is_not_awaited_for_ever() -> None:
    real = truth(Spec(1, (Part("stand", seconds=25.0),)))
    estimator = Estimator()
    poses, readings = streams(real, "watch")
    samples = list(arriving(poses, readings, 0.0))
    feed_all(estimator, samples[:300])
    estimator.feed(Command(samples[300].t, "align", "start"))
    assert estimator.alignments[0].guided
    feed_all(estimator, samples[300:])
    assert not estimator.alignments[0].guided
    assert estimator.alignments[0].offset is None


def test_a_sensor_that_was_away_begins_its_time_anew() -> None:
    real = performed("bicep_curl", "front", reps=14)
    poses, readings = streams(real, "wrist", late_s=0.2)
    half = real.t[-1] / 2
    jumped = [r for r in readings if r.t < half] + [replace(r, t=r.t - 0.5) for r in readings if r.t > half + 6.0]
    estimator = Estimator()
    feed_all(estimator, list(arriving(poses, jumped, 0.0)))
    (alignment,) = estimator.alignments
    assert alignment.offset == pytest.approx(-0.3, abs=2.5 * alignment.offset_sd)


def test_the_camera_alone_is_as_it_was() -> None:
    real = performed("squat", "45", reps=3)
    poses, readings = streams(real, "thigh")
    with_sensor, alone = seen_by(list(arriving(poses, readings, 0.0))), seen_by(list(poses))
    assert len(with_sensor) == len(alone) > 100
    assert all(np.array_equal(a.signals, b.signals) for a, b in zip(with_sensor, alone, strict=True))


def test_several_sensors_are_aligned_each_by_itself() -> None:
    real = performed("lunge", "45")
    poses, shank = streams(real, "shank", late_s=0.2, side=Side.LEFT)
    _, thigh = streams(real, "thigh", late_s=-0.1, side=Side.RIGHT, seed=1)
    samples = sorted([*shank, *thigh, *poses], key=lambda sample: sample.t)
    estimator = Estimator()
    feed_all(estimator, list(samples))
    found = {alignment.where: alignment for alignment in estimator.alignments}
    assert found["shank"].offset == pytest.approx(0.2, abs=0.05)
    assert found["thigh"].offset == pytest.approx(-0.1, abs=0.05)
    assert (found["shank"].side, found["thigh"].side) == (Side.LEFT, Side.RIGHT)


def test_a_sensor_without_any_camera_keeps_its_own_time() -> None:
    _, readings = streams(performed("squat", "45", reps=3), "thigh", late_s=0.3)
    estimator = Estimator()
    times = [state.t for sample in readings if isinstance(state := estimator.feed(sample), WornState)]
    assert set(times) <= {sample.t for sample in readings}
