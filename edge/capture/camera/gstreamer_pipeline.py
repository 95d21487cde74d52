"""Options -> a pipeline in gst-launch's words.

Refuses to know: GStreamer's library, beyond which elements it has.
"""

from typing import Callable

from edge.capture.camera.wire import Options

SINK = "frames"


def pipeline_text(options: Options, has: Callable[[str], bool]) -> str:
    """The pipeline that ends in the appsink SINK with RGB pictures, newest first. has: whether GStreamer has an element."""
    tail = f"videoconvert ! video/x-raw,format=RGB ! appsink name={SINK} max-buffers=1 drop=true"
    if options.source == "csi":
        return f"{_csi(options, has)} ! {tail}"
    head = options.address if options.source == "gstreamer" else _rtsp(options.address)
    if options.width and options.height:
        head += f" ! videoconvert ! videoscale ! video/x-raw,width={options.width},height={options.height}"
    return f"{head} ! {tail}"


def _csi(options: Options, has: Callable[[str], bool]) -> str:
    """The board's own image processor: Jetson's, otherwise libcamera's (Raspberry Pi)."""
    wishes = "".join(f",{name}={value}" for name, value in (("width", options.width), ("height", options.height)) if value)
    if options.fps:
        wishes += f",framerate={round(options.fps)}/1"
    if has("nvarguscamerasrc"):
        sensor = f" sensor-id={options.address}" if options.address else ""
        return f"nvarguscamerasrc{sensor} ! video/x-raw(memory:NVMM){wishes} ! nvvidconv ! video/x-raw,format=BGRx"
    name = f" camera-name={_quoted(options.address)}" if options.address else ""
    return f"libcamerasrc{name} ! video/x-raw{wishes}"


def _rtsp(url: str) -> str:
    return f"rtspsrc location={_quoted(url)} latency=50 drop-on-latency=true ! decodebin"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
