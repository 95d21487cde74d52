"""Signals in order of time -> excursions: out of a start level, over a turning point, and back.

Every counting signal is followed at once, as rows of arrays. No period, no fixed thresholds: an excursion is measured
against the level it left and, once some have been seen, against their usual size. Refuses to know: exercises, joints.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from edge.messages import Array, Flags

RETURN_SHARE = 0.97
"""An excursion ends when this share of it has been taken back."""
BOUNCE_SHARE = 0.5
"""... or when at least this share was taken back and the signal turns out again."""
PAUSE_SHARE, PAUSE_S = 0.7, 0.15
"""... or when at least this share was taken back and the signal comes no nearer for this long."""
SLOW_SHARE, SLOW, SLOW_S = 0.8, 0.3, 0.1
"""... or when at least this share was taken back and for so long it came nearer at less than this share of its mean speed on the way back:
who has arrived sways, and smoothed landmarks creep on."""
REBOUND_SHARE = 0.12
NESTED_SHARE = 0.3
"""A turn out again after this share says that the start level was another posture: the way down to a mat, a bar up to the shoulders."""
USUAL_FORGET_S = 12.0
SHALLOW_SHARE = 0.8
"""An excursion of this share of the least size is told too: it may be a shallow repetition of a set, though none begins with it."""
SETTLE_S = 0.2
"""A clip that begins at the turning point: its half excursion ends when the signal stops falling for this long."""
SEEN = 0.3
"""Below this confidence a signal is not followed."""
REST_S = 0.5
"""Steady for this long from the beginning, a level counts as the start level."""
HOME_SHARE = 0.9
"""What goes out of sight when this share of it was taken back has come back: the far leg that sinks behind the near one."""
HIDDEN_S = 1.0
"""Hidden for longer than this, a signal starts afresh."""

NEAR_SHARE, STEADY_SHARE = 0.2, 0.3
"""Of the size that is needed: within the first a row has not left its level; a level is steady when it moves less than the second."""
WHOLE_SHARE = 0.3
"""A first excursion that ends within this share of where it began was seen whole."""

FRESH, OUT, BACK, LEVEL = 0, 1, 2, 3
"""Phases of a row: nothing known yet; over the start level; falling from a beginning at the turning point; at the start level."""
_IN_PHASE = np.array([[phase in those for phase in range(4)] for those in ((FRESH, LEVEL), (FRESH, OUT), (OUT, BACK), (OUT,), (FRESH,))])
"""In which of them a row's lowest, its highest, and its lowest since then are looked for; is it out; is it fresh."""


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
    """Follows N rows; row i reads signal `columns[i]`, turned by `signs[i]` so that the turning point is high.

    It sees every frame, so what changes seldom (phases, needed sizes) is kept ready, and whatever no row needs is left out. What is not
    seen is made no number: it is neither more nor less than anything.
    """

    def __init__(
        self, columns: Sequence[int], signs: Sequence[float], least: Sequence[float], smallest: Sequence[float],
        most: Sequence[float] = (np.inf,),
    ) -> None:  # fmt: skip
        """least, most: the smallest and the largest excursion of each row; smallest: as a share of the usual one, once some were seen."""
        self._columns = np.array(columns, dtype=np.intp)
        self._thrice = np.array([columns] * 3, dtype=np.intp)
        self._signs = np.array(signs, dtype=np.float64) * [[1.0], [-1.0], [1.0]]
        self._least = np.array(least, dtype=np.float64)
        self._smallest = np.array(smallest, dtype=np.float64)
        self._most = np.array(most, dtype=np.float64)
        n = len(columns)
        self._usual = np.zeros(n)
        self._usual_t = np.full(n, -np.inf)
        self._measure_need(0.0)
        self._restart_all(n)

    def _restart_all(self, n: int) -> None:
        """The marks of a row are its lowest, its highest, and its lowest since then. The highest has its sign turned, so that each is the
        least of what came."""
        self._phase = np.full(n, FRESH)
        self._marks, self._times = np.full((3, n), np.inf), np.zeros((3, n))
        self._low, self._turned_high, self._after = self._marks
        self._t_low, self._t_high, self._t_after = self._times
        self._ends = self._marks[::2]
        self._t_leave, self._seen_t, self._first_t = np.zeros(n), np.full(n, -np.inf), np.zeros(n)
        self._unsure, self._unmet, self._all_met = np.ones(n, dtype=np.bool_), np.ones(n, dtype=np.bool_), False
        self._lately: deque[tuple[float, Array]] = deque()
        self._sort_phases()

    def _sort_phases(self) -> None:
        """To be called whenever a phase has changed."""
        flags = _IN_PHASE.take(self._phase, axis=1)
        self._looked_for = flags[:3]
        self._resting, _, self._away, self._out, self._fresh = flags
        self._any_fresh = bool(np.count_nonzero(self._fresh))

    def restart(self) -> None:
        """What comes next does not continue what was: a cut, another person."""
        self._restart_all(len(self._columns))

    @property
    def out(self) -> Flags:
        """Rows that are away from their start level now."""
        away: Flags = self._away.copy()
        return away

    @property
    def left_at(self) -> Array:
        """When each row left its start level, s."""
        return self._t_leave

    @property
    def left(self) -> Array:
        """How far each row that is away has yet to go back to the level it left; in the signals' units."""
        left: Array = np.subtract(self._after, self._low, out=np.zeros(len(self._low)), where=self._away)
        return left

    def feed(self, t: float, values: Array, confidence: Array) -> list[Excursion]:
        """Excursions that ended with this frame."""
        ways = values.take(self._thrice)
        ways *= self._signs
        x = ways[0]
        lost = self._hide(t, ways, confidence.take(self._columns) >= SEEN)
        if t - self._oldest_usual_t >= USUAL_FORGET_S:
            self._measure_need(t)
        self._extremes(t, ways)
        self._remember(t, x)
        ended = self._ended(t, x, lost)
        self._leave_level(t, x)
        if ended:
            self._measure_need(t)
        return ended

    def _measure_need(self, t: float) -> None:
        """The size that each row's next excursion must have, and the one that what is steady is held against."""
        known = t - self._usual_t < USUAL_FORGET_S
        usual = np.where(known, self._smallest * self._usual, 0.0)
        self._need, calm = np.maximum(SHALLOW_SHARE * self._least, usual), np.maximum(self._least, usual)
        self._near, self._steady = NEAR_SHARE * calm, STEADY_SHARE * calm
        self._oldest_usual_t = float(self._usual_t[known].min()) if known.any() else np.inf

    def _hide(self, t: float, ways: Array, seen: Flags) -> Flags | None:
        """Takes what is not seen out of `ways`. Rows that were followed and are not seen now; None where there are none."""
        if not self._all_met:
            self._meet(t, seen)
        if np.count_nonzero(seen) == len(seen):
            self._seen_t.fill(t)
            return None
        np.putmask(self._seen_t, seen, t)
        hidden = ~seen
        np.copyto(ways, np.nan, where=hidden)
        lost: Flags = hidden & ~self._fresh
        if not np.count_nonzero(lost):
            return None
        self._forget(lost & (t - self._seen_t > HIDDEN_S))
        return lost

    def _meet(self, t: float, seen: Flags) -> None:
        """Rows seen for the first time."""
        met = seen & self._unmet
        if np.count_nonzero(met):
            self._first_t[met], self._unmet[met] = t, False
            self._all_met = not self._unmet.any()

    def _forget(self, stale: Flags) -> None:
        """Rows not seen for too long."""
        if np.count_nonzero(stale):
            self._phase[stale], self._unsure[stale], self._unmet[stale], self._all_met = FRESH, True, True, False
            self._marks[:, stale] = np.inf
            self._sort_phases()

    def _extremes(self, t: float, ways: Array) -> None:
        """What is higher than ever since it left is the lowest since then, too."""
        beyond = ways < self._marks
        beyond &= self._looked_for
        beyond[2] |= beyond[1]
        np.copyto(self._marks, ways, where=beyond)
        np.putmask(self._times, beyond, t)

    def _remember(self, t: float, x: Array) -> None:
        """Where each row was lately."""
        self._lately.append((t, x))
        while len(self._lately) > 2 and self._lately[1][0] <= t - SLOW_S:
            self._lately.popleft()

    def _leave_level(self, t: float, x: Array) -> None:
        above = x - self._low
        near = above < self._near
        near &= self._resting
        np.putmask(self._t_leave, near, t)
        out = above > self._need
        out &= self._resting
        if self._any_fresh:
            self._leave_fresh(t, x, out)
        if np.count_nonzero(out):
            self._turn_to(OUT, out, t, x)
            self._turned_high[out], self._t_high[out] = -x[out], t

    def _leave_fresh(self, t: float, x: Array, out: Flags) -> None:
        """Of what began with the clip: levels that are steady, and falls from a turning point. Takes false starts back from `out`."""
        fresh = self._fresh & (x == x)  # noqa: PLR0124 - NaN
        if not np.count_nonzero(fresh):
            return
        rested = fresh & (-self._turned_high - self._low < self._steady) & (t - self._first_t > REST_S)
        if np.count_nonzero(rested):
            self._phase[rested], self._unsure[rested], self._turned_high[rested] = LEVEL, False, np.inf
            self._sort_phases()
            fresh &= ~rested
        began_high = fresh & (self._t_low > self._t_high)
        if np.count_nonzero(began_high):
            out &= ~began_high
            fell = began_high & (-self._turned_high - x > self._need)
            if np.count_nonzero(fell):
                self._turn_to(BACK, fell, t, x)

    def _turn_to(self, phase: int, rows: Flags, t: float, x: Array) -> None:
        self._phase[rows], self._after[rows], self._t_after[rows] = phase, x[rows], t
        self._sort_phases()

    def _ended(self, t: float, x: Array, lost: Flags | None) -> list[Excursion]:
        """lost: as `_hide` says."""
        self._nest(x)
        size, back = self._ends + self._turned_high  # both with the sign turned; infinite unless a row is away
        half_way = back < BOUNCE_SHARE * size
        if lost is not None:
            half_way &= ~lost
        ended = [excursion for row in half_way.nonzero()[0].tolist() if (excursion := self._end(row, t, x.item(row))) is not None]
        if lost is not None:
            ended += [self._close(row, t, True, False) for row in self._home_unseen(t, lost)]
        if ended:
            self._sort_phases()
        return ended

    def _home_unseen(self, t: float, lost: Flags) -> list[int]:
        """Rows that went out of sight where they had come from."""
        hidden = self._out & lost
        if not np.count_nonzero(hidden):
            return []
        size, back = -self._turned_high - self._ends
        home = (back > HOME_SHARE * size) & (back > self._need) & (t - self._seen_t > SETTLE_S)
        return np.flatnonzero(hidden & home).tolist()

    def _nest(self, x: Array) -> None:
        """A repetition within an excursion that has not come back: where it turns out again is the start level from here on.

        What goes further than any repetition is a change of posture, or of place: within it, none is too small.
        """
        turned = x - self._after > self._need
        turned &= self._out
        if np.count_nonzero(turned):
            size, back = -self._turned_high - self._ends
            nested = turned & (back > self._need) & ((back > NESTED_SHARE * size) | (size > self._most)) & (back <= BOUNCE_SHARE * size)
            self._low[nested], self._t_low[nested] = self._after[nested], self._t_after[nested]

    def _end(self, row: int, t: float, x: float) -> Excursion | None:
        """The excursion of a row that is more than half way back, if this is its end."""
        high, after, half = -self._turned_high.item(row), self._after.item(row), self._unsure.item(row)
        size, back, rebound = high - self._low.item(row), high - after, x - after
        if back <= PAUSE_SHARE * size and rebound <= REBOUND_SHARE * size and not half:  # nothing of what ends it can be
            return None
        need, waited = self._need.item(row), t - self._t_after.item(row)
        bounced = rebound > REBOUND_SHARE * size and back > BOUNCE_SHARE * need
        paused = back > PAUSE_SHARE * size and waited > PAUSE_S
        slow = not half and back > SLOW_SHARE * size and self._is_slow(row, t, x)
        if half:
            over = back > need and (rebound > REBOUND_SHARE * back or waited > SETTLE_S)
        else:
            over = bounced or paused or slow or high - x > RETURN_SHARE * size
        return self._close(row, t, half, bounced or paused or slow) if over else None

    def _is_slow(self, row: int, t: float, x: float) -> bool:
        """Whether it hardly comes nearer any more, measured by how fast it came so far."""
        then, before = self._lately[0]
        if t - then < SLOW_S / 2:
            return False
        high, t_high = -self._turned_high.item(row), self._t_high.item(row)
        mean_speed: float = (high - x) / max(t - t_high, SLOW_S)
        return float(before[row]) - x < SLOW * mean_speed * (t - then)

    def finish(self, t: float) -> list[Excursion]:
        """At the end of everything: excursions that are back far enough to be over, should they have come to rest."""
        size, back = -self._turned_high - self._ends
        waiting = self._away & (back > self._need) & (back > PAUSE_SHARE * size)
        ended = [self._close(row, t, True, False) for row in np.flatnonzero(waiting).tolist()]
        self._sort_phases()
        return ended

    def _close(self, row: int, t: float, by_return: bool, bounced: bool) -> Excursion:
        """by_return: as large as what was seen of its way back. bounced: it was over when it turned, or came to rest, before now."""
        low, high, after = self._low.item(row), -self._turned_high.item(row), self._after.item(row)
        t_after, t_high = self._t_after.item(row), self._t_high.item(row)
        t_end = t_after if by_return or bounced else t
        way_out = self._phase.item(row) == OUT
        size = high - (after if by_return else low)
        t_start = self._t_leave.item(row) if way_out else t_high
        half = by_return and not (way_out and abs(low - after) < WHOLE_SHARE * size)
        usual, fresh = self._usual.item(row), t - self._usual_t.item(row) > USUAL_FORGET_S
        self._usual[row] = size if fresh else 0.6 * usual + 0.4 * size
        self._usual_t[row] = t
        self._phase[row], self._unsure[row] = LEVEL, False
        self._low[row], self._t_low[row], self._t_leave[row] = after, t_after, t_end
        self._turned_high[row] = self._after[row] = np.inf
        return Excursion(row, t_start, t_high, t_end, size, half)
