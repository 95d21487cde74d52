"""Poses of one person in order -> MotionStates: landmarks, angles and signals, smooth, each with how well it is seen.

Refuses to know: worn sensors, hearts, exercises, clocks.
"""

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from edge.estimate.filters import LowPass, OneEuro, previous
from edge.estimate.follower import Bodies, Follower
from edge.estimate.kinematics import joint_angles, leg_lengths, lines_of, signals_of
from edge.estimate.landmark_errors import LandmarkErrors
from edge.estimate.skeleton import ANGLE_NAMES, FINE, N_JOINTS, S
from edge.messages import Array, MotionState, Pose

VISIBLE = 0.35
"""Below this visibility an angle is not reported."""
LANDMARK_NOISE_RAD = 0.06
"""Standard deviation of a joint angle from landmark jitter alone, from the avatar clips."""
LEG_LENGTH_M = 0.82
_N_ANGLES, _TRUNK = len(ANGLE_NAMES), S["trunk"]
_UNKNOWN = np.full(_N_ANGLES, math.nan)


class Moment(NamedTuple):
    """What one pose says. body: (5, 33) and seen: (33,), as in Bodies.raw and Bodies.seen."""

    state: MotionState
    body: Array
    seen: Array


class _Landmarks(NamedTuple):
    """world: (N, 33, 3) m. visibility, certainty: (N, 33), as in MotionState."""

    world: Array
    visibility: Array
    certainty: Array


class Motion:
    """All that is remembered of the poses so far. errors: of the pose model that draws the landmarks; measured ones have none."""

    def __init__(self, errors: LandmarkErrors | None = None) -> None:
        self._errors = errors
        self._follower = Follower()
        self._visibility = LowPass(2.0)
        self._leg_length = LowPass(0.05, np.array(LEG_LENGTH_M))
        self._fine = OneEuro(min_cutoff_hz=0.9, beta=0.5)
        self._last_angles = _UNKNOWN

    def exchange(self, chain: int, swapped: bool) -> None:
        """As SideKeeper.exchange."""
        self._follower.exchange(chain, swapped)

    def feed(self, pose: Pose) -> Moment | None:
        """None where the pose says nothing new."""
        bodies = self._follower.feed(pose)
        return None if bodies is None else next(self._measure(bodies))

    def feed_run(self, poses: Sequence[Pose]) -> Iterator[Moment | None]:
        """The same, for many in a fifth of the time."""
        for bodies in self._follower.feed_many(poses):
            if bodies is None:
                yield None
            else:
                yield from self._measure(bodies)

    def _measure(self, bodies: Bodies) -> Iterator[Moment]:
        if bodies.fresh:
            self._restart()
        visibility = self._visibility.feed(bodies.seen, bodies.dts)
        body, certainty = self._corrected(bodies, visibility)
        lines = lines_of(body)
        leg_length = self._leg_length.feed(leg_lengths(lines), bodies.dts)
        angles, apart = joint_angles(lines)
        values, confidence = signals_of(lines, angles, visibility, leg_length, bodies.nearness)
        values[:, FINE] = self._fine.feed(values[:, FINE], bodies.dts)
        return self._report(bodies, _Landmarks(body[:, 2:].transpose(0, 2, 1), visibility, certainty), values, confidence, apart)

    def _corrected(self, bodies: Bodies, visibility: Array) -> tuple[Array, Array]:
        """As Bodies.body, and how certain each landmark is."""
        if self._errors is None:
            return bodies.body, visibility
        body, size = bodies.body.copy(), bodies.poses[0]
        world = body[:, 2:].transpose(0, 2, 1)
        body[:, 4], certainty = self._errors.corrected(world, bodies.points, visibility, size.width, size.height)
        return body, certainty

    def _restart(self) -> None:
        self._visibility.reset()
        self._fine.reset()
        self._last_angles = _UNKNOWN

    def _report(self, bodies: Bodies, seen: _Landmarks, values: Array, confidence: Array, apart: Array) -> Iterator[Moment]:
        angles, sd = _angles(values, confidence, apart)
        rates = (angles - previous(self._last_angles, angles)) / np.array(bodies.dts)[:, np.newaxis]
        self._last_angles = angles[-1]
        for k, pose in enumerate(bodies.poses):
            state = MotionState(
                pose.t, angles[k], sd[k], rates[k], bodies.points[k], seen.world[k], seen.visibility[k], seen.certainty[k],
                values[k], confidence[k], pose.width, pose.height, confidence.item(k, _TRUNK), bodies.fresh and k == 0,
            )  # fmt: skip
            yield Moment(state, bodies.raw[k], bodies.seen[k])


def _angles(values: Array, confidence: Array, apart: Array) -> tuple[Array, Array]:
    """(N, _N_ANGLES) angles and their standard deviations, NaN where the camera cannot see the joint. apart: of `joint_angles`."""
    seen = confidence[:, :_N_ANGLES]
    angles, sd = values[:, :_N_ANGLES].copy(), np.full(seen.shape, LANDMARK_NOISE_RAD)
    sd[:, :N_JOINTS] += 0.5 * apart
    sd /= np.maximum(seen, VISIBLE)
    hidden = seen < VISIBLE
    if np.count_nonzero(hidden):
        angles[hidden] = sd[hidden] = math.nan
    return angles, sd
