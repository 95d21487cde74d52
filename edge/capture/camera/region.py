"""Two points on a body -> the rotated square around it, cut out of the frame; and points in the square back to the frame.

Refuses to know: which network looks at the square. Runs under Python 3.6.
"""

import math
from typing import NamedTuple

import cv2
import numpy as np

MARGIN = 1.25
"""The square is this much larger than the circle the two points span (MediaPipe's pose_landmark graphs)."""


class Region(NamedTuple):
    """A rotated square. cx, cy, size: px of the frame. rotation: rad, clockwise as seen, 0 where the body is upright."""

    cx: float
    cy: float
    size: float
    rotation: float


def region_around(centre: np.ndarray, rim: np.ndarray) -> Region:
    """The square round a circle given by its centre (the hips) and a point on its rim (above the head), px."""
    dx, dy = float(rim[0] - centre[0]), float(rim[1] - centre[1])
    return Region(float(centre[0]), float(centre[1]), 2.0 * MARGIN * math.hypot(dx, dy), wrapped(math.pi / 2 + math.atan2(dy, dx)))


def wrapped(angle: float) -> float:
    """The same angle within [-pi, pi), rad."""
    return angle - 2.0 * math.pi * math.floor((angle + math.pi) / (2.0 * math.pi))


def cut_out(image: np.ndarray, region: Region, side: int, border: int) -> np.ndarray:
    """The region as an upright (side, side, 3) uint8 picture, sampled straight from the frame. border: an OpenCV border mode."""
    step = region.size / side
    cos, sin = step * math.cos(region.rotation), step * math.sin(region.rotation)
    half = side / 2.0
    top, left = [sin, cos, region.cy - half * (sin + cos)], [cos, -sin, region.cx - half * (cos - sin)]
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    # warpAffine would be 0.15 ms quicker, but it rounds its samples otherwise than MediaPipe does, and landmarks move by up to 0.3 px.
    return np.asarray(cv2.warpPerspective(image, np.array([left, top, [0.0, 0.0, 1.0]]), (side, side), flags=flags, borderMode=border))


def turned(vectors: np.ndarray, rotation: float) -> np.ndarray:
    """(N, 2) vectors turned by `rotation` rad, from the region's axes to the frame's."""
    cos, sin = math.cos(rotation), math.sin(rotation)
    return np.asarray(vectors @ np.array([[cos, sin], [-sin, cos]]))


def to_frame(points: np.ndarray, region: Region) -> np.ndarray:
    """(N, 2) points in the region, 0..1 across, as px of the frame."""
    centre = np.array([region.cx, region.cy])
    return np.asarray(centre + turned((points - 0.5) * region.size, region.rotation))


def plausible(region: Region, image: np.ndarray) -> bool:
    """Whether a body could be there: neither a speck nor far larger than the frame, and its middle near enough to be seen."""
    height, width = image.shape[:2]
    side = max(height, width)
    in_reach = abs(region.cx - width / 2.0) < side and abs(region.cy - height / 2.0) < side
    return bool(in_reach and side / 50.0 < region.size < side * 6.0)


def distance(a: Region, b: Region) -> float:
    """How far apart two regions are, in sizes of the larger one: under about 0.35 they hold the same body."""
    return math.hypot(a.cx - b.cx, a.cy - b.cy) / max(a.size, b.size)
