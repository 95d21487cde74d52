"""Samples in, events out: the whole of what the appliance thinks.

Refuses to know: clocks, threads, files, devices. Live, replay and analysis run this same object.
"""

from collections.abc import Iterable, Iterator

from edge.estimate.estimator import Estimator
from edge.judge.judge import Judge
from edge.messages import Command, Event, MotionState, Sample, Tick
from edge.respond.cues import Cues


class Pipeline:
    """estimate -> judge -> cues, one sample at a time."""

    def __init__(self, estimator: Estimator, judge: Judge, cues: Cues) -> None:
        self._estimator, self._judge, self._cues = estimator, judge, cues
        self.state: MotionState | None = None
        """The newest picture of the body, for the page and for drawing."""

    def feed(self, sample: Sample) -> Iterator[Event]:
        """The events this sample causes."""
        state = self._estimator.feed(sample)
        if state is not None:
            if isinstance(state, MotionState):
                self.state = state
            yield from self._with_cues(self._judge.feed(state))
        elif isinstance(sample, Tick | Command):
            if isinstance(sample, Command):
                self._cues.obey(sample)
            yield from self._with_cues(self._judge.feed(sample))

    def finish(self, t: float) -> Iterator[Event]:
        """The end of a recording, a video or a session: what is open is closed."""
        yield from self._with_cues(self._judge.finish(t))

    def _with_cues(self, events: Iterable[Event]) -> Iterator[Event]:
        for event in events:
            yield event
            yield from self._cues.feed(event)
