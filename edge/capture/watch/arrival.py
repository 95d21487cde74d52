"""When packets arrived -> when the world was measured, as well as that can be known over Bluetooth.

A packet waits for its connection's next interval, and again when the radio has to repeat it: packets come late and in bursts, never early.
How late the quickest ones are nobody can see from here: 7.5 to 50 ms on the connections that BlueZ makes. That much of the times below is
unknown, and constant. Refuses to know: what is in the packets.
"""

UNKNOWN_DELAY_S = 0.05
"""Standing offset that stays in every time here: the longest interval that BlueZ asks for by itself (main.conf, MaxConnectionInterval)."""

DRIFT = 1e-4
"""How fast two clocks can part: 100 ppm, twice a watch crystal's worst."""
FOLLOW = 0.2
"""The most by which a better packet moves the clock, as a share of the time since the last one: time never runs backwards."""
JUMP_S = 1.0
"""A clock that is off by more was set, or the watch began anew."""


class WatchClock:
    """Times of the watch's own clock -> times of ours, by the packets that were delayed least, as NTP picks them (RFC 5905)."""

    def __init__(self) -> None:
        self._offset: float | None = None
        self._last = 0.0

    def feed(self, watch_s: float, arrived: float) -> float:
        """What to add to a time of the watch. watch_s: the time of the packet's newest reading; arrived: when the packet came."""
        delay = arrived - watch_s
        if self._offset is None or abs(delay - self._offset) > JUMP_S:
            self._offset = delay
        else:
            passed = max(watch_s - self._last, 0.0)
            risen = self._offset + DRIFT * passed
            self._offset = max(min(delay, risen), self._offset - FOLLOW * passed)
        self._last = watch_s
        return self._offset


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
