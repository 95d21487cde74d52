"""Files of keypoints and of angles are counted as the movement that they hold."""

import json
from pathlib import Path

import numpy as np
import pytest

from edge.assembly import build_pipeline
from edge.clock import SystemClock
from edge.commands.analysis.stick import landmarks
from edge.commands.analysis.study import TimedMind, study
from edge.commands.analysis.table import Table
from edge.errors import InputError
from edge.estimate.body.clinical_table import CLINICAL_INDEX
from edge.estimate.body.keypoints import COCO
from edge.ledger import Ledger
from edge.messages import LANDMARKS, Array, BodyState, Pose


def squats(count: int = 5, seconds: float = 2.6) -> tuple[Array, dict[str, Array]]:
    """Time and clinical angles of somebody who squats, with a rest before and after."""
    t = np.arange(0.0, 2.0 + count * seconds + 2.0, 1.0 / 30.0)
    depth = np.where((t > 2.0) & (t < 2.0 + count * seconds), 0.5 - 0.5 * np.cos(2.0 * np.pi * (t - 2.0) / seconds), 0.0)
    each = {"hip_flexion": 95.0, "knee_flexion": 105.0, "ankle_dorsiflexion": 22.0, "shoulder_flexion": 60.0}
    return t, {f"{side}_{name}": depth * most for side in ("left", "right") for name, most in each.items()}


def counted(path: Path) -> Ledger:
    table = Table(path)
    ledger = study(table, TimedMind(build_pipeline(measured=True), SystemClock()), lambda state: None)
    assert table.frames == table.seen
    return ledger


def write(path: Path, columns: dict[str, Array]) -> Path:
    rows = np.stack(list(columns.values()), axis=-1)
    path.write_text(
        "\n".join([",".join(columns), *(",".join("" if np.isnan(x) else f"{x:.4f}" for x in row) for row in rows)]), encoding="utf-8"
    )
    return path


def test_angles_alone_are_counted(tmp_path: Path) -> None:
    t, angles = squats()
    ledger = counted(write(tmp_path / "angles.csv", {"t_s": t, **{f"{name}_deg": values for name, values in angles.items()}}))
    assert [rep.exercise for rep in ledger.reps] == ["squat"] * 5


def keypoints(t: Array, angles: dict[str, Array]) -> Array:
    """(n, 33, 3) camera axes, from the side."""
    body = landmarks(angles)
    return np.stack([body[:, :, 0], -body[:, :, 1], -body[:, :, 2]], axis=-1)


def test_keypoints_are_counted_and_missing_ones_are_not_seen(tmp_path: Path) -> None:
    t, angles = squats()
    world = keypoints(t, angles)
    names = [name for name in LANDMARKS if name not in ("left_pinky", "right_pinky")]
    columns = {f"{name}_{axis}": world[:, LANDMARKS.index(name), k] for name in names for k, axis in enumerate("xyz")}
    path = write(tmp_path / "keypoints.csv", {"t_s": t, **columns})
    assert [rep.exercise for rep in counted(path).reps] == ["squat"] * 5
    first = next(iter(Table(path)))
    assert isinstance(first, Pose)
    assert first.image[LANDMARKS.index("left_pinky"), 3] == 0.0


def test_cocos_17_keypoints_are_enough_and_what_they_cannot_tell_is_unknown(tmp_path: Path) -> None:
    t, angles = squats(2)
    world = keypoints(t, angles)
    columns = {f"{name}_{axis}": world[:, LANDMARKS.index(name), k] for name in COCO for k, axis in enumerate("xyz")}
    bodies: list[BodyState | None] = []
    table = Table(write(tmp_path / "coco.csv", {"t_s": t, **columns}))
    ledger = study(table, TimedMind(build_pipeline(body=True, measured=True), SystemClock()), lambda state: bodies.append(state.body))
    assert [rep.exercise for rep in ledger.reps] == ["squat"] * 2
    known = np.isfinite([body.clinical for body in bodies if body]).mean(axis=0)
    assert known[CLINICAL_INDEX["left_knee_flexion"]] > 0.9
    assert known[CLINICAL_INDEX["left_ankle_dorsiflexion"]] == 0.0


def test_a_track_is_counted_as_its_session_was(tmp_path: Path) -> None:
    t, angles = squats()
    world = keypoints(t, angles)[::3]
    track = {
        "t": t[::3].tolist(),
        "world": (1000.0 * world).round().astype(int).reshape(-1, 99).tolist(),
        "seen": [(1 << 33) - 1] * len(world),
    }
    path = tmp_path / "track.json"
    path.write_text(json.dumps(track))
    assert len(counted(path).reps) == 5


def test_a_body_has_the_angles_that_it_was_made_of() -> None:
    t, angles = squats()
    body = landmarks(angles)
    hip, knee, ankle = (body[:, LANDMARKS.index(f"left_{part}")] for part in ("hip", "knee", "ankle"))
    thigh, shank = knee - hip, ankle - knee
    bent = np.degrees(np.arccos((thigh * shank).sum(1) / np.linalg.norm(thigh, axis=1) / np.linalg.norm(shank, axis=1)))
    assert bent == pytest.approx(angles["left_knee_flexion"], abs=1e-6)
    foot = body[:, LANDMARKS.index("left_foot_index")] - body[:, LANDMARKS.index("left_heel")]
    assert foot[:, 1] == pytest.approx(np.zeros(len(t)), abs=1e-9)


def test_a_leaning_trunk_leans_by_its_inclination() -> None:
    body = landmarks({"trunk_inclination": np.array([0.0, 30.0, 90.0]), "waist_flexion": np.array([0.0, 20.0, 0.0])})
    shoulders = body[:, [LANDMARKS.index("left_shoulder"), LANDMARKS.index("right_shoulder")]].mean(axis=1)
    assert np.degrees(np.arctan2(shoulders[:, 0], shoulders[:, 1])) == pytest.approx([0.0, 30.0, 90.0])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "t_s\n1\n2\n",
        "a,b\n1,2\n",
        "t_s,left_knee_flexion_deg\n1,2\n1,2\n",
        "t_s,left_knee_flexion_deg\n1,x\n",
        "\x00\xff",
        "t_s,left_knee_flexion_deg\n1\n2,3\n",
    ],
)
def test_any_other_table_is_refused_in_one_sentence(tmp_path: Path, text: str) -> None:
    path = tmp_path / "other.csv"
    path.write_text(text, encoding="latin-1")
    with pytest.raises(InputError):
        Table(path)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '{"t": [1, 2]}',
        '{"t": [0, 1], "world": [[1], [2]], "seen": [1, 1]}',
        '{"t": [0], "world": [null], "seen": [0]}',
        "[" * 9999,
    ],
)
def test_any_other_json_is_refused_in_one_sentence(tmp_path: Path, text: str) -> None:
    path = tmp_path / "other.json"
    path.write_text(text)
    with pytest.raises(InputError):
        Table(path)


@pytest.mark.parametrize("name", ["empty.csv", "empty.json"])
def test_an_empty_file_is_said_to_be_empty(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    with pytest.raises(InputError, match=f"{name} is empty: copy or record it again"):
        Table(tmp_path / name)


@pytest.mark.parametrize("times", ["0 inf", "-inf 0", "nan nan", "0 1e308", "-1e308 1e308", "0 33 67"])
def test_times_without_end_are_refused(tmp_path: Path, times: str) -> None:
    path = tmp_path / "other.csv"
    path.write_text("t_s,left_knee_flexion_deg\n" + "".join(f"{t},1\n" for t in times.split()))
    with pytest.raises(InputError, match="t_s"):
        Table(path)
