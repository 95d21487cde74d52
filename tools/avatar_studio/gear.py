"""What stands in the room and what is held in the hands, by the name of the exercise -> solids.

Refuses to know: movement, light.
"""

import numpy as np

from tools.avatar_studio.body import Body, Joints
from tools.avatar_studio.camera import Camera
from tools.avatar_studio.figure import draw_bar, draw_dumbbell
from tools.avatar_studio.geometry import SIDES, Array, pitch, yaw
from tools.avatar_studio.programs.upper import bar_height, dip_height
from tools.avatar_studio.solids import THING, Solids
from tools.avatar_studio.spec import Part, Spec

WOOD, STEEL, DARK, PAD = (0.42, 0.28, 0.17), (0.55, 0.56, 0.58), (0.13, 0.13, 0.15), (0.30, 0.12, 0.12)
OCCLUDERS = ("bench", "box")
OCCLUDER_M = 0.85
"""How far in front of the figure a bench or box stands, m."""
SHIN_M = 0.28
"""Height of what it hides, m."""
LEAF, POT = (0.16, 0.36, 0.16), (0.62, 0.36, 0.25)


def furniture(spec: Spec, body: Body) -> Solids:
    """Everything that does not move."""
    out = Solids()
    for part in spec.parts:
        _for_part(out, part, body)
    if spec.scene.occluder:
        _occluder(out, spec.scene.occluder, spec.camera)
    _plant(out, spec.camera)
    return out


def hold(out: Solids, name: str, joints: Joints) -> None:
    """Add what is in the hands during that part; joints of one frame."""
    if name in ("deadlift", "row"):
        draw_bar(out, joints.wrist, joints.hand, plates=True)
    elif name == "overhead_press":
        draw_bar(out, joints.wrist, joints.hand, plates=False)
    elif name == "bicep_curl":
        for side in (0, 1):
            draw_dumbbell(out, joints.wrist[side], joints.hand[side], joints.thumb[side])


def _for_part(out: Solids, part: Part, body: Body) -> None:
    if part.name in ("sit_to_stand", "sit"):
        _chair(out, body, part.options.get("seat", 0.44))
    elif part.name == "pull_up":
        _rack(out, bar_height(body), 0.75)
    elif part.name == "dip":
        for y in SIDES * 0.27 * body.scale:
            _rail(out, np.array([-0.35, y, dip_height(body)]), np.array([0.45, y, dip_height(body)]))
    elif part.name == "step_up":
        height = part.options.get("box", 0.22)
        out.box([0.25 * body.scale + 0.20, 0, height / 2], [0.20, 0.28, height / 2], WOOD)
    elif part.name == "wall_sit":
        out.box([-0.22, 0, 1.05], [0.05, 0.8, 1.05], (0.66, 0.66, 0.64))


def _chair(out: Solids, body: Body, seat: float) -> None:
    x = -0.93 * body.thigh + 0.01
    out.box([x, 0, seat - 0.025], [0.21, 0.21, 0.025], WOOD)
    out.box([x - 0.20, 0, seat + 0.30], [0.018, 0.20, 0.16], WOOD, pitch(-6.0))
    for dx in (0.18, -0.19):
        for y in SIDES * 0.18:
            top = seat - 0.03 if dx > 0 else seat + 0.42
            out.cone(np.array([x + dx, y, 0]), np.array([x + dx, y, top]), 0.018, 0.018, (0.30, 0.20, 0.12), THING)


def _rail(out: Solids, a: Array, b: Array) -> None:
    out.cone(a, b, 0.02, 0.02, STEEL, THING)
    for end in (a, b):
        out.cone(np.array([end[0], end[1], 0.0]), end, 0.022, 0.022, DARK, THING)


def _rack(out: Solids, height: float, half: float) -> None:
    out.cone(np.array([0, -half, height]), np.array([0, half, height]), 0.016, 0.016, STEEL, THING)
    for y in SIDES * half:
        out.cone(np.array([0, y, 0]), np.array([0, y, height + 0.03]), 0.028, 0.028, DARK, THING)


def occluder_box(kind: str, camera: Camera) -> tuple[Array, Array, Array]:
    """A bench or a box between the figure and the camera, as high as hides the shins: centre, half sizes, rotation."""
    line = camera.position - np.array([*camera.target[:2], SHIN_M])
    share = OCCLUDER_M / float(np.linalg.norm(line[:2]))
    middle = np.array([*camera.target[:2], SHIN_M]) + share * line
    turn = yaw(np.degrees(np.arctan2(line[1], line[0])))
    if kind == "bench":
        return middle, np.array([0.14, 0.60, 0.06]), turn
    height = (middle[2] + 0.10) / 2
    return middle * [1, 1, 0] + np.array([0, 0, height]), np.array([0.20, 0.25, height]), turn


def _occluder(out: Solids, kind: str, camera: Camera) -> None:
    centre, half, turn = occluder_box(kind, camera)
    out.box(centre, half, PAD if kind == "bench" else WOOD, turn)
    for along in (-0.45, 0.45) if kind == "bench" else ():
        top = centre + turn @ np.array([0.0, along, -0.02])
        out.cone(top * [1, 1, 0], top, 0.03, 0.03, DARK, THING)


def _plant(out: Solids, camera: Camera) -> None:
    """A pot plant in the far corner of the picture, for a room that somebody lives in."""
    away, right = camera.axes[2], camera.axes[0]
    spot = np.array(camera.target) + 1.9 * away + 0.62 * right
    base, up = np.array([spot[0], spot[1], 0.0]), np.array([0.0, 0.0, 1.0])
    out.cone(base + 0.04 * up, base + 0.26 * up, 0.10, 0.14, POT, THING)
    for k in range(9):
        a = 2.4 * k
        tip = base + np.array([0.24 * np.cos(a), 0.24 * np.sin(a), 0.55 + 0.05 * k])
        out.cone(base + 0.28 * up, 0.5 * (base + tip) + 0.20 * up, 0.012, 0.03, LEAF, THING, 0.01)
        out.cone(0.5 * (base + tip) + 0.20 * up, tip, 0.03, 0.006, LEAF, THING, 0.01)
