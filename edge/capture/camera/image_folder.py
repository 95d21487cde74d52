"""A folder of pictures -> every one in natural order, evenly spaced in time.

Refuses to know: real time. Pictures that cannot be read, or have another size than the first, are named in `lost` and leave a gap in time.
"""

import os
import re
from typing import Iterator, List, Optional, Tuple, Union

import cv2
import numpy as np

from edge.capture.camera.frame import Device, Facts, Frame, size_of
from edge.capture.camera.wire import BAD_FILE, CameraFailure

USUAL_FPS = 30.0
ENDINGS = (".jpg", ".jpeg", ".png", ".bmp", ".webp", ".tif", ".tiff", ".ppm", ".pgm")
FILMS = (".mp4", ".mov", ".avi", ".mkv", ".webm")
NAMED = 3
"""So many bad pictures are named; the others are counted."""


class ImageFolder(Device):
    """path: of the folder. fps: of its pictures, 0 for 30.

    Raises CameraFailure(bad_file) where it holds no picture that can be read, and where it holds at least as many videos as pictures:
    those are their covers. A stray video beside a whole sequence of pictures is passed over.
    """

    live = False

    def __init__(self, path: str, fps: float = 0.0) -> None:
        self._path = path
        self._names = picture_names(path)
        films = len(_named(path, FILMS))
        if self._names and films >= len(self._names):
            raise CameraFailure(BAD_FILE, f"{path} is a folder of videos", "give a video in it by its own name")
        self._fps = fps or USUAL_FPS
        self._skipped = []  # type: List[str]
        self._size = None  # type: Optional[Tuple[int, int]]
        self._frames = self._all()
        self._first = next(self._frames, None)
        if self._first is None:
            advice = "give a video in it by its own name" if films else f"give a folder of images ({' '.join(ENDINGS)})"
            raise CameraFailure(BAD_FILE, f"{path} holds no picture that can be read", advice)
        width, height = size_of(self._first.image)
        count = len(self._names)
        self.facts = Facts(os.path.basename(os.path.abspath(path)), width, height, self._fps, count, count / self._fps)

    def read(self) -> Optional[Frame]:
        frame, self._first = self._first or next(self._frames, None), None
        return frame

    def close(self) -> None:
        self._first = None
        self._frames.close()  # type: ignore[attr-defined]

    @property
    def lost(self) -> str:  # type: ignore[override]
        if not self._skipped:
            return ""
        named = self._skipped[:NAMED]
        more = len(self._skipped) - len(named)
        listed = ", ".join(named) + (f" and {more} more" if more else "")
        return f"{len(self._skipped)} of {len(self._names)} pictures could not be used: {listed}"

    def _all(self) -> Iterator[Frame]:
        for seq, name in enumerate(self._names):
            image = self._read(os.path.join(self._path, name))
            if image is None:
                self._skipped.append(name)
            else:
                yield Frame(seq / self._fps, seq, image)

    def _read(self, path: str) -> Optional[np.ndarray]:
        """RGB, or None for a picture that is damaged or of another size than the first."""
        stored = np.fromfile(path, dtype=np.uint8) if os.access(path, os.R_OK) else np.empty(0, np.uint8)
        image = cv2.imdecode(stored, cv2.IMREAD_COLOR) if stored.size else None
        if image is None or (self._size or size_of(image)) != size_of(image):
            return None
        self._size = size_of(image)
        return cv2.cvtColor(image, cv2.COLOR_BGR2RGB)


def picture_names(path: str) -> List[str]:
    """The pictures in a folder, in natural order: frame9 before frame10."""
    return sorted(_named(path, ENDINGS), key=_natural)


def _named(path: str, endings: Tuple[str, ...]) -> List[str]:
    try:
        names = os.listdir(path)
    except OSError as error:
        raise CameraFailure(BAD_FILE, f"the folder {path} cannot be read", (error.strerror or "").lower()) from None
    return [name for name in names if name.lower().endswith(endings) and not name.startswith(".")]


def _natural(name: str) -> List[Tuple[bool, Union[int, str]]]:
    return [(part.isdigit(), int(part) if part.isdigit() else part.lower()) for part in re.split(r"(\d+)", name)]
