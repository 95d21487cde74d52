"""Truth -> what the pose model would have said, without rendering a picture.

Errors as measured on BlazePose over rendered clips of this avatar: 8-19 mm across the picture and 24-51 mm in depth that
wander, 5-11 mm from frame to frame, a constant 8-22 mm across and 25-50 mm in depth a landmark, depth flattened to
0.63-0.94; hidden landmarks worse, and of any visibility. Legs are now and then taken for each other when seen from the side.
Refuses to know: exercises, the counter that reads these poses.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from edge.messages import Nobody, Pose
from tools.avatar_studio.gear import occluder_box
from tools.avatar_studio.geometry import Array
from tools.avatar_studio.truth import Truth

Random = np.random.Generator
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Noise:
    """Sizes in metres, times in seconds. bias: constant a landmark, across and in depth; flattening: the range of the
    factor on depth; swaps_hz: exchanges of the legs."""

    lateral: float = 0.015
    depth: float = 0.040
    jitter: float = 0.005
    bias: tuple[float, float] = (0.012, 0.036)
    wander_s: float = 0.7
    flattening: tuple[float, float] = (0.60, 0.95)
    swaps_hz: float = 0.04


MEASURED = Noise()
_LIMBS = ((11, 13), (13, 15), (12, 14), (14, 16), (23, 25), (25, 27), (24, 26), (26, 28), (11, 24), (12, 23), (0, 7), (0, 8))
_RADII = (0.05, 0.04, 0.05, 0.04, 0.075, 0.05, 0.075, 0.05, 0.12, 0.12, 0.08, 0.08)
_LEGS = np.array([23, 24, 25, 26, 27, 28, 29, 30, 31, 32])
_LEGS_SWAPPED = np.array([24, 23, 26, 25, 28, 27, 30, 29, 32, 31])
HIDDEN_WORSE = 1.6
"""By how much the errors of a hidden landmark grow."""
GONE_SHARE = 0.55
"""With more than this share of the landmarks out of the picture, nobody is found."""


def as_poses(truth: Truth, rng: Random, noise: Noise = MEASURED) -> Iterator[Pose | Nobody]:
    """One sample a frame, in order, as the camera would deliver them; Nobody while the figure is out of the picture."""
    camera, n = truth.camera, len(truth)
    seen = camera.seen(truth.xyz)
    inside = _inside(truth.px, camera.width, camera.height_px)
    hidden = _hidden(seen) | _behind_occluder(truth)
    error = _errors(n, truth.spec.fps, rng, noise) * (1 + HIDDEN_WORSE * hidden[..., None])
    wrong = seen + error * [1, 1, 0]
    image_xy = wrong[..., :2] / np.maximum(seen[..., 2:], 0.05) * camera.focal_px + np.array([camera.width, camera.height_px]) / 2
    world = wrong - seen[:, 23:25].mean(1, keepdims=True) * [0, 0, 1]
    world[..., 2] = world[..., 2] * rng.uniform(*noise.flattening) + error[..., 2]
    world = world - world[:, 23:25].mean(1, keepdims=True)
    visibility = _visibility(hidden, inside, truth.spec.fps, rng)
    scale = camera.focal_px / np.maximum(seen[:, 23:25, 2].mean(1), 0.3)
    image = np.concatenate([image_xy, world[..., 2:] * scale[:, None, None], visibility[..., None]], -1)
    for frames in _swaps(seen, truth.spec.fps, rng, noise):
        image[frames[:, None], _LEGS] = image[frames[:, None], _LEGS_SWAPPED]
        world[frames[:, None], _LEGS] = world[frames[:, None], _LEGS_SWAPPED]
    for i in range(n):
        if inside[i].mean() < 1 - GONE_SHARE:
            yield Nobody(float(truth.t[i]), i)
        else:
            yield Pose(float(truth.t[i]), i, image[i], world[i], camera.width, camera.height_px)


def _inside(px: Array, width: int, height: int) -> Mask:
    return np.asarray((px[..., 0] > 0) & (px[..., 0] < width) & (px[..., 1] > 0) & (px[..., 1] < height))


def _errors(n: int, fps: float, rng: Random, noise: Noise) -> Array:
    """(n, 33, 3) across, down, away, m."""
    size = np.array([noise.lateral, noise.lateral, noise.depth])
    keep = np.exp(-1 / (fps * noise.wander_s))
    steps = rng.normal(size=(n, 33, 3)) * np.sqrt(1 - keep**2)
    drift = np.empty((n, 33, 3))
    state = rng.normal(size=(33, 3))
    for i in range(n):
        state = keep * state + steps[i]
        drift[i] = state
    across, deep = noise.bias
    constant = rng.normal(size=(1, 33, 3)) * np.array([across, across, deep])
    return np.asarray(drift * size + constant + rng.normal(size=(n, 33, 3)) * noise.jitter)


def _hidden(seen: Array) -> Mask:
    """Which landmarks (n, 33) lie behind a limb or the trunk, for points in the camera's axes."""
    hidden = np.zeros(seen.shape[:2], bool)
    ray = seen / np.linalg.norm(seen, axis=-1, keepdims=True)
    reach = np.linalg.norm(seen, axis=-1)
    for (a, b), radius in zip(_LIMBS, _RADII, strict=True):
        depth, gap = _closest(ray, seen[:, None, a], seen[:, None, b])
        in_front = (gap < 0.8 * radius) & (depth < reach - 1.3 * radius)
        in_front[:, [a, b]] = False
        hidden |= in_front
    return hidden


