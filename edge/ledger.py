"""The events of one recording -> sorted by kind, for the report.

Refuses to know: words, files, and how events come about.
"""

from dataclasses import dataclass, field, replace

from edge.messages import Cue, Event, Exercise, Fault, Hold, Posture, Rep, Score, View


@dataclass(frozen=True, slots=True)
class Segment:
    """From start to end (s) this was done; `idle` and `unknown` are answers."""

    start: float
    end: float
    name: str
    confidence: float


@dataclass(slots=True)
class Ledger:
    """Everything that was said about one recording. A few hundred small values for an hour: no frames, no poses."""

    reps: list[Rep] = field(default_factory=list)
    holds: list[Hold] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    postures: list[Posture] = field(default_factory=list)
    views: list[View] = field(default_factory=list)
    cues: list[Cue] = field(default_factory=list)
    exercises: list[Exercise] = field(default_factory=list)
    scores: list[Score] = field(default_factory=list)

    def add(self, event: Event) -> None:
        """Files one event. Sets are left out: they can be read off the repetitions."""
        match event:
            case Rep():
                self.reps.append(event)
            case Hold():
                self.holds.append(event)
            case Fault():
                self.faults.append(event)
            case Posture():
                self.postures.append(event)
            case View():
                self.views.append(event)
            case Cue():
                self.cues.append(event)
            case Exercise():
                self.exercises.append(event)
            case Score():
                self.scores.append(event)

    @property
    def score(self) -> float | None:
        """The form score of the whole, 0..100; None where nothing could be scored."""
        return self.scores[-1].value if self.scores else None

    def segments(self, end: float) -> list[Segment]:
        """What was done from when to when; each starts where its exercise began, even if that was understood later."""
        found: list[Segment] = []
        for event in self.exercises:
            while found and found[-1].start >= event.since:
                found.pop()
            if found and found[-1].name == event.name:
                found[-1] = replace(found[-1], end=end, confidence=max(found[-1].confidence, event.confidence))
                continue
            if found:
                found[-1] = replace(found[-1], end=event.since)
            found.append(Segment(event.since, end, event.name, event.confidence))
        return found

    def main_segment(self, segments: list[Segment]) -> Segment | None:
        """The one with most repetitions, then the longest hold, then the longest."""
        return max(segments, key=lambda one: (self._reps_in(one), self._held_in(one), one.end - one.start), default=None)

    def _reps_in(self, segment: Segment) -> int:
        return sum(rep.exercise == segment.name and segment.start <= rep.t_turn <= segment.end for rep in self.reps)

    def _held_in(self, segment: Segment) -> float:
        return sum(
            hold.t_end - hold.t_start for hold in self.holds if hold.exercise == segment.name and segment.start <= hold.t_end <= segment.end
        )
