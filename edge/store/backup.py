"""An archive -> its copy in another place, and the keys to that copy in a file of their own.

The copy's records and recordings are sealed and there is no key among them. keys.json holds the people's keys, wrapped by the
box key, and that wrapped by the recovery key; it is written anew in each known place whenever somebody is erased, so that no
backup brings them back. Refuses to know: how a backup is brought back.
"""

import base64
import hashlib
import json
import os
import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from edge.errors import EdgeError, InputError
from edge.state import private, private_folder, sync_folder, write_whole
from edge.store.box_key import RECOVERY_FILE
from edge.store.database import Database
from edge.store.running import is_running
from edge.store.writing import RECORDINGS

FOLDER = "edgecoach-backup"
DATA, KEYS, MANIFEST = "archive.db", "keys.json", "manifest.json"
FORMAT = 1
PIECE = 1 << 20

Manifest = dict[str, Any]
"""format, made_at, counts of rows by table, recordings: name -> [bytes, sha256]."""


def back_up(folder: Path, database: Database, place: Path, at: float) -> Manifest:
    """Copy everything that is not yet there, and take away what is no longer here; the older copy stays whole until the newer is.

    Raises EdgeError where the archive is damaged (no good backup is overwritten by a bad one), or the place cannot be written.
    """
    if problems := database.problems():
        raise EdgeError(f"nothing was backed up, for {problems[0]}")
    target = place / FOLDER
    try:
        private_folder(target / RECORDINGS)
        _write(target / KEYS, _keys(folder, database))
        recordings = _copy_recordings(folder, target, _before(target))
        counts = _copy_data(database, target)
        manifest = {"format": FORMAT, "made_at": at, "counts": counts, "recordings": recordings}
        _write(target / MANIFEST, manifest)
        _remove_others(target / RECORDINGS, recordings)
    except OSError as problem:
        raise EdgeError(
            f"{target} cannot be written ({problem.strerror})", "the backup before, if there was one, is still whole"
        ) from problem
    with database.writing() as db:
        db.execute("INSERT OR REPLACE INTO backups VALUES (?, ?, 0)", (str(place.resolve()), at))
    return manifest


def forget_keys(database: Database, recordings: Sequence[str] = ()) -> tuple[list[str], list[str]]:
    """Take the keys that are no longer here, and these recordings, out of every backup.

    Gives the places that were reached, and those that were not: they are owed it, and get it at the next backup or erasure.
    """
    with database.reading() as db:
        places = [row[0] for row in db.execute("SELECT place FROM backups ORDER BY place")]
        alive = {row[0] for row in db.execute("SELECT id FROM keys")}
    if not places:
        return [], []
    reached = [place for place in places if _forget_in(Path(place) / FOLDER, alive, recordings)]
    owed = [place for place in places if place not in reached]
    with database.writing() as db:
        db.execute("UPDATE backups SET owed = 0")
        db.executemany("UPDATE backups SET owed = 1 WHERE place = ?", [(place,) for place in owed])
    return reached, owed


def owed_places(db: sqlite3.Connection) -> list[str]:
    """Where a backup lies that still holds keys of people who were erased."""
    return [row[0] for row in db.execute("SELECT place FROM backups WHERE owed ORDER BY place")]


def _keys(folder: Path, database: Database) -> dict[str, Any]:
    """What keys.json holds. Raises EdgeError where no recovery key was ever printed: without one a backup could not be opened."""
    try:
        box = (folder / RECOVERY_FILE).read_bytes()
    except OSError:
        raise EdgeError(
            "no recovery key has been printed yet, and a backup opens with nothing else", "`edgecoach sessions key` prints one"
        ) from None
    with database.reading() as db:
        keys = {row[0]: base64.b64encode(row[1]).decode() for row in db.execute("SELECT id, wrapped FROM keys ORDER BY id")}
    return {"format": FORMAT, "box": base64.b64encode(box).decode(), "keys": keys}


def read_backup(place: Path) -> tuple[Path, Manifest, dict[str, Any]]:
    """The backup's folder, its manifest and its keys. Raises InputError where there is none, or a newer EdgeCoach made it."""
    target = place / FOLDER if (place / FOLDER).is_dir() else place
    try:
        manifest, keys = (json.loads((target / name).read_bytes()) for name in (MANIFEST, KEYS))
    except OSError as problem:
        raise InputError(
            f"there is no backup in {place} ({problem.strerror})", "name the folder that `sessions backup` was given"
        ) from problem
    except ValueError:
        raise InputError(f"the backup in {place} is damaged", "take another one") from None
    if max(manifest["format"], keys["format"]) > FORMAT:
        raise InputError(f"the backup in {place} was made by a newer EdgeCoach", "update this one")
    return target, manifest, keys


def rows_by_table(db: sqlite3.Connection) -> dict[str, int]:
    """What a restored archive is compared by."""
    return {table: db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("people", "sessions", "events", "audit")}


def digest(path: Path) -> str:
    """SHA-256 of a file. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _copy_data(database: Database, target: Path) -> dict[str, int]:
    part = target / f".{DATA}.part"
    part.unlink(missing_ok=True)
    database.copy(part, empty="keys")
    with part.open("rb") as file:
        os.fsync(file.fileno())
    part.replace(target / DATA)
    sync_folder(target)
    with database.reading() as db:
        return rows_by_table(db)


def _copy_recordings(folder: Path, target: Path, before: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """name -> [bytes, sha256] of each; one that is still being written waits for the next backup."""
    found: dict[str, list[Any]] = {}
    for path in sorted((folder / RECORDINGS).glob("*.sealed")):
        if is_running(folder, path.stem):
            continue
        known, copy = before.get(path.name), target / RECORDINGS / path.name
        size = path.stat().st_size
        found[path.name] = known if known and known[0] == size and _size(copy) == size else [size, _copied(path, copy)]
    return found


def _copied(path: Path, copy: Path) -> str:
    """Copy one file whole, or not at all; gives its SHA-256."""
    part, seen = copy.with_name(f".{copy.name}.part"), hashlib.sha256()
    with path.open("rb") as source, open(part, "wb", opener=private) as into:
        while piece := source.read(PIECE):
            seen.update(piece)
            into.write(piece)
        into.flush()
        os.fsync(into.fileno())
    part.replace(copy)
    return seen.hexdigest()


def _remove_others(folder: Path, wanted: dict[str, list[Any]]) -> None:
    for path in folder.iterdir():
        if path.name not in wanted:
            path.unlink(missing_ok=True)
    sync_folder(folder)


def _forget_in(target: Path, alive: set[str], recordings: Sequence[str]) -> bool:
    try:
        held = json.loads((target / KEYS).read_bytes())
        _write(target / KEYS, {**held, "keys": {key_id: key for key_id, key in held["keys"].items() if key_id in alive}})
    except (OSError, ValueError, KeyError):
        return False
    for name in recordings:
        with suppress(OSError):
            (target / RECORDINGS / name).unlink()
    return True


def _before(target: Path) -> dict[str, list[Any]]:
    """What the manifest says of an earlier backup's recordings."""
    try:
        known: dict[str, list[Any]] = json.loads((target / MANIFEST).read_bytes())["recordings"]
    except (OSError, ValueError, KeyError):
        return {}
    return known


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return -1


def _write(path: Path, content: dict[str, Any]) -> None:
    write_whole(path, json.dumps(content, indent=1).encode(), private)
