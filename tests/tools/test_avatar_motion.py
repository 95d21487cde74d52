"""The avatar's movements: whole bodies, feet on the floor, and a truth that the movement bears out."""

from dataclasses import replace

import numpy as np
import pytest

from tools.avatar_studio import (
    EXERCISES,
    HELD_OUT_SEED,
    HOLDS,
    IDLE,
    VIEWS,
    HeldOutSeed,
    Part,
    RepPlan,
    Spec,
    Truth,
    random_idle,
    random_session,
    random_spec,
    truth,
)

BONES = {"thigh": (23, 25), "shank": (25, 27), "upper arm": (11, 13), "forearm": (13, 15)}
FASTEST_M_S = 10.0
"""No point of a body that exercises, walks or waves is quicker."""


def _fastest(real: Truth) -> float:
    steps = np.linalg.norm(np.diff(real.xyz, axis=0), axis=-1)
    return float(steps.max() * real.spec.fps)


@pytest.mark.parametrize("exercise", EXERCISES)
@pytest.mark.parametrize("view", VIEWS)
def test_a_body_stays_whole_above_the_floor_and_in_the_picture(exercise: str, view: str) -> None:
    real = truth(random_spec(len(exercise), exercise, view))
    for a, b in BONES.values():
        for side in (0, 1):
            length = np.linalg.norm(real.xyz[:, a + side] - real.xyz[:, b + side], axis=-1)
            assert np.ptp(length) < 1e-6
    assert real.xyz[..., 2].min() > -0.05
    assert _fastest(real) < FASTEST_M_S
    inside = (real.px > 0).all(-1) & (real.px < [real.camera.width, real.camera.height_px]).all(-1)
    assert inside.mean() > 0.98


@pytest.mark.parametrize("exercise", EXERCISES)
def test_repetitions_follow_one_another_inside_the_clip(exercise: str) -> None:
    real = truth(random_spec(5, exercise, reps=4))
    assert [r.exercise for r in real.reps] == [exercise] * 4
    times = [t for r in real.reps for t in (r.start_s, r.turn_s, r.end_s)]
    assert times == sorted(times)
    assert times[0] >= 0
    assert times[-1] <= real.t[-1] + 1 / real.spec.fps


TURNS = {
    "squat": ("left_knee", 60, 95), "push_up": ("left_elbow", 60, 100), "bicep_curl": ("left_elbow", 35, 75),
    "shoulder_abduction": ("left_shoulder", 80, 115), "pull_up": ("left_elbow", 40, 75), "overhead_press": ("left_elbow", 155, 180),
    "deadlift": ("left_hip", 60, 100), "sit_to_stand": ("left_knee", 150, 180), "glute_bridge": ("left_hip", 150, 180),
    "jump_squat": ("left_knee", 80, 110), "dip": ("left_elbow", 65, 105),
}  # fmt: skip


@pytest.mark.parametrize("exercise", TURNS)
def test_the_turning_point_is_where_the_truth_says(exercise: str) -> None:
    joint, low, high = TURNS[exercise]
    real = truth(random_spec(11, exercise, faults=0.0, tempo="normal"))
    angle = real.angles_deg()[joint]
    for rep in real.reps:
        assert low < angle[round(rep.turn_s * real.spec.fps)] < high


def test_a_shallow_squat_bends_the_knee_less() -> None:
    spec = random_spec(3, "squat", "side", faults=0.0)
    plans = (RepPlan(), RepPlan(reach=0.65, fault="shallow"))
    real = truth(replace(spec, parts=(Part("squat", plans),)))
    full, shallow = (real.angles_deg()["left_knee"][round(r.turn_s * 30)] for r in real.reps)
    assert shallow > full + 25


@pytest.mark.parametrize("side", ["left", "right"])
def test_a_one_sided_repetition_moves_that_side(side: str) -> None:
    spec = random_spec(3, "marching")
    real = truth(replace(spec, parts=(Part("marching", (RepPlan(side=side),)),)))
    other = {"left": "right", "right": "left"}[side]
    angles = real.angles_deg()
    assert np.ptp(angles[f"{side}_hip"]) > 50
    assert np.ptp(angles[f"{other}_hip"]) < 15


def test_a_clip_cut_in_mid_repetition_keeps_what_still_turns() -> None:
    spec = random_spec(3, "squat", tempo="normal", reps=3)
    whole = truth(spec)
    before = truth(replace(spec, start_s=whole.reps[0].turn_s - 0.2))
    after = truth(replace(spec, start_s=whole.reps[0].turn_s + 0.2))
    assert [len(before.reps), len(after.reps)] == [3, 2]
    assert before.reps[0].start_s == 0.0
    assert len(before) < len(whole)


@pytest.mark.parametrize("seed", range(6))
def test_a_session_is_one_smooth_movement(seed: int) -> None:
    real = truth(random_session(seed))
    assert _fastest(real) < FASTEST_M_S
    names = {s.name for s in real.stretches}
    assert {"walk_in", "walk_out"} <= names
    assert {r.exercise for r in real.reps} == names & set(EXERCISES)


def test_idling_counts_nothing_and_lasts_as_long_as_asked() -> None:
    real = truth(random_idle(4, 60.0))
    assert (real.reps, real.holds, real.exercise) == ((), (), "idle")
    assert 50 < real.t[-1] < 65


@pytest.mark.parametrize("name", IDLE)
def test_every_idle_thing_can_be_done(name: str) -> None:
    real = truth(replace(random_spec(2, "squat"), parts=(Part(name, seconds=3.0),)))
    assert np.isfinite(real.xyz).all()
    assert len(real) == 90


@pytest.mark.parametrize("name", HOLDS)
def test_a_hold_is_still_and_timed(name: str) -> None:
    real = truth(replace(random_spec(2, "squat"), parts=(Part(name, seconds=5.0),)))
    (hold,) = real.holds
    assert hold.end_s - hold.start_s == pytest.approx(5.0)
    held = real.xyz[(real.t > hold.start_s) & (real.t < hold.end_s)]
    assert np.ptp(held, axis=0).max() < 0.08


def test_the_same_seed_gives_the_same_movement() -> None:
    first, second = (truth(random_session(8)).xyz for _ in range(2))
    assert np.array_equal(first, second)


@pytest.mark.parametrize("seed", [-1, HELD_OUT_SEED, HELD_OUT_SEED + 5])
def test_seeds_kept_for_judging_are_refused(seed: int) -> None:
    for make in (random_spec, lambda s: random_idle(s, 10), random_session, lambda s: Spec(s, ())):
        with pytest.raises(HeldOutSeed, match=str(seed)):
            make(seed)


def test_on_tiptoe_the_body_rises_over_balls_that_stay() -> None:
    real = truth(random_spec(1007, "heel_raise", "front", faults=0.0))
    still, turn = real.xyz[0], real.xyz[round(real.reps[0].turn_s * real.spec.fps)]
    assert turn[[11, 12, 23, 24], 2].mean() - still[[11, 12, 23, 24], 2].mean() > 0.03
    assert np.linalg.norm((turn - still)[[31, 32], :2], axis=-1).max() < 0.03
