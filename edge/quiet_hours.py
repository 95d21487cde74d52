"""The time of day -> Commands that begin and end the quiet hours.

Refuses to know: what is quiet then. The cues get it as a Command, so that a replay is as quiet as the session was.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from edge.clock import Clock, wall_is_trusted
from edge.errors import InputError
from edge.messages import Command

COMMAND = "cues.quiet"
LOOK_AGAIN_S = 60.0
"""A clock that is set while we wait must not cost a night."""


def time_of_day(text: str) -> time:
    """Such as "21:30" -> 21:30. Raises InputError."""
    try:
        return datetime.strptime(text, "%H:%M").time()  # noqa: DTZ007 - a time of day has no zone
    except ValueError:
        raise InputError(f"{text!r} is no time of day", 'write it as "21:30"') from None


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From one time of day until another, which may be the next day's."""

    start: time
    end: time

    def include(self, moment: time) -> bool:
        if self.start <= self.end:
            return self.start <= moment < self.end
        return moment >= self.start or moment < self.end

    def left_s(self, moment: datetime) -> float:
        """Until they begin or end next."""
        ahead = (datetime.combine(moment.date(), edge, moment.tzinfo) for edge in (self.start, self.end))
        return min((edge + timedelta(days=edge <= moment) - moment).total_seconds() for edge in ahead)

    async def commands(self, clock: Clock, pause: Callable[[float], Awaitable[None]] = asyncio.sleep) -> AsyncGenerator[Command, None]:
        """One Command at each change, and one at once where they have begun. While the wall clock cannot be trusted, nothing."""
        quiet = False
        while True:
            wall = clock.wall()
            moment = datetime.fromtimestamp(wall).astimezone()
            wanted = wall_is_trusted(wall) and self.include(moment.time())
            if wanted != quiet:
                quiet = wanted
                yield Command(clock.now(), COMMAND, "on" if quiet else "off")
            await pause(min(self.left_s(moment) + 1e-3, LOOK_AGAIN_S))
