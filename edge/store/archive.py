"""A state directory -> everything that is kept about people and their sessions, read and written safely: the room's face.

Any thread may call it, and any process may open the same folder. Refuses to know: who may see what, and how it is shown.
"""

import hashlib
import hmac
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, Self, TypeAlias

from edge.clock import Clock
from edge.errors import EdgeError, InputError
from edge.messages import Person, Session
from edge.physique import Physique
from edge.records import AuditEntry, Consent, Goal, Outline, PersonRecord, RecordingState, SessionRecord, SessionSummary
from edge.sentence import Sentence
from edge.store.audit import Audit
from edge.store.beside import keep_beside, kept_beside
from edge.store.box_key import KEY_FILE, BoxKey, load_box_key, make_box_key
from edge.store.care import Care
from edge.store.database import DATABASE, Database
from edge.store.exchange import go_on, is_under_way
from edge.store.keyring import Keyring
from edge.store.older_bodies import is_older_body
from edge.store.outlines import Outlines, forget_outlines, without_outline
from edge.store.people import People, Told
from edge.store.receipts import Receipt
from edge.store.recording import Recording, RecordingHeader, read_recording
from edge.store.retention import Retention
from edge.store.running import clear_mark, is_running
from edge.store.sealing import SealBroken, seal, unseal
from edge.store.sessions import Opening, Row, Sessions, still_kept
from edge.store.writing import SessionRows, Writing, begin_writing, looks_sound, recording_path

PROBE = "box key"
NOTHING_AGREED = Consent()

Change: TypeAlias = Callable[[PersonRecord], PersonRecord]


