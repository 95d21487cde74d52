"""tools/evaluate uiprmd, on skeletons made in its layout."""

import gzip
from pathlib import Path

import numpy as np
import pytest

from edge.errors import InputError
from edge.messages import LANDMARKS, Array
from tools.evaluation import uiprmd as evaluation
from tools.evaluation.kinect import JOINTS, J, end_to_end, poses, skeleton, true_angles
from tools.evaluation.uiprmd import uiprmd
from tools.evaluation.vicon import JOINTS as VICON_JOINTS
from tools.evaluation.vicon import PLACES, vicon_angles

OFFSETS_CM = {
    "waist": (0, 95, -240), "spine": (0, 25, 0), "chest": (0, 20, 0), "neck": (0, 1, 0), "head": (0, 6, 0), "head_tip": (0, 14, 0),
    "left_collar": (2, 0, 0), "left_shoulder": (15, 0, 0), "left_elbow": (27, 0, 0), "left_wrist": (25, 0, 0),
    "right_collar": (-2, 0, 0), "right_shoulder": (-15, 0, 0), "right_elbow": (-27, 0, 0), "right_wrist": (-25, 0, 0),
    "left_hip": (9, 0, 0), "left_knee": (0, -40, 0), "left_ankle": (0, -40, 0), "left_toes": (0, 0, 15),
    "right_hip": (-9, 0, 0), "right_knee": (0, -40, 0), "right_ankle": (0, -40, 0), "right_toes": (0, 0, 15),
}  # fmt: skip
FRAMES = 60


def squat(frames: int = FRAMES, most_deg: float = 100.0) -> tuple[Array, Array]:
    """Positions in centimetres and angles in degrees, (frames, 66), of one squat with hanging arms."""
    positions = np.tile(np.array([OFFSETS_CM[name] for name in JOINTS], float), (frames, 1, 1))
    angles = np.zeros((frames, len(JOINTS), 3))
    bent = most_deg * np.sin(np.linspace(0.0, np.pi, frames)) ** 2
    half = np.radians(bent / 2)
    positions[:, J["waist"], 1] -= 80.0 * (1.0 - np.cos(half))
    for side, out in (("left", -80.0), ("right", 80.0)):
        angles[:, J[f"{side}_shoulder"], 2] = out
        angles[:, J[f"{side}_hip"], 0] = -bent / 2
        angles[:, J[f"{side}_knee"], 0] = bent
        angles[:, J[f"{side}_ankle"], 0] = -bent / 2
    return positions.reshape(frames, -1), angles.reshape(frames, -1)


def written(path: Path, values: Array) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "\n".join(",".join(f"{value:f}" for value in row) for row in values)
    path.write_bytes(gzip.compress(text.encode()) if path.suffix == ".gz" else text.encode())
    return path


def episode(folder: Path, name: str, ending: str = "", frames: int = FRAMES, most_deg: float = 100.0) -> None:
    positions, angles = squat(frames, most_deg)
    written(folder / "Kinect" / "Positions" / f"{name}_positions{ending}.txt.gz", positions)
    written(folder / "Kinect" / "Angles" / f"{name}_angles{ending}.txt.gz", angles)


def test_the_chain_of_joints_keeps_the_feet_on_the_floor(tmp_path: Path) -> None:
    episode(tmp_path, "m01_s01_e01")
    body = skeleton(tmp_path / "Kinect/Positions/m01_s01_e01_positions.txt.gz", tmp_path / "Kinect/Angles/m01_s01_e01_angles.txt.gz")
    assert np.ptp(body.at[:, J["left_ankle"]], axis=0) == pytest.approx(np.zeros(3), abs=0.01)
    angles = true_angles(body)
    assert angles["left_knee_flexion"].max() == pytest.approx(100.0, abs=0.5)
    assert angles["right_hip_flexion"].max() == pytest.approx(50.0, abs=0.5)
    assert angles["left_elbow_flexion"].max() == pytest.approx(0.0, abs=1e-3)
    assert angles["right_shoulder_elevation"] == pytest.approx(np.full(FRAMES, 10.0), abs=0.1)


