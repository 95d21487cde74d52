"""A file that shows no picture -> why, for a person.

Refuses to know: how a good file is read.
"""

import os
from typing import Optional, Tuple

from edge.capture.camera.wire import BAD_FILE, CameraFailure

GLANCE_BYTES = 1 << 16
_SOUND = ((0, b"ID3"), (0, b"fLaC"), (0, b"OggS"), (8, b"WAVE"), (4, b"ftypM4A"), (0, b"\xff\xfb"), (0, b"\xff\xf1"))
_PICTURES = ((0, b"\xff\xd8\xff"), (0, b"\x89PNG"), (0, b"BM"), (0, b"II*\0"), (0, b"MM\0*"), (8, b"WEBP"))
_VIDEO = ((4, b"ftyp"), (0, b"\x1aE\xdf\xa3"), (8, b"AVI "))
_OTHER = "give a video file (.mp4 .mov .avi .mkv .webm) or a folder of images"

_Reason = Tuple[str, str]


def refusal(path: str) -> Optional[CameraFailure]:
    """Why `path` is not even opened as a video; None where it deserves a try."""
    reason = _unusable(path) or _not_video(_glance(path))
    return reason and _failure(path, reason)


def no_picture(path: str) -> CameraFailure:
    """Why FFmpeg found no picture in `path`, which looked usable."""
    start = _glance(path)
    if _begins(start, _SOUND) or _sound_only(path):
        return _failure(path, ("holds sound and no picture", _OTHER))
    if _begins(start, _VIDEO):
        return _failure(path, ("is a video without a frame that can be read", "it is damaged or was cut off while being written or copied"))
    return _failure(path, ("is not a video", _OTHER))


def _failure(path: str, reason: _Reason) -> CameraFailure:
    return CameraFailure(BAD_FILE, f"{path} {reason[0]}", reason[1])


def _unusable(path: str) -> Optional[_Reason]:
    try:
        os.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        return _absent(path)
    except OSError as trouble:
        return f"cannot be reached ({(trouble.strerror or str(trouble)).lower()})", "check the path, and who may open its folders"
    if not os.path.isfile(path):
        return "is not a file", _OTHER
    if not os.access(path, os.R_OK):
        return "may not be read", "change its permissions or run as the user that owns it"
    if os.path.getsize(path) == 0:
        return "is empty", "copy or record it again"
    return None if is_utf8(os.path.abspath(path)) else ("has bytes in its name, or in a folder's, that are no UTF-8", "rename it")


def is_utf8(path: str) -> bool:
    """OpenCV ends the process where it is given anything else."""
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _absent(path: str) -> _Reason:
    if os.path.islink(path):
        return "is a link to a file that is not there", "give the file itself"
    if ":/" in path:  # pathlib leaves one slash of two
        return "is an address, not a file", "set it as a camera, `edgecoach config sample` shows how, and run `edgecoach run`"
    return "does not exist", "check the spelling of the path"


def _not_video(start: bytes) -> Optional[_Reason]:
    if _begins(start, _PICTURES):
        return "is a single picture", "give a video, or a folder with one picture for each frame"
    if b"\0" not in start:  # FFmpeg would draw text as a terminal does
        return "is text, not a video", _OTHER
    return None


def _begins(start: bytes, marks: Tuple[Tuple[int, bytes], ...]) -> bool:
    return any(start[at : at + len(mark)] == mark for at, mark in marks)


def _glance(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read(GLANCE_BYTES)


def _sound_only(path: str) -> bool:
    """Whether the tracks listed at either end of the file are of sound (QuickTime: `soun`; Matroska: `A_...`) and none of pictures."""
    with open(path, "rb") as file:
        ends = file.read(GLANCE_BYTES)
        file.seek(max(0, os.path.getsize(path) - GLANCE_BYTES))
        ends += file.read()
    sound = b"soun" in ends or b"\x86\x85A_" in ends or b"\x86\x86A_" in ends
    return sound and b"vide" not in ends and b"V_" not in ends
