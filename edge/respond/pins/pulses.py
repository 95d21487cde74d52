"""Frequencies and duty cycles -> square waves on GPIO lines: pulse-width modulation by software.

One thread beats for all lines of a factory and sleeps while none pulses. It is a thread, the only one of this room, because a task
of the loop would pulse late by whatever the loop is doing, and the kernel has no PWM of its own on most pins (where it has, the pin
must first be made one in the firmware's pin multiplexer, or the pulses go nowhere without a word).
Refuses to know: what a line belongs to.
"""

import threading
from collections import deque
from collections.abc import Sequence
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
        """The change that is due. Raises OSError."""
        self.line.write(not self.high)
        self.high = not self.high
        self.due = self._next(self.due)
        if self.due < now:
            self.due = self._next(now)

    def _next(self, t: float) -> float:
        return t + (self.on_s if self.high else self.period_s - self.on_s)


class Waves:
    """Square waves on a grid that does not drift; periods that were slept through are left out. Knows no clock."""

    def __init__(self) -> None:
        self._waves: dict[Line, Wave] = {}
        self.late_s: deque[float] = deque(maxlen=REMEMBERED)

    def begin(self, line: Line, frequency_hz: float, duty: float, now: float) -> None:
        """A wave that begins with high. duty: share of each period that is high, between 0 and 1. Raises OSError."""
        line.write(True)
        period_s = 1.0 / frequency_hz
        self._waves[line] = Wave(line, period_s, duty * period_s, now + duty * period_s)

    def end(self, line: Line) -> None:
        """No wave on this line; its level stays."""
        self._waves.pop(line, None)

    def __contains__(self, line: Line) -> bool:
        return line in self._waves

    @property
    def due(self) -> float | None:
        """When an edge is to come next; None where nothing pulses."""
        return min((wave.due for wave in self._waves.values()), default=None)

    def flip(self, now: float) -> None:
        """Every edge that is due. A wave whose line fails ends: whoever reads or writes that line next hears why."""
        for wave in [wave for wave in self._waves.values() if wave.due <= now]:
            self.late_s.append(now - wave.due)
            try:
                wave.flip(now)
            except OSError:
                self.end(wave.line)


class Pulses:
    """Waves that run by themselves, until `close`."""

    def __init__(self, clock: Clock) -> None:
        self._clock, self._waves = clock, Waves()
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._closing = False

    @property
    def late_s(self) -> Sequence[float]:
        """How late the newest edges came, s."""
        return tuple(self._waves.late_s)

    def beat(self, line: Line, frequency_hz: float, duty: float) -> None:
        """Pulse from now on, as `Waves.begin`. Raises OSError."""
        with self._changed:
            self._waves.begin(line, frequency_hz, duty, self._clock.now())
            self._start()
            self._changed.notify()

    def hold(self, line: Line, high: bool) -> None:
        """Pulse no longer, and stay at this level. Raises OSError."""
        with self._changed:
            self._waves.end(line)
            line.write(high)

    def forget(self, line: Line) -> None:
        """Pulse no longer; the line is about to be closed."""
        with self._changed:
            self._waves.end(line)

    def beats(self, line: Line) -> bool:
        """Whether it pulses."""
        return line in self._waves

    def close(self) -> None:
        """No wave is left, and no thread."""
        with self._changed:
            self._closing = True
            self._changed.notify()
        if self._thread:
            self._thread.join()

    def _start(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="pulses", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        with self._changed:
            while not self._closing:
                due = self._waves.due
                self._changed.wait(None if due is None else max(0.0, due - self._clock.now()))
                self._waves.flip(self._clock.now())
