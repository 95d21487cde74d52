"""Pictures with their times -> a video file.

H.264 through ffmpeg where that is installed, otherwise MPEG-4 by OpenCV. Refuses to know: what is in the pictures.
"""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

import cv2

from edge.capture.camera.unreadable import is_utf8
from edge.draw import Picture
from edge.errors import EdgeError, InputError

ENDINGS = (".mp4", ".mov", ".mkv", ".avi")
COUNTED_WITHIN = 2
"""Where files do not count their pictures, .mkv, a number is found by its time."""


class Encoder(Protocol):
    """Takes the pictures one after the other, all of one even size."""

    def write(self, picture: Picture) -> None: ...

    def close(self) -> None: ...


class Ffmpeg:
    """H.264 that browsers and phones play. Runs apart from our process group: Ctrl-C is ours to handle."""

    def __init__(self, program: str, path: Path, width: int, height: int, fps: float) -> None:
        given = ["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{width}x{height}", "-r", f"{fps:.6f}", "-i", "-"]
        wanted = ["-an", "-c:v", "libx264", "-preset", "veryfast", "-crf", "20", "-pix_fmt", "yuv420p", "-movflags", "+faststart"]
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the encoder
        self._process = subprocess.Popen(
            [program, "-y", "-loglevel", "error", *given, *wanted, str(path)],
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=self._said, start_new_session=True,
        )  # fmt: skip

    def write(self, picture: Picture) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(picture.data)
        except BrokenPipeError:
            self.close()
            raise EdgeError("ffmpeg stopped before the video was whole") from None

    def close(self) -> None:
        """Ends the file; may be called twice. Raises EdgeError with ffmpeg's own reason where it failed."""
        if self._said.closed:
            return
        assert self._process.stdin is not None
        with suppress(BrokenPipeError):
            self._process.stdin.close()
        failed = self._process.wait() != 0
        self._said.seek(0)
        said = self._said.read().decode(errors="replace").strip().splitlines()
        self._said.close()
        if failed:
            raise EdgeError(
                f"ffmpeg could not write the video ({said[-1] if said else 'it gave no reason'})", "check the free space on the disk"
            )


class OpenCv:
    """MPEG-4 part 2: plays in VLC, QuickTime and Windows, not in browsers."""

    def __init__(self, path: Path, width: int, height: int, fps: float) -> None:
        if not is_utf8(str(path)):
            raise EdgeError(f"OpenCV cannot write {path}", "give a name in UTF-8 or install ffmpeg")
        self._writer = cv2.VideoWriter(str(path), cv2.CAP_FFMPEG, cv2.VideoWriter.fourcc(*"mp4v"), fps, (width, height))
        if not self._writer.isOpened():
            raise EdgeError(f"OpenCV could not write {path}", "check the folder's permissions and the free space on the disk")

    def write(self, picture: Picture) -> None:
        self._writer.write(cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))

    def close(self) -> None:
        self._writer.release()


class SteadyVideo:
    """Pictures at any times -> a video of constant frame rate: each stays until the next one's time, so that a second lasts a second."""

    def __init__(self, path: Path, fps: float) -> None:
        self._path, self._fps = path, fps
        self._encoder: Encoder | None = None
        self._shown: Picture | None = None
        self._start, self._written = 0.0, 0

    def add(self, picture: Picture, t: float) -> None:
        """t: s, rising. Pictures of odd size lose a row or column, which H.264 asks for; one too many for the frame rate is left out."""
        height, width = (side - side % 2 for side in picture.shape[:2])
        even = picture[:height, :width].copy() if (height, width) != picture.shape[:2] else picture
        if self._encoder is None or self._shown is None:
            self._encoder, self._start, self._shown = _encoder(self._path, width, height, self._fps), t, even
        missing = round((t - self._start) * self._fps) + 1 - self._written
        for _ in range(missing - 1):
            self._encoder.write(self._shown)
        if missing > 0:
            self._encoder.write(even)
            self._written, self._shown = self._written + missing, even

    def close(self) -> None:
        if self._encoder is not None:
            self._encoder.close()

    def demand_whole(self) -> None:
        """Raises EdgeError where the closed file does not hold what was written: encoders end well on a full disk, too."""
        if self._encoder is not None and is_utf8(str(self._path)) and not _reaches(self._path, self._written - 1 - COUNTED_WITHIN):
            raise EdgeError("the video could not be written whole", "check the free space on the disk")


def _encoder(path: Path, width: int, height: int, fps: float) -> Encoder:
    program = shutil.which("ffmpeg")
    return Ffmpeg(program, path, width, height, fps) if program else OpenCv(path, width, height, fps)


def how_it_plays(path: Path) -> str:
    """What to know about a video that was made without ffmpeg; empty for everything else."""
    if path.suffix.lower() not in ENDINGS or shutil.which("ffmpeg"):
        return ""
    return " (plays in VLC, QuickTime and Windows; with ffmpeg installed it would in browsers, too)"


def check_ending(path: Path) -> None:
    """Raises InputError for a file name that no player would take for a video."""
    if path.suffix.lower() not in ENDINGS:
        raise InputError(f"{path} does not end like a video", "end its name in one of " + ", ".join(ENDINGS))


@contextmanager
def steady_video(path: Path, fps: float) -> Iterator[SteadyVideo]:
    """The video is whole when the block ends well."""
    video = SteadyVideo(path, fps)
    try:
        yield video
    finally:
        video.close()
    video.demand_whole()


def _reaches(path: Path, number: int) -> bool:
    """Whether that picture of a video, from 0 on, can be read."""
    video = cv2.VideoCapture(str(path), cv2.CAP_FFMPEG)
    video.set(cv2.CAP_PROP_POS_FRAMES, max(number, 0))
    found: bool = video.read()[0]
    video.release()
    return found
