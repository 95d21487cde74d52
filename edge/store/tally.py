"""A session's events, one by one -> what its closing says.

Refuses to know: where they come from, live or out of rows.
"""

from dataclasses import dataclass, field
from typing import Any

from edge.messages import Hold, Rep, Score
from edge.records import ExerciseCount
from edge.store.encoding import Kept


@dataclass(frozen=True, slots=True)
class Closing:
    """What is known of a session at its end. events: how many there are."""

    duration_s: float
    exercises: tuple[ExerciseCount, ...]
    score: float | None
    events: int
    quality: dict[str, Any] = field(default_factory=dict)


class Tally:
    """Grows with the exercises done, not with the session."""

    def __init__(self, t0: float) -> None:
        self._t0 = self._last_t = t0
        self._done: dict[str, ExerciseCount] = {}
        self._score: float | None = None
        self._events = 0

    def closing(self, quality: dict[str, Any] | None = None) -> Closing:
        """As things are now; exercises in the order in which they were first done."""
        return Closing(max(0.0, self._last_t - self._t0), tuple(self._done.values()), self._score, self._events, quality or {})

    def pass_time(self, t: float) -> None:
        """The session lasts at least until then."""
        self._last_t = max(self._last_t, t)

    def add(self, event: Kept) -> None:
        """One more event."""
        self._events += 1
        self.pass_time(event.t)
        match event:
            case Rep():
                self._count(ExerciseCount(event.exercise, 1, int(event.good is True), unjudged=int(event.good is None)))
            case Hold():
                self._count(ExerciseCount(event.exercise, held_s=event.t_end - event.t_start))
            case Score():
                self._score = event.value

    def _count(self, more: ExerciseCount) -> None:
        so_far = self._done.get(more.exercise, ExerciseCount(more.exercise))
        self._done[more.exercise] = ExerciseCount(
            more.exercise, so_far.reps + more.reps, so_far.good + more.good, so_far.held_s + more.held_s, so_far.unjudged + more.unjudged
        )
