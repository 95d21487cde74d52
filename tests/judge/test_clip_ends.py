"""The end of everything: the last repetition's last degrees, and a movement that no exercise describes."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from edge.assembly import shipped_rules
from edge.estimate.skeleton import ANGULAR, SIGNAL_NAMES
from edge.judge.judge import Judge
from edge.messages import Array, Event, MotionState, Rep, Score, Set
from tests.judge.made_states import FPS, at_rate, states_of, wave
from tests.judge.test_neighbours import arm_raised
from tests.judge.watched import noisy
from tools.avatar_studio import random_spec


def told(states: list[MotionState], chosen: str | None = None) -> list[Event]:
    judge = Judge(shipped_rules(), SIGNAL_NAMES, chosen, ANGULAR)
    return [event for state in states for event in judge.feed(state)] + list(judge.finish(states[-1].t))


def counts(events: list[Event]) -> dict[str, int]:
    return dict(Counter(event.exercise for event in events if isinstance(event, Rep)))


ROUND_S, PAUSE_S = 1.6, 0.5


def cut_off(share: float) -> list[MotionState]:
    """Five raised arms, the last of which has this share of its way back behind it as the clip ends."""
    way = 0.5 - 0.5 * np.cos(np.linspace(0.0, 2.0 * np.pi, round(ROUND_S * FPS)))
    back = int(np.flatnonzero((way < 1.0 - share) & (np.arange(len(way)) > len(way) / 2))[0])
    last = 4 * (round(ROUND_S * FPS) + round(PAUSE_S * FPS)) + round(PAUSE_S * FPS)
    return states_of(arm_raised(0.0))[: last + back + 1]


def test_the_last_repetition_counts_when_the_clip_ends_within_a_tenth_of_a_second_of_its_end() -> None:
    assert counts(told(cut_off(0.93))) == {"shoulder_abduction": 5}


@pytest.mark.parametrize("share", [0.5, 0.75])
def test_the_last_repetition_does_not_count_when_the_clip_ends_in_its_midst(share: float) -> None:
    assert counts(told(cut_off(share))) == {"shoulder_abduction": 4}


def test_the_last_repetition_counts_when_it_comes_to_rest_before_it_is_all_the_way_back() -> None:
    states = cut_off(0.75)
    assert counts(told([*states, *creeping(states[-1], 8)])) == {"shoulder_abduction": 5}


def creeping(state: MotionState, frames: int) -> list[MotionState]:
    """So slowly on that it has as good as come to rest, and never quite."""
    lower = [state.signals - 0.003 * (i + 1) * (state.signals > 0.0) for i in range(frames)]
    return [replace(state, t=state.t + (i + 1) / FPS, signals=signals) for i, signals in enumerate(lower)]


def test_a_few_of_what_gestures_mimic_are_counted_where_the_clip_is_about_them() -> None:
    """Three curls: too few for the living room, where hands talk, and all that there is in a clip."""
    assert noisy(random_spec(600157, "bicep_curl", "front")).counts == {"bicep_curl": 3}


def clapping(times: int, before_s: float = 0.0, fps: float = FPS) -> list[MotionState]:
    """Both hands apart and together again, which is none of the exercises."""
    apart = wave([1.0] * times, 0.1, 1.0, 0.4, 1.4)
    return states_of({"hand_spread": at_rate(fps, np.concatenate([np.full(round(before_s * FPS), 0.1), apart]))}, fps=fps)


def test_a_movement_that_no_exercise_describes_is_counted_as_unknown() -> None:
    events = told(clapping(6))
    assert counts(events) == {"unknown": 6}
    assert not any(isinstance(event, Score) for event in events)
    reps = [event for event in events if isinstance(event, Rep)]
    assert [rep.number for rep in reps] == [1, 2, 3, 4, 5, 6]
    assert all(rep.t_start < rep.t_turn < rep.t_end for rep in reps)
    assert {(rep.range, rep.good, rep.score) for rep in reps} == {(None, None, None)}
    assert [(event.reps, event.good, event.score) for event in events if isinstance(event, Set)] == [(6, 0, None)]


@pytest.mark.parametrize("fps", [15.0, 30.0, 60.0])
def test_a_movement_without_a_name_is_counted_to_its_end_whatever_the_camera(fps: float) -> None:
    """For three quarters of a minute: a quick camera's frames are no reason to forget how it began."""
    assert counts(told(clapping(24, fps=fps))) == {"unknown": 24}


def test_nothing_is_unknown_that_is_less_than_most_of_the_clip_or_too_seldom() -> None:
    assert counts(told(clapping(6, before_s=20.0))) == {}
    assert counts(told(clapping(2))) == {}


def test_nothing_is_unknown_where_somebody_said_what_is_done() -> None:
    assert counts(told(clapping(6), "squat")) == {}


def test_nothing_is_unknown_beside_what_was_told() -> None:
    raised, apart = arm_raised(0.0), wave([1.0] * 20, 0.1, 1.0, 0.4, 1.4)
    pad = len(apart)
    both: dict[str, Array] = {name: np.concatenate([values, np.full(pad, values[-1])]) for name, values in raised.items()}
    both["hand_spread"] = np.concatenate([np.full(len(raised["right_out"]), 0.1), apart])
    assert counts(told(states_of(both))) == {"shoulder_abduction": 5}
