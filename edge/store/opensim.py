"""OpenSim's files of motion, forces and markers (.mot, .sto, .trc) -> columns over time, and back.

Angles come out in radians and lengths in metres, whatever the file holds. The format is OpenSim's own: "Motion (.mot) files", "Storage
(.sto) files" and "Marker (.trc) files" of its user's guide. Refuses to know: what a column means to a body, and models (.osim).
"""

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from edge.errors import InputError
from edge.given_file import read_given
from edge.messages import Array

HEADER_END = "endheader"
NOT_AN_ANGLE = re.compile(r"(?i)(_[tpvm][xyz]$|force|torque|moment|_activation|_std_)")
"""Lengths, forces and moments keep their unit whatever inDegrees says; everything else that a .mot holds is an angle."""
MOST_RADIANS = 2.0 * math.pi
"""No joint of a person turns further: larger angles in a file that does not name its unit are degrees."""
METRES = {"m": 1.0, "meters": 1.0, "cm": 1e-2, "mm": 1e-3, "millimeters": 1e-3}
LONGEST_HEADER = 100
MOST_BYTES = 1 << 30
"""More than an hour of two force plates at 1000 Hz."""


@dataclass(frozen=True, slots=True, eq=False)
class Storage:
    """What a .mot or .sto holds.

    t: (n,) s, each later than the one before; rows that were not are left out. names: of the k columns beside time. values: (n, k) rad, m,
    N, Nm; NaN where the file has no number. guessed: the file did not say whether its angles are degrees, its numbers did.
    """

    names: tuple[str, ...]
    t: Array
    values: Array
    guessed: bool = False

    def column(self, name: str) -> Array:
        """(n,). Raises InputError for a column that is not there."""
        if name not in self.names:
            raise InputError(f"there is no column {name}", f"the file has {', '.join(self.names[:8])} and so on")
        return self.values[:, self.names.index(name)]


@dataclass(frozen=True, slots=True, eq=False)
class Markers:
    """What a .trc holds. t: (n,) s, increasing. points: (n, k, 3) m in the laboratory's axes, y up; NaN where a marker was not seen."""

    names: tuple[str, ...]
    t: Array
    points: Array


def read_storage(path: Path) -> Storage:
    """A .mot or .sto, with or without its header. Raises InputError for a file that is neither."""
    lines = _lines(path)
    header, names, first = _preamble(lines, path)
    t, values = _table([line.split() for line in lines[first:]], len(names), path, first + 1)
    angles = np.array([NOT_AN_ANGLE.search(name) is None for name in names[1:]], bool)
    said = header.get("indegrees")
    degrees = said.startswith("y") if said else _look_like_degrees(values[:, angles])
    if degrees:
        values[:, angles] = np.radians(values[:, angles])
    return Storage(tuple(names[1:]), t, values, guessed=not said and bool(angles.any()))


def write_storage(path: Path, storage: Storage) -> None:
    """A .mot in degrees, as OpenSim's own tools write it; NaN stays NaN. Raises OSError."""
    angles = np.array([NOT_AN_ANGLE.search(name) is None for name in storage.names], bool)
    values = np.where(angles, np.degrees(storage.values), storage.values)
    head = [path.stem, "version=1", f"nRows={len(storage.t)}", f"nColumns={len(storage.names) + 1}", "inDegrees=yes", HEADER_END]
    rows = ("\t".join(f"{value:.8f}" for value in (t, *row)) for t, row in zip(storage.t.tolist(), values.tolist(), strict=True))
    _write(path, [*head, "\t".join(("time", *storage.names)), *rows])


def read_markers(path: Path) -> Markers:
    """A .trc in any unit of length. Raises InputError for a file that is none."""
    lines = _lines(path)
    if len(lines) < 6 or not lines[0].startswith("PathFileType"):
        raise InputError(f"{path} is no .trc file", "its first line begins with PathFileType")
    facts = dict(zip(lines[1].split(), lines[2].split(), strict=False))
    unit = METRES.get(facts.get("Units", "").lower())
    if unit is None:
        raise InputError(f"{path} names no unit that is known", f"write one of {', '.join(METRES)} below Units")
    names = [name for name in lines[3].split("\t")[2:] if name.strip()]
    rows = [line.split("\t")[1:] for line in lines[5:]]
    t, values = _table([_padded(row, 1 + 3 * len(names)) for row in rows], 1 + 3 * len(names), path, 6)
    return Markers(tuple(name.strip() for name in names), t, unit * values.reshape(len(t), len(names), 3))


