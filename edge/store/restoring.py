"""A backup and the recovery key -> the archive again, checked before it takes the place of anything; or only a rehearsal of that.

What was erased since stays erased: its key is in no backup that was reached, and this box remembers the ids. Refuses to know: how
a backup is made.
"""

import base64
import shutil
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from edge.clock import Clock
from edge.errors import EdgeError, InputError
from edge.lock import only_one
from edge.state import private, private_folder, write_whole
from edge.store.archive import has_archive, open_archive
from edge.store.audit import HEAD
from edge.store.backup import digest, read_backup
from edge.store.backup_places import DATA, lies_in
from edge.store.box_key import RECOVERY_FILE, BoxKey, keep_box_key, load_box_key, recovered
from edge.store.database import DATABASE, Database
from edge.store.exchange import take_place, workplace
from edge.store.keyring import Keyring
from edge.store.sealing import SealBroken
from edge.store.taught_copy import bring_taught
from edge.store.writing import RECORDINGS

OWNERS = "SELECT id FROM people UNION SELECT key_id AS id FROM sessions"


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back. counts: rows by table. taught: exercises that the box knows now besides its own.
    erased: ids whose key is gone, so that nothing of them came back. problems: sentences about what is not as it was."""

    made_at: float
    counts: dict[str, int]
    recordings: int
    taught: int
    erased: tuple[str, ...]
    problems: tuple[str, ...]


def opens(folder: Path, place: Path) -> bool:
    """Whether this box's own key opens that backup, so that nobody need type the recovery key. Raises InputError for no backup."""
    _, _, keys = read_backup(place)
    box, wrapped = load_box_key(folder), next(iter(keys["keys"].items()), None)
    if box is None or wrapped is None:
        return box is not None
    try:
        Keyring(box).unwrap(wrapped[0], base64.b64decode(wrapped[1]))
    except SealBroken:
        return False
    return True


def rehearse(folder: Path, place: Path, clock: Clock, typed: str = "", who: str = "") -> Restored:
    """Bring a backup back into a folder that is thrown away: everything is done and compared as it would be.

    It lies beside the archive, for its key is in there. Raises InputError.
    """
    try:
        with workplace(folder) as trial:
            return _rebuild(trial, folder, place, typed, clock, who)
    except OSError as problem:
        raise EdgeError(f"there is no rehearsing in {folder} ({problem.strerror})", "make it writable, or make room") from problem


def restore(
    folder: Path, place: Path, clock: Clock, typed: str = "", who: str = "", *, replace: bool = False, anyway: bool = False
) -> Restored:
    """Bring a backup back. typed: the recovery key; empty where this box still has its own. anyway: a damaged one, too.

    Raises InputError where an archive is there already and is not to be replaced; EdgeError where EdgeCoach is running, or the
    backup is damaged and would take the place of an archive.
    """
    if has_archive(folder) and not replace:
        raise InputError(f"there is an archive in {folder} already", "--replace takes the backup in its place, --rehearse only tries it")
    try:
        with only_one(folder), workplace(folder) as new:
            done = _rebuild(new, folder, place, typed, clock, who)
            if has_archive(folder) and not anyway:
                _demand_sound(done)
            take_place(folder)
    except OSError as problem:
        raise EdgeError(f"{folder} cannot be written ({problem.strerror})", "make it writable, or make room") from problem
    return done


def restore_key(folder: Path, typed: str) -> None:
    """Make a lost box.key anew out of its wrapped copy. Raises InputError where that cannot be done with this recovery key."""
    try:
        wrapped = (folder / RECOVERY_FILE).read_bytes()
    except OSError:
        raise InputError(
            f"there is no {folder / RECOVERY_FILE}, which the recovery key opens", "restore from a backup instead: it holds a copy"
        ) from None
    keep_box_key(folder, recovered(wrapped, typed))


def _rebuild(new: Path, folder: Path, place: Path, typed: str, clock: Clock, who: str) -> Restored:
    """The archive as the backup has it, in an empty folder, and what a thorough look at it finds."""
    target, manifest, keys = read_backup(place)
    write_whole(new / RECOVERY_FILE, base64.b64decode(keys["box"]), private)
    box = keep_box_key(new, _box(folder, keys, typed))
    _copy(target / DATA, new / DATABASE)
    with closing(Database(new / DATABASE)) as database:
        since = _since(folder)
        gone = _put_keys(database, keys["keys"], since.ids())
        _carry_over(database, since)
        with database.writing() as db:
            lies_in(db, manifest["backup"], target.parent, manifest["made_at"])
            sessions = {row[0] for row in db.execute("SELECT id FROM sessions")}
    taken, problems = _copy_recordings(target, new, manifest["recordings"], sessions)
    taught, damaged = bring_taught(target, box, folder, new)
    with open_archive(new, clock) as archive:
        archive.settle()
        archive.log(who, "restored", "everything")
        problems += damaged + archive.care.damage()
        counts = archive.care.counts()
    if not gone:
        problems += [
            f"{many - counts[table]} {table} of the backup are missing"
            for table, many in manifest["counts"].items()
            if counts[table] < many
        ]
    return Restored(manifest["made_at"], counts, taken, taught, tuple(gone), tuple(problems))


