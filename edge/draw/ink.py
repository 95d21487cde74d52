"""Lines, discs, arcs and panels -> antialiased marks on a picture.

Refuses to know: what is being drawn. Pictures are (H, W, 3) uint8 RGB and change in place; positions are px, with fractions.
"""

from collections.abc import Callable
from typing import TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

Picture: TypeAlias = npt.NDArray[np.uint8]
Mask: TypeAlias = npt.NDArray[np.uint8]
Colour: TypeAlias = tuple[int, int, int]
Point: TypeAlias = tuple[float, float]

WHITE: Colour = (255, 255, 255)
NIGHT: Colour = (14, 18, 28)
"""What panels and outlines are made of: dark enough that bright ink reads on any background."""

_SHIFT = 4
_FINE = 1 << _SHIFT


def _fixed(point: Point) -> tuple[int, int]:
    """OpenCV's fixed-point coordinates, with the pixel's centre at a whole number."""
    return round(point[0] * _FINE), round(point[1] * _FINE)


def line(picture: Picture, start: Point, end: Point, colour: Colour, width: float) -> None:
    """A straight stroke with round ends."""
    cv2.line(picture, _fixed(start), _fixed(end), colour, max(1, round(width)), cv2.LINE_AA, _SHIFT)


def disc(picture: Picture, centre: Point, radius: float, colour: Colour) -> None:
    """A filled circle."""
    cv2.circle(picture, _fixed(centre), max(1, round(radius * _FINE)), colour, -1, cv2.LINE_AA, _SHIFT)


def arc(picture: Picture, centre: Point, radius: float, start_deg: float, end_deg: float, colour: Colour, width: float) -> None:
    """A stroke along a circle; 0 degrees points right, and they grow clockwise."""
    size = max(1, round(radius * _FINE))
    cv2.ellipse(picture, _fixed(centre), (size, size), 0.0, start_deg, end_deg, colour, max(1, round(width)), cv2.LINE_AA, _SHIFT)


def gauge(picture: Picture, centre: Point, radius: float, fraction: float, colour: Colour, width: float) -> None:
    """A ring that fills clockwise from the top, on a dim track."""
    arc(picture, centre, radius, 0.0, 360.0, (70, 76, 92), width)
    if fraction > 0.0:
        arc(picture, centre, radius, -90.0, -90.0 + 360.0 * min(fraction, 1.0), colour, width)


def blend(picture: Picture, mask: Mask, left: int, top: int, colour: Colour, strength: float = 1.0) -> None:
    """Lays `colour` over the picture where `mask` (h, w) is set; what falls outside the picture is cut off."""
    height, width = picture.shape[:2]
    x0, y0 = max(left, 0), max(top, 0)
    x1, y1 = min(left + mask.shape[1], width), min(top + mask.shape[0], height)
    if x0 >= x1 or y0 >= y1 or strength <= 0.0:
        return
    part = picture[y0:y1, x0:x1]
    weight = (mask[y0 - top : y1 - top, x0 - left : x1 - left] * min(strength, 1.0)).astype(np.uint16)[..., None]
    part[:] = (part * (255 - weight) + np.array(colour, np.uint16) * weight + 127) // 255


def faded(picture: Picture, strength: float, paint: Callable[[Picture], None]) -> None:
    """Whatever is painted, as one, at a strength of 0..1."""
    if strength >= 1.0:
        paint(picture)
        return
    painted = picture.copy()
    paint(painted)
    cv2.addWeighted(painted, strength, picture, 1.0 - strength, 0.0, picture)


def panel(picture: Picture, left: float, top: float, width: float, height: float, radius: float, strength: float = 0.62) -> None:
    """A dark translucent rounded rectangle that ink stands on."""
    mask = np.zeros((round(height), round(width)), np.uint8)
    r = min(radius, height / 2, width / 2)
    for x in (r, width - 1 - r):
        for y in (r, height - 1 - r):
            disc(mask, (x, y), r, (255, 255, 255))
    cv2.rectangle(mask, (round(r), 0), (round(width - 1 - r), mask.shape[0]), 255, -1)
    cv2.rectangle(mask, (0, round(r)), (mask.shape[1], round(height - 1 - r)), 255, -1)
    blend(picture, mask, round(left), round(top), NIGHT, strength)


def sector(picture: Picture, centre: Point, radius: float, start_deg: float, end_deg: float, colour: Colour, strength: float) -> None:
    """A translucent slice of pie."""
    reach = int(radius) + 2
    left, top = int(centre[0]) - reach, int(centre[1]) - reach
    mask = np.zeros((2 * reach + 1, 2 * reach + 1), np.uint8)
    middle = _fixed((centre[0] - left, centre[1] - top))
    size = max(1, round(radius * _FINE))
    cv2.ellipse(mask, middle, (size, size), 0.0, start_deg, end_deg, 255, -1, cv2.LINE_AA, _SHIFT)
    blend(picture, mask, left, top, colour, strength)
