"""What the box learned (body size, gyro bias, the paired watch): JSON values by name <-> files that survive a power cut.

Refuses to know: what the values mean. A value is either the old one or the new one, never half of each.
"""

import json
import os
import re
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from edge.errors import EdgeError, InputError

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"

Opener: TypeAlias = Callable[[str, int], int]

NAME = re.compile(r"[a-z0-9][a-z0-9_.-]*")


def state_folder(configured: str = "") -> Path:
    """The state directory: as configured, else $EDGECOACH_STATE, else ~/.local/state/edgecoach."""
    chosen = configured or os.environ.get("EDGECOACH_STATE", "")
    return Path(chosen).expanduser() if chosen else Path.home() / ".local" / "state" / "edgecoach"


class State:
    """The learned values in one folder. `notices`: sentences about values that were damaged and set aside."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.notices: list[str] = []

    def get(self, name: str, default: Json = None) -> Json:
        """A learned value; the default where there is none. A damaged file is kept aside under its name with `.damaged`."""
        path = self._path(name)
        try:
            return _json(path.read_bytes())
        except FileNotFoundError:
            return default
        except ValueError:
            self._set_aside(path)
            return default
        except OSError as error:
            raise EdgeError(f"{path} cannot be read ({error.strerror})", f"make it readable for {_user()}") from error

    def put(self, name: str, value: Json) -> None:
        """Learn a value: in place, whole, and on the disk when this returns. Raises EdgeError where the folder cannot be written."""
        path = self._path(name)
        try:
            private_folder(self.folder)
            write_whole(path, json.dumps(value, indent=1, allow_nan=False).encode(), private)
        except OSError as error:
            advice = f"make it writable for {_user()}, or name another folder by store.state_dir"
            raise EdgeError(f"{self.folder} cannot be written ({error.strerror})", advice) from error

    def all(self) -> dict[str, Json]:
        """Every learned value, for a recording's header."""
        names = sorted(path.stem for path in self.folder.glob("*.json"))
        return {name: value for name in names if (value := self.get(name)) is not None}

    def _path(self, name: str) -> Path:
        if not NAME.fullmatch(name):
            raise InputError(f"{name!r} cannot name a learned value", "use small letters, digits, dots, dashes and underscores")
        return self.folder / f"{name}.json"

    def _set_aside(self, path: Path) -> None:
        aside = path.with_suffix(".json.damaged")
        try:
            path.replace(aside)
            kept = f"kept as {aside.name}"
        except OSError:
            kept = "left where it is"
        self.notices.append(f"{path} is damaged: {kept}, and the default is used")


def private(path: str, flags: int) -> int:
    """An opener for `open`: a new file is its owner's alone, whatever the umask, for it is about a person."""
    return os.open(path, flags, 0o600)


def private_folder(folder: Path) -> None:
    """Make a folder that only its owner may look into; one that is there stays as it is. Raises OSError."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def write_whole(path: Path, content: bytes, opener: Opener | None = None) -> None:
    """Replace a file at once: whoever reads it, even after a power cut, finds all of the old or all of the new. Raises OSError."""
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        with open(part, "wb", opener=opener) as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder (new, replaced) survive a power cut. Raises OSError."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _json(content: bytes) -> Json:
    value: Json = json.loads(content)
    return value


def _user() -> str:
    return os.environ.get("USER", f"user {os.getuid()}")
