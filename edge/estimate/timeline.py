"""How a limb turned, seen and felt -> how late the one's clock is against the other's, and how their headings differ.

The lag is where the two turnings correlate best when the felt one may be turned about the vertical; how sure it is follows
from what the felt turning leaves unexplained of the seen one. Refuses to know: limbs, sensors, clocks: everything comes on
one even grid of times.
"""

import math
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from edge.messages import Array

Complex: TypeAlias = npt.NDArray[np.complex128]

HZ = 50.0
"""Of the grid."""
LEAST_S = 3.5
"""Both must know so much of a window."""
LEAST_CORRELATION = 0.45
INDEPENDENT_HZ = 4.0
"""So many independent looks a second a movement below 2 Hz gives."""
CERTAIN = 4.0
"""Logarithm of the odds against the second best peak: a swing looks like the next swing."""
MEMORY_S = 0.5
"""Residuals further apart than this are independent."""
FLOOR_SD_S, FLOOR_SD_RAD = 0.008, math.radians(6.0)
"""The pose model's own lag is not quite even, and it sees less depth than there is."""


@dataclass(frozen=True, slots=True)
class Match:
    """offset: by how much the felt is later than the seen, s. yaw: turns the felt's frame into the seen's, rad. correlation: 0..1."""

    offset: float
    offset_sd: float
    yaw: float
    yaw_sd: float
    correlation: float


class Pair:
    """The same movement twice. seen, felt: (n, 3) turning on the grid, z up, rad/s; NaN where unknown. least: to be felt, rms."""

    def __init__(self, seen: Array, felt: Array, least: float) -> None:
        self._least = least
        self._seen_known, self._felt_known = (np.isfinite(turning).all(axis=1).astype(float) for turning in (seen, felt))
        self._seen = np.where(self._seen_known[:, None] > 0, seen, 0.0)
        self._felt = np.where(self._felt_known[:, None] > 0, felt, 0.0)
        self._seen_flat, self._felt_flat = _flat(self._seen), _flat(self._felt)
        self._seen_square, self._felt_square = (self._seen**2).sum(axis=1), (self._felt**2).sum(axis=1)

    @property
    def still(self) -> bool:
        """Whether there is too little movement to tell anything."""
        return math.sqrt(float(self._felt_square.sum()) / max(float(self._felt_known.sum()), 1.0)) < self._least

    def known_s(self, step: int = 0) -> float:
        """For how long both know, when the felt is `step` later."""
        return _product(self._seen_known, self._felt_known, step) / HZ

    def correlation(self, step: int) -> float:
        """Of what was seen with what was felt `step` later, for the yaw that suits best; 0..1, or less than 0."""
        together = abs(self._turned(step)) + _product(self._seen[:, 2], self._felt[:, 2], step)
        alone = _product(self._seen_square, self._felt_known, step) * _product(self._seen_known, self._felt_square, step)
        return together / math.sqrt(alone + 1e-12)

    def _turned(self, step: int) -> complex:
        seen, felt = _overlap(len(self._seen), step)
        return complex(np.vdot(self._felt_flat[felt], self._seen_flat[seen]))

    def find(self, reach: tuple[float, float]) -> Match | None:
        """reach: least and greatest lag looked at, s. None where this movement does not tell."""
        steps = range(math.floor(reach[0] * HZ), math.ceil(reach[1] * HZ) + 1)
        found = np.array([self.correlation(step) for step in steps])
        best = int(np.argmax(found))
        if self.still or not 0 < best < len(found) - 1 or found[best] < LEAST_CORRELATION:
            return None
        known_s = self.known_s(steps[best])
        if known_s < LEAST_S or _odds(found, best, known_s) < CERTAIN:
            return None
        return self.match(steps[best], _vertex(found[best - 1 : best + 2]))

    def match(self, step: int, fraction: float = 0.0) -> Match:
        """Least squares at one lag, with residuals that may hang together (Newey & West 1987). fraction: of a step, to the true peak."""
        yaw = float(np.angle(self._turned(step)))
        a, b = _overlap(len(self._seen), step)
        known = (self._seen_known[a] * self._felt_known[b])[:, None]
        seen, felt = known * self._seen[a], known * _about_up(self._felt[b], yaw)
        gain = float((seen * felt).sum()) / (float((felt * felt).sum()) + 1e-12)
        rest = seen - gain * felt
        later, aside = (known * change for change in (np.gradient(felt, 1.0 / HZ, axis=0), _sideways(felt)))
        offset_sd = math.hypot(_doubt(rest, gain * later), FLOOR_SD_S)
        yaw_sd = math.hypot(_doubt(rest, gain * aside), FLOOR_SD_RAD)
        return Match((step + fraction) / HZ, offset_sd, yaw, yaw_sd, self.correlation(step))


