"""A recording or a video's samples -> each sample with the events it caused, as fast as they are asked for.

Refuses to know: devices, clocks, and how anything is shown.
"""

from collections.abc import Iterable, Iterator
from typing import Protocol

from edge.messages import Event, Sample, Tick

TICK_S = 0.1
"""The daemon's own tick (10 Hz), of sample time."""


class Thinker(Protocol):
    """What `watch` needs of a Pipeline."""

    def feed(self, sample: Sample) -> Iterator[Event]: ...

    def finish(self, t: float) -> Iterator[Event]: ...


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
