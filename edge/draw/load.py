"""How much of its strength each joint uses -> the body's joints and limbs in colours, and a legend that says what they mean.

Refuses to know: how a load is found, and exercises. A stroke also grows with the load, so that it can be read without colours.
"""

import math
from collections.abc import Mapping

import numpy as np

from edge.draw import ink
from edge.draw.counter import bottom
from edge.draw.figure import SEEN, bone_width
from edge.draw.lettering import fitting, write
from edge.load_scale import BANDS, color_of
from edge.messages import LANDMARKS, Array, MotionState

COLOURS: dict[str, ink.Colour] = {"green": (64, 214, 142), "yellow": (255, 226, 84), "orange": (255, 146, 48), "red": (255, 66, 74)}
NEIGHBOURS: dict[str, tuple[str, ...]] = {
    "shoulder": ("elbow",),
    "elbow": ("shoulder", "wrist"),
    "wrist": ("elbow", "index"),
    "hip": ("knee",),
    "knee": ("hip", "ankle"),
    "ankle": ("knee", "foot_index"),
}
"""A joint colours its limbs halfway to these."""
HALF = 0.48
BACK_FROM, BACK_TO = 0.12, 0.45
"""The lower back, from the middle of the hips towards that of the shoulders."""
SPOKEN = {"lumbar": "lower back"}
PALE: ink.Colour = (182, 190, 206)


def pale(seen: float) -> ink.Colour:
    """Colour of a bone that says nothing about load: the darker, the less it is seen."""
    red, green, blue = (round(channel * (0.55 + 0.45 * min(max(seen, 0.0), 1.0))) for channel in PALE)
    return red, green, blue


def load_colour(share: float) -> ink.Colour:
    """share: of the strength, 1 is all of it; pale where it is unknown."""
    return COLOURS.get(color_of(share) or "", PALE)


def draw_load(picture: ink.Picture, state: MotionState, load: Mapping[str, float]) -> None:
    """Draws the joints that are seen, the most loaded last, so that it is never hidden."""
    width = bone_width(state, picture)
    for joint, share in sorted(load.items(), key=lambda item: item[1]):
        strokes = _strokes(state, joint) if math.isfinite(share) else []
        thick = width * (0.9 + 0.9 * min(max(share, 0.0), 1.0)) if strokes else 0.0
        for start, end in strokes:
            ink.line(picture, start, end, ink.NIGHT, thick + max(2.0, 0.6 * width))
        for start, end in strokes:
            ink.line(picture, start, end, load_colour(share), thick)
        if strokes:
            _knob(picture, strokes[0][0], thick, load_colour(share))


def draw_legend(picture: ink.Picture, load: Mapping[str, float], right: bool = False) -> None:
    """Under the counter, at its side: what the colours mean, and which joint works hardest now."""
    unit = min(picture.shape[:2]) / 480.0
    wide, high = 134 * unit, 184 * unit
    left, top = picture.shape[1] - 14 * unit - wide if right else 14 * unit, bottom(picture) + 8 * unit
    ink.panel(picture, left, top, wide, high, 16 * unit)
    inner = left + 14 * unit
    write(picture, "STRENGTH USED", (inner, top + 18 * unit), fitting("STRENGTH USED", 12 * unit, wide - 28 * unit), PALE)
    _hardest(picture, load, (inner, top + 46 * unit), wide - 28 * unit, unit)
    low = 0.0
    for row, (name, end) in enumerate(BANDS):
        y = top + (98 + 22 * row) * unit
        ink.line(picture, (inner + 2 * unit, y), (inner + 20 * unit, y), COLOURS[name], (4.5 + 4.5 * end) * unit)
        words = f"{100 * low:.0f} to {100 * end:.0f} %" if end < 1.0 else f"from {100 * low:.0f} %"
        write(picture, words, (inner + 32 * unit, y), 13 * unit)
        low = end


def _hardest(picture: ink.Picture, load: Mapping[str, float], at: ink.Point, room: float, unit: float) -> None:
    """Its share, large, and its name below."""
    known = {joint: share for joint, share in load.items() if math.isfinite(share)}
    if not known:
        write(picture, "not known", at, 16 * unit)
        return
    joint, share = max(known.items(), key=lambda item: item[1])
    name = SPOKEN.get(joint, joint.replace("_", " "))
    write(picture, f"{100 * share:.0f} %", at, 24 * unit, load_colour(share))
    write(picture, name, (at[0], at[1] + 24 * unit), fitting(name, 14 * unit, room))


def _knob(picture: ink.Picture, centre: ink.Point, thick: float, colour: ink.Colour) -> None:
    ink.disc(picture, centre, 0.95 * thick, ink.NIGHT)
    ink.disc(picture, centre, 0.75 * thick, colour)
    ink.disc(picture, centre, 0.28 * thick, ink.WHITE)


def _strokes(state: MotionState, joint: str) -> list[tuple[ink.Point, ink.Point]]:
    """From the joint towards its neighbours; none where it is not seen."""
    side, _, part = joint.partition("_")
    if joint == "lumbar":
        hips, shoulders = (_middle(state, both) for both in ("hip", "shoulder"))
        ends = [(hips + BACK_FROM * (shoulders - hips), hips + BACK_TO * (shoulders - hips))]
    elif part in NEIGHBOURS:
        centre = _seen(state, joint)
        ends = [(centre, centre + HALF * (_seen(state, f"{side}_{other}") - centre)) for other in NEIGHBOURS[part]]
    else:
        ends = []
    return [((float(a[0]), float(a[1])), (float(b[0]), float(b[1]))) for a, b in ends if np.isfinite([a, b]).all()]


def _middle(state: MotionState, part: str) -> Array:
    return np.asarray(0.5 * (_seen(state, f"left_{part}") + _seen(state, f"right_{part}")))


def _seen(state: MotionState, landmark: str) -> Array:
    """(2,) px; NaN where the landmark is only guessed."""
    place = LANDMARKS.index(landmark)
    return np.asarray(state.points[place] if state.visibility[place] >= SEEN else np.full(2, np.nan))
