"""USB cameras and the Raspberry Pi's: what is said where there is none, and scripted ones where there is no hardware."""

import os
import re
import subprocess
import sys
import time
import types
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from edge.capture.camera import devices
from edge.capture.camera.devices import open_device
from edge.capture.camera.v4l2 import V4l2, device_path, holders
from edge.capture.camera.wire import CameraFailure, Options


def failure(options: Options) -> CameraFailure:
    with pytest.raises(CameraFailure) as caught:
        open_device(options)
    return caught.value


def test_a_missing_camera_is_named() -> None:
    error = failure(Options(source="v4l2", address="99"))
    assert (error.kind, error.what) == ("missing", "there is no camera at /dev/video99")


def test_what_is_no_camera_is_said(tmp_path: Path) -> None:
    path = tmp_path / "video0"
    path.touch()
    error = failure(Options(source="v4l2", address=str(path)))
    assert (error.kind, error.what) == ("fault", f"{path} gives no pictures")


def test_a_camera_of_another_user_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "video0"
    path.touch()
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert "add the user to the group `video`" in failure(Options(source="v4l2", address=str(path))).advice


def test_a_camera_in_use_names_the_program(tmp_path: Path) -> None:
    path = tmp_path / "video0"
    path.touch()
    program = f"import sys; held = open({str(path)!r}); print('ready', flush=True); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        other.stdout.readline()
        assert holders(str(path)) == [f"{Path(f'/proc/{other.pid}/comm').read_text().strip()} (process {other.pid})"]
        error = failure(Options(source="v4l2", address=str(path)))
        other.communicate("")
    assert error.kind == "busy"
    assert re.fullmatch(rf"the camera {path} is in use by \S+ \(process {other.pid}\)", error.what)
    assert holders(str(path)) == []


def test_addresses_of_usb_cameras(monkeypatch: pytest.MonkeyPatch) -> None:
    assert device_path("/dev/v4l/by-id/usb-cam") == "/dev/v4l/by-id/usb-cam"
    assert device_path("3") == "/dev/video3"
    monkeypatch.setattr(os, "listdir", lambda _: ["video10", "null", "video2", "videoX"])
    assert device_path("") == "/dev/video2"


class FakeCapture:
    """cv2.VideoCapture of a camera that gives two pictures and is then unplugged. Its stamps are 10 ms old."""

    def __init__(self, path: str, _: int) -> None:
        self.path, self.left, self.asked = Path(path), 3, {}  # type: ignore[var-annotated]
        self.stamp = 0.0

    def isOpened(self) -> bool:
        return True

    def set(self, name: int, value: float) -> bool:
        self.asked[name] = value
        return True

    def get(self, name: int) -> float:
        return self.stamp * 1000.0 if name == cv2.CAP_PROP_POS_MSEC else float(self.asked.get(name, 0.0))

    def read(self) -> tuple[bool, Any]:
        self.left -= 1
        self.stamp = time.monotonic() - 0.01
        if self.left <= 0:
            self.path.unlink(missing_ok=True)
            return False, None
        return True, np.full((720, 1280, 3), (0, 0, 255), np.uint8)

    def release(self) -> None:
        pass


def test_a_usb_camera_gives_frames_with_the_drivers_stamps_until_it_is_unplugged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "video0"
    path.touch()
    monkeypatch.setattr(cv2, "VideoCapture", FakeCapture)
    camera = V4l2(str(path), 1280, 720, 30.0)
    assert (camera.facts.width, camera.facts.height, camera.facts.fps) == (1280, 720, 30.0)
    capture: Any = camera._capture
    assert capture.asked[cv2.CAP_PROP_FOURCC] == cv2.VideoWriter.fourcc(*"MJPG"), "USB 2 cannot carry it otherwise"
    first, second = camera.read(), camera.read()
    assert first is not None
    assert second is not None
    assert (first.seq, second.seq) == (0, 1)
    assert second.t == pytest.approx(capture.stamp, abs=1e-6), "milliseconds and back lose the last bit"
    assert first.image[0, 0].tolist() == [255, 0, 0]
    with pytest.raises(CameraFailure, match=f"the camera {path} was unplugged") as caught:
        camera.read()
    assert caught.value.kind == "lost"


