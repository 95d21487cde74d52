"""When packets arrived -> when the world was measured, as well as that can be known over Bluetooth.

A packet waits for its connection's next interval, and again when the radio has to repeat it: packets come late and in bursts, never early.
How late the quickest ones are nobody can see from here: 7.5 to 50 ms on the connections that BlueZ makes. That much of the times below is
unknown, and constant. Refuses to know: what is in the packets.
"""

from collections import deque

UNKNOWN_DELAY_S = 0.05
"""Standing offset that stays in every time here: the longest interval that BlueZ asks for by itself (main.conf, MaxConnectionInterval)."""

DRIFT = 1e-4
"""How far a watch's clock and ours can part, relative: twice a watch crystal's worst."""


class Rhythm:
    """For readings that carry no time but are taken about every `period_s`: their times, the true period apart.

    The period is what the newest arrivals take on average. A reading that comes late has waited, and gets the time at which it was due; one
    that comes sooner than it was due sets the rhythm, for nothing comes early. A millisecond keeps two readings apart.
    """

    FEWEST, MOST = 20, 100
    """Intervals that the period is taken from: a burst of half a second moves it by a twentieth at last."""
    PULL = 0.05
    """Share of a lag that is given in to at each reading, for readings that were never sent."""
    PAUSE_S = 1.0
    """After a silence, or a lag, of more than this, time begins anew."""
    LEAST_APART_S = 0.001

    def __init__(self, period_s: float) -> None:
        self._period_s = period_s
        self._arrivals: deque[float] = deque(maxlen=self.MOST + 1)
        self._last = float("-inf")

    def feed(self, arrived: float) -> float:
        """The time of a reading that came just now."""
        due = self._last + self._period_s
        if arrived - due > self.PAUSE_S:
            self._last = arrived
        else:
            self._last = max(min(due + self.PULL * (arrived - due), arrived), self._last + self.LEAST_APART_S)
        self._learn(arrived)
        return self._last

    def _learn(self, arrived: float) -> None:
        if self._arrivals and arrived - self._arrivals[-1] > self.PAUSE_S:
            self._arrivals.clear()
        self._arrivals.append(arrived)
        intervals = len(self._arrivals) - 1
        if intervals >= self.FEWEST:
            self._period_s = (arrived - self._arrivals[0]) / intervals
