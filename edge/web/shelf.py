"""Where the page puts what it makes of what is kept: in memory, where a power cut leaves nothing readable, else on the disk.

Refuses to know: what is made. Both folders are ours alone, empty at first, and gone with us.
"""

import contextlib
import os
import shutil
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from edge.state import private_folder

ROOM = 256 * 2**20
"""Left in memory for everything else: where less is free, the disk is taken."""
SHARED = Path("/dev/shm")
MOUNTS = Path("/proc/mounts")


@dataclass(frozen=True, slots=True)
class Shelf:
    """disk, memory: folders; memory: None where this machine offers none."""

    disk: Path
    memory: Path | None = None

    def place(self) -> Path:
        """The folder for a file of some megabytes."""
        return self.memory if self.memory and _free(self.memory) >= ROOM else self.disk


def in_memory(name: str) -> Path | None:
    """Where a folder of this name would lie in memory; None where this machine offers no such place."""
    own = os.environ.get("XDG_RUNTIME_DIR", "")
    places = [Path(own)] if own else []
    found = (place for place in (*places, Path(f"/run/user/{os.getuid()}"), SHARED) if _is_memory(place) and os.access(place, os.W_OK))
    return next((place / name for place in found), None)


@contextlib.contextmanager
def emptied(folder: Path | None) -> Iterator[Path | None]:
    """The folder, empty and ours alone; what a crash left in it is gone, and so is all that we leave. None where it cannot be."""
    if folder is None:
        yield None
        return
    try:
        shutil.rmtree(folder, ignore_errors=True)
        private_folder(folder)
        ours = _is_ours(folder)
    except OSError:
        ours = False
    try:
        yield folder if ours else None
    finally:
        if ours:
            shutil.rmtree(folder, ignore_errors=True)


def _free(folder: Path) -> int:
    """Bytes; none where the folder was taken away."""
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return 0


def _is_ours(folder: Path) -> bool:
    """In a place that all users share, somebody else may have made it before us."""
    found = folder.lstat()
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o077


def _is_memory(folder: Path) -> bool:
    """A file system of the kernel's memory is mounted there, or above it and nothing between."""
    try:
        mounts = [line.split() for line in MOUNTS.read_text().splitlines()]
    except OSError:
        return False
    above = [(Path(where), kind) for _, where, kind, *_ in mounts if folder.is_relative_to(where)]
    return folder.is_dir() and bool(above) and max(above, key=lambda one: len(one[0].parts))[1] in ("tmpfs", "ramfs")
