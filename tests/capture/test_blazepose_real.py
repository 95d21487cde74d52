"""BlazePose with its real weights on rendered people: tracking, losses, cuts, and both runtimes."""

import os
import subprocess
from pathlib import Path

import cv2
import numpy as np
import pytest

from edge import weights
from edge.capture.camera import models
from edge.capture.camera.blazepose import BlazePose, Landmarks, PoseModel, open_pose
from edge.capture.camera.detector import Infer
from edge.capture.camera.wire import CameraFailure
from edge.errors import EdgeError

pytestmark = pytest.mark.weights
CLIP = Path(__file__).parent / "data" / "avatar_squat_side.mp4"
FRAME_S = 1 / 15


@pytest.fixture(scope="module")
def folder() -> str:
    try:
        return str(weights.checked_folder())
    except EdgeError as missing:
        pytest.skip(str(missing))


@pytest.fixture(scope="module")
def frames() -> list[np.ndarray]:
    """24 frames of a rendered person, seen from the side, (426, 320, 3) RGB."""
    video = cv2.VideoCapture(str(CLIP))
    return [cv2.cvtColor(video.read()[1], cv2.COLOR_BGR2RGB) for _ in range(24)]


class Counted:
    """A network that counts its calls."""

    def __init__(self, infer: Infer) -> None:
        self.infer, self.calls = infer, 0

    def __call__(self, image: np.ndarray) -> dict[str, np.ndarray]:
        self.calls += 1
        return self.infer(image)


def followed(pose: PoseModel, images: list[np.ndarray]) -> list[Landmarks | None]:
    return [pose.feed(image, number * FRAME_S) for number, image in enumerate(images)]


def hips(found: Landmarks | None) -> np.ndarray:
    assert found is not None
    return np.asarray(found.image[23:25, :2].mean(axis=0))


def test_a_person_is_followed_in_every_frame_with_one_look_at_the_whole(folder: str, frames: list[np.ndarray]) -> None:
    pose = open_pose("onnxruntime", folder, 1)
    assert isinstance(pose, BlazePose)
    pose.detect = counted = Counted(pose.detect)
    found = followed(pose, frames)
    assert [one is not None and one.score > 0.9 for one in found] == [True] * len(frames)
    assert counted.calls == 1


def test_a_body_has_the_measures_of_a_body(folder: str, frames: list[np.ndarray]) -> None:
    (found,) = followed(open_pose("onnxruntime", folder, 1), frames[:1])
    assert found is not None
    nose, ankles = found.image[0, :2], found.image[27:29, :2].mean(axis=0)
    assert nose[1] < hips(found)[1] < ankles[1]
    shin = np.linalg.norm(found.world[25] - found.world[27])
    assert 0.25 < shin < 0.55
    assert np.abs(found.world[23:25].mean(axis=0)).max() < 0.02


def test_both_runtimes_agree(folder: str, frames: list[np.ndarray]) -> None:
    first, second = (followed(open_pose(runtime, folder, 1), frames[:1])[0] for runtime in ("onnxruntime", "litert"))
    assert first is not None
    assert second is not None
    assert np.abs(first.image[:, :2] - second.image[:, :2]).max() < 0.01
    assert np.abs(first.world - second.world).max() < 1e-4


def test_smoothing_stills_and_does_not_lag(folder: str, frames: list[np.ndarray]) -> None:
    raw, smooth = (followed(open_pose("onnxruntime", folder, 1, smooth=wish), frames) for wish in (False, True))
    assert np.linalg.norm(hips(raw[-1]) - hips(smooth[-1])) < 8.0
    assert not np.array_equal(hips(raw[-1]), hips(smooth[-1]))


def test_a_turned_person_has_the_same_world_landmarks_turned(folder: str, frames: list[np.ndarray]) -> None:
    (upright,) = followed(open_pose("onnxruntime", folder, 1), frames[:1])
    (lying,) = followed(open_pose("onnxruntime", folder, 1), [np.rot90(frames[0]).copy()])  # counter-clockwise
    assert upright is not None
    assert lying is not None
    turned = np.stack([upright.world[:, 1], -upright.world[:, 0], upright.world[:, 2]], axis=1)
    assert np.linalg.norm(lying.world - turned, axis=1).mean() < 0.05


def test_leaving_black_frames_and_return(folder: str, frames: list[np.ndarray]) -> None:
    black = [np.zeros_like(frames[0])] * 4
    found = followed(open_pose("onnxruntime", folder, 1), frames[:4] + black + frames[4:8])
    assert [one is not None for one in found] == [True] * 4 + [False] * 4 + [True] * 4
    assert [bool(one and one.fresh) for one in found] == [True, *[False] * 7, True, *[False] * 3]


def beside(left: np.ndarray | None, right: np.ndarray | None) -> np.ndarray:
    """A wide frame with a person on each half, or an empty wall of the same grey."""
    wall = np.full((426, 320, 3), 150, np.uint8)
    return np.concatenate([wall if half is None else half for half in (left, right)], axis=1)


