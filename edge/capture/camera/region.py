"""Two points on a body -> the rotated square around it, cut out of the frame; and points in the square back to the frame.

Every step is rounded to single precision where MediaPipe's is, so that a track stays with MediaPipe's to the last bit (tools/oracle).
Refuses to know: which network looks at the square. Runs under Python 3.6.
Source: MediaPipe 0.10.21 alignment_points_to_rects_calculator.cc, rect_transformation_calculator.cc, image_to_tensor_utils.cc,
image_to_tensor_converter_opencv.cc, landmark_letterbox_removal_calculator.cc, landmark_projection_calculator.cc.
"""

import math
from typing import NamedTuple, Tuple

import cv2
import numpy as np

from edge.capture.camera.libm import atan2f, cosf, sinf

HALF, ONE, TWO = np.float32(0.5), np.float32(1.0), np.float32(2.0)
QUARTER_TURN, HALF_TURN_DEG = np.float32(math.pi / 2.0), np.float32(180.0)
MARGIN = np.float32(1.25)
"""The square is this much larger than the circle the two points span (MediaPipe's pose_landmark graphs)."""


class Region(NamedTuple):
    """A square in a frame, turned: MediaPipe's NormalizedRect, in single precision.

    x, y: its centre as fractions of the frame's width and height. width, height: its side as fractions of them.
    rotation: rad, clockwise as seen, 0 where the body is upright. frame: width and height of the frame, px.
    """

    x: np.float32
    y: np.float32
    width: np.float32
    height: np.float32
    rotation: np.float32
    frame: Tuple[int, int]

    @property
    def centre(self) -> np.ndarray:
        """(2,) float32 px."""
        return np.array([self.x, self.y], np.float32) * np.array(self.frame, np.float32)

    @property
    def sides(self) -> np.ndarray:
        """(2,) float32 px: the square's side, as it comes out of its width and of its height; they may differ in their last bit."""
        return np.array([self.width, self.height], np.float32) * np.array(self.frame, np.float32)

    @property
    def size(self) -> np.float32:
        """The square's side, px."""
        return np.float32(self.sides.max())

    @property
    def padding(self) -> np.ndarray:
        """(2,) float32: what is added left and right, above and below to make it square, as fractions of the square."""
        width, height = self.sides
        ratio = height / width
        if ratio < ONE:
            return np.array([0.0, (ONE - ratio) / TWO], np.float32)
        return np.array([(ONE - ONE / ratio) / TWO, 0.0], np.float32)


def whole(image: np.ndarray) -> Region:
    """All of an (H, W, 3) frame."""
    return Region(HALF, HALF, ONE, ONE, np.float32(0.0), frame_of(image))


def frame_of(image: np.ndarray) -> Tuple[int, int]:
    """Width and height of an (H, W, 3) frame, px."""
    return int(image.shape[1]), int(image.shape[0])


def circle_around(centre: np.ndarray, rim: np.ndarray, frame: Tuple[int, int]) -> Region:
    """The square that just holds a circle. centre, rim: (2,) float32 fractions of the frame; the rim's point is above the head."""
    extent = np.array(frame, np.float32)
    middle = centre * extent
    dx, dy = rim * extent - middle
    diameter = TWO * np.sqrt(dx * dx + dy * dy)
    width, height = diameter / extent
    x, y = middle / extent
    return Region(x, y, width, height, np.float32(wrapped(float(QUARTER_TURN - atan2f(-dy, dx)))), frame)


def region_around(centre: np.ndarray, rim: np.ndarray, frame: Tuple[int, int]) -> Region:
    """The square to read a body in, from the circle that its hips (centre) and a point above its head (rim) span.

    centre, rim: (2,) float32 fractions of the frame.
    """
    circle = circle_around(centre, rim, frame)
    width, height = circle.size / np.array(frame, np.float32) * MARGIN
    return circle._replace(width=width, height=height)


