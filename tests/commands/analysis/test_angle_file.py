"""The table of angles as others read it."""

import builtins
import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pyarrow import parquet

from edge.commands.analysis import angle_file
from edge.commands.analysis.angle_file import COLUMNS, check_table, write_table
from edge.commands.analysis.spool import Spool, open_spool
from edge.errors import InputError
from edge.estimate.body.clinical_table import CLINICAL_NAMES
from tests.commands.analysis.test_report import state, with_body

MOMENTS = 50


@pytest.fixture
def spool(monkeypatch: pytest.MonkeyPatch) -> Iterator[Spool]:
    """The first moment without a body; several batches."""
    monkeypatch.setattr(angle_file, "BATCH", 16)
    with open_spool() as opened:
        for n in range(MOMENTS):
            opened.add(with_body(n / 30.0, 30.0 + n) if n else state(0.0, 30.0))
        yield opened


def test_csv(spool: Spool, tmp_path: Path) -> None:
    write_table(tmp_path / "angles.csv", spool)
    with (tmp_path / "angles.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == MOMENTS
    assert list(rows[0]) == ["t_s", *(f"{name}_{unit}" for name in CLINICAL_NAMES for unit in ("deg", "sd_deg", "deg_s"))]
    assert set(rows[0].values()) == {"0.0", ""}, "there was no body yet"
    assert rows[20]["neck_flexion_deg"] == ""
    knee = [rows[20][f"left_knee_flexion_{ending}"] for ending in ("deg", "sd_deg", "deg_s")]
    assert (rows[20]["t_s"], knee) == ("0.667", ["50.0", "5.0", "100.0"])


def test_parquet(spool: Spool, tmp_path: Path) -> None:
    write_table(tmp_path / "angles.PARQUET", spool)
    table = parquet.read_table(tmp_path / "angles.PARQUET")
    assert tuple(table.column_names) == COLUMNS
    assert table.num_rows == MOMENTS
    assert table["neck_flexion_deg"].null_count == MOMENTS
    assert table["left_knee_flexion_deg"].null_count == 1
    assert table["left_knee_flexion_deg"][20].as_py() == pytest.approx(50.0)
    assert table["t_s"][20].as_py() == pytest.approx(0.667)


@pytest.mark.parametrize("ending", [".csv", ".parquet"])
def test_nobody_gives_an_empty_table(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"angles{ending}"
    with open_spool() as empty:
        write_table(path, empty)
    if ending == ".csv":
        assert path.read_text(encoding="utf-8") == ",".join(COLUMNS) + "\n"
    else:
        assert parquet.read_table(path).num_rows == 0


@pytest.mark.parametrize("name", ["angles", "angles.xlsx", "angles.csv.gz"])
def test_another_ending_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"end its name in \.csv or \.parquet"):
        check_table(tmp_path / name)


def test_without_pyarrow_parquet_is_refused_and_csv_is_not(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    real = builtins.__import__

    def importing(name: str, *rest: Any) -> Any:
        if name.startswith("pyarrow"):
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", importing)
    check_table(tmp_path / "angles.csv")
    with pytest.raises(InputError, match=r"pyarrow, which is not installed: .*edgecoach\[report\]"):
        check_table(tmp_path / "angles.parquet")
