"""COCO's 17 keypoints, in the picture or in space -> a sight of the body, for pose models that give no 33 landmarks.

Hands and feet are then unknown, and without depth so is all that turns towards the camera; the bars say so by themselves.
Refuses to know: which model made them.
"""

import numpy as np

from edge.errors import InputError
from edge.estimate.body.attachment import Attachment
from edge.estimate.body.lens import MIRROR, Lens
from edge.estimate.body.sight import Sight
from edge.messages import LANDMARKS, Array, Flags, Indices

COCO: tuple[str, ...] = (
    "nose", "left_eye", "right_eye", "left_ear", "right_ear", "left_shoulder", "right_shoulder", "left_elbow", "right_elbow",
    "left_wrist", "right_wrist", "left_hip", "right_hip", "left_knee", "right_knee", "left_ankle", "right_ankle",
)  # fmt: skip
"""In the data set's order (Lin et al. 2014)."""
USUAL_TRUNK_M = 0.50
"""From the hips' middle to the shoulders'; without depth it gives the scale."""
_SHOULDERS, _HIPS = [5, 6], [11, 12]


def sight_of_coco(t: float, points_px: Array, scores: Array, lens: Lens, attachment: Attachment, world: Array | None = None) -> Sight:
    """points_px: (17, 2) px, NaN where there is none. scores: (17,) 0..1. world: (17, 3) m, camera axes (x right, y down, z away).

    Raises InputError for other shapes.
    """
    if points_px.shape != (17, 2) or scores.shape != (17,) or (world is not None and world.shape != (17, 3)):
        raise InputError(f"{points_px.shape} is not the shape of COCO's keypoints", "give (17, 2) px, 17 scores and, with depth, (17, 3) m")
    rays = lens.metres(points_px)
    space = _flat(rays) if world is None else (world - world[_HIPS].mean(axis=0)) * MIRROR
    places = np.array([COCO.index(name) if (name := LANDMARKS[landmark]) in COCO else -1 for landmark in attachment.landmarks])
    told = places >= 0
    seen = np.where(told & np.isfinite(scores[places]), scores[places], 0.0)
    return Sight(t, _chosen(space, places, told), _chosen(rays, places, told), seen)


def _flat(rays: Array) -> Array:
    """(17, 3) m from the hips' middle, without depth."""
    hips = rays[_HIPS].mean(axis=0)
    trunk = float(np.linalg.norm(rays[_SHOULDERS].mean(axis=0) - hips))
    metres = (rays - hips) * (USUAL_TRUNK_M / trunk if trunk > 0.0 else np.nan)
    return np.column_stack([metres, np.full(len(rays), np.nan)])


def _chosen(values: Array, places: Indices, told: Flags) -> Array:
    return np.where(told[:, None], values[places], np.nan)
