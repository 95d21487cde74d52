"""Options -> a camera's poses, one message after the other.

Refuses to know: sockets. Ends with the file, or with a CameraFailure: a frozen or lost camera is opened again by a fresh
process, since a frozen driver lets nobody out.
"""

import time
from typing import Any, Callable, Optional

from edge.capture.camera.devices import FILES, open_device
from edge.capture.camera.frame import Device, Frame
from edge.capture.camera.meter import Meter
from edge.capture.camera.models import chosen
from edge.capture.camera.newest import Newest
from edge.capture.camera.paced import Paced
from edge.capture.camera.wire import LOST, CameraFailure, End, Message, Nobody, Options, Pose

FROZEN_S = 1.3
"""A camera silent for this long is frozen; with POLL_S and newest.STOP_S the daemon knows within 2 s."""

POLL_S = 0.1
NO_MODEL = "none"

Send = Callable[[Message], None]
Now = Callable[[], float]


def stream(options: Options, send: Send, now: Now = time.monotonic) -> None:
    """Send a Status, then each frame's Pose or Nobody and a Status each second, then End. Raises CameraFailure.

    The model is opened before the device, so that a file does not play on while it loads.
    """
    model = _model(options)
    device = opened(options)
    newest = Newest(device)
    try:
        _Look(model, Meter(device.facts, chosen(options.runtime)), send, now).through(newest, device)
    finally:
        newest.close()
    send(End(device.lost))


def opened(options: Options) -> Device:
    """The device; a file plays at its own speed."""
    if options.source in FILES:
        return Paced(lambda: open_device(options), options.loop)
    return open_device(options)


def _model(options: Options) -> Any:
    """BlazePose, or None where only the frames are wanted."""
    if options.runtime == NO_MODEL:
        return None
    from edge.capture.camera.blazepose import open_pose

    return open_pose(options.runtime, options.models_dir, options.threads, prefer=options.prefer)


class _Look:
    """One look at a camera, from the first frame to the last."""

    def __init__(self, model: Any, meter: Meter, send: Send, now: Now) -> None:
        self._model, self._meter, self._send, self._now = model, meter, send, now

    def through(self, newest: Newest, device: Device) -> None:
        """Look at the newest frame again and again until the file ends. Raises CameraFailure where the camera does."""
        last = self._now()
        while not newest.ended:
            frame = newest.take(POLL_S)
            if frame is not None:
                last = self._now()
                self._at(frame, last)
            elif device.live and self._now() - last > FROZEN_S:
                raise CameraFailure(LOST, f"{device.facts.identity} is frozen", "it is opened again; if that goes on, check its cable")
            if self._meter.due(self._now()):
                self._send(self._meter.status(self._now(), newest.times(), newest.dropped))

    def _at(self, frame: Frame, t_taken: float) -> None:
        message = self._message(frame, t_taken)
        if message is not None:
            self._send(message)
        self._meter.looked(frame, t_taken, self._now())

    def _message(self, frame: Frame, t_taken: float) -> Optional[Message]:
        if self._model is None:
            return None
        found = self._model.feed(frame.image, frame.t)
        height, width = frame.image.shape[:2]
        if found is None:
            return Nobody(frame.t, frame.seq, t_taken, self._now(), width, height)
        return Pose(frame.t, frame.seq, t_taken, self._now(), width, height, found.image, found.world)
