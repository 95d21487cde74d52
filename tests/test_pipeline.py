"""Samples in, events out: in order, the same every time, and soon enough."""

import ast
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

import edge.pipeline
from edge.assembly import build_pipeline
from edge.messages import (
    Command,
    Cue,
    Event,
    Exercise,
    Fault,
    HeartRate,
    ImuSample,
    LinkChange,
    Nobody,
    Pose,
    Priority,
    Rep,
    Sample,
    Score,
    Set,
    Tick,
)
from edge.replay import watch, with_ticks
from tests.judge.watched import EXACT, events_of, noisy, samples_of, watched
from tools.avatar_studio import MEASURED, VIEWS, random_session, random_spec, truth

ANNOUNCED_WITHIN_S = 0.25


def samples(exercise: str = "squat", view: str = "45", seed: int = 425, reps: int = 4) -> list[Sample]:
    spec = random_spec(seed, exercise, view, reps, "normal", faults=0.5)
    return list(with_ticks(samples_of(truth(spec), MEASURED)))


def events(given: list[Sample], exercise: str = "auto") -> list[Event]:
    return [event for _, caused in watch(given, build_pipeline(exercise=exercise)) for event in caused]


# --- order -----------------------------------------------------------------------------------------------------------


def test_events_carry_the_time_of_the_sample_that_caused_them() -> None:
    for sample, caused in watch(samples(), build_pipeline()):
        assert {event.t for event in caused} <= {sample.t}


def test_a_cue_follows_its_cause_and_a_fault_its_repetition() -> None:
    said = events(samples("squat"))
    kinds = [type(event) for event in said]
    assert {Rep, Fault, Score, Set, Cue, Exercise} <= set(kinds)
    for i, event in enumerate(said):
        if isinstance(event, Cue) and event.channel == "tone" and event.priority == Priority.COUNT:
            assert any(isinstance(before, Rep) and before.t == event.t for before in said[:i])
        if isinstance(event, Fault):
            assert any(isinstance(before, Rep) and before.number == event.rep for before in said[:i])


def test_the_exercise_is_named_before_its_first_repetition() -> None:
    said = [event for event in events(samples()) if isinstance(event, Exercise | Rep)]
    first = next(i for i, event in enumerate(said) if isinstance(event, Rep))
    assert isinstance(said[first - 1], Exercise)
    assert said[first - 1].name == said[first].exercise  # type: ignore[union-attr]


def test_repetitions_are_numbered_through_and_never_overlap_their_own_end() -> None:
    reps = noisy(random_session(7)).reps
    assert [rep.number for rep in reps] == list(range(1, len(reps) + 1))
    assert all(rep.t_start < rep.t_turn < rep.t_end <= rep.t for rep in reps)
    assert all(before.t <= after.t for before, after in pairwise(reps))


def test_the_end_closes_what_is_open() -> None:
    given = samples()
    pipeline = build_pipeline()
    before = [event for sample in given for event in pipeline.feed(sample)]
    assert not any(isinstance(event, Set) for event in before)
    after = list(pipeline.finish(given[-1].t))
    assert [event.reps for event in after if isinstance(event, Set)] == [sum(isinstance(event, Rep) for event in before)]
    assert list(pipeline.finish(given[-1].t)) == []


def test_the_newest_state_is_kept() -> None:
    pipeline = build_pipeline()
    assert pipeline.state is None
    poses = [sample for sample in samples() if isinstance(sample, Pose)]
    list(pipeline.feed(poses[0]))
    assert pipeline.state is not None
    assert pipeline.state.t == poses[0].t
    list(pipeline.feed(Tick(poses[0].t + 0.05)))
    assert pipeline.state.t == poses[0].t


# --- other samples -----------------------------------------------------------------------------------------------------


def test_other_sources_change_nothing_that_the_camera_sees() -> None:
    given = samples()
    among: list[Sample] = [
        HeartRate(0.5, 90.0), ImuSample(0.6, "wrist", (0.0, 0.0, 9.8), (0.0, 0.0, 0.0)), LinkChange(0.7, "watch", True),
        Command(0.8, "load_kg", "40"),
    ]  # fmt: skip
    mixed: list[Sample] = sorted([*given, *among], key=lambda sample: sample.t)
    assert events(mixed) == events(given)


def test_a_command_chooses_the_exercise_and_sets_it_free_again() -> None:
    given = samples("squat")
    assert not any(isinstance(event, Rep) for event in events([Command(0.0, "exercise", "glute_bridge"), *given]))
    freed = events([Command(0.0, "exercise", "glute_bridge"), Command(0.0, "exercise", "auto"), *given])
    assert [e.exercise for e in freed if isinstance(e, Rep)] == [e.exercise for e in events(given) if isinstance(e, Rep)]


def test_nobody_there_is_idle_and_nothing_else() -> None:
    said = events(list(with_ticks(Nobody(i / 30, i) for i in range(900))))
    assert [(type(event), getattr(event, "name", "")) for event in said] == [(Exercise, "idle")]


def test_nothing_at_all_says_nothing() -> None:
    assert list(build_pipeline().finish(0.0)) == []


