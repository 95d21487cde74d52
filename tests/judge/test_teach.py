"""Somebody shows a movement, and the judge counts it from then on: signals made by hand, and made-up people behind the measured noise."""

import json
from dataclasses import replace

import numpy as np
import pytest

from edge.assembly import rules_with, shipped_rules
from edge.errors import InputError
from edge.estimate.estimator import Estimator
from edge.estimate.skeleton import ANGULAR, SIGNAL_NAMES
from edge.judge.judge import TEACH, Judge
from edge.judge.teach import FEWEST, LONGEST_S, Learned, Lesson, learn
from edge.messages import Array, Command, MotionState, Rep, Side
from tests.judge.made_states import states_of, wave
from tests.judge.watched import samples_of
from tools.avatar_studio import MEASURED, Spec, random_idle, random_spec, truth

DEG = np.pi / 180.0


def curls(*turns: float, low: float = 30.0, high: float = 130.0, seconds: float = 1.6) -> dict[str, Array]:
    """The left arm alone."""
    left = wave(turns, low * DEG, high * DEG, seconds=seconds)
    return {"left_elbow": left, "elbows": 0.5 * left}


def learned(states: list[MotionState], reps: int | None = None) -> Learned:
    return learn(states, SIGNAL_NAMES, ANGULAR, reps)


def counted(found: Learned, states: list[MotionState], chosen: bool = True) -> list[Rep]:
    rules, wrong = rules_with({"shown": {"entry": dict(found.entry)}})
    assert wrong == ()
    judge = Judge(rules, SIGNAL_NAMES, "shown" if chosen else None, ANGULAR)
    events = [event for state in states for event in judge.feed(state)] + list(judge.finish(states[-1].t))
    return [event for event in events if isinstance(event, Rep)]


def seen(spec: Spec) -> list[MotionState]:
    estimator = Estimator()
    states = [estimator.feed(sample) for sample in samples_of(truth(spec), MEASURED)]
    return [state for state in states if isinstance(state, MotionState)]


# --- signals made by hand ------------------------------------------------------------------------------------------


def test_what_was_shown_is_said_in_one_sentence() -> None:
    found = learned(states_of(curls(1, 0.95, 1.05, 1, 0.9)))
    assert (found.reps, found.side, found.joint) == (5, Side.LEFT, "elbow")
    assert (found.from_deg, found.to_deg) == (pytest.approx(30, abs=5), pytest.approx(130, abs=6))
    assert found.in_words.startswith("5 repetitions of the left elbow, from 3")
    assert json.loads(json.dumps(found.entry)) == found.entry, "plain values, for a file"


def test_it_is_counted_with_range_and_tempo_and_with_either_arm() -> None:
    found = learned(states_of(curls(1, 1, 1, 1)))
    shown = curls(1, 0.7, 1.2, 1, 1, seconds=2.8)
    reps = counted(found, states_of({"right_elbow": shown["left_elbow"]}))
    assert [rep.side for rep in reps] == [Side.RIGHT] * 5
    assert np.degrees(reps[0].range) == pytest.approx(100, abs=8)
    assert sum(reps[0].tempo) == pytest.approx(2.6, abs=0.5)
    assert all(rep.good for rep in reps)


def test_it_is_too_fast_only_where_it_is_far_quicker_than_it_was_shown() -> None:
    found = learned(states_of(curls(1, 1, 1, 1, seconds=3.0)))
    assert [rep.faults for rep in counted(found, states_of(curls(1, 1, 1, seconds=2.2)))] == [()] * 3
    assert [rep.faults for rep in counted(found, states_of(curls(1, 1, 1, seconds=1.0)))] == [("too_fast",)] * 3


def test_both_sides_at_once_are_one_movement_and_in_turn_are_two() -> None:
    knee = wave([1, 1, 1, 1], 5 * DEG, 95 * DEG)
    both = learned(states_of({"left_knee": knee, "right_knee": knee, "knees": knee}))
    assert (both.in_words.split(",")[0], both.side, both.alternating) == ("4 repetitions of both knees", Side.BOTH, False)
    spaced = wave([1, 0, 1, 0, 1, 0], 5 * DEG, 95 * DEG)
    other = wave([0, 1, 0, 1, 0, 1], 5 * DEG, 95 * DEG)
    turns = learned(states_of({"left_knee": spaced, "right_knee": other}))
    assert (turns.reps, turns.alternating) == (6, True)
    assert turns.in_words.startswith("6 repetitions of the left and right knee in turn")


def test_a_movement_that_begins_bent_turns_at_its_straight_end() -> None:
    knee = wave([1, 1, 1, 1], 90 * DEG, 10 * DEG)
    found = learned(states_of({"left_knee": knee}))
    assert (found.entry["turns"], found.reps) == ("low", 4)
    assert (found.from_deg, found.to_deg) == (pytest.approx(90, abs=6), pytest.approx(10, abs=2))


def test_getting_ready_is_no_repetition() -> None:
    sits_down = np.concatenate([np.linspace(0, 90, 40), np.full(340, 90)]) * DEG
    knee = np.concatenate([sits_down[:60], wave([1, 1, 1, 1], 90 * DEG, 50 * DEG)])
    hips = sits_down[:60].tolist() + [90 * DEG] * (len(knee) - 60)
    assert learned(states_of({"right_knee": knee, "hips": np.array(hips)})).reps == 4


