"""A device -> its newest frame, whenever somebody has time for one.

Holds the camera process's one thread: it reads the device as fast as frames come, and a frame that nobody took before
the next one came is dropped, because queued frames are late coaching. Refuses to know: what is done with a frame.
"""

import threading
from typing import List, Optional

from edge.capture.camera.frame import Device, Frame
from edge.capture.camera.wire import LOST, CameraFailure

STOP_S = 0.25
"""A thread that is still inside the device after this is left there: a frozen driver lets nobody out."""


class Newest:
    """Reads `device` from now on. `dropped`: frames that newer ones replaced. `ended`: the file's last frame has been taken."""

    def __init__(self, device: Device) -> None:
        self.dropped = 0
        self._device = device
        self._change = threading.Condition()
        self._frame: Optional[Frame] = None
        self._times: List[float] = []
        self._over = False
        self._failure: Optional[CameraFailure] = None
        self._thread = threading.Thread(target=self._run, name="capture", daemon=True)
        self._thread.start()

    @property
    def ended(self) -> bool:
        with self._change:
            return self._over and self._frame is None and self._failure is None

    def take(self, wait_s: float) -> Optional[Frame]:
        """The newest frame not taken yet, None if none came within `wait_s`. Raises CameraFailure once the device has failed."""
        with self._change:
            self._change.wait_for(lambda: self._frame is not None or self._over, wait_s)
            frame, self._frame = self._frame, None
            if frame is None and self._failure is not None:
                raise self._failure
            return frame

    def times(self) -> List[float]:
        """When the frames since the last call were taken, dropped ones too, s."""
        with self._change:
            times, self._times = self._times, []
            return times

    def close(self) -> None:
        """Stop reading, and free the device unless it holds the thread fast."""
        with self._change:
            self._over = True
        self._thread.join(STOP_S)
        if not self._thread.is_alive():
            self._device.close()

    def _run(self) -> None:
        try:
            while self._keep(self._device.read()):
                pass
        except CameraFailure as failure:
            self._failed(failure)
        except Exception as error:  # the main thread has to learn of it, whatever it was
            self._failed(CameraFailure(LOST, f"{self._device.facts.identity} failed ({error!r})", "it is opened again"))

    def _keep(self, frame: Optional[Frame]) -> bool:
        """Whether to go on."""
        with self._change:
            if frame is None or self._over:
                self._over = True
            else:
                self.dropped += self._frame is not None
                self._frame = frame
                self._times.append(frame.t)
            self._change.notify_all()
            return not self._over

    def _failed(self, failure: CameraFailure) -> None:
        with self._change:
            self._failure, self._over = failure, True
            self._change.notify_all()
