"""What the page shows -> each browser's own small waiting line.

Refuses to know: what the texts mean, and how they travel. A slow browser loses pictures and old news; it never makes the
daemon wait. Nor do many: they are served one at a time, and between two of them the loop turns to whatever else came.
"""

import asyncio
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

NEWS = 64
"""Messages that wait for a slow browser before the oldest is dropped."""


class Turns:
    """Browsers for whom something waits, called in order, one in every pass of the loop."""

    def __init__(self) -> None:
        self._line: deque[asyncio.Future[None]] = deque()

    def ask(self, turn: asyncio.Future[None]) -> None:
        self._line.append(turn)
        if len(self._line) == 1:
            turn.get_loop().call_soon(self._call)

    def _call(self) -> None:
        turn = self._line.popleft()
        if not turn.done():  # else that browser has left
            turn.set_result(None)
        if self._line:
            turn.get_loop().call_soon(self._call)


class Viewer:
    """One browser: the newest text of each kind, and a bounded line of news that is shown in order."""

    def __init__(self, turns: Turns) -> None:
        """turns: those of all browsers."""
        self._turns = turns
        self._newest: dict[str, str] = {}
        self._news: deque[str] = deque(maxlen=NEWS)
        self._idle: asyncio.Future[None] | None = None

    def replace(self, kind: str, text: str) -> None:
        """Show this, and not what waited under the same kind."""
        self._newest[kind] = text
        self._ask()

    def append(self, text: str) -> None:
        """Show this after what came before."""
        self._news.append(text)
        self._ask()

    def forget(self, text: str) -> None:
        """Nothing that waits is shown any more; tell this instead."""
        self._news.clear()
        self._newest.clear()
        self.append(text)

    def _ask(self) -> None:
        if self._idle:
            self._turns.ask(self._idle)
            self._idle = None

    async def take(self) -> list[str]:
        """All that waits, news first; waits where nothing does, and until it is this browser's turn."""
        turn = self._idle = asyncio.get_running_loop().create_future()
        if self._news or self._newest:
            self._ask()
        await turn
        waiting = [*self._news, *self._newest.values()]
        self._news.clear()
        self._newest.clear()
        return waiting


class Viewers:
    """Everyone who watches."""

    def __init__(self) -> None:
        self._all: set[Viewer] = set()
        self._turns = Turns()

    def __len__(self) -> int:
        return len(self._all)

    @contextmanager
    def join(self) -> Iterator[Viewer]:
        """One more viewer, while inside."""
        viewer = Viewer(self._turns)
        self._all.add(viewer)
        try:
            yield viewer
        finally:
            self._all.discard(viewer)

    def replace(self, kind: str, text: str) -> None:
        for viewer in self._all:
            viewer.replace(kind, text)

    def append(self, text: str) -> None:
        for viewer in self._all:
            viewer.append(text)

    def forget(self, text: str) -> None:
        for viewer in self._all:
            viewer.forget(text)
