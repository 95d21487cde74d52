"""The certificate that a running server shows <-> the address that the box has now: a box that moves is named anew, and nobody is cut off.

Refuses to know: servers. Whoever is connected stays so under the old certificate; who connects from then on sees the new one.
"""

import asyncio
import logging
import ssl
from collections.abc import Callable
from pathlib import Path

from edge.clock import Clock
from edge.errors import EdgeError
from edge.web.certificate import Certificate, box_certificate, names_one

EVERY_S = 60.0
"""A router gives a new address once in hours; asking costs nothing that leaves the box."""

log = logging.getLogger(__name__)


class ServedCertificate:
    """address: of the box in its network as of now, a loopback's while it is in none. Raises EdgeError where no certificate can be kept."""

    def __init__(self, folder: Path, clock: Clock, address: Callable[[], str]) -> None:
        self._folder, self._clock, self._address = folder, clock, address
        self._complained = False
        self.now: Certificate = box_certificate(folder, clock, [address()])
        self.context: ssl.SSLContext | None = None
        """Of the server, once it runs."""

    async def keep_up(self) -> None:
        """For ever."""
        while True:
            await asyncio.sleep(EVERY_S)
            await self.look()

    async def look(self) -> None:
        """Another certificate from now on, where this one does not name the box any more."""
        address = self._address()
        if self.context is None or names_one(self.now, address):
            return
        try:
            fresh = await asyncio.to_thread(box_certificate, self._folder, self._clock, [address])
            self.context.load_cert_chain(fresh.certificate, fresh.key)
        except (EdgeError, OSError) as problem:  # what OpenSSL cannot load is an OSError too
            self._complain(problem)
            return
        self.now, self._complained = fresh, False
        log.info("the box is at another address now: its certificate names it, and has the fingerprint %s", self.now.fingerprint)

    def _complain(self, problem: Exception) -> None:
        """Once, however long it lasts."""
        if not self._complained:
            self._complained = True
            log.warning("the box is at another address now, but goes on under its old certificate: %s", problem)
