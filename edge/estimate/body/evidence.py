"""A sight of a body and where the body would be -> how far apart they are, and the way to go.

Landmarks in the picture weigh most, for the pose model places them to 2 cm there; its 3D landmarks, flattened and rough, add which way
a limb that looks short points. Refuses to know: anatomy, what came before but through its step.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from edge.estimate.body.attachment import Attachment
from edge.estimate.body.planted import Stand
from edge.estimate.body.points import Moved, Points
from edge.estimate.body.sight import Sight, Tilt
from edge.messages import Array

SEEN_LEAST = 0.05
"""A landmark seen worse is not there."""
UP = np.array([0.0, 1.0, 0.0])
SURFACE = 0.2
"""Nobody knows where on a head, hand or foot the pose model has its landmarks: they weigh less than joints' centres."""
_CROSS_UP = np.array([[0.0, 0.0, 1.0], [0.0, 0.0, 0.0], [-1.0, 0.0, 0.0]])
"""UP x v = this @ v."""


@dataclass(frozen=True, slots=True)
class Trust:
    """Standard deviations of what is believed.

    across, along: of a 3D landmark against the hips, in the picture's plane and in depth, m. picture: of a landmark in the picture, m at
    the body's distance. turning, moving: how fast a joint or the pelvis may go,
    rad/s and m/s. robust: standard deviations from which a landmark is believed less.
    """

    across: float = 0.10
    along: float = 0.047
    picture: float = 0.014
    turning: float = 6.0
    moving: float = 3.0
    robust: float = 2.5


class Weighed(NamedTuple):
    """information: (47, 47) on where the body is. carried: (47, 47) on how it turned since the moment before and where its feet have stood,
    which says where it is only as far as it was known then. way: (47,) of both."""

    information: Array
    carried: Array
    way: Array


class Evidence:
    """Of one body. `look` at a sight, then `weigh` as often as needed."""

    def __init__(self, points: Points, attachment: Attachment, trust: Trust) -> None:
        self._trust, self._supports = trust, points.supports
        self._left, self._right = attachment.place("left_hip"), attachment.place("right_hip")
        self._worth = np.where(attachment.centres, 1.0, SURFACE)
        self._centres = np.asarray(attachment.centres, bool)
        self._sizes = np.zeros((5, len(attachment.landmarks)))
        self._robust = np.ones_like(self._sizes)

    def look(self, sight: Sight, dt: float, stands: Sequence[Stand] = ()) -> None:
        """dt: since the sight before, s; 0 where there is none. stands: the feet that have not moved since."""
        trust = self._trust
        given = np.concatenate([sight.world.T, sight.rays.T])
        there = np.isfinite(given)
        self._world, self._rays = np.split(np.where(there, given, 0.0), [3])
        seen = np.where(sight.seen > SEEN_LEAST, np.minimum(sight.seen, 1.0), 0.0)
        sds = np.array([trust.across, trust.across, trust.along, trust.picture, trust.picture])
        self._base = there * (seen**2 * self._worth) / sds[:, None]
        self._tilts, self._stands, self._dt = sight.tilts, stands, dt

    @property
    def misfit(self) -> float:
        """Root mean square of what is not explained, in standard deviations."""
        count = np.count_nonzero(self._base)
        return float(np.sqrt((self._sizes**2 * self._robust).sum() / max(count, 1)))

    @property
    def apart(self) -> float:
        """Root mean square of how far, across the picture, the 3D landmarks of joints are from the body that the picture shows, m; inf
        where nothing tells depth."""
        told = self._base[2, self._centres] > 0.0
        base, sizes = (part[:2, self._centres][:, told] for part in (self._base, self._sizes))
        return float(np.sqrt((sizes**2).sum() / (base**2).sum())) if told.any() else np.inf

    def weigh(self, moved: Moved, moved_by: Array, *, felt: bool = True) -> Weighed:
        """moved_by: the change (47,) since the moment before. felt: with what worn sensors say."""
        rows, rest = self._rows(moved)
        self._sizes = rest * self._base
        self._robust = self._how_far()
        weight = self._base * np.sqrt(self._robust)
        weighted = (rows * weight[:, :, None]).reshape(-1, rows.shape[2])
        information, way = weighted.T @ weighted, weighted.T @ (rest * weight).ravel()
        carried = np.zeros_like(information)
        for stand in self._stands:
            way += self._stood(stand, moved, carried)
        for tilt in self._tilts if felt else ():
            way += self._tilted(tilt, moved, information)
            way += self._turned(tilt, moved, moved_by, carried)
        return Weighed(information, carried, way)

    def _rows(self, moved: Moved) -> tuple[Array, Array]:
        """How what is seen moves (5, n, 47) and how far off it is (5, n): 3D from the hips' middle, then the picture; m."""
        at, ways, left, right = moved.at, moved.ways, self._left, self._right
        rows, rest = np.empty((5, *ways.shape[1:])), np.empty((5, at.shape[1]))
        np.subtract(ways, 0.5 * (ways[:, left] + ways[:, right])[:, None], out=rows[:3])
        rest[:3] = at - 0.5 * (at[:, left] + at[:, right])[:, None]
        np.subtract(self._world, rest[:3], out=rest[:3])
        np.multiply(ways[2], self._rays[:, :, None], out=rows[3:])
        rows[3:] += ways[:2]
        rest[3:] = -at[:2] - self._rays * at[2]
        return rows, rest

    def _how_far(self) -> Array:
        """(5, n) 1 for what fits, falling with the distance: Cauchy's, of each landmark in 3D and in the picture."""
        squares, robust = self._sizes**2, np.empty_like(self._sizes)
        width = self._trust.robust**2
        robust[:3] = 1.0 / np.sqrt(1.0 + squares[:3].sum(axis=0) / (3.0 * width))
        robust[3:] = 1.0 / np.sqrt(1.0 + squares[3:].sum(axis=0) / (2.0 * width))
        return robust

    def _stood(self, stand: Stand, moved: Moved, carried: Array) -> Array:
        """The way (47,) of how far away a foot stands; its information is added."""
        heel, tip = stand.places
        row = (moved.ways[2, heel] + moved.ways[2, tip]) * (0.5 / stand.sd)
        off = float(stand.away - 0.5 * (moved.at[2, heel] + moved.at[2, tip])) / stand.sd
        robust = 1.0 / math.sqrt(1.0 + (off / self._trust.robust) ** 2)
        carried += np.outer(row, robust * row)
        return np.asarray(robust * off * row)

    def _tilted(self, tilt: Tilt, moved: Moved, information: Array) -> Array:
        """The way (47,) of where up is for a worn sensor's segment; its information is added."""
        back = moved.placement.rotation[tilt.segment].T
        rows = back @ _CROSS_UP @ (moved.turning * self._supports[tilt.segment]) / tilt.sd[:, None]
        information += rows.T @ rows
        return np.asarray(rows.T @ ((tilt.up - back @ UP) / tilt.sd))

    def _turned(self, tilt: Tilt, moved: Moved, moved_by: Array, carried: Array) -> Array:
        """The way (47,) of how fast it turns; its information is added."""
        sd = tilt.turning_sd * self._dt
        if not (sd > 0.0 and np.isfinite(tilt.turning).all()):
            return np.zeros(len(moved_by))
        rows = moved.placement.rotation[tilt.segment].T @ (moved.turning * self._supports[tilt.segment])
        carried += rows.T @ rows / sd**2
        return np.asarray(rows.T @ (tilt.turning * self._dt - rows @ moved_by) / sd**2)