def write_markers(path: Path, markers: Markers) -> None:
    """A .trc in metres; a marker that was not seen is left empty. Raises OSError."""
    n, k = markers.points.shape[:2]
    rate = f"{(n - 1) / (markers.t[-1] - markers.t[0]):.6g}" if n > 1 else "0"
    keys = ("DataRate", "CameraRate", "NumFrames", "NumMarkers", "Units", "OrigDataRate", "OrigDataStartFrame", "OrigNumFrames")
    head = [
        f"PathFileType\t4\t(X/Y/Z)\t{path.name}",
        "\t".join(keys),
        "\t".join((rate, rate, str(n), str(k), "m", rate, "1", str(n))),
        "Frame#\tTime\t" + "".join(f"{name}\t\t\t" for name in markers.names),
        "\t\t" + "".join(f"X{i}\tY{i}\tZ{i}\t" for i in range(1, k + 1)),
        "",
    ]
    times, rows = markers.t.tolist(), markers.points.reshape(n, -1).tolist()
    _write(path, [*head, *(_marker_row(number, t, row) for number, (t, row) in enumerate(zip(times, rows, strict=True), 1))])


def _marker_row(number: int, t: float, row: Sequence[float]) -> str:
    cells = ("" if math.isnan(value) else f"{value:.6f}" for value in row)
    return "\t".join((str(number), f"{t:.6f}", *cells))


def _lines(path: Path) -> list[str]:
    try:
        text = read_given(path, MOST_BYTES).decode("utf-8-sig", "replace")
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror})", "check the path") from error
    return text.splitlines()


def _preamble(lines: Sequence[str], path: Path) -> tuple[dict[str, str], list[str], int]:
    """The header's facts in lower case, the names of all columns, and the index of the first line of numbers."""
    facts: dict[str, str] = {}
    for index, line in enumerate(lines[:LONGEST_HEADER]):
        if line.split()[:1] == ["time"]:
            return facts, line.split(), index + 1
        key, equals, value = line.partition("=")
        if equals:
            facts[key.strip().lower()] = value.strip().lower()
    raise InputError(f"{path} is no .mot or .sto file", "above its numbers belongs a line of column names, the first of them time")


def _table(rows: Iterable[Sequence[str]], width: int, path: Path, line: int) -> tuple[Array, Array]:
    """Times (n,) and the other columns (n, width - 1), without the rows whose time does not advance."""
    found = [_numbers(row, width, path, number) for number, row in enumerate(rows, line) if any(cell.strip() for cell in row)]
    kept = list(_advancing(found))
    if not kept:
        raise InputError(f"{path} holds no numbers", "below the names of its columns belongs one row a moment")
    table = np.array(kept)
    return table[:, 0], table[:, 1:]


def _numbers(row: Sequence[str], width: int, path: Path, line: int) -> list[float]:
    if len(row) != width:
        raise InputError(f"line {line} of {path} has {len(row)} values instead of {width}", "give each column its value")
    try:
        numbers = [float(cell) if cell.strip() else math.nan for cell in row]
    except ValueError:
        raise InputError(f"line {line} of {path}: a value is not a number", "write numbers with a decimal point") from None
    return [math.nan if math.isinf(number) else number for number in numbers]


def _advancing(rows: Iterable[list[float]]) -> Iterator[list[float]]:
    before = -math.inf
    for row in rows:
        if row[0] > before:
            before = row[0]
            yield row


def _padded(row: Sequence[str], width: int) -> list[str]:
    """A row whose empty cells at its end were left out, or which ends with one tab too many."""
    return [*row[:width], *[""] * (width - len(row))]


def _look_like_degrees(angles: Array) -> bool:
    return bool(np.nan_to_num(np.abs(angles)).max(initial=0.0) > MOST_RADIANS)


def _write(path: Path, lines: Iterable[str]) -> None:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
