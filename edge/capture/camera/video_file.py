"""A video file -> every frame in order, on the file's own time line.

Rotation flags are honoured (by OpenCV itself since 4.5), variable frame rates keep their stamps, pixels that are not square become so.
Refuses to know: real time, and who watches.
"""

import math
import os
from typing import Optional

import cv2
import numpy as np

from edge.capture.camera.frame import Device, Facts, Frame
from edge.capture.camera.unreadable import no_picture, refusal

USUAL_FPS = 30.0
"""Taken where a file states no frame rate that can be true."""

LONGEST_GAP_S = 600.0
"""A stamp further ahead than this is damage; screen recordings do stand still for minutes."""


SQUARE, LONGEST = 0.02, 5.0
"""Of a pixel's longer side over its shorter one: nearer to 1 than this it is square; beyond that the file is wrong."""


class VideoFile(Device):
    """path: of a file that FFmpeg can read. Raises CameraFailure(bad_file) where there is no picture in it."""

    live = False

    def __init__(self, path: str) -> None:
        unusable = refusal(path)
        if unusable:
            raise unusable
        _silence()
        self._capture = cv2.VideoCapture(os.path.abspath(path), cv2.CAP_FFMPEG)
        self._timeline = Timeline(self._number(cv2.CAP_PROP_FPS))
        self._decoded = 0
        self._pixel = self._pixel_shape()
        self._first = self._decode()
        if self._first is None:
            self.close()
            raise no_picture(path)
        self.facts = self._facts(os.path.basename(path), self._first.image)

    def read(self) -> Optional[Frame]:
        frame, self._first = self._first or self._decode(), None
        if frame is None:
            self.lost = self._shortfall()
        return frame

    def close(self) -> None:
        self._capture.release()

    def _decode(self) -> Optional[Frame]:
        whole, image = self._capture.read()
        if not whole:
            return None
        t = self._timeline.place(self._capture.get(cv2.CAP_PROP_POS_MSEC) / 1000.0)
        self._decoded += 1
        return Frame(t, self._decoded - 1, squared(cv2.cvtColor(image, cv2.COLOR_BGR2RGB), self._pixel))

    def _pixel_shape(self) -> float:
        """A pixel's width over its height, as the picture is shown; 1 where the file does not say, or cannot be right."""
        ends = [self._number(getattr(cv2, f"CAP_PROP_SAR_{end}", -1)) for end in ("NUM", "DEN")]
        shape = ends[0] / ends[1] if all(ends) else 1.0
        if not SQUARE < max(shape, 1.0 / shape) - 1.0 < LONGEST - 1.0:
            return 1.0
        turned = self._number(getattr(cv2, "CAP_PROP_ORIENTATION_META", -1)) % 180.0 == 90.0
        return 1.0 / shape if turned else shape

    def _number(self, name: int) -> float:
        value = float(self._capture.get(name))
        return value if math.isfinite(value) and value > 0 else 0.0

    def _facts(self, identity: str, image: np.ndarray) -> Facts:
        frames = int(self._number(cv2.CAP_PROP_FRAME_COUNT)) or None
        fps = self._timeline.fps
        height, width = image.shape[:2]
        return Facts(identity, width, height, fps, frames, frames / fps if frames else None)

    def _shortfall(self) -> str:
        """What the file promised and did not hold. Counts in containers are estimates, so small differences say nothing."""
        promised = self.facts.frames or 0
        if promised - self._decoded <= max(5, promised // 50):
            return ""
        whole_s = promised / self.facts.fps
        return f"only the first {self._timeline.end:.1f} s of {whole_s:.1f} s could be read; the file is damaged or cut off"


def squared(image: np.ndarray, pixel: float) -> np.ndarray:
    """The same picture with square pixels, enlarged rather than made smaller. pixel: width over height of those that it has."""
    if pixel == 1.0:
        return image
    return cv2.resize(image, None, fx=max(pixel, 1.0), fy=max(1.0 / pixel, 1.0), interpolation=cv2.INTER_LINEAR)


def _silence() -> None:
    """FFmpeg and OpenCV describe damage in words of their own on standard error; ours are in CameraFailure and `lost`."""
    os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")
    logging = getattr(getattr(cv2, "utils", None), "logging", None)  # not in the OpenCV of older boards
    if logging is not None:
        logging.setLogLevel(logging.LOG_LEVEL_SILENT)


class Timeline:
    """A container's time stamps -> times that always advance.

    A stamp that is missing, goes backwards, or leaps absurdly is replaced by one frame after the last.
    """

    def __init__(self, fps: float) -> None:
        self.fps = fps if 1.0 <= fps <= 1000.0 else USUAL_FPS
        self._last = -math.inf

    @property
    def end(self) -> float:
        """When the last frame gives way, s."""
        return self._last + 1.0 / self.fps

    def place(self, stamp_s: float) -> float:
        """When the next frame was taken, s; later than the one before."""
        if self._last == -math.inf:
            self._last = stamp_s if 0.0 <= stamp_s <= LONGEST_GAP_S else 0.0
        elif 0.0 < stamp_s - self._last <= LONGEST_GAP_S:
            self._last = stamp_s
        else:
            self._last = self.end
        return self._last
