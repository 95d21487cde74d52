"""`edgecoach run` as a process of its own, watched as a person would: by its log, and by its recording when it has ended.

Refuses to know: what is plugged into the machine.
"""

import os
import re
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import Self, TypeVar

from edge.clock import SystemClock
from edge.messages import Command, HeartRate, ImuSample, LinkChange
from edge.store.archive import open_archive

EDGECOACH = "/opt/edgecoach/bin/edgecoach"
READY_S = 90.0
"""Until the first device is there: an emulated processor imports slowly."""
NO_SOUND = "[respond.audio]\nuse = false\n"
NOBODY_LEAVES = "[store]\nends_after_s = 3600\n"
"""There is no camera, and a chip that lies on a table does not move: the session goes on all the same."""
Kind = TypeVar("Kind", ImuSample, HeartRate, LinkChange, Command)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the log. t: when it came, CLOCK_MONOTONIC."""

    t: float
    text: str


class Box:
    """A running daemon. Leave it (`with`) to end it. config: TOML besides what every check has."""

    def __init__(self, folder: Path, config: str) -> None:
        self.state = folder / "state"
        self.config = folder / "edgecoach.toml"
        self._lines: list[Line] = []
        self.config.write_text(NOBODY_LEAVES + (config if "[respond.audio]" in config else NO_SOUND + config))

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [EDGECOACH, "run", "--no-page", "--person", "Bench", "--config", str(self.config)],
            env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
        )  # fmt: skip
        Thread(target=self._listen, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.end()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for text in self._process.stdout:
            self._lines.append(Line(time.monotonic(), text.rstrip()))

    @property
    def environment(self) -> dict[str, str]:
        """RUNTIME_DIRECTORY: the camera process is left to systemd, which has none; ours would only eat processor."""
        runtime = self.config.parent
        return {**os.environ, "EDGECOACH_STATE": str(self.state), "RUNTIME_DIRECTORY": str(runtime), "PYTHONUNBUFFERED": "1"}

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def log(self) -> str:
        return "\n".join(line.text for line in self._lines)

    def end(self) -> int:
        """Ctrl-C, and its exit code. Raises subprocess.TimeoutExpired where it does not end."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
        return self._process.wait(60)

    def since(self, t: float, source: str) -> list[Line]:
        """What was logged about a source from then on."""
        return [line for line in list(self._lines) if line.t >= t and f"edge.daemon: {source}: " in line.text]

    def wait(self, words: str, since: float, limit_s: float) -> float:
        """When a line with these words (a regular expression) came. Raises AssertionError with the log where none does, or it ended."""
        deadline = time.monotonic() + limit_s
        while time.monotonic() < deadline:
            for line in list(self._lines):
                if line.t >= since and re.search(words, line.text):
                    return line.t
            assert self._process.poll() is None, f"the daemon ended:\n{self.log}"
            time.sleep(0.01)
        raise AssertionError(f"nothing like {words!r} within {limit_s} s:\n{self.log}")

    def wait_there(self, source: str, since: float = 0.0, limit_s: float = READY_S) -> float:
        """When the source was said to be there."""
        return self.wait(f"edge.daemon: {source}: is there", since, limit_s)

    def wait_lost(self, source: str, since: float, limit_s: float) -> float:
        """When the source was said to be lost."""
        return self.wait(f"WARNING edge.daemon: {source}: ", since, limit_s)

    def recorded(self, kind: type[Kind]) -> list[Kind]:
        """Of all its sessions, once the daemon has ended: every sample of that kind, oldest first."""
        with open_archive(self.state, SystemClock()) as archive:
            sessions = [archive.recording(one.id) for one in reversed(archive.sessions())]
            return [message for one in sessions for message in one.messages() if isinstance(message, kind)]


def edgecoach(box: Box, *words: str) -> subprocess.CompletedProcess[str]:
    """Another command with the same configuration and state."""
    command = [EDGECOACH, *words, "--config", str(box.config)]
    return subprocess.run(command, env=box.environment, capture_output=True, text=True, timeout=180, check=False)


def memory_kb(pid: int) -> int:
    """Resident memory of a process."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0])
