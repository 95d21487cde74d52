"""A device that comes and goes -> one stream of samples that says so.

Refuses to know: what kind of device it is, and whether its samples are real, played back or simulated.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from edge.clock import Clock
from edge.errors import EdgeError, InputError
from edge.messages import LinkChange, Sample

FIRST_PAUSE_S = 0.5
LONGEST_PAUSE_S = 30.0
"""A source that can be asked more often, because asking costs little, has a `longest_pause_s` of its own."""
STEADY_S = 10.0
"""A device that worked this long gets the first pause again when it is lost."""


class Source(Protocol):
    """Something that gives samples while it is open."""

    name: str

    def open(self) -> AbstractAsyncContextManager[AsyncIterator[Sample]]:
        """Samples in order of time. Raises EdgeError when the device is away, on entry or while samples are awaited."""
        ...


async def keep_open(
    source: Source, clock: Clock, pause: Callable[[float], Awaitable[None]] = asyncio.sleep
) -> AsyncGenerator[Sample, None]:
    """The source's samples for as long as it has any, opened again whenever it is lost: the only retry loop there is.

    Says once with a LinkChange that it is there, and once that it is lost and why. Ends when the source ends of itself.
    Raises InputError, which waiting does not cure, and anything that is not an EdgeError, which is a bug.
    Close it (contextlib.aclosing) to close the device.
    """
    longest_s: float = getattr(source, "longest_pause_s", LONGEST_PAUSE_S)
    first_s = min(FIRST_PAUSE_S, longest_s)
    linked: bool | None = None
    wait_s = first_s
    while True:
        opened_at = None
        try:
            async with source.open() as samples:
                opened_at = clock.now()
                linked = True
                yield LinkChange(opened_at, source.name, True)
                async for sample in samples:
                    yield sample
            return
        except InputError:
            raise
        except EdgeError as error:
            if linked is not False:
                linked = False
                yield LinkChange(clock.now(), source.name, False, str(error))
        if opened_at is not None and clock.now() - opened_at >= STEADY_S:
            wait_s = first_s
        await pause(wait_s)
        wait_s = min(2.0 * wait_s, longest_s)
