"""Landmarks in pixels -> the same in metres at the body's own scale, and back.

Refuses to know: joints, the camera, and any time but the steps it is handed.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from edge.estimate.filters import smoothing
from edge.messages import Array

CUTOFF_HZ = 0.1
NEARNESS_CUTOFF_HZ = 1.0
LEAST_PX_PER_M = 1.0
_EQUAL = np.full((33, 1), 1.0 / 33.0)


class Scaled(NamedTuple):
    """A run of N bodies. picture: (N, 2, 33) m. px_per_m: (N, 1, 1). origin: (N, 2, 1) px, where the picture's 0 lies.

    nearness: (N,) logarithm of the body's size in the picture: it follows a walk to the camera, as the scale does not.
    size: (N,) the same of each frame alone.
    """

    picture: Array
    px_per_m: Array
    origin: Array
    nearness: Array
    size: Array

    def pixels(self, picture: Array) -> Array:
        """(N, 2, 33) px of pictures in metres."""
        pixels: Array = picture * self.px_per_m + self.origin
        return pixels


class BodyScale:
    """Follows how many pixels a metre of the body is.

    A scale that creeps zooms about the body's middle, so that it does not move what stands still.
    """

    def __init__(self) -> None:
        self._px_per_m = self._nearness = 0.0
        self._middle = self._origin = (0.0, 0.0)

    def reset(self) -> None:
        self._px_per_m = 0.0

    def feed(self, body: Array, dts: Sequence[float]) -> Scaled:
        """body: (N, 5, 33) x px, y px, and the model's 3D guess x, y, z m. dts: seconds since the one before each."""
        middles = body[:, :4] @ _EQUAL
        centred = body[:, :4] - middles
        products = centred @ centred.transpose(0, 2, 1)
        fits = (products[:, 0, 2] + products[:, 1, 3]) / (products[:, 2, 2] + products[:, 3, 3] + 1e-9)
        fits = np.maximum(fits, LEAST_PX_PER_M)
        steps = zip(fits.tolist(), middles[:, :2, 0].tolist(), dts, strict=True)
        followed = np.array([self._follow(fit, x, y, dt) for fit, (x, y), dt in steps])
        px_per_m, origin = followed[:, :1, np.newaxis], followed[:, 1:3, np.newaxis]
        return Scaled((body[:, :2] - origin) / px_per_m, px_per_m, origin, followed[:, 3], np.log(fits))

    def _follow(self, px_per_m: float, x: float, y: float, dt: float) -> tuple[float, float, float, float]:
        """px_per_m: of this body alone. x, y: its middle, px. Returns the scale, the origin's x and y, and the nearness."""
        if self._px_per_m == 0.0:
            self._px_per_m, self._nearness = px_per_m, math.log(px_per_m)
            self._middle, self._origin = (x, y), (0.0, 0.0)
        before, (middle_x, middle_y), (origin_x, origin_y) = self._px_per_m, self._middle, self._origin
        self._px_per_m = scale = before + smoothing(CUTOFF_HZ, dt) * (px_per_m - before)
        self._nearness += smoothing(NEARNESS_CUTOFF_HZ, dt) * (math.log(px_per_m) - self._nearness)
        zoom = scale / before
        self._origin = middle_x + zoom * (origin_x - middle_x), middle_y + zoom * (origin_y - middle_y)
        self._middle = x, y
        return scale, *self._origin, self._nearness
