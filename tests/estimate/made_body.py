"""A stick figure with exact joint angles, seen from any side."""

import math
from typing import Any

import numpy as np

from edge.estimate.skeleton import INDEX
from edge.messages import Array, Pose

WIDTH, HEIGHT = 1280, 960
PX_PER_M = 300.0
FRONT, SIDE = 0.0, math.pi / 2
_FACE = ("nose", *(f"{s}_eye{e}" for s in ("left", "right") for e in ("_inner", "", "_outer")), "mouth_left", "mouth_right")


def made_world(view: float = FRONT, lean: float = 0.0, *, left: dict[str, float] | None = None, **both: float) -> Array:
    """(33, 3) m, hip-centred, camera axes. view: 0 faces the camera, pi/2 the picture's right, rad.

    lean of the trunk forwards, and knee, hip, elbow, shoulder (raised forwards), wrist, ankle (plantarflexion), abduction
    (arm sideways), rad; `left` holds the left side's own.
    """
    body = np.zeros((33, 3))  # forwards, up, to the left
    trunk = 0.5 * np.array([math.sin(lean), math.cos(lean), 0.0])
    for name in _FACE:
        body[INDEX[name]] = 1.4 * trunk + (0.1, 0.0, 0.0)
    for side, out in (("left", 1.0), ("right", -1.0)):
        angles = {**both, **(left or {})} if side == "left" else both
        for name, point in _half(angles, lean, out).items():
            body[INDEX[f"{side}_{name}"]] = point + (trunk if name in ("ear", "shoulder", "elbow", "wrist", *_HAND) else 0.0)
    c, s = math.cos(view), math.sin(view)
    axes = np.array([[s, 0.0, -c], [0.0, -1.0, 0.0], [c, 0.0, s]])  # of forwards, up and left in the camera's x, y, z
    world: Array = body @ axes
    return world


_HAND = ("pinky", "index", "thumb")


def _half(angles: dict[str, float], lean: float, out: float) -> dict[str, Array]:
    """One side of the body: legs from the middle of the hips, the rest from the top of the trunk."""

    def towards(angle: float, length: float, aside: float = 0.0) -> Array:
        """0 hangs down, pi/2 points forwards, `aside` lifts it sideways."""
        plane = math.cos(aside) * length
        return np.array([math.sin(angle) * plane, -math.cos(angle) * plane, out * math.sin(aside) * length])

    at = {name: angles.get(name, 0.0) for name in ("knee", "hip", "elbow", "shoulder", "wrist", "ankle", "abduction")}
    thigh = at["hip"] - lean
    shank, arm = thigh - at["knee"], at["shoulder"] - lean
    forearm, foot = arm + at["elbow"], shank + math.pi / 2 - at["ankle"]
    points = {"hip": np.array([0.0, 0.0, 0.15 * out]), "shoulder": np.array([0.0, 0.0, 0.15 * out])}
    points["ear"] = np.array([0.02, 0.2, 0.08 * out])
    points["knee"] = points["hip"] + towards(thigh, 0.42)
    points["ankle"] = points["knee"] + towards(shank, 0.42)
    points["heel"], points["foot_index"] = points["ankle"] - towards(foot, 0.05), points["ankle"] + towards(foot, 0.18)
    points["elbow"] = points["shoulder"] + towards(arm, 0.3, at["abduction"])
    points["wrist"] = points["elbow"] + towards(forearm, 0.26, at["abduction"])
    for name in _HAND:
        points[name] = points["wrist"] + towards(forearm + at["wrist"], 0.09, at["abduction"])
    return points


def made_pose(
    t: float, world: Array, *, middle: tuple[float, float] = (640.0, 400.0), px_per_m: float = PX_PER_M, seen: Any = 0.95
) -> Pose:
    """As an orthographic camera would see it. middle: of the hips, px. seen: visibility of all or of each."""
    image = np.empty((33, 4))
    image[:, :2] = world[:, :2] * px_per_m + middle
    image[:, 2], image[:, 3] = world[:, 2] * px_per_m, seen
    return Pose(t, round(t * 30), image, world.copy(), WIDTH, HEIGHT)


def body_of(world: Array) -> Array:
    """(5, 33) x, y in the picture and x, y, z, m: what estimate.kinematics reads."""
    return np.concatenate((world[:, :2], world), axis=1).T
