"""Movement of a body and where it is supported -> the force under each support, without force plates.

The net force and moment follow from momentum. How several supports share them is not visible: they are shared so that the joints work
least, measured by their strength, with the pressure under a foot near its middle (the idea of Skals et al. 2017 and of every static
optimisation, solved as one small least-squares problem). Refuses to know: how contact was found, landmarks, time.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from edge.estimate.body.dynamics import ROOT_DOFS, Dynamics, Effort
from edge.estimate.body.model import DOF_NAMES, SEGMENT
from edge.estimate.body.turns import skew
from edge.messages import Array

NET_SD = 0.02
"""How well momentum is known, as a share of the weight, N."""
PLACE_SD_M = 0.015
"""How well the body's centre of mass is known against its feet, from the tables of its masses alone."""
GRIP_SHARE = 0.15
"""Feet push against each other with a tenth of what they carry, seldom more (Dumas squat data; walking brakes with a fifth)."""
EVEN_SHARE = 0.15
"""How far a foot's or a hand's force is from its share of both where nothing else is known: in squats a tenth, in other things more."""
LEAST_FORCE_SHARE = 0.08
STRENGTH_NM = {
    "thigh": (90.0, 40.0, 150.0), "shank": (180.0,), "foot": (40.0, 20.0, 90.0), "abdomen": (150.0, 80.0, 250.0),
    "thorax": (150.0, 80.0, 250.0), "head": (30.0, 15.0, 40.0), "clavicle": (60.0, 60.0), "upper_arm": (60.0, 40.0, 80.0),
    "forearm": (60.0, 10.0), "hand": (12.0, 8.0),
}  # fmt: skip
"""About x, y, z of a ball, else about its joint's axes: isometric strength of a young adult, Anderson 2007 and Kulig 1984, rounded.
Only their ratios matter."""


@dataclass(frozen=True, slots=True, eq=False)
class Support:
    """What the body touches.

    segment: of DOF_NAMES. point: (3,) m in the world, where the middle of the pressure is thought. axes: (3, 3) world axes of the sole or
    palm: its length, its normal, its width. spread: m, standard deviation of the middle along its length and its width. twist: Nm, of the
    moment about its normal. pulls: it can also pull, as a bar can.
    """

    segment: str
    point: Array
    axes: Array
    spread: tuple[float, float]
    twist: float
    pulls: bool = False


class Shared(NamedTuple):
    """wrenches: by segment, (6,) force N and moment about the world's origin Nm. generalised: (47,) what remains for the joints.
    variance: (47,) of that, because sharing is a guess; measured: it was none."""

    wrenches: Mapping[str, Array]
    generalised: Array
    variance: Array
    measured: bool = False


