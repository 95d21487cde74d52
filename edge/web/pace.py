"""Who asks how often -> whether it is too often.

Refuses to know: what is asked for. Each asker has a bucket that fills steadily; a request takes one out, and an empty bucket says no.
"""

import math
from collections import OrderedDict

from edge.clock import Clock

MOST_ASKERS = 1024
"""Remembered; the one that asked longest ago is forgotten, with a full bucket."""


class Pace:
    """burst: so many at once; every_s: then one in so many seconds."""

    def __init__(self, clock: Clock, burst: int, every_s: float) -> None:
        self._clock, self._burst, self._every_s = clock, float(burst), every_s
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait_s(self, asker: str) -> int:
        """0 where it may be done, and then it counts; else after how many whole seconds it may."""
        now = self._clock.now()
        left, since = self._left.pop(asker, (self._burst, now))
        left = min(self._burst, left + (now - since) / self._every_s)
        allowed = left >= 1.0
        self._left[asker] = (left - allowed, now)
        while len(self._left) > MOST_ASKERS:
            self._left.popitem(last=False)
        return 0 if allowed else math.ceil((1.0 - left) * self._every_s)
