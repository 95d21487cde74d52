"""What a watch sends -> the packets that nobody has looked at yet, with the time they came.

Refuses to know: what is in them.
"""

import asyncio
from collections import deque
from dataclasses import dataclass

from edge.capture.watch.stream import Stream
from edge.clock import Clock
from edge.errors import EdgeError

MOST_WAITING = 1000
"""Five seconds of the fastest watch; when nobody looks for longer, the oldest go."""


@dataclass(frozen=True, slots=True)
class Packet:
    """t: when it came."""

    stream: Stream
    content: bytes
    t: float


class PacketInbox:
    """Filled by the radio's callbacks, emptied by one reader, ended by the loss of the watch."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._waiting: deque[Packet] = deque(maxlen=MOST_WAITING)
        self._news = asyncio.Event()
        self._end: EdgeError | None = None

    def put(self, stream: Stream, content: bytes) -> None:
        self._waiting.append(Packet(stream, content, self._clock.now()))
        self._news.set()

    def end(self, reason: EdgeError) -> None:
        """Whoever waits hears it after the last packet."""
        self._end = self._end or reason
        self._news.set()

    async def get(self) -> Packet:
        """The oldest packet. Raises what it was ended with."""
        while not self._waiting:
            if self._end:
                raise self._end
            self._news.clear()
            await self._news.wait()
        return self._waiting.popleft()
