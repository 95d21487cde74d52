"""A MotionState -> the person's skeleton and joint angles on the picture.

Refuses to know: exercises, counting, and where the picture came from.
"""

import math
from collections.abc import Callable, Mapping
from typing import TypeAlias

import numpy as np

from edge.draw import ink
from edge.draw.lettering import write
from edge.messages import LANDMARKS, Array, MotionState

Tint: TypeAlias = Callable[[float], ink.Colour]
"""From how well a part is seen, 0..1, to its colour."""

_AT = {name: place for place, name in enumerate(LANDMARKS)}

SEEN = 0.3
"""Landmarks below this visibility are not drawn: a guessed limb is worse than none."""

CONFIDENCE_COLOURS: tuple[tuple[float, ink.Colour], ...] = ((0.3, (255, 92, 92)), (0.6, (255, 196, 70)), (0.85, (70, 240, 170)))
"""From doubtful to sure."""

BONES: tuple[tuple[str, str], ...] = (
    ("shoulder", "elbow"),
    ("elbow", "wrist"),
    ("wrist", "index"),
    ("shoulder", "hip"),
    ("hip", "knee"),
    ("knee", "ankle"),
    ("ankle", "heel"),
    ("heel", "foot_index"),
    ("ankle", "foot_index"),
)
"""Of each side; thinner ones towards the hands and feet."""

THIN = frozenset({"index", "heel", "foot_index"})

BENDS: dict[str, tuple[str, str]] = {
    "knee": ("hip", "ankle"),
    "hip": ("shoulder", "knee"),
    "elbow": ("shoulder", "wrist"),
    "shoulder": ("hip", "elbow"),
    "ankle": ("knee", "foot_index"),
}
"""Where a joint's angle is written: between the bones to these two neighbours."""


def confidence_colour(confidence: float) -> ink.Colour:
    """Red where it is a guess, amber, green where it is sure."""
    marks = [mark for mark, _ in CONFIDENCE_COLOURS]
    channels = [[colour[channel] for _, colour in CONFIDENCE_COLOURS] for channel in range(3)]
    red, green, blue = (round(float(np.interp(confidence, marks, channel))) for channel in channels)
    return red, green, blue


def draw_figure(picture: ink.Picture, state: MotionState, angles_deg: Mapping[str, float], tint: Tint = confidence_colour) -> None:
    """Draws the skeleton, the far side first, and the named angles (left_knee, ...) at their joints."""
    width = bone_width(state, picture)
    sides = ("left", "right") if _depth(state, "left") > _depth(state, "right") else ("right", "left")
    _bone(picture, state, _across("shoulder"), width, tint)
    _bone(picture, state, _across("hip"), width, tint)
    for side in sides:
        for start, end in BONES:
            _bone(picture, state, (_AT[f"{side}_{start}"], _AT[f"{side}_{end}"]), width * (0.55 if end in THIN else 1.0), tint)
        _joints(picture, state, side, width, tint)
    _head(picture, state, width, tint)
    draw_angles(picture, state, angles_deg)


def draw_angles(picture: ink.Picture, state: MotionState, angles_deg: Mapping[str, float]) -> None:
    """The named angles (left_knee, ...) at their joints."""
    width = bone_width(state, picture)
    for name, angle_deg in angles_deg.items():
        _angle(picture, state, name, angle_deg, width)


def _across(part: str) -> tuple[int, int]:
    return _AT[f"left_{part}"], _AT[f"right_{part}"]


def _depth(state: MotionState, side: str) -> float:
    """Mean distance of a side of the body behind the hips' middle, m."""
    return float(np.nanmean([state.world[_AT[f"{side}_{part}"], 2] for part in ("shoulder", "hip", "knee")] or [0.0]))


def bone_width(state: MotionState, picture: ink.Picture) -> float:
    """Thick enough to see, thin beside the body: a share of the trunk's length within bounds of the picture's size, px."""
    shoulders = state.points[list(_across("shoulder"))].mean(axis=0)
    hips = state.points[list(_across("hip"))].mean(axis=0)
    trunk = float(np.hypot(*(shoulders - hips)))
    unit = min(picture.shape[:2]) / 480.0
    return float(np.clip(0.045 * trunk if math.isfinite(trunk) else 0.0, 3.0 * unit, 9.0 * unit))


