"""Samples through the pipeline -> the ledger of what it said, and how long it thought.

Refuses to know: where the samples come from. The path of `analyze`, of `tools/evaluate` and of `bench`.
"""

from array import array
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from edge.clock import Clock
from edge.ledger import Ledger
from edge.messages import Event, MotionState, Nobody, Pose, Sample
from edge.replay import Thinker, watch, with_ticks


class Mind(Thinker, Protocol):
    """What a study needs of a Pipeline."""

    @property
    def state(self) -> MotionState | None: ...


class TimedMind:
    """A pipeline under a stopwatch. think_s: seconds of thought for each frame, with the ticks before it."""

    def __init__(self, mind: Mind, clock: Clock) -> None:
        self._mind, self._clock = mind, clock
        self._since_frame = 0.0
        self.think_s = array("f")

    @property
    def state(self) -> MotionState | None:
        return self._mind.state

    def feed(self, sample: Sample) -> Iterator[Event]:
        began = self._clock.now()
        events = tuple(self._mind.feed(sample))
        self._since_frame += self._clock.now() - began
        if isinstance(sample, Pose | Nobody):
            self.think_s.append(self._since_frame)
            self._since_frame = 0.0
        return iter(events)

    def finish(self, t: float) -> Iterator[Event]:
        return self._mind.finish(t)


def study(samples: Iterable[Sample], mind: Mind, seen: Callable[[MotionState], None] = lambda state: None) -> Ledger:
    """Watches to the end; the ticks are added here. seen: is given each new MotionState."""
    ledger, newest = Ledger(), mind.state
    for _, events in watch(with_ticks(samples), mind):
        for event in events:
            ledger.add(event)
        if mind.state is not None and mind.state is not newest:
            newest = mind.state
            seen(newest)
    return ledger
