"""Angles of a posture or a movement -> configurations of a body in the camera's world, on a floor, as a perfect camera would see it."""

from collections.abc import Callable, Iterator

import numpy as np
import pinocchio

from edge.estimate.body.contact import Spots
from edge.estimate.body.model import DOF, BodyModel
from edge.messages import Array

HZ = 30.0
FLOOR_M = -1.1
"""Below the camera, which is at the origin."""
MIDDLE = np.array([0.0, 0.0, -3.0])
Pose = dict[str, float]


def angles_of(pose: Pose) -> Array:
    """(47,) of degrees by name; `knee`, `hip`, `ankle`, `shoulder`, `elbow` are of both sides."""
    both = {"knee": "shank.Z", "hip": "thigh.Z", "ankle": "foot.Z", "shoulder": "upper_arm.Z", "elbow": "forearm.Z"}
    angles = np.zeros(47)
    for name, degrees in pose.items():
        names = [f"{side}_{both[name]}" for side in ("right", "left")] if name in both else [name]
        angles[[DOF[one] for one in names]] = np.radians(degrees)
    return angles


def placed(model: BodyModel, angles: Array, spot: str, at: tuple[float, float, float]) -> Array:
    """(57,) with a spot of the body at a place of the world."""
    q = model.configuration(angles)
    found = Spots(model.segments).posture(0.0, model.place(q), np.zeros(3)).spots[spot]
    q[:3] += np.array(at) - found
    return np.asarray(q)


def on_the_floor(model: BodyModel, angles: Array, height: float = 0.0) -> Array:
    """(57,) with the right heel or tip, whichever is lower, on the floor and the ankle above the same place."""
    spots = Spots(model.segments).posture(0.0, model.place(model.configuration(angles)), np.zeros(3)).spots
    lower = min(("right_heel", "right_tip"), key=lambda name: float(spots[name][1]))
    drop = float(spots["right_ankle"][1] - spots[lower][1])
    return placed(model, angles, "right_ankle", (0.0, FLOOR_M + drop + height, -3.0))


def turned(q: Array, facing: float) -> Array:
    """(57,) the whole turned about the vertical: 0 faces the picture's right, -90 the camera. facing: degrees."""
    turn = pinocchio.Quaternion(pinocchio.utils.rotate("y", np.radians(facing)))
    out = q.copy()
    out[:3] = turn * (q[:3] - MIDDLE) + MIDDLE
    out[3:7] = (turn * pinocchio.Quaternion(q[3:7])).coeffs()
    return np.asarray(out)


def film(seconds: float, at: Callable[[float], Array], facing: float = 0.0) -> Iterator[tuple[float, Array]]:
    """t and the configuration, at a camera's pace."""
    for k in range(int(seconds * HZ)):
        yield k / HZ, turned(at(k / HZ), facing)


def squatting(depth: float) -> Pose:
    """0 standing .. 1 thighs level, the centre of mass above the feet."""
    return {"knee": -100.0 * depth, "hip": 100.0 * depth, "ankle": 35.0 * depth, "pelvis.Z": -35.0 * depth, "shoulder": 70.0 * depth}


PUSH_UP: Pose = {"pelvis.Z": -75.0, "shoulder": 85.0, "ankle": 0.0}
SITTING: Pose = {"knee": -90.0, "hip": 90.0}
LYING: Pose = {"pelvis.Z": 90.0}
KNEELING: Pose = {"knee": -90.0, "ankle": -75.0}
