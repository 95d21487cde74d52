"""A person's sessions and their outlines -> how they come along: ranges, loads, goals, adherence.

Refuses to know: where sessions are kept, and what anybody should reach. A session whose time of day could not be trusted is in no week.
"""

from collections.abc import Mapping, Sequence

from edge.goals import reached
from edge.records import Outline, PersonRecord, SessionSummary
from edge.web.answers import ExerciseCount, GoalDone, ProgressTold, SessionLine, Week
from edge.weeks import monday_of, weeks_of

MOST_WEEKS = 104
NOTHING = Outline()


def progress(
    person: PersonRecord, sessions: Sequence[SessionSummary], outlines: Mapping[str, Outline], now: float, unseen: int = 0
) -> ProgressTold:
    """outlines: by session. now: seconds since 1970. unseen: sessions whose load is not worked out yet."""
    in_order = sorted(sessions, key=lambda about: about.started_at)
    dated = [about for about in in_order if about.clock_trusted]
    return ProgressTold(
        sessions=[_line(about, outlines.get(about.id, NOTHING)) for about in in_order],
        goals=[
            GoalDone(
                exercise=goal.exercise,
                measure=goal.measure,
                target=goal.target,
                done=round(reached(goal, in_order, outlines, monday_of(now)) or 0.0, 1),
            )
            for goal in person.goals
        ],
        adherence=[
            Week(week=monday.isoformat(), sessions=many) for monday, many in weeks_of((one.started_at for one in dated), MOST_WEEKS, now)
        ],
        unseen=unseen,
    )


def counts(summary: SessionSummary) -> list[ExerciseCount]:
    return [
        ExerciseCount(exercise=one.exercise, reps=one.reps, good=one.good, unjudged=one.unjudged, held_s=round(one.held_s, 1))
        for one in summary.exercises
    ]


def _line(summary: SessionSummary, outline: Outline) -> SessionLine:
    loads = {one.exercise: round(one.load[0]) for one in outline.exercises if one.load is not None}
    return SessionLine(
        id=summary.id,
        started_at=summary.started_at,
        reps=summary.reps,
        good=summary.good,
        unjudged=summary.unjudged,
        score=summary.score,
        duration_s=round(summary.duration_s, 1),
        exercises=counts(summary),
        ranges={one.exercise: round(one.mean_deg, 1) for one in outline.exercises if one.mean_deg is not None},
        load={one.exercise: loads.get(one.exercise) for one in summary.exercises},
    )
