"""A file -> an SQLite database that a power cut, a full disk or a newer EdgeCoach never turns into a wrong one.

WAL with synchronous=FULL: what was committed is on the disk. Erased rows are overwritten (secure_delete). Every use opens a
connection of its own, so any thread or process may; writers wait for each other. Refuses to know: what the tables hold.
"""

import os
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from edge.errors import EdgeError, InputError
from edge.state import private, private_folder, sync_folder
from edge.store.schema import APPLICATION_ID, MIGRATIONS

DATABASE = "archive.db"
PATIENCE_S = 10.0
"""How long a writer waits for another: an SD card's worst pause is a few seconds."""

RESTORE = "`edgecoach sessions restore` brings back the newest backup"

SAID = {
    sqlite3.SQLITE_FULL: ("the disk is full", "make room, or keep less by store.keep_days and store.keep_mb"),
    sqlite3.SQLITE_READONLY: ("the disk is read-only", "make it writable"),
    sqlite3.SQLITE_CANTOPEN: ("it cannot be opened", "make its folder writable for whoever runs EdgeCoach"),
    sqlite3.SQLITE_PERM: ("it may not be opened", "make it readable for whoever runs EdgeCoach"),
    sqlite3.SQLITE_BUSY: ("another program is writing to it", "try again when that is done"),
    sqlite3.SQLITE_IOERR: ("the disk answers with an error", "check the disk; " + RESTORE),
    sqlite3.SQLITE_CORRUPT: ("it is damaged", RESTORE),
    sqlite3.SQLITE_NOTADB: ("it is damaged from its first bytes on", RESTORE),
}
"""By SQLite's primary result code: what happened, and what to do."""
ROOM_BYTES = 1 << 18
"""Less than this is no room for its log."""


