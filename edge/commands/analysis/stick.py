"""Clinical angles over time -> landmarks of a body of usual proportions that has these angles.

For files that hold angles and no body. What no angle tells, how the whole body is turned, is taken as leaning forward by the trunk's
inclination where that is known, else as standing on flat feet. Proportions: Winter 2009, of a person of 1.70 m. Refuses to know: files,
cameras.
"""

from collections.abc import Mapping

import numpy as np

from edge.estimate.body.clinical_table import CLINICAL, SIDES
from edge.estimate.body.turns import matrices
from edge.messages import LANDMARKS, Array

HEIGHT_M = 1.70
THIGH, SHANK, FOOT, TRUNK, UPPER_ARM, FOREARM, HAND = (HEIGHT_M * share for share in (0.245, 0.246, 0.152, 0.288, 0.186, 0.146, 0.06))
HIP_M, SHOULDER_M, NECK_M, HEAD_M = 0.10, 0.19, 0.10, 0.12
HEEL, SOLE_M = -0.3, 0.06
"""Behind the ankle, in lengths of the foot; below it."""
FACE_M = {"nose": (0.11, 0.0, 0.0), "eye": (0.09, 0.03, 0.03), "ear": (0.0, 0.01, 0.075), "mouth": (0.09, -0.05, 0.03)}
"""Forward, up and to its side from the middle of the head."""
HANDS_M = {"pinky": -0.02, "index": 0.02, "thumb": 0.03}
"""Forward of the hand's line."""
_SIGNS = {angle.name: angle.sign for angle in CLINICAL}


def landmarks(degrees: Mapping[str, Array]) -> Array:
    """(n,) degrees by clinical angle, NaN for unknown, taken for 0 -> (n, 33, 3) m from between the hips, x forward, y up, z right."""
    count = len(next(iter(degrees.values())))
    angles = _Angles(degrees, count)
    thorax = angles.turn("waist_flexion", "waist_lateral_flexion", "waist_rotation")
    legs = {side: _leg(angles, side) for side in SIDES}
    pitch = _pitch(angles, thorax, [foot for *_, foot in legs.values()])
    points: dict[str, Array] = {}
    for side in SIDES:
        points |= _limb_points(angles, side, thorax, *legs[side])
    out = np.empty((count, len(LANDMARKS), 3))
    head = thorax @ angles.turn("neck_flexion", "neck_lateral_flexion", "neck_rotation")
    neck = _up(thorax, TRUNK + NECK_M)
    for i, name in enumerate(LANDMARKS):
        out[:, i] = points[name] if name in points else neck + _along(head, _face(name))
    return np.asarray(np.einsum("nij,nkj->nki", pitch, out))


class _Angles:
    """Degrees by name -> turns, with the signs of the clinical table."""

    def __init__(self, degrees: Mapping[str, Array], count: int) -> None:
        self._degrees, self._none = degrees, np.zeros(count)

    def known(self, name: str) -> Array:
        """(n,) rad, NaN where unknown."""
        return np.radians(self._degrees.get(name, np.full(len(self._none), np.nan)))

    def turn(self, *names: str) -> Array:
        """(n, 3, 3) of the angles about Z, X, Y."""
        values = [np.nan_to_num(self.known(name)) * _SIGNS.get(name, 1.0) for name in names]
        return matrices(np.stack([*values, *[self._none] * (3 - len(values))], axis=-1))


def _leg(angles: _Angles, side: str) -> tuple[Array, Array, Array]:
    """Thigh, shank and foot in the pelvis's axes."""
    thigh = angles.turn(f"{side}_hip_flexion", f"{side}_hip_abduction", f"{side}_hip_internal_rotation")
    shank = thigh @ angles.turn(f"{side}_knee_flexion")
    return thigh, shank, shank @ angles.turn(f"{side}_ankle_dorsiflexion")


def _limb_points(angles: _Angles, side: str, thorax: Array, thigh: Array, shank: Array, foot: Array) -> dict[str, Array]:
    """An arm's and a leg's landmarks."""
    out = 1.0 if side == "right" else -1.0
    arm = thorax @ angles.turn(f"{side}_shoulder_flexion", f"{side}_shoulder_abduction", f"{side}_shoulder_internal_rotation")
    forearm = arm @ angles.turn(f"{side}_elbow_flexion")
    hip = np.broadcast_to((0.0, 0.0, out * HIP_M), (len(thorax), 3))
    shoulder = _along(thorax, (0.0, TRUNK, out * SHOULDER_M))
    knee, elbow = hip + _up(thigh, -THIGH), shoulder + _up(arm, -UPPER_ARM)
    ankle, wrist = knee + _up(shank, -SHANK), elbow + _up(forearm, -FOREARM)
    points = {"hip": hip, "shoulder": shoulder, "knee": knee, "elbow": elbow, "ankle": ankle, "wrist": wrist}
    points |= {part: wrist + _along(forearm, (forward, -HAND, 0.0)) for part, forward in HANDS_M.items()}
    points |= {part: ankle + _along(foot, (reach * FOOT, -SOLE_M, 0.0)) for part, reach in (("heel", HEEL), ("foot_index", 1.0 + HEEL))}
    return {f"{side}_{part}": at for part, at in points.items()}


def _pitch(angles: _Angles, thorax: Array, feet: list[Array]) -> Array:
    """(n, 3, 3) that puts the pelvis's axes as the world's."""
    trunk = _up(thorax, 1.0)
    leaning = np.arctan2(trunk[:, 0], trunk[:, 1])
    flat = np.mean([np.arctan2(foot[:, 1, 0], foot[:, 0, 0]) for foot in feet], axis=0)
    inclination = angles.known("trunk_inclination")
    forward = np.where(np.isfinite(inclination), np.nan_to_num(inclination) - leaning, flat)
    return matrices(np.stack([-forward, np.zeros_like(forward), np.zeros_like(forward)], axis=-1))


def _up(turn: Array, length: float) -> Array:
    return np.asarray(turn[:, :, 1] * length)


def _along(turn: Array, offset: tuple[float, float, float]) -> Array:
    return np.asarray(turn @ np.array(offset))


def _face(name: str) -> tuple[float, float, float]:
    forward, up, aside = next(offset for part, offset in FACE_M.items() if part in name)
    return forward, HEAD_M + up, -aside if "left" in name else aside
