"""All that is kept of a person's sessions -> how it went over weeks and months.

Refuses to know: forms and files, and where findings are kept.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta

import numpy as np

from edge.messages import Person
from edge.records import Goal, PersonRecord, SessionRecord
from edge.revisit.account import ledger_of, subject_of
from edge.revisit.findings import Findings
from edge.store.report.sheet import PersonSheet, Point, Progress, Spread, Visit

WEEK = timedelta(days=7)
MOST_WEEKS = 520
"""Ten years: a session dated by a clock that had forgotten the year makes no endless list."""
Find = Callable[[SessionRecord], Findings | None]


def person_sheet(
    person: PersonRecord, sessions: Iterable[SessionRecord], find: Find, *, named: bool = False, trouble: Sequence[str] = ()
) -> PersonSheet:
    """sessions: in any order. find: a session's findings, None where there are none. A session without a date is listed, not drawn."""
    body: Person = person.body
    records = sorted(sessions, key=lambda record: record.summary.started_at)
    points: dict[str, list[Point]] = {}
    for record in records:
        if record.summary.clock_trusted:
            for point, exercise in _points(record, find(record)):
                points.setdefault(exercise, []).append(point)
    weeks = _weeks([record.summary.started_at for record in records if record.summary.clock_trusted])
    damage = [sentence for record in records for sentence in record.damage]
    return PersonSheet(
        subject_of(person.id, body, named),
        tuple(_visit(record) for record in records),
        {exercise: tuple(found) for exercise, found in points.items()},
        weeks,
        tuple(Progress(goal, _reached(goal, points, weeks)) for goal in person.goals),
        tuple(dict.fromkeys((*damage, *trouble))),
    )


def _visit(record: SessionRecord) -> Visit:
    about = record.summary
    names = tuple(part.exercise for part in about.exercises)
    return Visit(about.id, about.started_at, about.clock_trusted, about.duration_s, about.reps, about.good, about.score, names)


def _points(record: SessionRecord, found: Findings | None) -> Iterable[tuple[Point, str]]:
    ledger, about = ledger_of(record), record.summary
    for exercise in dict.fromkeys([rep.exercise for rep in ledger.reps] + [hold.exercise for hold in ledger.holds]):
        reps = [rep for rep in ledger.reps if rep.exercise == exercise]
        holds = [hold for hold in ledger.holds if hold.exercise == exercise]
        scores = [rep.score for rep in reps] + [hold.score for hold in holds]
        held = sum(hold.t_end - hold.t_start for hold in holds)
        spread = _spread([float(np.degrees(rep.range)) for rep in reps])
        good = sum(rep.good for rep in reps)
        yield Point(about.id, about.started_at, len(reps), good, held, float(np.mean(scores)), spread, _load(found, exercise)), exercise


def _spread(values: Sequence[float]) -> Spread | None:
    if not values:
        return None
    low, middle, high = (float(value) for value in np.percentile(values, (25, 50, 75)))
    return Spread(middle, low, high, len(values))


def _load(found: Findings | None, exercise: str) -> tuple[float, float, float] | None:
    """Percent of the hardest working joint that can be trusted, and one standard deviation either way."""
    work = found.loads.get(exercise) if found else None
    if work is None:
        return None
    trusted = [load for joint, load in work.loads.items() if np.isfinite(load.peak) and not work.doubts[joint]]
    hardest = max(trusted, key=lambda load: load.peak, default=None)
    return None if hardest is None else (100.0 * hardest.peak, 100.0 * hardest.band[0], 100.0 * hardest.band[1])


def _weeks(times: Sequence[float]) -> tuple[tuple[float, int], ...]:
    """From the first session's week to the last one's; those without sessions too."""
    if not times:
        return ()
    mondays = [_monday(t) for t in times]
    count = min((max(mondays) - min(mondays)) // WEEK + 1, MOST_WEEKS)
    newest = max(mondays)
    every = [newest - WEEK * back for back in reversed(range(count))]
    return tuple((monday.timestamp(), mondays.count(monday)) for monday in every)


def _monday(t: float) -> datetime:
    day = datetime.fromtimestamp(t, UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return day - timedelta(days=day.weekday())


def _reached(goal: Goal, points: dict[str, list[Point]], weeks: tuple[tuple[float, int], ...]) -> float | None:
    """The newest: of the last week that had a session, or the last session's middle repetition."""
    if goal.measure == "sessions_a_week":
        return float(weeks[-1][1]) if weeks else None
    own = points.get(goal.exercise, [])
    if goal.measure == "repetitions_a_week":
        return float(sum(point.reps for point in own if weeks and point.started_at >= weeks[-1][0]))
    ranged = [point.range_deg.middle for point in own if point.range_deg is not None]
    return ranged[-1] if ranged else None
