"""Options -> the device they name, opened.

Refuses to know: how any device works. Each kind is in a file of its own, which imports its library when it is opened.
"""

from typing import Callable, Dict

from edge.capture.camera.frame import Device, Turned
from edge.capture.camera.wire import BUSY, FAULT, MISSING, CameraFailure, Options


def open_device(options: Options) -> Device:
    """The opened device, its pictures upright. Raises CameraFailure with what a person can do about it."""
    kind = _KINDS.get(options.source)
    if kind is None:
        raise CameraFailure(FAULT, f"there is no camera source named {options.source!r}", "choose one of " + ", ".join(SOURCES))
    device = kind(options)
    if options.rotate_deg or options.mirror:
        return Turned(device, options.rotate_deg, options.mirror)
    return device


def _video_file(options: Options) -> Device:
    from edge.capture.camera.video_file import VideoFile

    return VideoFile(options.address)


def _image_folder(options: Options) -> Device:
    from edge.capture.camera.image_folder import ImageFolder

    return ImageFolder(options.address, options.fps)


def _v4l2(options: Options) -> Device:
    from edge.capture.camera.v4l2 import V4l2

    return V4l2(options.address, options.width, options.height, options.fps)


def _gstreamer(options: Options) -> Device:
    from edge.capture.camera.gstreamer import GStreamer

    return GStreamer(options)


def _pi_camera(options: Options) -> Device:
    from edge.capture.camera.pi_camera import PiCamera

    return PiCamera(options.address, options.width, options.height, options.fps)


def _auto(options: Options) -> Device:
    """The first camera that answers: the board's own, then USB. One that another program holds is the answer too."""
    if options.address.startswith("/dev/"):
        return _v4l2(options)
    for source in ("picamera2", "csi", "v4l2"):
        try:
            return _KINDS[source](options._replace(source=source))
        except CameraFailure as failure:
            if failure.kind == BUSY:
                raise
    advice = "plug one in; to hear what is wrong with one that is there, name its kind (csi, picamera2 or v4l2)"
    raise CameraFailure(MISSING, "no camera was found", advice)


_KINDS: Dict[str, Callable[[Options], Device]] = {
    "auto": _auto,
    "csi": _gstreamer,
    "picamera2": _pi_camera,
    "v4l2": _v4l2,
    "rtsp": _gstreamer,
    "gstreamer": _gstreamer,
    "file": _video_file,
    "folder": _image_folder,
}
SOURCES = tuple(_KINDS)
FILES = ("file", "folder")
