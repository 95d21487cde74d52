"""Configurations as they come, unevenly and noisily -> configuration, velocity and acceleration a known while ago.

A cubic is laid through what is within LAG_S before and after a moment, in the tangent space there, so that no angle wraps and no
position is singular (Savitzky & Golay 1964, on a manifold, for any spacing). Refuses to know: bodies, forces.
"""

from collections import deque
from typing import NamedTuple

import numpy as np
import pinocchio

from edge.messages import Array

LAG_S = 0.2
"""What it looks ahead: everything is known that much later. At 30 frames a second a swing of 1 Hz keeps 99 % of its velocity and 88 %
of its acceleration, one of 2 Hz 92 and 58 %."""
LONGEST_GAP_S = 0.25
"""A cubic through what lies farther apart says nothing."""
FEWEST = 6
"""Four describe a cubic; the rest measure the noise."""


class Smoothed(NamedTuple):
    """t: s. q: (nq,). v, a: (nv,) as in BodyModel. noise: (nv,) standard deviation of what came in about the cubic, rad and m.
    blunting: how much of a standard deviation of what comes in remains in `a`, 1/s2."""

    t: float
    q: Array
    v: Array
    a: Array
    noise: Array
    blunting: float


class Differentiation:
    """Of one body. Feed configurations in order of time; what is late, comes twice or follows a gap begins anew."""

    def __init__(self, pin: "pinocchio.Model") -> None:
        self._pin = pin
        self._held: deque[tuple[float, Array]] = deque()

    def reset(self) -> None:
        self._held.clear()

    def feed(self, t: float, q: Array) -> Smoothed | None:
        """None while too little is known on either side of the moment LAG_S ago."""
        if self._held and not 0.0 < t - self._held[-1][0] < LONGEST_GAP_S:
            if t == self._held[-1][0]:
                return None
            self.reset()
        self._held.append((t, q))
        while t - self._held[0][0] > 2.0 * LAG_S + 1e-9:
            self._held.popleft()
        if len(self._held) < FEWEST or t - self._held[0][0] < 1.8 * LAG_S:
            return None
        return self._at(t - LAG_S)

    def _at(self, moment: float) -> Smoothed:
        times = np.array([t for t, _ in self._held]) - moment
        middle = self._held[int(np.argmin(np.abs(times)))][1]
        moved = np.array([pinocchio.difference(self._pin, middle, q) for _, q in self._held])
        powers = np.array([np.ones_like(times), times, times**2 / 2.0, times**3 / 6.0])
        fitting = np.linalg.solve(powers @ powers.T, powers)
        fitted = fitting @ moved
        rest = moved - powers.T @ fitted
        noise = np.sqrt((rest**2).sum(axis=0) / (len(times) - 4))
        q = pinocchio.integrate(self._pin, middle, fitted[0])
        return Smoothed(moment, q, fitted[1], fitted[2], noise, float(np.sqrt((fitting[2] ** 2).sum())))
