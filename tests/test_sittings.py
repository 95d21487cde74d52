"""Sessions whose records the disk opens late, with an archive that opens them when it is told to."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

from edge.attendance import Wanted
from edge.messages import Person, Session
from edge.sittings import Plan, Sittings
from edge.state import State
from edge.store.archive import Archive
from edge.store.writing import Writing
from tests.store.kept import Wall, opened


class Slow:
    """The archive, but for its first session's record: that waits until it is let go."""

    def __init__(self, archive: Archive) -> None:
        self._archive, self._first = archive, True
        self.let_go = Event()

    def begin(self, session: Session, *about: Any, record: bool) -> Writing:
        first, self._first = self._first, False
        if first:
            assert self.let_go.wait(10)
        return self._archive.begin(session, *about, record=record)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._archive, name)


async def until(true: Callable[[], object]) -> None:
    async with asyncio.timeout(10):
        while not true():
            await asyncio.sleep(0.01)


def test_a_record_that_is_opened_late_is_not_taken_for_the_newest_sessions(tmp_path: Path) -> None:
    async def scenario(slow: Slow) -> None:
        plan = Plan(State(tmp_path), Person(), "auto", "", {}, body=False, record=True)
        sittings = Sittings(plan, Wall(), slow, lambda said: None)  # type: ignore[arg-type]
        before = sittings.begin(Wanted())
        before.record.end(worth=True)
        now = sittings.begin(Wanted())
        await until(sittings.recorded)
        slow.let_go.set()
        await sittings.settled()
        assert sittings.recorded() == now.session_id
        assert sittings.kept == before.session_id
        now.record.end(worth=True)
        await sittings.settled()
        assert (sittings.recorded(), sittings.kept) == ("", now.session_id)

    with opened(tmp_path) as archive:
        asyncio.run(scenario(Slow(archive)))
