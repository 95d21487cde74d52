"""Movement of a body and the forces on it -> the moment of every joint, by recursive Newton-Euler (Featherstone 2008, in Pinocchio).

Refuses to know: where movement and forces come from, and what they mean to a person.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import pinocchio

from edge.errors import InputError
from edge.estimate.body.anthropometry import Inertia
from edge.estimate.body.model import SEGMENT, SEGMENT_NAMES, BodyModel, dofs_of
from edge.estimate.body.segments import Segment
from edge.estimate.body.turns import matrices
from edge.messages import Array

ROOT_DOFS = 6
HANDS, SHOULDERS = ("right_hand", "left_hand"), ("thorax",)
ON_THE_SHOULDERS = frozenset(
    ("squat", "jump_squat", "split_squat", "bulgarian_split_squat", "lunge", "side_lunge", "inline_lunge", "heel_raise", "step_up")
)
"""Exercises whose weight lies on the shoulders unless somebody says otherwise; all others are done with the hands."""
GRIP_M, BAR_BEHIND_M = 0.07, 0.05
"""A grip's centre below the wrist; a bar's behind the shoulder joints, on the upper trapezius."""
MOST_LOAD_KG = 600.0
SINGULAR = 1e-4
"""Damps the rates of a ball's angles within a degree of its singular position."""

_BALL_DOFS = np.array([dofs_of(name)[-3:] for name in SEGMENT_NAMES if len(dofs_of(name)) in (3, ROOT_DOFS)])
"""(10, 3): the last three of the pelvis, and every joint of three."""


class Movement(NamedTuple):
    """n moments. q: (n, 57) configurations; v, a: (n, 47) Pinocchio's velocities and their derivatives, as in BodyModel."""

    q: Array
    v: Array
    a: Array


class Effort(NamedTuple):
    """What the joints would do if nothing touched the body.

    generalised: (n, 47) in the space of velocities; the first 6 are the force, N, and moment, Nm, that the surroundings must give the
    pelvis, in its axes. jacobians: (n, 6, 47) of all degrees of freedom, for wrenches about the world's origin.
    """

    generalised: Array
    jacobians: Array


Wrenches = Mapping[str, Array]
"""By segment that is touched: (n, 6) force N and its moment about the world's origin Nm, both in the world's axes."""


class Dynamics:
    """Inverse dynamics of one body, any number of moments at once."""

    def __init__(self, model: BodyModel) -> None:
        self.model = model
        self._supports = model.supports()

    def effort(self, movement: Movement) -> Effort:
        """(n, 47) and (n, 6, 47): recursive Newton-Euler without contact."""
        pin, data = self.model.pin, self.model.data
        n = len(movement.q)
        generalised, jacobians = np.empty((n, pin.nv)), np.empty((n, 6, pin.nv))
        for i, (q, v, a) in enumerate(zip(*movement, strict=True)):
            generalised[i] = pinocchio.rnea(pin, data, q, v, a)
            jacobians[i] = pinocchio.computeJointJacobians(pin, data, q)
        return Effort(generalised, jacobians)

    def root_force(self, q: Array, v: Array, a: Array) -> Array:
        """(3,) N, in the pelvis's axes, that the surroundings must give the body at one moment."""
        return np.array(pinocchio.rnea(self.model.pin, self.model.data, q, v, a)[:3])

    def given(self, effort: Effort, wrenches: Wrenches) -> Array:
        """(n, 47) what remains for the joints, and as a residual for the pelvis, when the surroundings push so."""
        out = effort.generalised.copy()
        for segment, wrench in wrenches.items():
            out -= self.lever(effort, segment, wrench)
        return out

    def lever(self, effort: Effort, segment: str, wrench: Array) -> Array:
        """(n, 47) what a wrench on one segment does to each degree of freedom."""
        return np.asarray(np.einsum("nk,nkd->nd", wrench, effort.jacobians) * self._supports[SEGMENT[segment]])

    def moments(self, movement: Movement, wrenches: Wrenches) -> Array:
        """(n, 47) Nm about the axes of DOF_NAMES; the pelvis's are what no force explains, N in the world's axes and Nm."""
        return Axes(self.model.angles(movement.q)).moments(self.given(self.effort(movement), wrenches))


