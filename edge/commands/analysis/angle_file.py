"""The body's angles, moment by moment -> a table for a spreadsheet (CSV) or for data science (Parquet).

Refuses to know: what the angles mean. An hour of them passes through, and is never held.
"""

import csv
import math
from collections.abc import Callable, Iterator
from itertools import chain, islice
from pathlib import Path

import numpy as np

from edge.commands.analysis.spool import Spool
from edge.errors import InputError
from edge.estimate.body.clinical_table import CLINICAL_NAMES
from edge.messages import Array
from edge.store.export.tables import arrow_and_parquet

PARTS = {"deg": "clinical", "sd_deg": "clinical_sd", "deg_s": "clinical_rates"}
"""By the columns' ending, of a row: each angle, its standard deviation, and how fast it grows, over the last sixth of a second."""
COLUMNS = ("t_s", *chain.from_iterable((f"{name}_{ending}" for ending in PARTS) for name in CLINICAL_NAMES))
"""Empty where it is unknown."""
BATCH = 4096
"""Rows held at once."""


def check_table(path: Path) -> None:
    """Raises InputError for a name that does not say which table is wanted, and for a table that this machine cannot make."""
    if path.suffix.lower() not in WRITERS:
        raise InputError(f"{path} does not end like a table", "end its name in .csv or .parquet")
    if path.suffix.lower() == ".parquet":
        arrow_and_parquet()


def write_table(path: Path, spool: Spool) -> None:
    """Writes what the name's ending says, in degrees. Raises InputError as `check_table` does."""
    check_table(path)
    WRITERS[path.suffix.lower()](path, _batches(spool))


def _batches(spool: Spool) -> Iterator[Array]:
    """(n, len(COLUMNS)) each; NaN where unknown. A thousandth of a second, a hundredth of a degree."""
    rows = spool.rows()
    while chunk := list(islice(rows, BATCH)):
        table = np.empty((len(chunk), len(COLUMNS)))
        table[:, 0] = [round(float(row["t"]), 3) for row in chunk]
        for place, part in enumerate(PARTS.values(), start=1):
            table[:, place :: len(PARTS)] = np.degrees([row[part] for row in chunk]).round(2)
        yield table


def _write_csv(path: Path, batches: Iterator[Array]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for table in batches:
            writer.writerows(["" if math.isnan(value) else value for value in row] for row in table.tolist())


def _write_parquet(path: Path, batches: Iterator[Array]) -> None:
    """One column each, double precision for time and single for angles; null where unknown."""
    arrow, parquet = arrow_and_parquet()
    types = [arrow.float64(), *[arrow.float32()] * (len(COLUMNS) - 1)]
    schema = arrow.schema(list(zip(COLUMNS, types, strict=True)))
    with parquet.ParquetWriter(path, schema) as writer:
        for table in batches:
            columns = [arrow.array(column, kind, from_pandas=True) for column, kind in zip(table.T, types, strict=True)]
            writer.write_table(arrow.Table.from_arrays(columns, schema=schema))


WRITERS: dict[str, Callable[[Path, Iterator[Array]], None]] = {".csv": _write_csv, ".parquet": _write_parquet}
