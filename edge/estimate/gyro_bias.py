"""What a gyroscope's turning should have been, from gravity or from rest -> its bias, rad/s.

The Kalman filter of Laidig & Seel 2023, section 3.3, with the published defaults. Refuses to know: orientation, filters.
"""

import math

from edge.estimate.rotation import Rows, Vector

CLIP = math.radians(2.0)
"""No bias beyond this: the sensors are calibrated before."""
SIGMA_START, SIGMA_MOTION, SIGMA_REST = 0.5, 0.1, 0.03
"""deg/s: before anything is known, and what is reached in motion and at rest."""
FORGETTING_S = 100.0
"""In this time the uncertainty grows by 0.1 deg/s."""
VERTICAL_FORGETTING = 0.0001
"""Motion says next to nothing about the bias around the vertical; so little that it is only kept from drifting away."""
_PER_DEGREE = 100.0
"""Variances are in (0.01 deg/s)^2, as published."""

_AXES: Rows = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))


class GyroBias:
    """dt: between updates, s. start: a bias known from before, rad/s."""

    def __init__(self, dt: float, start: Vector = (0.0, 0.0, 0.0)) -> None:
        self.value = start
        self._growth = (0.1 * _PER_DEGREE) ** 2 * dt / FORGETTING_S
        self._ceiling = (SIGMA_START * _PER_DEGREE) ** 2
        motion, self._rest_noise = self._noise(SIGMA_MOTION), self._noise(SIGMA_REST)
        self._motion_noise = (motion, motion, motion / VERTICAL_FORGETTING)
        self._p = (self._ceiling, self._ceiling, self._ceiling, 0.0, 0.0, 0.0)  # xx, yy, zz, xy, xz, yz

    def _noise(self, sigma: float) -> float:
        """The measurement noise at which the filter settles at `sigma` deg/s."""
        settled = (sigma * _PER_DEGREE) ** 2
        return settled * settled / self._growth + settled

    @property
    def sigma(self) -> float:
        """Standard deviation of the least known direction, rad/s (an upper bound of it)."""
        xx, yy, zz, xy, xz, yz = (abs(value) for value in self._p)
        variance = min(max(xx + xy + xz, yy + xy + yz, zz + xz + yz), self._ceiling)
        return math.radians(math.sqrt(variance) / _PER_DEGREE)

    def feed_rest(self, rate: Vector) -> None:
        """rate: the smoothed reading while the sensor lies still, rad/s."""
        noise = self._rest_noise
        self._update(_AXES, (rate[0] - self.value[0], rate[1] - self.value[1], rate[2] - self.value[2]), (noise, noise, noise))

    def feed_motion(self, turn: Rows, error: Vector) -> None:
        """turn: the smoothed rotation matrix, sensor -> earth. error: how much more bias there seems to be, rad/s, earth frame."""
        self._update(turn, error, self._motion_noise)

    def _update(self, turn: Rows, error: Vector, noise: Vector) -> None:
        """Row by row, which equals all at once because the noises are independent, and needs no inverse of a matrix."""
        xx, yy, zz, xy, xz, yz = self._p
        top, growth = self._ceiling, self._growth
        xx, yy, zz = xx + (growth if xx < top else 0.0), yy + (growth if yy < top else 0.0), zz + (growth if zz < top else 0.0)
        dx = dy = dz = 0.0
        for (rx, ry, rz), seen, variance in zip(turn, error, noise, strict=True):
            px, py, pz = xx * rx + xy * ry + xz * rz, xy * rx + yy * ry + yz * rz, xz * rx + yz * ry + zz * rz
            scale = 1.0 / (variance + rx * px + ry * py + rz * pz)
            gain = scale * (_clipped(seen) - rx * dx - ry * dy - rz * dz)
            dx, dy, dz = dx + gain * px, dy + gain * py, dz + gain * pz
            sx, sy = scale * px, scale * py
            xx, xy, xz = xx - sx * px, xy - sx * py, xz - sx * pz
            yy, yz, zz = yy - sy * py, yz - sy * pz, zz - scale * pz * pz
        self._p = (xx, yy, zz, xy, xz, yz)
        x, y, z = self.value
        self.value = (_clipped(x + dx), _clipped(y + dy), _clipped(z + dz))


def _clipped(value: float) -> float:
    return CLIP if value > CLIP else -CLIP if value < -CLIP else value
