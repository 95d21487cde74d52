"""Noisy vectors in order of time, evenly spaced -> smooth ones, causally.

Refuses to know: what the vectors mean.
"""

import math

from edge.estimate.rotation import Vector


class Butterworth:
    """Second-order Butterworth low-pass of a vector, as in Laidig & Seel 2023.

    tau: time constant, s; the cutoff is sqrt(2) / (2 pi tau) Hz. dt: between vectors, s. Until tau has passed it
    gives the mean of what came, so that a start needs no settling. Written out number by number: this is most of what a
    worn sensor costs, and a loop over three numbers takes several times as long as their arithmetic.
    """

    def __init__(self, tau: float, dt: float) -> None:
        c = math.tan(math.sqrt(0.5) * dt / tau)
        d = c * c + math.sqrt(2.0) * c + 1.0
        self._b = c * c / d
        self._a1, self._a2 = 2.0 * (c * c - 1.0) / d, (1.0 - math.sqrt(2.0) * c + c * c) / d
        self._first: Vector = (0.0, 0.0, 0.0)
        self._second: Vector = (0.0, 0.0, 0.0)
        self._starting = math.ceil(tau / dt - 1e-9)
        self._seen = 0

    def feed(self, vector: Vector) -> Vector:
        if self._seen < self._starting:
            return self._mean(vector)
        b, twice, a1, a2 = self._b, 2.0 * self._b, self._a1, self._a2
        (x, y, z), (fx, fy, fz), (sx, sy, sz) = vector, self._first, self._second
        smooth_x, smooth_y, smooth_z = b * x + fx, b * y + fy, b * z + fz
        self._first = (twice * x - a1 * smooth_x + sx, twice * y - a1 * smooth_y + sy, twice * z - a1 * smooth_z + sz)
        self._second = (b * x - a2 * smooth_x, b * y - a2 * smooth_y, b * z - a2 * smooth_z)
        return smooth_x, smooth_y, smooth_z

    def _mean(self, vector: Vector) -> Vector:
        self._seen += 1
        (x, y, z), (fx, fy, fz) = vector, self._first
        self._first = (fx + x, fy + y, fz + z)
        mean_x, mean_y, mean_z = ((total / self._seen) for total in self._first)
        if self._seen == self._starting:
            first, second = 1.0 - self._b, self._b - self._a2
            self._first = (mean_x * first, mean_y * first, mean_z * first)
            self._second = (mean_x * second, mean_y * second, mean_z * second)
        return mean_x, mean_y, mean_z
