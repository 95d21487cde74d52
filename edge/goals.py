"""What a person works towards -> how far that is: in a week, or in the newest session that had the exercise.

Refuses to know: which week it is, and who is told.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from edge.records import Goal, Outline, SessionSummary
from edge.weeks import monday_of

NOTHING = Outline()


def reached(goal: Goal, sessions: Sequence[SessionSummary], outlines: Mapping[str, Outline], monday: date | None) -> float | None:
    """In the goal's own measure; degrees are the widest repetition's. None where nothing was done that could tell.

    sessions: oldest first. outlines: by session. monday: of the week that counts; None where no session has a date.
    """
    if goal.measure == "range_deg":
        done = (outlines.get(about.id, NOTHING).of(goal.exercise) for about in reversed(sessions))
        return next((one.most_deg for one in done if one and one.most_deg is not None), None)
    if monday is None:
        return None
    week = [about for about in sessions if about.clock_trusted and monday_of(about.started_at) == monday]
    if goal.measure == "sessions_a_week":
        return float(sum(not goal.exercise or any(one.exercise == goal.exercise for one in about.exercises) for about in week))
    return float(sum(one.reps for about in week for one in about.exercises if goal.exercise in ("", one.exercise)))
