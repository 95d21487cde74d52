"""One source and then another in its place -> one stream of samples that says so.

Refuses to know: why it is exchanged, and what kind of device it is. The one before is closed, whatever it was doing, before the next is
opened: both may be the same device.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

from edge.capture.source import Source, keep_open
from edge.clock import Clock
from edge.messages import LinkChange, Sample

EXCHANGED = "another camera was chosen: it is opened now"


class Exchange:
    """source: the one that is read now."""

    def __init__(self, source: Source, clock: Clock) -> None:
        self.source = source
        self._clock = clock
        self._wanted = asyncio.Event()

    def change(self, source: Source) -> None:
        """Read this one from now on; one that is lost or being opened is not waited for."""
        self.source = source
        self._wanted.set()

    async def samples(self) -> AsyncGenerator[Sample, None]:
        """As of `keep_open`, of one source after the other. Ends when one ends of itself."""
        while True:
            self._wanted.clear()
            linked = False
            async with aclosing(keep_open(self.source, self._clock)) as coming:
                while (sample := await self._next(coming)) is not None:
                    linked = sample.link if isinstance(sample, LinkChange) else linked
                    yield sample
            if not self._wanted.is_set():
                return
            if linked:
                yield LinkChange(self._clock.now(), self.source.name, False, EXCHANGED)

    async def _next(self, coming: AsyncGenerator[Sample, None]) -> Sample | None:
        """None: it has ended, or another source is wanted."""
        sample, wanted = asyncio.ensure_future(anext(coming, None)), asyncio.ensure_future(self._wanted.wait())
        try:
            await asyncio.wait([sample, wanted], return_when=asyncio.FIRST_COMPLETED)
            return sample.result() if sample.done() else None
        finally:
            sample.cancel()
            wanted.cancel()
            await asyncio.gather(sample, wanted, return_exceptions=True)
