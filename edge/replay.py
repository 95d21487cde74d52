"""A recording or a video's samples -> each sample with the events it caused, as fast as they are asked for.

Refuses to know: devices, clocks, and how anything is shown.
"""

from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass
from itertools import islice, zip_longest
from typing import Any, Protocol, runtime_checkable

from edge.messages import Event, Sample, Tick
from edge.store.encoding import Message, is_sample
from edge.store.recording import Recording

TICK_S = 0.1
"""The daemon's own tick (10 Hz), of sample time."""

TOLERANCE = 1e-6
"""Replays on another machine or with another NumPy may differ by this much."""


LOOK_AHEAD = 1024
"""Messages: half a minute of poses alone, some seconds with a worn sensor, whose readings leave enough poses for long runs all the same."""


class Thinker(Protocol):
    """What `watch` needs of a Pipeline."""

    def feed(self, sample: Sample) -> Iterator[Event]: ...

    def finish(self, t: float) -> Iterator[Event]: ...


@runtime_checkable
class Foreseeing(Protocol):
    """A Thinker that is quicker when it knows what comes next."""

    def look_ahead(self, samples: Iterable[Sample]) -> None: ...


def watch(samples: Iterable[Sample], pipeline: Thinker) -> Iterator[tuple[Sample, tuple[Event, ...]]]:
    """Each sample with the events it caused; the open set or hold ends at the last sample's time, under a final Tick.

    Nothing is kept: memory stays flat however long the recording is.
    """
    last = None
    for last in samples:
        yield last, tuple(pipeline.feed(last))
    if last is not None:
        end = Tick(last.t)
        yield end, tuple(pipeline.finish(end.t))


def with_ticks(samples: Iterable[Sample]) -> Iterator[Sample]:
    """Samples of a source without Ticks (a video), with a Tick before the first sample of each tenth of a second.

    Ticks keep to the grid first sample + k/10 s, and none is in the future of the sample that follows it. A gap gets all
    its ticks, so that a pause is thought about as it would be live.
    """
    start, ticks = None, 0
    for sample in samples:
        start = sample.t if start is None else start
        while (due := start + (ticks + 1) * TICK_S) <= sample.t:
            yield Tick(due)
            ticks += 1
        yield sample


def replay(recording: Recording, pipeline: Thinker, comparison: "Comparison | None" = None) -> Iterator[tuple[Sample, tuple[Event, ...]]]:
    """As `watch`. The recording has its Ticks; its events are only compared, never used.

    Where a recording breaks off nothing ended: a set, a hold or half a repetition that is open there stays so, unless the events that
    close the session were recorded. Raises InputError where the file cannot be read. What was lost of a damaged one is in
    `recording.lost` afterwards.
    """
    beside, last = comparison or Comparison(), None
    for last in _samples(recording, pipeline, beside):
        yield last, beside.heard(pipeline.feed(last))
    breaks_off = recording.lost.breaks_off_s is not None
    beside.left_open = breaks_off and not beside.more_recorded
    if last is not None and not beside.left_open:
        yield Tick(last.t), beside.heard(pipeline.finish(last.t))
    beside.settle(breaks_off)


def _samples(recording: Recording, pipeline: Thinker, beside: "Comparison") -> Iterator[Sample]:
    for message in _foreseen(recording.messages(), pipeline):
        if is_sample(message):
            beside.settle()
            yield message
        elif isinstance(message, Event):
            beside.recorded.append(message)


def _foreseen(messages: Iterator[Message], pipeline: Thinker) -> Iterator[Message]:
    """The same messages; the pipeline is shown its samples before they are due."""
    while block := list(islice(messages, LOOK_AHEAD)):
        if isinstance(pipeline, Foreseeing):
            pipeline.look_ahead(filter(is_sample, block))
        yield from block


@dataclass(frozen=True, slots=True)
class Difference:
    """An event that only one of the two has, or that they have differently."""

    recorded: Event | None
    replayed: Event | None

    def __str__(self) -> str:
        return f"recorded {self.recorded or 'nothing'}, replayed {self.replayed or 'nothing'}"


class Comparison:
    """The events after each sample, as they were recorded and as they were replayed.

    events: how many were compared. differences: the first of them, at most `keep`; `different`: how many there are. left_open: the
    recording breaks off, and nobody knows what came of what had not ended there.
    """

    def __init__(self, keep: int = 20) -> None:
        self.events = 0
        self.different = 0
        self.left_open = False
        self.differences: list[Difference] = []
        self.recorded: list[Event] = []
        self.replayed: list[Event] = []
        self._keep = keep

    @property
    def more_recorded(self) -> bool:
        """Whether more was said since the last sample than is said now."""
        return len(self.recorded) > len(self.replayed)

    def heard(self, events: Iterable[Event]) -> tuple[Event, ...]:
        """The same, noted as what is said now."""
        said = tuple(events)
        self.replayed.extend(said)
        return said

    def settle(self, breaks_off: bool = False) -> None:
        """Compare what has come since the last sample. breaks_off: the recording ended before it could hold the last events."""
        if not (self.recorded or self.replayed):
            return
        pairs = zip_longest(self.recorded, self.replayed)
        for recorded, replayed in pairs:
            self.events += 1
            if not (identical(recorded, replayed) or (breaks_off and recorded is None)):
                self.different += 1
                if len(self.differences) < self._keep:
                    self.differences.append(Difference(recorded, replayed))
        self.recorded.clear()
        self.replayed.clear()


def identical(one: Event | None, other: Event | None, tolerance: float = TOLERANCE) -> bool:
    """Whether two events say the same, with numbers equal to the tolerance (NaN equals NaN)."""
    if one is None or other is None or type(one) is not type(other):
        return one is other
    return one == other or _alike(astuple(one), astuple(other), tolerance)


def _alike(one: Any, other: Any, tolerance: float) -> bool:
    if isinstance(one, tuple):
        return len(one) == len(other) and all(_alike(a, b, tolerance) for a, b in zip(one, other, strict=True))
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) <= tolerance or one == other or (one != one and other != other)  # noqa: PLR0124 - NaN
    return bool(one == other)
