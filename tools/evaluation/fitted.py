"""What a worn sensor read in each set, and how many repetitions its label says -> what the usual offline counter makes of them at best.

A yardstick for labels rather than a rival: peaks of the acceleration, picked with the whole set in view, by a counter that is told the
exercise and for each exercise takes those settings that fit its labels best, on the very sets it is scored on. Where even that stays low,
the labels and recordings are to blame before the counter. Refuses to know: how this product counts.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from scipy.ndimage import gaussian_filter1d
from scipy.signal import find_peaks

from edge.messages import Array, ImuSample

HZ = 25.0
SMOOTH_S, DRIFT_S = 0.15, 4.0
PROMINENCES = (0.2, 0.3, 0.4, 0.5, 0.6)
"""Of the set's own range."""
CLOSEST_S = (0.6, 1.0, 1.5, 2.0, 3.0)


@dataclass(frozen=True, slots=True)
class LabelledSet:
    """readings: in order of time, at least two."""

    exercise: str
    true_reps: int
    readings: Sequence[ImuSample]


def fitted_counts(sets: Sequence[LabelledSet]) -> list[int]:
    """One for each set: by the settings that bring most sets of its exercise within one of their labels."""
    alike = defaultdict(list)
    for place, one in enumerate(sets):
        alike[one.exercise].append(place)
    counts = [0] * len(sets)
    for places in alike.values():
        found = np.array([list(_counts(sets[place].readings)) for place in places])
        off = np.abs(found - np.array([[sets[place].true_reps] for place in places]))
        best = int(np.lexsort((off.sum(axis=0), -(off <= 1).sum(axis=0)))[0])
        for place, count in zip(places, found[:, best].tolist(), strict=True):
            counts[place] = count
    return counts


def _counts(readings: Sequence[ImuSample]) -> Iterator[int]:
    """Of one set, by all settings in turn."""
    for way, prominence, closest in product(_ways(readings), PROMINENCES, CLOSEST_S):
        low, high = np.percentile(way, (5, 95))
        found, _ = find_peaks(way, prominence=prominence * float(high - low) + 1e-6, distance=round(closest * HZ))
        yield len(found)


def _ways(readings: Sequence[ImuSample]) -> list[Array]:
    """Smoothed acceleration, to and fro along the sensor's three axes and the two directions in which most happens; each (n,)."""
    t, accel = np.array([reading.t for reading in readings]), np.array([reading.accel for reading in readings])
    evenly = np.arange(t[0], t[-1], 1.0 / HZ)
    level = gaussian_filter1d(np.column_stack([np.interp(evenly, t, column) for column in accel.T]), SMOOTH_S * HZ, axis=0)
    level -= gaussian_filter1d(level, DRIFT_S * HZ, axis=0)
    principal = np.linalg.eigh(level.T @ level)[1]
    axes = (*np.eye(3), principal[:, 2], principal[:, 1])
    return [sign * (level @ axis) for axis in axes for sign in (1.0, -1.0)]
