"""A browser's bytes -> requests, for as long as they come at a fair pace.

Refuses to know: what is asked. Who opens a connection and says next to nothing (slow loris) is cut off, so that it takes no place for long.
"""

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

HEADER_S = 10.0
"""A request line and its headers take no longer to come."""


class PatientProtocol(H11Protocol):
    """uvicorn's, with a limit on how long the beginning of a request may take; its body is limited by whoever reads it."""

    def __init__(self, *args: Any, **extra: Any) -> None:
        super().__init__(*args, **extra)
        self._cut: asyncio.TimerHandle | None = None
        self._asked = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._asked = self._asked or self.scope is not None
        if self._served():
            self._stop_waiting()
        elif self._cut is None:
            self._wait()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if self._served():
            self._stop_waiting()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        super().connection_lost(exc)

    def _served(self) -> bool:
        """A whole request has come, or the connection became a socket."""
        return self.transport.get_protocol() is not self or (self._asked and not self.cycle.response_complete)

    def _wait(self) -> None:
        self._cut = self.loop.call_later(HEADER_S, self.transport.close)

    def _stop_waiting(self) -> None:
        if self._cut is not None:
            self._cut.cancel()
            self._cut = None
