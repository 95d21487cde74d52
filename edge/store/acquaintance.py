"""Somebody by their name or id -> who the archive knows them as, and what is known of their body.

Refuses to know: what the body is for.
"""

from contextlib import suppress
from dataclasses import replace

from edge.errors import InputError
from edge.messages import Person
from edge.physique import Physique, completed
from edge.records import Consent, PersonRecord
from edge.store.archive import NOTHING_AGREED, Archive
from edge.store.older_bodies import older_body, remove_older_body


def called(archive: Archive, name: str) -> PersonRecord | None:
    """Who has this name, however it is written, or this id. Raises InputError where several have the name."""
    folded, people = name.strip().lower(), archive.people()
    named = [record for record in people if folded and folded in (record.id.lower(), record.body.name.strip().lower())]
    if len(named) > 1:
        ids = ", ".join(record.id for record in named)
        raise InputError(f"{len(named)} people are called {name!r}: {ids}", "say by the id who is meant")
    return named[0] if named else None


def known_as(archive: Archive, name: str) -> PersonRecord:
    """Who has this name or id. Raises InputError where nobody has, or several."""
    return called(archive, name) or archive.person(name)


def physique_of(archive: Archive, person: Person) -> Physique:
    """The same person with everything known of the body; what is said now counts more than what was. Raises EdgeError."""
    record, older = called(archive, person.name), older_body(archive.folder, person.name)
    known = record.physique if record else older
    if known is None:
        return Physique(person)
    lengths, strengths = known.lengths, known.strengths
    if older:
        lengths, strengths = lengths or older.lengths, strengths or older.strengths
    return Physique(completed(person, known.person), lengths, strengths)


def keep_physique(archive: Archive, physique: Physique, who: str = "", consent: Consent = NOTHING_AGREED) -> PersonRecord:
    """From now on that is known of this person, who is added where nobody has the name. Raises InputError for a guest.

    consent: of somebody new.
    """
    person = physique.person
    if person.guest:
        raise InputError("a guest's body is not kept", "say whose it is: --person NAME")
    record = called(archive, person.name) or archive.add_person(person, consent=consent, who=who)

    def measured(now: PersonRecord) -> PersonRecord:
        body = replace(person, name=now.body.name)
        return replace(now, body=body, lengths=dict(physique.lengths), strengths=dict(physique.strengths))

    if measured(record) != record:
        record = archive.change_person(record.id, measured, who)
    with suppress(OSError):
        remove_older_body(archive.folder, person.name)
    return record


def met(archive: Archive, person: Person, consent: Consent, who: str = "") -> PersonRecord:
    """Who comes and says their name: known from now on, with what is said of the body now and what was known before."""
    return keep_physique(archive, physique_of(archive, person), who, consent)
