"""Force plates in their laboratory and a body before a camera -> the measured force under each foot, in the body's world.

Nobody says how the camera stands to the plates: both see the feet. Where both feet are loaded, the line between the two centres of
pressure lies along the line between the two soles, and turns one into the other. Refuses to know: files, pictures.
"""

from collections.abc import Mapping

import numpy as np

from edge.estimate.body.plates import Plates, centre_of_pressure
from edge.estimate.body.support import sole_support
from edge.messages import Array

SIDES = ("right", "left")
LEARN_S = 3.0
"""Feet that turn and landmarks that shake even out over this long."""
NARROWEST_M = 0.08
"""Feet closer than this do not tell a direction."""


class Footing:
    """right, left: which of the plates is under which foot. t of the plates is t of the film."""

    def __init__(self, plates: Plates, right: int = 0, left: int = 1) -> None:
        self._plates, self._order = plates, (right, left)
        self._across = np.zeros(2)
        self._t = -np.inf

    def under(self, t: float, spots: Mapping[str, Array]) -> dict[str, Array] | None:
        """By foot, (6,) force N and moment about the world's origin Nm; None where the plates say nothing, or not yet how they lie.

        spots: (3,) m of heels and tips, by name.
        """
        if not self._plates.t[0] <= t <= self._plates.t[-1]:
            return None
        wrenches = self._plates.at(np.array([t]))[0, self._order, :]
        pressed, soles = centre_of_pressure(wrenches), _soles(spots)
        loaded = np.isfinite(pressed[:, 0])
        if loaded.all():
            self._learn(t, pressed, soles)
        if not loaded.any() or not self._across.any():
            return None
        turn = self._turn()
        shift = soles[loaded].mean(axis=0) - turn @ pressed[loaded].mean(axis=0)
        return {f"{SIDES[k]}_foot": _moved(wrenches[k], turn, shift) for k in np.flatnonzero(loaded)}

    def _learn(self, t: float, pressed: Array, soles: Array) -> None:
        """The mean turn about the vertical, as a complex number of the plane z, x."""
        here, there = soles[1] - soles[0], pressed[1] - pressed[0]
        if min(np.hypot(here[0], here[2]), np.hypot(there[0], there[2])) < NARROWEST_M:
            return
        turn = complex(here[2], here[0]) / complex(there[2], there[0])
        fade = 1.0 if not self._across.any() else min((t - self._t) / LEARN_S, 1.0)
        self._across += max(fade, 0.0) * (np.array([turn.real, turn.imag]) / abs(turn) - self._across)
        self._t = t

    def _turn(self) -> Array:
        c, s = self._across / np.linalg.norm(self._across)
        return np.array([[c, 0.0, s], [0.0, 1.0, 0.0], [-s, 0.0, c]])


def _soles(spots: Mapping[str, Array]) -> Array:
    """(2, 3) m, where the pressure of either foot is thought."""
    return np.array([sole_support(f"{side}_foot", spots[f"{side}_heel"], spots[f"{side}_tip"]).point for side in SIDES])


def _moved(wrench: Array, turn: Array, shift: Array) -> Array:
    """About the world's origin."""
    force = turn @ wrench[:3]
    return np.concatenate([force, turn @ wrench[3:] + np.cross(shift, force)])
