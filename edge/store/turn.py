"""An archive's folder -> one at a time, of all threads and processes, for work on keys and files that no transaction holds together.

By a lock of the kernel's, which goes with its process. Refuses to know: what the work is.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from edge.state import private
from edge.store.running import is_held

LOCK = ".erasing"


@contextmanager
def in_turn(folder: Path) -> Iterator[None]:
    """Waits until nobody else is inside. Not to be nested: the inner one would wait for ever. Raises OSError."""
    handle = private(str(folder / LOCK), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def somebody_inside(folder: Path) -> bool:
    """Whether one would have to wait."""
    return is_held(folder / LOCK)
