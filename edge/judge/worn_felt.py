"""WornState -> the last seconds of what the sensor felt, evenly spaced in time.

Refuses to know: rhythms, repetitions.
"""

import math
from typing import TypeAlias

import numpy as np

from edge.messages import WORN_HZ, Array, WornState

GRAVITY = 9.80665
SPEED_WEIGHT = 0.5
"""1 m/s of vertical speed counts as much as half of gravity turning its direction."""
SPEED_TAU_S = 1.0
"""Vertical speed is acceleration summed up and forgotten, lest a tilt error grows into a fall."""
SILENCE_S, GAP_S = 0.5, 4.0
"""Longer than the first is a silence, bridged by a straight line; after the second, what comes does not continue what was."""
FORGOTTEN = math.exp(-1.0 / (WORN_HZ * SPEED_TAU_S))
COLUMNS, SPEED = 4, 3
Force: TypeAlias = tuple[float, float, float]


class Felt:
    """Columns: the force on the sensor along its own three axes, in gravities (which way it is turned, and how it is pushed); its
    vertical speed, m/s times SPEED_WEIGHT. The first three are exact without a gyroscope too.
    """

    def __init__(self, seconds: float) -> None:
        self._kept = round(seconds * WORN_HZ)
        self._rows = np.zeros((2 * self._kept, COLUMNS))
        self._end = self._count = 0
        self._last: WornState | None = None
        self._force: Force = (0.0, 0.0, 0.0)
        self._speed = 0.0
        self.t = self.since = -math.inf
        """Of the newest row; of the oldest row since the last gap, whether it is still kept or not."""
        self.silence = (-math.inf, -math.inf)
        """From when to when the sensor was last silent without a gap."""

    @property
    def series(self) -> Array:
        """(n, COLUMNS), oldest first. A view: copy what is kept."""
        return self._rows[self._end - self._count : self._end]

    def when(self, place: int) -> float:
        """The time of a place in the series."""
        return self.t - (self._count - 1 - place) / WORN_HZ

    def feed(self, state: WornState) -> int:
        """How many rows this state added."""
        last, force = self._last, force_on_sensor(state)
        if last is not None and state.t <= last.t:
            return 0
        if last is None or state.t - last.t > GAP_S:
            self._begin(state, force)
            return 1
        if state.t - last.t > SILENCE_S:
            self.silence = (last.t, state.t)
        added = 0
        while self.t + 1.0 / WORN_HZ <= state.t + 1e-6:
            self.t += 1.0 / WORN_HZ
            share = (self.t - last.t) / (state.t - last.t)
            (x, y, z), (to_x, to_y, to_z) = self._force, force
            between = (x + share * (to_x - x), y + share * (to_y - y), z + share * (to_z - z))
            self._add(between, last.accel[2] + share * (state.accel[2] - last.accel[2]))
            added += 1
        self._last, self._force = state, force
        return added

    def _begin(self, state: WornState, force: Force) -> None:
        self.t = self.since = state.t
        self._end, self._count, self._speed = 0, 0, 0.0
        self._last, self._force = state, force
        self.silence = (-math.inf, -math.inf)
        self._add(force, state.accel[2])

    def _add(self, force: Force, rise: float) -> None:
        if self._end == len(self._rows):
            self._rows[: self._kept] = self._rows[self._kept :]
            self._end = self._kept
        self._speed = self._speed * FORGOTTEN + rise / WORN_HZ
        self._rows[self._end] = (*force, SPEED_WEIGHT * self._speed)
        self._end += 1
        self._count = min(self._count + 1, self._kept)


def force_on_sensor(state: WornState) -> Force:
    """In the sensor's axes, in gravities: gravity alone while nothing moves."""
    w, x, y, z = state.orientation
    across, along, up = state.accel
    across, along, up = across / GRAVITY, along / GRAVITY, up / GRAVITY + 1.0
    return (
        (1.0 - 2.0 * (y * y + z * z)) * across + 2.0 * (x * y + w * z) * along + 2.0 * (x * z - w * y) * up,
        2.0 * (x * y - w * z) * across + (1.0 - 2.0 * (x * x + z * z)) * along + 2.0 * (y * z + w * x) * up,
        2.0 * (x * z + w * y) * across + 2.0 * (y * z - w * x) * along + (1.0 - 2.0 * (x * x + y * y)) * up,
    )
