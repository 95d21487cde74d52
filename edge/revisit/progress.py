"""What is kept of a person's sessions -> how it went over weeks and months.

Refuses to know: forms and files, and where outlines are kept and how they are worked out.
"""

from collections.abc import Iterable, Mapping, Sequence

from edge.messages import Person
from edge.records import ExerciseOutline, Goal, Outline, PersonRecord, SessionSummary
from edge.revisit.account import subject_of
from edge.store.report.person_sheet import PersonSheet, Point, Progress, Spread, Visit
from edge.weeks import beginning_of, weeks_of

MOST_WEEKS = 520
"""Ten years: a session dated by a clock that had forgotten the year makes no endless list."""
NOTHING = Outline()

Weeks = tuple[tuple[float, int], ...]


def person_sheet(
    person: PersonRecord,
    sessions: Iterable[SessionSummary],
    outlines: Mapping[str, Outline],
    *,
    named: bool = False,
    trouble: Sequence[str] = (),
) -> PersonSheet:
    """sessions: in any order. outlines: by session. A session without a date is listed, not drawn."""
    body: Person = person.body
    visits = sorted(sessions, key=lambda about: about.started_at)
    dated = [about for about in visits if about.clock_trusted]
    points: dict[str, list[Point]] = {}
    for about in dated:
        for one in outlines.get(about.id, NOTHING).exercises:
            points.setdefault(one.exercise, []).append(_point(about, one))
    weeks = tuple((beginning_of(monday), many) for monday, many in weeks_of((about.started_at for about in dated), MOST_WEEKS))
    return PersonSheet(
        subject_of(person.id, body, named),
        tuple(_visit(about) for about in visits),
        {exercise: tuple(found) for exercise, found in points.items()},
        weeks,
        tuple(Progress(goal, _reached(goal, points, weeks)) for goal in person.goals),
        tuple(dict.fromkeys(trouble)),
    )


def _visit(about: SessionSummary) -> Visit:
    names = tuple(part.exercise for part in about.exercises)
    return Visit(
        about.id, about.started_at, about.clock_trusted, about.duration_s,
        about.reps, about.reps - about.unjudged, about.good, about.score, names,
    )  # fmt: skip


def _point(about: SessionSummary, one: ExerciseOutline) -> Point:
    spread = None
    if one.range_deg is not None:
        low, middle, high = one.range_deg
        spread = Spread(middle, low, high, one.reps)
    unjudged = sum(part.unjudged for part in about.exercises if part.exercise == one.exercise)
    return Point(about.id, about.started_at, one.reps, one.reps - unjudged, one.good, one.held_s, one.score, spread, one.load)


def _reached(goal: Goal, points: dict[str, list[Point]], weeks: Weeks) -> float | None:
    """The newest: of the last week that had a session, or the last session's middle repetition."""
    if goal.measure == "sessions_a_week":
        return float(weeks[-1][1]) if weeks else None
    own = points.get(goal.exercise, [])
    if goal.measure == "repetitions_a_week":
        return float(sum(point.reps for point in own if weeks and point.started_at >= weeks[-1][0]))
    ranged = [point.range_deg.middle for point in own if point.range_deg is not None]
    return ranged[-1] if ranged else None
