"""A made-up GPIO chip -> lines that remember, and misbehave on demand: for laptops without a header, and for tests.

Refuses to know: who has to cope with it.
"""

import errno
import os
from collections.abc import Sequence
from dataclasses import dataclass, field

from edge.clock import Clock
from edge.respond.pins.lines import Change, Chip, Line, LineInfo, Pull, Watched


@dataclass(slots=True)
class Wire:
    """What hangs on one line. history: when it was driven, and to which level. holder: who borrowed it."""

    name: str = ""
    high: bool = False
    holder: str = ""
    history: list[tuple[float, bool]] = field(default_factory=list)


class SimulatedChips:
    """One chip. Set `present` to False and it is unplugged, `forbidden` and it may not be opened, `broken` and its lines answer EIO.

    lent: lines that are out.
    """

    def __init__(self, clock: Clock, label: str = "simulated", lines: int = 64, names: dict[int, str] | None = None) -> None:
        self._clock = clock
        self._chip = Chip("/dev/gpiochip0", label, lines)
        self.wires = [Wire((names or {}).get(offset, "")) for offset in range(lines)]
        self.present, self.forbidden, self.broken = True, False, False
        self.lent: dict[int, SimulatedLine] = {}

    def paths(self) -> Sequence[str]:
        return [self._chip.path] if self.present else []

    def chip(self, path: str) -> Chip:
        self.demand()
        return self._chip

    def info(self, path: str, offset: int) -> LineInfo:
        self.demand()
        wire = self.wires[offset]
        return LineInfo(wire.name, bool(wire.holder), wire.holder)

    def names(self, path: str) -> Sequence[str]:
        self.demand()
        return [wire.name for wire in self.wires]

    def output(self, path: str, offset: int, high: bool, consumer: str) -> Line:
        line = self._lend(offset, consumer)
        line.write(high)
        return line

    def watched(self, path: str, offset: int, pull: Pull, consumer: str) -> Watched:
        line = self._lend(offset, consumer)
        self.wires[offset].high = pull == "up"
        return line

    def drive(self, offset: int, high: bool) -> None:
        """Someone outside sets the level of an input."""
        self.wires[offset].high = high
        if offset in self.lent:
            self.lent[offset].notice(Change(self._clock.now(), high))

    def demand(self) -> None:
        """Raises OSError as the kernel would."""
        for trouble, number in ((not self.present, errno.ENODEV), (self.forbidden, errno.EACCES), (self.broken, errno.EIO)):
            if trouble:
                raise OSError(number, os.strerror(number), self._chip.path)

    def now(self) -> float:
        return self._clock.now()

    def _lend(self, offset: int, consumer: str) -> "SimulatedLine":
        self.demand()
        if self.wires[offset].holder:
            raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))
        self.wires[offset].holder = consumer
        self.lent[offset] = SimulatedLine(self, offset)
        return self.lent[offset]


class SimulatedLine:
    """A line that was lent; its file is an eventfd, so that a real loop can watch it."""

    def __init__(self, chips: SimulatedChips, offset: int) -> None:
        self._chips, self._offset = chips, offset
        self._file = os.eventfd(0)
        self._changes: list[Change] = []

    def fileno(self) -> int:
        return self._file

    def read(self) -> bool:
        self._chips.demand()
        return self._chips.wires[self._offset].high

    def write(self, high: bool) -> None:
        self._chips.demand()
        wire = self._chips.wires[self._offset]
        wire.high = high
        wire.history.append((self._chips.now(), high))

    def notice(self, change: Change) -> None:
        self._changes.append(change)
        os.eventfd_write(self._file, 1)

    def changes(self) -> Sequence[Change]:
        self._chips.demand()
        os.eventfd_read(self._file)
        came, self._changes = self._changes, []
        return came

    def close(self) -> None:
        if self._file >= 0:
            os.close(self._file)
            self._file = -1
            self._chips.wires[self._offset].holder = ""
            del self._chips.lent[self._offset]
