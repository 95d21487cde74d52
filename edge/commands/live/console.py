"""A terminal that a visit goes on without.

Refuses to know: what is printed.
"""

import logging
import os
from contextlib import suppress
from typing import Any

from rich.console import Console

log = logging.getLogger(__name__)


class Onlooked(Console):
    """Where nobody reads what is printed any more, or there is no room for it, that is said once, and nothing is printed from then on."""

    def print(self, *objects: Any, **how: Any) -> None:
        try:
            super().print(*objects, **how)
        except OSError as trouble:
            self._fall_silent(trouble.strerror or str(trouble))

    def on_broken_pipe(self) -> None:
        self._fall_silent("nobody reads it any more")

    def _fall_silent(self, why: str) -> None:
        """What is left to be written goes nowhere, or the interpreter would fail over it at its end."""
        self.quiet = True
        with open(os.devnull, "wb") as nowhere, suppress(OSError):
            os.dup2(nowhere.fileno(), self.file.fileno())
        log.warning("nothing is printed from here on (%s): the visit goes on", why)