# --- always the same -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", [3, 4])
def test_the_same_samples_give_identical_events(seed: int) -> None:
    given = list(with_ticks(samples_of(truth(random_session(seed)), MEASURED)))
    once = events(given)
    assert len(once) > 20
    assert once == events(given)


def test_two_pipelines_at_once_do_not_disturb_each_other() -> None:
    squats, curls = samples("squat"), samples("bicep_curl", "front")
    one, other = build_pipeline(), build_pipeline()
    mixed: tuple[list[Event], list[Event]] = ([], [])
    for a, b in zip(squats, curls, strict=False):
        mixed[0].extend(one.feed(a))
        mixed[1].extend(other.feed(b))
    n = min(len(squats), len(curls))
    alone = [
        [e for s in given[:n] for e in pipeline.feed(s)] for given, pipeline in ((squats, build_pipeline()), (curls, build_pipeline()))
    ]
    assert list(mixed) == alone


@pytest.mark.parametrize("later", [1e5, 3e6])
def test_the_clocks_origin_does_not_matter(later: float) -> None:
    """A box that has run for a month counts as it did on its first day."""
    spec = random_spec(425, "squat", "45", 4, "normal", faults=0)
    poses = [pose for pose in samples_of(truth(spec), EXACT) if isinstance(pose, Pose)]
    now, then = (events_of([Pose(p.t + t0, p.seq, p.image, p.world, p.width, p.height) for p in poses]) for t0 in (0.0, later))
    assert [e.t_turn for e in now if isinstance(e, Rep)] == pytest.approx([e.t_turn - later for e in then if isinstance(e, Rep)], abs=0.04)


# --- soon enough -----------------------------------------------------------------------------------------------------------


def test_repetitions_of_a_chosen_exercise_are_announced_within_a_quarter_of_a_second_of_their_end() -> None:
    """The eased ends of a made-up repetition are slower than a person's, so this is no kinder than life."""
    late = []
    for exercise in ("squat", "push_up", "bicep_curl", "overhead_press", "shoulder_abduction", "sit_to_stand", "pull_up", "side_lunge"):
        for seed, view in zip(range(430, 434), VIEWS, strict=True):
            seen = watched(random_spec(seed, exercise, view, 5, "normal", faults=0), exercise)
            if len(seen.reps) == len(seen.truth.reps):
                late += [said.t - true.end_s for said, true in zip(seen.reps, seen.truth.reps, strict=True)]
    assert len(late) > 100
    assert np.percentile(late, 95) <= ANNOUNCED_WITHIN_S


def test_it_knows_only_the_rooms_that_think() -> None:
    tree = ast.parse(Path(edge.pipeline.__file__).read_text(encoding="utf-8"))
    modules = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
    assert {module for module in modules if module.startswith("edge.")} == {
        "edge.estimate.estimator", "edge.judge.judge", "edge.messages", "edge.respond.cues",
    }  # fmt: skip


# --- a session that is paused ----------------------------------------------------------------------------------------


def paused(given: list[Sample], *commands: Command) -> list[Event]:
    """The same samples, with commands where they belong in time."""
    return events(sorted([*given, *commands], key=lambda sample: sample.t))


def test_between_stop_and_start_nothing_is_judged() -> None:
    given = samples(reps=6)
    reps = [event for event in events(given, "squat") if isinstance(event, Rep)]
    stop, start = Command(reps[1].t + 0.05, "session", "stop"), Command(given[-1].t - 0.2, "session", "start")
    said = [event for event in paused(given, stop, start) if start.t > event.t > stop.t]
    assert said == []


@pytest.mark.parametrize("command", ["stop", "toggle"])
def test_a_stop_ends_the_open_set_at_once(command: str) -> None:
    given = samples(reps=6)
    third = [event for event in events(given) if isinstance(event, Rep)][2]
    said = paused(given, Command(third.t + 0.05, "session", command))
    (ended,) = [event for event in said if isinstance(event, Set)]
    assert ended.t == third.t + 0.05
    assert ended.reps == 3


def test_after_a_second_press_counting_goes_on() -> None:
    given = samples(reps=8)
    third = [event for event in events(given) if isinstance(event, Rep)][2]
    presses = [Command(third.t + 0.05, "session", "toggle"), Command(third.t + 0.15, "session", "toggle")]
    numbers = [event.number for event in paused(given, *presses) if isinstance(event, Rep)]
    assert len(numbers) >= 7
    assert numbers == sorted(set(numbers))


def test_a_cue_switch_reaches_the_cues() -> None:
    said = paused(samples(), Command(0.0, "cues.sound", "0"))
    assert {event.channel for event in said if isinstance(event, Cue)} & {"tone", "light"} == {"light"}


def test_no_event_waits_for_the_whole_body() -> None:
    """It takes most of the time of thought; a cue is due at once."""
    pipeline, bodies = build_pipeline(body=True), list[bool]()
    for sample in samples():
        for event in pipeline.feed(sample):
            if isinstance(event, Rep):
                assert pipeline.state is not None
                bodies.append(pipeline.state.t == event.t)
        if isinstance(sample, Pose) and pipeline.state is not None:
            assert pipeline.state.body is not None
    assert bodies
    assert not any(bodies), "the state of this very sample comes after its events"
