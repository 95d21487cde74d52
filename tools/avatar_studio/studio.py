"""Truth -> pictures.

Refuses to know: files, how the truth came about.
"""

from collections.abc import Iterator

import cv2
import numpy as np
import numpy.typing as npt

from tools.avatar_studio import trace
from tools.avatar_studio.body import Body, Joints
from tools.avatar_studio.camera import Camera
from tools.avatar_studio.figure import at_frame, draw_person, draw_shadow
from tools.avatar_studio.gear import furniture, hold
from tools.avatar_studio.geometry import Array
from tools.avatar_studio.population import random_shape
from tools.avatar_studio.programs.idle import walk
from tools.avatar_studio.room import Layers, box_of, camera_numbers, draw_room
from tools.avatar_studio.solids import Solids
from tools.avatar_studio.spec import Sensor, Spec
from tools.avatar_studio.truth import Truth

Picture = npt.NDArray[np.uint8]
PASSING_S, PASSING_HALF_M, BEHIND_M = 4.0, 3.0, 1.0
LEVELS = 4096


class Studio:
    """Renders one clip; `picture(i)` may be asked for in any order."""

    def __init__(self, truth: Truth) -> None:
        self._truth = truth
        camera = truth.camera
        self._layers: Layers = draw_room(truth.spec.scene, camera, furniture(truth.spec, truth.body))
        self._camera = camera_numbers(camera)
        self._film = _Film(truth.spec.sensor, camera, truth.spec.seed)
        self._passer = _passer_by(truth.spec)
        tiles = (-(-camera.height_px // trace.TILE), -(-camera.width // trace.TILE))
        self._lists = np.zeros((*tiles, 192), np.int64)
        self._counts = np.zeros(tiles, np.int64)
        half = self._layers.where.shape[:2]
        self._light, self._sky = np.ones(half), np.ones(half)

    def __len__(self) -> int:
        return len(self._truth)

    def pictures(self) -> Iterator[Picture]:
        """Every frame in order."""
        for i in range(len(self)):
            yield self.picture(i)

    def picture(self, i: int) -> Picture:
        """Frame i: (h, w, 3) RGB."""
        solids, shadow = self._actors(i)
        rows, colours, stuff = solids.packed()
        dark, _, _ = shadow.packed()
        room, box = self._layers, box_of(dark)
        trace.dim_room(room.where, room.normal, room.lamp, dark, box, self._light, self._sky)
        image = room.direct * self._wide(self._light) + room.sky * self._wide(self._sky)
        camera = self._truth.camera
        trace.tile_lists(rows, self._camera, camera.width, camera.height_px, self._lists, self._counts)
        trace.trace_tiles(rows, colours, stuff, dark, box, room.lamp, self._camera, room.depth, self._lists, self._counts, image)
        return self._film.developed(image, i)

    def _wide(self, half: Array) -> npt.NDArray[np.float32]:
        size = (self._truth.camera.width, self._truth.camera.height_px)
        return cv2.resize(half.astype(np.float32), size, interpolation=cv2.INTER_LINEAR)[..., None].astype(np.float32)

    def _actors(self, i: int) -> tuple[Solids, Solids]:
        """What moves in frame i, and the plain cones that throw its shadow."""
        solids, shadow = Solids(), Solids()
        now = at_frame(self._truth.joints, i)
        draw_person(solids, self._truth.body, now)
        draw_shadow(shadow, self._truth.body, now)
        t = self._truth.t[i]
        for stretch in self._truth.stretches:
            if stretch.start_s <= t < stretch.end_s:
                hold(solids, stretch.name, now)
        if self._passer is not None:
            body, joints, first = self._passer
            if 0 <= i - first < len(joints.head):
                other = at_frame(joints, i - first)
                draw_person(solids, body, other)
                draw_shadow(shadow, body, other)
        return solids, shadow


def _passer_by(spec: Spec) -> tuple[Body, Joints, int] | None:
    """Somebody else who crosses the picture behind the figure: body, joints and the first frame."""
    if spec.scene.passer_by_s is None:
        return None
    rng = np.random.default_rng(spec.seed + 1)
    body, n = Body(random_shape(rng)), round(PASSING_S * spec.fps)
    right, away = spec.camera.axes[0][:2], spec.camera.axes[2][:2]
    along = np.linspace(-PASSING_HALF_M, PASSING_HALF_M, n)[:, None] * rng.choice([-1, 1])
    path = np.array(spec.camera.target[:2]) + along * right + BEHIND_M * away / np.linalg.norm(away)
    return body, body.solve(walk(body, path, spec.fps, rng)), round(spec.scene.passer_by_s * spec.fps)


class _Film:
    """Light -> the bytes a cheap webcam would give: exposure, blur and noise."""

    def __init__(self, sensor: Sensor, camera: Camera, seed: int) -> None:
        light = np.arange(LEVELS) / (LEVELS - 1) * 4.0
        self._curve = ((1 - np.exp(-1.725 * sensor.exposure * light)) ** (1 / 2.2)).astype(np.float32)
        self._sensor = sensor
        self._rng = np.random.default_rng(seed)
        size = (camera.height_px + 32, camera.width + 32, 3)
        self._grain = self._rng.normal(0, 255 * sensor.noise, size).astype(np.float32)

    def developed(self, image: npt.NDArray[np.float32], i: int) -> Picture:
        """(h, w, 3) light -> RGB; frame i always gets the same grain."""
        level = np.clip(image * ((LEVELS - 1) / 4.0), 0, LEVELS - 1).astype(np.int32)
        shown = self._curve[level] * 255
        if self._sensor.blur > 0:
            shown = cv2.GaussianBlur(shown, (0, 0), self._sensor.blur)
        h, w = image.shape[:2]
        dy, dx = (i * 7919) % 32, (i * 104729 // 7) % 32
        exposed: Picture = np.clip(shown + self._grain[dy : dy + h, dx : dx + w] + 0.5, 0, 255).astype(np.uint8)
        return exposed
