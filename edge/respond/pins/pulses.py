"""Frequencies and duty cycles -> square waves on GPIO lines: pulse-width modulation by software.

One thread beats for all lines of a factory and sleeps while none pulses. It is a thread, the only one of this room, because a task
of the loop would pulse late by whatever the loop is doing, and the kernel has no PWM of its own on most pins (where it has, the pin
must first be made one in the firmware's pin multiplexer, or the pulses go nowhere without a word).
Refuses to know: what a line belongs to.
"""

import threading
from collections import deque
from dataclasses import dataclass

from edge.clock import Clock
from edge.respond.pins.lines import Line

REMEMBERED = 2048
"""Edges whose lateness is kept."""


@dataclass(slots=True)
class Wave:
    """line: high for the first on_s of every period_s. due: when it changes next."""

    line: Line
    period_s: float
    on_s: float
    due: float
    high: bool = True

    def flip(self, now: float) -> None:
        """The change that is due. The grid does not drift; periods that were slept through are left out."""
        self.line.write(not self.high)
        self.high = not self.high
        self.due += self.on_s if self.high else self.period_s - self.on_s
        if self.due < now:
            self.due = now + (self.on_s if self.high else self.period_s - self.on_s)


class Pulses:
    """Square waves until `close`. A wave whose line fails ends; whoever reads or writes that line next hears why."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._changed = threading.Condition()
        self._waves: dict[Line, Wave] = {}
        self._thread: threading.Thread | None = None
        self._closing = False
        self.late_s: deque[float] = deque(maxlen=REMEMBERED)

    def beat(self, line: Line, frequency_hz: float, duty: float) -> None:
        """Pulse from now on, beginning with high. duty: share of each period that is high, between 0 and 1. Raises OSError."""
        with self._changed:
            line.write(True)
            period_s = 1.0 / frequency_hz
            self._waves[line] = Wave(line, period_s, duty * period_s, self._clock.now() + duty * period_s)
            self._begin()
            self._changed.notify()

    def hold(self, line: Line, high: bool) -> None:
        """Pulse no longer, and stay at this level. Raises OSError."""
        with self._changed:
            self._waves.pop(line, None)
            line.write(high)

    def forget(self, line: Line) -> None:
        """Pulse no longer; the line is about to be closed."""
        with self._changed:
            self._waves.pop(line, None)

    def beats(self, line: Line) -> bool:
        """Whether it pulses."""
        return line in self._waves

    def close(self) -> None:
        """No wave is left, and no thread."""
        with self._changed:
            self._waves.clear()
            self._closing = True
            self._changed.notify()
        if self._thread:
            self._thread.join()

    def _begin(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="pulses", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        with self._changed:
            while not self._closing:
                self._changed.wait(self._until_due())
                self._flip_due()

    def _until_due(self) -> float | None:
        """Seconds; None: until someone wants a wave."""
        if not self._waves:
            return None
        return max(0.0, min(wave.due for wave in self._waves.values()) - self._clock.now())

    def _flip_due(self) -> None:
        now = self._clock.now()
        for wave in [wave for wave in self._waves.values() if wave.due <= now]:
            self.late_s.append(now - wave.due)
            try:
                wave.flip(now)
            except OSError:
                del self._waves[wave.line]
