"""The backups of this archive <-> where they lie, whose they are, and which of them still hold the key of somebody erased.

A backup is told by its box's id and a random one of its own, beside its keys and in its manifest: two sticks that take turns at
one mount point are two. Refuses to know: what else is in a backup, and how it is made.
"""

import json
import secrets
import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from edge.errors import InputError
from edge.state import private, write_whole
from edge.store.database import Database
from edge.store.writing import RECORDINGS

FOLDER = "edgecoach-backup"
DATA, KEYS, MANIFEST = "archive.db", "keys.json", "manifest.json"
ANOTHER = "name another folder, or bring that one back first by `edgecoach sessions restore`"


@dataclass(frozen=True, slots=True)
class Mark:
    """Which backup one is. box: the id of the box that made it. backup: its own, random."""

    box: str
    backup: str

    @classmethod
    def of(cls, held: dict[str, Any]) -> Self:
        """Out of what one of the backup's files holds. Raises KeyError, TypeError."""
        return cls(held["box_id"], held["backup"])

    def said(self) -> dict[str, str]:
        """As it stands in the backup's files."""
        return {"box_id": self.box, "backup": self.backup}


def mark_of(target: Path) -> Mark | None:
    """Of the backup in this folder; None where there is none, or nothing there tells."""
    for name in (KEYS, MANIFEST):
        with suppress(OSError, ValueError, KeyError, TypeError):
            return Mark.of(json.loads((target / name).read_bytes()))
    return None


def demand_ours(database: Database, box: str, target: Path) -> Mark:
    """The mark of the backup that lies there, or a new one where none does.

    Raises InputError where it is another box's, or holds what this archive does not know of: it may be the only copy of that.
    """
    mark, holds = mark_of(target), (target / DATA).exists()
    if mark is None and holds:
        raise InputError(f"whose backup lies in {target} cannot be told, for it is damaged", ANOTHER)
    if mark is None:
        return Mark(box, secrets.token_hex(4))
    if mark.box != box:
        raise InputError(f"the backup in {target} is another box's", ANOTHER)
    with database.reading() as db:
        known = db.execute("SELECT 1 FROM backups WHERE id = ?", (mark.backup,)).fetchone()
    if holds and not known:
        raise InputError(f"the archive here knows nothing of the backup in {target}, which may hold more than it does", ANOTHER)
    return mark


def lies_in(db: sqlite3.Connection, backup: str, place: Path, at: float) -> None:
    """From now on this backup is looked for there. at: when it was made, where it was not known."""
    db.execute(
        "INSERT INTO backups VALUES (?, ?, ?, 0) ON CONFLICT (id) DO UPDATE SET place = excluded.place", (backup, str(place.resolve()), at)
    )


def owe_all(db: sqlite3.Connection) -> None:
    """A key was destroyed here: every backup owes it, until it is reached."""
    db.execute("UPDATE backups SET owed = 1")


def forget_keys(database: Database, box: str, recordings: Sequence[str] = ()) -> tuple[list[str], list[str]]:
    """Take the keys that are no longer here, and these recordings, out of every backup of this archive.

    Gives the names of those that were reached, and of those that were not: theirs is tried again at the next backup or erasure.
    """
    with database.reading() as db:
        known = dict(db.execute("SELECT id, place FROM backups ORDER BY place, id").fetchall())
        alive = {row[0] for row in db.execute("SELECT id FROM keys")}
    reached = set()
    for target in (Path(place) / FOLDER for place in dict.fromkeys(known.values())):
        mark = mark_of(target)
        if mark and mark.box == box and mark.backup in known and _forget_in(target, alive, recordings):
            reached.add(mark.backup)
    if reached:
        with database.writing() as db:
            db.executemany("UPDATE backups SET owed = 0 WHERE id = ?", [(backup,) for backup in reached])
    names = {backup: _name(place, backup) for backup, place in known.items()}
    return [name for backup, name in names.items() if backup in reached], [name for backup, name in names.items() if backup not in reached]


def strike_off(db: sqlite3.Connection, wanted: str) -> tuple[str, str, bool]:
    """Nobody looks for this backup any more. wanted: its id, or its place where only one lies there. Gives its id and name, and whether it
    still held the key of somebody erased. Raises InputError for an unknown one, and for one that is there: it can still be emptied."""
    rows = db.execute("SELECT id, place, owed FROM backups ORDER BY place, id").fetchall()
    found = [row for row in rows if wanted == row[0]] or [row for row in rows if str(Path(wanted).resolve()) == row[1]]
    if not found:
        known = ", ".join(_name(place, backup) for backup, place, _ in rows)
        raise InputError(f"there is no backup {wanted}", f"it is one of {known}" if known else "nothing was ever backed up")
    if len(found) > 1:
        raise InputError(f"several backups took turns in {wanted}", f"name one of {', '.join(row[0] for row in found)}")
    ((backup, place, owed),) = found
    mark = mark_of(Path(place) / FOLDER)
    if mark and mark.backup == backup:
        raise InputError(f"the backup {backup} is there, in {place}", f"delete {Path(place) / FOLDER} first, if nobody is to have it")
    db.execute("DELETE FROM backups WHERE id = ?", (backup,))
    return backup, _name(place, backup), bool(owed)


def owed_places(db: sqlite3.Connection) -> list[str]:
    """The names of backups that still hold keys of people who were erased."""
    return [_name(*row) for row in db.execute("SELECT place, id FROM backups WHERE owed ORDER BY place, id")]


def write_json(path: Path, content: dict[str, Any]) -> None:
    """One of a backup's files, whole. Raises OSError."""
    write_whole(path, json.dumps(content, indent=1).encode(), private)


def _name(place: str, backup: str) -> str:
    return f"{place} ({backup})"


def _forget_in(target: Path, alive: set[str], recordings: Sequence[str]) -> bool:
    try:
        held = json.loads((target / KEYS).read_bytes())
        write_json(target / KEYS, {**held, "keys": {key_id: key for key_id, key in held["keys"].items() if key_id in alive}})
    except (OSError, ValueError, KeyError):
        return False
    for name in recordings:
        with suppress(OSError):
            (target / RECORDINGS / name).unlink()
    return True
