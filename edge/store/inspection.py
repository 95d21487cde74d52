"""An archive -> one sentence for each thing in it that is damaged, missing, changed by somebody, or owed.

Refuses to know: how to mend it. What it cannot look at it names and goes on.
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from edge.errors import EdgeError
from edge.records import RecordingState
from edge.store.audit import Audit
from edge.store.backup_places import owed_places
from edge.store.box_key import KEY_FILE
from edge.store.database import Database
from edge.store.keyring import Keyring
from edge.store.people import People
from edge.store.recording import check_sealed
from edge.store.retention import strays
from edge.store.running import is_running
from edge.store.sessions import Row, Sessions
from edge.store.writing import recording_path

OTHERS_MAY = 0o077


@dataclass(frozen=True, slots=True)
class Inspection:
    """A thorough look at everything in one folder: each row is opened, and each second of each recording."""

    folder: Path
    database: Database
    keyring: Keyring
    audit: Audit

    def problems(self) -> list[str]:
        """Empty where all is well. Raises EdgeError where the database cannot be opened at all."""
        found = [*self._of_key_file(), *self.database.problems()]
        with self.database.reading() as db:
            for part in (self._of_audit, self._of_people, self._of_sessions, self._of_strays, self._of_erasures):
                found += self._looked(part(db))
        return found

    def owed(self) -> list[str]:
        """The backups that still hold keys of people who were erased. Raises EdgeError."""
        with self.database.reading() as db:
            return list(self._looked(self._of_backups(db)))

    def _looked(self, part: Iterator[str]) -> Iterator[str]:
        """What a part finds; that it cannot go on, where the file is damaged there."""
        try:
            yield from part
        except sqlite3.DatabaseError as problem:
            yield f"a part of {self.database.path} cannot be read ({problem})"

    def _of_key_file(self) -> Iterator[str]:
        path = self.folder / KEY_FILE
        if path.exists() and path.stat().st_mode & OTHERS_MAY:
            yield f"others on this machine may read {path}: chmod 600 keeps it to its owner"

    def _of_audit(self, db: sqlite3.Connection) -> Iterator[str]:
        yield from self.audit.problems(db)

    def _of_people(self, db: sqlite3.Connection) -> Iterator[str]:
        for person in People(self.keyring).all(db):
            if person.damage:
                yield person.damage

    def _of_sessions(self, db: sqlite3.Connection) -> Iterator[str]:
        sessions = Sessions(self.keyring)
        for (session_id,) in db.execute("SELECT id FROM sessions INDEXED BY sessions_by_time").fetchall():
            try:
                row = sessions.row(db, session_id)
                yield from sessions.problems(db, row)
                yield from self._of_recording(db, row)
            except sqlite3.DatabaseError:
                yield f"the record of session {session_id} is damaged"

    def _of_recording(self, db: sqlite3.Connection, row: Row) -> Iterator[str]:
        if row.recording == RecordingState.NONE or is_running(self.folder, row.id):
            return
        path = recording_path(self.folder, row.id)
        if not path.exists():
            if row.recording != RecordingState.RUNNING:
                yield f"the recording of session {row.id} is missing"
            return
        try:
            said = check_sealed(path, self.keyring.key(db, row.key_id), closed=row.recording == RecordingState.WHOLE)
        except EdgeError as problem:
            said = problem.what
        if said:
            yield f"the recording of session {row.id} is damaged: {said}"

    def _of_strays(self, db: sqlite3.Connection) -> Iterator[str]:
        for path in strays(db, self.folder):
            yield f"{path} belongs to no session, so nobody can open it"

    def _of_erasures(self, db: sqlite3.Connection) -> Iterator[str]:
        for (subject,) in db.execute("SELECT id FROM erased WHERE receipt IS NULL"):
            yield f"the key of {subject} was destroyed, and removing the rest is not finished: it goes on when EdgeCoach starts"

    def _of_backups(self, db: sqlite3.Connection) -> Iterator[str]:
        for place in owed_places(db):
            yield f"the backup in {place} still holds keys of people who were erased: put it in reach, and back up"
