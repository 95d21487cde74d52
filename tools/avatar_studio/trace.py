"""Solids, a camera and a lamp -> light per pixel, by sphere tracing (numba).

The still room is traced once per clip into layers; every frame re-traces only the tiles that a moving solid can touch,
and dims the room's layers where it throws a shadow. Silhouettes are smoothed by coverage, so no pixel is traced twice.
Refuses to know: people, rooms, colours, files. Arrays in, arrays out.
"""

# numba reads no annotations, so the kernels have none.
# mypy: disallow-untyped-defs=false, disallow-untyped-calls=false, disallow-untyped-decorators=false, disallow-incomplete-defs=false

import math

import numpy as np

from tools.avatar_studio.distance import distance_to, field, march, meets_box, near_point, near_ray, past_cone
from tools.avatar_studio.kernel import kernel

TILE = 8
NEAR = 0.05
REACH = 0.05
"""Farthest that two solids melt into each other, m."""
PENUMBRA = 0.11
"""Widest soft edge of a shadow, m."""


@kernel
def lamp_past(P, i, ox, oy, oz, lx, ly, lz, far):
    """How much of a soft lamp at distance `far` shines past solid i: exact for cones, by marching for the others. 0..1 and beyond."""
    if P[i, 0] == 0.0:
        gap, t = past_cone(P, i, ox, oy, oz, lx, ly, lz)
        return 1.0 if t <= 0.02 or t >= far else 0.5 + 0.5 * gap / min(t / 9.0, PENUMBRA)
    lit, t = 1.0, 0.02
    for _ in range(32):
        d = distance_to(P, i, ox + lx * t, oy + ly * t, oz + lz * t)
        lit = min(lit, 0.5 + 0.5 * d / min(t / 9.0, PENUMBRA))
        t += max(0.02, d)
        if lit < 0.0 or t > far:
            break
    return lit


@kernel
def lamp_seen(P, box, ox, oy, oz, lx, ly, lz, far):
    """How much of a soft lamp at distance `far` reaches a point past all shadow solids P: 0..1."""
    if not meets_box(box, PENUMBRA, ox, oy, oz, lx, ly, lz, far):
        return 1.0
    lit = 1.0
    for i in range(P.shape[0]):
        lit = min(lit, lamp_past(P, i, ox, oy, oz, lx, ly, lz, far))
        if lit <= 0.0:
            return 0.0
    return lit * lit * (3.0 - 2.0 * lit)


@kernel
def openness(P, pool, box, x, y, z, nx, ny, nz, near):
    """How open the space over a spot of the room is to the sky beside the shadow solids: 0..1."""
    if not (box[0] - 0.3 < x < box[3] + 0.3 and box[1] - 0.3 < y < box[4] + 0.3 and box[2] - 0.3 < z < box[5] + 0.3):
        return 1.0
    n = near_point(P, pool, len(pool), x, y, z, 0.34, near)
    open_ = 1.0
    for k in range(3):
        h = 0.025 + 0.085 * k
        d = h
        for j in range(n):
            d = min(d, distance_to(P, near[j], x + nx * h, y + ny * h, z + nz * h))
        open_ -= (h - d) * (1.8 / (0.5 + k * 0.6))
    return max(0.25, open_)


@kernel
def dim_room(where, normal, lamp, P, box, light, sky):
    """Shadow and openness of every room spot (h, w) -> light, sky, each (h, w)."""
    pool, near = np.arange(P.shape[0]), np.empty(P.shape[0], np.int64)
    for r in range(where.shape[0]):
        for c in range(where.shape[1]):
            x, y, z = where[r, c, 0], where[r, c, 1], where[r, c, 2]
            nx, ny, nz = normal[r, c, 0], normal[r, c, 1], normal[r, c, 2]
            lx, ly, lz = lamp[0] - x, lamp[1] - y, lamp[2] - z
            far = math.sqrt(lx * lx + ly * ly + lz * lz)
            light[r, c] = 1.0
            if nx * lx + ny * ly + nz * lz > 0.0:
                e = 0.012
                light[r, c] = lamp_seen(P, box, x + e * nx, y + e * ny, z + e * nz, lx / far, ly / far, lz / far, far)
            sky[r, c] = openness(P, pool, box, x, y, z, nx, ny, nz, near)


@kernel
def _hash(a, b):
    v = math.sin(a * 127.1 + b * 311.7) * 43758.5453
    return v - math.floor(v)


@kernel
def grain(x, y):
    """Smooth noise on a plane, 0..1."""
    i, j = math.floor(x), math.floor(y)
    f, g = x - i, y - j
    f, g = f * f * (3 - 2 * f), g * g * (3 - 2 * g)
    a, b, c, d = _hash(i, j), _hash(i + 1, j), _hash(i, j + 1), _hash(i + 1, j + 1)
    return a + (b - a) * f + (c - a) * g + (a - b - c + d) * f * g


