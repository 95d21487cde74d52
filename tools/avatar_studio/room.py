"""A scene, its furniture and a camera -> the still layers that every frame starts from.

Refuses to know: the moving figure.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from tools.avatar_studio import trace
from tools.avatar_studio.camera import Camera
from tools.avatar_studio.geometry import Array, unit
from tools.avatar_studio.solids import Solids, as_light
from tools.avatar_studio.spec import Scene

Light = npt.NDArray[np.float32]
Whole = npt.NDArray[np.intp]
Mask = npt.NDArray[np.bool_]

HALF_WIDTH_M, CEILING_M = 3.4, 2.75
AMBIENT = (0.34, 0.35, 0.38)
FILL = unit([0.5, -0.6, 0.6])
MAT = (0.0, 0.0, 1.05, 0.45)
"""Centre and half sizes of the mat, m."""
FINE = 2
"""The still room is drawn this much larger and averaged down."""


@dataclass(frozen=True, slots=True)
class Layers:
    """What the camera sees with nobody in it.

    direct, sky: (h, w, 3) light that a body's shadow and its closeness take away. depth: (h, w) m along the ray.
    where, normal: (h/2, w/2, 3) spots at half resolution. lamp: (12,) position, colour, ambient, fill direction.
    """

    direct: Light
    sky: Light
    depth: Array
    where: Array
    normal: Array
    lamp: Array


def camera_numbers(camera: Camera, scale: float = 1.0) -> Array:
    """Position, right, down, away, focal length in px of a picture `scale` times as large: (13,)."""
    return np.concatenate([camera.position, camera.axes.ravel(), [camera.focal_px * scale]])


def draw_room(scene: Scene, camera: Camera, things: Solids) -> Layers:
    """Trace the room once."""
    lamp = np.concatenate([scene.light, scene.light_colour, AMBIENT, FILL])
    low, high = _extent(camera)
    ray = _rays(camera)
    depth, face = _walls(camera.position, ray, low, high)
    where = camera.position + ray * depth[..., None]
    normal = np.zeros_like(where)
    axis = face // 2
    np.put_along_axis(normal, axis[..., None], np.where(face % 2 == 0, 1.0, -1.0)[..., None], -1)
    colour = _paint(scene, where, face, camera)
    corner = _corners(where, axis, low, high)
    rows, colours, _ = things.packed()
    index = np.full(depth.shape, -1)
    trace.trace_still(rows, camera_numbers(camera, FINE), depth, where, normal, index)
    shown = index >= 0
    colour[shown], corner[shown] = colours[index[shown]], 1.0
    light, open_ = _dimmed(where, normal, lamp, rows, shown)
    direct = colour * (lamp[3:6] * (_direct(where, normal, lamp) * light)[..., None])
    hemi = 0.62 + 0.38 * normal[..., 2]
    fill = np.maximum(normal @ FILL, 0) * 0.22
    sky = colour * ((lamp[6:9] * hemi[..., None] + fill[..., None]) * (corner * open_)[..., None])
    return Layers(_smaller(direct, camera), _smaller(sky, camera), depth[::FINE, ::FINE].copy(), _half(where), _half(normal), lamp)


def _half(a: Array) -> Array:
    step = 2 * FINE
    return np.ascontiguousarray(a[step // 2 :: step, step // 2 :: step])


def _smaller(a: Array, camera: Camera) -> Light:
    return cv2.resize(a, (camera.width, camera.height_px), interpolation=cv2.INTER_AREA).astype(np.float32)


def _extent(camera: Camera) -> tuple[Array, Array]:
    """Corners of a room that holds the camera too."""
    p = camera.position
    wide = np.array([HALF_WIDTH_M, HALF_WIDTH_M])
    low, high = np.minimum(-wide, p[:2] - 0.6), np.maximum(wide, p[:2] + 0.6)
    return np.append(low, 0.0), np.append(high, max(CEILING_M, p[2] + 0.5))


def _rays(camera: Camera) -> Array:
    """Unit directions (h, w, 3) of the enlarged picture."""
    w, h = camera.width * FINE, camera.height_px * FINE
    u = (np.arange(w) + 0.5 - w / 2) / (camera.focal_px * FINE)
    v = (np.arange(h) + 0.5 - h / 2) / (camera.focal_px * FINE)
    right, down, away = camera.axes
    return unit(away + u[None, :, None] * right + v[:, None, None] * down)


def _walls(origin: Array, ray: Array, low: Array, high: Array) -> tuple[Array, Whole]:
    """Depth (h, w), m, and face (h, w) 0..5 (low x, high x, low y, ...) of the inside of a box."""
    with np.errstate(divide="ignore", invalid="ignore"):
        t = np.stack([(low - origin) / ray, (high - origin) / ray], -1).reshape(*ray.shape[:2], 6)
    t[~(t > 1e-6)] = np.inf
    face = t.argmin(-1)
    return np.take_along_axis(t, face[..., None], -1)[..., 0], face


def _dimmed(where: Array, normal: Array, lamp: Array, rows: Array, shown: Mask) -> tuple[Array, Array]:
    """Shadow of the furniture on the room, and how open it leaves each spot."""
    light, open_ = np.ones(shown.shape), np.ones(shown.shape)
    if len(rows):
        trace.dim_room(where, normal, lamp, rows, box_of(rows), light, open_)
        open_[shown] = 1.0
    return light, open_


def box_of(rows: Array) -> Array:
    """Low and high corner around solids: (6,)."""
    centre, radius = rows[:, 20:23], rows[:, 23:24]
    return np.concatenate([(centre - radius).min(0), (centre + radius).max(0)])


def _direct(where: Array, normal: Array, lamp: Array) -> Array:
    to = lamp[:3] - where
    far = np.linalg.norm(to, axis=-1)
    return np.asarray(np.maximum(np.sum(normal * to, -1) / far, 0) / (0.35 + 0.065 * far**2))


def _corners(where: Array, axis: Whole, low: Array, high: Array) -> Array:
    """Darkening towards the corners of the room."""
    gap = np.minimum(where - low, high - where)
    np.put_along_axis(gap, axis[..., None], np.inf, -1)
    return np.asarray(1 - 0.35 * np.exp(-3.5 * gap.min(-1)))


def _noise(x: Array, y: Array) -> Array:
    """Smooth noise on a plane, 0..1."""
    i, j = np.floor(x), np.floor(y)
    f, g = x - i, y - j
    f, g = f * f * (3 - 2 * f), g * g * (3 - 2 * g)
    a, b, c, d = _hash(i, j), _hash(i + 1, j), _hash(i, j + 1), _hash(i + 1, j + 1)
    return a + (b - a) * f + (c - a) * g + (a - b - c + d) * f * g


def _hash(a: Array, b: Array) -> Array:
    v = np.sin(a * 127.1 + b * 311.7) * 43758.5453
    return np.asarray(v - np.floor(v))


def _paint(scene: Scene, where: Array, face: Whole, camera: Camera) -> Array:
    """Colour of floor, walls and ceiling, as light thrown back."""
    colour = np.empty_like(where)
    for number, paint in ((4, _floor), (5, _ceiling)):
        at = face == number
        colour[at] = paint(scene, where[at])
    for number in range(4):
        at = face == number
        if at.any():
            colour[at] = _wall(scene, where[at], 1 - number // 2, camera)
    return colour


def _ceiling(scene: Scene, p: Array) -> Array:
    return np.broadcast_to(as_light([0.9, 0.9, 0.88]), p.shape)


def _floor(scene: Scene, p: Array) -> Array:
    x, y = p[:, 0], p[:, 1]
    base = as_light(scene.floor)
    if scene.carpet:
        bright = 0.85 + 0.18 * _noise(x * 45, y * 45) + 0.15 * _noise(x * 4, y * 4)
    else:
        plank = np.floor(y / 0.11)
        along = (x + _hash(plank, np.full_like(plank, 3.0)) * 1.2) / 1.2
        bright = 0.80 + 0.30 * _hash(plank, np.floor(along)) + 0.10 * (_noise(x * 5 + plank * 7, y * 90) - 0.5)
        bright = np.where((y / 0.11 - plank < 0.03) | (along % 1 < 0.004), 0.6 * bright, bright)
    colour = base * bright[:, None]
    on_mat = (np.abs(x - MAT[0]) < MAT[2]) & (np.abs(y - MAT[1]) < MAT[3])
    colour[on_mat] = as_light(scene.mat) * (0.94 + 0.12 * _noise(x[on_mat] * 60, y[on_mat] * 60))[:, None]
    return colour


def _wall(scene: Scene, p: Array, axis: int, camera: Camera) -> Array:
    """A wall that runs along `axis`: skirting, a picture and a door where the camera looks."""
    h, z = p[:, axis], p[:, 2]
    bright = 0.96 + 0.06 * _noise(h * 3, z * 3) + 0.03 * _noise(h * 60, z * 60)
    colour = as_light(scene.wall) * bright[:, None]
    colour[z < 0.09] = as_light([0.82, 0.82, 0.80])
    middle = camera.target[axis] + camera.axes[2][axis] * 2.5
    picture, door = h - middle - 0.55, h - middle + 1.2
    framed = (np.abs(picture) < 0.45) & (np.abs(z - 1.6) < 0.33)
    colour[framed] = as_light([0.15, 0.12, 0.10])
    canvas = (np.abs(picture) < 0.41) & (np.abs(z - 1.6) < 0.29)
    n = _noise(h[canvas] * 4 + 5, z[canvas] * 5)
    colour[canvas] = np.stack([0.25 + 0.5 * n, 0.35 + 0.3 * _noise(h[canvas] * 6, z[canvas] * 3), 0.6 - 0.3 * n], -1)
    leaf = (np.abs(door) < 0.42) & (z < 2.05)
    colour[leaf] = as_light(scene.door)
    frame = leaf & ((np.abs(door) > 0.36) | (z > 1.98))
    colour[frame] *= 0.6
    return colour