def _overlap(n: int, step: int) -> tuple[slice, slice]:
    """Where in n moments the seen and, `step` later, the felt lie."""
    return (slice(0, n - step), slice(step, n)) if step >= 0 else (slice(-step, n), slice(0, n + step))


def _product(seen: Array, felt: Array, step: int) -> float:
    a, b = _overlap(len(seen), step)
    return float(seen[a] @ felt[b])


def _flat(turning: Array) -> Complex:
    """The horizontal part as one complex number a moment."""
    flat: Complex = turning[:, 0] + 1j * turning[:, 1]
    return flat


def _about_up(vectors: Array, yaw: float) -> Array:
    c, s = math.cos(yaw), math.sin(yaw)
    turned: Array = vectors @ np.array([[c, s, 0.0], [-s, c, 0.0], [0.0, 0.0, 1.0]])
    return turned


def _sideways(vectors: Array) -> Array:
    """How vectors change when they are turned about the vertical."""
    return np.stack([-vectors[:, 1], vectors[:, 0], np.zeros(len(vectors))], axis=1)


def _vertex(three: npt.NDArray[Any]) -> float:
    """Of the parabola through three values, from the middle one, in steps."""
    before, middle, after = three.tolist()
    bend: float = before - 2.0 * middle + after
    return 0.0 if not bend < 0.0 else 0.5 * (before - after) / bend


def _odds(found: Array, best: int, seconds: float) -> float:
    """Logarithm of the odds that no other peak of these correlations is the true one."""
    padded = np.concatenate([[-1.0], found, [-1.0]])
    peaks = (padded[1:-1] >= padded[:-2]) & (padded[1:-1] >= padded[2:])
    peaks[best] = False
    second = max(float(found[peaks].max(initial=0.0)), 0.0)
    return 0.5 * INDEPENDENT_HZ * seconds * math.log((1.0 - second**2 + 1e-9) / (1.0 - min(float(found[best]), 1.0) ** 2 + 1e-9))


def _doubt(rest: Array, change: Array) -> float:
    """Standard deviation of a parameter that changes the expected turning by `change` a unit and leaves `rest` unexplained."""
    score = (rest * change).sum(axis=1)
    spread, reach = float(score @ score), round(MEMORY_S * HZ)
    for step in range(1, min(reach, len(score))):
        spread += 2.0 * (1.0 - step / reach) * float(score[step:] @ score[:-step])
    return math.sqrt(max(spread, 0.0)) / (float((change * change).sum()) + 1e-9)


class Follower:
    """A slowly drifting quantity, from measurements with their standard deviations: a Kalman filter of one number.

    drift: how much its variance grows a second. even: what all measurements may have in common. turn: the quantity's
    period, such as 2 pi, or 0.
    """

    def __init__(self, drift: float, even: float, turn: float = 0.0) -> None:
        self._drift, self._even, self._turn = drift, even, turn
        self.forget()

    def forget(self) -> None:
        self._value, self._variance, self._t, self._misfits = 0.0, math.inf, 0.0, 0

    @property
    def value(self) -> float | None:
        return self._value if math.isfinite(self._variance) else None

    @property
    def sd(self) -> float:
        """inf while nothing is known."""
        return math.hypot(math.sqrt(self._variance), self._even)

    def feed(self, t: float, value: float, sd: float) -> None:
        """A measurement that contradicts what is known is passed over; the third in a row is believed instead."""
        self._variance += self._drift * max(t - self._t, 0.0)
        self._t = t
        gap = self._gap(value)
        if math.isfinite(self._variance) and gap * gap > 16.0 * (self._variance + sd * sd):
            self._misfits += 1
            if self._misfits < 3:
                return
            self.forget()
            self._t = t
        self._misfits = 0
        gain = self._variance / (self._variance + sd * sd) if math.isfinite(self._variance) else 1.0
        self._value = self._wrapped(self._value + gain * self._gap(value))
        self._variance = sd * sd * gain

    def _gap(self, value: float) -> float:
        return self._wrapped(value - self._value)

    def _wrapped(self, value: float) -> float:
        return math.remainder(value, self._turn) if self._turn else value
