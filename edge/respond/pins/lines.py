"""The kernel's GPIO chips, whichever of its two interfaces it speaks -> lines to read, write and watch.

Refuses to know: boards and their headers, and what hangs on a line.
"""

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias

Pull: TypeAlias = Literal["up", "down", "floating"]

CONSUMER = "edgecoach"
"""What the kernel tells others who ask who uses a line; the output's name follows it."""

SECOND_INTERFACE = (5, 10)
"""Linux that has version 2 of the GPIO character device (include/uapi/linux/gpio.h); JetPack 4 has 4.9."""


@dataclass(frozen=True, slots=True)
class Chip:
    """path: such as /dev/gpiochip0. label: what its driver calls it. lines: how many it has."""

    path: str
    label: str
    lines: int


@dataclass(frozen=True, slots=True)
class LineInfo:
    """name: the line's own, empty where it has none. used: someone holds it; consumer: who, as they call themselves."""

    name: str
    used: bool
    consumer: str


@dataclass(frozen=True, slots=True)
class Change:
    """t: when the level changed, s of CLOCK_MONOTONIC; None where the kernel tells another time. high: the level since then."""

    t: float | None
    high: bool


class Line(Protocol):
    """One line that is ours until it is closed. Everything but `close` raises OSError when its chip has gone."""

    def read(self) -> bool:
        """Whether it is high."""
        ...

    def write(self, high: bool) -> None: ...

    def close(self) -> None:
        """Give it back. What level stays is the chip's own affair: write the right one before. May be called twice."""
        ...


class Watched(Line, Protocol):
    """An input whose file becomes readable when its level changes."""

    def fileno(self) -> int: ...

    def changes(self) -> Sequence[Change]:
        """Those that have come, oldest first; blocks where there are none."""
        ...


class Chips(Protocol):
    """All chips of a machine. Raises OSError with the kernel's own number: EACCES, EBUSY, ENODEV."""

    def paths(self) -> Sequence[str]: ...

    def chip(self, path: str) -> Chip: ...

    def info(self, path: str, offset: int) -> LineInfo: ...

    def names(self, path: str) -> Sequence[str]:
        """Of every line, in their order; empty for one without."""
        ...

    def output(self, path: str, offset: int, high: bool, consumer: str) -> Line:
        """The line, driven at that level from the first moment on."""
        ...

    def watched(self, path: str, offset: int, pull: Pull, consumer: str) -> Watched:
        """The line as an input; a pull that the kernel cannot set is left to the board."""
        ...


def open_chips(release: str = os.uname().release) -> Chips:
    """This machine's chips, by the interface that its kernel has. Raises ImportError where the package gpiod is needed and away."""
    if kernel_version(release) < SECOND_INTERFACE:
        from edge.respond.pins.lines_v1 import ChipsV1

        return ChipsV1()
    from edge.respond.pins.lines_v2 import ChipsV2

    return ChipsV2()


def kernel_version(release: str) -> tuple[int, int]:
    """`4.9.337-tegra` -> (4, 9); a kernel that hides its number counts as new."""
    found = re.match(r"(\d+)\.(\d+)", release)
    return (int(found[1]), int(found[2])) if found else SECOND_INTERFACE
