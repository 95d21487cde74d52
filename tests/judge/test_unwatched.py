"""A made-up athlete with a sensor on and a camera that is covered, late or absent: nothing is lost and nothing counted twice."""

import heapq
from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise

import numpy as np
import pytest

from edge.assembly import build_pipeline
from edge.judge.unwatched import Unwatched
from edge.messages import Event, Exercise, Fault, Nobody, Pose, Rep, Sample, Score, Set
from edge.replay import watch, with_ticks
from tests.judge.watched import samples_of
from tools.avatar_studio import MEASURED, Truth, random_spec, truth
from tools.avatar_studio.worn import worn_samples

Covered = Callable[[Truth], tuple[float, float]]


def middle(real: Truth) -> tuple[float, float]:
    """From the end of the second repetition or so to the beginning of the eighth."""
    reps = real.reps
    return reps[len(reps) // 4].end_s, reps[3 * len(reps) // 4].start_s


def always(real: Truth) -> tuple[float, float]:
    return -1.0, float(real.t[-1]) + 1.0


def never(real: Truth) -> tuple[float, float]:
    return -1.0, -1.0


def briefly(real: Truth) -> tuple[float, float]:
    """For a second, in mid-repetition."""
    return real.reps[4].turn_s - 0.5, real.reps[4].turn_s + 0.5


@lru_cache
def performed(exercise: str) -> Truth:
    return truth(random_spec(420, exercise, "side", 10, "normal", faults=0))


@lru_cache
def said(exercise: str, place: str, covered: Covered, chosen: str = "auto") -> tuple[Event, ...]:
    """Everything the shipped pipeline says."""
    real = performed(exercise)
    start, end = covered(real)
    seen = [Nobody(one.t, one.seq) if start < one.t < end else one for one in samples_of(real, MEASURED)]
    both: list[Sample] = list(heapq.merge(seen, worn_samples(real, place, 50.0), key=lambda one: one.t))
    return tuple(event for _, events in watch(with_ticks(both), build_pipeline(exercise=chosen)) for event in events)


def reps_of(events: tuple[Event, ...]) -> list[Rep]:
    return [event for event in events if isinstance(event, Rep)]


@pytest.mark.parametrize(("exercise", "place"), [("squat", "thigh"), ("squat", "wrist"), ("overhead_press", "wrist"), ("row", "wrist")])
def test_a_set_goes_on_while_the_camera_is_covered(exercise: str, place: str) -> None:
    events = said(exercise, place, middle)
    reps = reps_of(events)
    assert len(reps) == 10
    assert min(after.t_turn - before.t_turn for before, after in pairwise(reps)) > 1.5
    assert [rep.number for rep in reps] == list(range(1, 11))
    assert {rep.exercise for rep in reps} == {exercise}
    assert len([event for event in events if isinstance(event, Set)]) == 1


def test_what_nobody_saw_is_half_as_sure_and_not_judged() -> None:
    events = said("squat", "thigh", middle)
    start, end = middle(performed("squat"))
    unseen = [rep for rep in reps_of(events) if start < rep.t_turn < end]
    judged = [event for event in events if isinstance(event, Score)]
    assert len(unseen) in (4, 5)
    assert all(0.0 < rep.confidence <= 0.5 and not rep.faults for rep in unseen)
    assert not any(fault.rep in {rep.number for rep in unseen} for fault in events if isinstance(fault, Fault))
    assert len(judged) < 10


def test_without_a_camera_the_exercise_is_unknown_and_counted() -> None:
    events = said("squat", "wrist", always)
    assert len(reps_of(events)) == 10
    assert {rep.exercise for rep in reps_of(events)} == {"unknown"}
    assert [event.name for event in events if isinstance(event, Exercise)][:2] == ["idle", "unknown"]
    [done] = [event for event in events if isinstance(event, Set)]
    assert (done.reps, done.score) == (10, None)


def test_a_chosen_exercise_has_its_name_without_a_camera() -> None:
    assert {rep.exercise for rep in reps_of(said("squat", "wrist", always, "squat"))} == {"squat"}


def test_nothing_is_counted_in_a_hold_that_was_chosen() -> None:
    assert reps_of(said("squat", "wrist", always, "plank")) == []


def test_while_the_camera_sees_the_sensor_is_silent() -> None:
    seen = said("squat", "wrist", never)
    assert all(rep.range is not None and rep.range > 0.0 for rep in reps_of(seen))
    assert len(reps_of(seen)) == 10


def test_a_passing_shadow_is_no_absence() -> None:
    reps = reps_of(said("squat", "wrist", briefly))
    assert len(reps) in (9, 10)
    assert all(rep.range is not None for rep in reps)


def test_leaning_to_sit_and_to_stand_is_one_repetition_once_the_camera_has_seen_it() -> None:
    assert abs(len(reps_of(said("sit_to_stand", "trunk", middle))) - 10) <= 1


def test_two_sensors_count_once() -> None:
    real = performed("squat")
    both: list[Sample] = list(heapq.merge(worn_samples(real, "wrist", 50.0), worn_samples(real, "thigh", 50.0, 1), key=lambda one: one.t))
    events = [event for _, said_now in watch(with_ticks(both), build_pipeline()) for event in said_now]
    assert sum(isinstance(event, Rep) for event in events) == 10


def test_a_set_gets_its_name_from_a_repetition_that_a_sensor_had_counted() -> None:
    """Jumps, taken for squats at first: half of one tells them apart as the camera comes back, and a sensor has felt the whole of it."""
    real = truth(random_spec(500, "jump_squat", "front", 8, "normal", faults=0))
    turn = real.reps[2].turn_s
    seen = [Nobody(one.t, one.seq) if turn - 1.2 < one.t < turn + 0.4 else one for one in samples_of(real)]
    both: list[Sample] = list(heapq.merge(seen, worn_samples(real, "thigh", 50.0), key=lambda one: one.t))
    events = [event for _, said_now in watch(with_ticks(both), build_pipeline()) for event in said_now]
    assert [(event.exercise, event.reps) for event in events if isinstance(event, Set)] == [("jump_squat", 8)]
    assert [event.name for event in events if isinstance(event, Exercise)] == ["idle", "squat", "jump_squat"]


def test_a_pose_of_the_same_moment_is_a_look() -> None:
    """Before anything was felt nothing is known, and nothing believed."""
    unwatched = Unwatched()
    unwatched.look(0.0)
    assert unwatched.finish(5.0) == []
    assert not unwatched.knows(0.0, 1.0)


def test_poses_are_what_is_covered() -> None:
    """The test's own material: covered frames hold nobody, the others somebody."""
    real = performed("squat")
    start, end = middle(real)
    poses = [one for one in samples_of(real, MEASURED) if isinstance(one, Pose)]
    assert 0.2 < np.mean([start < pose.t < end for pose in poses]) < 0.6
