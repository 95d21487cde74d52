"""A folder of marker trials (OpenCap's laboratory set, processed by OpenSim) -> each trial, on one time line, in SI and radians.

TRIAL.trc: markers; TRIAL_ik.mot: OpenSim's joint angles; TRIAL_grf.mot: force plates; TRIAL_id_lp6.csv: OpenSim's moments, filtered at
6 Hz; one .osim. Or joint angles alone, any NAME.mot, with a model from elsewhere. Refuses to know: our own body.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np

from edge.errors import InputError
from edge.estimate.body.plates import Plates, plates_of
from edge.messages import Array, Flags
from edge.store.opensim import Markers, Storage, read_markers, read_storage
from tools.evaluation.osim import Model, Placed

EDGE_S = 0.3
"""At either end of a trial the filters of both sides have nothing beyond."""
KNEES = {"knee_angle_r", "knee_angle_l"}
UNEXPLAINED_SHARE = 0.1
"""Of the weight. Where OpenSim's own moments leave more to the pelvis, a foot stands beside the plates or the chair carries."""


@dataclass(frozen=True, slots=True, eq=False)
class Moved:
    """One movement.

    t: (n,) s. angles: OpenSim's, by coordinate, (n,) rad or m. places: each body of the model.
    """

    name: str
    model: Model
    t: Array
    angles: dict[str, Array]
    places: dict[str, Placed]

    @classmethod
    def of_angles(cls, path: Path, model: Model) -> Self:
        """Raises InputError for a file that is missing or broken, or without knees."""
        t, angles = _columns(read_storage(path))
        if not angles.keys() >= KNEES:
            raise InputError(f"{path} holds no joint angles", "its columns must be OpenSim's coordinates, knee_angle_r and the others")
        return cls(path.stem, model, t, angles, model.places(angles))

    @property
    def rate_hz(self) -> float:
        return float(1.0 / np.median(np.diff(self.t)))


@dataclass(frozen=True, slots=True, eq=False)
class Trial(Moved):
    """One that was measured wholly. moments: OpenSim's, by coordinate, (n,) Nm. valid: (n,) both can be compared."""

    plates: Plates
    markers: Markers
    moments: dict[str, Array]
    valid: Flags

    @classmethod
    def read(cls, folder: Path, name: str, model: Model) -> Self:
        """Raises InputError naming the file that is missing or broken."""
        moved = Moved.of_angles(folder / f"{name}_ik.mot", model)
        plates = plates_of(*_columns(read_storage(folder / f"{name}_grf.mot")))
        moments = _moments(folder / f"{name}_id_lp6.csv", moved.t)
        inner = (moved.t > moved.t[0] + EDGE_S) & (moved.t < moved.t[-1] - EDGE_S)
        explained = np.abs(moments["pelvis_ty_force"]) < UNEXPLAINED_SHARE * 9.80665 * model.mass
        markers = read_markers(folder / f"{name}.trc")
        return cls(name, model, moved.t, moved.angles, moved.places, plates, markers, moments, inner & explained)


def trials(folder: Path) -> Iterator[Trial]:
    """Raises InputError for a folder without any."""
    models = sorted(folder.glob("*.osim"))
    names = sorted(path.name.removesuffix("_ik.mot") for path in folder.glob("*_ik.mot"))
    if len(models) != 1 or not names:
        raise InputError(
            f"{folder} holds no trials of one model", "it needs one .osim, and TRIAL_ik.mot with its .trc, _grf.mot, _id_lp6.csv"
        )
    model = Model.read(models[0])
    for name in names:
        yield Trial.read(folder, name, model)


def movements(folder: Path, model: Path) -> Iterator[Moved]:
    """Of a folder with joint angles alone. Raises InputError for one without any."""
    files = sorted(folder.glob("*.mot"))
    if not files:
        raise InputError(f"{folder} holds no joint angles", "it needs .mot files of OpenSim's coordinates")
    posed = Model.read(model)
    for path in files:
        yield Moved.of_angles(path, posed)


def _columns(storage: Storage) -> tuple[Array, dict[str, Array]]:
    return storage.t, dict(zip(storage.names, storage.values.T, strict=True))


def _moments(path: Path, t: Array) -> dict[str, Array]:
    """OpenSim's inverse dynamics at these times."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        table = np.array(rows, float)
        found = {name: np.interp(t, table[:, 0], column) for name, column in zip(header[1:], table[:, 1:].T, strict=True)}
    except (OSError, ValueError, IndexError) as problem:
        raise InputError(
            f"{path} is no table of moments", "its first line names time and the moments of OpenSim's coordinates"
        ) from problem
    found.setdefault("pelvis_ty_force", np.zeros(len(t)))
    return found
