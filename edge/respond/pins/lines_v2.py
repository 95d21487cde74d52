"""The GPIO character device, version 2 (Linux 5.10 and newer), through libgpiod -> lines.

Refuses to know: version 1, boards and pins. Imported only where the kernel speaks it: the package gpiod may be away elsewhere.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import gpiod
from gpiod.line import Bias, Direction, Edge, Value

from edge.respond.pins.lines import Change, Chip, Line, LineInfo, Pull, Watched

BIAS: dict[Pull, Bias] = {"up": Bias.PULL_UP, "down": Bias.PULL_DOWN, "floating": Bias.DISABLED}


class LineV2:
    """A line that was lent to us as this request."""

    def __init__(self, request: gpiod.LineRequest, offset: int) -> None:
        self._request, self._offset = request, offset

    def fileno(self) -> int:
        return self._request.fd

    def read(self) -> bool:
        with _kernel_errors():
            return self._request.get_value(self._offset) is Value.ACTIVE

    def write(self, high: bool) -> None:
        with _kernel_errors():
            self._request.set_value(self._offset, Value.ACTIVE if high else Value.INACTIVE)

    def changes(self) -> Sequence[Change]:
        with _kernel_errors():
            events = self._request.read_edge_events()
        return [Change(event.timestamp_ns / 1e9, event.event_type is event.Type.RISING_EDGE) for event in events]

    def close(self) -> None:
        with suppress(OSError):
            self._request.release()


class ChipsV2:
    """Chips by version 2 of the interface."""

    def paths(self) -> Sequence[str]:
        return sorted(path for path in map(str, Path("/dev").glob("gpiochip*")) if gpiod.is_gpiochip_device(path))

    def chip(self, path: str) -> Chip:
        with _kernel_errors(), gpiod.Chip(path) as chip:
            info = chip.get_info()
            return Chip(path, info.label, info.num_lines)

    def info(self, path: str, offset: int) -> LineInfo:
        with _kernel_errors(), gpiod.Chip(path) as chip:
            info = chip.get_line_info(offset)
            return LineInfo(info.name or "", info.used, info.consumer or "")

    def names(self, path: str) -> Sequence[str]:
        with _kernel_errors(), gpiod.Chip(path) as chip:
            return [chip.get_line_info(offset).name or "" for offset in range(chip.get_info().num_lines)]

    def output(self, path: str, offset: int, high: bool, consumer: str) -> Line:
        level = Value.ACTIVE if high else Value.INACTIVE
        return _requested(path, offset, gpiod.LineSettings(direction=Direction.OUTPUT, output_value=level), consumer)

    def watched(self, path: str, offset: int, pull: Pull, consumer: str) -> Watched:
        settings = gpiod.LineSettings(direction=Direction.INPUT, edge_detection=Edge.BOTH, bias=BIAS[pull])
        return _requested(path, offset, settings, consumer)


def _requested(path: str, offset: int, settings: gpiod.LineSettings, consumer: str) -> LineV2:
    with _kernel_errors(), gpiod.Chip(path) as chip:
        return LineV2(chip.request_lines({offset: settings}, consumer=consumer), offset)


@contextmanager
def _kernel_errors() -> Iterator[None]:
    """libgpiod gives some of the kernel's numbers, such as EINVAL, as errors of Python's own."""
    try:
        yield
    except (ValueError, NotImplementedError) as error:
        raise OSError(*error.args) from error
