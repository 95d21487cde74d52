"""A camera that gives three pictures and then freezes, and the camera process that has no other one."""

import threading
import time
from unittest.mock import patch

import numpy as np

from edge.capture.camera import __main__ as program
from edge.capture.camera import stream
from edge.capture.camera.frame import Device, Facts, Frame

LONG_S = 30.0


class Sleeper(Device):
    """Its reader is held for half a minute, as by a frozen driver."""

    facts = Facts("sleeper", 32, 32, 30.0)

    def __init__(self) -> None:
        self.given = 0
        self.woken = threading.Event()

    def read(self) -> Frame | None:
        self.given += 1
        if self.given > 3:
            self.woken.wait(LONG_S)
        return Frame(time.monotonic(), self.given, np.zeros((32, 32, 3), np.uint8))

    def close(self) -> None:
        self.woken.set()


if __name__ == "__main__":
    with patch.object(stream, "open_device", lambda _: Sleeper()):
        program.main()
