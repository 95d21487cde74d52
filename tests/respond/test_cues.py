"""What reaches the athlete's ear, in which order and how often."""

from dataclasses import replace

import pytest

from edge.messages import Cue, Event, Fault, Priority, Rep, Set, Severity, Side, View
from edge.respond.cues import FRAMING_GAP_S, PRAISE_EVERY, REPEAT_GAP_S, VOICE_GAP_S, Cues

REP = Rep(10.0, 1, "squat", Side.BOTH, 8.0, 9.0, 9.9, 1.5, (0.8, 0.2, 0.9), True, 100.0, 0.9)
BAD = replace(REP, good=False, faults=("shallow",))
SHALLOW = Fault(10.0, "shallow", "squat", Severity.MINOR, 5.0, "deg", "squat.deeper", Side.BOTH, 1)
LEAN = replace(SHALLOW, name="trunk_lean", cue="common.chest_up")
FEET = View(10.0, 0.5, "front", ("view.feet_out",))


def at(t: float, event: Event) -> Event:
    return replace(event, t=t)


def told(*events: Event, cues: Cues | None = None) -> list[Cue]:
    cues = cues or Cues()
    return [cue for event in events for cue in cues.feed(event)]


def spoken(*events: Event, cues: Cues | None = None) -> list[tuple[float, str]]:
    return [(cue.t, cue.text) for cue in told(*events, cues=cues) if cue.channel == "voice"]


# --- counting --------------------------------------------------------------------------------------------------------


def test_every_repetition_is_ticked_at_once() -> None:
    """However fast they come, and whatever the voice says."""
    reps = [replace(BAD, t=10 + 0.6 * i, number=i + 1) for i in range(10)]
    ticks = [cue for cue in told(*reps) if cue.channel == "tone"]
    assert [(cue.t, dict(cue.fields)["number"]) for cue in ticks] == [(rep.t, str(rep.number)) for rep in reps]
    assert {cue.priority for cue in ticks} == {Priority.COUNT}


def test_good_and_faulty_sound_different() -> None:
    assert [cue.text for cue in told(REP, replace(BAD, t=12.0))] == ["count.good", "count.faulty"]


# --- the voice -------------------------------------------------------------------------------------------------------


def test_the_voice_leaves_a_gap() -> None:
    early = VOICE_GAP_S - 0.1
    assert spoken(at(10, SHALLOW), at(10 + early, LEAN)) == [(10, "squat.deeper")]
    assert spoken(at(10, SHALLOW), at(10 + VOICE_GAP_S, LEAN)) == [(10, "squat.deeper"), (10 + VOICE_GAP_S, "common.chest_up")]


def test_the_same_words_are_not_repeated_soon() -> None:
    soon, later = 10 + VOICE_GAP_S + 0.1, 10 + REPEAT_GAP_S
    assert spoken(at(10, SHALLOW), at(soon, SHALLOW), at(later, SHALLOW)) == [(10, "squat.deeper"), (later, "squat.deeper")]


def test_of_one_repetitions_faults_the_first_named_is_spoken() -> None:
    """The judge names the worst first."""
    assert spoken(BAD, LEAN, SHALLOW) == [(10.0, "common.chest_up")]


def test_a_major_fault_speaks_as_safety_and_a_minor_one_as_form() -> None:
    major = replace(SHALLOW, severity=Severity.MAJOR)
    assert [cue.priority for cue in told(major)] == [Priority.SAFETY]
    assert [cue.priority for cue in told(SHALLOW)] == [Priority.FORM]


def test_cues_expire_rather_than_come_late() -> None:
    cues = told(BAD, SHALLOW)
    assert [cue.channel for cue in cues] == ["tone", "voice"]
    assert all(0 < cue.expires - cue.t <= VOICE_GAP_S for cue in cues)
    assert cues[0].expires < cues[1].expires


# --- praise ------------------------------------------------------------------------------------------------------------


def good_ones(count: int, start: float = 10.0) -> list[Event]:
    return [replace(REP, t=start + 5 * i, number=i + 1) for i in range(count)]


def test_a_streak_of_good_ones_is_praised() -> None:
    said = [cue for cue in told(*good_ones(2 * PRAISE_EVERY)) if cue.text == "praise.streak"]
    assert [dict(cue.fields)["number"] for cue in said] == [str(PRAISE_EVERY), str(2 * PRAISE_EVERY)]
    assert {cue.priority for cue in said} == {Priority.PRAISE}


def test_a_faulty_one_breaks_the_streak() -> None:
    events = [*good_ones(PRAISE_EVERY - 1), replace(BAD, t=100.0), *good_ones(PRAISE_EVERY - 1, 110.0)]
    assert spoken(*events) == []


def test_the_end_of_a_set_is_told_with_its_numbers() -> None:
    (cue,) = told(Set(40.0, 1, "squat", 8.0, 30.0, 8, 6, 88.0))
    assert (cue.text, dict(cue.fields)) == ("praise.set_done", {"number": "8", "good": "6"})


# --- framing -----------------------------------------------------------------------------------------------------------


def test_framing_is_told_while_nothing_is_done() -> None:
    assert spoken(FEET) == [(10.0, "view.feet_out")]


def test_framing_is_not_told_in_a_set_and_again_after_it() -> None:
    ended = Set(20.0, 1, "squat", 8.0, 12.0, 1, 1, 100.0)
    assert spoken(REP, at(15, FEET), ended, at(30, FEET)) == [(20.0, "praise.set_done"), (30, "view.feet_out")]


def test_framing_is_not_told_over_and_over() -> None:
    times = [10.0, 10 + REPEAT_GAP_S, 10 + FRAMING_GAP_S]
    assert [t for t, _ in spoken(*(at(t, FEET) for t in times))] == [times[0], times[2]]


def test_a_view_without_advice_says_nothing() -> None:
    assert told(View(10.0, 1.0, "front")) == []


@pytest.mark.parametrize("event", [REP, BAD, SHALLOW, FEET])
def test_a_cue_is_never_in_the_past_of_its_cause(event: Event) -> None:
    assert all(cue.t == event.t for cue in told(event))
