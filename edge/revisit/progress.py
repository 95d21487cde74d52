"""What is kept of a person's sessions -> how it went over weeks and months.

Refuses to know: forms and files, and where outlines are kept and how they are worked out.
"""

from collections.abc import Iterable, Mapping, Sequence

from edge.goals import reached
from edge.messages import Person
from edge.records import ExerciseOutline, Outline, PersonRecord, SessionSummary
from edge.revisit.account import subject_of
from edge.store.report.person_sheet import PersonSheet, Point, Progress, Spread, Visit
from edge.weeks import beginning_of, weeks_of

MOST_WEEKS = 520
"""Ten years: a session dated by a clock that had forgotten the year makes no endless list."""
NOTHING = Outline()


def person_sheet(
    person: PersonRecord,
    sessions: Iterable[SessionSummary],
    outlines: Mapping[str, Outline],
    *,
    named: bool = False,
    trouble: Sequence[str] = (),
) -> PersonSheet:
    """sessions: in any order. outlines: by session. A session without a date is listed, not drawn. A week's goals are of the newest week
    that had a session."""
    body: Person = person.body
    visits = sorted(sessions, key=lambda about: about.started_at)
    dated = [about for about in visits if about.clock_trusted]
    points: dict[str, list[Point]] = {}
    for about in dated:
        for one in outlines.get(about.id, NOTHING).exercises:
            points.setdefault(one.exercise, []).append(_point(about, one))
    weeks = weeks_of((about.started_at for about in dated), MOST_WEEKS)
    newest = weeks[-1][0] if weeks else None
    return PersonSheet(
        subject_of(person.id, body, named),
        tuple(_visit(about) for about in visits),
        {exercise: tuple(found) for exercise, found in points.items()},
        tuple((beginning_of(monday), many) for monday, many in weeks),
        tuple(Progress(goal, reached(goal, visits, outlines, newest)) for goal in person.goals),
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
