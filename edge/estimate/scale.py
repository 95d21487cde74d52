"""Landmarks in pixels -> the same in metres at the body's own scale, and back.

Refuses to know: joints, the camera, and any time but the step it is handed.
"""

import math

import numpy as np

from edge.estimate.filters import smoothing
from edge.messages import Array

CUTOFF_HZ = 0.1
NEARNESS_CUTOFF_HZ = 1.0
LEAST_PX_PER_M = 1.0
_EQUAL = np.full((33, 1), 1.0 / 33.0)


class BodyScale:
    """Follows how many pixels a metre of the body is.

    The body's middle is carried along by its steps, so that a scale that creeps does not move what stands still.
    """

    def __init__(self) -> None:
        self._px_per_m = 0.0
        self.nearness = 0.0
        """Logarithm of the body's size in the picture: it follows a walk to the camera, as the scale does not."""
        self._middle_px, self._middle_m = np.zeros((2, 1)), np.zeros((2, 1))

    def reset(self) -> None:
        self._px_per_m = 0.0

    def feed(self, body: Array, dt: float) -> Array:
        """(2, 33) the picture in metres. body: (5, 33) x px, y px, and the model's 3D guess x, y, z m."""
        middle = body @ _EQUAL
        centred, middle_px = body - middle, middle[:2]
        fit = float(np.vdot(centred[:2], centred[2:4])) / (float(np.vdot(centred[2:4], centred[2:4])) + 1e-9)
        px_per_m = max(fit, LEAST_PX_PER_M)
        if self._px_per_m == 0.0:
            self._px_per_m, self._middle_px, self._middle_m = px_per_m, middle_px, middle_px / px_per_m
            self.nearness = math.log(px_per_m)
        self._px_per_m += smoothing(CUTOFF_HZ, dt) * (px_per_m - self._px_per_m)
        self.nearness += smoothing(NEARNESS_CUTOFF_HZ, dt) * (math.log(px_per_m) - self.nearness)
        self._middle_m = self._middle_m + (middle_px - self._middle_px) / self._px_per_m
        self._middle_px = middle_px
        picture: Array = self._middle_m + centred[:2] / self._px_per_m
        return picture

    def pixels(self, picture: Array) -> Array:
        """(2, 33) px of a picture in metres, as of the newest pose."""
        pixels: Array = (picture - self._middle_m) * self._px_per_m + self._middle_px
        return pixels
