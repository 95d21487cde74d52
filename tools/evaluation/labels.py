"""Label files as people write them -> cases.

Refuses to know: what the clips show.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

from edge.errors import InputError


@dataclass(frozen=True, slots=True)
class Counted:
    """One clip of counts.csv. person: empty where the file does not say."""

    path: Path
    exercise: str
    true_reps: int
    person: str


@dataclass(frozen=True, slots=True)
class Edged:
    """One clip of index.csv. completions: times at which a repetition was completed, s; empty where the clip was not labelled."""

    path: Path
    exercise: str
    completions: tuple[float, ...]


def counted(folder: Path) -> list[Counted]:
    """counts.csv: file, exercise, true_reps; person or subject where known; others do no harm. Raises InputError with what is wrong."""
    rows = _rows(folder / "counts.csv", ("file", "exercise", "true_reps"))
    return [
        Counted(
            _there(folder, row["file"]), row["exercise"], _whole(row["true_reps"], number), row.get("person") or row.get("subject") or ""
        )
        for number, row in rows
    ]


def edged(folder: Path) -> list[Edged]:
    """index.csv: file, exercise, completion_times_s (separated by spaces). Raises InputError naming what is wrong."""
    rows = _rows(folder / "index.csv", ("file", "exercise", "completion_times_s"))
    return [Edged(_there(folder, row["file"]), row["exercise"], _times(row["completion_times_s"], number)) for number, row in rows]


def _rows(path: Path, needed: tuple[str, ...]) -> list[tuple[int, dict[str, str]]]:
    """(line number, row) of each row that is not empty."""
    if not path.is_file():
        raise InputError(f"{path} is not there", "it lists the clips: " + ",".join(needed))
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        missing = [name for name in needed if name not in (reader.fieldnames or [])]
        if missing:
            raise InputError(f"{path} has no column {missing[0]}", "its first line must name " + ",".join(needed))
        rows = [(reader.line_num, {key: (value or "").strip() for key, value in row.items() if isinstance(key, str)}) for row in reader]
    rows = [(number, row) for number, row in rows if row["file"]]
    if not rows:
        raise InputError(f"{path} lists no clip", "one line for each")
    return rows


def _there(folder: Path, name: str) -> Path:
    path = folder / name
    if not path.exists():
        raise InputError(f"{path} is listed and not there", "copy it, or take its line out")
    return path


def _whole(text: str, line: int) -> int:
    try:
        return int(float(text))
    except ValueError:
        raise InputError(f"line {line}: {text!r} is no number of repetitions", "give a whole number") from None


def _times(text: str, line: int) -> tuple[float, ...]:
    try:
        return tuple(sorted(map(float, text.replace(";", " ").split())))
    except ValueError:
        raise InputError(f"line {line}: {text!r} is no list of times", "give seconds, separated by spaces") from None
