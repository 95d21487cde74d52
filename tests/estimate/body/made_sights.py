"""A configuration -> how a camera would show it."""

import numpy as np

from edge.estimate.body.anthropometry import BodySize
from edge.estimate.body.attachment import attachment_of
from edge.estimate.body.model import DOF, BodyModel
from edge.estimate.body.points import Points
from edge.estimate.body.sight import Sight
from edge.messages import Array

SIZE = BodySize("M", 1.75, 75.0, 30.0, known=True)
MODEL, ATTACHMENT = BodyModel.of(SIZE), attachment_of(SIZE.height_m)
FPS = 30.0
SIDE, FRONT = 0.0, -90.0
SQUAT = {f"{side}_{dof}": value for side in ("left", "right") for dof, value in (("thigh.Z", 80.0), ("shank.Z", -85.0), ("foot.Z", 20.0))}


def posed(degrees: dict[str, float], heading: float = SIDE, away: float = 3.0) -> Array:
    """A configuration, 3 m from the camera. heading: SIDE turns the person's right to the camera."""
    angles = np.zeros(47)
    angles[2], angles[DOF["pelvis.Y"]] = -away, np.radians(heading)
    for name, value in degrees.items():
        angles[DOF[name]] += np.radians(value)
    return MODEL.configuration(angles)


def seen(t: float, q: Array, noise_m: float = 0.0, seed: int = 1) -> Sight:
    """All of it seen well."""
    at = Points(MODEL, ATTACHMENT).move(q).at.T
    at = at + noise_m * np.random.default_rng(seed).normal(size=at.shape)
    hips = at[[ATTACHMENT.place("left_hip"), ATTACHMENT.place("right_hip")]].mean(axis=0)
    return Sight(t, at - hips, at[:, :2] / -at[:, 2:], np.full(len(at), 0.99))
