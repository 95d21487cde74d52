"""Sessions' outlines <-> a sealed column of their rows: worked out once, read at once.

Only of people's sessions that are over: a guest has no progress. Refuses to know: how they are worked out.
"""

import sqlite3

from pydantic import TypeAdapter, ValidationError

from edge.records import Outline
from edge.store.keyring import Keyring, open_row, seal_row
from edge.store.sealing import SealBroken

TABLE = "sessions.outline"
"""A migration empties it when what was kept before says something else."""
OUTLINE = TypeAdapter(Outline)


class Outlines:
    """Those in one database."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring

    def keep(self, db: sqlite3.Connection, person_id: str, session_id: str, outline: Outline) -> None:
        """Raises EdgeError where the person's key is gone."""
        sealed = seal_row(self._keyring.key(db, person_id), OUTLINE.dump_json(outline), TABLE, session_id, person_id)
        db.execute("UPDATE sessions SET outline = ? WHERE id = ? AND person_id = ?", (sealed, session_id, person_id))

    def of_person(self, db: sqlite3.Connection, person_id: str) -> dict[str, Outline]:
        """By session; without those that are not worked out, or cannot be read. Raises EdgeError."""
        rows = db.execute("SELECT id, outline FROM sessions WHERE person_id = ? AND outline IS NOT NULL", (person_id,)).fetchall()
        key = self._keyring.key(db, person_id) if rows else b""
        found = {session_id: _opened(key, sealed, session_id, person_id) for session_id, sealed in rows}
        return {session_id: outline for session_id, outline in found.items() if outline is not None}


def without_outline(db: sqlite3.Connection) -> list[str]:
    """People's sessions that are over and have none, newest first."""
    wanted = "person_id IS NOT NULL AND closing IS NOT NULL AND outline IS NULL"
    return [row[0] for row in db.execute(f"SELECT id FROM sessions WHERE {wanted} ORDER BY started_at DESC, id DESC")]


def forget_outlines(db: sqlite3.Connection, person_id: str) -> None:
    """The body is another one than was thought, and so were the loads. Where the recording is gone, what was found out stays."""
    db.execute("UPDATE sessions SET outline = NULL WHERE person_id = ? AND recording != 'none'", (person_id,))


def _opened(key: bytes, sealed: bytes, session_id: str, person_id: str) -> Outline | None:
    try:
        return OUTLINE.validate_json(open_row(key, sealed, TABLE, session_id, person_id))
    except (SealBroken, ValidationError):
        return None