class Axes:
    """The axes that people name, of bodies in certain positions: about Z of the parent, the floating X, Y of the child.

    angles: (…, 47). What turns.rate_matrices says, written out: three times as fast for one body.
    """

    def __init__(self, angles: Array) -> None:
        balls = angles[..., _BALL_DOFS]
        self._sx, self._cx = np.sin(balls[..., 1]), np.cos(balls[..., 1])
        self._sy, self._cy = np.sin(balls[..., 2]), np.cos(balls[..., 2])
        self._root = matrices(balls[..., 0, :])

    def moments(self, generalised: Array) -> Array:
        """(…, 47) from the space of velocities; the pelvis's force in the world's axes."""
        return self._named(generalised, self._sx, self._cx, self._sy, self._cy, self._root, -1.0)

    def variances(self, variance: Array) -> Array:
        """(…, 47) of `moments`, of independent parts."""
        return self._named(variance, self._sx**2, self._cx**2, self._sy**2, self._cy**2, self._root**2, 1.0)

    def rates(self, velocity: Array) -> Array:
        """(…, 47) rates of the angles, rad/s; where ZXY is singular, the smallest that explain the velocity."""
        x, y, z = _parts(velocity)
        about_z = self._cx / (self._cx**2 + SINGULAR) * (self._cy * z - self._sy * x)
        return self._placed(velocity, (about_z, self._cy * x + self._sy * z, y - self._sx * about_z), self._root)

    def _named(self, values: Array, sx: Array, cx: Array, sy: Array, cy: Array, root: Array, sign: float) -> Array:
        """sign: of the one product that is negative."""
        x, y, z = _parts(values)
        return self._placed(values, (cx * (cy * z + sign * sy * x) + sx * y, cy * x + sy * z, y), root)

    def _placed(self, values: Array, zxy: tuple[Array, Array, Array], root: Array) -> Array:
        out = values.copy()
        for k in range(3):
            out[..., _BALL_DOFS[:, k]] = zxy[k]
        out[..., :3] = (root @ values[..., :3, None])[..., 0]
        return out


def _parts(values: Array) -> tuple[Array, Array, Array]:
    """Of the balls, about the segments' x, y, z, (…, 10) each."""
    balls = values[..., _BALL_DOFS]
    return balls[..., 0], balls[..., 1], balls[..., 2]


@dataclass(frozen=True, slots=True)
class Load:
    """A weight that the person moves. at: the segments that carry it, in equal parts."""

    kg: float
    at: tuple[str, ...] = HANDS

    def __post_init__(self) -> None:
        """Raises InputError for a weight that nobody lifts."""
        if not 0.0 <= self.kg <= MOST_LOAD_KG:
            raise InputError(f"a load of {self.kg:g} kg cannot be right", f"give 0 to {MOST_LOAD_KG:g} kg")


def load_of(kg: float, exercise: str) -> Load:
    """Where an exercise carries its weight. Raises InputError for a weight that nobody lifts."""
    return Load(kg, SHOULDERS if exercise in ON_THE_SHOULDERS else HANDS)


def loaded(segments: tuple[Segment, ...], load: Load) -> tuple[Segment, ...]:
    """The same body carrying it: its weight, momentum and inertia come by themselves."""
    place = {name: np.array([0.0, -GRIP_M, 0.0]) for name in HANDS}
    place["thorax"] = _bar(segments)
    share = load.kg / len(load.at)
    return tuple(
        replace(one, inertia=_with_point(one.inertia, share, place[one.name])) if one.name in load.at and share else one for one in segments
    )


def _bar(segments: tuple[Segment, ...]) -> Array:
    """The middle between the shoulders, and behind it."""
    by_name = {segment.name: segment for segment in segments}
    shoulder = by_name["right_clavicle"].offset + by_name["right_upper_arm"].offset
    return np.array([shoulder[0] - BAR_BEHIND_M, shoulder[1], 0.0])


def _with_point(inertia: Inertia, mass: float, point: Array) -> Inertia:
    """A mass point added, everything about the new centre."""
    whole = inertia.mass + mass
    apart = point - inertia.centre
    reduced = inertia.mass * mass / whole
    matrix = inertia.matrix + reduced * (apart @ apart * np.eye(3) - np.outer(apart, apart))
    return Inertia(whole, inertia.centre + mass / whole * apart, matrix)
