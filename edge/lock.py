"""The state directory -> the right to be the one daemon.

Refuses to know: what the daemon does with it. The lock is the kernel's (flock): it goes with its process, however that dies.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from edge.errors import EdgeError

PID_FILE = "edgecoach.pid"


@contextmanager
def only_one(state_dir: Path) -> Iterator[None]:
    """Hold the lock while inside. Raises EdgeError naming the other's process, OSError where nothing can be written."""
    state_dir.mkdir(parents=True, exist_ok=True)
    with open(os.open(state_dir / PID_FILE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644), "r+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise EdgeError(f"EdgeCoach is already running here ({_who(file.read())})", "stop it first") from None
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield


def _who(written: str) -> str:
    pid = written.strip()
    return f"process {pid}" if pid.isdigit() else "just starting"
