"""A recording -> every state of the body and everything that was said, timed from the session's start.

What was said is what was recorded, never what this version would say; how many events would differ now is counted. Refuses to know:
what it is for.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, replace

from edge.assembly import build_pipeline
from edge.commands.analysis.spool import Spool
from edge.ledger import Ledger
from edge.messages import CoachText, Event, HeartRate, ImuSample, MotionState, Nobody, Pose, Sample
from edge.physique import Physique
from edge.pipeline import Pipeline
from edge.replay import Comparison, replay
from edge.store.recording import Recording, RecordingHeader
from edge.store.recovery import Loss
from edge.taught import TAUGHT

MOMENTS = frozenset({"t", "since", "t_start", "t_turn", "t_end", "expires"})
"""The fields of events that are moments."""
Done = Callable[[float], None]
LONGEST_WAIT_S = 3600.0
"""From a session's start to its first sample."""


def nobody_asks(seconds: float) -> None:
    """The progress that nobody watches."""


@dataclass(slots=True)
class Revisit:
    """t0: the monotonic time at which the session began; everything here counts from it, s.

    spool: the states, each with its body. events: as they were recorded; where the recording holds none, as they are now. frames, seen:
    how many pictures were looked at, and in how many somebody was. worn: readings by where the sensor was. lost: what of the recording
    could not be read. compared, different: events, and how many of them this version would say otherwise.
    """

    header: RecordingHeader
    spool: Spool
    t0: float = 0.0
    duration_s: float = 0.0
    events: list[Event] = field(default_factory=list)
    coach: list[CoachText] = field(default_factory=list)
    heart: list[HeartRate] = field(default_factory=list)
    frames: int = 0
    seen: int = 0
    worn: dict[str, int] = field(default_factory=dict)
    lost: Loss = field(default_factory=Loss)
    compared: int = 0
    different: int = 0

    @property
    def ledger(self) -> Ledger:
        """The events by kind."""
        ledger = Ledger()
        for event in self.events:
            ledger.add(event)
        return ledger

    @property
    def fps(self) -> float:
        """Pictures a second, on average."""
        return self.frames / self.duration_s if self.duration_s else 0.0


@contextmanager
def revisited(
    recording: Recording, physique: Physique | None = None, done: Done = nobody_asks, t0: float | None = None
) -> Iterator[Revisit]:
    """The session again, until the end of the block. physique: what is known of the person's body, beyond the recording's header.

    done: is told the seconds of the session that are through. t0: when the session began, where that is known better than by the
    recording's header, which may be damaged. Raises InputError where the recording cannot be read.
    """
    with os.fdopen(os.memfd_create("edgecoach"), "w+b") as memory:  # 3 MB a minute; what was sealed does not lie on a disk
        yield _watched(recording, physique or Physique(recording.header.person), Revisit(recording.header, Spool(memory)), done, t0)


class _Beside(Comparison):
    """Keeps what was recorded, and what is said now."""

    def __init__(self) -> None:
        super().__init__(keep=0)
        self.then: list[Event] = []
        self.now: list[Event] = []

    def settle(self, breaks_off: bool = False) -> None:
        self.then += self.recorded
        self.now += self.replayed
        super().settle(breaks_off)


def _watched(recording: Recording, known: Physique, visit: Revisit, done: Done, t0: float | None) -> Revisit:
    header = recording.header
    pipeline = build_pipeline(
        known.person, header.exercise, body=True, lengths=known.lengths, strengths=known.strengths, taught=header.learned.get(TAUGHT)
    )
    beside, newest, end = _Beside(), pipeline.state, None
    for sample, _ in replay(recording, pipeline, beside):
        if end is None:
            end = visit.t0 = _start(recording.header.t0 if t0 is None else t0, sample.t)
        if int(sample.t) > int(end):
            done(sample.t - visit.t0)
        end = max(end, sample.t)
        _take(visit, sample)
        newest = _spool(visit, pipeline, newest)
    visit.duration_s = 0.0 if end is None else end - visit.t0
    visit.events = [timed_from(visit.t0, event) for event in beside.then or beside.now]
    visit.lost = recording.lost
    visit.compared, visit.different = (beside.events, beside.different) if beside.then else (0, 0)
    return visit


def _start(t0: float, first: float) -> float:
    """A header that was lost, or that another clock wrote, knows nothing of these times."""
    return t0 if 0.0 < t0 <= first <= t0 + LONGEST_WAIT_S else first


def _spool(visit: Revisit, pipeline: Pipeline, newest: MotionState | None) -> MotionState | None:
    if pipeline.state is not None and pipeline.state is not newest:
        visit.spool.add(replace(pipeline.state, t=pipeline.state.t - visit.t0))
    return pipeline.state


def _take(visit: Revisit, sample: Sample) -> None:
    match sample:
        case Pose() | Nobody():
            visit.frames += 1
            visit.seen += isinstance(sample, Pose)
        case ImuSample():
            visit.worn[sample.where] = visit.worn.get(sample.where, 0) + 1
        case HeartRate():
            visit.heart.append(replace(sample, t=sample.t - visit.t0))
        case CoachText():
            visit.coach.append(replace(sample, t=sample.t - visit.t0))


def timed_from(start: float, event: Event) -> Event:
    """The event with its moments counted from `start`."""
    moments = {one.name: getattr(event, one.name) - start for one in fields(event) if one.name in MOMENTS}
    return replace(event, **moments)
