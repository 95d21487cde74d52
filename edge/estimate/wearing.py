"""Readings of all worn sensors -> their states on the camera's time line, and whether the pose has its sides exchanged.

Refuses to know: exercises, devices, clocks.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import replace

from edge.estimate.shared_motion import ARMS, Seen, limb_of
from edge.estimate.wearer import Wearer
from edge.estimate.worn import WornEstimator
from edge.messages import Alignment, Array, Command, ImuSample, WornState


class Wearing:
    """All sensors, by place."""

    def __init__(self) -> None:
        self._estimators: dict[str, WornEstimator] = {}
        self._wearers: dict[str, Wearer] = {}
        self._seen = Seen()
        self._ahead: deque[tuple[ImuSample, WornState | None, float]] = deque()

    @property
    def alignments(self) -> tuple[Alignment, ...]:
        """What is known of each sensor, in the order in which they came."""
        return tuple(wearer.alignment for wearer in self._wearers.values())

    def look_ahead(self, samples: Iterable[ImuSample]) -> None:
        """These are fed next: one after another they are thought about more quickly. Says the same as without."""
        self._ahead = deque([self._felt(sample) for sample in samples])

    def feed(self, sample: ImuSample) -> WornState | None:
        foreseen, state, middle_t = self._ahead.popleft() if self._ahead else self._felt(sample)
        if foreseen is not sample:
            raise ValueError("another reading was announced")
        if sample.where not in self._wearers:
            self._wearers[sample.where] = Wearer(sample.where, self._seen)
        if state is None:
            return None
        late = self._wearers[sample.where].feed(state, middle_t)
        return replace(state, t=state.t - late) if late else state

    def _felt(self, sample: ImuSample) -> tuple[ImuSample, WornState | None, float]:
        """With the state it leads to, if any, and that state's middle_t."""
        estimator = self._estimators.get(sample.where)
        if estimator is None:
            estimator = self._estimators[sample.where] = WornEstimator(sample.where)
        state = estimator.feed(sample)
        return sample, state, 0.0 if state is None else estimator.middle_t

    @property
    def exchanged(self) -> tuple[bool, bool]:
        """Whether the pose has the sides of the arms and those of the legs exchanged."""
        said = [(limb_of(where)[0] in ARMS, wearer.swapped) for where, wearer in self._wearers.items()]
        return (True, True) in said, (False, True) in said

    def see(self, t: float, body: Array, visibility: Array) -> None:
        """A pose, its sides in order. body: (5, 33) as the estimator has it before smoothing; visibility: (33,)."""
        if self._wearers:
            self._seen.feed(t, body, visibility)

    def obey(self, command: Command) -> None:
        """`align start`: the person is about to tap three times or to swing their arms."""
        if command.name == "align" and command.value == "start":
            for wearer in self._wearers.values():
                wearer.guide(command.t)

    def restart(self) -> None:
        """What the camera sees from now on does not continue what it saw."""
        self._seen.forget()
        for wearer in self._wearers.values():
            wearer.restart()
