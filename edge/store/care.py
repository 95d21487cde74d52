"""What is kept -> kept safe: erased, checked, let go of with time, copied elsewhere, and never without a way back in.

Refuses to know: who may ask for which.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from edge.clock import Clock
from edge.errors import EdgeError
from edge.state import private_folder
from edge.store.audit import Audit
from edge.store.backup import Manifest, back_up, rows_by_table
from edge.store.backup_places import forget_keys, owe_all, owed_places, strike_off
from edge.store.box_key import RECOVERY_FILE, BoxKey, print_recovery_key
from edge.store.database import Database
from edge.store.erasure import EXPORTS, Eraser
from edge.store.inspection import Inspection
from edge.store.keyring import Keyring
from edge.store.people import People
from edge.store.receipts import Receipt, box_id, check_receipt
from edge.store.retention import Retention, outdated, strays, too_much
from edge.store.sessions import remove_session
from edge.store.turn import in_turn
from edge.store.writing import recording_path, remove_recording

SWEEPER = "retention"


@dataclass(frozen=True, slots=True)
class Care:
    """The care of one folder's archive."""

    folder: Path
    clock: Clock
    database: Database
    box: BoxKey
    keyring: Keyring
    log: Audit

    def erase(self, subject: str, who: str) -> Receipt:
        """See Archive.erase."""
        return self._eraser.erase(subject, who, self.clock.wall())

    def discard(self, session_id: str) -> None:
        """See Archive.discard."""
        with self.database.writing() as db:
            remove_session(db, session_id)
        with self._removing():
            remove_recording(self.folder, session_id)

    def resume(self) -> None:
        """Finish what a power cut interrupted. Raises EdgeError."""
        if not self.database.read_only:
            self._eraser.resume()

    def receipts(self) -> list[Receipt]:
        """Of every erasure, oldest first."""
        with self.database.reading() as db:
            return [json.loads(row[0]) for row in db.execute("SELECT receipt FROM erased WHERE receipt IS NOT NULL ORDER BY at")]

    def check_receipt(self, receipt: Receipt) -> None:
        """Raises InputError where it was changed, or this box did not write it."""
        check_receipt(receipt, self.box)

    def exports(self, subject: str) -> Path:
        """The folder for files about a person, or a guest's session: it goes with them. Raises OSError."""
        folder = self.folder / EXPORTS / subject
        private_folder(folder)
        return folder

    def verify(self) -> list[str]:
        """See Archive.verify."""
        return [*self.damage(), *self._inspection.owed()]

    def damage(self) -> list[str]:
        """What `verify` says of this archive, and not of its backups."""
        return self._inspection.problems()

    def counts(self) -> dict[str, int]:
        """Rows by table."""
        with self.database.reading() as db:
            return rows_by_table(db)

    def sweep(self, now: float, retention: Retention) -> list[str]:
        """See Archive.sweep."""
        with self.database.reading() as db:
            old = outdated(db, retention, now, self.folder)
        with self._removing():
            for session_id in old:
                self._forget(session_id, now)
            if old:
                self._forget_keys([recording_path(Path(), session_id).name for session_id in old])
            fat = list(too_much(self.folder, retention))
            for session_id in fat:
                self._drop_recording(session_id, now)
            with self.database.reading() as db:
                for path in strays(db, self.folder):
                    path.unlink(missing_ok=True)
        return [*old, *fat]

    def back_up(self, place: Path, who: str = "") -> Manifest:
        """A copy of everything into a folder elsewhere. Raises InputError where another box's lies there, EdgeError where no recovery
        key was printed, or it cannot be written."""
        now = self.clock.wall()
        manifest = back_up(self.folder, self.database, self.box, place, now)
        with self._removing():
            self._forget_keys()
        with self.database.writing() as db:
            self.log.add(db, now, who, "backed up", "everything")
        return manifest

    def strike_off(self, backup: str, who: str = "") -> tuple[str, bool]:
        """A backup that was destroyed or lost is looked for no more. backup: its id, or its place. Gives its name, and whether it still
        held the key of somebody who was erased. Raises InputError for an unknown one, and for one that is there."""
        with self.database.writing() as db:
            backup_id, name, owed = strike_off(db, backup)
            self.log.add(db, self.clock.wall(), who, "struck off the backup", backup_id)
        return name, owed

    def print_recovery_key(self, who: str = "") -> str:
        """A new recovery key, to be shown once and put away; the one before opens no backup made from now on. Raises EdgeError."""
        with self.database.writing() as db:
            self.log.add(db, self.clock.wall(), who, "printed a recovery key", "this box")
        return print_recovery_key(self.folder, self.box)

    def owed(self) -> list[str]:
        """Where a backup lies that still holds keys of people who were erased, for it was out of reach."""
        with self.database.reading() as db:
            return owed_places(db)

    @property
    def recoverable(self) -> bool:
        """Whether a recovery key was ever printed."""
        return (self.folder / RECOVERY_FILE).exists()

    @property
    def _inspection(self) -> Inspection:
        return Inspection(self.folder, self.database, self.keyring, self.log)

    @property
    def _eraser(self) -> Eraser:
        return Eraser(self.folder, self.database, People(self.keyring), self.log, self.box)

    def _forget_keys(self, recordings: Sequence[str] = ()) -> None:
        """See backup_places.forget_keys. Raises OSError."""
        with in_turn(self.folder):
            forget_keys(self.database, box_id(self.box), recordings)

    @contextmanager
    def _removing(self) -> Iterator[None]:
        """What the disk refuses inside, as a sentence."""
        try:
            yield
        except OSError as problem:
            what = f"something in {self.folder} that is to go cannot be removed ({problem.strerror})"
            raise EdgeError(what, "make the folder writable; it is tried again with the next session") from problem

    def _forget(self, session_id: str, now: float) -> None:
        """A session goes, for its age."""
        with self.database.writing() as db:
            if db.execute("SELECT 1 FROM keys WHERE id = ?", (session_id,)).fetchone():  # a guest's: its key goes, too
                owe_all(db)
            remove_session(db, session_id)
            self.log.add(db, now, SWEEPER, "let go of", session_id)
        remove_recording(self.folder, session_id)

    def _drop_recording(self, session_id: str, now: float) -> None:
        """The session stays."""
        with self.database.writing() as db:
            db.execute("UPDATE sessions SET recording = 'none' WHERE id = ?", (session_id,))
            self.log.add(db, now, SWEEPER, "let go of the recording of", session_id)
        remove_recording(self.folder, session_id)
