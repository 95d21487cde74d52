"""Rows of solids and a point or a ray -> distances (numba).

Refuses to know: light, colours, pictures.
"""

# numba reads no annotations, so the kernels have none.
# mypy: disallow-untyped-defs=false, disallow-untyped-calls=false, disallow-untyped-decorators=false, disallow-incomplete-defs=false

import math

from tools.avatar_studio.kernel import kernel

HIT = 0.0011
"""A ray this close to a surface has met it, m."""


@kernel
def distance_to(S, i, x, y, z):
    """Signed distance, m, from a point to solid i."""
    px, py, pz = x - S[i, 1], y - S[i, 2], z - S[i, 3]
    if S[i, 0] == 0.0:
        h = (px * S[i, 4] + py * S[i, 5] + pz * S[i, 6]) * S[i, 10]
        h = min(1.0, max(0.0, h))
        px -= S[i, 4] * h
        py -= S[i, 5] * h
        pz -= S[i, 6] * h
        return math.sqrt(px * px + py * py + pz * pz) - (S[i, 7] + S[i, 8] * h)
    lx = S[i, 10] * px + S[i, 11] * py + S[i, 12] * pz
    ly = S[i, 13] * px + S[i, 14] * py + S[i, 15] * pz
    lz = S[i, 16] * px + S[i, 17] * py + S[i, 18] * pz
    if S[i, 0] == 1.0:
        a, b, c = lx * S[i, 4], ly * S[i, 5], lz * S[i, 6]
        k0 = math.sqrt(a * a + b * b + c * c)
        a *= S[i, 4]
        b *= S[i, 5]
        c *= S[i, 6]
        return k0 * (k0 - 1.0) / (math.sqrt(a * a + b * b + c * c) + 1e-9)
    qx, qy, qz = abs(lx) - S[i, 4], abs(ly) - S[i, 5], abs(lz) - S[i, 6]
    ax, ay, az = max(qx, 0.0), max(qy, 0.0), max(qz, 0.0)
    return math.sqrt(ax * ax + ay * ay + az * az) + min(max(qx, qy, qz), 0.0) - S[i, 7]


@kernel
def field(S, some, n, x, y, z):
    """Distance to the first n solids named in `some`, melted together, and the index of the nearest."""
    d, best, nearest = 10.0, 10.0, -1
    for j in range(n):
        i = some[j]
        e = distance_to(S, i, x, y, z)
        if e < best:
            best = e
            nearest = i
        k = S[i, 9]
        h = k - abs(d - e)
        d = min(d, e)
        if h > 0.0:
            d -= h * h * 0.25 / k
    return d, nearest


@kernel
def near_ray(S, pool, m, ox, oy, oz, dx, dy, dz, margin, out):
    """Those of the first m solids in `pool` that a ray passes within `margin` -> `out`, their number, where it first meets one."""
    n, first = 0, 1e9
    for j in range(m):
        i = pool[j]
        cx, cy, cz = S[i, 20] - ox, S[i, 21] - oy, S[i, 22] - oz
        t = cx * dx + cy * dy + cz * dz
        r = S[i, 23] + margin
        if cx * cx + cy * cy + cz * cz - t * t >= r * r or t <= -r:
            continue
        if S[i, 0] == 0.0 and past_cone(S, i, ox, oy, oz, dx, dy, dz)[0] > abs(S[i, 8]) + margin:
            continue
        out[n] = i
        n += 1
        first = min(first, t - r)
    return n, first


@kernel
def past_cone(S, i, ox, oy, oz, dx, dy, dz):
    """How far a ray passes outside the surface of cone i where it comes closest, m, and at what depth."""
    ax, ay, az = S[i, 1] - ox, S[i, 2] - oy, S[i, 3] - oz
    bx, by, bz = S[i, 4], S[i, 5], S[i, 6]
    turn = dx * bx + dy * by + dz * bz
    along = dx * ax + dy * ay + dz * az
    square = 1.0 / S[i, 10] - turn * turn
    w = (turn * along - (ax * bx + ay * by + az * bz)) / max(square, 1e-12)
    w = min(1.0, max(0.0, w))
    ax, ay, az = ax + w * bx, ay + w * by, az + w * bz
    t = dx * ax + dy * ay + dz * az
    return math.sqrt(max(0.0, ax * ax + ay * ay + az * az - t * t)) - (S[i, 7] + S[i, 8] * w), t


@kernel
def near_point(S, pool, m, x, y, z, margin, out):
    """Those of the first m solids in `pool` whose bounding spheres are within `margin` of a point -> `out`, their number."""
    n = 0
    for j in range(m):
        i = pool[j]
        cx, cy, cz = S[i, 20] - x, S[i, 21] - y, S[i, 22] - z
        r = S[i, 23] + margin
        if cx * cx + cy * cy + cz * cz < r * r:
            out[n] = i
            n += 1
    return n


@kernel
def meets_box(box, grow, ox, oy, oz, dx, dy, dz, far):
    """Whether a ray meets the box (low 3, high 3), grown, before `far`."""
    t0, t1 = 0.0, far
    for a in range(3):
        p = ox if a == 0 else (oy if a == 1 else oz)
        d = dx if a == 0 else (dy if a == 1 else dz)
        lo, hi = box[a] - grow, box[3 + a] + grow
        if abs(d) < 1e-9:
            if p < lo or p > hi:
                return False
        else:
            a0, a1 = (lo - p) / d, (hi - p) / d
            t0, t1 = max(t0, min(a0, a1)), min(t1, max(a0, a1))
            if t0 > t1:
                return False
    return True


@kernel
def march(S, some, n, ox, oy, oz, dx, dy, dz, start, far, pixel):
    """Along a ray to the first surface -> depth (or -1), nearest solid, and the share of the pixel that it covers."""
    t, best, best_t, best_i = start, 1e9, -1.0, -1
    for _ in range(70):
        d, i = field(S, some, n, ox + dx * t, oy + dy * t, oz + dz * t)
        if d < HIT:
            return t, i, 1.0
        width = d / (pixel * t)
        if width < best:
            best, best_t, best_i = width, t, i
        t += d * 0.93
        if t > far:
            break
    if best < 1.0:
        return best_t, best_i, 1.0 - best
    return -1.0, -1, 0.0
