"""What the camera's view allows -> what a person is told before a set: distance, light, which side to turn, how far angles may be off.

Refuses to know: cameras and bodies. It reads the judge's advice, and figures that were measured on rendered people.
"""

from collections.abc import Callable, Mapping
from typing import Any

from edge.messages import View

Json = dict[str, Any]

EXPECTED_ERROR_DEG: Mapping[str, Mapping[str, float]] = {
    "knee": {"side": 5.3, "45": 4.9, "front": 5.3, "behind": 4.2},
    "hip": {"side": 4.6, "45": 4.5, "front": 5.4, "behind": 3.6},
}
"""Mean absolute error of 240 avatars through the real pose model, `tools/evaluate avatar`; the README's table (a test keeps them equal)."""
VIEWS = {"left": "side", "right": "side", "front": "front", "back": "behind"}

OUT = frozenset({"view.head_out", "view.hands_out", "view.feet_out", "view.step_back"})
FAR = "view.too_small"
DARK, GLARING = 0.12, 0.9
"""Of a picture's mean brightness, 0 to 1."""


class Framing:
    """say: a key -> its sentence. cameras: exercise -> the side from which it is seen best, front or side."""

    def __init__(self, say: Callable[[str], str], cameras: Mapping[str, str]) -> None:
        self._say, self._cameras = say, cameras

    def read(self, view: View | None, exercise: str, brightness: float | None) -> Json | None:
        """As the page shows it; None before anybody was seen. brightness: of the picture, 0..1, None where nobody measured it."""
        if view is None:
            return None
        advice = set(view.advice)
        return {
            "quality": round(view.quality, 3),
            "side": view.side,
            "advice": [self._say(key) for key in view.advice],
            "best_side": self._cameras.get(exercise) or None,
            "expected_error_deg": expected_error_deg(view.side),
            "whole_body": not advice & OUT,
            "distance": "near" if advice & OUT else "far" if FAR in advice else "good",
            "light": light(brightness),
        }


def expected_error_deg(side: str) -> float | None:
    """Mean error of knees and hips seen from there; None where it was not measured."""
    view = VIEWS.get(side)
    if view is None:
        return None
    return round(sum(by_view[view] for by_view in EXPECTED_ERROR_DEG.values()) / len(EXPECTED_ERROR_DEG), 1)


def light(brightness: float | None) -> str | None:
    """dark, good or glaring; None where nobody measured it."""
    if brightness is None:
        return None
    return "dark" if brightness < DARK else "glaring" if brightness > GLARING else "good"
