"""How long and how much is to be kept -> what goes now.

Refuses to know: the wall clock, beyond what it is told; and people, who stay until they are erased.
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from edge.clock import wall_is_trusted
from edge.store.running import is_running
from edge.store.writing import RECORDINGS

DAY_S = 86_400.0
MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Retention:
    """days: a session older than that goes, rows and recording. megabytes: the oldest recordings go until the rest are fewer; their
    sessions stay. None: no limit."""

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
    files = [(path.stat(), path) for path in (folder / RECORDINGS).glob("*.sealed") if not is_running(folder, path.stem)]
    room = retention.megabytes * MEGABYTE - sum(stat.st_size for stat, _ in files)
    for stat, path in sorted(files, key=lambda one: (one[0].st_mtime_ns, one[1].name)):
        if room >= 0:
            return
        room += stat.st_size
        yield path.stem


def strays(db: sqlite3.Connection, folder: Path) -> list[str]:
    """Recordings of no session: what a power cut left when one went. Nobody can open them."""
    there = [path.stem for path in (folder / RECORDINGS).glob("*.sealed")]
    known = {row[0] for row in db.execute("SELECT id FROM sessions INDEXED BY sessions_by_time")}
    return sorted(name for name in there if name not in known and not is_running(folder, name))