class Archive:
    """What is kept in one folder. Made by open_archive; a context manager."""

    def __init__(self, folder: Path, clock: Clock, database: Database, box: BoxKey) -> None:
        self.folder = folder
        self._clock, self._database, self._box = clock, database, box
        self._keyring = Keyring(box)
        self._people, self._sessions, self._outlines = People(self._keyring), Sessions(self._keyring), Outlines(self._keyring)
        self._audit = Audit(box.derived("audit"))
        self.care = Care(folder, clock, database, box, self._keyring, self._audit)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Everything was on the disk before; this lets go of the file."""
        self._database.close()

    # --- people ---------------------------------------------------------------------------------------------

    def people(self) -> list[PersonRecord]:
        """Everybody, longest known first; `damage` names whose row cannot be read."""
        with self._database.reading() as db:
            return self._people.all(db)

    def person(self, person_id: str) -> PersonRecord:
        """Raises InputError for an unknown person."""
        with self._database.reading() as db:
            return self._people.one(db, person_id)

    def person_of_card(self, number: str) -> PersonRecord | None:
        """Who identifies themselves with the card of this number."""
        with self._database.reading() as db:
            return self._people.of_card(db, self.card_hash(number))

    def card_hash(self, number: str) -> str:
        """What is kept of a card's number, for PersonRecord.card; empty for no number."""
        said = "".join(number.split())
        return hmac.new(self._box.derived("cards"), said.encode(), hashlib.sha256).hexdigest() if said else ""

    def add_person(
        self,
        body: Person,
        *,
        language: str = "",
        goals: tuple[Goal, ...] = (),
        consent: Consent = NOTHING_AGREED,
        card: str = "",
        who: str = "",
    ) -> PersonRecord:
        """A new person, on the disk when this returns. card: the number itself. Raises InputError where the card is another's."""
        now = self._clock.wall()
        with self._database.writing() as db:
            record = self._people.add(db, Told(body, language, goals, consent), now, self.card_hash(card))
            self._audit.add(db, now, who, "added", record.id)
            self._audit.add(db, now, who, _agreed(consent), record.id)
        return record

    def change_person(self, person_id: str, change: Change, who: str = "") -> PersonRecord:
        """The person as they are from now on, on the disk when this returns. change: what they are now -> what they will be; nobody else
        changes them meanwhile, so that no consent is taken back in vain. Raises InputError for an unknown person, another's card."""
        now = self._clock.wall()
        with self._database.writing() as db:
            before = self._people.one(db, person_id)
            record = change(before)
            self._people.change(db, record)
            self._audit.add(db, now, who, "changed", record.id)
            if _nameless(before.physique) != _nameless(record.physique):
                forget_outlines(db, record.id)
            if before.consent != record.consent:
                self._audit.add(db, now, who, _agreed(record.consent), record.id)
        return record

    # --- sessions -------------------------------------------------------------------------------------------

    def sessions(self, person_id: str | None = None, before: float | None = None, limit: int = 50) -> list[SessionSummary]:
        """Newest first. person_id: "" for guests only. before: those that started earlier, seconds since 1970."""
        with self._database.reading() as db:
            return [self._shown(summary) for summary in self._sessions.listed(db, person_id, before, limit)]

    def session(self, session_id: str) -> SessionRecord:
        """All of one session that can be read. Raises InputError for an unknown one."""
        with self._database.reading() as db:
            record = self._sessions.record(db, self._sessions.row(db, session_id))
        return replace(record, summary=self._shown(record.summary))

    def known(self, ids: Collection[str]) -> set[str]:
        """Of these ids of people and sessions those that are still kept."""
        with self._database.reading() as db:
            return still_kept(db, ids)

    def recording(self, session_id: str) -> Recording:
        """Its recording, opened. Raises InputError where there is none, or nothing of it can be read."""
        path, key = self.recording_path(session_id), self._key(session_id)
        if not path.exists():
            raise InputError(f"session {session_id} has no recording", f"`edgecoach sessions show {session_id}` shows what is kept of it")
        return read_recording(path, key)

    def kept_beside(self, session_id: str, name: str) -> bytes | None:
        """What was found out about a session and kept under that name. Raises InputError for an unknown session."""
        return kept_beside(self.folder, self._key(session_id), session_id, name)

    def keep_beside(self, session_id: str, name: str, content: bytes) -> None:
        """Keep it beside the recording, under the same key, in place of what was there. Raises EdgeError where the disk does not."""
        keep_beside(self.folder, self._key(session_id), session_id, name, content)

    def outlines(self, person_id: str) -> dict[str, Outline]:
        """By session, of those that have one; read at once, however many they are."""
        with self._database.reading() as db:
            return self._outlines.of_person(db, person_id)

    def keep_outline(self, summary: SessionSummary, outline: Outline, body: Physique) -> bool:
        """From now on progress is made of that. body: the person's, as this was worked out with; False where it is another one by now, and
        nothing is kept. Raises EdgeError."""
        with self._database.writing() as db:
            if _nameless(self._people.one(db, summary.person_id).physique) != _nameless(body):
                return False
            self._outlines.keep(db, summary.person_id, summary.id, outline)
        return True

    def without_outline(self) -> list[str]:
        """People's sessions that are over and have none yet, newest first."""
        with self._database.reading() as db:
            return without_outline(db)

    def _key(self, session_id: str) -> bytes:
        with self._database.reading() as db:
            return self._keyring.key(db, self._sessions.row(db, session_id).key_id)

    def begin(
        self, session: Session, person_id: str = "", exercise: str = "auto", learned: dict[str, Any] | None = None, *, record: bool = True
    ) -> Writing:
        """A session begins, and is in the list of sessions when this returns, unless `problems` says why not.

        person_id: empty for a guest. record: whether to keep a recording; of a known person only where they consented to one.
        Raises InputError for an unknown person; never for what the disk does.
        """
        person = self.person(person_id) if person_id else None
        recorded = record and (person is None or person.consent.recording)
        state = RecordingState.RUNNING if recorded else RecordingState.NONE
        summary = SessionSummary(session.id, person_id, session.started_at, session.clock_trusted, 0.0, recording=state)
        opening = Opening(session.t0, exercise, session.config_hash, session.model_hashes)
        of_the_box = {name: value for name, value in (learned or {}).items() if not is_older_body(name)}  # nobody else's body goes into it
        header = RecordingHeader.of(session, exercise, of_the_box, person_id) if recorded else None
        with suppress(EdgeError):  # what a killed process left is closed at the next chance
            self.settle()
        return begin_writing(self.folder, SessionRows(self._database, self._sessions, summary, opening), header)

    def settle(self) -> list[str]:
        """Close what processes that died left open; gives those sessions' ids. Raises EdgeError."""
        with self._database.reading() as db:
            left = [row for row in self._sessions.open_rows(db) if not is_running(self.folder, row.id)]
        return [row.id for row in left if self._settled(row)]

    def _settled(self, row: Row) -> bool:
        """Whether it was left open indeed, and has not ended in good order, or gone, since it was looked at."""
        with self._database.writing() as db:
            if row not in self._sessions.open_rows(db):
                return False
            self._sessions.settle(db, row, self._state(RecordingState(row.recording), row.id), self.recording_path(row.id))
        clear_mark(self.folder, row.id)
        return True

    # --- the log --------------------------------------------------------------------------------------------

    def log(self, who: str, did: str, subject: str) -> None:
        """Somebody saw, exported or changed something, on the disk when this returns. who: a role and where from, never a name."""
        with self._database.writing() as db:
            self._audit.add(db, self._clock.wall(), who, did, subject)

    def audit(self, limit: int = 100) -> list[AuditEntry]:
        """The newest entries, newest first."""
        with self._database.reading() as db:
            return self._audit.newest(db, limit)

    # --- care: the rest of it is in `care` --------------------------------------------------------------------

    def erase(self, subject: str, who: str = "") -> Receipt:
        """Everything about a person, or a guest's session: rows, recordings, exports, free pages, and the key to all copies.

        Gives a signed receipt. Raises InputError where there is nobody of that id, or a session of theirs is running.
        """
        return self.care.erase(subject, who)

    def discard(self, session_id: str) -> None:
        """A session in which nothing came of it: as if it had not been. For what somebody did there is `erase`. Raises EdgeError."""
        self.care.discard(session_id)

    def verify(self) -> list[str]:
        """A sentence for each thing that is damaged, missing, changed by somebody, or owed; opens every row and recording."""
        return self.care.verify()

    def sweep(self, now: float, retention: Retention) -> list[str]:
        """Let go of what is older, or more, than is to be kept; gives the sessions that lost something. Raises EdgeError."""
        return self.care.sweep(now, retention)

    # --------------------------------------------------------------------------------------------------------

    def recording_path(self, session_id: str) -> Path:
        """Where its recording lies, sealed, if there is one."""
        return recording_path(self.folder, session_id)

    def _shown(self, summary: SessionSummary) -> SessionSummary:
        """With what is really left of its recording."""
        state = self._state(summary.recording, summary.id)
        missing = state is RecordingState.DAMAGED and not summary.damage
        gone = Sentence("damage.recording", "the recording of session {session} is damaged or gone", session=summary.id)
        return replace(summary, recording=state, damage=gone if missing else summary.damage)

    def _state(self, said: RecordingState, session_id: str) -> RecordingState:
        if said is RecordingState.RUNNING:
            if is_running(self.folder, session_id):
                return said
            return RecordingState.CUT_OFF if looks_sound(self.recording_path(session_id)) else RecordingState.NONE
        whole = said in (RecordingState.NONE, RecordingState.DAMAGED) or looks_sound(self.recording_path(session_id))
        return said if whole else RecordingState.DAMAGED


