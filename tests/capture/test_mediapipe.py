"""Our loop beside what mediapipe 0.10.21 said of the same frames (kept by tools/pose_oracle/keep.py): the same to the last bits.

Each frame is read in the package's own region, so that kernels which another processor computes a last bit otherwise cannot add up.
"""

from pathlib import Path

import cv2
import numpy as np
import pytest

from edge import weights
from edge.capture.camera import landmarker
from edge.capture.camera.blazepose import BlazePose, open_pose
from edge.capture.camera.detector import detect
from edge.capture.camera.one_euro import OneEuro
from edge.capture.camera.region import Region, circle_around, frame_of, region_around
from edge.errors import EdgeError

pytestmark = pytest.mark.weights
DATA = Path(__file__).parent / "data"
INTERVAL_S = 0.033333
"""What mediapipe's solution takes for the time between two frames."""
LAST_BITS_PX = 2e-3
"""Rounding otherwise than MediaPipe anywhere moves points and regions by 1e-2 to 1e-1 px."""


@pytest.fixture(scope="module")
def pose() -> BlazePose:
    try:
        pose = open_pose("litert", str(weights.checked_folder()), threads=1)
    except EdgeError as missing:
        pytest.skip(str(missing))
    assert isinstance(pose, BlazePose)
    return pose


@pytest.fixture(scope="module")
def frames() -> list[np.ndarray]:
    """24 frames of a rendered person, seen from the side, (426, 320, 3) RGB."""
    video = cv2.VideoCapture(str(DATA / "avatar_squat_side.mp4"))
    return [cv2.cvtColor(video.read()[1], cv2.COLOR_BGR2RGB) for _ in range(24)]


@pytest.fixture(scope="module")
def theirs() -> tuple[list[Region], np.ndarray]:
    """Where the package read each frame, and the (24, 33, 2) points that it found there, px."""
    with np.load(DATA / "avatar_squat_side_mediapipe.npz") as kept:
        return [Region(x, y, w, h, turn, (320, 426)) for x, y, w, h, turn in kept["region"]], kept["image"][:, :, :2] * (320, 426)


def apart_px(one: Region, other: Region) -> float:
    """How far apart the corners of two regions lie at most, about."""
    turned = abs(float(one.rotation - other.rotation)) * float(one.size)
    return max(float(np.abs(one.centre - other.centre).max()), abs(float(one.size - other.size)), turned)


def test_the_detector_finds_the_same_region(pose: BlazePose, frames: list[np.ndarray], theirs: tuple[list[Region], np.ndarray]) -> None:
    (found,) = detect(pose.detect, frames[0])
    assert apart_px(found.region, theirs[0][0]) < LAST_BITS_PX


def test_the_same_region_gives_the_same_points_and_the_same_next_region(
    pose: BlazePose, frames: list[np.ndarray], theirs: tuple[list[Region], np.ndarray]
) -> None:
    regions, points = theirs
    steady = OneEuro(0.01, 10.0)
    for number, (frame, region, expected, following) in enumerate(zip(frames[:-1], regions[:-1], points, regions[1:], strict=False), 1):
        reading = landmarker.read(pose.landmarks, frame, region)
        assert np.abs(reading.image[:, :2] - expected).max() < LAST_BITS_PX
        size, extent = frame_of(frame), np.array(frame_of(frame), np.float32)
        hips, head = reading.rim / extent
        scale = 2.0 / float(circle_around(hips, head, size).sides.sum())
        centre, rim = steady.feed(reading.rim, number * INTERVAL_S, scale) / extent
        assert apart_px(region_around(centre, rim, size), following) < LAST_BITS_PX
