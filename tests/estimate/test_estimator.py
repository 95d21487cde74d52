"""Samples in, MotionState out: gaps, cuts, swaps, bad input."""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from edge.estimate.estimator import HEART_RATE_STALE_S, Estimator
from edge.estimate.follower import GAP_S
from edge.estimate.limb_pair import SWAP_PATIENCE_S
from edge.estimate.skeleton import ANGLE_NAMES, ARM_CHAIN, INDEX, LEG_CHAIN, MIRROR, SIGNAL_NAMES, S
from edge.messages import Array, Command, HeartRate, MotionState, Nobody, Pose, Tick, WornState
from tests.estimate.made_body import FRONT, PX_PER_M, SIDE, WIDTH, made_pose, made_world
from tests.estimate.squatting import fed, squat, standing

KNEE = ANGLE_NAMES.index("left_knee")
PLACES = ("chest_y", "pelvis_y", "hands_y", "feet_y", "pelvis_x", "nearness")
"""Signals that say where the body is."""


def states(samples: Iterator[Pose]) -> list[MotionState]:
    estimator = Estimator()
    found = [fed(estimator, sample) for sample in samples]
    assert None not in found
    return [state for state in found if state is not None]


def settled(world: Array, seconds: float = 1.5, **seen: Any) -> MotionState:
    return states(made_pose(k / 30, world, **seen) for k in range(round(seconds * 30)))[-1]


def after(*samples: Pose | Nobody, seconds: float = 1.0) -> list[MotionState | None]:
    """What these samples give after a second of squatting that ended at `seconds` - 1/30."""
    estimator = Estimator()
    for pose in squat(seconds):
        estimator.feed(pose)
    return [fed(estimator, sample) for sample in samples]


def assert_as_first(state: MotionState, pose: Pose) -> None:
    """The state owes nothing to what came before it, but for the length of the legs."""
    own = fed(Estimator(), pose)
    assert own is not None
    apart = np.abs(state.signals - own.signals)
    apart[S["crouch"]] = 0.0
    assert apart.max() < 1e-9


def cuts(found: list[MotionState | None]) -> list[bool | None]:
    return [None if state is None else state.cut for state in found]


def test_a_still_body_is_measured_exactly() -> None:
    world = made_world(SIDE, lean=0.4, knee=1.0, hip=0.9, elbow=0.5)
    state = settled(world)
    assert np.degrees(state.angles[KNEE]) == pytest.approx(math.degrees(1.0), abs=0.01)
    assert np.degrees(state.angles[ANGLE_NAMES.index("trunk")]) == pytest.approx(math.degrees(0.4), abs=0.01)
    assert np.allclose(state.rates, 0.0, atol=1e-9)
    assert np.allclose(state.points, made_pose(0.0, world).image[:, :2], atol=1e-6)
    assert np.allclose(state.world, world, atol=1e-9)
    assert state.angles.shape == state.angles_sd.shape == state.rates.shape == (len(ANGLE_NAMES),)
    assert state.signals.shape == state.signals_confidence.shape == (len(SIGNAL_NAMES),)
    assert (state.points.shape, state.world.shape, state.visibility.shape) == ((33, 2), (33, 3), (33,))


def test_a_squat_is_followed_closely_and_its_rate_is_its_slope() -> None:
    found = states(squat(4.0))
    knee = np.array([state.angles[KNEE] for state in found])
    truth = 0.7 * (1.0 - np.cos(np.pi * np.arange(len(found)) / 30))
    late = np.abs(knee[5:] - truth[3:-2])
    assert late.max() < math.radians(6.0)
    rates = np.array([state.rates[KNEE] for state in found])
    assert np.allclose(rates[1:], np.diff(knee) * 30, atol=1e-6)
    assert np.isnan(rates[0])


def test_only_the_first_state_is_a_cut() -> None:
    assert [state.cut for state in states(squat(1.0))] == [True] + [False] * 29


def test_a_short_gap_is_bridged_and_a_long_one_starts_afresh() -> None:
    last = 29 / 30
    assert cuts(after(standing(last + GAP_S - 0.05))) == [False]
    assert cuts(after(standing(last + GAP_S + 0.05))) == [True]


def test_who_turned_round_in_a_long_gap_is_not_taken_for_a_swap() -> None:
    estimator, turned = Estimator(), made_pose(2.0, made_world(math.pi))
    for k in range(30):
        estimator.feed(made_pose(k / 30, made_world(FRONT)))
    state = fed(estimator, turned)
    assert state is not None
    assert_as_first(state, turned)


def test_nobody_for_a_moment_changes_nothing_and_for_longer_starts_afresh() -> None:
    last = 29 / 30
    assert cuts(after(Nobody(last + 0.1, 0), standing(last + 0.2))) == [None, False]
    assert cuts(after(Nobody(last + GAP_S + 0.1, 0), standing(last + GAP_S + 0.2))) == [None, True]


def test_nobody_before_anybody_is_nothing() -> None:
    estimator = Estimator()
    assert estimator.feed(Nobody(5.0, 0)) is None
    assert estimator.feed(Tick(5.1)) is None


