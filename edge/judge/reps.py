"""Signals in order of time -> excursions: out of a start level, over a turning point, and back.

Every counting signal is followed at once, as rows of arrays. No period, no fixed thresholds: an excursion is measured
against the level it left and, once some have been seen, against their usual size. Refuses to know: exercises, joints.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from edge.messages import Array, Flags

RETURN_SHARE = 0.97
"""An excursion ends when this share of it has been taken back."""
NEARLY_SHARE = 0.85
BOUNCE_SHARE = 0.5
"""... or when at least this share was taken back and the signal turns out again."""
PAUSE_SHARE, PAUSE_S = 0.7, 0.15
"""... or when at least this share was taken back and the signal comes no nearer for this long."""
REBOUND_SHARE = 0.12
USUAL_SHARE = 0.42
"""Once some excursions have been seen, a new one must reach this share of their size."""
USUAL_FORGET_S = 12.0
SETTLE_S = 0.35
"""A clip that begins at the turning point: its half excursion ends when the signal stops falling for this long."""
SEEN = 0.3
"""Below this confidence a signal is not followed."""
REST_S = 0.5
"""Steady for this long from the beginning, a level counts as the start level."""
HIDDEN_S = 1.0
"""Hidden for longer than this, a signal starts afresh."""

WHOLE_SHARE = 0.3
"""A first excursion that ends within this share of where it began was seen whole."""

FRESH, OUT, BACK, LEVEL = 0, 1, 2, 3
"""Phases of a row: nothing known yet; over the start level; falling from a beginning at the turning point; at the start level."""


@dataclass(frozen=True, slots=True)
class Excursion:
    """t_start, t_turn, t_end in s; size in the signal's unit; half: its way out was not seen."""

    row: int
    t_start: float
    t_turn: float
    t_end: float
    size: float
    half: bool


