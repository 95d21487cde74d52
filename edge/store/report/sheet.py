"""What a report says, before it has words and a form: numbers with their standard deviations, in the units that people read.

Degrees, percent, seconds from the session's start; seconds since 1970 for dates. Names are keys: of exercises, clinical angles, joints
and sentences in respond/words. Refuses to know: where the numbers come from, languages, pages.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from edge.messages import Array, Flags

CONFIDENT = 1.96
"""Standard deviations either way, between which the true value lies 95 times in 100."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A value and its standard deviation."""

    value: float
    sd: float

    @property
    def low(self) -> float:
        return self.value - CONFIDENT * self.sd

    @property
    def high(self) -> float:
        return self.value + CONFIDENT * self.sd

    def minus(self, other: "Measured") -> "Measured":
        """Errors are taken as independent, which makes the bar rather too wide than too narrow."""
        return Measured(self.value - other.value, math.hypot(self.sd, other.sd))


@dataclass(frozen=True, slots=True)
class RangeRow:
    """One angle in the typical repetition (the one in the middle): its two ends and how far it is from one to the other, degrees.
    normal: the range that people have, where somebody published it. known: in so many of the `of` repetitions."""

    angle: str
    least: Measured
    most: Measured
    reach: Measured
    normal: tuple[float, float] | None
    known: int
    of: int


@dataclass(frozen=True, slots=True)
class PairRow:
    """The same movement left and right: how far each goes in its typical repetition, and right minus left, degrees."""

    angle: str
    left: Measured
    right: Measured

    @property
    def difference(self) -> Measured:
        return self.right.minus(self.left)

    @property
    def certain(self) -> bool:
        """Whether the sides differ by more than the error bar."""
        return abs(self.difference.value) > CONFIDENT * self.difference.sd


@dataclass(frozen=True, slots=True)
class LoadRow:
    """Of one joint, percent of the strength of such a person, and between which two of three are. None where unknown; notes say why."""

    joint: str
    percent: float | None
    band: tuple[float, float] | None
    color: str | None
    direction: str
    trusted: bool
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MomentRow:
    """Of one axis of one joint. nm: Nm, None where unknown; per_kg: Nm/kg; notes say why it is not to be trusted."""

    joint: str
    axis: str
    direction: str
    nm: Measured | None
    per_kg: float | None
    trusted: bool
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RepRow:
    """As counted and judged then; range_deg, score and good are None where nobody could judge it. reach: of the exercise's main angle by
    the whole body, where it was known."""

    number: int
    side: str
    start_s: float
    end_s: float
    range_deg: float | None
    tempo_s: tuple[float, float, float]
    score: float | None
    good: bool | None
    faults: tuple[str, ...]
    reach: Measured | None = None
    moments: tuple[MomentRow, ...] = ()


@dataclass(frozen=True, slots=True)
class HoldRow:
    start_s: float
    end_s: float
    score: float
    good: bool
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """An angle through every repetition, each stretched to the same length. deg, sd_deg: (repetitions, steps); NaN where unknown.
    good: (repetitions,)."""

    angle: str
    deg: Array
    sd_deg: Array
    good: Flags


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """The skeleton at a moment. points: (33, 3) m, hip-centred: x right, y down, z away; seen: (33,)."""

    t_s: float
    points: Array
    seen: Flags


@dataclass(frozen=True, slots=True, eq=False)
class Deviation:
    """One kind of deviation. cue: key of what was said about it. count: in so many repetitions (or holds) of `of`. worst: its largest size,
    in `unit`, in repetition `rep` (None: in a hold). figure: then; beside: in the best repetition of the same exercise. parts: kinds of
    landmark that it concerns."""

    fault: str
    exercise: str
    cue: str
    severity: str
    count: int
    of: int
    worst: float
    unit: str
    rep: int | None
    figure: Figure | None = None
    beside: Figure | None = None
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class ExerciseSheet:
    """What was done of one exercise. score: the mean over repetitions and holds. main: the angle it is about, without a side, or empty."""

    exercise: str
    reps: tuple[RepRow, ...] = ()
    holds: tuple[HoldRow, ...] = ()
    score: float | None = None
    main: str = ""
    ranges: tuple[RangeRow, ...] = ()
    pairs: tuple[PairRow, ...] = ()
    curves: tuple[Curve, ...] = ()
    loads: tuple[LoadRow, ...] = ()

    @property
    def good(self) -> int:
        return sum(rep.good is True for rep in self.reps)

    @property
    def judged(self) -> int:
        """So many repetitions somebody or something could judge."""
        return sum(rep.good is not None for rep in self.reps)

    @property
    def held_s(self) -> float:
        return sum(hold.end_s - hold.start_s for hold in self.holds)


@dataclass(frozen=True, slots=True, eq=False)
class Timeline:
    """Angles over the whole session. t_s, heart_bpm: (n,); deg, sd_deg: by angle (n,). NaN where unknown."""

    t_s: Array
    deg: Mapping[str, Array]
    sd_deg: Mapping[str, Array]
    heart_bpm: Array


@dataclass(frozen=True, slots=True)
class Certificate:
    """How the numbers came about. latency_ms: by name, (half, 95 %). view: 0..1, None where nothing was seen. unknown: angles known in no
    repetition. models: file -> sha256. compared, different: as in Revisit. trouble: sentences about what could not be read."""

    version: str = ""
    config_hash: str = ""
    models: Mapping[str, str] = field(default_factory=dict)
    latency_ms: Mapping[str, tuple[float | None, float | None]] = field(default_factory=dict)
    frames: int = 0
    seen: int = 0
    fps: float = 0.0
    worn: Mapping[str, float] = field(default_factory=dict)
    view: float | None = None
    side: str = "none"
    advice: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    compared: int = 0
    different: int = 0
    trouble: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom it is about: the pseudonym, and the name only where that was wanted. The body as entered; None where it was not."""

    id: str = ""
    name: str = ""
    height_m: float | None = None
    mass_kg: float | None = None
    sex: str | None = None
    age: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class SessionSheet:
    """One session. segments: (start_s, end_s, exercise). marks: (t_s, whether good, None where nobody could judge it) of each repetition.
    coach: the summaries, by set. revisited: whether its recording could be read for angles and load."""

    session_id: str
    subject: Subject
    started_at: float
    clock_trusted: bool
    duration_s: float
    score: float | None
    exercises: tuple[ExerciseSheet, ...] = ()
    deviations: tuple[Deviation, ...] = ()
    segments: tuple[tuple[float, float, str], ...] = ()
    marks: tuple[tuple[float, bool | None], ...] = ()
    coach: tuple[tuple[int, str], ...] = ()
    certificate: Certificate = Certificate()
    timeline: Timeline | None = None
    revisited: bool = False

    @property
    def reps(self) -> int:
        return sum(len(part.reps) for part in self.exercises)

    @property
    def good(self) -> int:
        return sum(part.good for part in self.exercises)

    @property
    def judged(self) -> int:
        return sum(part.judged for part in self.exercises)

    @property
    def empty(self) -> bool:
        return not any(part.reps or part.holds for part in self.exercises)
