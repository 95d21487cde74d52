"""A shape -> bone lengths; a movement -> joints and the 33 true landmarks.

Refuses to know: exercises, cameras, how a body is drawn.
Lengths are fractions of body height after Winter (2009), tuned so that the pose model's landmarks sit on ours.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from tools.avatar_studio.geometry import SIDES, Array, apply, two_bone, unit
from tools.avatar_studio.motion import Motion

REFERENCE_HEIGHT_M = 1.72
Colour = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Shape:
    """Who the figure is. height: m; the others are factors of the usual (1) or colours as displayed (0..1).

    belly, bust: m of extra girth; sleeve: sleeve length in upper arms (over 1 reaches down the forearm);
    trousers: length in thighs (over 1 covers the knee).
    """

    height: float = 1.72
    girth: float = 1.0
    belly: float = 0.0
    bust: float = 0.0
    hip_width: float = 1.0
    shoulder_width: float = 1.0
    leg: float = 1.0
    arm: float = 1.0
    skin: Colour = (0.86, 0.67, 0.56)
    hair: Colour = (0.17, 0.10, 0.06)
    hair_style: str = "short"
    shirt: Colour = (0.15, 0.30, 0.60)
    pants: Colour = (0.12, 0.12, 0.14)
    shoes: Colour = (0.75, 0.75, 0.78)
    sole: Colour = (0.92, 0.92, 0.92)
    sleeve: float = 0.48
    trousers: float = 0.62


@dataclass(frozen=True, slots=True)
class Joints:
    """Where everything is, room axes, m. Two-sided joints are (n, 2, 3), left first; the others (n, 3).

    hand, thumb, palm: (n, 2, 3) directions along the fingers, to the thumb and out of the palm.
    """

    hip_centre: Array
    lumbar: Array
    shoulder_centre: Array
    neck: Array
    head: Array
    hip: Array
    knee: Array
    ankle: Array
    heel: Array
    toe: Array
    shoulder: Array
    elbow: Array
    wrist: Array
    hand: Array
    thumb: Array
    palm: Array
    pelvis_r: Array
    chest_r: Array
    head_r: Array
    foot_r: Array


class Body:
    """Bone lengths of one figure, m, and its forward kinematics."""

    def __init__(self, shape: Shape) -> None:
        h = shape.height
        self.shape = shape
        self.scale = h / REFERENCE_HEIGHT_M
        self.ankle_height = 0.040 * h
        self.shank, self.thigh = 0.242 * h * shape.leg, 0.245 * h * shape.leg
        self.hip_half = 0.052 * h * shape.hip_width
        self.shoulder_half = 0.100 * h * shape.shoulder_width
        self.trunk, self.lumbar = 0.292 * h, 0.085 * h
        self.upper_arm, self.forearm = 0.170 * h * shape.arm, 0.148 * h * shape.arm
        self.heel, self.toe = 0.035 * h, 0.112 * h

    @cached_property
    def leg(self) -> float:
        """Thigh and shank, m."""
        return self.thigh + self.shank

    @cached_property
    def arm(self) -> float:
        """Upper arm and forearm, m."""
        return self.upper_arm + self.forearm

    @cached_property
    def standing_height(self) -> float:
        """Of the hip centre over the floor, legs all but straight, m."""
        return self.ankle_height + self.leg - 0.008

    def hips(self, motion: Motion) -> Array:
        """Hip joints (n, 2, 3)."""
        offset = np.stack([np.zeros(2), SIDES * self.hip_half, np.zeros(2)], -1)
        return motion.pelvis[:, None] + apply(motion.pelvis_r[:, None], offset)

    def shoulder_centre(self, motion: Motion) -> Array:
        """Midpoint between the shoulders before shrugging (n, 3)."""
        lumbar = motion.pelvis + apply(motion.pelvis_r, [0, 0, self.lumbar])
        return lumbar + apply(motion.chest_r, [0, 0, self.trunk - self.lumbar])

    def shoulders(self, motion: Motion) -> Array:
        """Shoulder joints (n, 2, 3)."""
        up = motion.shrug
        offset = np.stack([np.zeros_like(up), SIDES * (self.shoulder_half - 0.25 * up), up - 0.018 * self.scale], -1)
        return self.shoulder_centre(motion)[:, None] + apply(motion.chest_r[:, None], offset)

    def solve(self, motion: Motion) -> Joints:
        """Every joint of a movement of n frames."""
        s, chest = self.scale, motion.chest_r
        centre = self.shoulder_centre(motion)
        neck = centre + apply(chest, np.array([-0.015, 0, 0.035]) * s)
        lean = 0.5 * (chest + motion.head_r)
        head = neck + apply(lean, np.array([0, 0, 0.10]) * s) + apply(motion.head_r, np.array([0.02, 0, 0.075]) * s)
        hip, shoulder = self.hips(motion), self.shoulders(motion)
        knee, ankle = two_bone(hip, motion.ankle, self.thigh, self.shank, motion.knee_pole)
        across = chest[:, None]
        elbow = shoulder + self.upper_arm * unit(apply(across, motion.upper))
        hand = unit(apply(across, motion.hand))
        palm = apply(across, motion.palm)
        palm = unit(palm - hand * np.sum(palm * hand, -1, keepdims=True))
        return Joints(
            hip_centre=motion.pelvis, lumbar=motion.pelvis + apply(motion.pelvis_r, [0, 0, self.lumbar]),
            shoulder_centre=centre, neck=neck, head=head, hip=hip, knee=knee, ankle=ankle,
            heel=ankle + apply(motion.foot_r, [-self.heel, 0, -0.040 * s]),
            toe=_on_the_floor(ankle + apply(motion.foot_r, [self.toe, 0, -0.050 * s])),
            shoulder=shoulder, elbow=elbow, wrist=elbow + self.forearm * unit(apply(across, motion.fore)),
            hand=hand, thumb=np.cross(hand, palm) * SIDES[:, None], palm=palm,
            pelvis_r=motion.pelvis_r, chest_r=chest, head_r=motion.head_r, foot_r=motion.foot_r,
        )  # fmt: skip

    def landmarks(self, joints: Joints) -> Array:
        """The 33 BlazePose landmarks (n, 33, 3), room axes, m."""
        s = self.scale
        points = np.zeros((len(joints.head), 33, 3))
        points[:, _FACE] = joints.head[:, None] + apply(joints.head_r[:, None], _FACE_OFFSETS * s)
        hand, thumb = joints.hand * s, joints.thumb * s
        pairs = {
            11: joints.shoulder, 13: joints.elbow, 15: joints.wrist, 23: joints.hip, 25: joints.knee, 27: joints.ankle,
            29: joints.heel, 31: joints.toe, 17: joints.wrist + 0.085 * hand - 0.035 * thumb,
            19: joints.wrist + 0.095 * hand + 0.025 * thumb, 21: joints.wrist + 0.045 * hand + 0.045 * thumb,
        }  # fmt: skip
        for first, value in pairs.items():
            points[:, first : first + 2] = value
        return points


def _on_the_floor(toe: Array) -> Array:
    """Toes bend where a foot stands on its ball: the tips stay above the floor."""
    return np.concatenate([toe[..., :2], np.maximum(toe[..., 2:], 0.012)], -1)


_FACE = np.arange(11)
_FACE_OFFSETS = np.array([
    [0.112, 0, -0.022],
    [0.085, 0.018, 0.014], [0.083, 0.032, 0.014], [0.075, 0.046, 0.014],
    [0.085, -0.018, 0.014], [0.083, -0.032, 0.014], [0.075, -0.046, 0.014],
    [-0.005, 0.078, -0.005], [-0.005, -0.078, -0.005],
    [0.09, 0.022, -0.058], [0.09, -0.022, -0.058],
])  # fmt: skip
"""Nose, eyes, ears and mouth from the head's centre, m, of a figure of the reference height."""
