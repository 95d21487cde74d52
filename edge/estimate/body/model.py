"""Segments -> a moving body: 47 degrees of freedom in Pinocchio, angles and configurations, where every segment is.

The state is a free-flyer and spherical joints, which have no singular position; people read it as angles. Refuses to know: landmarks,
forces, time.
"""

from dataclasses import dataclass

import numpy as np
import pinocchio

from edge.estimate.body.anthropometry import BodySize, Lengths
from edge.estimate.body.segments import Segment, segments_of
from edge.estimate.body.turns import angles_of, quaternions, rate_matrices
from edge.estimate.rotation import STANDARD_GRAVITY
from edge.messages import Array, Indices

_ROOT = ("x", "y", "z")


def _dof_names(segments: tuple[Segment, ...]) -> tuple[str, ...]:
    return tuple(f"{one.name}.{axis}" for one in segments for axis in ((*_ROOT, *one.axes) if one.parent is None else one.axes))


_TYPICAL = segments_of(BodySize())
SEGMENT_NAMES: tuple[str, ...] = tuple(segment.name for segment in _TYPICAL)
DOF_NAMES: tuple[str, ...] = _dof_names(_TYPICAL)
"""`right_shank.Z`: the moving segment and the axis its joint turns about, in moving axes, first to last. pelvis.x to pelvis.z: where the
pelvis is, m; all others rad. Z positive flexes hip and elbow and dorsiflexes the foot; the knee flexes to the negative."""
DOF = {name: i for i, name in enumerate(DOF_NAMES)}
SEGMENT = {name: i for i, name in enumerate(SEGMENT_NAMES)}

_BALLS = tuple(segment.name for segment in _TYPICAL if segment.axes == "ZXY")
_BALL_DOFS = np.array([[DOF[f"{name}.{axis}"] for axis in "ZXY"] for name in _BALLS])
"""(10, 3) of `angles`; in a velocity the same places hold the angular velocity about the segment's own x, y, z."""
_PLAIN_DOFS = np.setdiff1d(np.arange(len(DOF_NAMES)), _BALL_DOFS)


@dataclass(frozen=True, slots=True, eq=False)
class Placement:
    """Where the segments are: rotation (18, 3, 3) from the segment's axes to the world's, origin (18, 3) m of its joint."""

    rotation: Array
    origin: Array


