"""A person, or a guest's session -> nothing of them left: rows, recordings, exports, free pages, and the key to every copy.

The key and the rows go first and together; if the power is cut after that, the rest is finished when the archive is next opened.
Refuses to know: whether it was right to. What is left is a random id in the log, and the receipt.
"""

import json
import shutil
import sqlite3
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from edge.clock import wall_is_trusted
from edge.errors import EdgeError, InputError
from edge.sentence import Sentence
from edge.store.audit import Audit
from edge.store.backup_places import forget_keys, owe_all
from edge.store.box_key import BoxKey
from edge.store.database import Database
from edge.store.older_bodies import remove_older_body
from edge.store.people import People
from edge.store.receipts import Receipt, box_id, sign
from edge.store.running import is_running
from edge.store.turn import in_turn, somebody_inside
from edge.store.writing import recording_path, remove_recording

EXPORTS = "exports"


@dataclass(frozen=True, slots=True)
class Eraser:
    """Erases in one folder."""

    folder: Path
    database: Database
    people: People
    audit: Audit
    box: BoxKey

    def erase(self, subject: str, who: str, at: float) -> Receipt:
        """All that is under this person's or guest session's key; the key is destroyed on the disk before anything else happens.

        Raises InputError where there is no such person or guest's session, or one of theirs is running.
        """
        with self.database.writing() as db:
            self._demand(db, subject)
            sessions = [row[0] for row in db.execute("SELECT id FROM sessions WHERE key_id = ?", (subject,))]
            self._demand_ended(sessions)
            self._remove_older(db, subject)
            (events,) = db.execute("SELECT count(*) FROM events JOIN sessions ON id = session_id WHERE key_id = ?", (subject,)).fetchone()
            entry = self.audit.add(db, at, who, "erased", subject)
            found = {
                "at": at, "by": who, "sessions": sessions, "events": events, **self._files(subject, sessions),
                "log": {"entry": entry.number, "hash": entry.hash},
            }  # fmt: skip
            db.execute("DELETE FROM sessions WHERE key_id = ?", (subject,))
            db.execute("DELETE FROM people WHERE id = ?", (subject,))
            db.execute("DELETE FROM keys WHERE id = ?", (subject,))
            owe_all(db)
            db.execute("INSERT INTO erased VALUES (?, ?, ?, NULL)", (subject, at, json.dumps(found)))
        return self._finished(subject, found)

    def resume(self) -> None:
        """Finish what a power cut interrupted, and leave to others what they are at."""
        with self.database.reading() as db:
            begun = db.execute("SELECT id, found FROM erased WHERE receipt IS NULL").fetchall()
        for subject, found in begun:
            if not somebody_inside(self.folder):
                self._finished(subject, json.loads(found))

    def _finished(self, subject: str, found: Receipt) -> Receipt:
        try:
            with in_turn(self.folder):
                return self._receipt(subject) or self._finish(subject, found)
        except OSError as problem:
            raise EdgeError(
                f"not all of {subject} could be removed ({problem.strerror})",
                "its key is destroyed, and removing the rest waits until EdgeCoach starts again",
            ) from problem

    def _receipt(self, subject: str) -> Receipt | None:
        """Where somebody else finished it."""
        with self.database.reading() as db:
            (receipt,) = db.execute("SELECT receipt FROM erased WHERE id = ?", (subject,)).fetchone()
        found: Receipt | None = receipt and json.loads(receipt)
        return found

    def _finish(self, subject: str, found: Receipt) -> Receipt:
        for session in found["sessions"]:
            remove_recording(self.folder, session)
        for folder in filter(Path.exists, self._exports(subject, found["sessions"])):
            shutil.rmtree(folder)
        names = [recording_path(Path(), session).name for session in found["sessions"]]
        reached, owed = forget_keys(self.database, box_id(self.box), names)
        said = {
            "receipt": "EdgeCoach: everything that was kept about this person was erased",
            "subject": subject,
            "at": found["at"],
            "clock_trusted": wall_is_trusted(found["at"]),
            "by": found["by"],
            "sessions": len(found["sessions"]),
            "events": found["events"],
            "recordings": found.get("recordings", 0),  # begun by a version that counted them later
            "exports": found.get("exports", 0),
            "key_destroyed": True,
            "free_pages_overwritten": self.database.scrub(),
            "backups_that_lost_the_key": reached,
            "backups_out_of_reach": owed,
            "log": found["log"],
        }
        receipt = sign(self.box, said)
        with self.database.writing() as db:
            db.execute("UPDATE erased SET receipt = ? WHERE id = ?", (json.dumps(receipt), subject))
        return receipt

    def _files(self, subject: str, sessions: list[str]) -> dict[str, int]:
        """How many there are now: when the rest is finished after a power cut, some are gone."""
        recordings = sum(recording_path(self.folder, session).exists() for session in sessions)
        exports = sum(path.is_file() for folder in self._exports(subject, sessions) for path in folder.rglob("*"))
        return {"recordings": recordings, "exports": exports}

    def _exports(self, subject: str, sessions: list[str]) -> list[Path]:
        return [self.folder / EXPORTS / one for one in (subject, *sessions)]

    def _demand(self, db: sqlite3.Connection, subject: str) -> None:
        if db.execute("SELECT 1 FROM keys WHERE id = ?", (subject,)).fetchone() is None:
            of = db.execute("SELECT person_id FROM sessions WHERE id = ?", (subject,)).fetchone()
            if of:
                raise InputError(f"session {subject} is {of[0]}'s, and only a whole person is erased", f"name {of[0]}")
            raise InputError(
                f"there is no person and no guest's session {subject}", "`edgecoach sessions list --people` shows who there is"
            )

    def _remove_older(self, db: sqlite3.Connection, subject: str) -> None:
        """What an earlier version kept under their name, which is known for the last time."""
        if db.execute("SELECT 1 FROM people WHERE id = ?", (subject,)).fetchone():
            with suppress(OSError):
                remove_older_body(self.folder, self.people.one(db, subject).body.name)

    def _demand_ended(self, sessions: list[str]) -> None:
        for session in sessions:
            if is_running(self.folder, session):
                raise InputError(Sentence("refusal.is_running", "their session {session} is running: stop it first", session=session))