def _box(folder: Path, keys: dict[str, Any], typed: str) -> BoxKey:
    """By the recovery key, or else this box's own where it is the one. Raises InputError."""
    if typed:
        return recovered(base64.b64decode(keys["box"]), typed)
    box = load_box_key(folder)
    if box is None:
        raise InputError("this box has no key for that backup", "give the recovery key that was printed for it")
    return box


@dataclass(frozen=True, slots=True)
class _Since:
    """What the archive that is here remembers since the backup. erased, backups: rows of those tables. log: rows of the log, and how
    it ends."""

    erased: tuple[tuple[Any, ...], ...] = ()
    backups: tuple[tuple[Any, ...], ...] = ()
    log: tuple[tuple[Any, ...], ...] = ()
    head: tuple[Any, ...] | None = None

    def ids(self) -> set[str]:
        return {row[0] for row in self.erased}


def _demand_sound(done: Restored) -> None:
    """Raises EdgeError where the backup did not come back as it was made."""
    if done.problems:
        more = f", and {len(done.problems) - 1} more" if len(done.problems) > 1 else ""
        raise EdgeError(
            f"nothing was replaced, for the backup is damaged ({done.problems[0]}{more})",
            "--rehearse tells all of it, --anyway takes it as it is",
        )


def _since(folder: Path) -> _Since:
    """A damaged archive, which is what a backup is for, remembers nothing."""
    if not has_archive(folder):
        return _Since()
    try:
        with closing(Database(folder / DATABASE)) as database, database.reading() as db:
            erased = db.execute("SELECT * FROM erased").fetchall()
            backups = db.execute("SELECT * FROM backups").fetchall()
            log = db.execute("SELECT * FROM audit ORDER BY number").fetchall()
            return _Since(tuple(erased), tuple(backups), tuple(log), db.execute("SELECT * FROM box WHERE name = ?", (HEAD,)).fetchone())
    except EdgeError:
        return _Since()


def _carry_over(database: Database, since: _Since) -> None:
    """Who was erased since, and, where this is what became of the backup's archive, its other backups and how the log goes on."""
    with database.writing() as db:
        db.executemany("INSERT OR REPLACE INTO erased VALUES (?, ?, ?, ?)", since.erased)
        last = db.execute("SELECT * FROM audit ORDER BY number DESC LIMIT 1").fetchone()
        if last not in since.log:
            return
        db.executemany("INSERT OR REPLACE INTO backups VALUES (?, ?, ?, ?)", since.backups)
        newer = since.log[last[0] :]
        if newer and since.head:
            db.executemany("INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?)", newer)
            db.execute("INSERT OR REPLACE INTO box VALUES (?, ?)", since.head)


def _put_keys(database: Database, keys: dict[str, str], erased: set[str]) -> list[str]:
    """Give the rows their keys back; whose key is gone, goes. Gives those ids."""
    with database.writing() as db:
        db.execute("PRAGMA defer_foreign_keys=ON")
        kept = [(key_id, base64.b64decode(key)) for key_id, key in keys.items() if key_id not in erased]
        db.executemany("INSERT INTO keys VALUES (?, ?)", kept)
        gone = [row[0] for row in db.execute(f"{OWNERS} EXCEPT SELECT id FROM keys ORDER BY id")]
        db.execute("DELETE FROM sessions WHERE key_id NOT IN (SELECT id FROM keys)")
        db.execute("DELETE FROM people WHERE id NOT IN (SELECT id FROM keys)")
        # a backup that was interrupted has keys of rows that it has not
        db.execute(f"DELETE FROM keys WHERE id NOT IN ({OWNERS})")
    if gone:
        database.scrub()
    return gone


def _copy_recordings(target: Path, new: Path, listed: dict[str, list[Any]], sessions: set[str]) -> tuple[int, list[str]]:
    """Those of sessions that came back. Gives how many, and a sentence for each that is not as it was."""
    private_folder(new / RECORDINGS)
    taken, problems = 0, []
    for name, (_, sha256) in listed.items():
        source = target / RECORDINGS / name
        if source.stem not in sessions:
            continue
        if not source.exists():
            problems.append(f"the recording {name} is not in the backup")
            continue
        _copy(source, new / RECORDINGS / name)
        taken += 1
        if digest(new / RECORDINGS / name) != sha256:
            problems.append(f"the recording {name} is not as it was backed up")
    return taken, problems


def _copy(source: Path, copy: Path) -> None:
    """For its owner's eyes only, whoever may read the backup. Raises OSError."""
    with source.open("rb") as given, open(copy, "wb", opener=private) as taken:
        shutil.copyfileobj(given, taken)
