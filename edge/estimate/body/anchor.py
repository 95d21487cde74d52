"""What carries the body -> the body standing still on it: one shift of the whole, moment by moment.

A camera sees a person's distance badly and its landmarks have no fixed place in the room; feet on the floor have. Refuses to know: how
contact was found, forces.
"""

from collections.abc import Mapping

import numpy as np

from edge.messages import Array

SINK_S = 1.0
"""How fast what touches the floor settles on it, where the two disagree."""
LONGEST_STEP_S = 0.2


class Anchor:
    """Keeps each place that carries where it came down."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        self._held: dict[str, Array] = {}
        self._shift: Array | None = None
        self._t = -np.inf

    def feed(self, t: float, carrying: Mapping[str, Array], floor: float | None) -> Array:
        """(3,) m to add to everything, so that what carries stays where it is, with the floor at 0.

        carrying: (3,) m by name, in the world as it was seen. floor: its height there; None where what carries is not the floor.
        """
        if self._shift is None:
            self._shift = np.array([0.0, -(floor or 0.0), 0.0])
        shift = self._shift
        staying = [self._held[name] - at for name, at in carrying.items() if name in self._held]
        if staying:
            shift = np.asarray(sum(staying) / len(staying))
        self._hold(carrying, shift, min(max(t - self._t, 0.0), LONGEST_STEP_S), floor is not None)
        self._shift, self._t = shift, t
        return np.asarray(shift)

    def _hold(self, carrying: Mapping[str, Array], shift: Array, dt: float, on_floor: bool) -> None:
        """What no longer carries is forgotten; what begins to carry is held where it is."""
        self._held = {name: self._held.get(name, at + shift) for name, at in carrying.items()}
        if on_floor and self._held:
            lowest = min(at[1] for at in self._held.values())
            sinking = np.array([0.0, -min(dt / SINK_S, 1.0) * lowest, 0.0])
            self._held = {name: at + sinking for name, at in self._held.items()}
