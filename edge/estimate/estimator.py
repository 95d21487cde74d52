"""Samples -> MotionState and WornState: the room's face.

Refuses to know: exercises, cues, devices, clocks. A short loss of the person is bridged, a longer one starts afresh.
"""

import math

import numpy as np

from edge.estimate.align import SideKeeper, is_cut
from edge.estimate.filters import MedianOfThree, OneEuro, smoothing
from edge.estimate.kinematics import joint_angles, leg_length_of, lines_of, signals_of
from edge.estimate.scale import BodyScale
from edge.estimate.skeleton import ANGLE_NAMES, FINE, N_JOINTS, S
from edge.estimate.wearing import Wearing
from edge.messages import Alignment, Array, Command, HeartRate, ImuSample, MotionState, Pose, Sample, WornState

GAP_S = 0.6
"""A person not seen for longer than this, whether nobody was seen or nothing was, is a new beginning."""
VISIBLE = 0.35
"""Below this visibility an angle is not reported."""
LANDMARK_NOISE_RAD = 0.06
"""Standard deviation of a joint angle from landmark jitter alone, from the avatar clips."""
LEG_LENGTH_M = 0.82
HEART_RATE_STALE_S = 10.0
SHORTEST_STEP_S, LONGEST_STEP_S = 1e-3, 0.2
_N_ANGLES, _TRUNK = len(ANGLE_NAMES), S["trunk"]


class Estimator:
    """Keeps the newest picture of the body."""

    def __init__(self) -> None:
        self._scale = BodyScale()
        self._sides = SideKeeper()
        self._spikes = MedianOfThree()
        self._smooth = OneEuro(min_cutoff_hz=2.5, beta=6.0)
        self._fine = OneEuro(min_cutoff_hz=0.9, beta=0.5)
        self._visibility = np.zeros(33)
        self._leg_length = LEG_LENGTH_M
        self._last_t: float | None = None
        self._last_picture: Array | None = None
        self._last_angles: Array | None = None
        self._restarted = True
        self._heart: HeartRate | None = None
        self._wearing = Wearing(self._sides)

    @property
    def alignments(self) -> tuple[Alignment, ...]:
        """How each worn sensor lies to the camera."""
        return self._wearing.alignments

    def feed(self, sample: Sample) -> MotionState | WornState | None:
        """The state after this sample; None where it says nothing new about the body."""
        if isinstance(sample, Pose):
            return self._feed_pose(sample)
        if isinstance(sample, ImuSample):
            return self._wearing.feed(sample)
        if isinstance(sample, Command):
            self._wearing.obey(sample)
        if isinstance(sample, HeartRate):
            self._heart = sample
        return None

    def _restart(self) -> None:
        for part in (self._scale, self._sides, self._spikes, self._smooth, self._fine):
            part.reset()
        self._wearing.restart()
        self._last_t = self._last_picture = self._last_angles = None
        self._restarted = True

    def _feed_pose(self, pose: Pose) -> MotionState | None:
        if not (_is_finite(pose.image) and _is_finite(pose.world)):
            return None
        if self._last_t is not None and not -GAP_S < pose.t - self._last_t < GAP_S:
            self._restart()
        if self._last_t is not None and pose.t <= self._last_t:
            return None
        dt = 1 / 30 if self._last_t is None else min(max(pose.t - self._last_t, SHORTEST_STEP_S), LONGEST_STEP_S)
        return self._state(pose, self._body(pose, dt), dt)

    def _body(self, pose: Pose, dt: float) -> Array:
        """(5, 33) x, y in the picture at the body's own scale and x, y, z of the 3D guess, m; starts afresh after a cut."""
        body = np.empty((5, 33))
        body[:2], body[2:] = pose.image.T[:2], pose.world.T
        picture = self._scale.feed(body, dt)
        if self._last_picture is not None and is_cut(picture, self._last_picture):
            self._restart()
            picture = self._scale.feed(body, dt)
        self._last_t, self._last_picture = pose.t, picture
        body[:2] = picture
        return body

    def _state(self, pose: Pose, body: Array, dt: float) -> MotionState:
        order = self._sides.feed(body[:2], pose.t)
        seen = pose.image[:, 3] * _inside(pose)
        if order is not None:
            body, seen = body[:, order], seen[order]
        self._wearing.see(pose.t, body, seen)
        smooth = self._smooth.feed(self._spikes.feed(body), dt)
        first = self._last_angles is None
        self._visibility = seen if first else self._visibility + smoothing(2.0, dt) * (seen - self._visibility)
        limbs, lines = lines_of(smooth)
        self._leg_length += smoothing(0.05, dt) * (leg_length_of(lines) - self._leg_length)
        angles, apart = joint_angles(limbs)
        values, confidence = signals_of(lines, angles, self._visibility, self._leg_length, self._scale.nearness)
        values[FINE] = self._fine.feed(values[FINE], dt)
        return self._report(pose, smooth, values, confidence, apart, dt)

    def _report(self, pose: Pose, smooth: Array, values: Array, confidence: Array, apart: Array, dt: float) -> MotionState:
        seen = confidence[:_N_ANGLES]
        hidden = seen < VISIBLE
        angles, sd = values[:_N_ANGLES].copy(), np.full(_N_ANGLES, LANDMARK_NOISE_RAD)
        sd[:N_JOINTS] += 0.5 * apart
        sd /= np.maximum(seen, VISIBLE)
        angles[hidden] = sd[hidden] = math.nan
        rates = np.full(_N_ANGLES, math.nan) if self._last_angles is None else (angles - self._last_angles) / dt
        self._last_angles = angles
        cut, self._restarted = self._restarted, False
        return MotionState(
            t=pose.t, angles=angles, angles_sd=sd, rates=rates,
            points=self._scale.pixels(smooth[:2]).T, world=smooth[2:].T, visibility=self._visibility,
            signals=values, signals_confidence=confidence, width=pose.width, height=pose.height,
            confidence=float(confidence[_TRUNK]), cut=cut, heart_bpm=self._heart_bpm(pose.t),
        )  # fmt: skip

    def _heart_bpm(self, t: float) -> float | None:
        if self._heart is None or t - self._heart.t > HEART_RATE_STALE_S:
            return None
        return self._heart.bpm


def _is_finite(array: Array) -> bool:
    """Without a mask of it: one product of the array with itself is not finite either."""
    return math.isfinite(np.vdot(array, array))


def _inside(pose: Pose) -> Array:
    """(33,) 1 inside the picture, falling to 0 within a twentieth of it outside: the model guesses there."""
    x, y = pose.image.T[:2]
    edge = np.minimum(np.minimum(x, pose.width - x), np.minimum(y, pose.height - y))
    inside: Array = np.minimum(np.maximum(1.0 + edge / (0.05 * max(pose.width, pose.height)), 0.0), 1.0)
    return inside
