"""Points before the camera -> pixels, for a camera whose focal length nobody told.

World axes of the whole package: origin at the camera, x right in the picture, y up, z towards the camera. Refuses to know: bodies.
"""

from dataclasses import dataclass

import numpy as np

from edge.messages import Array

USUAL_FOCAL = 1.0
"""Focal length per longer side of the picture: 53 degrees along it, between a telephone and a webcam."""
NEAREST_M = 0.3
MIRROR = np.array([1.0, -1.0, -1.0])
"""Camera axes (y down, z away) to world axes, and back."""


@dataclass(frozen=True, slots=True)
class Lens:
    """A pinhole. focal, middle_x, middle_y: px."""

    focal: float
    middle_x: float
    middle_y: float

    def metres(self, points_px: Array) -> Array:
        """(…, 2) px -> (…, 2) right and up of the optical axis, m at 1 m of distance."""
        return np.asarray((points_px - (self.middle_x, self.middle_y)) * (1.0, -1.0) / self.focal)


def lens_of(width: int, height: int) -> Lens:
    """The usual lens for a picture of this size, px."""
    return Lens(USUAL_FOCAL * max(width, height), 0.5 * width, 0.5 * height)