def _code(path: Path, failure: sqlite3.Error) -> int:
    """SQLite's primary result code. On a disk that is all but full it may say that the disk fails: its log has no room."""
    code: int = getattr(failure, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    if code == sqlite3.SQLITE_IOERR and path.parent.is_dir() and shutil.disk_usage(path.parent).free < ROOM_BYTES:
        return sqlite3.SQLITE_FULL
    return code


class DatabaseTrouble(EdgeError):
    """What SQLite refused. code: its primary result code."""

    def __init__(self, path: Path, failure: sqlite3.Error) -> None:
        self.code = _code(path, failure)
        said, advice = SAID.get(self.code, (str(failure), ""))
        super().__init__(f"the archive {path} cannot be used, for {said}", advice)


class DiskFull(DatabaseTrouble):
    """There is no room for what was to be written."""


class DatabaseBusy(DatabaseTrouble):
    """Another program writes for longer than was waited for: an erasure writes the whole file anew."""


OF_THEIR_OWN = {sqlite3.SQLITE_FULL: DiskFull, sqlite3.SQLITE_BUSY: DatabaseBusy}


class Database:
    """The tables in one file, made and brought to this version's form where need be."""

    def __init__(self, path: Path, migrations: Sequence[str] = MIGRATIONS) -> None:
        """Raises EdgeError where it cannot be opened, InputError where a newer EdgeCoach wrote it."""
        self.path = path
        self.read_only = False
        self._make()
        with self.saying():
            self._idle = self._open()
            try:
                self._migrate(migrations)
            except BaseException:
                self._idle.close()
                raise

    def close(self) -> None:
        """What is in the write-ahead log moves into the file, where nobody else has it open."""
        with self.saying():
            self._idle.close()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """One consistent view. Raises DatabaseTrouble."""
        with self.saying(), closing(self._open()) as connection:
            connection.execute("BEGIN")
            yield connection

    @contextmanager
    def writing(self, patience_s: float | None = None) -> Iterator[sqlite3.Connection]:
        """All of it is on the disk after the block, or none where it raises. patience_s: with another writer, instead of PATIENCE_S.

        Raises DatabaseTrouble.
        """
        with self.saying(), closing(self._open()) as connection:
            if patience_s is not None:
                connection.execute(f"PRAGMA busy_timeout = {round(1000.0 * patience_s)}")
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    connection.execute("ROLLBACK")
                raise

    def scrub(self) -> bool:
        """Leave nothing of what was deleted: the file is written anew, and the write-ahead log is emptied.

        secure_delete alone is not enough: rows that once moved from page to page leave copies in the pages' slack.
        False where another program that is reading kept the log from that; the next scrub or close does it.
        """
        with self.saying(), closing(self._open()) as connection:
            with suppress(sqlite3.Error):  # for want of room; what was deleted has been overwritten where it was (secure_delete)
                connection.execute("VACUUM")
            (busy, *_) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            return not busy

    def copy(self, path: Path, empty: str) -> None:
        """All as it is at one moment, into a new file; of the table `empty` nothing is ever in there."""
        with self.saying(), closing(Database(path)):
            pass
        with self.saying(), closing(self._open()) as connection:
            connection.execute("PRAGMA foreign_keys=OFF")
            connection.execute("ATTACH ? AS other", (str(path),))
            connection.execute("BEGIN")
            for (table,) in connection.execute("SELECT name FROM main.sqlite_schema WHERE type = 'table'").fetchall():
                if table != empty:
                    connection.execute(f'INSERT INTO other."{table}" SELECT * FROM main."{table}"')
            connection.execute("COMMIT")
            connection.execute("PRAGMA other.journal_mode=DELETE")

    def problems(self) -> list[str]:
        """What is wrong with the file, and not with what is in it."""
        try:
            with closing(self._open()) as connection:
                found = [row[0] for row in connection.execute("PRAGMA integrity_check(10)") if row[0] != "ok"]
                loose = connection.execute("PRAGMA foreign_key_check").fetchall()
        except sqlite3.Error as failure:
            found, loose = [str(failure)], []
        damaged = [f"the archive {self.path} is damaged ({found[0].splitlines()[0]}): {RESTORE}"] if found else []
        return damaged + [f"a row of {row[0]} belongs to nobody" for row in loose]

    @contextmanager
    def saying(self) -> Iterator[None]:
        """What SQLite refuses inside, as a sentence."""
        try:
            yield
        except sqlite3.Error as failure:
            raise OF_THEIR_OWN.get(_code(self.path, failure), DatabaseTrouble)(self.path, failure) from failure

    def _make(self) -> None:
        try:
            self._made()
        except OSError as failure:
            raise EdgeError(f"the archive {self.path} cannot be made ({failure.strerror})", "make its folder writable") from failure

    def _made(self) -> None:
        if not self.path.exists():
            private_folder(self.path.parent)
            os.close(private(str(self.path), os.O_CREAT | os.O_RDWR | os.O_CLOEXEC))
            sync_folder(self.path.parent)
        self.read_only = not os.access(self.path, os.W_OK) or not os.access(self.path.parent, os.W_OK)
        log = self.path.with_name(f"{self.path.name}-wal")
        if self.read_only and log.exists() and log.stat().st_size:  # unmerged, its newest rows would be overlooked
            raise EdgeError(f"the archive {self.path} was not closed, and the disk is read-only", "make it writable once")

    def _open(self) -> sqlite3.Connection:
        mode = "mode=ro&immutable=1" if self.read_only else "mode=rw"  # on a read-only disk nobody can be changing it
        connection = sqlite3.connect(
            f"file:{quote(str(self.path))}?{mode}", uri=True, timeout=PATIENCE_S, isolation_level=None, check_same_thread=False
        )
        try:
            for pragma in ("foreign_keys=ON", "secure_delete=ON", "synchronous=FULL", "temp_store=MEMORY"):
                connection.execute(f"PRAGMA {pragma}")
            if not self.read_only:
                connection.execute("PRAGMA journal_mode=WAL")
        except BaseException:
            connection.close()
            raise
        return connection

    def _migrate(self, migrations: Sequence[str]) -> None:
        (version,) = self._idle.execute("PRAGMA user_version").fetchone()
        if version > len(migrations):
            raise InputError(
                f"the archive {self.path} was written by a newer EdgeCoach (its form is {version}, and this one knows {len(migrations)})",
                "update this one; nothing in it has been changed",
            )
        if version < len(migrations) and self.read_only:
            raise EdgeError(f"the archive {self.path} is in an older form and the disk is read-only", "make it writable once")
        if version < len(migrations):
            self._lift(migrations)

    def _lift(self, migrations: Sequence[str]) -> None:
        """Bring the tables to the newest form: all steps or none, whoever else tries at the same moment."""
        self._idle.execute("BEGIN IMMEDIATE")
        try:
            (version,) = self._idle.execute("PRAGMA user_version").fetchone()
            for script in migrations[version:]:
                for statement in _statements(script):
                    self._idle.execute(statement)
            self._idle.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            self._idle.execute(f"PRAGMA user_version = {len(migrations)}")
            self._idle.execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):  # Ctrl-C after the last step: there is nothing to take back
                self._idle.execute("ROLLBACK")
            raise


def _statements(script: str) -> Iterator[str]:
    """executescript() would commit what was begun."""
    gathered = ""
    for part in script.split(";"):
        gathered += part + ";"
        if sqlite3.complete_statement(gathered):
            yield gathered
            gathered = ""