class BodyModel:
    """A body of given segments. One per thread: it owns Pinocchio's working memory.

    Angles (…, 47): in the order of DOF_NAMES. Configuration (…, 57): what Pinocchio integrates. Velocity (…, 47): Pinocchio's tangent:
    the pelvis's linear then angular velocity and every ball joint's angular velocity in the moving segment's axes, rad/s; elsewhere
    the rate of the angle.
    """

    def __init__(self, segments: tuple[Segment, ...]) -> None:
        self.segments = segments
        self.pin = pinocchio.Model()
        self.pin.gravity = pinocchio.Motion(np.array([0.0, -STANDARD_GRAVITY, 0.0]), np.zeros(3))
        self.joint_ids: dict[str, int] = {}
        for segment in segments:
            self._add(segment)
        self.data = self.pin.createData()
        self._rotations, self._origins = _shown(self.data.oMi, len(segments))
        joints = [self.pin.joints[self.joint_ids[name]] for name in _BALLS]
        self._quaternions = np.array([[joint.idx_q + 3 * (joint.nq == 7) + k for k in range(4)] for joint in joints])
        self._plain = np.setdiff1d(np.arange(self.pin.nq), self._quaternions)

    @classmethod
    def of(cls, size: BodySize, lengths: Lengths | None = None) -> "BodyModel":
        """The body that the tables give to a size; lengths: measured ones."""
        return cls(segments_of(size, lengths))

    def _add(self, segment: Segment) -> None:
        parent = self.joint_ids[segment.parent] if segment.parent else 0
        joint = self.pin.addJoint(parent, _joint(segment), pinocchio.SE3(np.eye(3), segment.offset), segment.name)
        inertia = segment.inertia
        body = pinocchio.Inertia(inertia.mass, inertia.centre, inertia.matrix)
        self.pin.appendBodyToJoint(joint, body, pinocchio.SE3.Identity())
        self.joint_ids[segment.name] = joint

    @property
    def mass(self) -> float:
        """Of the whole body, kg."""
        return float(sum(segment.inertia.mass for segment in self.segments))

    def configuration(self, angles: Array) -> Array:
        """(…, 47) angles -> (…, 57)."""
        q = np.empty((*angles.shape[:-1], self.pin.nq))
        q[..., self._plain] = angles[..., _PLAIN_DOFS]
        q[..., self._quaternions] = quaternions(angles[..., _BALL_DOFS])
        return q

    def angles(self, q: Array) -> Array:
        """(…, 57) -> (…, 47). Balls within -pi..pi about Z and Y and -pi/2..pi/2 about X, where ZXY is singular."""
        angles = np.empty((*q.shape[:-1], self.pin.nv))
        angles[..., _PLAIN_DOFS] = q[..., self._plain]
        angles[..., _BALL_DOFS] = angles_of(q[..., self._quaternions])
        return angles

    def velocity(self, angles: Array, rates: Array) -> Array:
        """(…, 47) rates of the angles -> Pinocchio's velocity; the pelvis's linear part turns into its own axes."""
        return np.asarray((self.rates_to_velocity(angles) @ rates[..., None])[..., 0])

    def rates_to_velocity(self, angles: Array) -> Array:
        """(…, 47, 47): velocity = this @ rates. Singular where a ball's X is 90 degrees."""
        turn, matrix = rate_matrices(angles[..., _BALL_DOFS])
        out = np.zeros((*angles.shape[:-1], len(DOF_NAMES), len(DOF_NAMES)))
        out[..., _PLAIN_DOFS, _PLAIN_DOFS] = 1.0
        out[..., _BALL_DOFS[:, :, None], _BALL_DOFS[:, None, :]] = matrix
        out[..., :3, :3] = np.swapaxes(turn[..., 0, :, :], -1, -2)
        return out

    def place(self, q: Array) -> Placement:
        """Forward kinematics of one configuration (57,)."""
        pinocchio.forwardKinematics(self.pin, self.data, q)
        return self.placed()

    def placed(self) -> Placement:
        """As the last computation of Pinocchio on `data` left the segments."""
        return Placement(self._rotations.copy(order="C"), self._origins.copy())

    def turning(self, q: Array, segment: str) -> Array:
        """(3, 47): how a segment turns about its own axes with a small change of a configuration (57,)."""
        return np.asarray(pinocchio.computeJointJacobian(self.pin, self.data, q, self.joint_ids[segment])[3:])

    def supports(self) -> Array:
        """(18, 47): 1 where a degree of freedom moves a segment."""
        moves = np.zeros((len(self.segments), self.pin.nv))
        for i, segment in enumerate(self.segments):
            joint = self.pin.joints[self.joint_ids[segment.name]]
            if segment.parent is not None:
                moves[i] = moves[SEGMENT[segment.parent]]
            moves[i, joint.idx_v : joint.idx_v + joint.nv] = 1.0
        return moves


def _shown(placements: "pinocchio.StdVec_SE3", n: int) -> tuple[Array, Array]:
    """Views of Pinocchio's own memory, (n, 3, 3) and (n, 3): all placements but the world's, which lie in one row, a rotation and then an
    origin each. Thirteen times as fast as asking for one after the other, which a frame does six times."""
    first, second = placements[1], placements[2]
    step = second.translation.ctypes.data - first.translation.ctypes.data
    rotation, origin = first.rotation, first.translation
    return (
        np.lib.stride_tricks.as_strided(rotation, (n, 3, 3), (step, *rotation.strides)),
        np.lib.stride_tricks.as_strided(origin, (n, 3), (step, *origin.strides)),
    )


def dofs_of(segment: str) -> Indices:
    """Places in DOF_NAMES of the joint that moves a segment."""
    return np.array([i for i, name in enumerate(DOF_NAMES) if name.startswith(f"{segment}.")])


_TURNS = {"X": pinocchio.JointModelRX, "Y": pinocchio.JointModelRY, "Z": pinocchio.JointModelRZ}


def _joint(segment: Segment) -> "pinocchio.JointModel":
    if segment.parent is None:
        return pinocchio.JointModelFreeFlyer()
    if segment.axes == "ZXY":
        return pinocchio.JointModelSpherical()
    if len(segment.axes) == 1:
        return _TURNS[segment.axes]()
    joint = pinocchio.JointModelComposite()
    for axis in segment.axes:
        joint.addJoint(_TURNS[axis](), pinocchio.SE3.Identity())
    return joint
