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
from contextlib import suppress
from pathlib import Path
from typing import Any

from edge.errors import EdgeError, InputError
from edge.state import private, private_folder, sync_folder
from edge.store.backup_places import DATA, FOLDER, KEYS, MANIFEST, Mark, demand_ours, lies_in, mark_of, write_json
from edge.store.box_key import RECOVERY_FILE, BoxKey
from edge.store.database import Database
from edge.store.receipts import box_id
from edge.store.running import is_running
from edge.store.taught_copy import copy_taught
from edge.store.turn import in_turn
from edge.store.writing import RECORDINGS

FORMAT = 1
PIECE = 1 << 20

Manifest = dict[str, Any]
"""format, box_id, backup (its own id), made_at, counts of rows by table, taught (exercises), recordings: name -> [bytes, sha256]."""


def back_up(folder: Path, database: Database, box: BoxKey, place: Path, at: float) -> Manifest:
    """Copy everything that is not yet there, and take away what is no longer here; the older copy stays whole until the newer is.

    Raises InputError where another's backup lies there, EdgeError where the archive is damaged (no good backup
    is overwritten by a bad one), or the place cannot be written.
    """
    if problems := database.problems():
        raise EdgeError(f"nothing was backed up, for {problems[0]}")
    target = place / FOLDER
    try:
        mark = demand_ours(database, box_id(box), target)
        _begin(folder, database, mark, target, at)
        recordings = _copy_recordings(folder, target, _before(target))
        counts, taught = _copy_data(database, target), copy_taught(folder, box, target)
        manifest = {"format": FORMAT, **mark.said(), "made_at": at, "counts": counts, "taught": taught, "recordings": recordings}
        write_json(target / MANIFEST, manifest)
        _remove_others(target / RECORDINGS, recordings)
    except OSError as problem:
        raise EdgeError(
            f"{target} cannot be written ({problem.strerror})", "the backup before, if there was one, is still whole"
        ) from problem
    with database.writing() as db:
        db.execute("UPDATE backups SET at = ? WHERE id = ?", (at, mark.backup))
    return manifest


def _begin(folder: Path, database: Database, mark: Mark, target: Path, at: float) -> None:
    """Put the keys there. The archive knows of the backup before it holds any, so that no erasure passes it over."""
    private_folder(target / RECORDINGS)
    with in_turn(folder):
        keys = {"format": FORMAT, **mark.said(), **_keys(folder, database)}
        if mark_of(target) is None:
            write_json(target / KEYS, {**keys, "keys": {}})
        with database.writing() as db:
            lies_in(db, mark.backup, target.parent, at)
        write_json(target / KEYS, keys)


def _keys(folder: Path, database: Database) -> dict[str, Any]:
    """The people's, and the box's wrapped by the recovery key. Raises EdgeError where none was ever printed: it alone opens a backup."""
    try:
        box = (folder / RECOVERY_FILE).read_bytes()
    except OSError:
        raise EdgeError(
            "no recovery key has been printed yet, and a backup opens with nothing else", "`edgecoach sessions key` prints one"
        ) from None
    with database.reading() as db:
        keys = {row[0]: base64.b64encode(row[1]).decode() for row in db.execute("SELECT id, wrapped FROM keys ORDER BY id")}
    return {"box": base64.b64encode(box).decode(), "keys": keys}


def read_backup(place: Path) -> tuple[Path, Manifest, dict[str, Any]]:
    """The backup's folder, its manifest and its keys. Raises InputError where there is none, or a newer EdgeCoach made it."""
    target = place / FOLDER if (place / FOLDER).is_dir() else place
    try:
        manifest, keys = (json.loads((target / name).read_bytes()) for name in (MANIFEST, KEYS))
        newest, whole = max(manifest["format"], keys["format"]), Mark.of(manifest) == Mark.of(keys)
    except OSError as problem:
        raise InputError(
            f"there is no backup in {place} ({problem.strerror})", "name the folder that `sessions backup` was given"
        ) from problem
    except (ValueError, KeyError, TypeError):
        raise InputError(f"the backup in {place} is damaged", "take another one") from None
    if newest > FORMAT:
        raise InputError(f"the backup in {place} was made by a newer EdgeCoach", "update this one")
    if not whole:
        raise InputError(f"the backup in {place} is damaged: its keys are another one's", "take another one")
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
        if not is_running(folder, path.stem):
            with suppress(FileNotFoundError):  # it was let go of, or erased, meanwhile
                found[path.name] = _up_to_date(path, target / RECORDINGS / path.name, before.get(path.name))
    return found


def _up_to_date(path: Path, copy: Path, known: list[Any] | None) -> list[Any]:
    """Copied, unless what is known of the copy says that it is the same."""
    size = path.stat().st_size
    return known if known and known[0] == size and _size(copy) == size else [size, _copied(path, copy)]


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
