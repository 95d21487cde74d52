"""A GStreamer pipeline -> frames, through PyGObject and an appsink.

Reaches cameras behind an image processor (nvarguscamerasrc, libcamerasrc), network cameras and phones (rtspsrc), and any
pipeline that a technician writes; does not depend on how OpenCV was built. Refuses to know: what happens to a frame.
"""

import re
import time
from typing import Any, Optional

import numpy as np

from edge.capture.camera.frame import Device, Facts, Frame, on_our_clock
from edge.capture.camera.gstreamer_pipeline import SINK, pipeline_text
from edge.capture.camera.wire import BUSY, FAULT, LOST, MISSING, CameraFailure, Options

FIRST_S = 10.0
"""A network camera may take this long until its first picture."""

POLL_S = 0.2
PACKAGES = "python3-gi python3-gst-1.0 gstreamer1.0-plugins-base gstreamer1.0-plugins-good gstreamer1.0-libav"
REACH = "check that the camera is on, connected and reachable"
_WORDS = {
    "BUSY": (BUSY, "is in use by another program", "close that program"),
    "NOT_FOUND": (MISSING, "is not there", REACH),
    "OPEN_READ": (MISSING, "cannot be opened", REACH),
    "OPEN_READ_WRITE": (MISSING, "cannot be opened", REACH),
    "NOT_AUTHORIZED": (MISSING, "refuses this user", "check the user name and password in its address"),
}


class GStreamer(Device):
    """The pipeline that `options` describe. A live one sets its own pace; one that is not live plays at its own speed."""

    def __init__(self, options: Options) -> None:
        self._gst = _library()
        self._name = _name(options)
        self._pipeline = self._built(options)
        self._sink = self._pipeline.get_by_name(SINK)
        self._seq = 0
        self._rate = 0.0
        try:
            self._camera = self._play() or options.source != "gstreamer"
            first = self._wait_for_first()
        except CameraFailure:
            self.close()
            raise
        height, width = first.image.shape[:2]
        self._first: Optional[Frame] = first
        self.facts = Facts(self._name, width, height, self._rate)

    def read(self) -> Optional[Frame]:
        frame, self._first = self._first, None
        while frame is None and not self._sink.get_property("eos"):
            frame = self._pull()
        if frame is None and self._camera:
            raise CameraFailure(LOST, f"{self._name} ended its stream", REACH)
        return frame

    def close(self) -> None:
        self._pipeline.set_state(self._gst.State.NULL)

    def _built(self, options: Options) -> Any:
        text = pipeline_text(options, lambda name: self._gst.ElementFactory.find(name) is not None)
        try:
            pipeline = self._gst.parse_launch(text)
        except Exception as error:  # GLib.Error, which only PyGObject knows
            advice = f"correct the pipeline, or install what it needs (`apt install {PACKAGES}`)"
            raise CameraFailure(FAULT, f"GStreamer cannot build the pipeline ({getattr(error, 'message', error)})", advice) from error
        pipeline.use_clock(self._gst.SystemClock.obtain())  # CLOCK_MONOTONIC, whatever clock the elements offer
        return pipeline

    def _play(self) -> bool:
        """Start it; whether it is live. Only GStreamer can tell: nothing is shown in advance by a camera."""
        result = self._pipeline.set_state(self._gst.State.PAUSED)
        if result == self._gst.StateChangeReturn.ASYNC:
            result = self._pipeline.get_state(int(FIRST_S * self._gst.SECOND))[0]
        if result == self._gst.StateChangeReturn.FAILURE:
            self._raise_error(FAULT, "does not start")
        live: bool = result == self._gst.StateChangeReturn.NO_PREROLL
        self._sink.set_property("sync", not live)
        self._pipeline.set_state(self._gst.State.PLAYING)
        return live

    def _wait_for_first(self) -> Frame:
        deadline = time.monotonic() + FIRST_S
        while time.monotonic() < deadline:
            frame = self._pull()
            if frame is not None:
                return frame
            if self._sink.get_property("eos"):
                raise CameraFailure(FAULT, f"{self._name} ended without a picture", "check the pipeline")
        raise CameraFailure(LOST, f"{self._name} gave no picture within {FIRST_S:.0f} s", REACH)

    def _pull(self) -> Optional[Frame]:
        """The next frame, or None if none came within POLL_S."""
        sample = self._sink.emit("try-pull-sample", int(POLL_S * self._gst.SECOND))
        if sample is None:
            if self._pipeline.get_bus().have_pending():
                self._raise_error(LOST, "stopped", only_errors=True)
            return None
        buffer, caps = sample.get_buffer(), sample.get_caps().get_structure(0)
        width, height = caps.get_value("width"), caps.get_value("height")
        known, over, under = caps.get_fraction("framerate")
        self._rate = over / under if known and under else 0.0
        rows = np.frombuffer(buffer.extract_dup(0, buffer.get_size()), np.uint8).reshape(height, -1)  # padded to 4 bytes
        self._seq += 1
        return Frame(self._time(sample, buffer), self._seq - 1, rows[:, : 3 * width].reshape(height, width, 3))

    def _time(self, sample: Any, buffer: Any) -> float:
        """The buffer's own time stamp on CLOCK_MONOTONIC; its arrival where it carries none."""
        now = time.monotonic()
        if buffer.pts == self._gst.CLOCK_TIME_NONE:
            return now
        running = sample.get_segment().to_running_time(self._gst.Format.TIME, buffer.pts)
        return on_our_clock((self._pipeline.get_base_time() + running) / self._gst.SECOND, now)

    def _raise_error(self, kind: str, what: str, only_errors: bool = False) -> None:
        message = self._pipeline.get_bus().pop_filtered(self._gst.MessageType.ERROR)
        if message is not None:
            raise self._failure(message.parse_error()[0], kind, what)
        if not only_errors:
            raise CameraFailure(kind, f"{self._name} {what}", REACH)

    def _failure(self, error: Any, kind: str, what: str) -> CameraFailure:
        for code, words in _WORDS.items():
            if error.matches(self._gst.ResourceError.quark(), getattr(self._gst.ResourceError, code)):
                return CameraFailure(words[0], f"{self._name} {words[1]}", words[2])
        return CameraFailure(kind, f"{self._name} {what} ({_without_password(error.message)})", REACH)


def _library() -> Any:
    try:
        import gi

        gi.require_version("Gst", "1.0")
        from gi.repository import Gst
    except (ImportError, ValueError) as error:
        advice = f"run `apt install {PACKAGES}`, and the camera process under the system's own Python"
        raise CameraFailure(FAULT, f"GStreamer is not installed for this Python ({error})", advice) from error
    Gst.init(None)
    return Gst


def _name(options: Options) -> str:
    if options.source == "csi":
        return f"the board's camera {options.address}".strip()
    address = _without_password(options.address)
    return f"the pipeline '{address}'" if options.source == "gstreamer" else address


def _without_password(address: str) -> str:
    return re.sub(r"//[^/@\s]*@", "//", address)
