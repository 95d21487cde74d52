"""What a worn sensor read during a set -> how many repetitions fit into the recording at its own pace.

It tells labels that cannot be true: twenty planned and fourteen done, the end of a set lost, two arms in turn and a sensor on one.
Nothing of the counter is used. Refuses to know: exercises, labels.
"""

import math
from collections.abc import Iterable
from itertools import pairwise

import numpy as np

from edge.messages import Array, ImuSample

HZ = 10.0
FASTEST_S, SLOWEST_S = 1.2, 8.0
CLEAR = 0.5
"""How much the whole recording must resemble itself one period later, for its pace to be known."""
DOUBLE_SHARE = 0.85
"""A pace's double is a pace as well: the first that comes this near to the best is meant."""
SLACK = 1.5
"""Repetitions that may have been cut off at the two ends, half of one and a whole one."""


def too_many(readings: Iterable[ImuSample], reps: int) -> bool:
    """Whether so many do not fit: at the recording's own pace, or at the fastest where none is clear, they take longer than it lasts."""
    accel, seconds = _evenly(list(readings))
    return reps > seconds / max(_pace(accel), FASTEST_S) + SLACK


def _evenly(readings: list[ImuSample]) -> tuple[Array, float]:
    """(n, 3) m/s2 at HZ, each the mean of its tenth of a second, and how long it lasted, s."""
    t = np.array([reading.t for reading in readings])
    sums = np.concatenate((np.zeros((1, 3)), np.cumsum([reading.accel for reading in readings], axis=0)))
    edges = np.searchsorted(t, np.arange(t[0], t[-1], 1.0 / HZ))
    rows = [(sums[end] - sums[start]) / (end - start) for start, end in pairwise(edges) if end > start]
    return np.array(rows).reshape(-1, 3), float(t[-1] - t[0])


def _pace(accel: Array) -> float:
    """Seconds from one repetition to the next over the whole recording, 0 where none is clear."""
    lags = np.arange(math.ceil(FASTEST_S * HZ), min(round(SLOWEST_S * HZ), len(accel) // 2))
    if len(lags) < 3:
        return 0.0
    like = np.array([_resemblance(accel, int(lag)) for lag in lags])
    tops = np.flatnonzero((like[1:-1] >= like[:-2]) & (like[1:-1] >= like[2:])) + 1
    if len(tops) == 0 or like[tops].max() < CLEAR:
        return 0.0
    return float(lags[tops[like[tops] >= DOUBLE_SHARE * like[tops].max()][0]]) / HZ


def _resemblance(accel: Array, lag: int) -> float:
    before, after = accel[:-lag] - accel[:-lag].mean(axis=0), accel[lag:] - accel[lag:].mean(axis=0)
    return float((before * after).sum() / math.sqrt(float((before**2).sum() * (after**2).sum()) + 1e-12))
