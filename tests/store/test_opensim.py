"""OpenSim's files, written and read back, and as other programs write them."""

from pathlib import Path

import numpy as np
import pytest

from edge.errors import InputError
from edge.store.opensim import Markers, Storage, read_markers, read_storage, write_markers, write_storage

NAMES = ("knee_angle_r", "pelvis_ty", "hip_flexion_r")


def mot(folder: Path, text: str) -> Path:
    path = folder / "trial.mot"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("said", "knee"), [("inDegrees=yes", np.radians(90.0)), ("inDegrees=no", 90.0), ("inDegrees = YES", np.radians(90.0))]
)
def test_the_header_says_the_unit(tmp_path: Path, said: str, knee: float) -> None:
    found = read_storage(mot(tmp_path, f"Coordinates\nversion=1\n{said}\nendheader\ntime\tknee_angle_r\tpelvis_ty\n0\t90\t0.9\n"))
    assert found.values[0] == pytest.approx([knee, 0.9])
    assert not found.guessed


@pytest.mark.parametrize(("largest", "knee"), [("90", np.radians(90.0)), ("1.5", 1.5)])
def test_without_a_header_the_numbers_say_it(tmp_path: Path, largest: str, knee: float) -> None:
    found = read_storage(mot(tmp_path, f"time\tknee_angle_r\tpelvis_ty\n0\t{largest}\t0.9\n0.01\t0\t0.9\n"))
    assert found.guessed
    assert found.values[0] == pytest.approx([knee, 0.9])


def test_forces_never_turn(tmp_path: Path) -> None:
    columns = "ground_force_1_vy\tground_force_1_px\tground_force_1_my\tR_ground_torque_y"
    found = read_storage(mot(tmp_path, f"nRows=1\ninDegrees=yes\nendheader\ntime\t{columns}\n0\t600\t0.2\t3\t4\n"))
    assert found.values[0] == pytest.approx([600, 0.2, 3, 4])


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    storage = Storage(NAMES, np.array([0.0, 0.01, 0.03]), np.array([[0.1, 0.9, -0.2], [0.2, np.nan, 0.1], [1.5, 0.8, 0.0]]))
    write_storage(tmp_path / "angles.mot", storage)
    found = read_storage(tmp_path / "angles.mot")
    assert found.names == NAMES
    np.testing.assert_allclose(found.t, storage.t)
    np.testing.assert_allclose(found.values, storage.values, atol=1e-8)


@pytest.mark.parametrize(("unit", "scale"), [("m", 1.0), ("mm", 1e-3)])
def test_markers_in_any_unit(tmp_path: Path, unit: str, scale: float) -> None:
    points = np.arange(18.0).reshape(2, 3, 3)
    points[1, 2] = np.nan
    write_markers(tmp_path / "markers.trc", Markers(("C7", "r.ASIS", "L_toe"), np.array([0.0, 0.01]), points))
    text = (tmp_path / "markers.trc").read_text(encoding="utf-8")
    (tmp_path / "markers.trc").write_text(text.replace("\tm\t", f"\t{unit}\t"), encoding="utf-8")
    found = read_markers(tmp_path / "markers.trc")
    assert found.names == ("C7", "r.ASIS", "L_toe")
    np.testing.assert_allclose(found.points, scale * points)
    np.testing.assert_allclose(found.t, [0.0, 0.01])


def test_moments_that_do_not_come_later_are_left_out(tmp_path: Path) -> None:
    rows = "0\t1\n0.01\t2\n0.01\t3\n0.005\t4\nnan\t5\n0.02\tinf\n"
    found = read_storage(mot(tmp_path, f"inDegrees=no\nendheader\ntime\tknee_angle_r\n{rows}"))
    np.testing.assert_allclose(found.t, [0.0, 0.01, 0.02])
    np.testing.assert_allclose(found.values[:, 0], [1.0, 2.0, np.nan])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is no .mot or .sto file"),
        ("a video, not a table", "is no .mot or .sto file"),
        ("endheader\ntime\tknee\n", "holds no numbers"),
        ("endheader\ntime\tknee\n0\t1\t2\n", "line 3 of"),
        ("endheader\ntime\tknee\n0\tone\n", "is not a number"),
    ],
)
def test_no_table_is_said_in_a_sentence(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read_storage(mot(tmp_path, text))


@pytest.mark.parametrize(
    ("text", "said"),
    [("time\tx\n0\t1\n", "is no .trc file"), ("PathFileType\nUnits\nfurlong\nFrame#\tTime\tC7\nX1\n\n1\t0\t1\t2\t3\n", "names no unit")],
)
def test_no_markers_are_said_in_a_sentence(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "a.trc"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=said):
        read_markers(path)


def test_a_missing_file_and_column(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_storage(tmp_path / "none.mot")
    with pytest.raises(InputError, match="no column elbow"):
        read_storage(mot(tmp_path, "time\tknee_angle_r\n0\t1\n")).column("elbow")
