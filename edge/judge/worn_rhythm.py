"""What a worn sensor felt, evenly spaced in time -> its rhythm, its turning points, how alike two stretches of it are.

Refuses to know: sensors, repetitions, what was counted before.
"""

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from edge.messages import WORN_HZ, Array, Indices

SHORTEST_S = 0.8
"""Nobody repeats an exercise faster."""
FIRST_PEAK_SHARE = 0.85
"""A rhythm's double is a rhythm as well: the first peak that comes this near to the highest is meant."""
LAST_BACK_SHARE = 0.3
SHAPE_POINTS = 24


@dataclass(frozen=True, slots=True)
class Rhythm:
    """period: s. strength: -1..1, how much the movement resembles itself one period later."""

    period: float
    strength: float


NO_RHYTHM = Rhythm(0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Swing:
    """Out, turn, back: places in the series. size: from the deeper end to the turning point."""

    start: int
    turn: int
    end: int
    size: float


def smooth(series: Array, width_s: float) -> Array:
    """(n, k) -> (n, k): twice through a box of half that width, centred; the ends are held."""
    width = max(1, round(0.5 * width_s * WORN_HZ))
    return series if width == 1 else _box(_box(series, width, width // 2), width, (width - 1) // 2)


def _box(series: Array, width: int, before: int) -> Array:
    n = len(series)
    sums = np.empty((n + width, series.shape[1]))
    sums[0], sums[1 : before + 1], sums[before + 1 : before + 1 + n], sums[before + 1 + n :] = 0.0, series[0], series, series[-1]
    np.cumsum(sums, axis=0, out=sums)
    mean: Array = sums[width:] - sums[:-width]
    mean /= width
    return mean


def resemblance(series: Array) -> Array:
    """(n // 2,) correlation of a (n, k) series with itself, later by 0, 1, 2 ... places; all columns in their own units."""
    n, lags = len(series), len(series) // 2
    centred = series - series.sum(axis=0) / n
    length = _easy_length(n + lags)
    spectrum = np.fft.rfft(centred, length, axis=0)
    shared = np.fft.irfft(_squares(spectrum.real) + _squares(spectrum.imag), length)[:lags]
    energy = np.zeros(n + 1)
    np.cumsum(_squares(centred), out=energy[1:])
    like: Array = shared / np.sqrt(energy[n : n - lags : -1] * (energy[n] - energy[:lags]) + 1e-12)
    return like


def _squares(rows: Array) -> Array:
    """(n,) sum of the squares in each row, in one pass."""
    squares: Array = np.einsum("ij,ij->i", rows, rows)
    return squares


def _easy_length(least: int) -> int:
    """A few of some power of two: what a Fourier transform is quick with."""
    unit = 1 << max(least.bit_length() - 3, 1)
    return -(-least // unit) * unit


def rhythm(series: Array) -> Rhythm:
    """Of a (n, k) series in which at least two periods fit; NO_RHYTHM where nothing comes again."""
    like = resemblance(series)
    least = math.ceil(SHORTEST_S * WORN_HZ)
    inner = like[least:-1]
    peaks = ((inner >= like[least - 1 : -2]) & (inner >= like[least + 1 :])).nonzero()[0]
    heights = inner[peaks].tolist()
    highest = max(heights, default=0.0)
    if highest <= 0.0:
        return NO_RHYTHM
    found = zip(peaks.tolist(), heights, strict=True)
    first, height = next(peak for peak in found if peak[1] >= FIRST_PEAK_SHARE * highest)
    return Rhythm((least + first) / WORN_HZ, height)


def dominant(series: Array) -> Array:
    """(k,) unit vector along which a (n, k) series varies most (principal axis)."""
    centred = series - series.mean(axis=0)
    axis: Array = np.linalg.eigh(centred.T @ centred)[1][:, -1]
    return axis


def swings(height: Array, step: float, back_share: float, final: bool = False) -> list[Swing]:
    """Excursions of a (n,) series: up by at least `step`, then down by `step` and that share of the rise, oldest first.

    final: nothing comes after; a last one counts when it has turned at all.
    """
    found: list[Swing] = []
    low, turn, rising = 0, 0, False
    places = _extremes(height)
    for place, value in zip(places.tolist(), height[places].tolist(), strict=True):
        if not rising:
            if value < height[low]:
                low = place
            elif value - height[low] > step:
                rising, turn = True, place
        elif value > height[turn]:
            turn = place
        elif height[turn] - value > max(step, back_share * (height[turn] - height[low])):
            found.append(_swing(height, low, turn, place))
            low, rising = place, False
    if final and rising and height[turn] - height[-1] > LAST_BACK_SHARE * (height[turn] - height[low]):
        found.append(_swing(height, low, turn, len(height) - 1))
    return _joined(height, found)


def _extremes(height: Array) -> Indices:
    """Where it turns, and both ends."""
    rises = np.diff(height) > 0.0
    return np.concatenate(([0], np.flatnonzero(rises[1:] != rises[:-1]) + 1, [len(height) - 1]))


def _swing(height: Array, start: int, turn: int, end: int) -> Swing:
    return Swing(start, turn, end, float(height[turn] - min(height[start], height[end])))


def _joined(height: Array, found: list[Swing]) -> list[Swing]:
    """Each ends at its lowest point before the next one's turn, where the next one starts."""
    turns = [*(swing.turn for swing in found), len(height)]
    ends = [turn + int(np.argmin(height[turn:after])) for turn, after in pairwise(turns)]
    starts = [found[0].start, *ends] if found else []
    return [_swing(height, start, turn, end) for start, turn, end in zip(starts, turns, ends, strict=False)]


def shape(series: Array, *marks: int) -> Array:
    """(SHAPE_POINTS, k) of a (n, k) series: what lies from mark to mark, each time in as many points however long it took."""
    points = SHAPE_POINTS // (len(marks) - 1)
    places = np.concatenate([np.linspace(start, end, points) for start, end in pairwise(marks)])
    stretch = series[places.astype(np.intp)]
    centred: Array = stretch - stretch.mean(axis=0)
    return centred


def likeness(one: Array, other: Array) -> float:
    """-1..1: correlation of two shapes."""
    return float((one * other).sum() / math.sqrt(float((one * one).sum() * (other * other).sum()) + 1e-12))


def out_and_back(height: Array) -> Swing:
    """The greatest excursion of a (n,) series; its size is what it takes to leave it on the easier side."""
    left = height - np.minimum.accumulate(height)
    right = (height[::-1] - np.minimum.accumulate(height[::-1]))[::-1]
    turn = int(np.argmax(np.minimum(left, right)))
    start, end = int(np.argmin(height[: turn + 1])), turn + int(np.argmin(height[turn:]))
    return Swing(start, turn, end, float(min(left[turn], right[turn])))
