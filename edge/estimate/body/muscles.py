"""Angles, rates and moments of the joints -> how much of a person's strength each of them uses.

Muscle torque generators: maximum x what the angle allows x what the speed allows, and what stretched tissue gives by itself, which
relieves the muscle beside it; that the opposite muscle must also overcome it is left out, because where it begins in one person is
the least known of all. Not modelled: muscles over two joints, co-contraction (so real muscles do at least this much), fatigue. A joint
without published strength has no axis here, and is unknown, not unloaded. Refuses to know: exercises, pictures, how the moments were
found.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from edge.estimate.body.anthropometry import BodySize
from edge.estimate.body.generators import AXES, LEG_AXES, generators_of
from edge.estimate.body.model import DOF
from edge.estimate.body.strength import Strength
from edge.messages import Array

LEAST_MOVING = 0.25
"""Share that is left at any speed: torques measured below it are rare (Chen & Franklin 2025), the formulas go on to zero, and a speed that
a camera finds so high is as likely its own error."""
TURN = 2.0 * np.pi

GENERATORS: tuple[str, ...] = tuple(f"{axis.joint} {direction}" for axis in AXES for direction in axis.directions)
"""`right_knee extension`, in the order of a flattened Activation."""

_FIRST = np.array([DOF[axis.dofs[0]] for axis in AXES])
_SIGN = np.array([axis.sign for axis in AXES])
((_SPINE, _UPPER_SPINE),) = [(i, DOF[axis.dofs[1]]) for i, axis in enumerate(AXES) if len(axis.dofs) > 1]
"""The one axis of two joints."""
_WAYS = np.array([1.0, -1.0])


@dataclass(frozen=True, slots=True, eq=False)
class Activation:
    """Share of the strength at this angle and speed; 1 is all of it, more is more than the tables give. (…, axes, 2): AXES and their
    directions, 0 where the other direction works. sd: one standard deviation, of such people's strength and of the moment together.
    NaN where an angle or a moment is unknown."""

    share: Array
    sd: Array


class Muscles:
    """The generators of one person."""

    def __init__(self, size: BodySize, strengths: Mapping[str, Strength] | None = None) -> None:
        """strengths: what a person's best efforts showed, by name in GENERATORS, in place of what such people have."""
        self._of = generators_of(size)
        shape = self._of.maximum.shape
        own = strengths or {}
        proven = [own.get(name, Strength(1.0, spread)) for name, spread in zip(GENERATORS, self._of.spread.ravel(), strict=True)]
        self._maximum = self._of.maximum * np.reshape([one.factor for one in proven], shape)
        self._spread = np.reshape([one.spread for one in proven], shape)
        self._gain = self._of.eccentric - 1.0
        self._slow = self._gain / (self._of.bend - self._of.fall)
        self._low, self._high = self._of.tested.T
        self._middle = 0.5 * (self._low + self._high)

    @property
    def spreads(self) -> dict[str, float]:
        """By generator: the standard deviation of the strength between such people, as a share."""
        return dict(zip(GENERATORS, self._spread.ravel().tolist(), strict=True))

    def feed(self, angles: Array, rates: Array, moments: Array, moments_sd: Array) -> Activation:
        """All (…, 47) in the order of DOF_NAMES: rad, rad/s, Nm about the axes that it names, and their standard deviation."""
        angle, rate = self._near(_along(angles)), _along(rates)
        strongest = self.maximum(angle, rate)
        needed = (moments.take(_FIRST, axis=-1) * _SIGN)[..., None] * _WAYS
        share = np.maximum(needed - self.passive(angle), 0.0) / strongest
        sd = np.hypot(share * self._spread, moments_sd.take(_FIRST, axis=-1)[..., None] / strongest)
        return Activation(share, sd)

    def maximum(self, angle: Array, rate: Array) -> Array:
        """(…, axes) rad and rad/s along AXES -> (…, axes, 2) Nm, the most that the active muscles give each way; never 0."""
        return np.asarray(self._maximum * self._by_angle(angle) * self._by_speed(rate[..., None] * _WAYS))

    def passive(self, angle: Array) -> Array:
        """(…, axes, 2) Nm that stretched tissue gives each way."""
        exponent = self._of.passive_log + self._of.passive_rate * angle[..., None]
        return np.asarray(np.exp(np.minimum(exponent, self._of.passive_cap)))

    def _near(self, angle: Array) -> Array:
        """A whole turn more or less is the same angle: the one closest to where a joint can be."""
        return np.asarray(angle - TURN * np.rint((angle - self._middle) / TURN))

    def _by_angle(self, angle: Array) -> Array:
        """Beyond where anybody tested it, as at the nearest angle that was."""
        within = np.minimum(np.maximum(angle, self._low), self._high)
        share = (within[..., None] - self._of.best) * self._of.narrowness
        share[..., :LEG_AXES, :] = np.cos(share[..., :LEG_AXES, :])
        arms = share[..., LEG_AXES:, :]
        share[..., LEG_AXES:, :] = np.exp(-0.5 * arms * arms)
        return np.asarray(share)

    def _by_speed(self, speed: Array) -> Array:
        """Shortening weakens along Hill's hyperbola; lengthening strengthens with the same slope at rest, and levels off."""
        shortening, lengthening = np.maximum(speed, 0.0), np.maximum(-speed, 0.0)
        weaker = (1.0 + self._of.fall * shortening) / (1.0 + self._of.bend * shortening)
        stronger = 1.0 + self._gain * lengthening / (lengthening + self._slow)
        return np.asarray(np.maximum(weaker, LEAST_MOVING) * stronger)


def _along(values: Array) -> Array:
    """(…, 47) -> (…, axes), in the direction in which an axis grows."""
    out = np.asarray(values.take(_FIRST, axis=-1) * _SIGN)
    out[..., _SPINE] += _SIGN[_SPINE] * values[..., _UPPER_SPINE]
    return out
