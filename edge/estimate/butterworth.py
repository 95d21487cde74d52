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
        b = c * c / d
        self._weights = b, 2.0 * b, 2.0 * (c * c - 1.0) / d, (1.0 - math.sqrt(2.0) * c + c * c) / d
        self._state = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
        """What is carried on into the next vector, and what into the one after; at the start first the sum of what came."""
        self._starting = math.ceil(tau / dt - 1e-9)
        self._seen = 0
        self._settled = self._starting <= 0

    def feed(self, vector: Vector) -> Vector:
        if not self._settled:
            return self._mean(vector)
        b, twice, a1, a2 = self._weights
        x, y, z = vector
        fx, fy, fz, sx, sy, sz = self._state
        smooth_x, smooth_y, smooth_z = b * x + fx, b * y + fy, b * z + fz
        self._state = (
            twice * x - a1 * smooth_x + sx, twice * y - a1 * smooth_y + sy, twice * z - a1 * smooth_z + sz,
            b * x - a2 * smooth_x, b * y - a2 * smooth_y, b * z - a2 * smooth_z,
        )  # fmt: skip
        return smooth_x, smooth_y, smooth_z

    def _mean(self, vector: Vector) -> Vector:
        self._seen += 1
        (x, y, z), (sum_x, sum_y, sum_z, *_) = vector, self._state
        sum_x, sum_y, sum_z = sum_x + x, sum_y + y, sum_z + z
        mean_x, mean_y, mean_z = sum_x / self._seen, sum_y / self._seen, sum_z / self._seen
        self._state = sum_x, sum_y, sum_z, 0.0, 0.0, 0.0
        if self._seen == self._starting:
            b, _, _, a2 = self._weights
            first, second = 1.0 - b, b - a2
            self._state = mean_x * first, mean_y * first, mean_z * first, mean_x * second, mean_y * second, mean_z * second
            self._settled = True
        return mean_x, mean_y, mean_z
