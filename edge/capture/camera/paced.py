"""A file -> its frames at the speed at which they were taken, stamped with the clock, as if it were a camera.

Refuses to know: which file it is, and whether anybody keeps up.
"""

import threading
import time
from typing import Callable, Optional

from edge.capture.camera.frame import Device, Frame

HOPELESS_S = 1.0
"""Further behind than this, the playing starts afresh from now: reading cannot keep up, or the machine slept."""


class Paced(Device):
    """open_file: opens the file, again for each round of a loop. now: s of CLOCK_MONOTONIC. wait: sleeps that many seconds."""

    live = False

    def __init__(
        self,
        open_file: Callable[[], Device],
        loop: bool = False,
        now: Callable[[], float] = time.monotonic,
        wait: Optional[Callable[[float], object]] = None,
    ) -> None:
        self._open, self._loop, self._now = open_file, loop, now
        self._closed = threading.Event()
        self._wait = wait or self._closed.wait
        self._file = open_file()
        self.facts = self._file.facts
        self._seq = 0
        self._start: Optional[float] = None
        self._last = 0.0

    @property
    def lost(self) -> str:  # type: ignore[override]
        return self._file.lost

    def read(self) -> Optional[Frame]:
        frame = self._file.read() or self._again()
        if frame is None or self._closed.is_set():
            return None
        now = self._now()
        if self._start is None or now - (self._start + frame.t) > HOPELESS_S:
            self._start = now - frame.t
        due = self._last = self._start + frame.t
        if due > now:
            self._wait(due - now)
        self._seq += 1
        return Frame(due, self._seq - 1, frame.image)

    def close(self) -> None:
        self._closed.set()
        self._file.close()

    def _again(self) -> Optional[Frame]:
        """The first frame of the next round, one frame's time after the last one; None where there is no next round."""
        if not self._loop or self._closed.is_set():
            return None
        self._file.close()
        self._file = self._open()
        self._start = self._last + 1.0 / (self.facts.fps or 30.0)
        return self._file.read()
