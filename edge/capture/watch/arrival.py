"""When packets arrived -> when the world was measured, as well as that can be known over Bluetooth.

A packet waits for its connection's next interval, and again when the radio has to repeat it: packets come late and in bursts, never early.
How late the quickest ones are nobody can see from here: 7.5 to 50 ms on the connections that BlueZ makes. That much of the times below is
unknown, and constant. Refuses to know: what is in the packets.
"""

UNKNOWN_DELAY_S = 0.05
"""Standing offset that stays in every time here: the longest interval that BlueZ asks for by itself (main.conf, MaxConnectionInterval)."""

DRIFT = 1e-4
"""How far a watch's clock and ours can part, relative: twice a watch crystal's worst."""


class Rhythm:
    """For readings that carry no time but are taken every `period_s`: their times, between the last one and their arrival.

    Follows the rhythm and not the bursts; never later than arrival but for the millisecond that keeps two readings apart.
    """

    LEAST_APART_S = 0.001
    PULL = 0.1
    """How much of a lag is made good at each reading: bursts of half a second are smoothed, a lost packet is forgotten within seconds."""
    LONGEST_LAG_S = 0.5

    def __init__(self, period_s: float) -> None:
        self._period_s = period_s
        self._last: float | None = None

    def feed(self, arrived: float) -> float:
        """The time of a reading that came just now."""
        if self._last is None or arrived - self._last > self._period_s + self.LONGEST_LAG_S:
            self._last = arrived
        else:
            due = self._last + self._period_s
            smooth = due + self.PULL * (arrived - due)
            self._last = max(min(smooth, arrived), self._last + self.LEAST_APART_S)
        return self._last
