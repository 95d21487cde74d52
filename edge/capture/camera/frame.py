"""What every camera gives: one picture with its time, and facts about where it comes from.

Refuses to know: which device it is, and what is seen in the picture.
"""

import math
from typing import NamedTuple, Optional, Tuple

import cv2
import numpy as np

STAMP_AGE_S = 5.0
"""A driver's time stamp older than this, or in the future, is on another clock."""

_TURNS = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}


class Frame(NamedTuple):
    """t: when it was taken, s (CLOCK_MONOTONIC, or a file's own time line). seq: from 0. image: (height, width, 3) uint8 RGB."""

    t: float
    seq: int
    image: np.ndarray


class Facts(NamedTuple):
    """identity: the device's name for itself. fps: 0 if unknown. frames, duration_s: of a file as it states them, None if it does not."""

    identity: str
    width: int
    height: int
    fps: float
    frames: Optional[int] = None
    duration_s: Optional[float] = None


class Device:
    """A source of frames. Making one opens it, and raises CameraFailure where that fails.

    `live` devices set their own pace and lose what is not read; the others wait to be read.
    `lost` says in words what of a file could not be read.
    """

    live = True
    facts = Facts("", 0, 0, 0.0)
    lost = ""

    def read(self) -> Optional[Frame]:
        """The next frame, or None after the last one. Raises CameraFailure when the device is lost."""
        raise NotImplementedError

    def close(self) -> None:
        """Free the device; may be called twice."""
        raise NotImplementedError

    def __enter__(self) -> "Device":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Turned(Device):
    """A device mounted on its side or behind a mirror, seen upright. rotate_deg: clockwise; mirror: left for right, after turning."""

    def __init__(self, device: Device, rotate_deg: int, mirror: bool) -> None:
        self.live = device.live
        self.facts = device.facts
        if rotate_deg in (90, 270):
            self.facts = device.facts._replace(width=device.facts.height, height=device.facts.width)
        self._device, self._turn, self._mirror = device, _TURNS.get(rotate_deg), mirror

    @property
    def lost(self) -> str:  # type: ignore[override]
        return self._device.lost

    def read(self) -> Optional[Frame]:
        frame = self._device.read()
        return frame and frame._replace(image=self._upright(frame.image))

    def close(self) -> None:
        self._device.close()

    def _upright(self, image: np.ndarray) -> np.ndarray:
        if self._turn is not None:
            image = cv2.rotate(image, self._turn)
        return cv2.flip(image, 1) if self._mirror else image


def on_our_clock(stamp_s: float, now_s: float) -> float:
    """A driver's time stamp where it can be CLOCK_MONOTONIC, otherwise the time of arrival."""
    return stamp_s if math.isfinite(stamp_s) and 0.0 <= now_s - stamp_s <= STAMP_AGE_S else now_s


def size_of(image: np.ndarray) -> Tuple[int, int]:
    """(width, height), px."""
    return int(image.shape[1]), int(image.shape[0])
