"""Somebody who squats, seen from the side, and an estimator that is fed one sample."""

import math
from collections.abc import Iterator
from typing import Any

from edge.estimate.estimator import Estimator
from edge.messages import MotionState, Pose, Sample, WornState
from tests.estimate.made_body import SIDE, made_pose, made_world


def squat(seconds: float, start: float = 0.0, fps: float = 30.0, **seen: Any) -> Iterator[Pose]:
    """Down and up every two seconds, seen from the side."""
    for k in range(round(seconds * fps)):
        bend = 0.7 * (1.0 - math.cos(math.pi * k / fps))
        yield made_pose(start + k / fps, made_world(SIDE, lean=0.3 * bend, knee=bend, hip=bend), **seen)


def fed(estimator: Estimator, sample: Sample) -> MotionState | None:
    """What it makes of anything but an IMU's readings."""
    state = estimator.feed(sample)
    assert not isinstance(state, WornState)
    return state


def standing(t: float, **seen: Any) -> Pose:
    return made_pose(t, made_world(SIDE), **seen)
