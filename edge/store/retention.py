"""How long and how much is to be kept -> what goes now.

Refuses to know: the wall clock, beyond what it is told; and people, who stay until they are erased.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from edge.clock import wall_is_trusted
from edge.store.beside import ENDING
from edge.store.running import is_running
from edge.store.writing import RECORDINGS

DAY_S = 86_400.0
MEGABYTE = 1_000_000
KEPT = (".sealed", ENDING)
"""What a session has in the folder of recordings: itself, and what was found out from it."""


@dataclass(frozen=True, slots=True)
class Retention:
    """days: a session older than that goes, rows and recording. megabytes: the oldest recordings go, each with what was
    found out from it, until the rest are fewer; their sessions stay. None: no limit."""

    days: float | None = None
    megabytes: float | None = None


KEEP_ALL = Retention()


def outdated(db: sqlite3.Connection, retention: Retention, now: float, folder: Path) -> list[str]:
    """Sessions that are too old. Whose time could not be trusted stays, and all do while this clock cannot be."""
    if retention.days is None or not wall_is_trusted(now):
        return []
    limit = now - retention.days * DAY_S
    old = db.execute("SELECT id FROM sessions WHERE started_at < ? AND clock_trusted ORDER BY started_at", (limit,)).fetchall()
    return [row[0] for row in old if not is_running(folder, row[0])]


def too_much(folder: Path, retention: Retention) -> Iterator[str]:
    """Sessions whose recordings are to go, oldest first."""
    if retention.megabytes is None:
        return
    stats: dict[str, list[os.stat_result]] = {}
    for path in _kept(folder):
        if not is_running(folder, path.stem):
            with suppress(FileNotFoundError):  # gone since
                stat = path.stat()
                stats.setdefault(path.stem, []).append(stat)
    sizes = {name: sum(one.st_size for one in of) for name, of in stats.items()}
    room = retention.megabytes * MEGABYTE - sum(sizes.values())
    for name in sorted(stats, key=lambda one: (min(of.st_mtime_ns for of in stats[one]), one)):
        if room >= 0:
            return
        room += sizes[name]
        yield name


def strays(db: sqlite3.Connection, folder: Path) -> list[Path]:
    """Files of no session: what a power cut left when one went. Nobody can open them.

    The files first: a session is in the database before it has one, so that none is missed that begins, or also ends, meanwhile.
    """
    there = _kept(folder)
    known = {row[0] for row in db.execute("SELECT id FROM sessions INDEXED BY sessions_by_time")}
    return [path for path in there if path.stem not in known and not is_running(folder, path.stem)]


def _kept(folder: Path) -> list[Path]:
    return sorted(path for path in (folder / RECORDINGS).glob("*") if path.suffix in KEPT)
