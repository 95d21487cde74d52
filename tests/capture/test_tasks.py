"""The runtime mediapipe behind the same face: on a stand-in for the package, whose answers are known."""

import sys
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import pytest

from edge.capture.camera.tasks import TaskPose
from edge.capture.camera.wire import CameraFailure

IMAGE = np.zeros((480, 640, 3), np.uint8)


class Package:
    """A stand-in for mediapipe's PoseLandmarker. people: whether somebody is in each frame; times_ms: what it was told."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, people: list[bool]) -> None:
        self.people, self.times_ms = people, list[int]()
        point = SimpleNamespace(x=0.5, y=0.25, z=-0.1, visibility=0.75)
        self._found = SimpleNamespace(pose_landmarks=[[point] * 33], pose_world_landmarks=[[point] * 33])
        self._nobody = SimpleNamespace(pose_landmarks=[], pose_world_landmarks=[])
        vision = SimpleNamespace(
            PoseLandmarkerOptions=SimpleNamespace,
            RunningMode=SimpleNamespace(VIDEO="video"),
            PoseLandmarker=SimpleNamespace(create_from_options=self._open),
        )
        package: Any = ModuleType("mediapipe")
        package.Image, package.ImageFormat = SimpleNamespace, SimpleNamespace(SRGB=1)
        tasks: Any = ModuleType("mediapipe.tasks.python")
        tasks.BaseOptions, tasks.vision = SimpleNamespace, vision
        for name, module in {
            "mediapipe": package,
            "mediapipe.tasks": ModuleType("mediapipe.tasks"),
            "mediapipe.tasks.python": tasks,
        }.items():
            monkeypatch.setitem(sys.modules, name, module)

    def _open(self, options: SimpleNamespace) -> "Package":
        if options.base_options.model_asset_path == "damaged.task":
            raise RuntimeError("INVALID_ARGUMENT")
        return self

    def detect_for_video(self, picture: SimpleNamespace, t_ms: int) -> SimpleNamespace:
        self.times_ms.append(t_ms)
        return self._found if self.people[len(self.times_ms) - 1] else self._nobody


def test_landmarks_come_in_pixels_and_metres(monkeypatch: pytest.MonkeyPatch) -> None:
    Package(monkeypatch, [True])
    found = TaskPose("any.task").feed(IMAGE, 0.0)
    assert found is not None
    assert found.image[0] == pytest.approx([320.0, 120.0, -64.0, 0.75])
    assert found.world[32] == pytest.approx([0.5, 0.25, -0.1])


def test_a_track_is_fresh_where_it_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    Package(monkeypatch, [True, True, False, True])
    pose = TaskPose("any.task")
    found = [pose.feed(IMAGE, number / 30) for number in range(4)]
    assert [one.fresh if one else None for one in found] == [True, False, None, True]


def test_times_rise_by_whole_milliseconds_even_where_ours_do_not(monkeypatch: pytest.MonkeyPatch) -> None:
    package = Package(monkeypatch, [True] * 4)
    pose = TaskPose("any.task")
    for t in (0.0, 0.0002, 0.0333, 0.0333):
        pose.feed(IMAGE, t)
    assert package.times_ms == [0, 1, 33, 34]


def test_a_damaged_file_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    Package(monkeypatch, [])
    with pytest.raises(CameraFailure, match=r"damaged\.task cannot be read: add another with `edgecoach models add`"):
        TaskPose("damaged.task")
