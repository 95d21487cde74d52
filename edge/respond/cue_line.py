"""Events -> the one cue of a channel that is worth giving now.

A newer cue takes the place of one that waits, unless that one matters more; a cue that waited too long is left out.
Refuses to know: how a cue is given.
"""

import asyncio
from contextlib import suppress

from edge.clock import Clock
from edge.messages import Cue, Event, Priority


class CueLine:
    """For one output, within one loop."""

    def __init__(self, channel: str, clock: Clock) -> None:
        self._channel, self._clock = channel, clock
        self._waiting: Cue | None = None
        self._came = asyncio.Event()

    def put(self, event: Event) -> None:
        """A cue of the channel joins; anything else is left alone. Never waits."""
        if not isinstance(event, Cue) or event.channel != self._channel:
            return
        if self._matters(event.priority + 1):
            return
        self._waiting = event
        self._came.set()

    async def take(self, within_s: float) -> Cue | None:
        """The cue to give now; None where none came in this time."""
        if not await self._wait(within_s, Priority.COUNT):
            return None
        cue, self._waiting = self._waiting, None
        return cue

    async def rest(self, seconds: float, priority: Priority) -> bool:
        """Let this time pass; False where a cue came that matters at least so much, and should not wait for the rest of it."""
        return not await self._wait(seconds, priority)

    async def _wait(self, seconds: float, priority: int) -> bool:
        """Whether a cue that matters came in this time."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while not self._matters(priority):
                    self._came.clear()
                    await self._came.wait()
        return self._matters(priority)

    def _matters(self, priority: int) -> bool:
        """Whether a cue waits that is still in time and matters at least so much."""
        waiting = self._waiting
        return waiting is not None and waiting.priority >= priority and waiting.expires > self._clock.now()
