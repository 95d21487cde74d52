"""Where the person's head is, picture after picture -> at which side the counter stands, so that it never covers the head.

Refuses to know: what the counter looks like, beyond the height below which it never reaches. It changes sides by fading, and only when
somebody has come to its own side, so that a person in the middle never makes it go to and fro.
"""

import math

import numpy as np

from edge.draw import ink
from edge.draw.counter import bottom
from edge.draw.figure import SEEN
from edge.messages import LANDMARKS, MotionState

FACE = [LANDMARKS.index(name) for name in ("nose", "left_ear", "right_ear")]
OFF = 0.05
"""A head so far off the middle, in widths of the picture, is on a side."""
HEAD = 40.0
"""Half a head that fills the picture, in 480ths of its shorter side."""
FADE_S = 0.5
"""From one side to the other."""


class Place:
    """Feed it every picture of one video."""

    def __init__(self) -> None:
        self.right = False
        self._changed = -math.inf

    def feed(self, t: float, state: MotionState | None, picture: ink.Picture) -> tuple[bool, float]:
        """t: s, rising. state: its points are px of the picture. -> whether the counter stands at the right, and how strongly, 0..1."""
        if t - self._changed >= FADE_S and state is not None and self._covers(state, picture):
            self.right, self._changed = not self.right, t
        share = (t - self._changed) / FADE_S
        return (self.right, min(1.0, 2.0 * share - 1.0)) if share >= 0.5 else (not self.right, 1.0 - 2.0 * share)

    def _covers(self, state: MotionState, picture: ink.Picture) -> bool:
        seen = [place for place in FACE if state.visibility[place] >= SEEN and np.isfinite(state.points[place]).all()]
        if not seen:
            return False
        x, y = state.points[seen].mean(axis=0)
        height, width = picture.shape[:2]
        high = y < bottom(picture) + HEAD * min(height, width) / 480.0
        off = x - width / 2 if self.right else width / 2 - x
        return bool(high and off > OFF * width)
