"""The state directory -> the right to be the one daemon.

Refuses to know: what the daemon does with it. The lock is the kernel's (flock): it goes with its process, however that dies.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from edge.errors import EdgeError
from edge.state import private, private_folder

PID_FILE = "edgecoach.pid"


@contextmanager
def only_one(state_dir: Path) -> Iterator[None]:
    """Hold the lock while inside. Raises EdgeError naming the other's process, OSError where nothing can be written."""
    private_folder(state_dir)
    with open(private(str(state_dir / PID_FILE), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC), "r+") as file:
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
