"""Noisy numbers in order of time, evenly spaced -> smooth ones, causally, as plain floats.

Refuses to know: what the numbers mean.
"""

import math
from collections.abc import Sequence


class Butterworth:
    """Second-order Butterworth low-pass over `size` numbers at once, as in Laidig & Seel 2023.

    tau: time constant, s; the cutoff is sqrt(2) / (2 pi tau) Hz. dt: between values, s. Until tau has passed it
    gives the mean of what came, so that a start needs no settling.
    """

    def __init__(self, size: int, tau: float, dt: float) -> None:
        c = math.tan(math.sqrt(0.5) * dt / tau)
        d = c * c + math.sqrt(2.0) * c + 1.0
        self._b = c * c / d
        self._a1, self._a2 = 2.0 * (c * c - 1.0) / d, (1.0 - math.sqrt(2.0) * c + c * c) / d
        self._first = [0.0] * size
        self._second = [0.0] * size
        self._starting = math.ceil(tau / dt - 1e-9)
        self._seen = 0

    def feed(self, values: Sequence[float]) -> list[float]:
        if self._seen < self._starting:
            return self._mean(values)
        b, a1, a2 = self._b, self._a1, self._a2
        twice = 2.0 * b
        out = [b * value + first for value, first in zip(values, self._first, strict=True)]
        self._first = [twice * v - a1 * y + second for v, y, second in zip(values, out, self._second, strict=True)]
        self._second = [b * v - a2 * y for v, y in zip(values, out, strict=True)]
        return out

    def _mean(self, values: Sequence[float]) -> list[float]:
        self._seen += 1
        self._first = [total + value for total, value in zip(self._first, values, strict=True)]
        mean = [total / self._seen for total in self._first]
        if self._seen == self._starting:
            self._first = [value * (1.0 - self._b) for value in mean]
            self._second = [value * (self._b - self._a2) for value in mean]
        return mean
