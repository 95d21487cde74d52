"""Samples -> MotionState and WornState: the room's face.

Refuses to know: exercises, cues, devices, clocks.
"""

import math
from collections import deque
from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import replace
from typing import Protocol

from edge.estimate.align import ARMS, LEGS
from edge.estimate.landmark_errors import LandmarkErrors
from edge.estimate.motion import Moment, Motion
from edge.estimate.wearing import Wearing
from edge.messages import Alignment, BodyState, Command, HeartRate, ImuSample, MotionState, Pose, Sample, WornState

HEART_RATE_STALE_S = 10.0


class Body(Protocol):
    """What the whole body is computed by (estimate.body.body_estimator), where that is wanted."""

    def feed(self, state: MotionState, worn: Mapping[str, WornState]) -> BodyState | None: ...

    def carry(self, load_kg: float, exercise: str) -> None: ...

    def stand(self, t: float, knees: Mapping[str, float]) -> None: ...

    @property
    def stood_s(self) -> float | None: ...


class Estimator:
    """Keeps the newest picture of the body. errors: of the pose model, as in Motion."""

    def __init__(self, body: Body | None = None, errors: LandmarkErrors | None = None) -> None:
        self._body = body
        self._worn: dict[str, WornState] = {}
        self._load_kg, self._exercise = 0.0, ""
        self._motion = self._motion_before = Motion(errors)
        self._wearing = Wearing()
        self._exchanged = self._wearing.exchanged
        self._run: list[Pose] = []
        self._ahead: deque[tuple[Pose, Moment | None]] = deque()
        self._heart: HeartRate | None = None

    @property
    def alignments(self) -> tuple[Alignment, ...]:
        """How each worn sensor lies to the camera."""
        return self._wearing.alignments

    @property
    def stood_s(self) -> float | None:
        """For how long whoever's knees somebody measured has stood still since, s; None where nobody was measured."""
        return self._body.stood_s if self._body else None

    def feed(self, sample: Sample) -> MotionState | WornState | None:
        """The state after this sample; None where it says nothing new about the body."""
        if isinstance(sample, Pose):
            return self._feed_pose(sample)
        if isinstance(sample, ImuSample):
            return self._feed_imu(sample)
        if isinstance(sample, Command):
            self._obey(sample)
        if isinstance(sample, HeartRate):
            self._heart = sample
        return None

    def whole(self, state: MotionState) -> MotionState:
        """The state that `feed` just gave, with the whole body where that is wanted: no event waits for it."""
        return replace(state, body=self._body.feed(state, self._worn)) if self._body else state

    def expect(self, exercise: str) -> None:
        """This is being done: it says where a weight is carried."""
        self._carry(self._load_kg, exercise)

    def _obey(self, command: Command) -> None:
        self._wearing.obey(command)
        if command.name == "load_kg":
            self._carry(float(command.value), self._exercise)
        elif command.name == "stand" and self._body:
            right, left = map(float, command.value.split())
            self._body.stand(command.t, {"right": math.radians(right), "left": math.radians(left)})

    def _carry(self, load_kg: float, exercise: str) -> None:
        self._load_kg, self._exercise = load_kg, exercise
        if self._body:
            self._body.carry(load_kg, exercise)

    def look_ahead(self, samples: Iterable[Sample]) -> None:
        """These are fed next: what can be is thought about in one go, which takes a fraction of the time. Says the same as without."""
        known = list(samples)
        felt = [sample for sample in known if isinstance(sample, ImuSample)]
        self._wearing.look_ahead(felt)
        self._look_ahead([sample for sample in known if isinstance(sample, Pose)], revisable=bool(felt))

    def _look_ahead(self, poses: list[Pose], revisable: bool = True) -> None:
        """revisable: a worn sensor may have something to say meanwhile, so that all before it is kept."""
        self._run, self._motion_before = poses, deepcopy(self._motion) if revisable else self._motion
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
        return self._with_heart(state)

    def _with_heart(self, state: MotionState) -> MotionState:
        """With what a watch says."""
        if self._heart and state.t - self._heart.t <= HEART_RATE_STALE_S:
            return replace(state, heart_bpm=self._heart.bpm)
        return state

    def _feed_imu(self, sample: ImuSample) -> WornState | None:
        state = self._wearing.feed(sample)
        if state is not None:
            self._worn[state.where] = state
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
