"""The daemon's health -> systemd, and its log -> standard error as the journal likes it.

Refuses to know: when the daemon is ready or alive. Speaks the plain notify datagram of sd_notify(3), so that
a box needs nothing compiled for it; silent where nobody asked to be notified.
"""

import logging
import os
import socket
from collections.abc import Mapping

_PRIORITY = {logging.DEBUG: 7, logging.INFO: 6, logging.WARNING: 4, logging.ERROR: 3, logging.CRITICAL: 2}
"""Syslog priorities of sd-daemon(3)."""


class Notifier:
    """What systemd is told. Without $NOTIFY_SOCKET every call does nothing."""

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        address = environment.get("NOTIFY_SOCKET", "")
        self._address = "\0" + address[1:] if address.startswith("@") else address

    def ready(self) -> None:
        """Everything is open."""
        self._send("READY=1")

    def alive(self) -> None:
        """A whole pass through the pipeline was done."""
        self._send("WATCHDOG=1")

    def stopping(self) -> None:
        """We are closing on purpose."""
        self._send("STOPPING=1")

    def _send(self, state: str) -> None:
        if not self._address:
            return
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as line:
                line.setblocking(False)
                line.sendto(state.encode(), self._address)
        except OSError as problem:
            logging.getLogger(__name__).debug("systemd was not told %s: %s", state, problem)


class JournalLine(logging.Formatter):
    """One line a record, led by its priority."""

    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record).replace("\n", " | ")
        return f"<{_PRIORITY.get(record.levelno, 5)}>{line}"


def start_logging(level: int = logging.INFO, environment: Mapping[str, str] = os.environ) -> None:
    """Log to standard error: with priorities where the journal reads it, with the time where a person does."""
    handler = logging.StreamHandler()
    if "JOURNAL_STREAM" in environment:
        handler.setFormatter(JournalLine("%(name)s: %(message)s"))
    else:
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
