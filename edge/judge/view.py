"""MotionState -> what the camera's view allows, and what would make it better.

Refuses to know: which camera it is, and any time but that of its samples. Advice is a key of respond/words.
"""

import math

import numpy as np

from edge.messages import LANDMARKS, Array, MotionState, View

CHECK_S = 1.0
SMALL_SHARE, CROPPED_SHARE = 0.22, 0.5
"""Of the picture's longer side: a body smaller than this; of a part's visibility: a part less visible than this."""
EDGE_SHARE, OUT_SHARE = 0.04, 0.5
"""Of the picture's longer side: nearer to its edge than this, or beyond, a part may be out of it; and for how much of the time it is."""
INVERTED_SHARE, INVERTED_PACE = 0.8, 0.2
"""Feet above hips above shoulders for so much of the time, which takes eight looks: the picture is upside down, not the person."""
SIDEWAYS, FRONTAL = 0.45, 0.8
HEAD = [LANDMARKS.index(n) for n in ("nose", "left_ear", "right_ear")]
HANDS = [LANDMARKS.index(n) for n in ("left_wrist", "right_wrist")]
FEET = [LANDMARKS.index(n) for n in ("left_ankle", "right_ankle")]
BODY = [LANDMARKS.index(f"{s}_{p}") for p in ("shoulder", "elbow", "wrist", "hip", "knee", "ankle") for s in ("left", "right")]
HIPS = [LANDMARKS.index("left_hip"), LANDMARKS.index("right_hip")]
SHOULDERS = [LANDMARKS.index("left_shoulder"), LANDMARKS.index("right_shoulder")]
PARTS = (("view.head_out", HEAD), ("view.hands_out", HANDS), ("view.feet_out", FEET))


class ViewJudge:
    """Looks at the view once a second; says something when it changed."""

    def __init__(self, facing_column: int) -> None:
        self._facing = facing_column
        self._due = -math.inf
        self._last: View | None = None
        self._mean: Array | None = None
        self._facing_mean = self._inverted = 0.0
        self._out: Array | None = None

    def feed(self, state: MotionState, camera: str | None) -> View | None:
        """camera: from where the current exercise is seen best, None when nothing is being done."""
        self._mean = state.visibility if self._mean is None else 0.95 * self._mean + 0.05 * state.visibility
        self._facing_mean += 0.05 * (float(state.signals[self._facing]) - self._facing_mean)
        if state.t < self._due:
            return None
        self._due = state.t + CHECK_S
        self._out = _out_of_picture(state) if self._out is None else 0.5 * (self._out + _out_of_picture(state))
        self._inverted += INVERTED_PACE * (_inverted(state) - self._inverted)
        view = self._look(state, self._mean, self._out, camera)
        if self._last is not None and self._same(view, self._last):
            return None
        self._last = view
        return view

    @staticmethod
    def _same(one: View, other: View) -> bool:
        return one.advice == other.advice and one.side == other.side and abs(one.quality - other.quality) < 0.15

    def _look(self, state: MotionState, seen: Array, out: Array, camera: str | None) -> View:
        advice = [key for key, part in PARTS if float(seen[part].max()) < CROPPED_SHARE and float(out[part].max()) > OUT_SHARE]
        if len(advice) > 1:
            advice = ["view.step_back"]
        size = float(np.ptp(state.points[BODY], axis=0).max()) / max(state.width, state.height)
        if size < SMALL_SHARE and not advice:
            advice.append("view.too_small")
        facing = abs(self._facing_mean)
        if camera == "side" and facing > FRONTAL:
            advice.append("view.side_better")
        elif camera == "front" and facing < SIDEWAYS:
            advice.append("view.front_better")
        if self._inverted > INVERTED_SHARE:
            advice = ["view.upside_down"]
        quality = float(seen[BODY].mean()) * min(1.0, size / SMALL_SHARE) * (0.8 if camera and advice else 1.0)
        return View(state.t, round(min(1.0, quality), 3), self._side(state), tuple(advice))

    def _side(self, state: MotionState) -> str:
        if self._facing_mean > SIDEWAYS:
            return "front"
        if self._facing_mean < -SIDEWAYS:
            return "back"
        left, right = state.world[SHOULDERS, 2]
        return "left" if left < right else "right"


def _out_of_picture(state: MotionState) -> Array:
    """(33,) 1 where a landmark is not surely within the picture: what is hidden by a plate or a bench is."""
    edge = EDGE_SHARE * max(state.width, state.height)
    within = (state.points > edge) & (state.points < np.array([state.width, state.height]) - edge)
    return np.asarray(~within.all(axis=1), float)


def _inverted(state: MotionState) -> float:
    """1 where even the lower foot is above the hips, and they above the shoulders."""
    feet, hips, shoulders = (state.points[part, 1] for part in (FEET, HIPS, SHOULDERS))
    return float(feet.max() < hips.min() and hips.max() < shoulders.min())
