"""Jittering points and their times -> steady points: the One-Euro filter (Casiez, Roussel, Vogel 2012), as MediaPipe runs it.

Refuses to know: what the points are. Runs under Python 3.6.
"""

import math
from typing import Optional

import numpy as np

DERIVATIVE_CUTOFF_HZ = 1.0


def _weight(cutoff: np.ndarray, interval: float) -> np.ndarray:
    """Of the newest value, in a first-order low pass of `cutoff` Hz sampled every `interval` s."""
    return 1.0 / (1.0 + 1.0 / (2.0 * math.pi * cutoff * interval))


class OneEuro:
    """A low pass whose cutoff rises with speed: still points are steadied, fast ones follow.

    min_cutoff: Hz. beta: how much the cutoff (Hz) rises for each unit of scaled speed.
    """

    def __init__(self, min_cutoff: float, beta: float) -> None:
        self._min_cutoff = min_cutoff
        self._beta = beta
        self._t = 0.0
        self._raw: Optional[np.ndarray] = None
        self._smooth: Optional[np.ndarray] = None
        self._speed = np.zeros(1)

    def feed(self, points: np.ndarray, t: float, scale: float = 1.0) -> np.ndarray:
        """Smoothed points of the same shape. t: s; scale: turns the points' unit into one that does not depend on the person's size."""
        if self._raw is None or self._smooth is None:
            self._raw = self._smooth = points
            self._speed = np.zeros_like(points)
            self._t = t
            return points
        interval = t - self._t
        if interval <= 0.0:
            return points
        fresh = _weight(np.array(DERIVATIVE_CUTOFF_HZ), interval)
        self._speed = fresh * ((points - self._raw) * (scale / interval)) + (1.0 - fresh) * self._speed
        weight = _weight(self._min_cutoff + self._beta * np.abs(self._speed), interval)
        self._smooth = weight * points + (1.0 - weight) * self._smooth
        self._raw = points
        self._t = t
        return self._smooth
