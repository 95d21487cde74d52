"""What was found out about a session <-> a file beside its recording, sealed under the same key.

It can be found out again, so losing it costs time only. Refuses to know: what it is.
"""

from pathlib import Path

from edge.errors import EdgeError
from edge.state import private, private_folder, write_whole
from edge.store.sealing import SealBroken, seal, unseal
from edge.store.writing import recording_path

ENDING = ".found"


def beside(folder: Path, session_id: str) -> Path:
    """One file a session."""
    return recording_path(folder, session_id).with_suffix(ENDING)


def keep_beside(folder: Path, key: bytes, session_id: str, name: str, content: bytes) -> None:
    """In place of what was there. name: of these contents; others under another name are not taken for them. Raises EdgeError."""
    path = beside(folder, session_id)
    try:
        private_folder(path.parent)
        write_whole(path, seal(key, content, _about(session_id, name)), private)
    except OSError as problem:
        raise EdgeError(f"{path} cannot be written ({problem.strerror})") from None


def kept_beside(folder: Path, key: bytes, session_id: str, name: str) -> bytes | None:
    """None where there is nothing of that name, or it is damaged."""
    try:
        return unseal(key, beside(folder, session_id).read_bytes(), _about(session_id, name))
    except (OSError, SealBroken):
        return None


def _about(session_id: str, name: str) -> str:
    return f"found {session_id} {name}"
