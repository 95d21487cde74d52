"""Options -> the device they name, opened.

Refuses to know: how any device works. Each kind is in a file of its own, which imports its library when it is opened.
"""

from edge.capture.camera.frame import Device, Turned
from edge.capture.camera.wire import FAULT, CameraFailure, Options

SOURCES = ("csi", "picamera2", "v4l2", "rtsp", "gstreamer", "file", "folder")


def open_device(options: Options) -> Device:
    """The opened device, its pictures upright. Raises CameraFailure with what a person can do about it."""
    device = _open(options)
    if options.rotate_deg or options.mirror:
        return Turned(device, options.rotate_deg, options.mirror)
    return device


def _open(options: Options) -> Device:
    if options.source == "file":
        from edge.capture.camera.video_file import VideoFile

        return VideoFile(options.address)
    if options.source == "folder":
        from edge.capture.camera.image_folder import ImageFolder

        return ImageFolder(options.address, options.fps)
    raise CameraFailure(FAULT, f"there is no camera source named {options.source}", "use " + ", ".join(SOURCES))
