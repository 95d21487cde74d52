"""What the page shows -> each browser's own small waiting line.

Refuses to know: what the texts mean, and how they travel. A slow browser loses pictures and old news; it never makes the
daemon wait.
"""

import asyncio
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

NEWS = 64
"""Messages that wait for a slow browser before the oldest is dropped."""


class Viewer:
    """One browser: the newest text of each kind, and a bounded line of news that is shown in order."""

    def __init__(self) -> None:
        self._newest: dict[str, str] = {}
        self._news: deque[str] = deque(maxlen=NEWS)
        self._something = asyncio.Event()

    def replace(self, kind: str, text: str) -> None:
        """Show this, and not what waited under the same kind."""
        self._newest[kind] = text
        self._something.set()

    def append(self, text: str) -> None:
        """Show this after what came before."""
        self._news.append(text)
        self._something.set()

    async def take(self) -> list[str]:
        """All that waits, news first; waits where nothing does."""
        await self._something.wait()
        self._something.clear()
        waiting = [*self._news, *self._newest.values()]
        self._news.clear()
        self._newest.clear()
        return waiting


class Viewers:
    """Everyone who watches."""

    def __init__(self) -> None:
        self._all: set[Viewer] = set()

    def __len__(self) -> int:
        return len(self._all)

    @contextmanager
    def join(self) -> Iterator[Viewer]:
        """One more viewer, while inside."""
        viewer = Viewer()
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
