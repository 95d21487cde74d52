"""A running box -> what a technician is shown of it: the doctor's checks, the cameras there are, the newest lines of the log.

Refuses to know: who asks, and how it is shown. Logs hold no names.
"""

import logging
import math
from collections import deque
from pathlib import Path
from typing import Any

from edge.doctor import Patient, examine, load_checks, registered

LINES = 200
"""Of the log that are remembered."""

CHECKS_LAST_S = 30.0
"""A page that is left open asks every two seconds; the checks open devices and files."""

CAMERAS = Path("/sys/class/video4linux")
DEVICES = Path("/dev")


class LogTail(logging.Handler):
    """Remembers the newest lines of the log while it is open: `with LogTail() as tail`."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
        self.lines: deque[str] = deque(maxlen=LINES)

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))

    def __enter__(self) -> "LogTail":
        logging.getLogger().addHandler(self)
        return self

    def __exit__(self, *_: object) -> None:
        logging.getLogger().removeHandler(self)


def cameras() -> list[dict[str, str]]:
    """The kernel's cameras: {device, name}."""
    found = sorted(CAMERAS.glob("video*"))
    return [{"device": str(DEVICES / one.name), "name": camera_name(one.name)} for one in found]


def camera_name(device: str) -> str:
    """What the kernel calls `video0` or another one."""
    try:
        return (CAMERAS / device / "name").read_text().strip()
    except OSError:
        return "unnamed"


class Technician:
    """Looks at cameras and log each time it is asked, and now and then at everything, which takes a second or so: not for the loop."""

    def __init__(self, patient: Patient, tail: LogTail) -> None:
        self._patient, self._tail = patient, tail
        self._checks: list[dict[str, Any]] = []
        self._checked_at = -math.inf

    def __call__(self) -> dict[str, Any]:
        if self._patient.clock.now() - self._checked_at >= CHECKS_LAST_S:
            self._check()
        return {"checks": self._checks, "cameras": cameras(), "logs": list(self._tail.lines)}

    def _check(self) -> None:
        load_checks()
        self._checks = [result.as_json() for result in examine(self._patient, registered())]
        self._checked_at = self._patient.clock.now()
