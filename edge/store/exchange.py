"""A rebuilt archive -> in place of the one that was there: all of it or nothing, whenever the power is cut.

The new set is complete in a folder of its own (NEW) before anything moves; that folder's names say how far it has come, and the next
who opens the archive goes on from there. Refuses to know: where the new set comes from.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from edge.errors import EdgeError
from edge.state import private_folder, sync_folder
from edge.store.box_key import KEY_FILE, RECOVERY_FILE
from edge.store.database import DATABASE
from edge.store.taught_copy import KEPT
from edge.store.writing import RECORDINGS

NEW = ".restoring"
"""Being built, or only tried; worth nothing yet."""
WHOLE = ".restored"
"""Complete: the old set is on its way out."""
ENTERING = ".entering"
"""The old set is out: the new one is on its way in."""
OLD = ".replaced"
SET = (RECORDINGS, RECOVERY_FILE, KEY_FILE, KEPT, DATABASE)
LOGS = (f"{DATABASE}-wal", f"{DATABASE}-shm")
"""Of the old database; the new one has none."""


@contextmanager
def workplace(folder: Path) -> Iterator[Path]:
    """An empty folder beside the archive that only its owner may look into, gone after the block.

    Raises EdgeError where somebody is at work there already, OSError where nothing can be written.
    """
    private_folder(folder)
    with _alone(folder) as alone:
        if not alone:
            raise EdgeError("a backup is being brought back or tried here already", "wait until that is done")
        _finish(folder)
        (folder / NEW).mkdir(mode=0o700)
        try:
            yield folder / NEW
        finally:
            shutil.rmtree(folder / NEW, ignore_errors=True)


def take_place(folder: Path) -> None:
    """What was built in the workplace becomes the archive; what was there is gone. Raises OSError."""
    for path in (folder / NEW).rglob("*"):
        _synced(path)
    sync_folder(folder / NEW)
    (folder / NEW).rename(folder / WHOLE)
    sync_folder(folder)
    _finish(folder)


def is_under_way(folder: Path) -> bool:
    """Whether a new set is complete and has not all come in."""
    return (folder / WHOLE).exists() or (folder / ENTERING).exists()


def go_on(folder: Path) -> None:
    """Finish what a power cut interrupted, and remove what a killed rehearsal left.

    Raises EdgeError where the new set cannot come in, or somebody is bringing it in.
    """
    if not any((folder / name).exists() for name in (NEW, WHOLE, ENTERING, OLD)):
        return
    try:
        with _alone(folder) as alone:
            if alone:
                _finish(folder)
            elif is_under_way(folder):
                raise EdgeError(f"a backup is being brought back into {folder}", "try again in a minute")
    except OSError as problem:
        if is_under_way(folder):
            raise EdgeError(f"the backup in {folder} is not all back yet ({problem.strerror})", "make the folder writable") from problem


def _finish(folder: Path) -> None:
    """Each step may be done again, whatever of it was done."""
    if (folder / WHOLE).exists():
        private_folder(folder / OLD)
        _move((*SET, *LOGS), folder, folder / OLD)
        (folder / WHOLE).rename(folder / ENTERING)
        sync_folder(folder)
    if (folder / ENTERING).exists():
        _move(SET, folder / ENTERING, folder)
    for path in (folder / name for name in (NEW, ENTERING, OLD)):
        if path.exists():
            shutil.rmtree(path)


def _move(names: tuple[str, ...], source: Path, into: Path) -> None:
    for name in names:
        if (source / name).exists():
            (source / name).rename(into / name)
    for folder in (into, source):
        sync_folder(folder)


@contextmanager
def _alone(folder: Path) -> Iterator[bool]:
    """Whether nobody else is at work in the folder; nobody will be inside the block. The kernel's lock goes with its process."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield _locked(handle)
    finally:
        os.close(handle)


def _locked(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _synced(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
