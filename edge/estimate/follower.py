"""Poses in order of time -> one person's body, smooth, at its own scale, left and right kept apart.

What came before ends with a long gap, a clock that jumps back, or a picture that cannot continue the last one.
Refuses to know: angles, signals, clocks: time comes with the poses.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from edge.estimate.align import SideKeeper
from edge.estimate.filters import MedianOfThree, OneEuro
from edge.estimate.scale import BodyScale, Scaled
from edge.estimate.shot import Shot, is_cut
from edge.estimate.skeleton import MIRROR
from edge.messages import Array, Pose

GAP_S = 0.6
"""A person not seen for longer than this, whether nobody was seen or nothing was, is a new beginning."""
SHORTEST_STEP_S, LONGEST_STEP_S = 1e-3, 0.2
_DEPTH = 4
"""The row of the guess's z. A model that takes one leg for the other for a moment keeps to which of them is nearer."""
DOUBTED_SEEN = 0.3
"""Of how well both of a pair of limbs seem to be seen, while the model draws them between their places or now here, now there."""
EDGE_SHARE = 0.05
"""Of the picture's longer side: so far outside of it a landmark is nothing but a guess."""
SHORT_RUN, LONG_RUN = 4, 128
"""Fewer poses than the first are followed as quickly one by one; twice the second hardly more quickly, and they fill the cache."""


@dataclass(frozen=True, slots=True, eq=False)
class Bodies:
    """A run of N, of which live N is 1.

    poses: they came from. dts: seconds since the one before each. fresh: the first of them continues nothing.
    body: (N, 5, 33) x, y in the picture at the body's own scale and x, y, z of the 3D guess, m. points: (N, 33, 2) px.
    raw: the same before smoothing. seen: (N, 33) 0..1. nearness: (N,) logarithm of the size in the picture.
    """

    poses: Sequence[Pose]
    dts: Sequence[float]
    fresh: bool
    body: Array
    raw: Array
    points: Array
    seen: Array
    nearness: Array


class Follower:
    """Keeps to one person."""

    def __init__(self) -> None:
        self._scale = BodyScale()
        self._sides = SideKeeper()
        self._spikes = MedianOfThree()
        self._smooth = OneEuro(min_cutoff_hz=2.5, beta=6.0)
        self._last_t: float | None = None
        self._last_shot: Shot | None = None

    def _restart(self) -> None:
        for part in (self._scale, self._sides, self._spikes, self._smooth):
            part.reset()
        self._last_t = self._last_shot = None

    def exchange(self, chain: int, swapped: bool) -> None:
        """As SideKeeper.exchange."""
        self._sides.exchange(chain, swapped)

    def feed(self, pose: Pose) -> Bodies | None:
        """A run of one; None for a pose that is late, comes twice or is not all numbers."""
        image, raw = _stacked((pose,))
        if not (_is_finite(image) and _is_finite(raw)):
            return None
        if self._last_t is not None and not -GAP_S < pose.t - self._last_t < GAP_S:
            self._restart()
        if self._last_t is not None and pose.t <= self._last_t:
            return None
        dts = (1 / 30 if self._last_t is None else _step(pose.t - self._last_t),)
        scaled = self._scale.feed(raw, dts)
        t, guess = np.array((pose.t,)), raw[:, 2:].copy()
        if self._last_shot is not None and is_cut(Shot(t, scaled.picture, scaled.size, guess), self._last_shot):
            self._restart()
            scaled = self._scale.feed(raw, dts)
        seen = image[:, :, 3] * _inside(raw[:, :2], pose)
        order = self._sides.feed(scaled.picture[0], pose.t)
        if self._sides.given_up:
            self._restart()
            scaled = self._scale.feed(raw, dts)
        fresh = self._last_t is None
        raw[:, :2] = scaled.picture
        self._last_shot = Shot(t, scaled.picture, scaled.size, guess)
        for limbs in self._sides.doubtful():
            seen[:, limbs] *= DOUBTED_SEEN
        if order is not None:
            raw[:, :_DEPTH], seen = raw[:, :_DEPTH, order], seen[:, order]
        if self._sides.exchanged is not None:
            raw[:, _DEPTH] = raw[:, _DEPTH, self._sides.exchanged]
        if self._sides.turned:
            raw[:, _DEPTH] = -raw[:, _DEPTH, MIRROR]
        return self._bodies((pose,), dts, fresh, raw, seen, scaled)

    def feed_many(self, poses: Sequence[Pose]) -> Iterator[Bodies | None]:
        """As `feed`, in a quarter of the time. Where a run is too long or out of the ordinary, its halves may not be; but what is said of
        them is one run again."""
        return _joined(self._halving(poses))

    def _halving(self, poses: Sequence[Pose]) -> Iterator[Bodies | None]:
        if len(poses) < SHORT_RUN:
            yield from map(self.feed, poses)
        elif len(poses) <= LONG_RUN and (bodies := self._feed_run(poses)) is not None:
            yield bodies
        else:
            middle = len(poses) // 2
            yield from self._halving(poses[:middle])
            yield from self._halving(poses[middle:])

    def _feed_run(self, poses: Sequence[Pose]) -> Bodies | None:
        """Many at once. None where one of them is out of the ordinary: then nothing has been done."""
        if self._last_t is None or self._last_shot is None or len({(pose.width, pose.height) for pose in poses}) > 1:
            return None
        steps = [after - before for before, after in pairwise((self._last_t, *(pose.t for pose in poses)))]
        image, raw = _stacked(poses)
        if not (min(steps) > 0.0 and max(steps) < GAP_S and _is_finite(image) and _is_finite(raw)):
            return None
        dts, scale = [_step(step) for step in steps], copy(self._scale)
        scaled = scale.feed(raw, dts)
        shot = Shot(np.array([pose.t for pose in poses]), scaled.picture, scaled.size, raw[:, 2:])
        if is_cut(shot, self._last_shot) or not self._sides.pass_by(scaled.picture, shot.t):
            return None
        self._scale, self._last_shot = scale, Shot(*(part.copy() for part in shot.last))
        seen = image[:, :, 3] * _inside(raw[:, :2], poses[0])
        raw[:, :2] = scaled.picture
        return self._bodies(poses, dts, False, raw, seen, scaled)

    def _bodies(self, poses: Sequence[Pose], dts: Sequence[float], fresh: bool, raw: Array, seen: Array, scaled: Scaled) -> Bodies:
        self._last_t = poses[-1].t
        body = self._smooth.feed(self._spikes.feed(raw), dts)
        return Bodies(poses, dts, fresh, body, raw, scaled.pixels(body[:, :2]).transpose(0, 2, 1), seen, scaled.nearness)


