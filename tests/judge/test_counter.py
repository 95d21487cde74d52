"""Made-up people in front of the counter: what is counted, as what, of which side, and when; and what is not."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from edge.messages import Nobody, Pose, Side
from tests.judge.made_sets import SEEDS, alternating, assert_right, clean, parts, reaching
from tests.judge.watched import noisy, watched
from tools.avatar_studio import VIEWS, Part, random_spec


def still_from(t: float, until: float) -> Callable[[Pose], Pose | None]:
    """From t on nothing moves any more, and the clip ends."""
    last: list[Pose] = []

    def change(pose: Pose) -> Pose | None:
        if pose.t < t:
            last[:] = [pose]
            return pose
        return replace(last[0], t=pose.t, seq=pose.seq) if pose.t < until else None

    return change


# --- sets -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("tempo", ["normal", "slow", "fast", "paused"])
def test_squats_are_counted_from_every_side_at_every_pace(view: str, tempo: str) -> None:
    seen = watched(clean("squat", view, 425, 5, tempo))
    assert_right(seen)
    for said, true in zip(seen.reps, seen.truth.reps, strict=True):
        assert true.start_s - 0.2 <= said.t_start < said.t_turn < said.t_end
        assert said.t_turn == pytest.approx(true.turn_s, abs=1.6 if tempo == "paused" else 0.35)
        assert said.t_end <= true.end_s + 0.2


@pytest.mark.parametrize(
    ("exercise", "view"),
    [
        ("push_up", "side"), ("sit_to_stand", "45"), ("side_lunge", "front"), ("bicep_curl", "front"), ("shoulder_abduction", "front"),
        ("overhead_press", "front"), ("pull_up", "front"), ("row", "45"), ("glute_bridge", "side"), ("sit_up", "side"), ("dip", "side"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("seed", SEEDS)
def test_other_exercises_from_their_best_side(exercise: str, view: str, seed: int) -> None:
    assert_right(watched(clean(exercise, view, seed)))


def test_with_the_pose_models_errors_most_squat_sets_are_still_exact() -> None:
    """24 people; the figure over all exercises is `tools/evaluate synthetic`."""
    sets = [noisy(clean("squat", view, seed, 5)) for view in VIEWS for seed in range(200, 206)]
    exact = sum(seen.counts == seen.true_counts for seen in sets)
    assert exact >= 0.85 * len(sets)
    assert all(abs(len(seen.reps) - 5) <= 2 for seen in sets)


@pytest.mark.parametrize("view", ["front", "45"])
@pytest.mark.parametrize("seed", SEEDS)
def test_alternating_curls_count_each_side(view: str, seed: int) -> None:
    seen = watched(alternating(clean("bicep_curl", view, seed, 6)))
    assert [(rep.exercise, rep.side) for rep in seen.reps] == [("bicep_curl", Side.LEFT), ("bicep_curl", Side.RIGHT)] * 3


def test_a_repetition_below_the_least_size_counts_in_a_set_and_begins_none() -> None:
    spec = clean("push_up", "side", 421)
    assert watched(reaching(spec, 0.5, 0.5, 0.5, 0.32, 0.5)).counts == {"push_up": 5}
    assert watched(reaching(spec, 0.32, 0.32, 0.32, 0.32, 0.32)).counts == {}


@pytest.mark.parametrize("exercise", ["squat", "glute_bridge", "dip"])
def test_the_last_of_a_set_counts_when_it_has_come_to_rest_as_the_clip_ends(exercise: str) -> None:
    spec = clean(exercise, "side", 425)
    end = watched(spec).truth.reps[-1].end_s
    assert watched(spec, change=still_from(end - 0.15, end + 0.07)).counts == {exercise: 4}
    assert watched(spec, change=still_from(end - 0.4, end - 0.4)).counts == {exercise: 3}


@pytest.mark.parametrize("view", ["front", "45", "side"])
def test_heel_raises_are_seen_by_how_far_the_body_rises(view: str) -> None:
    assert_right(watched(clean("heel_raise", view, 421)))


@pytest.mark.parametrize(("exercise", "view"), [("row", "45"), ("step_up", "45"), ("standing_leg_raise", "front")])
def test_what_looks_like_nothing_else_is_announced_from_the_first(exercise: str, view: str) -> None:
    first = watched(clean(exercise, view, 421)).reps[0]
    assert first.exercise == exercise
    assert first.t - first.t_end < 0.6


@pytest.mark.parametrize("seed", [6077, 7077])
def test_rows_from_behind_are_seen_by_how_far_the_hands_rise(seed: int) -> None:
    seen = noisy(random_spec(seed, "row", "behind"))
    assert seen.counts == seen.true_counts


@pytest.mark.parametrize("view", VIEWS)
def test_a_set_takes_the_name_that_fits_the_whole_of_it(view: str) -> None:
    """A jump's flight comes after its repetition: the first one looks like a squat, and its set is none."""
    seen = watched(clean("jump_squat", view))
    assert seen.reps[0].exercise == "squat"
    assert [(one.exercise, one.reps) for one in seen.sets] == [("jump_squat", 4)]
    assert seen.exercises[-1].name == "jump_squat"
    assert seen.exercises[-1].since == seen.reps[0].t_start


