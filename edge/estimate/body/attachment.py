"""Landmarks -> the segment each is fixed to, and where on it.

Refuses to know: how well a landmark is seen, movement.
"""

from dataclasses import dataclass

import numpy as np

from edge.estimate.body.anthropometry import USUAL_HEIGHT_M
from edge.estimate.body.model import SEGMENT
from edge.estimate.skeleton import other_side
from edge.messages import LANDMARKS, Array, Indices

_CENTRES = {
    "shoulder": "upper_arm", "elbow": "forearm", "wrist": "hand", "hip": "thigh", "knee": "shank", "ankle": "foot",
}  # fmt: skip
"""Landmarks that the pose model puts where a joint turns: the segment that begins there."""
_SURFACE: dict[str, tuple[str, tuple[float, float, float]]] = {
    "nose": ("head", (0.11, 0.10, 0.0)),
    "left_eye": ("head", (0.09, 0.14, -0.03)),
    "left_ear": ("head", (0.01, 0.12, -0.075)),
    "right_pinky": ("right_hand", (-0.015, -0.09, 0.02)),
    "right_index": ("right_hand", (0.025, -0.10, 0.0)),
    "right_thumb": ("right_hand", (0.04, -0.05, 0.0)),
    "right_heel": ("right_foot", (-0.055, -0.065, 0.0)),
    "right_foot_index": ("right_foot", (0.18, -0.07, 0.0)),
}
"""On one side: segment and offset, m, of a person of the usual height; read off the rendered figures of tools/avatar."""


@dataclass(frozen=True, slots=True, eq=False)
class Attachment:
    """landmarks: (27,) indices into LANDMARKS. segments: (27,) indices into SEGMENT_NAMES. offsets: (27, 3) m, segment's axes.

    centres: (27,) whether it is a joint's centre, and hence never moved by calibration.
    """

    landmarks: Indices
    segments: Indices
    offsets: Array
    centres: Array

    def place(self, landmark: str) -> int:
        """Row of a landmark."""
        return int(np.flatnonzero(self.landmarks == LANDMARKS.index(landmark))[0])


def attachment_of(height_m: float) -> Attachment:
    """Of a body of this height."""
    centres = {f"{side}_{point}": (f"{side}_{part}", (0.0, 0.0, 0.0)) for side in ("left", "right") for point, part in _CENTRES.items()}
    found = {**centres, **_both_sides()}
    names = sorted(found, key=LANDMARKS.index)
    return Attachment(
        np.array([LANDMARKS.index(name) for name in names]),
        np.array([SEGMENT[found[name][0]] for name in names]),
        height_m / USUAL_HEIGHT_M * np.array([found[name][1] for name in names]),
        np.array([name in centres for name in names]),
    )


def _both_sides() -> dict[str, tuple[str, tuple[float, float, float]]]:
    both = dict(_SURFACE)
    for name, (part, (x, y, z)) in _SURFACE.items():
        if name.startswith(("left", "right")):
            both[other_side(name)] = (other_side(part), (x, y, -z))
    return both
