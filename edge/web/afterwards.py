"""Sessions that are over -> looked at again by a child process, one at a time, while nobody trains.

So progress over months is there at once, however many sessions there are. Refuses to know: what is found, how, and where it is kept.
"""

import asyncio
import logging
import secrets
from collections.abc import Callable
from typing import Protocol

from edge.errors import EdgeError
from edge.web.services import MakingOf, Order
from edge.web.shelf import Shelf
from edge.web.workshop import Job, Workshop

log = logging.getLogger(__name__)

LOOK_S = 5.0
"""How often it is looked whether there is something to do, and whether somebody trains."""
QUIET_S = 60.0
"""So long nobody trains before it begins: whoever pauses comes back."""


class Owing(Protocol):
    """What is kept. Raises EdgeError."""

    def without_outline(self) -> list[str]: ...


class Afterwards:
    """busy: whether somebody trains. A session that could not be looked at, or of which nothing could be kept, is left alone until the box
    starts again; one that is owed anew, for the person's body was corrected, is looked at anew."""

    def __init__(self, archive: Owing, workshop: Workshop, making: MakingOf, shelf: Shelf, busy: Callable[[], bool]) -> None:
        self._archive, self._workshop, self._making, self._shelf, self._busy = archive, workshop, making, shelf, busy
        self._tried: set[str] = set()

    async def work(self, look_s: float = LOOK_S, quiet_s: float = QUIET_S) -> None:
        """For ever."""
        quiet = 0.0
        while True:
            await asyncio.sleep(look_s)
            quiet = 0.0 if self._busy() else quiet + look_s
            if quiet >= quiet_s and (session_id := await asyncio.to_thread(self._next)):
                await self._look_at(session_id, look_s)

    def _next(self) -> str:
        """The newest that waits; empty where none does."""
        return next((one for one in self._owed() if one not in self._tried), "")

    def _owed(self) -> list[str]:
        try:
            return self._archive.without_outline()
        except EdgeError:
            return []

    async def _look_at(self, session_id: str, look_s: float) -> None:
        """Whoever comes ends it; it is begun anew when they have gone."""
        out = self._shelf.place() / f"{secrets.token_hex(8)}.json"
        job = self._workshop.start(self._making(Order("outline", "session", session_id), out), out)
        try:
            while not job.finished.is_set() and not self._busy():
                await _finished_within(job, look_s)
            if job.state == "failed":
                log.warning("session %s could not be looked at again: %s", session_id, job.error)
            if job.finished.is_set() and session_id in await asyncio.to_thread(self._owed):
                self._tried.add(session_id)
        finally:
            await self._workshop.stop(job)


async def _finished_within(job: Job, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await job.finished.wait()
    except TimeoutError:
        return
