"""A video file or a folder of images -> every frame in order, for `analyze` and `--annotate`.

Refuses to know: real time, and what is seen in the frames. Uses the camera process's own readers as a library.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from edge.capture.camera.devices import open_device
from edge.capture.camera.frame import Device, Facts, Frame
from edge.capture.camera.wire import CameraFailure, Options
from edge.errors import InputError


class Video:
    """An opened file, to be read through once.

    Iterate it for Frames: t (s on the file's own time line, strictly increasing), seq, image (height, width, 3) uint8 RGB, upright.
    """

    def __init__(self, device: Device) -> None:
        self._device = device

    @property
    def facts(self) -> Facts:
        """identity, width, height, fps; frames and duration_s as the file states them, None if it does not."""
        return self._device.facts

    @property
    def lost(self) -> str:
        """After the last frame: what could not be read, in words; empty for nothing."""
        return self._device.lost

    def __iter__(self) -> Iterator[Frame]:
        while (frame := self._device.read()) is not None:
            yield frame


@contextmanager
def open_video(path: Path, *, image_fps: float = 0.0, rotate_deg: int = 0, mirror: bool = False) -> Iterator[Video]:
    """The file or folder at `path`. image_fps: of a folder's images, 0 for 30. Raises InputError where there is no picture to be had."""
    source = "folder" if path.is_dir() else "file"
    options = Options(source=source, address=str(path), fps=image_fps, rotate_deg=rotate_deg, mirror=mirror)
    try:
        device = open_device(options)
    except CameraFailure as failure:
        raise InputError(failure.what, failure.advice) from None
    with device:
        yield Video(device)
