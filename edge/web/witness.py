"""Who saw, exported or erased whose data -> the archive's audit log.

Refuses to know: how the log is kept. What cannot be written down is not shown. The same look within some minutes is one entry: a page
that is left open must not wear out a card.
"""

from collections import OrderedDict

from starlette.concurrency import run_in_threadpool

from edge.clock import Clock
from edge.web.doors import Visitor
from edge.web.services import Archive

ONE_LOOK_S = 600.0
REMEMBERED = 512


class Witness:
    """Writes down what visitors do."""

    def __init__(self, archive: Archive, clock: Clock) -> None:
        self._archive, self._clock = archive, clock
        self._looks: OrderedDict[tuple[str, str, str], float] = OrderedDict()

    async def saw(self, visitor: Visitor, what: str, subject: str) -> None:
        """Somebody looks at something. Raises EdgeError where the log cannot be written."""
        key, now = (visitor.who, what, subject), self._clock.now()
        if now - self._looks.get(key, float("-inf")) < ONE_LOOK_S:
            return
        await self.did(visitor, f"saw {what}", subject)
        self._looks[key] = now
        while len(self._looks) > REMEMBERED:
            self._looks.popitem(last=False)

    async def did(self, visitor: Visitor, what: str, subject: str) -> None:
        """Somebody does something, each time. Raises EdgeError where the log cannot be written."""
        await run_in_threadpool(self._archive.log, visitor.who, what, subject)
