"""How many readings a buffer held at each look -> when each of them was measured.

A chip counts with a clock of its own, up to some percent off ours and drifting with its temperature. Each look says between which two
moments its newest reading came; a Kalman filter over (time of the newest reading, period) puts these together, as Klipper's
clock regression does with its micro-controllers (klippy/extras/bulk_sensor.py). Refuses to know: what was measured.
"""

from collections.abc import Sequence

PERIOD_SD = 0.015
"""Relative: the datasheet's clock is within 1 %, its look-alikes' a little more."""

WANDER = 3e-5
"""How far the period walks, relative, in the square root of a second: a chip that warms up on a wrist."""

INFLATION = 2.0
"""Successive looks share an edge, and so are not as independent as the filter takes them to be."""


class FifoClock:
    """Feed it every look at the buffer, with the moments just before and after."""

    def __init__(self, period_s: float) -> None:
        self._period, self._newest = period_s, 0.0
        self._floor_s = 0.02 * period_s
        self._looked: tuple[float, float] | None = None
        self._var_newest = self._cov = 0.0
        self._var_period = (PERIOD_SD * period_s) ** 2

    @property
    def period_s(self) -> float:
        """Seconds of our clock between two readings."""
        return self._period

    def restart(self, before: float, after: float) -> None:
        """The buffer was emptied between these two moments; the next reading comes within a period. What is known of the period stays."""
        self._looked = (before, after)
        self._newest = (before + after - self._period) / 2.0
        self._var_newest = (self._period**2 + (after - before) ** 2) / 12.0
        self._cov = 0.0

    def forget(self) -> None:
        """Some readings were missed, nobody knows how many: the next look begins anew. What is known of the period stays."""
        self._looked = None

    def feed(self, before: float, after: float, new: int) -> Sequence[float]:
        """The buffer was looked at between these moments and held so many new readings: the time of each, oldest first."""
        if self._looked is None:
            self.restart(before - new * self._period, after - new * self._period)
        if new:
            self._predict(new)
            self._correct(*self._bounds(before, after, new))
        self._looked = (before, after)
        return [self._newest - back * self._period for back in range(new - 1, -1, -1)]

    def _predict(self, new: int) -> None:
        self._newest += new * self._period
        self._var_newest += new * (2.0 * self._cov + new * self._var_period)
        self._cov += new * self._var_period
        self._var_period += (WANDER * self._period) ** 2 * new * self._period

    def _bounds(self, before: float, after: float, new: int) -> tuple[float, float]:
        """Between which two moments the newest reading came: not after this look, and the one that follows it not before this look."""
        assert self._looked is not None
        earlier_before, earlier_after = self._looked
        low = max(before - self._period, earlier_before + (new - 1) * self._period)
        high = min(after, earlier_after + new * self._period)
        return min(low, high), max(low, high)

    def _correct(self, low: float, high: float) -> None:
        noise = INFLATION * max(high - low, self._floor_s) ** 2 / 12.0
        innovation = (low + high) / 2.0 - self._newest
        total = self._var_newest + noise
        gain, gain_period = self._var_newest / total, self._cov / total
        self._newest += gain * innovation
        self._period += gain_period * innovation
        self._var_period -= gain_period * self._cov
        self._cov *= 1.0 - gain
        self._var_newest *= 1.0 - gain
