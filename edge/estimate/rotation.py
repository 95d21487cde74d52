"""Quaternions w, x, y, z as plain floats -> products, steps, matrices.

Plain tuples, because for four numbers arrays cost ten times the arithmetic. Refuses to know: sensors, time.
"""

import math
from typing import TypeAlias

Vector: TypeAlias = tuple[float, float, float]
Quaternion: TypeAlias = tuple[float, float, float, float]
Rows: TypeAlias = tuple[Vector, Vector, Vector]

IDENTITY: Quaternion = (1.0, 0.0, 0.0, 0.0)
STANDARD_GRAVITY = 9.80665


def times(a: Quaternion, b: Quaternion) -> Quaternion:
    """First b, then a."""
    aw, ax, ay, az = a
    bw, bx, by, bz = b
    return (
        aw * bw - ax * bx - ay * by - az * bz,
        aw * bx + ax * bw + ay * bz - az * by,
        aw * by - ax * bz + ay * bw + az * bx,
        aw * bz + ax * by - ay * bx + az * bw,
    )


def unit(q: Quaternion) -> Quaternion:
    w, x, y, z = q
    scale = 1.0 / math.sqrt(w * w + x * x + y * y + z * z)
    return w * scale, x * scale, y * scale, z * scale


def turned(q: Quaternion, rate: Vector, dt: float) -> Quaternion:
    """`q` after turning at `rate`, rad/s in the turning body's own axes, for dt seconds."""
    x, y, z = rate
    speed = math.sqrt(x * x + y * y + z * z)
    if speed * dt < 1e-12:
        return q
    half = 0.5 * speed * dt
    share = math.sin(half) / speed
    return unit(times(q, (math.cos(half), share * x, share * y, share * z)))


def rows(q: Quaternion) -> Rows:
    """The rotation matrix, row by row."""
    w, x, y, z = q
    xx, yy, zz, xy, xz, yz = x * x, y * y, z * z, x * y, x * z, y * z
    wx, wy, wz = w * x, w * y, w * z
    return (
        (1.0 - 2.0 * (yy + zz), 2.0 * (xy - wz), 2.0 * (xz + wy)),
        (2.0 * (xy + wz), 1.0 - 2.0 * (xx + zz), 2.0 * (yz - wx)),
        (2.0 * (xz - wy), 2.0 * (yz + wx), 1.0 - 2.0 * (xx + yy)),
    )


def applied(turn: Rows, v: Vector) -> Vector:
    """A matrix times a vector."""
    (a, b, c), (d, e, f), (g, h, i) = turn
    x, y, z = v
    return a * x + b * y + c * z, d * x + e * y + f * z, g * x + h * y + i * z


def rotated(q: Quaternion, v: Vector) -> Vector:
    """v in the axes that q leads to."""
    w, x, y, z = q
    vx, vy, vz = v
    cx, cy, cz = y * vz - z * vy + w * vx, z * vx - x * vz + w * vy, x * vy - y * vx + w * vz
    return vx + 2.0 * (y * cz - z * cy), vy + 2.0 * (z * cx - x * cz), vz + 2.0 * (x * cy - y * cx)


def upright(v: Vector) -> Quaternion:
    """The shortest turn that makes v, any length but 0, point along z."""
    x, y, z = v
    length = math.hypot(x, y, z)
    w = math.sqrt(max(0.5 * (z / length + 1.0), 0.0))
    if w < 1e-6:
        return 0.0, 1.0, 0.0, 0.0
    share = 0.5 / (w * length)
    return w, share * y, -share * x, 0.0
