"""A frame -> the bodies in it, as rotated squares: BlazePose's single-shot detector, decoded.

Refuses to know: which runtime computes, who is being tracked. Runs under Python 3.6.
Source: MediaPipe 0.10.21 pose_detection_cpu.pbtxt (anchors, thresholds, weighted suppression), rounded to single precision where it does.
"""

from typing import Callable, Dict, List, NamedTuple, Tuple

import cv2
import numpy as np

from edge.capture.camera.libm import expf
from edge.capture.camera.region import ONE, TWO, Region, cut_out, region_around, unpadded, whole

Infer = Callable[[np.ndarray], Dict[str, np.ndarray]]
"""A network: (side, side, 3) uint8 RGB in, its outputs by name."""

SIDE = 224
MIN_SCORE = 0.5
SAME_BODY_OVERLAP = 0.3
"""Boxes that share this much (intersection over union) are one body."""
CLIP = 80.0


class Detection(NamedTuple):
    """One body. score: 0..1."""

    score: float
    region: Region


def _anchors() -> np.ndarray:
    """(2254, 2) float32 centres of the detector's boxes, 0..1: strides 8, 16 and three times 32, two boxes each."""
    layers = []
    for cells, boxes in ((28, 2), (14, 2), (7, 6)):
        centres = (np.arange(cells) + 0.5) / cells
        y, x = np.meshgrid(centres, centres, indexing="ij")
        layers.append(np.repeat(np.stack([x, y], axis=-1).reshape(-1, 2), boxes, axis=0))
    return np.concatenate(layers).astype(np.float32)


ANCHORS = _anchors()


def sigmoid(x: np.ndarray) -> np.ndarray:
    """Logits as float32 0..1; clipped where their exponential would overflow."""
    return np.asarray(ONE / (ONE + expf(-np.clip(x, -CLIP, CLIP))))


def detect(infer: Infer, image: np.ndarray) -> List[Detection]:
    """Everybody in an (H, W, 3) RGB frame, the surest first."""
    frame = whole(image)
    out = infer(cut_out(image, frame, SIDE, cv2.BORDER_CONSTANT))
    scores = sigmoid(out["scores"].reshape(-1))
    likely = np.flatnonzero(scores >= MIN_SCORE)
    if not len(likely):
        return []
    raw = out["boxes"].reshape(-1, 12)[likely].reshape(-1, 6, 2).astype(np.float32) / np.float32(SIDE)
    centres = raw[:, 0] + ANCHORS[likely]
    boxes = np.concatenate([centres - raw[:, 1] / TWO, centres + raw[:, 1] / TWO], axis=1)
    bodies = merged(boxes, raw[:, 2:4] + ANCHORS[likely][:, None], scores[likely])
    return [Detection(score, _region(unpadded(points, frame), frame)) for score, points in bodies]


def _region(points: np.ndarray, frame: Region) -> Region:
    hips, rim = points
    return region_around(hips, rim, frame.frame)


def merged(boxes: np.ndarray, points: np.ndarray, scores: np.ndarray) -> List[Tuple[float, np.ndarray]]:
    """Score and key points of each heap of overlapping boxes, averaged with the scores for weights (weighted suppression).

    boxes: (N, 4) left, top, right, bottom; points: (N, 2, 2) hips and the rim above the head; scores: (N,); all 0..1, float32.
    """
    found = []
    left = np.argsort(-scores, kind="stable")
    while len(left):
        same = overlap(boxes[left[0]], boxes[left]) > SAME_BODY_OVERLAP
        same[0] = True
        heap = left[same]
        found.append((float(scores[heap[0]]), _weighted(points[heap], scores[heap])))
        left = left[~same]
    return found


def _weighted(points: np.ndarray, scores: np.ndarray) -> np.ndarray:
    """(2, 2) mean of (N, 2, 2) points, summed one after the other: np.sum adds in pairs, and rounds otherwise."""
    weights = scores[:, None, None]
    return np.asarray(np.cumsum(points * weights, axis=0)[-1] / np.cumsum(weights, axis=0)[-1])


def overlap(box: np.ndarray, boxes: np.ndarray) -> np.ndarray:
    """Intersection over union of one box with each of (N, 4)."""
    sides = np.minimum(boxes[:, 2:], box[2:]) - np.maximum(boxes[:, :2], box[:2])
    shared = np.prod(np.maximum(sides, 0.0), axis=1)
    union = np.prod(boxes[:, 2:] - boxes[:, :2], axis=1) + np.prod(box[2:] - box[:2]) - shared
    return np.asarray(shared / np.maximum(union, 1e-12))