@pytest.mark.parametrize(
    ("seed", "exercise", "view"), [(600064, "jump_squat", "45"), (600190, "jump_squat", "behind"), (600193, "split_squat", "front")]
)
def test_a_set_takes_its_name_also_where_each_repetition_could_go_on_under_the_old_one(seed: int, exercise: str, view: str) -> None:
    seen = noisy(random_spec(seed, exercise, view))
    assert [(one.exercise, one.reps) for one in seen.sets] == [(exercise, len(seen.truth.reps))]


@pytest.mark.parametrize(("seed", "exercise", "view"), [(600061, "straight_leg_raise", "front"), (600083, "sit_up", "behind")])
def test_what_moves_within_the_repetitions_of_a_set_is_no_other_exercise(seed: int, exercise: str, view: str) -> None:
    seen = noisy(random_spec(seed, exercise, view))
    assert [(one.exercise, one.reps) for one in seen.sets] == [(exercise, len(seen.truth.reps))]


def test_a_set_goes_on_with_a_repetition_that_by_itself_would_be_something_else() -> None:
    seen = noisy(random_spec(600003, "lunge", "45"))
    assert seen.counts == seen.true_counts


def test_a_set_that_is_certain_late_has_those_of_its_repetitions_that_looked_like_something_else() -> None:
    seen = noisy(random_spec(600129, "lunge", "behind"))
    assert seen.counts == seen.true_counts


def test_curls_with_both_arms_count_once() -> None:
    seen = watched(clean("bicep_curl", "front", reps=5))
    assert [(rep.exercise, rep.side) for rep in seen.reps] == [("bicep_curl", Side.BOTH)] * 5


@pytest.mark.parametrize("seed", SEEDS)
def test_marching_counts_each_leg(seed: int) -> None:
    seen = watched(alternating(clean("marching", "front", seed, 6)))
    assert [rep.side for rep in seen.reps] == [Side.LEFT, Side.RIGHT] * 3


@pytest.mark.parametrize("seed", SEEDS)
def test_counting_goes_on_after_a_rest_of_six_seconds(seed: int) -> None:
    spec = clean("squat", "45", seed)
    assert_right(watched(parts(spec, spec.parts[0], Part("stand", seconds=6), spec.parts[0])))


@pytest.mark.parametrize("seed", SEEDS)
def test_whoever_stays_down_for_a_while_has_not_ended_the_set(seed: int) -> None:
    """What would be a rest while standing is a part of the repetition in its midst."""
    spec = clean("squat", "45", seed)
    reps = list(spec.parts[0].reps)
    reps[2] = replace(reps[2], hold_s=5.5)
    seen = watched(parts(spec, replace(spec.parts[0], reps=tuple(reps))))
    assert [(one.exercise, one.reps) for one in seen.sets] == [("squat", 4)]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_set_ends_with_a_long_rest(seed: int) -> None:
    spec = clean("squat", "45", seed)
    seen = watched(parts(spec, spec.parts[0], Part("stand", seconds=25), spec.parts[0]))
    assert [(one.number, one.exercise, one.reps) for one in seen.sets] == [(1, "squat", 4), (2, "squat", 4)]
    assert [rep.number for rep in seen.reps] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert "idle" in [said.name for said in seen.exercises[1:]]


@pytest.mark.parametrize("seed", SEEDS)
def test_another_exercise_ends_the_set_and_begins_the_next(seed: int) -> None:
    spec = clean("squat", "45", seed)
    seen = watched(parts(spec, spec.parts[0], Part("stand", seconds=3), clean("shoulder_abduction", "45", seed).parts[0]))
    assert_right(seen)
    assert [(one.exercise, one.reps) for one in seen.sets] == [("squat", 4), ("shoulder_abduction", 4)]
    assert [said.name for said in seen.exercises if said.name != "idle"] == ["squat", "shoulder_abduction"]


def test_another_exercise_that_follows_at_once_ends_the_set_too() -> None:
    """Before anybody could have taken the change for a rest."""
    spec = clean("squat", "45", 421)
    seen = watched(parts(spec, spec.parts[0], Part("stand", seconds=1), clean("standing_leg_raise", "45", 421).parts[0]))
    assert [(one.exercise, one.reps) for one in seen.sets] == [("squat", 4), ("standing_leg_raise", 4)]
    assert [said.name for said in seen.exercises] == ["idle", "squat", "standing_leg_raise"]


# --- a person said what will be done ----------------------------------------------------------------------------------


