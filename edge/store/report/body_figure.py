"""The points of a body -> its figure, drawn.

Refuses to know: exercises, and what is thought of how somebody stands.
"""

import math
from collections.abc import Collection
from dataclasses import dataclass
from functools import partial

import numpy as np
from reportlab.graphics.shapes import Drawing

from edge.messages import LANDMARKS, Array
from edge.store.report import ink
from edge.store.report.sheet import Figure

AT = {name: place for place, name in enumerate(LANDMARKS)}
LIMBS = (
    ("shoulder", "elbow", 1.0), ("elbow", "wrist", 0.8), ("hip", "knee", 1.25), ("knee", "ankle", 0.95),
    ("ankle", "heel", 0.6), ("heel", "foot_index", 0.6), ("ankle", "foot_index", 0.6),
)  # fmt: skip
"""Of each side, with their thickness."""
HEAD = ("nose", "left_ear", "right_ear")
THICK_M = 0.075
FRONT, SIDE, FAR_SIDE = 0.0, math.pi / 2.0, -math.pi / 2.0


@dataclass(frozen=True, slots=True)
class Look:
    """body, far: colours of the figure and of its far side; opacity: of all of it."""

    body: str
    far: str
    opacity: float = 1.0


PERSON = Look("#3d5468", "#8fa0ae")
GHOST = Look("#b9d9c9", "#d8eadf")


def turned(figure: Figure, angle: float) -> Array:
    """(33, 3): x right, y up, z towards the viewer, its lowest point at 0, turned about the vertical; metres."""
    x, y, z = figure.points[:, 0], -figure.points[:, 1], -figure.points[:, 2]
    cos, sin = math.cos(angle), math.sin(angle)
    points = np.stack([cos * x + sin * z, y, cos * z - sin * x], axis=1)
    points[:, 1] -= points[:, 1].min()
    return points


def best_turn(figure: Figure) -> float:
    """To which side to turn it so that its face looks to the right."""
    shoulders = figure.points[AT["left_shoulder"]] - figure.points[AT["right_shoulder"]]
    return SIDE if shoulders[0] > 0.0 else FAR_SIDE


def draw_body(on: Drawing, points: Array, foot: ink.Point, scale: float, look: Look, marked: Collection[str] = ()) -> None:
    """points: as `turned` gives them; foot: where their x = 0 stands on the floor; scale: points a metre. marked: landmarks in question."""
    at = {name: (foot[0] + scale * float(points[place, 0]), foot[1] + scale * float(points[place, 1])) for name, place in AT.items()}
    depth = {name: float(points[place, 2]) for name, place in AT.items()}
    near = max(("left", "right"), key=lambda side: depth[f"{side}_hip"] + depth[f"{side}_shoulder"])
    far = "left" if near == "right" else "right"
    limb = partial(_limbs, on, at, scale)
    limb(far, look.far, look.opacity)
    trunk = [at[f"{side}_{part}"] for side, part in (("left", "shoulder"), ("right", "shoulder"), ("right", "hip"), ("left", "hip"))]
    ink.area(on, trunk, look.body, look.opacity, rim=0.5 * scale * THICK_M)
    _head(on, at, scale, look)
    limb(near, look.body, look.opacity)
    for name in marked:
        ink.disc(on, at[name], 0.055 * scale, ink.WHITE, ink.LACKING, 0.02 * scale)


def _limbs(on: Drawing, at: dict[str, ink.Point], scale: float, side: str, code: str, opacity: float) -> None:
    for start, end, thick in LIMBS:
        ink.path(on, [at[f"{side}_{start}"], at[f"{side}_{end}"]], code, thick * THICK_M * scale, opacity)


def _head(on: Drawing, at: dict[str, ink.Point], scale: float, look: Look) -> None:
    x, y = (sum(at[name][axis] for name in HEAD) / len(HEAD) for axis in (0, 1))
    neck = tuple(sum(at[f"{side}_shoulder"][axis] for side in ("left", "right")) / 2.0 for axis in (0, 1))
    ink.path(on, [(neck[0], neck[1]), (x, y)], look.body, 0.8 * THICK_M * scale, look.opacity)
    ink.disc(on, (x, y + 0.02 * scale), 0.105 * scale, look.body, opacity=look.opacity)


def tall(points: Array) -> float:
    """From the floor to above the head, m."""
    return float(points[:, 1].max()) + 0.16


def wide(points: Array) -> float:
    """How far from the middle it reaches, m."""
    return float(np.abs(points[:, 0]).max()) + 0.1


def picture(figure: Figure, beside: Figure | None, parts: Collection[str], labels: tuple[str, str], size: tuple[float, float]) -> Drawing:
    """The figure as the camera saw it and from its side, before the better one, where there is one. labels: of the two views."""
    width, height = size
    on = ink.blank(width, height)
    ink.bar(on, 0, 0, width, height, ink.PAPER, 5)
    views = [(FRONT, labels[0]), (best_turn(figure), labels[1])]
    shown = [(turned(figure, angle), turned(beside, angle) if beside else None, label) for angle, label in views]
    everything = [points for front, back, _ in shown for points in (front, back) if points is not None]
    floor, room = 22.0, width / len(shown)
    scale = min((height - floor - 12.0) / max(map(tall, everything)), 0.5 * (room - 12.0) / max(map(wide, everything)))
    for place, (points, ghost, label) in enumerate(shown):
        middle = (place + 0.5) * room
        ink.line(on, (middle - 0.42 * room, floor - 1), (middle + 0.42 * room, floor - 1), ink.LINE, 1.2)
        if ghost is not None:
            draw_body(on, ghost, (middle, floor), scale, GHOST)
        draw_body(on, points, (middle, floor), scale, PERSON, parts)
        ink.write(on, label, (middle, 8.0), 6.8, ink.SOFT, anchor="middle")
    return on
