"""Columns of values -> a table as CSV or Parquet, several of them in a folder or a zip.

Refuses to know: what the values mean.
"""

import csv
import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias
from zipfile import ZIP_DEFLATED, ZipFile

from edge.errors import InputError

Cell: TypeAlias = str | float | int | bool | None
Columns: TypeAlias = Mapping[str, Sequence[Cell]]
"""By name, all of one length; None for what is unknown."""
ZIP = ".zip"


def write_csv(path: Path, columns: Columns) -> None:
    """Unknown cells are empty. Raises OSError."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([_cell(cell) for cell in row] for row in zip(*columns.values(), strict=True))


def write_parquet(path: Path, columns: Columns) -> None:
    """Unknown cells are null. Raises InputError where pyarrow is not installed, OSError."""
    arrow, parquet = arrow_and_parquet()
    arrays = {name: arrow.array([None if _unknown(cell) else cell for cell in column]) for name, column in columns.items()}
    parquet.write_table(arrow.table(arrays), path)


def arrow_and_parquet() -> tuple[Any, Any]:
    """Raises InputError where pyarrow is not installed."""
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        advice = "install edgecoach[report], or export as csv"
        raise InputError("Parquet needs the Python package pyarrow, which is not installed", advice) from None
    return pyarrow, parquet


@contextmanager
def folder_or_zip(target: Path) -> Iterator[Path]:
    """A folder to write into: the target itself, or what becomes the target where that is a .zip. Raises InputError, OSError."""
    if target.suffix.lower() != ZIP:
        target.mkdir(parents=True, exist_ok=True)
        yield target
        return
    with TemporaryDirectory(prefix=".export-", dir=target.parent) as folder:
        yield Path(folder)
        with ZipFile(target, "w", ZIP_DEFLATED) as packed:
            for file in sorted(Path(folder).iterdir()):
                packed.write(file, file.name)


def _cell(cell: Cell) -> Cell:
    if _unknown(cell):
        return ""
    return str(cell).lower() if isinstance(cell, bool) else cell


def _unknown(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, float) and not math.isfinite(cell))
