"""Gyroscope and accelerometer readings -> which way the sensor is turned, and how far off its gyroscope is.

VQF, 6-axis (Laidig & Seel, "VQF: Highly accurate IMU orientation estimation with bias estimation and magnetic
disturbance rejection", Information Fusion 91, 2023), with the published defaults. The gyroscope is integrated into an
almost inertial frame, the accelerometer is low-passed THERE, where gravity stands still and movement averages out, and
the low-passed gravity turns that frame upright. Refuses to know: where the sensor is worn, clocks, heading.
"""

import math

from edge.estimate.butterworth import Butterworth
from edge.estimate.gyro_bias import CLIP, GyroBias
from edge.estimate.rotation import IDENTITY, Quaternion, Rows, Vector, rotated, rows, times, turned, unit, upright

TAU_ACCEL_S = 3.0
"""Time constant of the accelerometer's low-pass filter."""
REST_TAU_S, REST_AFTER_S = 0.5, 1.5
REST_GYRO, REST_ACCEL = math.radians(2.0), 0.5
"""At rest no reading leaves its low-passed self by more than this, rad/s and m/s2."""


class Vqf:
    """One sensor. rate_hz: nominal, for the filters; each reading's own dt is what is integrated. bias: known from before, rad/s."""

    def __init__(self, rate_hz: float, bias: Vector = (0.0, 0.0, 0.0)) -> None:
        self._dt = 1.0 / rate_hz
        self._turned = self._levelled = IDENTITY
        self._gravity = Butterworth(3, TAU_ACCEL_S, self._dt)
        self._turns = Butterworth(11, TAU_ACCEL_S, self._dt)
        self._rest = RestDetector(self._dt)
        self._bias = GyroBias(self._dt, bias)

    @property
    def orientation(self) -> Quaternion:
        """The sensor's axes -> an earth frame with z up and a heading of its own."""
        return times(self._levelled, self._turned)

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
        if any(accel):
            self._learn(self._level(accel))

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
        smooth, along_x, along_y = self._smoothed(turn)
        if self._rest.rest:
            self._bias.feed_rest(self._rest.rate)
            return
        x, y, z = self._bias.value
        ex, ey, ez = (rx * x + ry * y + rz * z for rx, ry, rz in smooth)
        self._bias.feed_motion(smooth, (along_x - ex - up[1] / self._dt, along_y - ey + up[0] / self._dt, -ez))

    def _smoothed(self, turn: Rows) -> tuple[Rows, float, float]:
        """The rotation matrix, and the bias in the earth's x and y, all low-passed like gravity."""
        x, y, z = self._bias.value
        first, second, third = turn
        bias_x = first[0] * x + first[1] * y + first[2] * z
        bias_y = second[0] * x + second[1] * y + second[2] * z
        a, b, c, d, e, f, g, h, i, along_x, along_y = self._turns.feed((*first, *second, *third, bias_x, bias_y))
        return ((a, b, c), (d, e, f), (g, h, i)), along_x, along_y


class RestDetector:
    """Whether a sensor lies or is held still: no reading leaves its low-passed self for some time."""

    def __init__(self, dt: float) -> None:
        self._dt = dt
        self._smooth = Butterworth(6, REST_TAU_S, dt)
        self._still_s = 0.0
        self.rest = False
        self.rate: Vector = (0.0, 0.0, 0.0)
        """The low-passed turning, rad/s."""

    def feed(self, gyro: Vector, accel: Vector) -> None:
        (gx, gy, gz), (ax, ay, az) = gyro, accel
        sgx, sgy, sgz, sax, say, saz = self._smooth.feed((gx, gy, gz, ax, ay, az))
        self.rate = (sgx, sgy, sgz)
        turning = (gx - sgx) ** 2 + (gy - sgy) ** 2 + (gz - sgz) ** 2
        moving = (ax - sax) ** 2 + (ay - say) ** 2 + (az - saz) ** 2
        if turning >= REST_GYRO**2 or max(abs(sgx), abs(sgy), abs(sgz)) > CLIP:
            self._still_s = 0.0
        self._still_s = 0.0 if moving >= REST_ACCEL**2 else self._still_s + self._dt
        self.rest = self._still_s >= REST_AFTER_S
