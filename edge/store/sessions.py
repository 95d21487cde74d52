"""Sessions <-> their rows: an opening, a closing, and between them events one by one, all under one key.

Refuses to know: recordings' contents, threads, and who asks.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from edge.errors import EdgeError, InputError
from edge.messages import CoachText
from edge.records import RecordingState, SessionRecord, SessionSummary
from edge.sentence import Sentence
from edge.store.encoding import ADAPTERS, KINDS, Kept
from edge.store.ending import broke_off_at
from edge.store.keyring import Keyring, open_row, seal_row
from edge.store.sealing import SealBroken
from edge.store.tally import Closing, Tally

OPENINGS, CLOSINGS, EVENTS = "sessions.opening", "sessions.closing", "events"
BY_NAME = {kind.__name__: kind for kind in KINDS}
COLUMNS = "id, key_id, person_id, started_at, clock_trusted, recording, opening, closing"


@dataclass(frozen=True, slots=True)
class Opening:
    """What is known of a session at its start. t0: monotonic, s."""

    t0: float
    exercise: str
    config_hash: str
    model_hashes: dict[str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """A session as it lies in the database."""

    id: str
    key_id: str
    person_id: str | None
    started_at: float
    clock_trusted: int
    recording: str
    opening: bytes
    closing: bytes | None


OPENING, CLOSING = TypeAdapter(Opening), TypeAdapter(Closing)


class Sessions:
    """The sessions in one database."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring

    def begin(self, db: sqlite3.Connection, summary: SessionSummary, opening: Opening) -> bytes:
        """A new session; gives the key that all of it is under: its person's, or for a guest a new one."""
        key_id = summary.person_id or summary.id
        key = self._keyring.key(db, key_id) if summary.person_id else self._keyring.add(db, key_id)
        sealed = seal_row(key, OPENING.dump_json(opening), OPENINGS, summary.id, key_id)
        row = (summary.id, key_id, summary.person_id or None, summary.started_at, int(summary.clock_trusted), summary.recording, sealed)
        db.execute(f"INSERT INTO sessions ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, NULL)", row)
        return key

    def add(self, db: sqlite3.Connection, key: bytes, summary: SessionSummary, events: Iterable[tuple[int, Kept]]) -> None:
        """Numbered events, from 1."""
        key_id = summary.person_id or summary.id
        rows = [(summary.id, number, _sealed_event(key, summary.id, key_id, number, event)) for number, event in events]
        db.executemany("INSERT INTO events VALUES (?, ?, ?)", rows)

    def end(self, db: sqlite3.Connection, key: bytes, summary: SessionSummary, closing: Closing) -> None:
        """Nothing more will come."""
        sealed = seal_row(key, CLOSING.dump_json(closing), CLOSINGS, summary.id, summary.person_id or summary.id)
        db.execute("UPDATE sessions SET closing = ?, recording = ? WHERE id = ?", (sealed, summary.recording, summary.id))

    def listed(self, db: sqlite3.Connection, person_id: str | None, before: float | None, limit: int) -> list[SessionSummary]:
        """Newest first. person_id: "" for guests' only, None for everybody's.

        Who there is comes from the index, and each row is read by itself: a damaged page of the file hides nobody else.
        """
        where = ["started_at < ?"] if before is not None else []
        wanted: list[object] = [before] if before is not None else []
        if person_id is not None:
            where.append("person_id = ?" if person_id else "person_id IS NULL")
            wanted += [person_id] if person_id else []
        index = "sessions_by_time" if person_id is None else "sessions_by_person"
        which = f"WHERE {' AND '.join(where)}" if where else ""
        order = "ORDER BY started_at DESC, id DESC LIMIT ?"
        found = db.execute(f"SELECT id, started_at FROM sessions INDEXED BY {index} {which} {order}", (*wanted, limit)).fetchall()
        return [self._line(db, session_id, started_at) for session_id, started_at in found]

    def _line(self, db: sqlite3.Connection, session_id: str, started_at: float) -> SessionSummary:
        try:
            return self.summary(db, self.row(db, session_id))
        except sqlite3.DatabaseError:
            return SessionSummary(session_id, "", started_at, False, 0.0, damage=_damaged(session_id))

    def row(self, db: sqlite3.Connection, session_id: str) -> Row:
        """Raises InputError for an unknown session."""
        found = db.execute(f"SELECT {COLUMNS} FROM sessions WHERE id = ?", (session_id,)).fetchone()
        if found is None:
            raise InputError(f"there is no session {session_id}", "`edgecoach sessions list` shows which there are")
        return Row(*found)

    def open_rows(self, db: sqlite3.Connection) -> list[Row]:
        """Those that were never ended."""
        return [Row(*row) for row in db.execute(f"SELECT {COLUMNS} FROM sessions WHERE closing IS NULL")]

    def settle(self, db: sqlite3.Connection, row: Row, recording: RecordingState, path: Path) -> None:
        """End a session whose process died, as its events and its recording tell."""
        summary = replace(self.summary(db, row), recording=recording)
        if not summary.damage:
            key = self._keyring.key(db, row.key_id)
            until = broke_off_at(path, key) if recording is RecordingState.CUT_OFF else None
            self.end(db, key, summary, self._closing(db, key, row, until))

    def summary(self, db: sqlite3.Connection, row: Row) -> SessionSummary:
        """What one line says; `damage` where some of it cannot be read."""
        try:
            key = self._keyring.key(db, row.key_id)
            closing = self._closing(db, key, row)
        except (SealBroken, ValidationError, EdgeError):
            return _summary(row, Closing(0.0, (), None, 0), _damaged(row.id))
        return _summary(row, closing)

    def record(self, db: sqlite3.Connection, row: Row) -> SessionRecord:
        """All of it that can be read; `damage` says what cannot."""
        key = self._keyring.key(db, row.key_id)
        damage: list[str] = []
        kept = [event for _, event in self._events(db, key, row, damage)]
        opening = self._opening(key, row, damage)
        summary, quality = self.summary(db, row), {}
        if row.closing is not None and not summary.damage:
            quality = self._closing(db, key, row).quality
        damage += [summary.damage] if summary.damage else []
        events = tuple(event for event in kept if not isinstance(event, CoachText))
        coach = tuple(event for event in kept if isinstance(event, CoachText))
        return SessionRecord(summary, opening.t0, events, coach, opening.config_hash, opening.model_hashes, quality, tuple(damage))

    def problems(self, db: sqlite3.Connection, row: Row) -> list[str]:
        """Sentences about what of it cannot be read, or is missing."""
        try:
            key = self._keyring.key(db, row.key_id)
        except EdgeError as problem:
            return [f"session {row.id} cannot be read: {problem.what}"]
        damage: list[str] = []
        many = sum(1 for _ in self._events(db, key, row, damage))
        self._opening(key, row, damage)
        try:
            promised = self._closing(db, key, row).events if row.closing is not None else many
        except (SealBroken, ValidationError):
            return [*damage, _damaged(row.id)]
        missing = promised - many - len(damage)
        return damage + ([f"{missing} events of session {row.id} are missing"] if missing > 0 else [])

    def _opening(self, key: bytes, row: Row, damage: list[str]) -> Opening:
        try:
            return OPENING.validate_json(open_row(key, row.opening, OPENINGS, row.id, row.key_id))
        except (SealBroken, ValidationError):
            damage.append(
                Sentence("damage.opening", "the opening of session {session} is damaged, so its settings are not known", session=row.id)
            )
            return Opening(0.0, "", "", {})

    def _closing(self, db: sqlite3.Connection, key: bytes, row: Row, until: float | None = None) -> Closing:
        """Of a session that was never closed, what its events tell. until: it lasted at least. Raises SealBroken, ValidationError."""
        if row.closing is not None:
            return CLOSING.validate_json(open_row(key, row.closing, CLOSINGS, row.id, row.key_id))
        tally = Tally(self._opening(key, row, []).t0)
        for _, event in self._events(db, key, row, []):
            tally.add(event)
        if until is not None:
            tally.pass_time(until)
        return tally.closing()

    def _events(self, db: sqlite3.Connection, key: bytes, row: Row, damage: list[str]) -> Iterator[tuple[int, Kept]]:
        """In order, with their numbers; a sentence for each that cannot be read."""
        for number, sealed in db.execute("SELECT number, sealed FROM events WHERE session_id = ? ORDER BY number", (row.id,)):
            try:
                yield number, _event(open_row(key, sealed, EVENTS, f"{row.id}/{number}", row.key_id))
            except (SealBroken, ValidationError, KeyError):
                damage.append(
                    Sentence("damage.event", "event {number} of session {session} is damaged", number=str(number), session=row.id)
                )


