"""Readings of all worn sensors -> their states on the camera's time line, and whether the pose has its sides exchanged.

Refuses to know: exercises, devices, clocks.
"""

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

    @property
    def alignments(self) -> tuple[Alignment, ...]:
        """What is known of each sensor, in the order in which they came."""
        return tuple(wearer.alignment for wearer in self._wearers.values())

    def feed(self, sample: ImuSample) -> WornState | None:
        if sample.where not in self._wearers:
            self._estimators[sample.where] = WornEstimator(sample.where)
            self._wearers[sample.where] = Wearer(sample.where, self._seen)
        estimator = self._estimators[sample.where]
        state = estimator.feed(sample)
        if state is None:
            return None
        late = self._wearers[sample.where].feed(state, estimator.middle_t)
        return replace(state, t=state.t - late) if late else state

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
