"""A running box -> what a technician is shown of it: the doctor's checks, the cameras there are, the newest lines of the log.

Refuses to know: who asks, and how it is shown. Logs hold no names.
"""

import logging
from collections import deque
from pathlib import Path
from typing import Any

from edge.doctor import Patient, examine, load_checks, registered

LINES = 200
"""Of the log that are remembered."""

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
    return [{"device": str(DEVICES / one.name), "name": _name(one)} for one in found]


class Technician:
    """Looks at everything anew each time it is asked, which takes a second or so: not for the loop."""

    def __init__(self, patient: Patient, tail: LogTail) -> None:
        self._patient, self._tail = patient, tail

    def __call__(self) -> dict[str, Any]:
        load_checks()
        checks = [result.as_json() for result in examine(self._patient, registered())]
        return {"checks": checks, "cameras": cameras(), "logs": list(self._tail.lines)}


def _name(camera: Path) -> str:
    try:
        return (camera / "name").read_text().strip()
    except OSError:
        return "unnamed"
