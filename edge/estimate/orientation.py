"""Gyroscope and accelerometer readings -> which way the sensor is turned, and how far off its gyroscope is.

VQF, 6-axis (Laidig & Seel, "VQF: Highly accurate IMU orientation estimation with bias estimation and magnetic
disturbance rejection", Information Fusion 91, 2023), with the published defaults. The gyroscope is integrated into an
almost inertial frame, the accelerometer is low-passed THERE, where gravity stands still and movement averages out, and
the low-passed gravity turns that frame upright. Refuses to know: where the sensor is worn, clocks, heading.
"""

import math

from edge.estimate.butterworth import Butterworth
from edge.estimate.gyro_bias import CLIP, GyroBias
from edge.estimate.rotation import IDENTITY, Quaternion, Vector, applied, rotated, rows, times, turned, unit, upright

TAU_ACCEL_S = 3.0
"""Time constant of the accelerometer's low-pass filter."""
REST_TAU_S, REST_AFTER_S = 0.5, 1.5
STILL: Vector = (0.0, 0.0, 0.0)
REST_GYRO, REST_ACCEL = math.radians(2.0), 0.5
"""At rest no reading leaves its low-passed self by more than this, rad/s and m/s2."""


class Vqf:
    """One sensor. rate_hz: nominal, for the filters; each reading's own dt is what is integrated. bias: known from before, rad/s."""

    def __init__(self, rate_hz: float, bias: Vector = STILL) -> None:
        self._dt = 1.0 / rate_hz
        self._turned = self._levelled = IDENTITY
        self.orientation: Quaternion = IDENTITY
        """The sensor's axes -> an earth frame with z up and a heading of its own."""
        self._gravity, *self._turn, self._along = (Butterworth(TAU_ACCEL_S, self._dt) for _ in range(5))
        self._rest = RestDetector(self._dt)
        self._bias = GyroBias(self._dt, bias)

    @property
    def bias(self) -> Vector:
        """What the gyroscope reads too much, rad/s."""
        return self._bias.value

    @property
    def bias_sigma(self) -> float:
        return self._bias.sigma

    @property
    def rest(self) -> bool:
        return self._rest.rest

    def feed(self, gyro: Vector, accel: Vector, dt: float) -> None:
        """gyro: rad/s. accel: m/s2 with gravity. dt: since the last reading, s."""
        self._rest.feed(gyro, accel)
        bx, by, bz = self._bias.value
        self._turned = turned(self._turned, (gyro[0] - bx, gyro[1] - by, gyro[2] - bz), dt)
        up = self._level(accel) if accel != STILL else None
        self.orientation = times(self._levelled, self._turned)
        if up is not None:
            self._learn(up)

    def _level(self, accel: Vector) -> Vector:
        """Turns the almost inertial frame upright; returns where up was before, a unit vector."""
        x, y, z = self._gravity.feed(rotated(self._turned, accel))
        up = rotated(self._levelled, (x, y, z))
        length = math.sqrt(x * x + y * y + z * z)
        if length == 0.0:
            return 0.0, 0.0, 1.0
        self._levelled = unit(times(upright(up), self._levelled))
        return up[0] / length, up[1] / length, up[2] / length

    def _learn(self, up: Vector) -> None:
        """The bias, from rest or from the way in which gravity seems to turn."""
        turn = rows(self.orientation)
        along_x, along_y, _ = self._along.feed(applied(turn, self._bias.value))
        first, second, third = self._turn
        smooth = first.feed(turn[0]), second.feed(turn[1]), third.feed(turn[2])
        if self._rest.rest:
            self._bias.feed_rest(self._rest.rate)
            return
        x, y, z = applied(smooth, self._bias.value)
        self._bias.feed_motion(smooth, (along_x - x - up[1] / self._dt, along_y - y + up[0] / self._dt, -z))


class RestDetector:
    """Whether a sensor lies or is held still: no reading leaves its low-passed self for some time."""

    def __init__(self, dt: float) -> None:
        self._dt = dt
        self._turning, self._moving = Butterworth(REST_TAU_S, dt), Butterworth(REST_TAU_S, dt)
        self._still_s = 0.0
        self.rest = False
        self.rate = STILL
        """The low-passed turning, rad/s."""

    def feed(self, gyro: Vector, accel: Vector) -> None:
        self.rate = x, y, z = self._turning.feed(gyro)
        if _apart(gyro, self.rate) >= REST_GYRO**2 or max(abs(x), abs(y), abs(z)) > CLIP:
            self._still_s = 0.0
        moves = _apart(accel, self._moving.feed(accel)) >= REST_ACCEL**2
        self._still_s = 0.0 if moves else self._still_s + self._dt
        self.rest = self._still_s >= REST_AFTER_S


def _apart(one: Vector, other: Vector) -> float:
    """The square of their distance."""
    x, y, z = one[0] - other[0], one[1] - other[1], one[2] - other[2]
    return x * x + y * y + z * z