@kernel
def _texture(stuff, x, y, z):
    """Brightness of a surface's grain: cloth weaves, hair strands, skin blotches a little."""
    if stuff == 1:
        return 0.90 + 0.14 * grain(x * 38 + z * 9, z * 21 + y * 33) + 0.06 * grain(x * 160 + y * 90, z * 170)
    if stuff == 4:
        return 0.65 + 0.7 * grain(y * 190, z * 40 + x * 30)
    if stuff == 5:
        return 1.0
    return 0.95 + 0.10 * grain(x * 30 + y * 20, z * 30)


@kernel
def shade(S, some, n, colours, stuff, P, box, lamp, x, y, z, dx, dy, dz, i, near, out):
    """Light from a spot on a moving solid towards the camera -> out (3,). lamp: position, colour, ambient, fill direction."""
    m = near_point(S, some, n, x, y, z, REACH + 0.04, near)
    e = 0.0014
    a, _ = field(S, near, m, x + e, y - e, z - e)
    b, _ = field(S, near, m, x - e, y - e, z + e)
    c, _ = field(S, near, m, x - e, y + e, z - e)
    d, _ = field(S, near, m, x + e, y + e, z + e)
    nx, ny, nz = a - b - c + d, -a - b + c + d, -a + b - c + d
    il = 1.0 / math.sqrt(nx * nx + ny * ny + nz * nz + 1e-20)
    nx, ny, nz = nx * il, ny * il, nz * il
    open_ = 1.0
    for k in range(2):
        h = 0.02 + 0.05 * k
        d, _ = field(S, near, m, x + nx * h, y + ny * h, z + nz * h)
        open_ -= max(0.0, h - min(d, z + nz * h)) * (5.0 - 2.0 * k)
    open_ = max(0.3, open_)
    lx, ly, lz = lamp[0] - x, lamp[1] - y, lamp[2] - z
    far = math.sqrt(lx * lx + ly * ly + lz * lz)
    lx, ly, lz = lx / far, ly / far, lz / far
    kind = stuff[i]
    wrap = 0.0 if kind in {1, 5} else 0.25
    direct = max(0.0, (nx * lx + ny * ly + nz * lz + wrap) / (1 + wrap))
    if direct > 0.0:
        g = 0.03
        direct *= lamp_seen(P, box, x + nx * g, y + ny * g, z + nz * g, lx, ly, lz, far)
    fall = 1.0 / (0.35 + 0.065 * far * far)
    sky = (0.62 + 0.38 * nz) * open_
    fill = max(0.0, nx * lamp[9] + ny * lamp[10] + nz * lamp[11]) * 0.22 * open_
    hx, hy, hz = lx - dx, ly - dy, lz - dz
    mirror = max(0.0, (nx * hx + ny * hy + nz * hz) / math.sqrt(hx * hx + hy * hy + hz * hz))
    shine = (0.03 if kind == 1 else 0.16) * mirror ** (60 if kind == 3 else 22) * direct * (2.5 if kind == 3 else 1.0)
    w = _texture(kind, x, y, z)
    for k in range(3):
        out[k] = colours[i, k] * w * (lamp[3 + k] * direct * fall + lamp[6 + k] * sky + fill) + shine * lamp[3 + k]


