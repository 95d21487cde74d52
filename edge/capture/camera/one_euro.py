"""Jittering points and their times -> steady points: the One-Euro filter (Casiez, Roussel, Vogel 2012), as MediaPipe runs it.

It keeps values and weights in single precision, as there, so that a track stays with MediaPipe's to the last bit.
Refuses to know: what the points are. Runs under Python 3.6.
Source: MediaPipe 0.10.21 one_euro_filter.cc, low_pass_filter.cc.
"""

import math
from typing import Optional

import numpy as np

DERIVATIVE_CUTOFF_HZ = 1.0
NANOSECOND = 1e-9


def _weight(cutoff: np.ndarray, frequency: float) -> np.ndarray:
    """Of the newest value, in a first-order low pass of `cutoff` Hz sampled with `frequency` Hz; float32."""
    return (1.0 / (1.0 + (1.0 / (2.0 * math.pi * cutoff)) / (1.0 / frequency))).astype(np.float32)


def _mixed(weight: np.ndarray, new: np.ndarray, old: np.ndarray) -> np.ndarray:
    """`weight` of the new and the rest of the old, all float32; the first product is single, the second double, as in C++."""
    return np.asarray((weight * new + (1.0 - weight.astype(np.float64)) * old).astype(np.float32))


class OneEuro:
    """A low pass whose cutoff rises with speed: still points are steadied, fast ones follow.

    min_cutoff: Hz. beta: how much the cutoff (Hz) rises for each unit of scaled speed.
    """

    def __init__(self, min_cutoff: float, beta: float) -> None:
        self._min_cutoff = min_cutoff
        self._beta = beta
        self._t_ns = 0
        self._raw: Optional[np.ndarray] = None
        self._smooth: Optional[np.ndarray] = None
        self._speed = np.zeros(1, np.float32)

    def feed(self, points: np.ndarray, t: float, scale: float = 1.0) -> np.ndarray:
        """Smoothed float32 points of the same shape.

        t: s; scale: turns the points' unit into one that does not depend on the person's size.
        """
        points, t_ns = points.astype(np.float32), round(t / NANOSECOND)
        if self._raw is None or self._smooth is None:
            self._raw = self._smooth = points
            self._speed = np.zeros_like(points)
            self._t_ns = t_ns
            return points
        if t_ns <= self._t_ns:
            return points
        frequency = 1.0 / ((t_ns - self._t_ns) * NANOSECOND)
        speed = ((points.astype(np.float64) - self._raw) * scale * frequency).astype(np.float32)
        self._speed = _mixed(_weight(np.array(DERIVATIVE_CUTOFF_HZ), frequency), speed, self._speed)
        cutoff = self._min_cutoff + self._beta * np.abs(self._speed.astype(np.float64))
        self._smooth = _mixed(_weight(cutoff, frequency), points, self._smooth)
        self._raw, self._t_ns = points, t_ns
        return self._smooth