def test_the_same_frame_twice_and_a_late_one_are_left_out() -> None:
    assert cuts(after(standing(29 / 30), standing(28 / 30), standing(1.0))) == [None, None, False]


def test_a_clock_that_begins_again_is_a_new_beginning() -> None:
    assert cuts(after(standing(0.0), standing(1 / 30))) == [True, False]


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize("part", ["image", "world"])
def test_a_pose_that_is_not_numbers_is_as_if_it_had_never_come(part: str, number: float) -> None:
    broken = standing(1.0)
    array = getattr(broken, part).copy()
    array[7, 1] = number
    following = standing(1.1)
    with_it, without = after(replace(broken, **{part: array}), following), after(following)
    assert with_it[0] is None
    assert with_it[1] is not None
    assert without[0] is not None
    assert np.array_equal(with_it[1].signals, without[0].signals)


def test_another_picture_is_a_cut_and_its_first_state_is_its_own() -> None:
    elsewhere = made_pose(1.0, made_world(FRONT, knee=1.5, hip=1.5), middle=(1000.0, 400.0), px_per_m=200.0)
    (state,) = after(elsewhere)
    assert state is not None
    assert state.cut
    assert np.allclose(state.points, elsewhere.image[:, :2], atol=1e-6)
    assert np.isnan(state.rates).all()
    assert_as_first(state, elsewhere)


def test_a_single_bad_frame_does_not_move_an_angle() -> None:
    spike = made_pose(1.0, made_world(SIDE, knee=1.5, hip=1.5))
    clean = [standing(k / 30) for k in range(33)]
    estimator = Estimator()
    found = [fed(estimator, replace(spike, t=sample.t) if k == 30 else sample) for k, sample in enumerate(clean)]
    assert all(abs(state.angles[KNEE]) < 1e-3 for state in found if state is not None)


def test_a_swap_of_the_arms_is_not_seen_in_the_angles() -> None:
    world = made_world(FRONT, abduction=0.3, left={"abduction": 1.2})
    wrong = world.copy()
    wrong[ARM_CHAIN] = world[MIRROR[ARM_CHAIN]]
    samples = (made_pose(k / 30, wrong if 30 <= k < 40 else world) for k in range(60))
    elbow_heights = [state.signals[S["left_hand"]] for state in states(samples)]
    assert np.ptp(elbow_heights[5:]) < 1e-6


def test_what_takes_one_leg_for_the_other_still_knows_which_is_nearer() -> None:
    """As the pose model does in rendered clips: across the picture the legs change places, in depth they do not."""
    world = made_world(SIDE, left={"hip": 1.2, "knee": 1.4})
    wrong = world.copy()
    wrong[LEG_CHAIN, :2] = world[MIRROR[LEG_CHAIN], :2]
    found = states(made_pose(k / 30, wrong if 30 <= k < 60 else world) for k in range(60))
    assert np.abs(found[-1].world - found[25].world).max() < 1e-6


def test_a_back_taken_for_a_front_for_a_while_changes_nothing() -> None:
    """As the pose model draws who is seen from behind: all the other way round, and what was far is near."""
    world = made_world(math.pi, lean=0.3, left={"hip": 1.2, "knee": 1.4})
    wrong = world[MIRROR] * (1.0, 1.0, -1.0)
    found = states(made_pose(k / 30, wrong if 30 <= k < 60 else world) for k in range(90))
    apart = [max(np.abs(state.world - found[25].world).max(), np.nanmax(np.abs(state.angles - found[25].angles))) for state in found[25:]]
    assert max(apart) < 1e-6


def test_a_back_taken_for_a_front_for_good_is_believed_in_the_end_and_is_a_new_beginning() -> None:
    """Nothing of the jump from one to the other is smoothed into a movement."""
    world = made_world(math.pi, lean=0.3, left={"hip": 1.2, "knee": 1.4})
    wrong = world[MIRROR] * (1.0, 1.0, -1.0)
    found = states(made_pose(k / 30, wrong if k >= 30 else world) for k in range(300))
    new = next(k for k, state in enumerate(found) if state.cut and k)
    assert new == pytest.approx(30 + 30 * SWAP_PATIENCE_S, abs=2)
    assert [state.cut for state in found[1:]].count(True) == 1
    assert np.abs(found[new].world[:, :2] - found[-1].world[:, :2]).max() < 1e-6
    assert np.abs(found[new - 1].world - found[25].world).max() < 1e-6


def test_legs_drawn_between_their_places_are_hardly_seen() -> None:
    world = made_world(SIDE, left={"hip": 1.2, "knee": 1.4})

    def drawn(k: int) -> Array:
        found, share = world.copy(), 0.5 if k % 2 else 0.2
        if 30 <= k < 36:
            found[LEG_CHAIN] += share * (world[MIRROR[LEG_CHAIN]] - world[LEG_CHAIN])
        return found

    found = states(made_pose(k / 30, drawn(k)) for k in range(45))
    ankle, wrist = INDEX["left_ankle"], INDEX["left_wrist"]
    assert found[35].visibility[ankle] < 0.8 * found[25].visibility[ankle]
    assert found[35].visibility[wrist] == pytest.approx(found[25].visibility[wrist])


