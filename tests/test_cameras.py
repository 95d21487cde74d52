"""The cameras that the kernel lists."""

from pathlib import Path

import pytest

from edge import cameras
from edge.cameras import CAPABILITIES, CAPTURE, EACH, Found, camera_name, captures, found

METADATA = 0x00800000
"""V4L2_CAP_META_CAPTURE (linux/videodev2.h): dates of pictures."""


@pytest.fixture
def kernel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(cameras, "KERNELS", tmp_path / "sys")
    monkeypatch.setattr(cameras, "DEVICES", tmp_path / "dev")
    return tmp_path / "sys"


def plug(kernel: Path, node: str, name: str) -> None:
    (kernel / node).mkdir(parents=True)
    (kernel / node / "name").write_text(name + "\n")


def test_usb_cameras_are_told_by_their_device_and_name(kernel: Path) -> None:
    assert found() == []
    plug(kernel, "video10", "Second")
    plug(kernel, "video2", "First")
    (kernel / "video11").mkdir()
    devices = kernel.parent / "dev"
    assert found() == [
        Found("v4l2", f"{devices}/video2", "First"),
        Found("v4l2", f"{devices}/video10", "Second"),
        Found("v4l2", f"{devices}/video11", "unnamed"),
    ]
    assert camera_name("video2") == "First"


def test_a_boards_own_cameras_are_of_another_kind_and_its_processors_are_none(kernel: Path) -> None:
    for node, name in (("video0", "unicam-image"), ("video1", "unicam-embedded"), ("video13", "bcm2835-isp-capture0")):
        plug(kernel, node, name)
    assert found() == [Found("picamera2", "", "unicam-image")]
    plug(kernel, "video3", "vi-output, imx219 9-0010")
    plug(kernel, "video4", "vi-output, imx219 10-0010")
    assert [one[:2] for one in found()] == [("csi", "0"), ("csi", "1"), ("picamera2", "")]


def test_a_device_that_only_dates_pictures_is_no_camera() -> None:
    assert captures(CAPABILITIES.pack(CAPTURE | EACH | METADATA, CAPTURE))
    assert not captures(CAPABILITIES.pack(CAPTURE | EACH | METADATA, METADATA))
    assert captures(CAPABILITIES.pack(CAPTURE, 0)), "an old driver that only speaks for all of its devices"


def test_what_cannot_be_asked_may_be_a_camera(kernel: Path) -> None:
    plug(kernel, "video0", "Camera")
    (kernel.parent / "dev").mkdir()
    (kernel.parent / "dev" / "video0").write_text("")
    assert [one.name for one in found()] == ["Camera"]
