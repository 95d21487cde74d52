"""Noisy arrays in order of time -> smooth ones, causally.

Refuses to know: what the numbers mean.
"""

import math

import numpy as np

from edge.messages import Array


class OneEuro:
    """One-Euro filter over a whole array at once (Casiez, Roussel & Vogel 2012).

    min_cutoff_hz: cutoff at rest. beta: how fast the cutoff rises with speed, Hz per (unit / s).
    """

    def __init__(self, min_cutoff_hz: float, beta: float, derivative_cutoff_hz: float = 1.5) -> None:
        self._min_cutoff = min_cutoff_hz
        self._beta = beta
        self._derivative_cutoff = derivative_cutoff_hz
        self._value: Array | None = None
        self._slope: Array | None = None

    def reset(self) -> None:
        self._value = None

    def feed(self, value: Array, dt: float) -> Array:
        """The filtered array; `dt` seconds since the last one, > 0."""
        if self._value is None or self._slope is None:
            self._value, self._slope = value.copy(), np.zeros_like(value)
            return self._value
        step = value - self._value
        weight = smoothing(self._derivative_cutoff, dt)
        self._slope = (1.0 - weight) * self._slope + (weight / dt) * step
        turn = 2.0 * math.pi * dt
        radians = (turn * self._beta) * np.abs(self._slope) + turn * self._min_cutoff
        self._value = self._value + radians / (1.0 + radians) * step
        return self._value


def smoothing(cutoff_hz: float, dt: float) -> float:
    """Weight of a new value in a first-order low-pass filter."""
    radians = 2.0 * math.pi * cutoff_hz * dt
    return radians / (1.0 + radians)


class MedianOfThree:
    """Takes single-frame spikes out at the cost of one frame of lag for a real jump."""

    def __init__(self) -> None:
        self._last: list[Array] = []

    def reset(self) -> None:
        self._last.clear()

    def feed(self, value: Array) -> Array:
        self._last.append(value)
        if len(self._last) < 3:
            return value
        a, b, c = self._last
        self._last.pop(0)
        return np.maximum(np.minimum(a, b), np.minimum(np.maximum(a, b), c))