@kernel
def tile_lists(S, camera, width, height, lists, counts):
    """Which solids each tile can show. camera: position, right, down, away, focal length px. lists: (rows, columns, solids)."""
    counts[:] = 0
    rows, columns = counts.shape
    f = camera[12]
    for i in range(S.shape[0]):
        px, py, pz = S[i, 20] - camera[0], S[i, 21] - camera[1], S[i, 22] - camera[2]
        z = px * camera[9] + py * camera[10] + pz * camera[11]
        if z < -S[i, 23]:
            continue
        z = max(z, 0.15)
        u = (px * camera[3] + py * camera[4] + pz * camera[5]) / z * f + width / 2
        v = (px * camera[6] + py * camera[7] + pz * camera[8]) / z * f + height / 2
        r = (S[i, 23] + 0.02) / max(z - S[i, 23], 0.1) * f * 1.15 + 2
        for a in range(max(0, int((v - r) // TILE)), min(rows, int((v + r) // TILE) + 1)):
            for b in range(max(0, int((u - r) // TILE)), min(columns, int((u + r) // TILE) + 1)):
                gx = max(0.0, b * TILE - u, u - (b + 1) * TILE)
                gy = max(0.0, a * TILE - v, v - (a + 1) * TILE)
                if gx * gx + gy * gy < r * r:
                    lists[a, b, counts[a, b]] = i
                    counts[a, b] += 1


@kernel
def empty_until(S, some, n, camera, u, v, spread):
    """How far every ray of a tile around (u, v) is sure to meet nothing, m; spread: its half diagonal, as a slope."""
    dx = camera[9] + u * camera[3] + v * camera[6]
    dy = camera[10] + u * camera[4] + v * camera[7]
    dz = camera[11] + u * camera[5] + v * camera[8]
    il = 1.0 / math.sqrt(dx * dx + dy * dy + dz * dz)
    dx, dy, dz = dx * il, dy * il, dz * il
    t = NEAR
    for _ in range(30):
        d, _i = field(S, some, n, camera[0] + dx * t, camera[1] + dy * t, camera[2] + dz * t)
        free = d - spread * t - 0.01
        if free < 0.004 or t > 9.0:
            break
        t += 0.9 * free
    return t


@kernel
def trace_tiles(S, colours, stuff, P, box, lamp, camera, depth, lists, counts, image):
    """Draw the moving solids over `image` (h, w, 3), which shows the room at `depth` (h, w)."""
    height, width = depth.shape
    some, near, out = np.empty(S.shape[0], np.int64), np.empty(S.shape[0], np.int64), np.zeros(3)
    ox, oy, oz = camera[0], camera[1], camera[2]
    f = camera[12]
    for a in range(counts.shape[0]):
        for b in range(counts.shape[1]):
            if counts[a, b] == 0:
                continue
            u, v = ((b + 0.5) * TILE - width / 2) / f, ((a + 0.5) * TILE - height / 2) / f
            free = empty_until(S, lists[a, b], counts[a, b], camera, u, v, 0.75 * TILE / f)
            if free > 9.0:
                continue
            for r in range(a * TILE, min(height, (a + 1) * TILE)):
                for c in range(b * TILE, min(width, (b + 1) * TILE)):
                    u, v = (c + 0.5 - width / 2) / f, (r + 0.5 - height / 2) / f
                    dx = camera[9] + u * camera[3] + v * camera[6]
                    dy = camera[10] + u * camera[4] + v * camera[7]
                    dz = camera[11] + u * camera[5] + v * camera[8]
                    il = 1.0 / math.sqrt(dx * dx + dy * dy + dz * dz)
                    dx, dy, dz = dx * il, dy * il, dz * il
                    n, first = near_ray(S, lists[a, b], counts[a, b], ox, oy, oz, dx, dy, dz, 0.035, some)
                    if n == 0:
                        continue
                    t, i, cover = march(S, some, n, ox, oy, oz, dx, dy, dz, max(free, first), depth[r, c], il / f)
                    if i < 0:
                        continue
                    shade(S, some, n, colours, stuff, P, box, lamp, ox + dx * t, oy + dy * t, oz + dz * t, dx, dy, dz, i, near, out)
                    for k in range(3):
                        image[r, c, k] += cover * (out[k] - image[r, c, k])


@kernel
def trace_still(S, camera, depth, where, normal, index):
    """Find furniture in front of the room: overwrite depth, where, normal, index (h, w, ...) at pixels that show solid i."""
    height, width = depth.shape
    pool = np.arange(S.shape[0])
    some, near = np.empty(S.shape[0], np.int64), np.empty(S.shape[0], np.int64)
    ox, oy, oz, f = camera[0], camera[1], camera[2], camera[12]
    for r in range(height):
        for c in range(width):
            u, v = (c + 0.5 - width / 2) / f, (r + 0.5 - height / 2) / f
            dx = camera[9] + u * camera[3] + v * camera[6]
            dy = camera[10] + u * camera[4] + v * camera[7]
            dz = camera[11] + u * camera[5] + v * camera[8]
            il = 1.0 / math.sqrt(dx * dx + dy * dy + dz * dz)
            dx, dy, dz = dx * il, dy * il, dz * il
            n, first = near_ray(S, pool, S.shape[0], ox, oy, oz, dx, dy, dz, 0.01, some)
            if n == 0:
                continue
            t, i, cover = march(S, some, n, ox, oy, oz, dx, dy, dz, max(NEAR, first), depth[r, c], 1e-5)
            if i < 0 or cover < 1.0:
                continue
            x, y, z = ox + dx * t, oy + dy * t, oz + dz * t
            e = 0.001
            m = near_point(S, some, n, x, y, z, 0.05, near)
            d, _ = field(S, near, m, x, y, z)
            nx = field(S, near, m, x + e, y, z)[0] - d
            ny = field(S, near, m, x, y + e, z)[0] - d
            nz = field(S, near, m, x, y, z + e)[0] - d
            il = 1.0 / math.sqrt(nx * nx + ny * ny + nz * nz + 1e-20)
            depth[r, c], index[r, c] = t, i
            where[r, c, 0], where[r, c, 1], where[r, c, 2] = x, y, z
            normal[r, c, 0], normal[r, c, 1], normal[r, c, 2] = nx * il, ny * il, nz * il
