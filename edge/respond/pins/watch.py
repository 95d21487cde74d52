"""A watched line -> its levels that lasted, told in the loop.

Refuses to know: what the line belongs to.
"""

import asyncio
from collections.abc import Callable
from typing import TypeAlias

from edge.clock import Clock
from edge.respond.pins.debounce import Debounce
from edge.respond.pins.lines import Watched

OnChange: TypeAlias = Callable[[float, bool], None]
"""Told when the level changed (s of CLOCK_MONOTONIC), and the level."""


class Watch:
    """Tells every change that lasted, from its making until `stop`. Raises OSError where the line cannot be read."""

    def __init__(self, line: Watched, lasting_s: float, clock: Clock, tell: OnChange) -> None:
        self._line, self._clock, self.tell = line, clock, tell
        self._debounce = Debounce(lasting_s, line.read())
        self._timer: asyncio.TimerHandle | None = None
        self._loop = asyncio.get_running_loop()
        self._file = line.fileno()
        self._loop.add_reader(self._file, self._read)

    def stop(self) -> None:
        self._loop.remove_reader(self._file)
        if self._timer:
            self._timer.cancel()

    def _read(self) -> None:
        try:
            changes = self._line.changes()
        except OSError:  # its chip has gone, which whoever reads the line next hears
            self.stop()
            return
        for change in changes:
            self._debounce.feed(self._clock.now() if change.t is None else change.t, change.high)
        self._wait()

    def _wait(self) -> None:
        if self._timer:
            self._timer.cancel()
        due = self._debounce.due
        self._timer = None if due is None else self._loop.call_later(max(0.0, due - self._clock.now()), self._settle)

    def _settle(self) -> None:
        settled = self._debounce.settle(self._clock.now())
        if settled:
            self.tell(*settled)
        else:
            self._wait()
