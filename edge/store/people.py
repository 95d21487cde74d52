"""People <-> their rows: an id and a time in the open, all else under their key.

Refuses to know: sessions, and who asks.
"""

import secrets
import sqlite3
from dataclasses import dataclass, field

from pydantic import TypeAdapter, ValidationError

from edge.errors import EdgeError, InputError
from edge.messages import Person
from edge.records import Consent, Goal, PersonRecord
from edge.sentence import Sentence
from edge.store.keyring import Keyring, open_row, seal_row
from edge.store.sealing import SealBroken

TABLE = "people"
ID_BYTES = 5


@dataclass(frozen=True, slots=True)
class Told:
    """What of a person lies under their key."""

    body: Person
    language: str
    goals: tuple[Goal, ...]
    consent: Consent
    lengths: dict[str, float] = field(default_factory=dict)
    strengths: dict[str, tuple[float, float]] = field(default_factory=dict)


TOLD = TypeAdapter(Told)

OTHERS_CARD = Sentence("refusal.others_card", "this card belongs to somebody else: take another card, or remove it from them first")


class People:
    """The people in one database."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring

    def add(self, db: sqlite3.Connection, told: Told, created_at: float, card: str) -> PersonRecord:
        """A new person with a key of their own. Raises InputError where the card is another's."""
        person_id = f"p{secrets.token_hex(ID_BYTES)}"
        record = PersonRecord(person_id, told.body, created_at, told.language, told.goals, told.consent, card)
        self._demand_free(db, card, person_id)
        key = self._keyring.add(db, person_id)
        sealed = seal_row(key, _content(record), TABLE, person_id, person_id)
        db.execute("INSERT INTO people VALUES (?, ?, ?, ?)", (person_id, created_at, card or None, sealed))
        return record

    def change(self, db: sqlite3.Connection, record: PersonRecord) -> None:
        """Raises InputError for an unknown person, another's card, and for what could not be read: it would be lost for good."""
        self.demand(db, record.id)
        self._demand_free(db, record.card, record.id)
        key = self._keyring.key(db, record.id)
        if record.damage:
            raise InputError(record.damage)
        sealed = seal_row(key, _content(record), TABLE, record.id, record.id)
        db.execute("UPDATE people SET card = ?, sealed = ? WHERE id = ?", (record.card or None, sealed, record.id))

    def demand(self, db: sqlite3.Connection, person_id: str) -> None:
        """Raises InputError for an unknown person."""
        if db.execute("SELECT 1 FROM people WHERE id = ?", (person_id,)).fetchone() is None:
            raise InputError(f"there is no person {person_id}", "`edgecoach sessions list --people` shows who there is")

    def all(self, db: sqlite3.Connection) -> list[PersonRecord]:
        """Everybody, longest known first; whose row is damaged still has an id, and `damage` says it.

        Who there is comes from the keys, and each row is read by itself: a damaged page of the file hides nobody else.
        """
        guests = {row[0] for row in db.execute("SELECT id FROM sessions INDEXED BY sessions_by_time")}
        ids = [row[0] for row in db.execute("SELECT id FROM keys").fetchall() if row[0] not in guests]
        return sorted((self._line(db, person_id) for person_id in ids), key=lambda one: (one.created_at, one.id))

    def _line(self, db: sqlite3.Connection, person_id: str) -> PersonRecord:
        try:
            return self._record(db, *db.execute("SELECT * FROM people WHERE id = ?", (person_id,)).fetchone())
        except (sqlite3.DatabaseError, TypeError):  # TypeError: there is a key and no row
            return _damaged(person_id)

    def one(self, db: sqlite3.Connection, person_id: str) -> PersonRecord:
        """Raises InputError for an unknown person."""
        self.demand(db, person_id)
        return self._record(db, *db.execute("SELECT * FROM people WHERE id = ?", (person_id,)).fetchone())

    def of_card(self, db: sqlite3.Connection, card: str) -> PersonRecord | None:
        """Whose card this hash is of."""
        row = db.execute("SELECT * FROM people WHERE card = ?", (card,)).fetchone()
        return self._record(db, *row) if row else None

    def _demand_free(self, db: sqlite3.Connection, card: str, person_id: str) -> None:
        if card and db.execute("SELECT 1 FROM people WHERE card = ? AND id != ?", (card, person_id)).fetchone():
            raise InputError(OTHERS_CARD)

    def _record(self, db: sqlite3.Connection, person_id: str, created_at: float, card: str | None, sealed: bytes) -> PersonRecord:
        try:
            told = TOLD.validate_json(open_row(self._keyring.key(db, person_id), sealed, TABLE, person_id, person_id))
        except (SealBroken, ValidationError, EdgeError):
            return _damaged(person_id, created_at, card or "")
        body, language, goals, consent = told.body, told.language, told.goals, told.consent
        return PersonRecord(person_id, body, created_at, language, goals, consent, card or "", told.lengths, told.strengths)


def _content(record: PersonRecord) -> bytes:
    told = Told(record.body, record.language, record.goals, record.consent, dict(record.lengths), dict(record.strengths))
    return TOLD.dump_json(told)


def _damaged(person_id: str, created_at: float = 0.0, card: str = "") -> PersonRecord:
    english = "what is kept about {person} is damaged: `edgecoach sessions restore` brings it back from a backup"
    damage = Sentence("damage.person", english, person=person_id)
    return PersonRecord(person_id, Person(), created_at, card=card, damage=damage)
