"""A CSV file of a worn sensor -> ImuSample, in order, on the time line of the video that it goes with.

Its first line is `t_s,where,ax,ay,az,gx,gy,gz`: seconds from the video's beginning, where it is worn, m/s2 with gravity and rad/s, along
forward, left and up. A sensor without a gyroscope leaves the last three empty. Refuses to know: the video.
"""

import csv
import math
from collections.abc import Iterable, Iterator
from pathlib import Path

from edge.errors import InputError
from edge.given_file import demand_file
from edge.messages import PLACES, ImuSample

HEADER = ("t_s", "where", "ax", "ay", "az", "gx", "gy", "gz")
MOST_ACCEL, MOST_GYRO = 400.0, 70.0
"""m/s2 and rad/s: 40 g and 4000 degrees a second. Larger numbers are in other units."""


class ImuFile:
    """A file that was looked through and is sound; iterate it, as often as you like. Raises InputError naming the line that is not."""

    def __init__(self, path: Path) -> None:
        self._path = path
        demand_file(path, "name a CSV file")
        if not sum(1 for _ in self):
            raise InputError(f"{path} holds no readings", f"below its first line, {','.join(HEADER)}, belongs one line a reading")

    def __iter__(self) -> Iterator[ImuSample]:
        try:
            with self._path.open(encoding="utf-8-sig", newline="") as file:
                yield from self._readings(csv.reader(file))
        except OSError as error:
            raise InputError(f"{self._path} cannot be read ({error.strerror})", "check the path") from error
        except (UnicodeDecodeError, csv.Error):
            raise InputError(f"{self._path} is no CSV text", f"its first line must be {','.join(HEADER)}") from None

    def _readings(self, rows: Iterable[list[str]]) -> Iterator[ImuSample]:
        lines = enumerate(rows, 1)
        _, header = next(lines, (1, []))
        if tuple(name.strip() for name in header) != HEADER:
            raise InputError(f"{self._path} does not begin with {','.join(HEADER)}", "name its columns so, in this order")
        last: dict[str, float] = {}
        before = -math.inf
        for number, row in lines:
            if not any(row):
                continue
            sample = self._reading(number, row)
            if sample.t < before or sample.t <= last.get(sample.where, -math.inf):
                raise self._wrong(number, f"{sample.t:g} s comes after {before:g} s", "sort the lines by time")
            before = last[sample.where] = sample.t
            yield sample

    def _reading(self, number: int, row: list[str]) -> ImuSample:
        cells = [cell.strip() for cell in row]
        if len(cells) != len(HEADER):
            raise self._wrong(number, f"{len(cells)} values instead of {len(HEADER)}", "write one reading a line")
        if cells[1] not in PLACES:
            raise self._wrong(number, f'"{cells[1]}" is no place where a sensor is worn', f"write one of {', '.join(PLACES)}")
        try:
            t, ax, ay, az = (float(cell) for cell in (cells[0], *cells[2:5]))
            gx, gy, gz = (float(cell) for cell in cells[5:]) if any(cells[5:]) else (math.nan,) * 3
        except ValueError:
            raise self._wrong(number, "a value is not a number", "write numbers with a decimal point") from None
        if not all(map(math.isfinite, (t, ax, ay, az))) or any(map(math.isinf, (gx, gy, gz))):
            raise self._wrong(number, "a value is not finite", "leave a line out where nothing was measured")
        if max(map(abs, (ax, ay, az))) > MOST_ACCEL or max(map(abs, (gx, gy, gz))) > MOST_GYRO:
            raise self._wrong(number, "more than any sensor measures", "write m/s2 and rad/s, not raw counts or degrees")
        return ImuSample(t, cells[1], (ax, ay, az), (gx, gy, gz))

    def _wrong(self, number: int, what: str, advice: str) -> InputError:
        return InputError(f"line {number} of {self._path}: {what}", advice)
