"""The database and the box key -> each person's own key, and records under it.

A person's records and recordings are under one random key, a guest's session under one of its own; destroying the key is
destroying them, wherever copies may lie. Refuses to know: what a record says.
"""

import sqlite3

from edge.errors import EdgeError
from edge.store.box_key import BoxKey
from edge.store.sealing import SealBroken, new_key, seal, unseal


class Keyring:
    """Gives keys by their id: a person's id, or a guest's session's."""

    def __init__(self, box: BoxKey) -> None:
        self._wrapping = box.derived("keys of people")

    def add(self, db: sqlite3.Connection, key_id: str) -> bytes:
        """A new key."""
        key = new_key()
        db.execute("INSERT INTO keys VALUES (?, ?)", (key_id, self.wrap(key_id, key)))
        return key

    def wrap(self, key_id: str, key: bytes) -> bytes:
        """As it lies in the database and in backups."""
        return seal(self._wrapping, key, _about_key(key_id))

    def unwrap(self, key_id: str, wrapped: bytes) -> bytes:
        """Raises SealBroken."""
        return unseal(self._wrapping, wrapped, _about_key(key_id))

    def key(self, db: sqlite3.Connection, key_id: str) -> bytes:
        """Raises EdgeError where it was destroyed or is damaged."""
        row = db.execute("SELECT wrapped FROM keys WHERE id = ?", (key_id,)).fetchone()
        if row is None:
            raise EdgeError(f"the key of {key_id} is not there", "what is under it was erased")
        try:
            return self.unwrap(key_id, row[0])
        except SealBroken:
            raise EdgeError(f"the key of {key_id} is damaged", "`edgecoach sessions restore` brings it back from a backup") from None


def seal_row(key: bytes, content: bytes, table: str, row: str, key_id: str) -> bytes:
    """One record's value, which opens only as this row of this table under this key."""
    return seal(key, content, _about_row(table, row, key_id))


def open_row(key: bytes, sealed: bytes, table: str, row: str, key_id: str) -> bytes:
    """Raises SealBroken."""
    return unseal(key, sealed, _about_row(table, row, key_id))


def _about_key(key_id: str) -> str:
    return f"keys|{key_id}"


def _about_row(table: str, row: str, key_id: str) -> str:
    return f"{table}|{row}|{key_id}"
