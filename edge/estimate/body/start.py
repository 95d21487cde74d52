"""The first sight of a body -> a configuration near enough to begin from.

Refuses to know: what the configuration becomes.
"""

import numpy as np

from edge.estimate.body.attachment import Attachment
from edge.estimate.body.lens import NEAREST_M
from edge.estimate.body.model import DOF, BodyModel
from edge.estimate.body.sight import Sight
from edge.estimate.body.turns import angles_of_matrix
from edge.messages import Array

BENT = 0.3
"""Knees and elbows begin bent, so that they know which way they go, rad."""


def start_of(model: BodyModel, attachment: Attachment, sight: Sight) -> Array:
    """(57,): the pelvis where and as hips and shoulders show it, the limbs hanging, a little bent."""
    world = np.nan_to_num(sight.world)
    sides = [world[attachment.place(f"{side}_{name}")] for name in ("hip", "shoulder") for side in ("left", "right")]
    left, right, left_arm, right_arm = sides
    hips = 0.5 * (left + right)
    frame = _frame(right - left, 0.5 * (left_arm + right_arm) - hips)
    angles = np.zeros(model.pin.nv)
    angles[:3] = _place(sight, world) + hips - frame @ (0.5 * (model.segments[-3].offset + model.segments[-6].offset))
    angles[3:6] = angles_of_matrix(frame)
    for side in ("right", "left"):
        angles[DOF[f"{side}_thigh.Z"]], angles[DOF[f"{side}_shank.Z"]], angles[DOF[f"{side}_forearm.Z"]] = BENT, -2.0 * BENT, BENT
    return model.configuration(angles)


def _frame(across: Array, up: Array) -> Array:
    """(3, 3) x forward, y up along the trunk, z to the right; upright and facing the camera where the sight says nothing."""
    side = across if np.linalg.norm(across) > 1e-3 else np.array([-1.0, 0.0, 0.0])
    side = side / np.linalg.norm(side)
    up = up - (up @ side) * side
    if np.linalg.norm(up) < 1e-3:
        up = np.cross(side, [1.0, 0.0, 0.0] if abs(side[0]) < 0.9 else [0.0, 0.0, 1.0])
    up = up / np.linalg.norm(up)
    return np.stack([np.cross(up, side), up, side], axis=1)


def _place(sight: Sight, world: Array) -> Array:
    """Of the hips' middle before the camera: the picture's spread against the body's says how far."""
    good = (sight.seen > 0.0) & np.isfinite(sight.rays).all(axis=1)
    rays = sight.rays[good]
    if not good.any():
        return np.array([0.0, 0.0, -3.0])
    spread = np.linalg.norm(rays - rays.mean(axis=0))
    away = max(float(np.linalg.norm(world[good, :2] - world[good, :2].mean(axis=0))) / max(float(spread), 1e-6), NEAREST_M)
    middle = away * rays.mean(axis=0) - world[good, :2].mean(axis=0)
    return np.array([*middle, -away])
