"""What a report of a person over weeks and months is made of, as plain figures.

Refuses to know: how they are written down, and where they come from.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from edge.records import Goal
from edge.store.report.sheet import Subject


@dataclass(frozen=True, slots=True)
class Spread:
    """Of several numbers: the middle one, and those between which the middle half lies."""

    middle: float
    low: float
    high: float
    count: int


@dataclass(frozen=True, slots=True)
class Point:
    """One exercise in one session. range_deg: of the counting joint; None where nothing was counted. load: percent, of the hardest working
    joint that can be trusted, and its band; None where it is not known. good: of the judged ones."""

    session_id: str
    started_at: float
    reps: int
    judged: int
    good: int
    held_s: float
    score: float | None
    range_deg: Spread | None
    load: tuple[float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """One line of the list of sessions. good: of the judged ones."""

    session_id: str
    started_at: float
    clock_trusted: bool
    duration_s: float
    reps: int
    judged: int
    good: int
    score: float | None
    exercises: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """A goal, and how far it is: the newest value, None where there is none."""

    goal: Goal
    reached: float | None


@dataclass(frozen=True, slots=True, eq=False)
class PersonSheet:
    """A person over time. trends: by exercise, oldest first. weeks: (Monday's date, sessions), gaps included. trouble: sentences about
    what could not be read."""

    subject: Subject
    visits: tuple[Visit, ...] = ()
    trends: Mapping[str, tuple[Point, ...]] = field(default_factory=dict)
    weeks: tuple[tuple[float, int], ...] = ()
    goals: tuple[Progress, ...] = ()
    trouble: tuple[str, ...] = ()
