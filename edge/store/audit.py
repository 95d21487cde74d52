"""Who did what to whose data -> an append-only log in which each entry vouches for all before it.

Each hash is SHA-256 over the one before and the entry; the newest is also kept under the box key, so that a log cut short is
told from a short log. Refuses to know: names. A subject is a random id and a doer a role, so the log may outlive the people.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterator

from edge.records import AuditEntry
from edge.store.sealing import SealBroken, seal, unseal

BEFORE_THE_FIRST = "0" * 64
HEAD = "audit"


class Audit:
    """The log in one database. key: what the newest entry is vouched for with."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def add(self, db: sqlite3.Connection, at: float, who: str, did: str, subject: str) -> AuditEntry:
        """One more entry, in the same transaction as what it tells of."""
        number, before = db.execute("SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1").fetchone() or (0, BEFORE_THE_FIRST)
        entry = _vouched(AuditEntry(number + 1, at, who, did, subject, ""), before)
        db.execute("INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?)", (entry.number, at, who, did, subject, entry.hash))
        db.execute("INSERT OR REPLACE INTO box VALUES (?, ?)", (HEAD, seal(self._key, _head(entry), HEAD)))
        return entry

    def newest(self, db: sqlite3.Connection, limit: int) -> list[AuditEntry]:
        """Newest first."""
        return [AuditEntry(*row) for row in db.execute("SELECT * FROM audit ORDER BY number DESC LIMIT ?", (limit,))]

    def problems(self, db: sqlite3.Connection) -> Iterator[str]:
        """What shows that somebody changed, added or took entries, or that they are damaged: at most one sentence."""
        before, number = BEFORE_THE_FIRST, 0
        for entry in (AuditEntry(*row) for row in db.execute("SELECT * FROM audit ORDER BY number")):
            if entry.number != number + 1 or _vouched(entry, before) != entry:
                yield f"the audit log was changed at entry {number + 1}: nothing from there on can be relied on"
                return
            before, number = entry.hash, entry.number
        if not self._ends_with(db, number, before):
            yield f"the audit log ends at entry {number}, which is not where it was left"

    def _ends_with(self, db: sqlite3.Connection, number: int, newest: str) -> bool:
        row = db.execute("SELECT sealed FROM box WHERE name = ?", (HEAD,)).fetchone()
        if row is None:
            return number == 0
        try:
            return unseal(self._key, row[0], HEAD) == f"{number} {newest}".encode()
        except SealBroken:
            return False


def _head(entry: AuditEntry) -> bytes:
    return f"{entry.number} {entry.hash}".encode()


def _vouched(entry: AuditEntry, before: str) -> AuditEntry:
    """The entry with the hash that it must have after that one."""
    said = json.dumps([before, entry.number, entry.at, entry.who, entry.did, entry.subject], ensure_ascii=False)
    return AuditEntry(entry.number, entry.at, entry.who, entry.did, entry.subject, hashlib.sha256(said.encode()).hexdigest())