def test_poses_face_the_camera(tmp_path: Path) -> None:
    episode(tmp_path, "m01_s01_e01")
    body = skeleton(tmp_path / "Kinect/Positions/m01_s01_e01_positions.txt.gz", tmp_path / "Kinect/Angles/m01_s01_e01_angles.txt.gz")
    first, *_, last = poses(end_to_end([body, body]))
    at = {name: first.image[i] for i, name in enumerate(LANDMARKS)}
    assert at["left_shoulder"][0] > at["right_shoulder"][0], "who faces the camera has the left side on the right of the picture"
    assert at["nose"][1] < at["left_hip"][1] < at["left_heel"][1] < first.height
    assert first.world[LANDMARKS.index("nose"), 2] < first.world[LANDMARKS.index("left_ear"), 2], "the nose is nearer"
    assert (last.seq, last.t) == (2 * FRAMES - 1, pytest.approx((2 * FRAMES - 1) / 30.0))


def test_a_folder_is_scored(tmp_path: Path) -> None:
    for number in range(1, 4):
        episode(tmp_path / "Segmented_Movements", f"m01_s01_e{number:02}")
        episode(tmp_path / "Incorrect_Segmented_Movements", f"m01_s01_e{number:02}", "_inc", most_deg=60.0)
    told = uiprmd(tmp_path)
    assert (told["kind"], told["n_cases"], told["n_people"]) == ("uiprmd", 2, 1)
    summary = told["summary"]
    assert {"exercise_accuracy", "exercise_accuracy_incorrect", "form_auc", "count_exact", "count_within_one", "angle_mae_deg"} <= set(
        summary
    )
    assert [(case["correct"], case["exercise"], case["true_reps"]) for case in told["cases"]] == [(False, "squat", 3), (True, "squat", 3)]
    assert summary["knee_flexion_mae_deg"] < 8.0
    correct = told["cases"][1]
    assert abs(correct["counted"] - correct["true_reps"]) <= 1


def test_form_is_how_often_a_correct_repetition_scores_higher() -> None:
    right, wrong = [{"movement": "m01", "scores": [90.0, 80.0]}], [{"movement": "m01", "scores": [80.0, 40.0]}]
    assert evaluation.form_auc(right, wrong) == 0.875
    assert evaluation.form_auc(right, []) is None


def test_vicons_angles_are_taken_where_they_are(tmp_path: Path) -> None:
    at = np.zeros((100, VICON_JOINTS, 3))
    for side in ("left", "right"):
        at[:, PLACES[f"{side}_hip"], 1], at[:, PLACES[f"{side}_knee"], 1] = 900.0, 500.0
        at[:, PLACES[f"{side}_ankle"], 1] = 100.0
        at[50:, PLACES[f"{side}_ankle"]] = (0.0, 500.0, -400.0)
        at[:, PLACES[f"{side}_shoulder"], 1], at[:, PLACES[f"{side}_elbow"], 1], at[:, PLACES[f"{side}_wrist"], 1] = 1400.0, 1100.0, 850.0
    angles = vicon_angles(written(tmp_path / "v.txt", at.reshape(100, -1)), 30)
    assert angles["left_knee_flexion"][[0, 10, 20, 29]] == pytest.approx([0.0, 0.0, 90.0, 90.0], abs=1e-6)
    assert set(angles) == {f"{side}_{joint}_flexion" for side in ("left", "right") for joint in ("knee", "elbow")}


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"1,2,3\n", "does not hold 66"), (b"a,b\n", "cannot be read"), (b"", "does not hold 66"), (b"\xff\xff", "cannot be read")],
)
def test_a_file_that_is_otherwise_is_explained(content: bytes, says: str, tmp_path: Path) -> None:
    for part in ("Positions", "Angles"):
        path = tmp_path / "Segmented_Movements" / "Kinect" / part / f"m01_s01_e01_{part.lower()}.txt"
        path.parent.mkdir(parents=True)
        path.write_bytes(content)
    with pytest.raises(InputError, match=says):
        uiprmd(tmp_path)


def test_an_empty_folder_is_told_the_layout(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="m01_s01_e01_positions"):
        uiprmd(tmp_path)
