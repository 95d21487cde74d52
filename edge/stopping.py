"""Ctrl-C and a service manager's signals -> one event that says: end in good order.

Refuses to know: what ends.
"""

import asyncio
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def stopped_by_signals(stopped: Callable[[], None], interrupted: Callable[[], None]) -> Iterator[asyncio.Event]:
    """The event. stopped: called for every such signal; interrupted: for Ctrl-C, before it. A second Ctrl-C ends at once."""
    loop, stop = asyncio.get_running_loop(), asyncio.Event()

    def end() -> None:
        stopped()
        stop.set()

    def interrupt() -> None:
        interrupted()
        loop.remove_signal_handler(signal.SIGINT)
        end()

    ending = [number for number in (signal.SIGTERM, signal.SIGHUP) if signal.getsignal(number) is not signal.SIG_IGN]  # nohup ignores one
    loop.add_signal_handler(signal.SIGINT, interrupt)
    for number in ending:
        loop.add_signal_handler(number, end)
    try:
        yield stop
    finally:
        for number in (signal.SIGINT, *ending):
            loop.remove_signal_handler(number)
