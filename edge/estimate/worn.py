"""ImuSample of one place -> WornState at WORN_HZ.

Refuses to know: exercises, the camera, clocks: time comes with the samples.
"""

import math
from itertools import pairwise
from statistics import median

from edge.estimate.inclination import Inclination, Tilting, Turning
from edge.estimate.rotation import STANDARD_GRAVITY, Vector
from edge.messages import WORN_HZ, ImuSample, WornState

GAP_S = 0.5
"""After a longer silence nobody knows how the sensor was turned meanwhile; only its bias is still the same."""
LISTENING, LISTENING_S = 8, 1.0
"""So many readings, or so long, tell how fast they come."""
LEAST_HZ, MOST_HZ = 5.0, 2000.0
IMPOSSIBLE = 1e4
"""rad/s and m/s2: a hundred times what such sensors can read."""
GRAVITY_TAU_S = 1.0
PERIOD_S = 1.0 / WORN_HZ
ZERO: Vector = (0.0, 0.0, 0.0)


class WornEstimator:
    """One sensor. How fast it reads is learned from its first readings; one without a gyroscope is known by its NaN."""

    def __init__(self, where: str) -> None:
        self._where = where
        self._bias = ZERO
        self._heard: list[ImuSample] = []
        self._stretch: Stretch | None = None
        self._last_t = -math.inf

    @property
    def bias(self) -> Vector:
        """What the gyroscope reads too much, rad/s."""
        return self._bias if self._stretch is None else self._stretch.bias

    @property
    def middle_t(self) -> float:
        """Of the readings that the newest state sums up, s."""
        return self._last_t if self._stretch is None else self._stretch.middle_t

    def feed(self, sample: ImuSample) -> WornState | None:
        """A state where one is due. Readings out of order, twice or beyond any sensor are passed over."""
        if not self._last_t < sample.t < math.inf or not _possible(sample.accel):
            return None
        if sample.t - self._last_t > GAP_S:
            self._bias, self._stretch, self._heard = self.bias, None, []
        self._last_t = sample.t
        return self._listen(sample) if self._stretch is None else self._stretch.feed(sample)

    def _listen(self, sample: ImuSample) -> WornState | None:
        """Once the rate is known, what was heard until then is thought about in one go."""
        self._heard.append(sample)
        if len(self._heard) < LISTENING and sample.t - self._heard[0].t < LISTENING_S:
            return None
        self._stretch = Stretch(self._where, _rate_hz(self._heard), _inclination(self._heard, self._bias), self._heard[0].t)
        states = [self._stretch.feed(heard) for heard in self._heard]
        self._heard = []
        return states[-1]


def _possible(reading: Vector) -> bool:
    """Neither NaN nor what no chip can say."""
    x, y, z = reading
    return -IMPOSSIBLE < x < IMPOSSIBLE and -IMPOSSIBLE < y < IMPOSSIBLE and -IMPOSSIBLE < z < IMPOSSIBLE


def _rate_hz(heard: list[ImuSample]) -> float:
    """Of the usual step, so that one lost reading changes nothing."""
    step = median(after.t - before.t for before, after in pairwise(heard))
    return min(max(1.0 / step, LEAST_HZ), MOST_HZ)


def _inclination(heard: list[ImuSample], bias: Vector) -> Inclination:
    turning = any(_possible(sample.gyro) for sample in heard)
    return Turning(_rate_hz(heard), bias) if turning else Tilting(_rate_hz(heard))


class Stretch:
    """Readings without a gap. rate_hz: nominal. t: of the first one, s."""

    def __init__(self, where: str, rate_hz: float, inclination: Inclination, t: float) -> None:
        self._where, self._inclination = where, inclination
        self._dt = 1.0 / rate_hz
        self._last_t = t - self._dt
        self._due = t
        self._gravity = STANDARD_GRAVITY
        self.middle_t = t
        """Of the readings that the newest state sums up, s."""
        self._clear()

    def _clear(self) -> None:
        self._count, self._accel, self._gyro = 0, ZERO, ZERO

    @property
    def bias(self) -> Vector:
        return self._inclination.bias

    def feed(self, sample: ImuSample) -> WornState | None:
        inclination = self._inclination
        if inclination.turns and not _possible(sample.gyro):
            return None
        dt, self._last_t = sample.t - self._last_t, sample.t
        accel = inclination.feed(sample.gyro, sample.accel, dt)
        if inclination.rest:
            self._gravity += min(dt / GRAVITY_TAU_S, 1.0) * (math.hypot(*accel) - self._gravity)
        self._add(accel, sample.gyro)
        if sample.t < self._due - 0.5 * self._dt:
            return None
        return self._state(sample.t)

    def _add(self, accel: Vector, gyro: Vector) -> None:
        """All readings since the last state count, so that nothing quicker than WORN_HZ is mistaken for something slow."""
        (ax, ay, az), (gx, gy, gz), (bx, by, bz) = accel, gyro, self._inclination.bias
        sx, sy, sz = self._accel
        self._accel = (sx + ax, sy + ay, sz + az - self._gravity)
        sx, sy, sz = self._gyro
        self._gyro = (sx + gx - bx, sy + gy - by, sz + gz - bz)
        self._count += 1

    def _state(self, t: float) -> WornState:
        share = 1.0 / self._count
        self.middle_t = t - 0.5 * (self._count - 1) * self._dt
        (ax, ay, az), (gx, gy, gz) = self._accel, self._gyro
        self._clear()
        self._due = max(self._due + PERIOD_S, t)
        return WornState(
            t=t, where=self._where, orientation=self._inclination.orientation,
            accel=(share * ax, share * ay, share * az), gyro=(share * gx, share * gy, share * gz),
            tilt_sd=self._inclination.sd, rest=self._inclination.rest,
        )  # fmt: skip
