"""Everything about people and their sessions that is kept after a visit.

Refuses to know: how it is encrypted, written, shown or exported. Times of day are seconds since 1970; times within a session are
seconds of its own monotonic clock, as in messages.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from edge.messages import CoachText, Event, Person
from edge.physique import Physique


class Role(StrEnum):
    """Who may do what on the page: each may do all that the one before may."""

    ATHLETE = "athlete"
    CLINICIAN = "clinician"
    TECHNICIAN = "technician"


@dataclass(frozen=True, slots=True)
class Consent:
    """What a person has agreed to, and when. recording: their movements (never pictures) are kept. phone: its motion sensors are read."""

    recording: bool = False
    phone: bool = False
    given_at: float | None = None


@dataclass(frozen=True, slots=True)
class Goal:
    """What a person works towards. measure: repetitions_a_week, sessions_a_week or range_deg (of the counting joint)."""

    exercise: str
    measure: str
    target: float


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """One person. id: a pseudonym, the only thing that recordings, logs and other tables hold. body.name: what they want to be called.

    card: a hash of the number of a card they identify themselves with; empty where there is none.
    lengths, strengths: as in Physique.
    damage: one sentence where what is kept about them cannot be read; empty where all is well.
    """

    id: str
    body: Person
    created_at: float
    language: str = ""
    goals: tuple[Goal, ...] = ()
    consent: Consent = Consent()
    card: str = ""
    lengths: Mapping[str, float] = field(default_factory=dict)
    strengths: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    damage: str = ""

    @property
    def physique(self) -> Physique:
        """All that is known of the body."""
        return Physique(self.body, self.lengths, self.strengths)


class RecordingState(StrEnum):
    """What is left of a session's recording."""

    WHOLE = "whole"
    CUT_OFF = "cut_off"
    DAMAGED = "damaged"
    NONE = "none"
    RUNNING = "running"


@dataclass(frozen=True, slots=True)
class ExerciseCount:
    """What was done of one exercise in a session. held_s: for holds. unjudged: of reps, those of which nobody could say how they were."""

    exercise: str
    reps: int = 0
    good: int = 0
    held_s: float = 0.0
    unjudged: int = 0


@dataclass(frozen=True, slots=True)
class SessionSummary:
    """One line of the list of sessions. person_id: empty for a guest. score: 0..100. clock_trusted: whether started_at could be trusted.

    damage: one sentence where some of it cannot be read; empty where all is well.
    """

    id: str
    person_id: str
    started_at: float
    clock_trusted: bool
    duration_s: float
    exercises: tuple[ExerciseCount, ...] = ()
    score: float | None = None
    recording: RecordingState = RecordingState.NONE
    damage: str = ""

    @property
    def reps(self) -> int:
        return sum(part.reps for part in self.exercises)

    @property
    def good(self) -> int:
        return sum(part.good for part in self.exercises)

    @property
    def unjudged(self) -> int:
        return sum(part.unjudged for part in self.exercises)


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """A whole session. t0: the monotonic time that its events' times count from. quality: rates and latencies (gauges.latencies).

    damage: sentences about what of it cannot be read.
    """

    summary: SessionSummary
    t0: float
    events: tuple[Event, ...] = ()
    coach: tuple[CoachText, ...] = ()
    config_hash: str = ""
    model_hashes: dict[str, str] = field(default_factory=dict)
    quality: dict[str, object] = field(default_factory=dict)
    damage: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """Who did what to whose data. who: a role and where from, never a name; hash: over this entry and the one before."""

    number: int
    at: float
    who: str
    did: str
    subject: str
    hash: str


@dataclass(frozen=True, slots=True)
class ExerciseOutline:
    """One exercise in one session, as progress over months needs it. score: the mean over repetitions and holds, None where none was
    judged. mean_deg, most_deg: of the counting joint's range, degrees, and range_deg (low, middle, high) of the middle half; None where
    nothing was counted. load: percent of strength of the hardest working joint that can be trusted, (peak, low, high); None where it is not
    known."""

    exercise: str
    reps: int
    good: int
    held_s: float
    score: float | None
    mean_deg: float | None = None
    most_deg: float | None = None
    range_deg: tuple[float, float, float] | None = None
    load: tuple[float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Outline:
    """A session in a few numbers, in the order in which its exercises were first done."""

    exercises: tuple[ExerciseOutline, ...] = ()

    def of(self, exercise: str) -> ExerciseOutline | None:
        return next((one for one in self.exercises if one.exercise == exercise), None)
