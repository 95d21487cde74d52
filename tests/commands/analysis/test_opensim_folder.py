"""What a biomechanist finds in the folder."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from edge.commands.analysis import opensim_folder
from edge.commands.analysis.opensim_folder import check_folder, write_folder
from edge.commands.analysis.spool import Spool, open_spool
from edge.errors import InputError, from_outside
from edge.estimate.body.anthropometry import BodySize
from edge.estimate.body.model import DOF, BodyModel
from edge.messages import LANDMARKS, Array
from edge.store.opensim import read_markers, read_storage
from tests.commands.analysis.test_report import state, with_body

MODEL = BodyModel.of(BodySize())
FPS = 30.0


def posed(**degrees: float) -> Array:
    """A configuration 3 m before the camera; `left_thigh__X` is left_thigh.X."""
    angles = np.zeros(47)
    angles[2] = -3.0
    for name, value in degrees.items():
        angles[DOF[name.replace("__", ".")]] = np.radians(value)
    return MODEL.configuration(angles)


def recorded(spool: Spool, poses: list[Array]) -> None:
    """World landmarks: ankles 0.8 m and feet 0.9 m below the hips, y down as cameras give it."""
    world = np.zeros((33, 3))
    world[27:29, 1], world[29:, 1] = 0.8, 0.9
    for n, q in enumerate(poses):
        spool.add(replace(with_body(n / FPS, 20.0, q), world=world))


@pytest.fixture
def spool() -> Iterator[Spool]:
    with open_spool() as opened:
        yield opened


def coordinates(spool: Spool, folder: Path, **degrees: float) -> dict[str, float]:
    """Of the last moment, degrees."""
    recorded(spool, [posed(), posed(**degrees)])
    storage = read_storage(write_folder(folder, "set", spool)[1])
    return {name: float(np.degrees(storage.column(name)[-1])) for name in storage.names}


@pytest.mark.parametrize(
    ("pose", "name", "degrees"),
    [
        ({"pelvis__Y": 30}, "pelvis_rotation", 30),
        ({"pelvis__Z": -20}, "pelvis_tilt", -20),
        ({"right_thigh__Z": 70}, "hip_flexion_r", 70),
        ({"right_thigh__X": -15}, "hip_adduction_r", -15),
        ({"left_thigh__X": 15}, "hip_adduction_l", -15),
        ({"left_thigh__Y": -10}, "hip_rotation_l", 10),
        ({"left_shank__Z": -95}, "knee_angle_l", 95),
        ({"right_foot__Z": 12}, "ankle_angle_r", 12),
        ({"abdomen__Z": -10, "thorax__Z": -15}, "lumbar_extension", -25),
        ({"left_upper_arm__X": 40}, "arm_add_l", -40),
        ({"right_upper_arm__Z": 100}, "arm_flex_r", 100),
        ({"right_forearm__Z": 60}, "elbow_flex_r", 60),
    ],
)
def test_coordinates_have_opensims_signs(pose: dict[str, float], name: str, degrees: float, spool: Spool, tmp_path: Path) -> None:
    assert coordinates(spool, tmp_path, **pose)[name] == pytest.approx(degrees, abs=1e-3)


def test_the_body_stands_on_the_floor_where_it_was_seen(spool: Spool, tmp_path: Path) -> None:
    recorded(spool, [posed()] * 3)
    trc, mot = write_folder(tmp_path / "new", "set", spool)
    assert (trc.name, mot.name) == ("set.trc", "set.mot")
    markers, storage = read_markers(trc), read_storage(mot)
    assert markers.names == LANDMARKS
    heights = markers.points[0, :, 1]
    assert heights[LANDMARKS.index("left_heel")] == pytest.approx(0.0, abs=1e-5)
    assert heights[LANDMARKS.index("left_hip")] == pytest.approx(0.9, abs=1e-5)
    assert markers.points[0, LANDMARKS.index("left_hip"), 2] == pytest.approx(-3.0, abs=1e-3)
    assert storage.column("pelvis_ty")[0] == pytest.approx(0.9 + 0.078, abs=1e-3)
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == ["set.mot", "set.trc"]


def test_turning_round_and_round_never_jumps(spool: Spool, tmp_path: Path) -> None:
    recorded(spool, [posed(pelvis__Y=12.0 * n) for n in range(80)])
    turned = read_storage(write_folder(tmp_path, "set", spool)[1]).column("pelvis_rotation")
    assert np.degrees(np.diff(turned)) == pytest.approx(np.full(79, 12.0), abs=1e-3)


def test_moments_without_a_body_are_left_out(spool: Spool, tmp_path: Path) -> None:
    spool.add(state(0.0, 10.0))
    recorded(spool, [posed()] * 2)
    trc, mot = write_folder(tmp_path, "set", spool)
    assert len(read_markers(trc).t) == len(read_storage(mot).t) == 2


def test_a_recording_of_nobody_leaves_no_files(spool: Spool, tmp_path: Path) -> None:
    spool.add(state(0.0, 10.0))
    assert write_folder(tmp_path, "set", spool) == ()
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_said_of_the_folder_as_of_all_that_is_written(spool: Spool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file was named that nobody knew, as if it had been a mistake in the command."""
    recorded(spool, [posed()] * 2)
    monkeypatch.setattr(opensim_folder, "files_in", lambda folder, name: (Path("/dev/full"), folder / f"{name}.mot"))
    with pytest.raises(OSError, match="No space left on device") as full:
        write_folder(tmp_path, "set", spool)
    told = from_outside(full.value)
    assert told is not None
    assert (str(told), told.exit_code) == (f"{tmp_path} found no room on the disk: free some, then try again", 1)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_goes_meanwhile_is_one_sentence(spool: Spool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    recorded(spool, [posed()] * 2)
    gone = tmp_path / "out"
    monkeypatch.setattr(opensim_folder, "files_in", lambda folder, name: (tmp_path / "gone" / name, folder / name))
    with pytest.raises(InputError, match=rf"^{gone} is gone"):
        write_folder(gone, "set", spool)


def test_a_folder_that_cannot_be_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match="cannot be written"):
        check_folder(tmp_path / "file")
    with pytest.raises(InputError, match="cannot be written"):
        check_folder(tmp_path / "file" / "below")
