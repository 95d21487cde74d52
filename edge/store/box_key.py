"""The state directory -> the box's own key, under which the people's keys are kept.

It lies in a file of its own that only its owner may read, or comes from systemd ($CREDENTIALS_DIRECTORY: sealed to this machine's
TPM by systemd-creds). A copy of it, wrapped by the recovery key, lies beside it and in each backup. Refuses to know: people.
"""

import os
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from edge.errors import EdgeError, InputError
from edge.state import private, private_folder, sync_folder, write_whole
from edge.store.recovery_key import new_recovery_key, secret_of
from edge.store.sealing import KEY_BYTES, SealBroken, derive, new_key, seal, unseal

KEY_FILE = "box.key"
RECOVERY_FILE = "box.recovery"
RECOVERY = "box key, for the recovery key"


@dataclass(frozen=True, slots=True)
class BoxKey:
    """One box's key. It never shows itself in a log."""

    key: bytes = field(repr=False)

    def derived(self, purpose: str) -> bytes:
        """A key for one purpose."""
        return derive(self.key, f"edgecoach {purpose}")


def load_box_key(folder: Path) -> BoxKey | None:
    """The key of this box; None where there is none yet. Raises EdgeError where it cannot be read."""
    given = os.environ.get("CREDENTIALS_DIRECTORY", "")
    places = [Path(given) / KEY_FILE] if given else []
    for path in (*places, folder / KEY_FILE):
        try:
            return _checked(path, path.read_bytes())
        except FileNotFoundError:
            continue
        except OSError as problem:
            raise EdgeError(
                f"the key {path} cannot be read ({problem.strerror})", "run this as the user that EdgeCoach runs as"
            ) from problem
    return None


def make_box_key(folder: Path) -> BoxKey:
    """A new box's key, on the disk when this returns; where another process makes one at the same moment, the first counts.

    Raises EdgeError.
    """
    made = folder / f".{KEY_FILE}.{os.getpid()}"
    try:
        private_folder(folder)
        write_whole(made, new_key(), private)
        with suppress(FileExistsError):
            (folder / KEY_FILE).hardlink_to(made)
        sync_folder(folder)
        return _checked(folder / KEY_FILE, (folder / KEY_FILE).read_bytes())
    except OSError as problem:
        raise EdgeError(f"{folder / KEY_FILE} cannot be written ({problem.strerror})", "make the folder writable") from problem
    finally:
        with suppress(OSError):
            made.unlink()


def keep_box_key(folder: Path, box: BoxKey) -> BoxKey:
    """Write the key into the state directory. Raises EdgeError."""
    try:
        private_folder(folder)
        write_whole(folder / KEY_FILE, box.key, private)
    except OSError as problem:
        raise EdgeError(f"{folder / KEY_FILE} cannot be written ({problem.strerror})", "make the folder writable") from problem
    return box


def print_recovery_key(folder: Path, box: BoxKey) -> str:
    """A new recovery key, to be printed and put away: it is kept nowhere, and the one before opens nothing from now on."""
    printed = new_recovery_key()
    try:
        write_whole(folder / RECOVERY_FILE, seal(_wrapping(secret_of(printed)), box.key, RECOVERY), private)
    except OSError as problem:
        raise EdgeError(f"{folder / RECOVERY_FILE} cannot be written ({problem.strerror})", "make the folder writable") from problem
    return printed


def recovered(wrapped: bytes, typed: str) -> BoxKey:
    """The box key out of its wrapped copy. Raises InputError where the recovery key is not the one."""
    try:
        return BoxKey(unseal(_wrapping(secret_of(typed)), wrapped, RECOVERY))
    except SealBroken:
        raise InputError("this recovery key is not the one of this box or backup", "use the one that was printed last") from None


def _wrapping(secret: bytes) -> bytes:
    return derive(secret, "edgecoach recovery")


def _checked(path: Path, key: bytes) -> BoxKey:
    if len(key) != KEY_BYTES:
        raise EdgeError(
            f"the key {path} is damaged ({len(key)} bytes instead of {KEY_BYTES})",
            "`edgecoach sessions restore` makes it anew with the recovery key",
        )
    return BoxKey(key)