@pytest.mark.parametrize("exercise", ["squat", "bicep_curl", "shoulder_abduction", "overhead_press"])
def test_a_chosen_exercise_is_announced_one_by_one_from_the_first(exercise: str) -> None:
    seen = watched(clean(exercise, "front"), exercise)
    assert_right(seen)
    for said, true in zip(seen.reps, seen.truth.reps, strict=True):
        assert true.turn_s < said.t < true.end_s + 0.25


def test_a_chosen_exercise_counts_no_other() -> None:
    assert watched(clean("squat", "45"), "bicep_curl").counts == {}


# --- what is not counted ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", SEEDS)
def test_a_plank_is_held_and_nothing_is_counted_in_it(seed: int) -> None:
    seen = watched(parts(clean("push_up", "side", seed), Part("plank", seconds=20)))
    assert seen.counts == {}
    assert [hold.exercise for hold in seen.holds] == ["plank"]
    true = seen.truth.holds[0]
    assert seen.holds[0].t_end - seen.holds[0].t_start == pytest.approx(true.end_s - true.start_s, abs=4.0)


@pytest.mark.parametrize("seed", SEEDS)
def test_push_ups_and_then_a_plank(seed: int) -> None:
    spec = clean("push_up", "side", seed)
    seen = watched(parts(spec, spec.parts[0], Part("plank", seconds=12)))
    assert_right(seen)
    assert {hold.exercise for hold in seen.holds} == {"plank"}


# --- cuts and beginnings ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", SEEDS)
def test_a_clip_that_begins_on_the_way_down_counts_its_first(seed: int) -> None:
    spec = clean("squat", "45", seed)
    assert len(watched(replace(spec, start_s=0.4 + 0.5 * spec.parts[0].reps[0].go_s)).reps) == 4


@pytest.mark.parametrize("seed", SEEDS)
def test_a_clip_that_begins_on_the_way_up_counts_from_the_next(seed: int) -> None:
    spec = clean("squat", "45", seed)
    first = spec.parts[0].reps[0]
    assert len(watched(replace(spec, start_s=0.4 + first.go_s + first.hold_s + 0.7 * first.back_s)).reps) == 3


@pytest.mark.parametrize("seed", [421, 422, 425])
def test_a_cut_joins_nothing(seed: int) -> None:
    """Down before the cut, standing elsewhere in the picture after it: that is no repetition."""
    spec = clean("squat", "45", seed, 6)
    real = watched(spec)
    down, up = real.truth.reps[2].turn_s, real.truth.reps[3].end_s

    def edit(pose: Pose) -> Pose | None:
        if pose.t < down - 0.2:
            return pose
        image = pose.image + np.array([0.4 * pose.width, 0.0, 0.0, 0.0])
        return replace(pose, t=pose.t - (up - down), image=image) if pose.t >= up else None

    assert len(watched(spec, change=edit).reps) == 4


def test_nobody_for_a_moment_is_bridged() -> None:
    spec = clean("squat", "side")
    seen = watched(spec, change=lambda pose: Nobody(pose.t, pose.seq) if pose.seq % 40 < 4 else pose)
    assert_right(seen)


@pytest.mark.parametrize("fps", [10.0, 15.0, 60.0])
def test_other_frame_rates(fps: float) -> None:
    assert_right(watched(random_spec(424, "squat", "45", 5, "normal", faults=0, fps=fps)))


def test_an_irregular_frame_rate() -> None:
    keep = np.random.default_rng(5).random(10_000) > 0.4
    assert_right(watched(clean("squat", "45", 424, 5), change=lambda pose: pose if keep[pose.seq] else None))


# --- the picture's size and place do not matter -----------------------------------------------------------------------


def scaled(pose: Pose) -> Pose:
    image = pose.image * np.array([3.0, 3.0, 3.0, 1.0])
    return replace(pose, image=image, width=3 * pose.width, height=3 * pose.height)


def shifted(pose: Pose) -> Pose:
    """In a larger picture, elsewhere."""
    return replace(pose, image=pose.image + np.array([170.0, 90.0, 0.0, 0.0]), width=pose.width + 340, height=pose.height + 180)


@pytest.mark.parametrize("exercise", ["squat", "bicep_curl", "overhead_press"])
def test_a_picture_three_times_as_large_counts_the_same(exercise: str) -> None:
    spec = clean(exercise, "front")
    plain, large = watched(spec), watched(spec, change=scaled)
    assert [(r.exercise, r.side, r.t_turn) for r in large.reps] == [(r.exercise, r.side, r.t_turn) for r in plain.reps]


@pytest.mark.parametrize("exercise", ["squat", "bicep_curl", "overhead_press"])
def test_a_person_elsewhere_in_the_picture_counts_the_same(exercise: str) -> None:
    spec = clean(exercise, "front")
    plain, elsewhere = watched(spec), watched(spec, change=shifted)
    assert Counter(r.exercise for r in elsewhere.reps) == Counter(r.exercise for r in plain.reps)
    assert [r.t_turn for r in elsewhere.reps] == pytest.approx([r.t_turn for r in plain.reps], abs=0.04)
