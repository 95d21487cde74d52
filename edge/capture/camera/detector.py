"""A frame -> the bodies in it, as rotated squares: BlazePose's single-shot detector, decoded.

Refuses to know: which runtime computes, who is being tracked. Runs under Python 3.6.
Source: MediaPipe 0.10.21 pose_detection_cpu.pbtxt (anchors, thresholds, weighted suppression).
"""

from typing import Callable, Dict, List, NamedTuple

import cv2
import numpy as np

from edge.capture.camera.region import Region, cut_out, region_around

Infer = Callable[[np.ndarray], Dict[str, np.ndarray]]
"""A network: (side, side, 3) uint8 RGB in, its outputs by name."""

SIDE = 224
MIN_SCORE = 0.5
SAME_BODY_OVERLAP = 0.3
"""Boxes that share this much (intersection over union) are one body."""


class Detection(NamedTuple):
    """One body. score: 0..1."""

    score: float
    region: Region


def _anchors() -> np.ndarray:
    """(2254, 2) centres of the detector's boxes, 0..1: strides 8, 16 and three times 32, two boxes each."""
    layers = []
    for cells, boxes in ((28, 2), (14, 2), (7, 6)):
        centres = (np.arange(cells) + 0.5) / cells
        y, x = np.meshgrid(centres, centres, indexing="ij")
        layers.append(np.repeat(np.stack([x, y], axis=-1).reshape(-1, 2), boxes, axis=0))
    return np.concatenate(layers)


ANCHORS = _anchors()


def sigmoid(x: np.ndarray) -> np.ndarray:
    """Logits as 0..1; clipped where float32 would overflow, as MediaPipe does."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(x, -100.0, 100.0).astype(np.float64))))


def detect(infer: Infer, image: np.ndarray) -> List[Detection]:
    """Everybody in an (H, W, 3) RGB frame, the surest first."""
    height, width = image.shape[:2]
    whole = Region(width / 2.0, height / 2.0, float(max(height, width)), 0.0)
    out = infer(cut_out(image, whole, SIDE, cv2.BORDER_CONSTANT))
    scores = sigmoid(out["scores"].reshape(-1))
    likely = np.flatnonzero(scores >= MIN_SCORE)
    if not len(likely):
        return []
    raw = out["boxes"].reshape(-1, 12)[likely].reshape(-1, 6, 2) / float(SIDE)
    centres = raw[:, 0] + ANCHORS[likely]
    boxes = np.concatenate([centres - raw[:, 1] / 2.0, centres + raw[:, 1] / 2.0], axis=1)
    points = (raw[:, 2:4] + ANCHORS[likely][:, None]) * whole.size - (whole.size / 2.0 - whole.cx, whole.size / 2.0 - whole.cy)
    return merged(boxes, points, scores[likely])


def merged(boxes: np.ndarray, points: np.ndarray, scores: np.ndarray) -> List[Detection]:
    """One detection for each heap of overlapping boxes: their key points averaged, weighted by score (weighted suppression).

    boxes: (N, 4) left, top, right, bottom; points: (N, 2, 2) px, hips and the rim above the head; scores: (N,).
    """
    found = []
    left = np.argsort(-scores, kind="stable")
    while len(left):
        same = overlap(boxes[left[0]], boxes[left]) > SAME_BODY_OVERLAP
        same[0] = True
        heap = left[same]
        hips, rim = np.average(points[heap], axis=0, weights=scores[heap])
        found.append(Detection(float(scores[heap[0]]), region_around(hips, rim)))
        left = left[~same]
    return found


def overlap(box: np.ndarray, boxes: np.ndarray) -> np.ndarray:
    """Intersection over union of one box with each of (N, 4)."""
    sides = np.minimum(boxes[:, 2:], box[2:]) - np.maximum(boxes[:, :2], box[:2])
    shared = np.prod(np.maximum(sides, 0.0), axis=1)
    union = np.prod(boxes[:, 2:] - boxes[:, :2], axis=1) + np.prod(box[2:] - box[:2]) - shared
    return np.asarray(shared / np.maximum(union, 1e-12))
