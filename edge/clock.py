"""The one place that reads a clock -> seconds.

Refuses to know: what the time is for. Logic gets its time from its samples.
"""

import time
from typing import Protocol

WALL_CLOCK_FLOOR_S = 1_735_689_600.0
"""2025-01-01 UTC: boards without a real-time clock wake up in 1970 or at their image's build date."""


class Clock(Protocol):
    """Where a process gets its time from; tests hand in their own."""

    def now(self) -> float:
        """Seconds of CLOCK_MONOTONIC, the time base of every sample."""
        ...

    def wall(self) -> float:
        """Seconds since 1970 UTC; used once, for `Session.started_at`."""
        ...


class SystemClock:
    """The machine's own clocks."""

    def now(self) -> float:
        return time.monotonic()

    def wall(self) -> float:
        return time.time()


def wall_is_trusted(wall_s: float) -> bool:
    """Whether a wall-clock reading can be a real date (boards have no RTC)."""
    return wall_s >= WALL_CLOCK_FLOOR_S
