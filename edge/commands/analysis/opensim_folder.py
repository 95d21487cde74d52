"""The body's states -> a folder with which a biomechanist goes on in OpenSim: what was seen (.trc) and the coordinates (.mot).

Axes: y up, x to the right in the picture, z towards the camera; the floor is where the feet were lowest. Refuses to know: OpenSim's models,
beyond the names and axes of the coordinates that its full-body models share (Rajagopal 2016, Lai 2017).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from edge.commands.analysis.destination import named
from edge.commands.analysis.spool import ROW, Spool
from edge.errors import InputError
from edge.estimate.body.anthropometry import BodySize, lengths_of
from edge.estimate.body.lens import MIRROR
from edge.estimate.body.model import DOF, BodyModel
from edge.estimate.body.turns import angles_of_matrix, matrices
from edge.estimate.skeleton import INDEX
from edge.messages import LANDMARKS, Array
from edge.store.opensim import Markers, Storage, write_markers, write_storage

Joint = tuple[tuple[str, ...], tuple[tuple[str, str, float], ...]]
"""The segments whose turns one after the other are the joint; the joint's coordinates, each with its axis and sign."""

TRUNK: tuple[Joint, ...] = (
    (("pelvis",), (("pelvis_tilt", "Z", 1.0), ("pelvis_list", "X", 1.0), ("pelvis_rotation", "Y", 1.0))),
    (("abdomen", "thorax"), (("lumbar_extension", "Z", 1.0), ("lumbar_bending", "X", 1.0), ("lumbar_rotation", "Y", 1.0))),
    (("head",), (("neck_extension", "Z", 1.0), ("neck_bending", "X", 1.0), ("neck_rotation", "Y", 1.0))),
)
LIMBS: tuple[Joint, ...] = (
    (("thigh",), (("hip_flexion", "Z", 1.0), ("hip_adduction", "X", 1.0), ("hip_rotation", "Y", 1.0))),
    (("shank",), (("knee_angle", "Z", -1.0),)),
    (("foot",), (("ankle_angle", "Z", 1.0), ("subtalar_angle", "X", 1.0))),
    (("clavicle", "upper_arm"), (("arm_flex", "Z", 1.0), ("arm_add", "X", 1.0), ("arm_rot", "Y", 1.0))),
    (("forearm",), (("elbow_flex", "Z", 1.0),)),
)
"""Of a right limb; on the left X and Y are mirrored."""
SIDES = (("right", "r", 1.0), ("left", "l", -1.0))
HIPS_IN_PELVIS = np.array([-0.056, -0.078, 0.0])
"""The middle of the hip centres in the pelvis of Rajagopal 2016, m: its origin lies between the front iliac spines, ours at L5/S1."""
FEET = [INDEX[f"{side}_{part}"] for side in ("left", "right") for part in ("heel", "foot_index")]
LOWEST_PERCENT = 5.0


def check_folder(folder: Path) -> None:
    """Makes it where it is missing. Raises InputError where nothing can be written in it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        TemporaryDirectory(prefix=".opensim-", dir=folder).cleanup()
    except OSError as error:
        raise InputError(f"{folder} cannot be written ({(error.strerror or str(error)).lower()})", "choose another folder") from None


def files_in(folder: Path, name: str) -> tuple[Path, Path]:
    """Those of markers and of coordinates."""
    return folder / f"{name}.trc", folder / f"{name}.mot"


def write_folder(folder: Path, name: str, spool: Spool) -> tuple[Path, ...]:
    """Writes NAME.trc and NAME.mot, whole or not at all; moments without a body are in neither, and without any there are no files.

    Raises InputError where the folder cannot be written, OSError of that folder where it takes no more.
    """
    check_folder(folder)
    if (body := stood(spool)) is None:
        return ()
    with named(folder), TemporaryDirectory(prefix=".opensim-", dir=folder) as part:
        parts = files_in(Path(part), name)
        write_markers(parts[0], body.markers)
        write_storage(parts[1], _coordinates(body.markers.t, body.angles, body.hips))
        return tuple(path.replace(folder / path.name) for path in parts)


@dataclass(frozen=True, slots=True, eq=False)
class Stood:
    """A body on the floor. angles: (n, 47) in the order of DOF_NAMES; hips: (n, 3) m, the middle of the hip centres."""

    markers: Markers
    angles: Array
    hips: Array


def stood(spool: Spool) -> Stood | None:
    """All moments with a body; None where there is none."""
    t, q, world = _moments(spool)
    if not len(t):
        return None
    angles = BodyModel.of(BodySize()).angles(q)
    hips = _hips(angles)
    points = MIRROR * world + hips[:, None]
    up = np.array([0.0, float(np.percentile(points[:, FEET, 1], LOWEST_PERCENT)), 0.0])
    return Stood(Markers(LANDMARKS, t, points - up), angles, hips - up)


def _moments(spool: Spool) -> tuple[Array, Array, Array]:
    """(n,) s, (n, 57) configurations, (n, 33, 3) landmarks in camera axes."""
    rows = np.array([row for row in spool.rows() if np.isfinite(row["q"]).all()], ROW)
    return rows["t"].astype(float), rows["q"].astype(float), rows["world"].astype(float)


def _hips(angles: Array) -> Array:
    """(n, 3) m: the middle of the hip centres."""
    turn = matrices(angles[:, [DOF[f"pelvis.{axis}"] for axis in "ZXY"]])
    return np.asarray(angles[:, :3] - lengths_of(BodySize()).pelvis * turn[:, :, 1])


def _coordinates(t: Array, angles: Array, hips: Array) -> Storage:
    columns = dict(_joint_coordinates(angles, TRUNK))
    pelvis = matrices(angles[:, [DOF[f"pelvis.{axis}"] for axis in "ZXY"]])
    at = hips - pelvis @ HIPS_IN_PELVIS
    columns |= {f"pelvis_t{axis}": at[:, i] for i, axis in enumerate("xyz")}
    for side, letter, sign in SIDES:
        columns |= {f"{name}_{letter}": values for name, values in _joint_coordinates(angles, LIMBS, f"{side}_", sign)}
    return Storage(tuple(columns), t, np.stack(list(columns.values()), axis=1))


def _joint_coordinates(angles: Array, joints: tuple[Joint, ...], prefix: str = "", mirrored: float = 1.0) -> Iterator[tuple[str, Array]]:
    """Each coordinate's name and its (n,) rad, without jumps."""
    for segments, coordinates in joints:
        turn = np.eye(3)
        for segment in segments:
            turn = turn @ matrices(_about_zxy(angles, prefix + segment))
        zxy = np.unwrap(angles_of_matrix(turn), axis=0)
        for name, axis, sign in coordinates:
            yield name, sign * (1.0 if axis == "Z" else mirrored) * zxy[:, "ZXY".index(axis)]


def _about_zxy(angles: Array, segment: str) -> Array:
    """(n, 3); 0 about an axis that the joint has not got."""
    places = [DOF.get(f"{segment}.{axis}") for axis in "ZXY"]
    return np.stack([np.zeros(len(angles)) if place is None else angles[:, place] for place in places], axis=1)
