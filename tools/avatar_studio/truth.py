"""A spec -> what is exactly true in every frame of its clip.

Refuses to know: rendering, the pose model.
"""

from dataclasses import dataclass

import numpy as np

from tools.avatar_studio.body import Body, Joints
from tools.avatar_studio.camera import Camera
from tools.avatar_studio.geometry import Array, joint_angle
from tools.avatar_studio.motion import Motion
from tools.avatar_studio.performance import Stretch, TrueHold, begin_at, perform
from tools.avatar_studio.programs import EXERCISES, HOLDS
from tools.avatar_studio.spec import Spec
from tools.avatar_studio.timing import TrueRep

ANGLES: dict[str, tuple[int, int, int]] = {
    "left_knee": (23, 25, 27), "right_knee": (24, 26, 28), "left_hip": (11, 23, 25), "right_hip": (12, 24, 26),
    "left_elbow": (11, 13, 15), "right_elbow": (12, 14, 16), "left_shoulder": (23, 11, 13), "right_shoulder": (24, 12, 14),
    "left_ankle": (25, 27, 31), "right_ankle": (26, 28, 32),
}  # fmt: skip
"""The inner angle at the middle of three landmarks; a straight limb has 180 degrees."""


@dataclass(frozen=True, slots=True)
class Truth:
    """n frames.

    exercise: what the clip mainly shows (most repetitions, then the longest hold), or idle. t: (n,) s. xyz: (n, 33, 3)
    landmarks in the room's axes, m. px: (n, 33, 2). reps, holds, stretches: in order of time. joints: for drawing.
    """

    spec: Spec
    exercise: str
    t: Array
    xyz: Array
    px: Array
    reps: tuple[TrueRep, ...]
    holds: tuple[TrueHold, ...]
    stretches: tuple[Stretch, ...]
    body: Body
    motion: Motion
    joints: Joints

    @property
    def camera(self) -> Camera:
        return self.spec.camera

    def __len__(self) -> int:
        return len(self.t)

    def angles_deg(self) -> dict[str, Array]:
        """Each joint's inner angle in space, (n,) deg."""
        return {name: joint_angle(*(self.xyz[:, i] for i in points)) for name, points in ANGLES.items()}


def truth(spec: Spec) -> Truth:
    """Everything that is true about a clip, without a picture. Raises KeyError for an unknown part."""
    body, rng = Body(spec.body), np.random.default_rng(spec.seed)
    show = perform(body, spec.parts, spec.fps, spec.camera.azimuth_deg, rng)
    if spec.start_s:
        show = begin_at(show, spec.start_s, spec.fps)
    joints = body.solve(show.motion)
    xyz = body.landmarks(joints)
    return Truth(
        spec, _mainly(spec), np.arange(len(xyz)) / spec.fps, xyz, spec.camera.project(xyz),
        show.reps, show.holds, show.stretches, body, show.motion, joints,
    )  # fmt: skip


def _mainly(spec: Spec) -> str:
    sets = [p for p in spec.parts if p.name in EXERCISES]
    holds = [p for p in spec.parts if p.name in HOLDS]
    if sets:
        return max(sets, key=lambda p: len(p.reps)).name
    return max(holds, key=lambda p: p.seconds).name if holds else "idle"
