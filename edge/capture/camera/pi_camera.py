"""A Raspberry Pi's camera -> frames, through picamera2.

Refuses to know: every other camera. picamera2 comes from Raspberry Pi OS (`apt install python3-picamera2`), for its own Python.
"""

import time
from typing import Any, Dict, Optional

from edge.capture.camera.frame import Device, Facts, Frame, on_our_clock
from edge.capture.camera.wire import BUSY, FAULT, LOST, MISSING, CameraFailure

USUAL_SIZE = (640, 480)
USUAL_FPS = 30.0
SEATING = "switch the board off and check how the camera's ribbon cable sits"


class PiCamera(Device):
    """address: number of the camera, empty for the first. width, height, fps: asked for; 0 for 640 x 480 at 30."""

    def __init__(self, address: str, width: int = 0, height: int = 0, fps: float = 0.0) -> None:
        number = int(address) if address.isdigit() else 0
        size = (width, height) if width and height else USUAL_SIZE
        self._camera, identity = _opened(number)
        self._seq = 0
        try:
            self._camera.configure(_configuration(self._camera, size, fps or USUAL_FPS))
            self._camera.start()
        except RuntimeError as error:
            self.close()
            raise _busy_or_faulty(identity, error) from error
        self.facts = Facts(identity, size[0], size[1], fps or USUAL_FPS)

    def read(self) -> Optional[Frame]:
        try:
            request = self._camera.capture_request()
        except RuntimeError as error:
            raise CameraFailure(LOST, f"the camera {self.facts.identity} stopped ({error})", SEATING) from error
        try:
            image = request.make_array("main")
            stamp_s = request.get_metadata().get("SensorTimestamp", 0) / 1e9
        finally:
            request.release()
        self._seq += 1
        return Frame(on_our_clock(stamp_s, time.monotonic()), self._seq - 1, image)

    def close(self) -> None:
        self._camera.close()


def _opened(number: int) -> Any:
    """(the camera, its name)."""
    try:
        from picamera2 import Picamera2
    except ImportError as error:
        advice = "run `apt install python3-picamera2`, and the camera process under the system's own Python"
        raise CameraFailure(FAULT, f"picamera2 is not installed for this Python ({error})", advice) from error
    known = Picamera2.global_camera_info()
    if number >= len(known):
        raise CameraFailure(MISSING, f"there is no camera number {number} on this board ({len(known)} found)", SEATING)
    identity = str(known[number].get("Model", "camera"))
    try:
        return Picamera2(number), identity
    except RuntimeError as error:
        raise _busy_or_faulty(identity, error) from error


def _configuration(camera: Any, size: Any, fps: float) -> Dict[str, Any]:
    """picamera2 names pixel formats by their order in a 32-bit word: its BGR888 is R, G, B in memory."""
    frame_us = int(1e6 / fps)
    controls = {"FrameDurationLimits": (frame_us, frame_us)}
    wanted: Dict[str, Any] = camera.create_video_configuration(main={"size": size, "format": "BGR888"}, controls=controls, buffer_count=4)
    return wanted


def _busy_or_faulty(identity: str, error: Exception) -> CameraFailure:
    if "acquire" in str(error) or "busy" in str(error).lower():
        return CameraFailure(BUSY, f"the camera {identity} is in use by another program", "close that program")
    return CameraFailure(FAULT, f"the camera {identity} does not start ({error})", SEATING)