def has_archive(folder: Path) -> bool:
    """Whether anything was ever kept there. Raises EdgeError where it may not be looked at."""
    try:
        return (folder / DATABASE).exists() or is_under_way(folder)
    except OSError as problem:
        raise EdgeError(f"{folder} cannot be looked at ({problem.strerror})", "run this as the user that EdgeCoach runs as") from problem


def open_archive(folder: Path, clock: Clock) -> Archive:
    """The archive in a state directory, made where there is none yet. Raises EdgeError in one sentence where it cannot be used."""
    go_on(folder)
    path = folder / DATABASE
    box = load_box_key(folder)
    if box is None and has_archive(folder):
        raise EdgeError(
            f"the key of this box ({folder / KEY_FILE}) is lost, so what is kept about people cannot be read",
            "`edgecoach sessions restore` makes it anew with the recovery key that was printed; put back box.key if there is a copy",
        )
    box = box or make_box_key(folder)  # before the database: there must never be one without its key
    database = Database(path)
    try:
        archive = Archive(folder, clock, database, _fitting(database, box, path))
        with suppress(EdgeError):  # what cannot be finished now is named by `verify`
            archive.care.resume()
    except BaseException:
        database.close()
        raise
    return archive


def _fitting(database: Database, box: BoxKey, path: Path) -> BoxKey:
    """The key, where it is this database's; a new database is marked as its. Raises EdgeError."""
    with database.reading() as db:
        row = db.execute("SELECT sealed FROM box WHERE name = ?", (PROBE,)).fetchone()
    if row is None:
        with database.writing() as db:
            db.execute("INSERT OR IGNORE INTO box VALUES (?, ?)", (PROBE, seal(box.key, b"", PROBE)))
        return box
    try:
        unseal(box.key, row[0], PROBE)
    except SealBroken:
        raise EdgeError(
            f"the key of this box is not the one that {path} was written with",
            "put back the right box.key, or `edgecoach sessions restore` makes it anew with the recovery key",
        ) from None
    return box


def _nameless(known: Physique) -> Physique:
    """Whatever they are called."""
    return replace(known, person=replace(known.person, name=""))


def _agreed(consent: Consent) -> str:
    """As the log says it."""
    return f"consent: recording {'yes' if consent.recording else 'no'}, phone {'yes' if consent.phone else 'no'}"
