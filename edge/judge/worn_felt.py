"""WornState -> the last seconds of what the sensor felt, evenly spaced in time.

Refuses to know: rhythms, repetitions.
"""

import math

import numpy as np

from edge.messages import WORN_HZ, Array, WornState

GRAVITY = 9.80665
SPEED_WEIGHT = 0.5
"""1 m/s of vertical speed counts as much as half of gravity turning its direction."""
SPEED_TAU_S = 1.0
"""Vertical speed is acceleration summed up and forgotten, lest a tilt error grows into a fall."""
SILENCE_S, GAP_S = 0.5, 4.0
"""Longer than the first is a silence, bridged by a straight line; after the second, what comes does not continue what was."""
COLUMNS, SPEED = 4, 3


class Felt:
    """Columns: the force on the sensor along its own three axes, in gravities (which way it is turned, and how it is pushed); its
    vertical speed, m/s times SPEED_WEIGHT. The first three are exact without a gyroscope too.
    """

    def __init__(self, seconds: float) -> None:
        self._rows = np.zeros((round(seconds * WORN_HZ), COLUMNS))
        self._count = 0
        self._last: WornState | None = None
        self._force: Array = np.zeros(3)
        self._speed = 0.0
        self.t = self.since = -math.inf
        """Of the newest row; of the oldest row since the last gap, whether it is still kept or not."""
        self.silence = (-math.inf, -math.inf)
        """From when to when the sensor was last silent without a gap."""

    @property
    def series(self) -> Array:
        """(n, COLUMNS), oldest first. A view: copy what is kept."""
        return self._rows[len(self._rows) - self._count :]

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
            self._add(self._force + share * (force - self._force), last.accel[2] + share * (state.accel[2] - last.accel[2]))
            added += 1
        self._last, self._force = state, force
        return added

    def _begin(self, state: WornState, force: Array) -> None:
        self.t = self.since = state.t
        self._count, self._speed = 0, 0.0
        self._last, self._force = state, force
        self.silence = (-math.inf, -math.inf)
        self._add(force, state.accel[2])

    def _add(self, force: Array, rise: float) -> None:
        self._speed = self._speed * math.exp(-1.0 / (WORN_HZ * SPEED_TAU_S)) + rise / WORN_HZ
        self._rows[:-1] = self._rows[1:]
        self._rows[-1, :SPEED], self._rows[-1, SPEED] = force, SPEED_WEIGHT * self._speed
        self._count = min(self._count + 1, len(self._rows))


def force_on_sensor(state: WornState) -> Array:
    """(3,) in the sensor's axes, in gravities: gravity alone while nothing moves."""
    w, x, y, z = state.orientation
    across, along, up = (value / GRAVITY for value in state.accel)
    earth = np.array([across, along, up + 1.0])
    to_earth = np.array(
        [
            [1.0 - 2.0 * (y * y + z * z), 2.0 * (x * y - w * z), 2.0 * (x * z + w * y)],
            [2.0 * (x * y + w * z), 1.0 - 2.0 * (x * x + z * z), 2.0 * (y * z - w * x)],
            [2.0 * (x * z - w * y), 2.0 * (y * z + w * x), 1.0 - 2.0 * (x * x + y * y)],
        ]
    )
    force: Array = to_earth.T @ earth
    return force
