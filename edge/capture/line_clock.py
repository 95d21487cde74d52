"""A board's own time stamps and when they arrived -> our time.

A line arrives late by a little or by a lot, never early: the earliest arrivals tell the difference of the clocks. Refuses to know: what
the stamps are of.
"""

DRIFT = 0.006
"""How slow the board's clock may be against ours, relative: the ceramic resonator of an Arduino is within 0.5 %."""

JUMP_S = 1.0
"""A stamp that is this far off is a restarted board."""


class LineClock:
    """Feed it each stamp, in order, with its arrival. drift: how far the two clocks may part, relative."""

    def __init__(self, drift: float = DRIFT) -> None:
        self._drift = drift
        self._difference: float | None = None
        self._last = (0.0, 0.0)

    def feed(self, stamp_s: float, arrived: float) -> float:
        """When it was measured, on our clock; never before what was measured earlier, never after it arrived."""
        late = arrived - stamp_s
        stamp_before, t_before = self._last
        if self._difference is None or abs(late - self._difference) > JUMP_S or stamp_s < stamp_before:
            self._difference = late
        self._difference = min(late, self._difference + self._drift * max(0.0, stamp_s - stamp_before))
        t = stamp_s + self._difference
        self._last = (stamp_s, max(t, t_before))
        return self._last[1]
