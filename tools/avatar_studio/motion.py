"""Movements as arrays over frames: cut, turned, placed and joined.

Refuses to know: which exercise it is, and how a body is built beyond where its parts point.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np

from tools.avatar_studio.geometry import Array, apply, ease, slerp, unit, yaw


@dataclass(slots=True)
class Motion:
    """n frames of a moving figure. Left comes first in every axis of two.

    pelvis: (n, 3) hip centre, m. pelvis_r, chest_r, head_r: (n, 3, 3). ankle: (n, 2, 3), m. foot_r: (n, 2, 3, 3).
    knee_pole: (n, 2, 3) the way the knees point. upper, fore, hand, palm: (n, 2, 3) directions in the chest's axes.
    shrug: (n, 2) how far the shoulders are lifted, m.
    """

    pelvis: Array
    pelvis_r: Array
    chest_r: Array
    head_r: Array
    ankle: Array
    foot_r: Array
    knee_pole: Array
    upper: Array
    fore: Array
    hand: Array
    palm: Array
    shrug: Array

    def __len__(self) -> int:
        return len(self.pelvis)


_ROTATIONS = ("pelvis_r", "chest_r", "head_r", "foot_r")
_DIRECTIONS = ("knee_pole", "upper", "fore", "hand", "palm")
_STEPPING = ("ankle", "foot_r")


def each(motion: Motion, change: Callable[[Array], Array]) -> Motion:
    """The same change on every array of a movement."""
    return Motion(**{f.name: change(getattr(motion, f.name)) for f in fields(Motion)})


def cut(motion: Motion, start: int, stop: int) -> Motion:
    """Frames start..stop-1."""
    return each(motion, lambda a: a[start:stop])


def still(motion: Motion, frame: int, n: int) -> Motion:
    """One frame, held for n."""
    return each(motion, lambda a: np.repeat(a[[frame]], n, 0))


def chain(motions: Sequence[Motion]) -> Motion:
    """Movements one after the other, as they are."""
    return Motion(**{f.name: np.concatenate([getattr(m, f.name) for m in motions]) for f in fields(Motion)})


def place(motion: Motion, x: Array | float, y: Array | float, heading_deg: Array | float) -> Motion:
    """The movement turned about the vertical and moved over the floor; each argument a number or (n,)."""
    n = len(motion)
    turn = yaw(np.broadcast_to(heading_deg, n))
    offset = np.stack([np.broadcast_to(x, n), np.broadcast_to(y, n), np.zeros(n)], -1)
    return replace(
        motion,
        pelvis=apply(turn, motion.pelvis) + offset,
        ankle=apply(turn[:, None], motion.ankle) + offset[:, None],
        pelvis_r=turn @ motion.pelvis_r,
        chest_r=turn @ motion.chest_r,
        head_r=turn @ motion.head_r,
        foot_r=turn[:, None] @ motion.foot_r,
        knee_pole=apply(turn[:, None], motion.knee_pole),
    )


def blend(a: Motion, b: Motion, n: int) -> Motion:
    """n frames that lead from the last frame of `a` to the first of `b`; feet that move are lifted, one after the other."""
    x = (np.arange(n) + 1) / (n + 1)
    steps = np.stack([ease(x / 0.55), ease((x - 0.45) / 0.55)], 1)
    parts: dict[str, Array] = {}
    for f in fields(Motion):
        p, q = getattr(a, f.name)[-1], getattr(b, f.name)[0]
        if f.name in _STEPPING:
            parts[f.name] = np.stack([_mixed(f.name, p[side], q[side], steps[:, side]) for side in (0, 1)], 1)
        else:
            parts[f.name] = _mixed(f.name, p, q, ease(x))
    far = np.linalg.norm(parts["ankle"][-1] - parts["ankle"][0], axis=-1)
    parts["ankle"][..., 2] += np.sin(np.pi * steps) * np.minimum(0.09, 0.25 * far)
    return Motion(**parts)


def _mixed(name: str, p: Array, q: Array, w: Array) -> Array:
    """From p to q by weights (n,), as that array of a movement has to be mixed."""
    if name in _ROTATIONS:
        return slerp(p, q, w)
    v = w.reshape((-1,) + (1,) * p.ndim)
    mixed = (1 - v) * p + v * q
    return unit(mixed) if name in _DIRECTIONS else np.asarray(mixed)
