"""Samples -> MotionState and WornState: the room's face.

Refuses to know: exercises, cues, devices, clocks.
"""

from collections import deque
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import replace

from edge.estimate.align import ARMS, LEGS
from edge.estimate.motion import Moment, Motion
from edge.estimate.wearing import Wearing
from edge.messages import Alignment, Command, HeartRate, ImuSample, MotionState, Pose, Sample, WornState

HEART_RATE_STALE_S = 10.0


class Estimator:
    """Keeps the newest picture of the body."""

    def __init__(self) -> None:
        self._motion = self._motion_before = Motion()
        self._wearing = Wearing()
        self._exchanged = self._wearing.exchanged
        self._run: list[Pose] = []
        self._ahead: deque[tuple[Pose, Moment | None]] = deque()
        self._heart: HeartRate | None = None

    @property
    def alignments(self) -> tuple[Alignment, ...]:
        """How each worn sensor lies to the camera."""
        return self._wearing.alignments

    def feed(self, sample: Sample) -> MotionState | WornState | None:
        """The state after this sample; None where it says nothing new about the body."""
        if isinstance(sample, Pose):
            return self._feed_pose(sample)
        if isinstance(sample, ImuSample):
            return self._feed_imu(sample)
        if isinstance(sample, Command):
            self._wearing.obey(sample)
        if isinstance(sample, HeartRate):
            self._heart = sample
        return None

    def look_ahead(self, samples: Iterable[Sample]) -> None:
        """These are fed next: their poses are thought about in one go, which takes a quarter of the time. Says the same as without."""
        self._look_ahead([sample for sample in samples if isinstance(sample, Pose)])

    def _look_ahead(self, poses: list[Pose]) -> None:
        self._run, self._motion_before = poses, deepcopy(self._motion)
        self._ahead = deque(zip(poses, self._motion.feed_run(poses), strict=True))

    def _feed_pose(self, pose: Pose) -> MotionState | None:
        foreseen, moment = self._ahead.popleft() if self._ahead else (pose, self._motion.feed(pose))
        if foreseen is not pose:
            raise ValueError("another pose was announced")
        if moment is None:
            return None
        state = moment.state
        if state.cut:
            self._wearing.restart()
        self._wearing.see(pose.t, moment.body, moment.seen)
        if self._heart is None or pose.t - self._heart.t > HEART_RATE_STALE_S:
            return state
        return replace(state, heart_bpm=self._heart.bpm)

    def _feed_imu(self, sample: ImuSample) -> WornState | None:
        state = self._wearing.feed(sample)
        if state is not None and self._wearing.exchanged != self._exchanged:
            self._exchanged = self._wearing.exchanged
            self._exchange_sides()
        return state

    def _exchange_sides(self) -> None:
        """A worn sensor knows better which side is which: what was thought ahead of it is thought again."""
        waiting = [pose for pose, _ in self._ahead]
        if waiting:
            self._motion = self._motion_before
            deque(self._motion.feed_run(self._run[: -len(waiting)]), maxlen=0)
        for chain, swapped in zip((ARMS, LEGS), self._exchanged, strict=True):
            self._motion.exchange(chain, swapped)
        self._look_ahead(waiting)