def _behind_occluder(truth: Truth) -> Mask:
    """Which landmarks (n, 33) the scene's bench or box hides."""
    if not truth.spec.scene.occluder:
        return np.zeros(truth.xyz.shape[:2], bool)
    centre, half, turn = occluder_box(truth.spec.scene.occluder, truth.camera)
    start = (truth.camera.position - centre) @ turn
    way = (truth.xyz - centre) @ turn - start
    with np.errstate(divide="ignore"):
        enter, leave = np.sort(np.stack([(-half - start) / way, (half - start) / way]), 0)
    return np.asarray((enter.max(-1) < leave.min(-1)) & (enter.max(-1) < 1) & (leave.min(-1) > 0))


def _closest(ray: Array, a: Array, b: Array) -> tuple[Array, Array]:
    """Rays from the camera (n, 33, 3) and segments a-b (n, 1, 3) -> depth along the ray and gap where they pass closest."""
    along = b - a
    da, dr, aa = np.sum(along * along, -1), np.sum(ray * along, -1), np.sum(ray * a, -1)
    offset = np.sum(a * along, -1)
    w = np.clip((dr * aa - offset) / np.maximum(da - dr**2, 1e-9), 0, 1)
    point = a + w[..., None] * along
    depth = np.sum(ray * point, -1)
    return depth, np.linalg.norm(point - ray * depth[..., None], axis=-1)


def _visibility(hidden: Mask, inside: Mask, fps: float, rng: Random) -> Array:
    """(n, 33) 0..1: high in plain sight, undecided behind the body, near nothing outside the picture."""
    level = np.where(inside, np.where(hidden, rng.normal(0.5, 2.5, 33), rng.normal(4.5, 0.8, 33)), -3.5)
    keep = np.exp(-1 / (fps * 0.12))
    smooth = np.empty_like(level)
    state = level[0]
    for i, now in enumerate(level):
        state = keep * state + (1 - keep) * now
        smooth[i] = state
    return np.asarray(1 / (1 + np.exp(-(smooth + rng.normal(0, 0.35, level.shape)))))


def _swaps(seen: Array, fps: float, rng: Random, noise: Noise) -> Iterator[Array]:
    """Frames in which the legs are taken for each other: a few at a time, only while the hips are one behind the other."""
    across = np.abs(seen[:, 23, 0] - seen[:, 24, 0])
    edge_on = np.flatnonzero(across < 0.08)
    for start in edge_on[rng.random(len(edge_on)) < noise.swaps_hz / fps]:
        yield np.arange(start, min(len(seen), start + int(rng.integers(2, 9))))
