"""A BodyModel -> the same body in MuJoCo, and its inverse dynamics: another engine, by other people."""

import mujoco
import numpy as np
import pinocchio

from edge.estimate.body.dynamics import Movement
from edge.estimate.body.model import SEGMENT_NAMES, BodyModel, dofs_of
from edge.estimate.body.segments import Segment
from edge.messages import Array

AXES = {"X": "1 0 0", "Y": "0 1 0", "Z": "0 0 1"}


def described(segments: tuple[Segment, ...]) -> str:
    """MuJoCo's XML of the body: a free joint, ball joints and hinges."""
    bodies = "".join(_body(segment, segments) for segment in segments if segment.parent is None)
    return f"""<mujoco><compiler angle="radian" autolimits="false" inertiafromgeom="false" balanceinertia="false"/>
      <option gravity="0 -9.80665 0"><flag contact="disable"/></option><worldbody>{bodies}</worldbody></mujoco>"""


def _body(segment: Segment, segments: tuple[Segment, ...]) -> str:
    joints = _joints(segment)
    inertia = segment.inertia
    matrix = _words(inertia.matrix[[0, 1, 2, 0, 0, 1], [0, 1, 2, 1, 2, 2]])
    inner = "".join(_body(child, segments) for child in segments if child.parent == segment.name)
    return (
        f'<body name="{segment.name}" pos="{_words(segment.offset)}">{joints}'
        f'<inertial pos="{_words(inertia.centre)}" mass="{inertia.mass:.17g}" fullinertia="{matrix}"/>{inner}</body>'
    )


def _joints(segment: Segment) -> str:
    if segment.parent is None:
        return "<freejoint/>"
    if len(segment.axes) == 3:
        return f'<joint name="{segment.name}" type="ball"/>'
    return "".join(f'<joint name="{segment.name}{axis}" type="hinge" axis="{AXES[axis]}"/>' for axis in segment.axes)


def _words(numbers: Array) -> str:
    return " ".join(f"{number:.17g}" for number in numbers)


class MujocoBody:
    """Inverse dynamics in the space of Pinocchio's velocities."""

    def __init__(self, model: BodyModel) -> None:
        self._model = model
        self._body = mujoco.MjModel.from_xml_string(described(model.segments))
        self._data = mujoco.MjData(self._body)
        self._q, self._v = [], []
        for name in SEGMENT_NAMES:  # MuJoCo goes down each limb first
            first = self._body.body(name).jntadr[0]
            width = 4 if self._body.jnt_type[first] == mujoco.mjtJoint.mjJNT_BALL else len(dofs_of(name)) + (name == "pelvis")
            self._q += [self._body.jnt_qposadr[first] + k for k in range(width)]
            self._v += [self._body.jnt_dofadr[first] + k for k in range(len(dofs_of(name)))]

    def generalised(self, movement: Movement) -> Array:
        """(n, 47)."""
        return np.array([self._one(*one) for one in zip(*movement, strict=True)])

    def _one(self, q: Array, v: Array, a: Array) -> Array:
        turn = pinocchio.Quaternion(q[3:7]).matrix()
        self._data.qpos[self._q] = self._quaternions_first(q)
        self._data.qvel[self._v] = np.concatenate([turn @ v[:3], v[3:]])
        self._data.qacc[self._v] = np.concatenate([turn @ (a[:3] + np.cross(v[3:6], v[:3])), a[3:]])
        mujoco.mj_inverse(self._body, self._data)
        out = self._data.qfrc_inverse[self._v]
        return np.concatenate([turn.T @ out[:3], out[3:]])

    def _quaternions_first(self, q: Array) -> Array:
        """MuJoCo writes w, x, y, z; Pinocchio x, y, z, w."""
        out, at = q.copy(), 3
        for name in SEGMENT_NAMES:
            width = len(dofs_of(name))
            if width in (3, 6):
                out[at : at + 4] = q[[at + 3, at, at + 1, at + 2]]
            at += 4 if width in (3, 6) else width
        return out
