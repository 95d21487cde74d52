"""Noisy arrays in order of time -> smooth ones, causally.

All of them take runs, (N, ...), of which live N is 1. Refuses to know: what the numbers mean.
"""

import math
from collections.abc import Sequence

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

    def feed(self, run: Array, dts: Sequence[float]) -> Array:
        """The filtered run. dts: seconds since the one before each, > 0."""
        smooth = np.empty_like(run)
        for k, dt in enumerate(dts):
            smooth[k] = self._value = self._step(run[k], dt)
        return smooth

    def _step(self, value: Array, dt: float) -> Array:
        """Written for few passes over the array: the weight r / (1 + r) of the new value leaves step / (1 + r) of the way to go."""
        if self._value is None or self._slope is None:
            self._slope = np.zeros_like(value)
            return value
        step = value - self._value
        weight = smoothing(self._derivative_cutoff, dt)
        self._slope *= 1.0 - weight
        self._slope += (weight / dt) * step
        turn = 2.0 * math.pi * dt
        left = np.abs(self._slope)
        left *= turn * self._beta
        left += 1.0 + turn * self._min_cutoff
        np.divide(step, left, out=left)
        return np.subtract(value, left, out=left)


class LowPass:
    """First-order low-pass filter; the first value is believed unless one is given to start with."""

    def __init__(self, cutoff_hz: float, start: Array | None = None) -> None:
        self._cutoff = cutoff_hz
        self._value = start

    def reset(self) -> None:
        self._value = None

    def feed(self, run: Array, dts: Sequence[float]) -> Array:
        """The filtered run. dts: as for OneEuro."""
        smooth = np.empty_like(run)
        for k, dt in enumerate(dts):
            before = run[k] if self._value is None else self._value
            smooth[k] = self._value = before + smoothing(self._cutoff, dt) * (run[k] - before)
        return smooth


def smoothing(cutoff_hz: float, dt: float) -> float:
    """Weight of a new value in a first-order low-pass filter."""
    radians = 2.0 * math.pi * cutoff_hz * dt
    return radians / (1.0 + radians)


class MedianOfThree:
    """Takes single-frame spikes out at the cost of one frame of lag for a real jump."""

    def __init__(self) -> None:
        self._last: Array | None = None

    def reset(self) -> None:
        self._last = None

    def feed(self, run: Array) -> Array:
        known = run if self._last is None else np.concatenate((self._last, run))
        self._last = known[-2:]
        if len(known) < 3:
            return run
        a, b, c = known[:-2], known[1:-1], known[2:]
        median = np.maximum(np.minimum(a, b), np.minimum(np.maximum(a, b), c))
        first = len(run) - len(median)
        return np.concatenate((run[:first], median)) if first else median


def previous(first: Array, run: Array) -> Array:
    """What came before each of a run: `first`, then all but its last."""
    return np.concatenate((first[np.newaxis], run[:-1]))