@pytest.mark.parametrize(
    "change", [{"px_per_m": 2 * PX_PER_M / 3}, {"middle": (300.0, 700.0)}, {"middle": (900.0, 350.0), "px_per_m": 240.0}]
)
def test_where_and_how_large_in_the_picture_makes_no_difference(change: dict[str, Any]) -> None:
    here, there = (np.array([state.signals for state in states(squat(3.0, **seen))]) for seen in ({}, change))
    places = [S[name] for name in PLACES]
    here[:, places] -= here[0, places]
    there[:, places] -= there[0, places]
    assert np.allclose(here, there, atol=1e-7)


def test_a_scale_that_creeps_does_not_move_a_standing_body() -> None:
    """The 3D guess grows by 5 %: in pixels over metres the body, far from the picture's corner, would seem to walk 10 cm."""
    world = made_world(SIDE)
    samples = (replace(made_pose(k / 30, world), world=world * (1.0 + 0.05 * k / 300)) for k in range(300))
    found = states(samples)
    for name, limit in (("pelvis_x", 0.005), ("pelvis_y", 0.02), ("feet_y", 0.05)):
        assert abs(found[-1].signals[S[name]] - found[0].signals[S[name]]) < limit


def test_a_hidden_joint_has_no_angle_but_keeps_its_signal() -> None:
    seen = np.full(33, 0.95)
    seen[27] = 0.02  # the left ankle
    state = settled(made_world(SIDE, knee=1.0, hip=1.0), seen=seen)
    assert np.isnan(state.angles[KNEE])
    assert np.isnan(state.angles_sd[KNEE])
    assert np.isfinite(state.angles[ANGLE_NAMES.index("right_knee")])
    assert np.isfinite(state.signals).all()


def test_a_badly_seen_joint_is_less_certain() -> None:
    well, badly = (settled(made_world(SIDE, knee=1.0), seen=seen).angles_sd[KNEE] for seen in (0.95, 0.5))
    assert badly > well > 0.0


def test_what_lies_outside_the_picture_is_not_seen() -> None:
    inside = settled(made_world(FRONT))
    cropped = settled(made_world(FRONT), middle=(WIDTH / 2, 960.0 - 0.6 * PX_PER_M))
    assert inside.signals_confidence[S["pelvis_height"]] == pytest.approx(0.95)
    assert cropped.signals_confidence[S["pelvis_height"]] < 0.1
    assert cropped.confidence == pytest.approx(0.95)


def test_jitter_is_smoothed() -> None:
    rng = np.random.default_rng(0)
    world = made_world(SIDE, knee=1.0, hip=1.0)
    noisy = [made_pose(k / 30, world + rng.normal(0.0, 0.004, (33, 3))) for k in range(150)]
    knee = np.array([state.angles[KNEE] for state in states(iter(noisy))])[30:]
    assert np.degrees(knee.std()) < 0.6
    assert np.degrees(knee.mean()) == pytest.approx(math.degrees(1.0), abs=0.5)


def test_the_heart_rate_is_passed_on_until_it_is_stale() -> None:
    estimator = Estimator()
    estimator.feed(HeartRate(0.0, 121.0, ()))
    seen = {t: fed(estimator, standing(t)) for t in (0.1, HEART_RATE_STALE_S - 0.1, HEART_RATE_STALE_S + 0.1)}
    assert [state.heart_bpm for state in seen.values() if state] == [121.0, 121.0, None]


@pytest.mark.parametrize("fps", [15.0, 60.0])
def test_any_frame_rate_gives_the_same_range(fps: float) -> None:
    def swing(found: list[MotionState], *, frames: Callable[[float], int]) -> float:
        return float(np.ptp([state.angles[KNEE] for state in found[frames(0.5) :]]))

    usual = swing(states(squat(4.0)), frames=lambda s: round(s * 30))
    other = swing(states(squat(4.0, fps=fps)), frames=lambda s: round(s * fps))
    assert other == pytest.approx(usual, rel=0.06)


class ToldBody:
    """A body that keeps what it is told."""

    stood_s = 7.5

    def __init__(self) -> None:
        self.told: list[tuple[float, Mapping[str, float]]] = []

    def feed(self, state: MotionState, worn: Mapping[str, WornState]) -> None:
        return None

    def carry(self, load_kg: float, exercise: str) -> None:
        pass

    def stand(self, t: float, knees: Mapping[str, float]) -> None:
        self.told.append((t, knees))


def test_how_far_the_knees_of_somebody_who_stands_are_bent_is_for_the_body() -> None:
    body = ToldBody()
    Estimator(body=body).feed(Command(3.0, "stand", "5 -2.5"))
    assert body.told == [(3.0, {"right": pytest.approx(math.radians(5.0)), "left": pytest.approx(math.radians(-2.5))})]
    assert Estimator(body=body).stood_s == 7.5


def test_without_a_body_nobody_needs_it() -> None:
    estimator = Estimator()
    assert estimator.feed(Command(3.0, "stand", "5 5")) is None
    assert estimator.stood_s is None
