"""A running box -> what a technician is shown of it: the doctor's checks, the cameras there are, the newest lines of the log.

Refuses to know: who asks, and how it is shown. Logs hold no names.
"""

import logging
import math
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeAlias

from edge.cameras import found
from edge.config import Loaded
from edge.config_options import Config
from edge.doctor import Patient, examine, load_checks, registered

Json: TypeAlias = dict[str, Any]

LINES = 200
"""Of the log that are remembered."""

CHECKS_LAST_S = 30.0
"""A page that is left open asks every two seconds; the checks open devices and files."""


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


class Technician:
    """Looks at cameras and log each time it is asked, and now and then at everything, which takes a second or so: not for the loop."""

    def __init__(self, patient: Patient, tail: LogTail, camera: Callable[[], Json] | None = None) -> None:
        """camera: the configured one, as the API tells it; None where none can be chosen."""
        self._patient, self._tail, self._camera = patient, tail, camera
        self._checks: list[Json] = []
        self._checked_at = -math.inf

    def configured(self, config: Config) -> None:
        """This is the configuration from now on."""
        self._patient = replace(self._patient, loaded=Loaded(config))
        self._checked_at = -math.inf

    def __call__(self) -> Json:
        if self._patient.clock.now() - self._checked_at >= CHECKS_LAST_S:
            self._check()
        cameras = [one._asdict() for one in found()]
        camera = self._camera() if self._camera else None
        return {"checks": self._checks, "cameras": cameras, "camera": camera, "logs": list(self._tail.lines)}

    def _check(self) -> None:
        load_checks()
        self._checks = [result.as_json() for result in examine(self._patient, registered())]
        self._checked_at = self._patient.clock.now()
