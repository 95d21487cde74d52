"""Seeds and formulas -> smooth movements of the whole body, with their exact rates."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from edge.estimate.body.dynamics import Movement
from edge.estimate.body.model import DOF_NAMES, BodyModel
from edge.messages import Array

N = len(DOF_NAMES)


class Swing(NamedTuple):
    """Every degree of freedom swings at its own pace. amplitude, pulse (rad/s), phase: (47,)."""

    amplitude: Array
    pulse: Array
    phase: Array

    def angles(self, t: float) -> Array:
        return self.amplitude * np.sin(self.pulse * t + self.phase)

    def rates(self, t: float) -> Array:
        return self.amplitude * self.pulse * np.cos(self.pulse * t + self.phase)


def swing() -> Swing:
    return Swing(np.linspace(0.2, 0.5, N) * np.where(np.arange(N) % 2, 1.0, -1.0), np.linspace(1.0, 4.0, N), 0.7 * np.arange(float(N)))


def derivative(values: Callable[[float], Array], t: float, h: float) -> Array:
    """Exact to the fourth order."""
    before, earlier, later, after = (values(t + k * h) for k in (-2, -1, 1, 2))
    return np.asarray((before - 8.0 * earlier + 8.0 * later - after) / (12.0 * h))


def velocity(model: BodyModel, moving: Swing, t: float) -> Array:
    return model.velocity(moving.angles(t), moving.rates(t))


def movement(model: BodyModel, moving: Swing, t: float, h: float = 1e-4) -> Movement:
    """One moment."""
    a = derivative(lambda at: velocity(model, moving, at), t, h)
    return Movement(model.configuration(moving.angles(t))[None], velocity(model, moving, t)[None], a[None])


def random_movement(model: BodyModel, n: int, seed: int) -> Movement:
    """Violent ones: no balance of errors hides in small numbers."""
    chance = np.random.default_rng(seed)
    angles = chance.normal(0.0, 0.7, (n, N))
    return Movement(model.configuration(angles), chance.normal(0.0, 3.0, (n, N)), chance.normal(0.0, 30.0, (n, N)))
