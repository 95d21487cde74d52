"""Samples in, events out: the whole of what the appliance thinks.

Refuses to know: clocks, threads, files, devices. Live, replay and analysis run this same object.
"""

from collections.abc import Iterable, Iterator

from edge.estimate.estimator import Estimator
from edge.judge.judge import Judge
from edge.messages import Alignment, Command, Event, Exercise, MotionState, Sample, Tick
from edge.respond.cues import Cues


class Pipeline:
    """estimate -> judge -> cues, one sample at a time."""

    def __init__(self, estimator: Estimator, judge: Judge, cues: Cues) -> None:
        self._estimator, self._judge, self._cues = estimator, judge, cues
        self._resting = False
        self.state: MotionState | None = None
        """The newest picture of the body, for the page and for drawing; there when the events of its sample were taken."""

    @property
    def alignments(self) -> tuple[Alignment, ...]:
        """How each worn sensor lies to the camera, for the page."""
        return self._estimator.alignments

    @property
    def stood_s(self) -> float | None:
        """As Estimator.stood_s."""
        return self._estimator.stood_s

    def feed(self, sample: Sample) -> Iterator[Event]:
        """The events this sample causes."""
        state = self._estimator.feed(sample)
        if isinstance(sample, Command):
            yield from self._obey(sample)
        elif not self._resting:
            judged = sample if isinstance(sample, Tick) else state
            if judged is not None:
                yield from self._with_cues(self._judge.feed(judged))
        if isinstance(state, MotionState):
            self.state = self._estimator.whole(state)

    def look_ahead(self, samples: Iterable[Sample]) -> None:
        """As Estimator.look_ahead: these are what will be fed next."""
        self._estimator.look_ahead(samples)

    def finish(self, t: float) -> Iterator[Event]:
        """The end of a recording, a video or a session: what is open is closed."""
        yield from self._with_cues(self._judge.finish(t))

    def _obey(self, command: Command) -> Iterator[Event]:
        """Between session stop and start nothing is judged."""
        if command.name == "session":
            resting = not self._resting if command.value == "toggle" else command.value == "stop"
            if resting and not self._resting:
                yield from self.finish(command.t)
            self._resting = resting
        else:
            yield from self._cues.obey(command)
            yield from self._with_cues(self._judge.feed(command))

    def _with_cues(self, events: Iterable[Event]) -> Iterator[Event]:
        for event in events:
            if isinstance(event, Exercise):
                self._estimator.expect(event.name)
            yield event
            yield from self._cues.feed(event)