class FakePiCamera:
    """picamera2.Picamera2 with one camera, as its manual describes it."""

    stamp_ns = 0
    trouble = ""

    def __init__(self, number: int) -> None:
        if FakePiCamera.trouble == "taken":
            raise RuntimeError("Camera __init__ sequence did not complete: failed to acquire camera")
        self.number, self.log = number, []  # type: ignore[var-annotated]

    @staticmethod
    def global_camera_info() -> list[dict[str, str]]:
        return [{"Model": "imx219"}]

    def create_video_configuration(self, **wanted: Any) -> dict[str, Any]:
        return wanted

    def configure(self, wanted: dict[str, Any]) -> None:
        self.wanted = wanted

    def start(self) -> None:
        self.log.append("start")

    def close(self) -> None:
        self.log.append("close")

    def capture_request(self) -> "FakePiCamera":
        if FakePiCamera.trouble == "cable":
            raise RuntimeError("camera frontend has timed out")
        FakePiCamera.stamp_ns = time.monotonic_ns() - 8_000_000
        return self

    def make_array(self, _: str) -> Any:
        width, height = self.wanted["main"]["size"]
        return np.zeros((height, width, 3), np.uint8)

    def get_metadata(self) -> dict[str, int]:
        return {"SensorTimestamp": FakePiCamera.stamp_ns}

    def release(self) -> None:
        self.log.append("release")


@pytest.fixture
def pi(monkeypatch: pytest.MonkeyPatch) -> type[FakePiCamera]:
    library: Any = types.ModuleType("picamera2")
    library.Picamera2 = FakePiCamera
    monkeypatch.setitem(sys.modules, "picamera2", library)
    monkeypatch.setattr(FakePiCamera, "trouble", "")
    return FakePiCamera


def test_a_pi_camera_gives_frames_with_the_sensors_stamps(pi: type[FakePiCamera]) -> None:
    with open_device(Options(source="picamera2", width=800, height=600, fps=25.0)) as camera:
        frame = camera.read()
        assert frame is not None
        assert frame.t == pytest.approx(pi.stamp_ns / 1e9)
        assert frame.image.shape == (600, 800, 3)
        assert camera.facts[:4] == ("imx219", 800, 600, 25.0)
        library: Any = camera
        assert library._camera.wanted["main"]["format"] == "BGR888", "red, green, blue in memory, in picamera2's words"
        assert library._camera.wanted["controls"] == {"FrameDurationLimits": (40000, 40000)}
    assert library._camera.log == ["start", "release", "close"]


def test_troubles_of_a_pi_camera(pi: type[FakePiCamera], monkeypatch: pytest.MonkeyPatch) -> None:
    assert failure(Options(source="picamera2", address="1")).what == "there is no camera number 1 on this board (1 found)"
    monkeypatch.setattr(pi, "trouble", "taken")
    assert (error := failure(Options(source="picamera2"))).kind == "busy"
    assert error.what == "the camera imx219 is in use by another program"
    monkeypatch.setattr(pi, "trouble", "cable")
    with open_device(Options(source="picamera2")) as camera, pytest.raises(CameraFailure, match="imx219 stopped") as caught:
        camera.read()
    assert caught.value.kind == "lost"


def test_without_picamera2_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "picamera2", None)
    assert "apt install python3-picamera2" in failure(Options(source="picamera2")).advice


def answering(name: str, kind: str = "") -> Any:
    def opens(options: Options) -> Any:
        if kind:
            raise CameraFailure(kind, f"{name} is {kind}")
        return f"{name} with {options.source}"

    return opens


@pytest.mark.parametrize(
    ("cameras", "answer"),
    [
        ({"picamera2": "", "csi": "", "v4l2": ""}, "picamera2 with picamera2"),
        ({"picamera2": "fault", "csi": "", "v4l2": ""}, "csi with csi"),
        ({"picamera2": "fault", "csi": "fault", "v4l2": ""}, "v4l2 with v4l2"),
        ({"picamera2": "busy", "csi": "", "v4l2": ""}, "picamera2 is busy"),
        ({"picamera2": "fault", "csi": "fault", "v4l2": "missing"}, "no camera was found"),
    ],
)
def test_auto_takes_the_first_camera_that_answers(cameras: dict[str, str], answer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, kind in cameras.items():
        monkeypatch.setitem(devices._KINDS, name, answering(name, kind))
    try:
        said = str(open_device(Options(source="auto")))
    except CameraFailure as error:
        said = error.what
    assert said == answer


def test_auto_believes_a_device_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(devices._KINDS, "picamera2", answering("picamera2"))
    assert failure(Options(source="auto", address="/dev/video99")).what == "there is no camera at /dev/video99"
