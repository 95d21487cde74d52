"""--plates FILE, as a laboratory's export has it."""

from pathlib import Path

import numpy as np
import pytest

from edge.commands.analysis.force_plates import force_plates
from edge.errors import InputError
from edge.store.opensim import Storage, write_storage

NAMES = tuple(f"ground_force_{k}_{quantity}{axis}" for k in (1, 2) for quantity in "vp" for axis in "xyz")


def written(folder: Path, names: tuple[str, ...], row: list[float]) -> Path:
    path = folder / "forces.mot"
    write_storage(path, Storage(names, np.array([0.0, 0.01]), np.array([row, row])))
    return path


def test_two_plates(tmp_path: Path) -> None:
    plates = force_plates(written(tmp_path, NAMES, [0, 300, 0, 0.1, 0, 0.2, 0, 350, 0, 0.1, 0, -0.2]))
    assert plates.wrenches[0, :, 1] == pytest.approx([300.0, 350.0])


@pytest.mark.parametrize(
    ("names", "row", "said"),
    [
        (NAMES[:6], [0, 300, 0, 0.1, 0, 0.2], "holds one force plate"),
        (NAMES, [0.0] * 12, "nobody stands"),
        (("knee_angle_r",), [1.0], "no force plate"),
    ],
)
def test_what_no_feet_stood_on_is_said(tmp_path: Path, names: tuple[str, ...], row: list[float], said: str) -> None:
    with pytest.raises(InputError, match=said):
        force_plates(written(tmp_path, names, row))