def _joined(runs: Iterable[Bodies | None]) -> Iterator[Bodies | None]:
    """The same in fewer runs, none longer than LONG_RUN."""
    parts: list[Bodies] = []
    for run in runs:
        if parts and not (run and _continues(run, parts)):
            yield _as_one(parts)
            parts = []
        if run:
            parts.append(run)
        else:
            yield None
    if parts:
        yield _as_one(parts)


def _continues(run: Bodies, parts: Sequence[Bodies]) -> bool:
    """Whether it may be joined to them."""
    first, before = run.poses[0], parts[0].poses[0]
    together = len(run.poses) + sum(len(part.poses) for part in parts)
    return not run.fresh and together <= LONG_RUN and (first.width, first.height) == (before.width, before.height)


def _as_one(parts: Sequence[Bodies]) -> Bodies:
    if len(parts) == 1:
        return parts[0]
    each = [(part.body, part.raw, part.points, part.seen, part.nearness) for part in parts]
    poses, dts = [pose for part in parts for pose in part.poses], [dt for part in parts for dt in part.dts]
    return Bodies(poses, dts, parts[0].fresh, *(np.concatenate(arrays) for arrays in zip(*each, strict=True)))


def _stacked(poses: Sequence[Pose]) -> tuple[Array, Array]:
    """(N, 33, 4) images, and (N, 5, 33) x, y px and the 3D guess x, y, z m."""
    image = np.array([pose.image for pose in poses])
    raw = np.empty((len(poses), 5, 33))
    raw[:, :2] = image[:, :, :2].transpose(0, 2, 1)
    raw[:, 2:] = np.array([pose.world for pose in poses]).transpose(0, 2, 1)
    return image, raw


def _step(seconds: float) -> float:
    return min(max(seconds, SHORTEST_STEP_S), LONGEST_STEP_S)


def _is_finite(array: Array) -> bool:
    """Without a mask of it: a sum with anything else in it is not finite either. A product would go to BLAS, whose threads take longer."""
    return math.isfinite(array.sum())


def _inside(points: Array, frame: Pose) -> Array:
    """(N, 33) 1 inside the picture, falling to 0 within a twentieth of it outside: the model guesses there. points: (N, 2, 33) px."""
    margin = np.minimum(points, np.array(((frame.width,), (frame.height,))) - points)
    if margin.min() >= 0.0:
        return np.ones((len(points), 33))
    inside: Array = 1.0 + margin.min(axis=1) / (EDGE_SHARE * max(frame.width, frame.height))
    return np.minimum(np.maximum(inside, 0.0), 1.0)
