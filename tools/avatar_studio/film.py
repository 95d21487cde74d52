"""Pictures -> an H.264 file, through ffmpeg where there is one and OpenCV's own writer otherwise.

Refuses to know: what the pictures show.
"""

import shutil
import subprocess
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

Picture = npt.NDArray[np.uint8]
QUALITY = 25
"""x264's constant rate factor: lower is better and larger."""


class FilmFailed(RuntimeError):
    """The encoder said no."""


def write_film(path: Path, pictures: Iterator[Picture], fps: float, quality: int = QUALITY) -> None:
    """Write all pictures; the file appears under its name only once it is whole. Raises FilmFailed."""
    part = path.with_name(f".{path.name}.part.mp4")
    try:
        first = next(pictures)
        (_with_ffmpeg if shutil.which("ffmpeg") else _with_opencv)(part, first, pictures, fps, quality)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _with_ffmpeg(path: Path, first: Picture, rest: Iterator[Picture], fps: float, quality: int) -> None:
    height, width = first.shape[:2]
    command = [
        "ffmpeg", "-y", "-loglevel", "error", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{width}x{height}", "-r", str(fps), "-i", "-",
        "-c:v", "libx264", "-threads", "1", "-preset", "medium", "-crf", str(quality),
        "-pix_fmt", "yuv420p", "-movflags", "+faststart", str(path),
    ]  # fmt: skip
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as encoder:
        assert encoder.stdin is not None
        try:
            for picture in chain([first], rest):
                encoder.stdin.write(picture.tobytes())
        except BrokenPipeError:
            pass  # it has gone, and says why below
        except BaseException:
            encoder.kill()
            encoder.wait()
            raise
        said = encoder.communicate()[1].decode().strip()
    if encoder.returncode:
        raise FilmFailed(said or f"ffmpeg ended with {encoder.returncode}")


def _with_opencv(path: Path, first: Picture, rest: Iterator[Picture], fps: float, quality: int) -> None:
    height, width = first.shape[:2]
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), fps, (width, height))
    if not writer.isOpened():
        raise FilmFailed("OpenCV has no encoder here: install ffmpeg")
    writer.write(cv2.cvtColor(first, cv2.COLOR_RGB2BGR))
    for picture in rest:
        writer.write(cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))
    writer.release()