def _visible(state: MotionState, *landmarks: int) -> float:
    """The least visibility of the landmarks; 0 where one is unknown."""
    if not np.isfinite(state.points[list(landmarks)]).all():
        return 0.0
    return float(state.visibility[list(landmarks)].min())


def _point(state: MotionState, landmark: int) -> ink.Point:
    x, y = state.points[landmark]
    return float(x), float(y)


def _bone(picture: ink.Picture, state: MotionState, ends: tuple[int, int], width: float, tint: Tint) -> None:
    seen = _visible(state, *ends)
    if seen < SEEN:
        return
    first, last = (_point(state, end) for end in ends)
    ink.line(picture, first, last, ink.NIGHT, width + max(2.0, 0.6 * width))
    ink.line(picture, first, last, tint(seen), width)


def _joints(picture: ink.Picture, state: MotionState, side: str, width: float, tint: Tint) -> None:
    for part in ("shoulder", "elbow", "wrist", "hip", "knee", "ankle"):
        landmark = _AT[f"{side}_{part}"]
        seen = _visible(state, landmark)
        if seen >= SEEN:
            ink.disc(picture, _point(state, landmark), 1.15 * width, ink.NIGHT)
            ink.disc(picture, _point(state, landmark), 0.85 * width, ink.WHITE)
            ink.disc(picture, _point(state, landmark), 0.5 * width, tint(seen))


def _head(picture: ink.Picture, state: MotionState, width: float, tint: Tint) -> None:
    """A ring around the face, where both ears and the nose are known."""
    ears, nose = list(_across("ear")), _AT["nose"]
    seen = _visible(state, *ears, nose)
    if seen < SEEN:
        return
    middle = state.points[ears].mean(axis=0)
    below = state.points[list(_across("shoulder"))].mean(axis=0) if _visible(state, *_across("shoulder")) else state.points[nose]
    breadth, neck = (float(np.hypot(*span)) for span in (state.points[ears[0]] - state.points[ears[1]], below - middle))
    radius = max(0.62 * breadth, 0.38 * neck, 2 * width)
    centre = (float(middle[0]), float(middle[1]))
    ink.arc(picture, centre, radius, 0.0, 360.0, ink.NIGHT, 0.7 * width + 2.0)
    ink.arc(picture, centre, radius, 0.0, 360.0, tint(seen), 0.5 * width)


def _angle(picture: ink.Picture, state: MotionState, name: str, angle_deg: float, width: float) -> None:
    """A slice between the two bones, and the number outside the bend."""
    side, _, part = name.partition("_")
    if part not in BENDS:
        return
    joint, (above, below) = _AT[name], (_AT[f"{side}_{neighbour}"] for neighbour in BENDS[part])
    if _visible(state, joint, above, below) < SEEN or not math.isfinite(angle_deg):
        return
    centre = state.points[joint]
    arms = [state.points[above] - centre, state.points[below] - centre]
    reach = 0.42 * min(float(np.hypot(*arm)) for arm in arms)
    _slice(picture, _point(state, joint), reach, arms)
    size = max(15.0 * min(picture.shape[:2]) / 480.0, 3.2 * width)
    x, y = centre - _bisector(arms) * (1.6 * width + 0.85 * size)
    write(picture, f"{angle_deg:.0f}°", (float(x), float(y)), size, anchor=0.5)


def _slice(picture: ink.Picture, centre: ink.Point, radius: float, arms: list[Array]) -> None:
    """The smaller of the two slices between the arms."""
    start, end = (math.degrees(math.atan2(float(arm[1]), float(arm[0]))) for arm in arms)
    turn = (end - start + 180.0) % 360.0 - 180.0
    ink.sector(picture, centre, radius, min(start, start + turn), max(start, start + turn), ink.WHITE, 0.35)


def _bisector(arms: list[Array]) -> Array:
    """Unit direction into the bend; for a straight joint, which has none, across the limb, so that the number stands beside it."""
    units = [arm / max(float(np.hypot(*arm)), 1e-9) for arm in arms]
    middle = units[0] + units[1]
    length = float(np.hypot(*middle))
    if length < 0.2:
        return np.array([-units[0][1], units[0][0]])
    unit: Array = middle / length
    return unit