def _damaged(session_id: str) -> Sentence:
    return Sentence("damage.record", "the record of session {session} is damaged", session=session_id)


def still_kept(db: sqlite3.Connection, ids: Iterable[str]) -> set[str]:
    """Of people and sessions."""
    asked = [f"SELECT 1 FROM {table} WHERE id = ?" for table in ("people", "sessions")]
    return {one for one in ids if any(db.execute(ask, (one,)).fetchone() for ask in asked)}


def remove_session(db: sqlite3.Connection, session_id: str) -> None:
    """A session goes with its events, and a guest's key with it."""
    db.execute("DELETE FROM sessions WHERE id = ?", (session_id,))
    db.execute("DELETE FROM keys WHERE id = ?", (session_id,))


def _summary(row: Row, closing: Closing, damage: str = "") -> SessionSummary:
    return SessionSummary(
        row.id, row.person_id or "", row.started_at, bool(row.clock_trusted),
        closing.duration_s, closing.exercises, closing.score, RecordingState(row.recording), damage,
    )  # fmt: skip


def _sealed_event(key: bytes, session_id: str, key_id: str, number: int, event: Kept) -> bytes:
    content = json.dumps({"kind": type(event).__name__, "of": asdict(event)}).encode()
    return seal_row(key, content, EVENTS, f"{session_id}/{number}", key_id)


def _event(content: bytes) -> Kept:
    found = json.loads(content)
    event: Kept = ADAPTERS[BY_NAME[found["kind"]]].validate_python(found["of"])
    return event
