"""What a browser asks for -> Commands.

Refuses to know: what a command does, and how browsers talk. Only what the page itself offers is taken.
"""

import asyncio
import json
from collections.abc import AsyncGenerator

from edge.clock import Clock
from edge.messages import Command, Sample

OFFERED = frozenset({("align", "start")})
"""Names and values of the Commands that the page has buttons for."""
MOST_WAITING = 8
"""Nobody presses faster; more is not taken."""


class Desk:
    """Takes a browser's wish at any time; the daemon reads them as it reads a button."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._asked: asyncio.Queue[tuple[str, str]] = asyncio.Queue(MOST_WAITING)

    def take(self, text: str) -> bool:
        """`{"name": "align", "value": "start"}` -> whether it is done. Anything else changes nothing."""
        asked = _read(text)
        if asked not in OFFERED or self._asked.full():
            return False
        self._asked.put_nowait(asked)
        return True

    async def commands(self) -> AsyncGenerator[Sample, None]:
        """For ever."""
        while True:
            name, value = await self._asked.get()
            yield Command(self._clock.now(), name, value)


def _read(text: str) -> tuple[str, str]:
    try:
        asked = json.loads(text)
        return str(asked["name"]), str(asked["value"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return "", ""
