"""A body in one frame and in the next -> did the picture go on, or was it cut?

Of 24 cuts between nine real clips, brought to one size, 23 are told; the other is between two clips of one man in one place. Within 46
real clips 15 more are seen, in seven of them, where the model lost the person; within 280 made-up ones two, in one.
Refuses to know: clocks, who is in the picture, joints.
"""

from typing import NamedTuple

import numpy as np

from edge.estimate.skeleton import MIRROR
from edge.messages import Array, Flags

MOVED_M, SPEED_M_S = 0.4, 2.0
"""Half of the landmarks move further than the first from one frame to the next, or so much further for each second that frames were lost:
beyond any athlete's speed.
"""
USUAL_S = 0.12
"""From one frame to the next, at ten a second and faster."""
RESIZED = 0.3
"""Nobody's size in the picture, in its logarithm, changes by so much from one frame to the next."""
TURNED_M, SHIFTED_M = 0.27, 0.15
"""Nor does half of the body, where no frame was lost, turn so far in the guess and move so far in the picture."""


_AWAY = np.array([[1.0], [1.0], [-1.0]])
"""(3, 1) of x, y, z: what was near is far."""


class Shot(NamedTuple):
    """What N frames show.

    t: (N,) s. picture: (N, 2, 33) m. size: (N,) logarithm of px a metre. guess: (N, 3, 33) the model's 3D guess, m.
    """

    t: Array
    picture: Array
    size: Array
    guess: Array

    @property
    def last(self) -> "Shot":
        """Its newest frame."""
        return Shot(self.t[-1:], self.picture[-1:], self.size[-1:], self.guess[-1:])

    @property
    def other_way_round(self) -> "Shot":
        """The same of who is seen from the other side, front for back: nothing in the picture moves but what is called left and right."""
        return Shot(self.t, self.picture[:, :, MIRROR], self.size, self.guess[:, :, MIRROR] * _AWAY)


def is_cut(shot: Shot, last: Shot) -> bool:
    """Whether the frames, and the one before them, cannot all be one movement. last: of one frame.

    A model that takes a back for a front draws no other picture; where frames were lost, somebody may have turned round.
    """
    if not _leaps(shot, last):
        return False
    return bool(_moved(shot.t, last.t).max() > USUAL_S) or _leaps(shot.other_way_round, last)


def _leaps(shot: Shot, last: Shot) -> bool:
    if _moved(shot.size, last.size).max() > RESIZED:
        return True
    moved = _moved(shot.picture, last.picture)
    if moved.max() <= SHIFTED_M:
        return False
    reach = moved.max(axis=-2)
    shifted = _half(reach, SHIFTED_M)
    if not shifted.any():
        return False
    lost_s = np.maximum(_moved(shot.t, last.t) - USUAL_S, 0.0)
    jumped = _half(reach, MOVED_M + SPEED_M_S * lost_s[:, np.newaxis])
    turned = _half(np.linalg.norm(_moved(shot.guess, last.guess), axis=-2), TURNED_M)
    return bool((jumped | shifted & turned & (lost_s == 0.0)).any())


def _half(of: Array, further: float | Array) -> Flags:
    """Whether more than half of (N, 33) exceed it."""
    half: Flags = 2 * np.count_nonzero(of > further, axis=-1) > of.shape[-1]
    return half


def _moved(run: Array, last: Array) -> Array:
    moved: Array = np.abs(run - np.concatenate((last, run[:-1])))
    return moved
