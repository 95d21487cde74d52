"""A frame and the square round a body -> its 33 landmarks, refined on the heat map: BlazePose's second network, decoded.

Refuses to know: which runtime computes, what came before. Runs under Python 3.6.
Source: MediaPipe 0.10.21 pose_landmark_by_roi_cpu.pbtxt and tensors_to_pose_landmarks_and_segmentation.pbtxt.
"""

from typing import NamedTuple, Tuple

import cv2
import numpy as np

from edge.capture.camera.detector import Infer, sigmoid
from edge.capture.camera.region import Region, cut_out, to_frame, turned

SIDE = 256
POINTS = 39
"""33 landmarks, 2 auxiliary points that give the next region, 4 unused."""
REACH = 4
"""The heat map is read this many cells round a landmark (a 9 x 9 kernel; measured: 0.0002 cells from the package, 0.03 with 7 x 7)."""
MIN_HEAT = 0.5


class Reading(NamedTuple):
    """What the network saw in one region.

    score: 0..1 that a body is there. image: (33, 3) float32 px, z relative to the hips. visibility: (33,) 0..1.
    world: (33, 3) m, hip-centred. rim: (2, 2) float32 px, the auxiliary points: centre and rim of the next region.
    frame: width and height of the frame, px.
    """

    score: float
    image: np.ndarray
    visibility: np.ndarray
    world: np.ndarray
    rim: np.ndarray
    frame: Tuple[int, int]


def read(infer: Infer, image: np.ndarray, region: Region) -> Reading:
    """Look at one region of an (H, W, 3) RGB frame."""
    out = infer(cut_out(image, region, SIDE, cv2.BORDER_REPLICATE))
    raw = out["landmarks"].reshape(POINTS, 5).astype(np.float32)
    points = to_frame(refined(raw[:, :2] / np.float32(SIDE), out["heatmap"][0]), region)
    depth = raw[:33, 2:3] * (region.size / np.float32(SIDE))
    world = out["world"].reshape(POINTS, 3)[:33].astype(np.float64)
    return Reading(
        float(out["score"].reshape(-1)[0]),
        np.concatenate([points[:33], depth], axis=1),
        sigmoid(raw[:33, 3]),
        np.concatenate([turned(world[:, :2], float(region.rotation)), world[:, 2:]], axis=1),
        points[33:35],
        region.frame,
    )


_KERNEL = np.arange(-REACH, REACH + 1)[:, None]


def refined(points: np.ndarray, heat: np.ndarray) -> np.ndarray:
    """Points moved to the centre of the heat around them, where there is any.

    points: (39, 2) float32 0..1 across the region; heat: (39, rows, columns) logits. Same shape as points comes back.
    """
    count, rows, columns = heat.shape
    cells = np.array([columns, rows], np.float32)
    x, y = _KERNEL + (points * cells).astype(int).T[:, None]
    in_x, in_y = (x >= 0) & (x < columns), (y >= 0) & (y < rows)
    line = (np.arange(0, count * rows, rows) + y.clip(0, rows - 1)) * columns
    weight = sigmoid(heat.reshape(-1)[line[:, None] + x.clip(0, columns - 1)]) * (in_y[:, None] & in_x)
    usable = (weight.max(axis=(0, 1)) >= MIN_HEAT) & in_x[REACH] & in_y[REACH]
    total, across, down = _sums(weight, x.astype(np.float32), y.astype(np.float32)[:, None])
    centre = np.stack([across, down], axis=1) / cells / np.maximum(total, np.float32(1e-12))[:, None]
    return np.where(usable[:, None], centre, points)


def _sums(weight: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """(3, N) totals of (9, 9, N) float32 weights, alone, times x and times y, row by row of each patch.

    The points are last: along any other axis numpy adds one after the other, as MediaPipe's loop does; along the last it adds in pairs
    and rounds otherwise.
    """
    terms = np.empty((3, *weight.shape), np.float32)
    terms[0] = weight
    np.multiply(weight, x, out=terms[1])
    np.multiply(weight, y, out=terms[2])
    return np.asarray(np.add.reduce(terms.reshape(3, -1, weight.shape[2]), axis=1))
