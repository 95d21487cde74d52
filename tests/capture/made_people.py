"""Discs on a picture that stand for people, and two networks that see them: BlazePose's loop without its weights."""

from dataclasses import dataclass

import cv2
import numpy as np

from edge.capture.camera.detector import ANCHORS

WIDTH, HEIGHT = 640, 480
BRIGHT = 200
REACH = 2.4
"""The rim point of a disc is this many of its radii above its centre."""


def picture(*people: tuple[float, float, float], shade: int = 20, stripes: int = 8) -> np.ndarray:
    """(480, 640, 3) with a disc for each (x, y, radius) before a wall of stripes, by which one scene differs from another."""
    wall = np.uint8(shade) + np.uint8(130) * (np.arange(WIDTH) * stripes // WIDTH % 2).astype(np.uint8)
    image = np.repeat(np.tile(wall, (HEIGHT, 1))[..., None], 3, axis=2)
    for x, y, radius in people:
        cv2.circle(image, (round(x), round(y)), round(radius), (255, 255, 255), -1)
    return image


def _discs(image: np.ndarray) -> list[tuple[float, float, float]]:
    """(x, y, radius) of each, in px of the image, the largest first."""
    _, _, stats, centres = cv2.connectedComponentsWithStats((image[..., 0] > BRIGHT).astype(np.uint8))
    found = [(x, y, float(np.sqrt(row[cv2.CC_STAT_AREA] / np.pi))) for row, (x, y) in zip(stats[1:], centres[1:], strict=True)]
    return sorted((disc for disc in found if disc[2] > 2.0), key=lambda disc: -disc[2])


@dataclass
class Detector:
    """Answers like pose_detection. calls: how often it was asked."""

    calls: int = 0

    def __call__(self, image: np.ndarray) -> dict[str, np.ndarray]:
        self.calls += 1
        boxes, scores = np.zeros((1, len(ANCHORS), 12)), np.full((1, len(ANCHORS), 1), -20.0)
        for rank, (x, y, radius) in enumerate(_discs(image)):
            anchor = int(np.argmin(np.linalg.norm(ANCHORS * 224 - (x, y), axis=1)))
            dx, dy = np.array([x, y]) - ANCHORS[anchor] * 224
            boxes[0, anchor] = [dx, dy, 2 * radius, 2 * radius, dx, dy, dx, dy - REACH * radius, 0, 0, 0, 0]
            scores[0, anchor] = 4.0 - rank
        return {"boxes": boxes, "scores": scores}


@dataclass
class Landmarker:
    """Answers like pose_landmark_full. surest: its score where a disc is near the middle of the region."""

    surest: float = 0.99

    def __call__(self, image: np.ndarray) -> dict[str, np.ndarray]:
        landmarks = np.zeros((39, 5))
        middle = [disc for disc in _discs(image) if np.hypot(disc[0] - 128, disc[1] - 128) < 60]
        score = self.surest if middle else 0.01
        if middle:
            x, y, radius = middle[0]
            landmarks[:, :2] = x, y
            landmarks[34, :2] = x, y - REACH * radius
        heat = np.full((1, 39, 64, 64), -20.0)
        return {"landmarks": landmarks.reshape(1, 195), "score": np.array([[score]]), "heatmap": heat, "world": np.zeros((1, 117))}