def test_a_cut_to_another_person_elsewhere_is_noticed_at_once(folder: str, frames: list[np.ndarray]) -> None:
    images = [beside(frame, None) for frame in frames[:4]] + [beside(None, frame[:, ::-1]) for frame in frames[:4]]
    found = followed(open_pose("onnxruntime", folder, 1), images)
    assert [hips(one)[0] > 320 for one in found] == [False] * 4 + [True] * 4
    assert found[4] is not None
    assert found[4].fresh


def test_of_two_people_the_one_who_is_followed_is_kept_while_the_other_comes_and_goes(folder: str, frames: list[np.ndarray]) -> None:
    mirrored = [frame[:, ::-1] for frame in frames]
    alone = [beside(frame, None) for frame in frames[:3]]
    both = [beside(frame, other) for frame, other in zip(frames[3:9], mirrored[3:9], strict=True)]
    found = followed(open_pose("onnxruntime", folder, 1), alone + both + [beside(frame, None) for frame in frames[9:12]])
    assert [hips(one)[0] < 320 for one in found] == [True] * 12


@pytest.mark.parametrize("prefer", ["left", "right"])
def test_the_watched_place_decides_between_two(folder: str, frames: list[np.ndarray], prefer: str) -> None:
    image = beside(frames[0], frames[0][:, ::-1])
    (found,) = followed(open_pose("onnxruntime", folder, 1, prefer=prefer), [image])
    assert (hips(found)[0] > 320) == (prefer == "right")


@pytest.mark.parametrize("runtime", ["onnxruntime", "litert"])
def test_a_damaged_model_is_one_sentence(tmp_path: Path, runtime: str) -> None:
    for name in ("pose_detection", "pose_landmark_full"):
        for ending in (".onnx", ".tflite"):
            (tmp_path / (name + ending)).write_bytes(b"not a network")
    with pytest.raises(CameraFailure, match="cannot be read: run `edgecoach models fetch`"):
        open_pose(runtime, str(tmp_path), 1)


def test_a_missing_model_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(CameraFailure, match=r"pose_detection.onnx is missing .*: run `edgecoach models fetch`"):
        open_pose("onnxruntime", str(tmp_path), 1)


def test_an_unknown_runtime_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(CameraFailure, match="choose one of auto, onnxruntime"):
        open_pose("openvino", str(tmp_path), 1)


def test_without_mediapipe_its_runtime_says_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(CameraFailure, match=r"no \.task file .*models add FILE\.task"):
        open_pose("mediapipe", str(tmp_path))
    (tmp_path / "pose_landmarker_full.task").write_bytes(b"")
    with pytest.raises(CameraFailure, match=r"mediapipe is not installed: install edgecoach\[mediapipe\]"):
        open_pose("mediapipe", str(tmp_path))
    (tmp_path / "pose_landmarker_lite.task").write_bytes(b"")
    with pytest.raises(CameraFailure, match=r"2 \.task files \(pose_landmarker_full.task, pose_landmarker_lite.task\): leave one"):
        open_pose("mediapipe", str(tmp_path))


@pytest.mark.parametrize(("machine", "runtime"), [("x86_64", "onnxruntime"), ("aarch64", "litert"), ("armv7l", "litert")])
def test_the_runtime_suits_the_machine(monkeypatch: pytest.MonkeyPatch, machine: str, runtime: str) -> None:
    monkeypatch.setattr("edge.capture.camera.models.platform.machine", lambda: machine)
    assert models.chosen("auto") == runtime
    assert models.chosen("litert") == "litert"


ON_ANOTHER_PYTHON = """
import sys
sys.path.insert(0, sys.argv[1])
import cv2, numpy
from edge.capture.camera.blazepose import open_pose
pose, video = open_pose("onnxruntime", sys.argv[2], 1), cv2.VideoCapture(sys.argv[3])
found = [pose.feed(cv2.cvtColor(video.read()[1], cv2.COLOR_BGR2RGB), number / 15.0).image for number in range(24)]
numpy.save(sys.argv[4], found)
"""


@pytest.mark.python36
def test_an_old_python_finds_the_same_landmarks(folder: str, frames: list[np.ndarray], tmp_path: Path) -> None:
    """As on JetPack 4. $EDGECOACH_PYTHON36: a Python 3.6 with numpy, cv2 and onnxruntime."""
    python = os.environ.get("EDGECOACH_PYTHON36")
    if not python:
        pytest.skip("no Python 3.6 with numpy, cv2 and onnxruntime is named by EDGECOACH_PYTHON36")
    saved = tmp_path / "found.npy"
    root = Path(__file__).parents[2]
    subprocess.run([python, "-c", ON_ANOTHER_PYTHON, str(root), folder, str(CLIP), str(saved)], check=True)
    ours = [one.image for one in followed(open_pose("onnxruntime", folder, 1), frames) if one is not None]
    assert np.abs(np.load(saved) - np.array(ours)).max() < 0.5
