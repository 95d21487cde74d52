"""Samples -> MotionState: the room's face.

Refuses to know: exercises, cues, devices, clocks. A short loss of the person is bridged, a longer one starts afresh.
"""

import math

import numpy as np

from edge.estimate.align import SideKeeper, is_cut
from edge.estimate.filters import MedianOfThree, OneEuro, smoothing
from edge.estimate.kinematics import L_ANKLE, L_HIP, L_KNEE, N_SIGNALS, R_ANKLE, R_HIP, R_KNEE, signals_of
from edge.estimate.skeleton import FINE, N_JOINTS, S
from edge.messages import Array, HeartRate, MotionState, Nobody, Pose, Sample

GAP_S = 0.6
"""A person lost for longer than this is a new beginning."""
VISIBLE = 0.35
"""Below this visibility an angle is not reported."""
LANDMARK_NOISE_RAD = 0.06
"""Standard deviation of a joint angle from landmark jitter alone, from the avatar clips."""
SCALE_CUTOFF_HZ = 0.1
HEART_RATE_STALE_S = 10.0
SHORTEST_STEP_S, LONGEST_STEP_S = 1e-3, 0.2


class Estimator:
    """Keeps the newest picture of the body."""

    def __init__(self) -> None:
        self._sides = SideKeeper()
        self._spikes = MedianOfThree()
        self._smooth = OneEuro(min_cutoff_hz=2.5, beta=6.0)
        self._fine = OneEuro(min_cutoff_hz=0.9, beta=0.5)
        self._visibility = np.zeros(33)
        self._scale_px = 0.0
        self._middle_px, self._middle = np.zeros(2), np.zeros(2)
        self._leg_length = 0.82
        self._last_t: float | None = None
        self._last_picture: Array | None = None
        self._last_angles: Array | None = None
        self._restarted = True
        self._heart: HeartRate | None = None

    def feed(self, sample: Sample) -> MotionState | None:
        """The state after this sample; None where it says nothing new about the body."""
        if isinstance(sample, Pose):
            return self._feed_pose(sample)
        if isinstance(sample, HeartRate):
            self._heart = sample
        elif isinstance(sample, Nobody) and self._last_t is not None and sample.t - self._last_t > GAP_S:
            self._restart()
        return None

    def _restart(self) -> None:
        self._sides.reset()
        self._spikes.reset()
        self._smooth.reset()
        self._fine.reset()
        self._last_t = self._last_picture = self._last_angles = None
        self._scale_px = 0.0
        self._restarted = True

    def _feed_pose(self, pose: Pose) -> MotionState | None:
        if not (np.isfinite(pose.image).all() and np.isfinite(pose.world).all()):
            return None
        if self._last_t is not None and not -GAP_S < pose.t - self._last_t < GAP_S:
            self._restart()
        if self._last_t is not None and pose.t <= self._last_t:
            return None
        dt = 1 / 30 if self._last_t is None else min(max(pose.t - self._last_t, SHORTEST_STEP_S), LONGEST_STEP_S)
        picture = self._picture(pose, dt)
        if self._last_picture is not None and is_cut(picture, self._last_picture):
            self._restart()
            picture = self._picture(pose, dt)
        self._last_t, self._last_picture = pose.t, picture
        return self._state(pose, picture, dt)

    def _picture(self, pose: Pose, dt: float) -> Array:
        """(33, 2) image positions in metres at the body's own scale (px per metre of the world landmarks).

        The body's middle is carried along by its steps, so that a scale that creeps does not move what stands still.
        """
        xy, world = pose.image[:, :2], pose.world[:, :2]
        middle = xy.mean(axis=0)
        centred, flat = xy - middle, world - world.mean(axis=0)
        scale = max(float(np.vdot(centred, flat)) / (float(np.vdot(flat, flat)) + 1e-9), 1.0)
        if self._scale_px == 0.0:
            self._scale_px, self._middle_px, self._middle = scale, middle, middle / scale
        self._scale_px += smoothing(SCALE_CUTOFF_HZ, dt) * (scale - self._scale_px)
        self._middle = self._middle + (middle - self._middle_px) / self._scale_px
        self._middle_px = middle
        picture: Array = self._middle + centred / self._scale_px
        return picture

    def _state(self, pose: Pose, picture: Array, dt: float) -> MotionState:
        order = self._sides.feed(picture, pose.t)
        seen = pose.image[:, 3]
        raw = np.concatenate([picture, pose.world], axis=1)
        if order is not None:
            raw, seen = raw[order], seen[order]
        smooth = self._smooth.feed(self._spikes.feed(raw), dt)
        inside = self._inside(pose)
        weight = smoothing(2.0, dt)
        seen = seen * (inside if order is None else inside[order])
        first = self._last_angles is None
        self._visibility = seen.copy() if first else self._visibility + weight * (seen - self._visibility)
        self._measure_legs(smooth[:, 2:], dt)
        values, confidence, apart = signals_of(smooth[:, :2], smooth[:, 2:], self._visibility, self._leg_length)
        values[FINE] = self._fine.feed(values[FINE], dt)
        return self._report(pose, smooth, values, confidence, apart, dt)

    def _inside(self, pose: Pose) -> Array:
        """(33,) 1 inside the picture, falling to 0 within a twentieth of it outside: the model guesses there."""
        edge = np.minimum(pose.image[:, :2], [pose.width, pose.height] - pose.image[:, :2]).min(axis=1)
        inside: Array = np.clip(1.0 + edge / (0.05 * max(pose.width, pose.height)), 0.0, 1.0)
        return inside

    def _measure_legs(self, world: Array, dt: float) -> None:
        thigh = math.dist(world[L_HIP], world[L_KNEE]) + math.dist(world[R_HIP], world[R_KNEE])
        shank = math.dist(world[L_KNEE], world[L_ANKLE]) + math.dist(world[R_KNEE], world[R_ANKLE])
        self._leg_length += smoothing(0.05, dt) * (0.5 * (thigh + shank) - self._leg_length)

    def _report(self, pose: Pose, smooth: Array, values: Array, confidence: Array, apart: Array, dt: float) -> MotionState:
        hidden = confidence[: N_JOINTS + 1] < VISIBLE
        angles = np.where(hidden, math.nan, values[: N_JOINTS + 1])
        sd = np.empty(N_JOINTS + 1)
        sd[:N_JOINTS] = LANDMARK_NOISE_RAD + 0.5 * apart
        sd[N_JOINTS] = LANDMARK_NOISE_RAD
        sd = np.where(hidden, math.nan, sd / np.maximum(confidence[: N_JOINTS + 1], VISIBLE))
        rates = np.full(N_JOINTS + 1, math.nan) if self._last_angles is None else (angles - self._last_angles) / dt
        self._last_angles = angles
        cut, self._restarted = self._restarted, False
        return MotionState(
            t=pose.t, angles=angles, angles_sd=sd, rates=rates,
            points=(smooth[:, :2] - self._middle) * self._scale_px + self._middle_px, world=smooth[:, 2:], visibility=self._visibility.copy(),
            signals=values, signals_confidence=confidence, width=pose.width, height=pose.height,
            confidence=float(confidence[S["trunk"]]), cut=cut, heart_bpm=self._heart_bpm(pose.t),
        )  # fmt: skip

    def _heart_bpm(self, t: float) -> float | None:
        if self._heart is None or t - self._heart.t > HEART_RATE_STALE_S:
            return None
        return self._heart.bpm


assert len(S) == N_SIGNALS, "every signal has one place"
