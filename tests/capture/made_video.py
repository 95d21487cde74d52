"""Small videos and pictures that say which frame each one is.

Frame numbers are drawn as eight light or dark blocks, which survive every codec.
"""

import struct
import wave
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from edge.capture.camera.wire import Options

Image = npt.NDArray[np.uint8]
BLOCK_PX = 16
BITS = 8
SIZE = (BLOCK_PX * BITS, 64)
"""Width and height, px: the blocks lie along the upper edge, and the rest is dark."""

CODECS = {".mp4": "mp4v", ".mov": "mp4v", ".avi": "MJPG", ".mkv": "XVID", ".webm": "VP80"}


def picture(number: int) -> Image:
    """(64, 128, 3) uint8, grey."""
    image = np.full((SIZE[1], SIZE[0], 3), 20, np.uint8)
    for bit in range(BITS):
        if number >> bit & 1:
            image[:BLOCK_PX, bit * BLOCK_PX : (bit + 1) * BLOCK_PX] = 235
    return image


def number_of(image: Image) -> int:
    """What `picture` drew, in an image of any size."""
    blocks = cv2.resize(image, SIZE, interpolation=cv2.INTER_AREA)[4:12, :, 0].astype(float)
    return sum(1 << bit for bit in range(BITS) if blocks[:, bit * BLOCK_PX + 4 : (bit + 1) * BLOCK_PX - 4].mean() > 128)


def write_video(path: Path, frames: int = 20, fps: float = 25.0, size: tuple[int, int] = SIZE) -> Path:
    """A video of numbered frames, in the codec usual for its ending."""
    writer = cv2.VideoWriter(str(path), cv2.CAP_FFMPEG, cv2.VideoWriter.fourcc(*CODECS[path.suffix]), fps, size)
    assert writer.isOpened()
    for number in range(frames):
        writer.write(cv2.resize(picture(number), size, interpolation=cv2.INTER_NEAREST))
    writer.release()
    return path


def write_pictures(folder: Path, numbers: Sequence[int]) -> Path:
    """A folder of numbered pictures, without leading zeros in their names."""
    folder.mkdir()
    for number in numbers:
        cv2.imwrite(str(folder / f"frame{number}.png"), picture(number))
    return folder


def endless(folder: Path) -> Options:
    """Pictures without end, and no model."""
    return Options(source="folder", address=str(write_pictures(folder / "pictures", range(10))), loop=True, runtime="none")


def write_sound(path: Path) -> Path:
    """A second of silence."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(16000))
    return path


def turn_by_flag(path: Path) -> None:
    """Set the rotation flag of an MP4 to a quarter turn clockwise, as phones do: the matrix in its track header (ISO 14496-12, 8.3.2)."""
    film = bytearray(path.read_bytes())
    matrix = film.index(b"tkhd") + 4 + 40
    width = SIZE[0] << 16
    film[matrix : matrix + 36] = struct.pack(">9i", 0, 1 << 16, 0, -(1 << 16), 0, 0, SIZE[1] << 16, 0, 1 << 30)
    assert struct.unpack_from(">I", film, matrix + 36)[0] == width
    path.write_bytes(film)


def widen_by_flag(path: Path, times: float) -> None:
    """Have an MP4 shown so many times as wide as its pixels are: the width in its track header."""
    film = bytearray(path.read_bytes())
    struct.pack_into(">I", film, film.index(b"tkhd") + 4 + 76, round(SIZE[0] * times * (1 << 16)))
    path.write_bytes(film)


def respace(path: Path, ticks: Sequence[int]) -> None:
    """Give each frame of an MP4 its own duration, in ticks of its media: a longer time-to-sample box (ISO 14496-12, 8.6.1.2)."""
    film = path.read_bytes()
    at = film.index(b"stts") - 4
    old = struct.unpack_from(">I", film, at)[0]
    body = struct.pack(">II", 0, len(ticks)) + b"".join(struct.pack(">II", 1, tick) for tick in ticks)
    box = struct.pack(">I4s", 8 + len(body), b"stts") + body
    grown = bytearray(film[:at] + box + film[at + old :])
    for name in (b"moov", b"trak", b"mdia", b"minf", b"stbl"):  # they hold it, and lie behind the pictures
        start = film.index(name) - 4
        struct.pack_into(">I", grown, start, struct.unpack_from(">I", grown, start)[0] + len(box) - old)
    path.write_bytes(grown.replace(b"edts", b"free"))  # an edit list would cut it to its old length


def media_ticks(path: Path) -> int:
    """Ticks a second of an MP4's media header."""
    film = path.read_bytes()
    return int(struct.unpack_from(">I", film, film.index(b"mdhd") + 4 + 12)[0])


def without_track(path: Path) -> None:
    """Make an MP4's only track one of sound."""
    film = path.read_bytes()
    path.write_bytes(film.replace(b"vide", b"soun").replace(b"vmhd", b"smhd"))
