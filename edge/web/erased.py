"""Who or what was erased elsewhere (on the command line, by age) -> nothing of it is left in this process.

Refuses to know: who erases, and why.
"""

import asyncio
from collections.abc import Collection
from typing import Protocol

from edge.errors import EdgeError
from edge.web.api import LivePage
from edge.web.papers import Papers

LOOK_S = 10.0


class Known(Protocol):
    """What is kept. Raises EdgeError."""

    def known(self, ids: Collection[str]) -> set[str]: ...


class Erased:
    """papers: None where none are made."""

    def __init__(self, archive: Known, page: LivePage, papers: Papers | None) -> None:
        self._archive, self._page, self._papers = archive, page, papers

    async def work(self, look_s: float = LOOK_S) -> None:
        """For ever."""
        while True:
            await asyncio.sleep(look_s)
            await self.look()

    async def look(self) -> None:
        """What is gone from the archive goes from here; an archive that does not answer says nothing about anybody."""
        here = {*(self._papers.subjects if self._papers else ()), self._page.person_id} - {""}
        if not here:
            return
        try:
            kept = await asyncio.to_thread(self._archive.known, here)
        except EdgeError:
            return
        await self._forget(here - kept)

    async def _forget(self, gone: Collection[str]) -> None:
        if self._papers:
            await self._papers.forget(gone)
        if self._page.person_id in gone:
            self._page.person(None)
