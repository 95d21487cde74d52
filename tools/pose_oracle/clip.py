"""A clip -> blocks of frames that both sides get, bit for bit.

Refuses to know: who looks at them.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np

BLOCK = 30
"""Frames handed over at once; the package gets them all before its clock starts."""
INTERVAL_S = 0.033333
"""What mediapipe's solution takes for the time between two frames of any clip."""


def blocks(path: Path, limit: int) -> Iterator[list[np.ndarray]]:
    """Up to `limit` frames of a clip, (H, W, 3) RGB, in blocks. Ends the program where the clip cannot be read."""
    video = cv2.VideoCapture(str(path))
    left = limit
    while block := _block(video, min(BLOCK, left)):
        left -= len(block)
        yield block
    if left == limit:
        sys.exit(f"{path} cannot be read: name a video")


def _block(video: cv2.VideoCapture, size: int) -> list[np.ndarray]:
    frames: list[np.ndarray] = []
    while len(frames) < size:
        read, frame = video.read()
        if not read:
            break
        frames.append(cv2.cvtColor(frame, cv2.COLOR_BGR2RGB))
    return frames
