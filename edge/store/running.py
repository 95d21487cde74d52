"""A session's id -> whether somebody is writing it at this moment.

By a lock of the kernel's on a file of its own, which goes with its process, however that dies. Refuses to know: what is written.
"""

import fcntl
import os
from contextlib import suppress
from pathlib import Path

from edge.errors import EdgeError
from edge.state import private_folder

FOLDER = "running"


class Running:
    """The mark of a session that is being written."""

    def __init__(self, folder: Path, session_id: str) -> None:
        """Raises OSError where nothing can be written."""
        self._path = folder / FOLDER / session_id
        private_folder(self._path.parent)
        self._handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(self._handle)
            raise EdgeError(f"session {session_id} is being written already", "stop it first") from None

    def end(self) -> None:
        """May be said twice."""
        handle, self._handle = self._handle, -1
        if handle >= 0:
            with suppress(OSError):
                self._path.unlink()
            os.close(handle)


def is_running(folder: Path, session_id: str) -> bool:
    """Whether its mark is held."""
    return is_held(folder / FOLDER / session_id)


def is_held(path: Path) -> bool:
    """Whether somebody holds the lock of this file."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False


def clear_mark(folder: Path, session_id: str) -> None:
    """Remove what a killed process left."""
    with suppress(OSError):
        (folder / FOLDER / session_id).unlink()