@pytest.mark.parametrize(
    ("signals", "seen", "reps", "says"),
    [
        ({"left_elbow": np.zeros(10)}, 0.9, None, "nobody was seen: "),
        (curls(1, 1, 1, 1), 0.2, None, "nothing was repeated: show the movement three to eight times"),
        ({"left_elbow": np.full(300, 0.5)}, 0.9, None, "nothing was repeated"),
        (curls(0.04, 0.04, 0.04, 0.04), 0.9, None, "nothing was repeated"),
        (curls(1, 1), 0.9, None, f"only 2 repetitions were alike: show at least {FEWEST}"),
        (curls(1, 1, 1, 1), 0.9, 6, "4 alike repetitions were seen, not 6: "),
    ],
)
def test_where_nothing_can_be_learned_one_sentence_says_why(signals: dict[str, Array], seen: float, reps: int | None, says: str) -> None:
    with pytest.raises(InputError) as problem:
        learned(states_of(signals, seen), reps)
    assert str(problem.value).startswith(says)


def test_only_what_no_cut_divides_is_learned_from() -> None:
    whole = states_of(curls(1, 1, 1, 1))
    assert learned([*states_of(curls(1, 1)), *states_of(curls(1, 1, 1, 1), t0=10.0, cuts=[0])]).reps == learned(whole).reps == 4


def test_a_lesson_takes_three_minutes_and_no_more_and_no_body() -> None:
    lesson, state = Lesson(), states_of(curls(1))[0]
    for second in range(300):
        lesson.feed(replace(state, t=float(second), body="a whole body"))  # type: ignore[arg-type]
    assert (lesson.full, lesson.seconds) == (True, LONGEST_S)
    assert {one.body for one in lesson.states} == {None}


# --- the judge ------------------------------------------------------------------------------------------------------


def test_unasked_it_is_never_told_and_takes_nothing_from_the_shipped_ones() -> None:
    states = seen(random_spec(7, "squat", "45", 5, "normal", faults=0.0))
    found = learned(states)
    assert [rep.exercise for rep in counted(found, states)] == ["shown"] * 5
    without = Judge(shipped_rules(), SIGNAL_NAMES, None, ANGULAR)
    as_before = [event for state in states for event in without.feed(state)] + list(without.finish(states[-1].t))
    assert counted(found, states, chosen=False) == [event for event in as_before if isinstance(event, Rep)]


def test_it_can_be_chosen_in_the_session_in_which_it_was_taught_and_left_again() -> None:
    first, second = states_of(curls(1, 1, 1, 1)), states_of(curls(1, 1, 1), t0=100.0)
    found = learned(first)
    judge = Judge(shipped_rules(), SIGNAL_NAMES, None, ANGULAR)
    said = [*judge.feed(Command(99.0, TEACH, json.dumps({"shown": found.entry}))), *judge.feed(Command(99.5, "exercise", "shown"))]
    said += [event for state in second for event in judge.feed(state)]
    assert [event.exercise for event in said if isinstance(event, Rep)] == ["shown"] * 3
    again = states_of(curls(1, 1, 1), t0=200.0)
    said = [*judge.feed(Command(199.0, "exercise", "auto")), *(event for state in again for event in judge.feed(state))]
    assert not [event for event in said if isinstance(event, Rep) and event.exercise == "shown"]


def test_one_that_was_forgotten_since_it_was_chosen_stops_nothing() -> None:
    judge = Judge(shipped_rules(), SIGNAL_NAMES, None, ANGULAR)
    list(judge.feed(Command(0.0, "exercise", "forgotten")))
    states = seen(random_spec(7, "squat", "45", 3, "normal", faults=0.0))
    assert {event.exercise for state in states for event in judge.feed(state) if isinstance(event, Rep)} == {"squat"}


# --- made-up people ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("exercise", "shown_from", "done_from", "tempo"),
    [
        ("squat", "45", "front", "slow"),
        ("shoulder_abduction", "front", "45", "paused"),
        ("bicep_curl", "45", "45", "fast"),
        ("sit_up", "side", "45", "normal"),
    ],
)
def test_another_body_from_another_side_at_another_tempo_is_counted(exercise: str, shown_from: str, done_from: str, tempo: str) -> None:
    shown = seen(random_spec(310, exercise, shown_from, 5, "normal", faults=0.0))
    found = learned(shown, 5)
    assert len(counted(found, shown)) == 5
    assert len(counted(found, seen(random_spec(311, exercise, done_from, 6, tempo, faults=0.0)))) == 6


def test_a_movement_as_small_as_a_heel_raise_is_learned_where_it_is_steady() -> None:
    shown = seen(random_spec(730_008, "heel_raise", "side", 6, "normal", faults=0.0))
    assert len(counted(learned(shown), shown)) == 6


@pytest.mark.parametrize("seed", [42_000, 740_003, 740_004])
def test_who_only_stands_about_teaches_nothing(seed: int) -> None:
    with pytest.raises(InputError):
        learned(seen(random_idle(seed, 30.0)))


def test_the_same_thrice_among_much_else_is_no_showing() -> None:
    """Three curls, and long standing before and after."""
    still = np.full(1500, 30 * DEG)
    with pytest.raises(InputError, match="most of what was seen was something else"):
        learned(states_of({"left_elbow": np.concatenate([still, curls(1, 1, 1)["left_elbow"], still])}))


def test_what_is_repeated_at_odd_times_is_too_unlike() -> None:
    one, rest = curls(1)["left_elbow"], np.full(30, 30 * DEG)
    with pytest.raises(InputError, match="too unlike"):
        learned(states_of({"left_elbow": np.concatenate([one, one, *[rest] * 8, one, one, *[rest] * 4, one])}))