class ExcursionFinder:
    """Follows N rows; row i reads signal `columns[i]`, turned by `signs[i]` so that the turning point is high."""

    def __init__(self, columns: Sequence[int], signs: Sequence[float], least: Sequence[float]) -> None:
        self._columns = np.array(columns, dtype=np.intp)
        self._signs = np.array(signs, dtype=np.float64)
        self._least = np.array(least, dtype=np.float64)
        n = len(columns)
        self._usual = np.zeros(n)
        self._usual_t = np.full(n, -np.inf)
        self._restart_all(n)

    def _restart_all(self, n: int) -> None:
        self._phase = np.full(n, FRESH)
        self._low, self._high, self._after = np.full(n, np.inf), np.full(n, -np.inf), np.full(n, np.inf)
        self._t_low, self._t_high, self._t_after, self._t_leave = (np.zeros(n) for _ in range(4))
        self._seen_t, self._first_t = np.full(n, -np.inf), np.zeros(n)
        self._unsure = np.ones(n, dtype=np.bool_)

    def restart(self) -> None:
        """What comes next does not continue what was: a cut, another person."""
        self._restart_all(len(self._columns))

    @property
    def out(self) -> Flags:
        """Rows that are away from their start level now."""
        away: Flags = (self._phase == OUT) | (self._phase == BACK)
        return away

    @property
    def left_at(self) -> Array:
        """When each row left its start level, s."""
        return self._t_leave

    def feed(self, t: float, values: Array, confidence: Array) -> list[Excursion]:
        """Excursions that ended with this frame."""
        seen = confidence[self._columns] >= SEEN
        self._forget(t, seen)
        x = values[self._columns] * self._signs
        need = np.maximum(self._least, np.where(t - self._usual_t < USUAL_FORGET_S, USUAL_SHARE * self._usual, 0.0))
        self._extremes(t, x, seen)
        ended = self._ended(t, x, need, seen)
        self._leave_level(t, x, need, seen)
        return ended

    def _forget(self, t: float, seen: Flags) -> None:
        stale = ~seen & (t - self._seen_t > HIDDEN_S) & (self._phase != FRESH)
        self._first_t = np.where(seen & ~np.isfinite(self._seen_t), t, self._first_t)
        self._seen_t[seen] = t
        if stale.any():
            self._phase[stale], self._unsure[stale] = FRESH, True
            self._low[stale], self._high[stale], self._after[stale] = np.inf, -np.inf, np.inf
            self._seen_t[stale] = -np.inf

    def _extremes(self, t: float, x: Array, seen: Flags) -> None:
        resting = seen & ((self._phase == LEVEL) | (self._phase == FRESH))
        lower = resting & (x < self._low)
        self._low[lower], self._t_low[lower] = x[lower], t
        climbing = seen & (self._phase != LEVEL) & (self._phase != BACK)
        higher = climbing & (x > self._high)
        self._high[higher], self._t_high[higher] = x[higher], t
        self._after[higher] = np.inf
        falling = seen & ((self._phase == OUT) | (self._phase == BACK)) & (x < self._after)
        self._after[falling], self._t_after[falling] = x[falling], t

    def _leave_level(self, t: float, x: Array, need: Array, seen: Flags) -> None:
        resting = seen & ((self._phase == LEVEL) | (self._phase == FRESH))
        near = resting & (x - self._low < 0.2 * need)
        self._t_leave[near] = t
        rested = resting & (self._phase == FRESH) & (self._high - self._low < 0.3 * need) & (t - self._first_t > REST_S)
        self._phase[rested], self._unsure[rested] = LEVEL, False
        self._high[rested] = -np.inf
        out = resting & (x - self._low > need) & ((self._phase == LEVEL) | (self._t_low <= self._t_high))
        fell = resting & (self._phase == FRESH) & (self._high - x > need) & (self._t_high < self._t_low) & ~out
        for rows, phase in ((out, OUT), (fell, BACK)):
            if rows.any():
                self._phase[rows] = phase
                self._after[rows], self._t_after[rows] = x[rows], t
        self._high[out], self._t_high[out] = x[out], t

    def _ended(self, t: float, x: Array, need: Array, seen: Flags) -> list[Excursion]:
        size, fall, rebound = self._high - self._low, self._high - x, x - self._after
        back = self._high - self._after
        bounced = (back > BOUNCE_SHARE * size) & (rebound > REBOUND_SHARE * size) & (back > BOUNCE_SHARE * need)
        paused = (back > PAUSE_SHARE * size) & (t - self._t_after > PAUSE_S)
        begun = self._unsure & (self._phase == OUT)
        full = seen & (self._phase == OUT) & ~begun & ((fall > RETURN_SHARE * size) | bounced | paused)
        settled = (rebound > REBOUND_SHARE * back) | (t - self._t_after > SETTLE_S)
        half = seen & ((self._phase == BACK) | begun) & (back > need) & (back > BOUNCE_SHARE * size) & settled
        rows = np.flatnonzero(full | half)
        return [self._close(int(row), t, bool(half[row]), bool(bounced[row] | paused[row])) for row in rows]

    def finish(self, t: float) -> list[Excursion]:
        """At the end of everything: excursions that are nearly back."""
        back = self._high - self._after
        waiting = self.out & (back > self._least) & (back > NEARLY_SHARE * (self._high - self._low))
        return [self._close(int(row), t, True, False) for row in np.flatnonzero(waiting)]

    def _close(self, row: int, t: float, half: bool, bounced: bool) -> Excursion:
        late = half or bounced
        t_end = float(self._t_after[row]) if late else t
        way_out = self._phase[row] == OUT
        size = float(self._high[row] - (self._after[row] if half else self._low[row]))
        t_start = float(self._t_leave[row] if way_out else self._t_high[row])
        cut_off = half and not (way_out and abs(self._low[row] - self._after[row]) < WHOLE_SHARE * size)
        excursion = Excursion(row, t_start, float(self._t_high[row]), t_end, size, cut_off)
        fresh = t - self._usual_t[row] > USUAL_FORGET_S
        self._usual[row] = size if fresh else 0.6 * self._usual[row] + 0.4 * size
        self._usual_t[row] = t
        self._phase[row], self._unsure[row] = LEVEL, False
        self._low[row], self._t_low[row], self._t_leave[row] = self._after[row], self._t_after[row], t_end
        self._high[row], self._after[row] = -np.inf, np.inf
        return excursion