def wrapped(angle: float) -> float:
    """The same angle within [-pi, pi), rad."""
    return angle - 2.0 * math.pi * math.floor((angle + math.pi) / (2.0 * math.pi))


def cut_out(image: np.ndarray, region: Region, side: int, border: int) -> np.ndarray:
    """The region as an upright (side, side, 3) uint8 picture, sampled straight from the frame. border: an OpenCV border mode."""
    upright = np.array([[0, side], [0, 0], [side, 0], [side, side]], np.float32)
    corners = _corners(region)
    transform = cv2.getPerspectiveTransform(corners, upright)
    _warm(image, corners)
    # warpAffine would be 0.15 ms quicker, but it rounds its samples otherwise than MediaPipe does, and landmarks move by up to 0.3 px.
    return np.asarray(cv2.warpPerspective(image, transform, (side, side), flags=cv2.INTER_LINEAR, borderMode=border))


def _warm(image: np.ndarray, corners: np.ndarray) -> None:
    """Bring the rows between the corners into the processor's cache, one byte of each 64-byte line, in the order they lie in.

    The warp jumps about in them, and waits for memory at each jump: 0.3 ms of its 0.9 to 1.5 ms (480 to 1920 rows).
    """
    top, bottom = np.clip((corners[:, 1].min(), corners[:, 1].max()), 0, len(image)).astype(int)
    image[top:bottom].reshape(-1)[::64].max(initial=0)


def _corners(region: Region) -> np.ndarray:
    """(4, 2) float32 px: bottom left, top left, top right, bottom right, as cv::RotatedRect gives them, which takes degrees."""
    degrees = np.float32(float(region.rotation * HALF_TURN_DEG) / math.pi)
    angle, size = float(degrees) * math.pi / 180.0, region.size
    a, b = np.float32(math.sin(angle)) * HALF * size, np.float32(math.cos(angle)) * HALF * size
    left = region.centre + np.array([[-a, b], [a, -b]], np.float32) - np.array([b, a], np.float32)
    return np.concatenate([left, TWO * region.centre - left])


def turned(vectors: np.ndarray, rotation: float) -> np.ndarray:
    """(N, 2) vectors turned by `rotation` rad, from the region's axes to the frame's."""
    cos, sin = math.cos(rotation), math.sin(rotation)
    return np.asarray(vectors @ np.array([[cos, sin], [-sin, cos]]))


def unpadded(points: np.ndarray, region: Region) -> np.ndarray:
    """(N, 2) float32 points, 0..1 across the square, as fractions of what is in it without the padding."""
    padding = region.padding
    return np.asarray((points - padding) / (ONE - (padding + padding)))


def to_frame(points: np.ndarray, region: Region) -> np.ndarray:
    """(N, 2) float32 points in the region, 0..1 across, as float32 px of the frame."""
    x, y = (unpadded(points, region) - HALF).T
    cos, sin = cosf(region.rotation), sinf(region.rotation)
    upright = np.stack([cos * x - sin * y, sin * x + cos * y], axis=1)
    sides, centre = np.array([region.width, region.height], np.float32), np.array([region.x, region.y], np.float32)
    return (upright * sides + centre) * np.array(region.frame, np.float32)


def plausible(region: Region, image: np.ndarray) -> bool:
    """Whether a body could be there: neither a speck nor far larger than the frame, its middle near enough to be seen, sizes unchanged."""
    longest = max(region.frame)
    off_centre = np.abs(region.centre - np.array(region.frame) / 2.0)
    in_reach = off_centre.max() < longest and longest / 50.0 < region.size < longest * 6.0
    return bool(in_reach and region.frame == frame_of(image))


def distance(a: Region, b: Region) -> float:
    """How far apart two regions are, in sizes of the larger one: under about 0.35 they hold the same body."""
    return math.hypot(*(a.centre - b.centre)) / float(max(a.size, b.size))
