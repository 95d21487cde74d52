"""A person's sessions -> how they come along: ranges, goals, adherence.

Refuses to know: where sessions are kept, and what anybody should reach. Weeks are the box's own, from Monday; a session whose time of day
could not be trusted belongs to none.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from edge.messages import Rep
from edge.records import Goal, PersonRecord, SessionRecord, SessionSummary
from edge.web.answers import ExerciseCount, GoalDone, ProgressTold, SessionLine, Week

MOST_WEEKS = 104
LOADED = 30
"""So many of the newest sessions are asked for their load, which takes some 20 ms each."""


Loads = Callable[[str], Mapping[str, float]]
"""A session's id -> exercise -> percent of strength, for what is known."""


def no_loads(_: str) -> Mapping[str, float]:
    """Nobody knows."""
    return {}


def progress(person: PersonRecord, sessions: Sequence[SessionRecord], now: float, loads: Loads = no_loads) -> ProgressTold:
    """sessions: newest first. now: seconds since 1970."""
    known = {record.summary.id: loads(record.summary.id) for record in sessions[:LOADED]}
    return ProgressTold(
        sessions=[
            _line(record, known.get(record.summary.id, {})) for record in sorted(sessions, key=lambda record: record.summary.started_at)
        ],
        goals=[
            GoalDone(exercise=goal.exercise, measure=goal.measure, target=goal.target, done=_done(goal, sessions, now))
            for goal in person.goals
        ],
        adherence=_weeks([record.summary for record in sessions], now),
    )


def counts(summary: SessionSummary) -> list[ExerciseCount]:
    return [ExerciseCount(exercise=one.exercise, reps=one.reps, good=one.good, held_s=round(one.held_s, 1)) for one in summary.exercises]


def _line(record: SessionRecord, loads: Mapping[str, float]) -> SessionLine:
    summary, ranges = record.summary, _ranges(record)
    return SessionLine(
        id=summary.id,
        started_at=summary.started_at,
        reps=summary.reps,
        good=summary.good,
        score=summary.score,
        duration_s=round(summary.duration_s, 1),
        exercises=counts(summary),
        ranges={exercise: round(sum(degrees) / len(degrees), 1) for exercise, degrees in ranges.items()},
        load={one.exercise: loads.get(one.exercise) for one in summary.exercises},
    )


def _ranges(record: SessionRecord) -> dict[str, list[float]]:
    """Exercise -> the range of each repetition, degrees."""
    ranges: defaultdict[str, list[float]] = defaultdict(list)
    for event in record.events:
        if isinstance(event, Rep) and math.isfinite(event.range):
            ranges[event.exercise].append(math.degrees(event.range))
    return ranges


def _done(goal: Goal, sessions: Sequence[SessionRecord], now: float) -> float:
    if goal.measure == "range_deg":
        ranges = (_ranges(record).get(goal.exercise) for record in sorted(sessions, key=lambda one: -one.summary.started_at))
        return round(max(next((found for found in ranges if found), [0.0])), 1)
    this_week = _in_week(sessions, _monday(now))
    if goal.measure == "sessions_a_week":
        return float(sum(not goal.exercise or any(one.exercise == goal.exercise for one in summary.exercises) for summary in this_week))
    return float(sum(one.reps for summary in this_week for one in summary.exercises if goal.exercise in ("", one.exercise)))


def _in_week(sessions: Iterable[SessionRecord], monday: date) -> list[SessionSummary]:
    summaries = (record.summary for record in sessions)
    return [summary for summary in summaries if summary.clock_trusted and _monday(summary.started_at) == monday]


def _weeks(summaries: Iterable[SessionSummary], now: float) -> list[Week]:
    """Every week since the first session, also the empty ones."""
    many = Counter(_monday(summary.started_at) for summary in summaries if summary.clock_trusted)
    if not many:
        return []
    last = max([_monday(now), *many])
    first = max(min(many), last - timedelta(weeks=MOST_WEEKS - 1))
    mondays = (first + timedelta(weeks=number) for number in range((last - first).days // 7 + 1))
    return [Week(week=monday.isoformat(), sessions=many[monday]) for monday in mondays]


def _monday(moment: float) -> date:
    day = datetime.fromtimestamp(moment).astimezone().date()
    return day - timedelta(days=day.weekday())