class Ground:
    """Shares what carries a body between its supports. weight: N, of the body and what it carries."""

    def __init__(self, dynamics: Dynamics, weight: float) -> None:
        self._weight = weight
        self._reach = dynamics.model.supports()
        self._effort = 1.0 / _strength() ** 2

    def share(self, effort: Effort, moment: int, supports: Sequence[Support], turn: Array, place: Array) -> Shared:
        """Of one moment of an effort. A support that would have to pull, and cannot, carries nothing.

        turn: (3, 3) from the pelvis's axes to the world's. place: (2, 2) covariance of where the centre of mass is against the supports,
        along the world's x and z, m2.
        """
        needed, jacobian = effort.generalised[moment], effort.jacobians[moment]
        precision = _net_precision(self._weight, turn, place)
        while supports:
            levers = self._levers(jacobian, supports)
            forces, covariance = self._solved(needed, levers, supports, precision)
            lifted = [k for k, support in enumerate(supports) if not support.pulls and forces[6 * k : 6 * k + 3] @ support.axes[:, 1] < 0.0]
            if not lifted:
                wrenches = {one.segment: _about_origin(forces[6 * k : 6 * k + 6], one) for k, one in enumerate(supports)}
                variance = ((levers @ covariance) * levers).sum(axis=1)
                return Shared(wrenches, needed - levers @ forces, variance)
            supports = [support for k, support in enumerate(supports) if k not in lifted]
        return Shared({}, needed, np.zeros(len(needed)))

    def _levers(self, jacobian: Array, supports: Sequence[Support]) -> Array:
        """(47, 6k) what forces at the supports' points and moments there do to each degree of freedom."""
        moved = np.repeat(jacobian[None], len(supports), axis=0)
        moved[:, :3] -= skew(np.array([support.point for support in supports])) @ jacobian[3:]
        moved *= self._reach[[SEGMENT[support.segment] for support in supports], None]
        return np.asarray(moved.reshape(-1, jacobian.shape[1]).T)

    def _solved(self, needed: Array, levers: Array, supports: Sequence[Support], net: Array) -> tuple[Array, Array]:
        """(6k,) forces and moments at the supports, and their covariance. net: (6, 6) precision of what the pelvis needs."""
        weighted = np.concatenate([levers[:ROOT_DOFS].T @ net, levers[ROOT_DOFS:].T * self._effort], axis=1)
        normal = weighted @ levers
        up = max(needed_force(needed), LEAST_FORCE_SHARE * self._weight * len(supports)) / len(supports)
        for k, support in enumerate(supports):
            normal[6 * k : 6 * k + 6, 6 * k : 6 * k + 6] += _prior(support, up)
        for difference in _differences(supports):
            normal += np.outer(difference, difference) / (2.0 * EVEN_SHARE * up) ** 2
        covariance = np.asarray(np.linalg.inv(normal), np.float64)
        return covariance @ (weighted @ needed), covariance


def needed_force(needed: Array) -> float:
    """N, by which the surroundings must carry the body."""
    return float(np.linalg.norm(needed[:3]))


def _net_precision(weight: float, turn: Array, place: Array) -> Array:
    """(6, 6) of the force and moment that the pelvis needs, in its axes: a weight that lies elsewhere pulls with another moment."""
    (xx, xz), (_, zz) = place + PLACE_SD_M**2 * np.eye(2)
    area = xx * zz - xz * xz
    moment = np.array([[xx / area, 0.0, xz / area], [0.0, PLACE_SD_M**-2, 0.0], [xz / area, 0.0, zz / area]])
    out = np.zeros((6, 6))
    out[0, 0] = out[1, 1] = out[2, 2] = NET_SD**-2
    out[3:, 3:] = turn.T @ moment @ turn
    return out / weight**2


def _prior(support: Support, carries: float) -> Array:
    """(6, 6) precision of a support's force and moment before anything is known but what it may carry."""
    along, across = support.spread
    grip = (GRIP_SHARE if not support.pulls else 1.0) * carries
    force = np.array([1.0 / grip, 0.0, 1.0 / grip])
    moment = np.array([1.0 / (carries * across), 1.0 / support.twist, 1.0 / (carries * along)])
    out = np.zeros((6, 6))
    for part, precision in ((slice(0, 3), force), (slice(3, 6), moment)):
        turned = support.axes * precision
        out[part, part] = turned @ turned.T
    return out


def _differences(supports: Sequence[Support]) -> Iterator[Array]:
    """(6k,) for each pair of left and right: what their pressing differs by, of all forces and moments."""
    places = {support.segment: k for k, support in enumerate(supports)}
    for segment, k in places.items():
        other = places.get(segment.replace("right_", "left_"), k)
        if other != k:
            row = np.zeros(6 * len(supports))
            row[6 * k : 6 * k + 3], row[6 * other : 6 * other + 3] = supports[k].axes[:, 1], -supports[other].axes[:, 1]
            yield row


def _about_origin(wrench: Array, support: Support) -> Array:
    return np.concatenate([wrench[:3], wrench[3:] + skew(support.point) @ wrench[:3]])


def _strength() -> Array:
    """(41,) Nm."""
    found: list[float] = []
    for name in dict.fromkeys(name.split(".")[0] for name in DOF_NAMES[ROOT_DOFS:]):
        found += STRENGTH_NM[name.removeprefix("right_").removeprefix("left_")]
    return np.array(found)
