"""A USB or other V4L2 camera -> frames, through OpenCV.

Refuses to know: cameras behind an image processor (CSI), and when to give up: a read of a frozen camera blocks for 10 s here,
which is why another thread watches.
"""

import os
import time
from typing import List, Optional

import cv2

from edge.capture.camera.frame import Device, Facts, Frame, on_our_clock, size_of
from edge.capture.camera.wire import BUSY, FAULT, LOST, MISSING, CameraFailure

UNCOMPRESSED_LIMIT_PX = 640 * 480
"""Above this, USB 2 carries 30 frames a second only as MJPG."""

MJPG = int.from_bytes(b"MJPG", "little")
REPLUG = "check its cable and socket"


class V4l2(Device):
    """address: /dev/videoN, N, or empty for the first one there is. width, height, fps: asked for; 0 for the camera's choice."""

    def __init__(self, address: str, width: int = 0, height: int = 0, fps: float = 0.0) -> None:
        self._path = device_path(address)
        _check(self._path)
        self._capture = cv2.VideoCapture(self._path, cv2.CAP_V4L2)
        if not self._capture.isOpened():
            raise _why_closed(self._path)
        self._ask(width, height, fps)
        self._seq = 0
        self._first = self._grab()
        if self._first is None:
            self.close()
            raise _why_closed(self._path)
        seen = size_of(self._first.image)
        self.facts = Facts(_name(self._path), seen[0], seen[1], float(self._capture.get(cv2.CAP_PROP_FPS)))

    def read(self) -> Optional[Frame]:
        frame, self._first = self._first or self._grab(), None
        if frame is None:
            gone = not os.path.exists(self._path)
            raise CameraFailure(LOST, f"the camera {self._path} " + ("was unplugged" if gone else "gives no more pictures"), REPLUG)
        return frame

    def close(self) -> None:
        self._capture.release()

    def _ask(self, width: int, height: int, fps: float) -> None:
        if width * height > UNCOMPRESSED_LIMIT_PX:
            self._capture.set(cv2.CAP_PROP_FOURCC, MJPG)
        wishes = ((cv2.CAP_PROP_FRAME_WIDTH, width), (cv2.CAP_PROP_FRAME_HEIGHT, height), (cv2.CAP_PROP_FPS, fps))
        for name, wish in wishes:
            if wish:
                self._capture.set(name, wish)

    def _grab(self) -> Optional[Frame]:
        whole, image = self._capture.read()
        if not whole:
            return None
        t = on_our_clock(self._capture.get(cv2.CAP_PROP_POS_MSEC) / 1000.0, time.monotonic())
        self._seq += 1
        return Frame(t, self._seq - 1, cv2.cvtColor(image, cv2.COLOR_BGR2RGB))


def device_path(address: str) -> str:
    """The device file meant by a path, a number, or nothing."""
    if address:
        return "/dev/video" + address if address.isdigit() else address
    found = sorted((name for name in os.listdir("/dev") if name.startswith("video") and name[5:].isdigit()), key=lambda name: int(name[5:]))
    return "/dev/" + (found[0] if found else "video0")


def holders(path: str) -> List[str]:
    """The programs that have `path` open, as far as this user may see: `name (process N)`."""
    real, me, found = os.path.realpath(path), os.getpid(), []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        if int(pid) != me and _holds(pid, real):
            found.append(f"{_line('/proc/' + pid + '/comm')} (process {pid})")
    return found


def _holds(pid: str, real: str) -> bool:
    folder = f"/proc/{pid}/fd"
    try:
        return any(os.readlink(f"{folder}/{name}") == real for name in os.listdir(folder))
    except OSError:  # it ended, or belongs to another user
        return False


def _check(path: str) -> None:
    """Raises CameraFailure for what can be said before OpenCV tries, and says less."""
    if not os.path.exists(path):
        raise CameraFailure(MISSING, f"there is no camera at {path}", "plug one in, or name another one (`ls /dev/video*`)")
    if not os.access(path, os.R_OK | os.W_OK):
        raise CameraFailure(MISSING, f"this user may not use {path}", "add the user to the group `video` and log in again")


def _why_closed(path: str) -> CameraFailure:
    others = holders(path)
    if others:
        return CameraFailure(BUSY, f"the camera {path} is in use by {' and '.join(others)}", "close that program")
    return CameraFailure(FAULT, f"{path} gives no pictures", "it may not be a camera, or it needs to be unplugged and plugged in again")


def _name(path: str) -> str:
    label = _line(f"/sys/class/video4linux/{os.path.basename(os.path.realpath(path))}/name")
    return f"{label} ({path})" if label else path


def _line(path: str) -> str:
    try:
        with open(path) as file:
            return file.readline().strip()
    except OSError:
        return ""
