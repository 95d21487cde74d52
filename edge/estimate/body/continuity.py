"""Several ways of writing one orientation as angles, moment by moment -> one that never jumps.

Three angles about Z, X, Y describe every orientation twice, and each of them in whole turns as often as one likes; at X = 90 degrees only
Z and Y together mean something. A reading that takes the nearest way, follows what is well known at once and what is ill known slowly,
and turns no faster than a joint can, has no jumps in it; how far it is behind goes into its standard deviation.
Where the arm went round so that its angles are written as no joint can be (Codman's paradox), they are brought back, slowly and unknown
on the way. Refuses to know: bodies, joints' names.
"""

import numpy as np

from edge.messages import Array, Flags

TURN = 2.0 * np.pi
FOLLOWED_SD, RATED_SD = 1.0, np.radians(20.0)
"""rad: an angle known as badly as the first is followed half-way in one moment, one known to 5 degrees by 99 %; one known as badly as the
second may turn half as fast."""
MOST_RATE = 14.0
"""rad/s: faster than joints turn in any exercise; a throw is faster."""
MOST_STEP = np.radians(60.0)
"""From one moment to the next, however far apart they are."""
FORGET_S = 1.0
"""After so long without a moment the reading begins anew."""
DIM_SD, DIM_S = np.radians(30.0), 0.5
"""So does that of an orientation of which no angle was known better than this for so long."""
UNNATURAL, LOST_S = np.radians(20.0), 3.0
"""A way of writing that lies so much further beyond what joints can do than another, for so long, is left for that one: most come back."""
RETURN_RATE = 4.0
"""rad/s at which it is left."""
EASE = 1e-3
"""Of two ways within what joints can do, the one with the smaller angles."""


def two_ways(zxy: Array) -> Array:
    """(k, 3) angles about Z, X, Y -> (2, k, 3): both triples of each orientation."""
    return np.stack([zxy, np.pi + np.array([1.0, -1.0, 1.0]) * zxy])


class Continuity:
    """k orientations of d angles each."""

    def __init__(self, least: Array, most: Array) -> None:
        """least, most: (k, d) rad, the utmost that joints can do."""
        self._least, self._most = least, most
        self._t = -np.inf
        self._value = 0.5 * (least + most)
        self._lost_s = np.zeros(len(least))
        self._dim_s = np.zeros(len(least))

    def feed(self, t: float, ways: Array, sd: Array) -> tuple[Array, Array]:
        """Angles and their standard deviations, both (k, d) rad. ways: (1 or 2, k, d), finite, that write the same; sd: (k, d).

        Time that stands still or goes back begins anew.
        """
        sd = np.where(np.isfinite(sd), sd, TURN)
        natural = self._natural(ways)
        if not 0.0 < t - self._t <= FORGET_S:
            self._t, self._value = t, natural
            self._lost_s, self._dim_s = np.zeros((2, len(natural)))
            return natural, sd
        dt = t - self._t
        self._begin_anew(natural, sd, dt)
        target, returning = self._target(ways, natural, dt)
        rate = np.where(returning[:, None], RETURN_RATE, MOST_RATE / (1.0 + (sd / RATED_SD) ** 2))
        most = np.minimum(rate * dt, MOST_STEP)
        step = np.clip((target - self._value) / (1.0 + (sd / FOLLOWED_SD) ** 2), -most, most)
        self._t, self._value = t, self._value + step
        return self._value, np.hypot(sd, target - self._value)

    def _begin_anew(self, natural: Array, sd: Array, dt: float) -> None:
        """What comes out of the dark continues nothing."""
        dim = (sd > DIM_SD).all(axis=-1)
        anew = ~dim & (self._dim_s >= DIM_S)
        self._value = np.where(anew[:, None], natural, self._value)
        self._dim_s = np.where(dim, self._dim_s + dt, 0.0)

    def _natural(self, ways: Array) -> Array:
        """(k, d): the way within what joints can do."""
        turned = _nearest_turn(ways, 0.5 * (self._least + self._most))
        return _best(turned, self._beyond(turned) + EASE * np.abs(turned).sum(axis=-1))

    def _target(self, ways: Array, natural: Array, dt: float) -> tuple[Array, Flags]:
        """(k, d): the way nearest to the last reading, unless that has long led to where no joint can be; (k,) whether so."""
        near = _nearest_turn(ways, self._value)
        nearest = _best(near, np.abs(near - self._value).sum(axis=-1))
        lost = self._beyond(nearest) > self._beyond(natural) + UNNATURAL
        self._lost_s = np.where(lost, self._lost_s + dt, 0.0)
        returning = self._lost_s > LOST_S
        return np.where(returning[:, None], natural, nearest), returning

    def _beyond(self, angles: Array) -> Array:
        """(…, k): how far beyond what joints can do, rad."""
        return np.asarray((np.maximum(self._least - angles, 0.0) + np.maximum(angles - self._most, 0.0)).sum(axis=-1))


def _nearest_turn(ways: Array, to: Array) -> Array:
    return np.asarray(ways + TURN * np.rint((to - ways) / TURN))


def _best(ways: Array, cost: Array) -> Array:
    """(k, d) of (1 or 2, k, d), by (1 or 2, k)."""
    if len(ways) == 1:
        return np.asarray(ways[0])
    return np.asarray(np.where((cost[0] <= cost[1])[:, None], ways[0], ways[1]))
