"""A person's sessions, as they are kept -> how it went over weeks and months."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from edge.messages import Event, Hold, Person, Rep, Side
from edge.outline import outline_of
from edge.records import ExerciseCount, Goal, PersonRecord, SessionRecord, SessionSummary
from edge.revisit.progress import person_sheet
from edge.store.report.person_sheet import PersonSheet

MONDAY = 1_795_392_000.0
"""23 November 2026, 00:00 UTC."""
DAY = 86_400.0
GOALS = (
    Goal("squat", "repetitions_a_week", 10.0),
    Goal("squat", "range_deg", 80.0),
    Goal("", "sessions_a_week", 2.0),
    Goal("dip", "range_deg", 9.0),
)
LOADS = {"squat": (40.0, 30.0, 50.0)}
ANA = PersonRecord("p1", Person("Ana"), 0.0, goals=GOALS)


def rep(number: int, degrees: float, good: bool = True) -> Rep:
    t = 5000.0 + 3.0 * number
    return Rep(t + 2.0, number, "squat", Side.BOTH, t, t + 1.0, t + 2.0, math.radians(degrees), (1.0, 0.0, 1.0), good, 80.0, 0.9)


def record(name: str, at: float, *events: Event, trusted: bool = True) -> SessionRecord:
    done = [event for event in events if isinstance(event, Rep)]
    counts = (ExerciseCount("squat", len(done), sum(one.good is True for one in done)),) if done else ()
    return SessionRecord(SessionSummary(name, "p1", at, trusted, 60.0, counts, 80.0), 5000.0, events)


def sheet(*records: SessionRecord, person: PersonRecord = ANA) -> PersonSheet:
    return person_sheet(person, [one.summary for one in records], {one.summary.id: outline_of(one) for one in records})


def test_what_nobody_could_judge_counts_and_has_neither_range_nor_score() -> None:
    alone = replace(rep(1, 0.0), range=None, good=None, score=None)
    seen, unseen = outline_of(record("a", MONDAY, rep(1, 60.0), alone)), outline_of(record("b", MONDAY, alone))
    assert [(one.reps, one.good, one.score, one.most_deg) for one in (*seen.exercises, *unseen.exercises)] == [
        (2, 1, 80.0, pytest.approx(60.0)), (1, 0, None, None),
    ]  # fmt: skip


def test_sessions_come_in_order_with_what_was_done() -> None:
    second = record(
        "b", MONDAY + DAY, rep(1, 70.0), rep(2, 80.0, good=False), rep(3, 90.0), Hold(5060.0, "plank", 5020.0, 5050.0, True, 90.0)
    )
    found = sheet(second, record("a", MONDAY, rep(1, 60.0)))
    assert [visit.session_id for visit in found.visits] == ["a", "b"]
    first, then = found.trends["squat"]
    assert (then.reps, then.good) == (3, 2)
    assert then.range_deg is not None
    assert (then.range_deg.low, then.range_deg.middle, then.range_deg.high) == pytest.approx((75.0, 80.0, 85.0))
    assert first.load is None, "nobody looked at the recording again"
    (seen,) = person_sheet(ANA, [record("a", MONDAY).summary], {"a": outline_of(record("a", MONDAY, rep(1, 60.0)), LOADS)}).trends["squat"]
    assert seen.load == LOADS["squat"]
    (plank,) = found.trends["plank"]
    assert (plank.held_s, plank.range_deg) == (30.0, None)


def test_weeks_begin_on_monday_and_have_gaps() -> None:
    found = sheet(record("a", MONDAY - 1.0), record("b", MONDAY), record("c", MONDAY + 2 * DAY), record("d", MONDAY + 15 * DAY))
    assert found.weeks == ((MONDAY - 7 * DAY, 1), (MONDAY, 2), (MONDAY + 7 * DAY, 0), (MONDAY + 14 * DAY, 1))


def test_a_session_without_a_date_is_listed_and_not_drawn() -> None:
    found = sheet(record("a", MONDAY, rep(1, 60.0)), record("lost", 3600.0, rep(1, 60.0), trusted=False))
    assert len(found.visits) == 2
    assert len(found.trends["squat"]) == 1
    assert len(found.weeks) == 1


def test_goals_are_reached_by_the_newest() -> None:
    found = sheet(
        record("a", MONDAY - 9 * DAY, rep(1, 95.0)),
        record("b", MONDAY, rep(1, 70.0)),
        record("c", MONDAY + DAY, rep(1, 75.0), rep(2, 85.0)),
    )
    assert [one.reached for one in found.goals] == [3.0, pytest.approx(85.0), 2.0, None]
    assert [one.reached for one in sheet().goals] == [None, None, None, None]
    other = replace(ANA, goals=(Goal("plank", "sessions_a_week", 2.0), Goal("squat", "sessions_a_week", 2.0)))
    assert [one.reached for one in sheet(record("b", MONDAY, rep(1, 70.0)), person=other).goals] == [0.0, 1.0], "of that exercise"


def test_the_name_only_where_it_is_wanted_and_trouble_is_told_once() -> None:
    about = [record("a", MONDAY).summary]
    assert person_sheet(ANA, about, {}).subject.name == ""
    assert person_sheet(ANA, about, {}, named=True).subject.name == "Ana"
    assert person_sheet(ANA, about, {}, trouble=["it is damaged", "it is damaged"]).trouble == ("it is damaged",)


@given(some.lists(some.floats(0, 4e9), min_size=1, max_size=20))
def test_every_dated_session_is_in_its_week(times: list[float]) -> None:
    """Ten years of weeks at most; what lies before is not drawn."""
    weeks = sheet(*(record(str(n), t) for n, t in enumerate(times))).weeks
    starts = np.array([start for start, _ in weeks])
    assert (np.diff(starts) == 7 * DAY).all()
    assert sum(count for _, count in weeks) == sum(starts[0] <= t for t in times)
