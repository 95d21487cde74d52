"""Readings of one sensor -> its inclination with an honest standard deviation, with or without a gyroscope.

Refuses to know: where the sensor is worn, clocks, heading.
"""

import math
from typing import Protocol

from edge.estimate.butterworth import Butterworth
from edge.estimate.orientation import TAU_ACCEL_S, RestDetector, Vqf
from edge.estimate.rotation import IDENTITY, STANDARD_GRAVITY, Quaternion, Vector, rotated, times, unit, upright

VQF_LEAST_SD = math.radians(0.8)
"""Of VQF once it has settled: 0.4 to 1.0 deg on four trials of BROAD, slow or fast."""
SETTLING_S = 0.7
"""Started in mid-movement, VQF errs by the movement's own acceleration for this long; then it falls with the square of time (BROAD)."""
TILT_TAU_S = 0.35
"""Quick enough to follow a forearm through a repetition; slower would be smoother and late."""
TILT_LEAST_SD = math.radians(3.0)
"""Of an accelerometer alone, even when it is held still: nobody calibrates a watch."""
STILL: Vector = (0.0, 0.0, 0.0)


class Inclination(Protocol):
    """orientation: the sensor's axes -> an earth frame with z up and a heading of its own. sd: of the inclination, rad.

    turns: it reads the gyroscope.
    """

    @property
    def turns(self) -> bool: ...
    @property
    def orientation(self) -> Quaternion: ...
    @property
    def sd(self) -> float: ...
    @property
    def rest(self) -> bool: ...
    @property
    def bias(self) -> Vector: ...
    def feed(self, gyro: Vector, accel: Vector, dt: float) -> Vector:
        """gyro: rad/s. accel: m/s2 with gravity. dt: since the last reading, s. Returns accel in the earth frame."""
        ...


class Turning:
    """For sensors with a gyroscope: VQF. bias: known from before, rad/s."""

    turns = True

    def __init__(self, rate_hz: float, bias: Vector) -> None:
        self._vqf = Vqf(rate_hz, bias)
        self._dt = 1.0 / rate_hz
        self._elapsed = 0.0
        self._sideways = MeanSquare(self._dt, TAU_ACCEL_S)
        self.orientation, self.rest, self.bias = self._vqf.orientation, self._vqf.rest, bias

    @property
    def sd(self) -> float:
        """A bias tilts VQF by what it turns within the filter's time constant; a start in mid-movement by the movement's acceleration."""
        start = min(1.0, (SETTLING_S / self._elapsed) ** 2) if self._elapsed else 1.0
        movement = math.atan(math.sqrt(self._sideways.value) / STANDARD_GRAVITY) * start
        return math.hypot(VQF_LEAST_SD, self._vqf.bias_sigma * TAU_ACCEL_S, movement)

    def feed(self, gyro: Vector, accel: Vector, dt: float) -> Vector:
        vqf = self._vqf
        vqf.feed(gyro, accel, dt)
        self.orientation, self.rest, self.bias = vqf.orientation, vqf.rest, vqf.bias
        self._elapsed += self._dt
        earth = x, y, _ = rotated(vqf.orientation, accel)
        self._sideways.feed(x * x + y * y)
        return earth


class Tilting:
    """For watches without a gyroscope. Its heading is whatever follows from turning as little as possible."""

    turns, bias = False, STILL

    def __init__(self, rate_hz: float) -> None:
        dt = 1.0 / rate_hz
        self._gravity = Butterworth(TILT_TAU_S, dt)
        self._rest = RestDetector(dt)
        self._moving = MeanSquare(dt, TILT_TAU_S)
        self.orientation = IDENTITY

    @property
    def rest(self) -> bool:
        return self._rest.rest

    @property
    def sd(self) -> float:
        """A movement and a change of tilt look alike: what is not smooth is unsure."""
        return math.hypot(TILT_LEAST_SD, math.sqrt(self._moving.value) / STANDARD_GRAVITY)

    def feed(self, gyro: Vector, accel: Vector, dt: float) -> Vector:
        self._rest.feed(STILL, accel)
        x, y, z = self._gravity.feed(accel)
        self._moving.feed((accel[0] - x) ** 2 + (accel[1] - y) ** 2 + (accel[2] - z) ** 2)
        up = rotated(self.orientation, (x, y, z))
        if any(up):
            self.orientation = unit(times(upright(up), self.orientation))
        return rotated(self.orientation, accel)


class MeanSquare:
    """Mean of the squares that came within about `tau`; at the start of all that came. dt: between them, s."""

    def __init__(self, dt: float, tau: float) -> None:
        self._least_weight = dt / tau
        self._weight = 1.0
        self.value = 0.0

    def feed(self, square: float) -> None:
        self.value += self._weight * (square - self.value)
        if self._weight > self._least_weight:
            self._weight = max(self._weight / (1.0 + self._weight), self._least_weight)
