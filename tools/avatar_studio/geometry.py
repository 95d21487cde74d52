"""Angles and points -> rotations, limbs and easing curves, for whole movements at once.

Every function works on arrays whose leading axis is the frame. Axes of the room: x where the figure faces, y to
its left, z up, metres. Angles are degrees here, because movements are written as a trainer would say them.
Refuses to know: bodies, exercises, cameras.
"""

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
"""Any array of float64."""

SIDES = np.array([1.0, -1.0])
"""The y direction of (left, right): the order of every axis of length two."""


def unit(v: npt.ArrayLike) -> Array:
    """Vectors (..., 3) -> the same directions with length 1."""
    a = np.asarray(v, float)
    return np.asarray(a / (np.linalg.norm(a, axis=-1, keepdims=True) + 1e-12))


def _matrix(rows: list[list[Array]]) -> Array:
    return np.stack([np.stack(row, -1) for row in rows], -2)


def _trig(deg: npt.ArrayLike) -> tuple[Array, Array, Array, Array]:
    a = np.radians(np.asarray(deg, float))
    return np.cos(a), np.sin(a), np.zeros_like(a), np.ones_like(a)


def pitch(deg: npt.ArrayLike) -> Array:
    """Leaning forward by `deg` (...) -> rotations (..., 3, 3)."""
    c, s, o, i = _trig(deg)
    return _matrix([[c, o, s], [o, i, o], [-s, o, c]])


def roll(deg: npt.ArrayLike) -> Array:
    """Leaning to the right by `deg` (...) -> rotations (..., 3, 3)."""
    c, s, o, i = _trig(deg)
    return _matrix([[i, o, o], [o, c, -s], [o, s, c]])


def yaw(deg: npt.ArrayLike) -> Array:
    """Turning to the left by `deg` (...) -> rotations (..., 3, 3)."""
    c, s, o, i = _trig(deg)
    return _matrix([[c, -s, o], [s, c, o], [o, o, i]])


def apply(rotation: Array, v: npt.ArrayLike) -> Array:
    """Rotations (..., 3, 3) on vectors (..., 3), broadcast against each other."""
    return np.asarray((rotation @ np.asarray(v, float)[..., None])[..., 0])


def apply_back(rotation: Array, v: npt.ArrayLike) -> Array:
    """The inverse rotations (..., 3, 3) on vectors (..., 3)."""
    return apply(np.swapaxes(rotation, -1, -2), v)


def slerp(a: Array, b: Array, w: Array) -> Array:
    """Two rotations (..., 3, 3) and weights (n,) -> (n, ..., 3, 3), along the shortest arc."""
    turn = np.swapaxes(a, -1, -2) @ b
    cosine = np.clip((np.trace(turn, axis1=-2, axis2=-1) - 1) / 2, -1, 1)
    angle = np.arccos(cosine)
    skew = np.stack([turn[..., 2, 1] - turn[..., 1, 2], turn[..., 0, 2] - turn[..., 2, 0], turn[..., 1, 0] - turn[..., 0, 1]], -1)
    flat = np.linalg.norm(skew, axis=-1) < 1e-6
    axis = np.where(flat[..., None], np.array([0.0, 0.0, 1.0]), unit(skew))
    return np.asarray(a @ _about(axis, w.reshape((-1,) + (1,) * angle.ndim) * angle))


def _about(axis: Array, angle: Array) -> Array:
    """Rodrigues: axes (..., 3) and radians (n, ...) -> (n, ..., 3, 3)."""
    x, y, z = axis[..., 0], axis[..., 1], axis[..., 2]
    o = np.zeros_like(x)
    k = _matrix([[o, -z, y], [z, o, -x], [-y, x, o]])
    s, c = np.sin(angle)[..., None, None], np.cos(angle)[..., None, None]
    return np.asarray(np.eye(3) + s * k + (1 - c) * (k @ k))


def two_bone(root: Array, end: Array, upper: float, lower: float, pole: npt.ArrayLike) -> tuple[Array, Array]:
    """Where a two-bone limb bends -> (middle, end), each (..., 3).

    root, end: (..., 3); upper, lower: bone lengths; pole: (..., 3) the way the middle joint points.
    An end out of reach is pulled in to what the limb can reach.
    """
    span = end - root
    distance = np.linalg.norm(span, axis=-1, keepdims=True)
    along = span / (distance + 1e-12)
    distance = np.clip(distance, abs(upper - lower) * 1.001, (upper + lower) * 0.99999)
    x = (upper**2 - lower**2 + distance**2) / (2 * distance)
    height = np.sqrt(np.maximum(upper**2 - x**2, 0))
    bend = np.asarray(pole, float)
    bend = unit(bend - along * np.sum(along * bend, -1, keepdims=True))
    return root + along * x + bend * height, root + along * distance


def span_of(upper: float, lower: float, bend_deg: npt.ArrayLike) -> Array:
    """How far the ends of a two-bone limb are apart when it is bent by `bend_deg` (0 = straight)."""
    return np.asarray(np.sqrt(upper**2 + lower**2 + 2 * upper * lower * np.cos(np.radians(np.asarray(bend_deg, float)))))


def ease(x: npt.ArrayLike) -> Array:
    """0..1 -> 0..1 with no speed and no acceleration at either end (minimum jerk); clipped outside."""
    a = np.clip(np.asarray(x, float), 0, 1)
    return np.asarray(a**3 * (10 - 15 * a + 6 * a**2))


def ramp(x: npt.ArrayLike, start: float, stop: float) -> Array:
    """Eased 0 -> 1 while x goes from start to stop."""
    return ease((np.asarray(x, float) - start) / (stop - start))


def joint_angle(a: Array, b: Array, c: Array) -> Array:
    """Degrees between b->a and b->c, for points (..., 2 or 3)."""
    u, v = unit(a - b), unit(c - b)
    return np.asarray(np.degrees(np.arccos(np.clip(np.sum(u * v, -1), -1, 1))))
