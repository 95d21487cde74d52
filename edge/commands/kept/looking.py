"""The archive and a session's or person's id -> all that is known of it, for a report or an export.

What cannot be read is said, and the rest is told without it. Refuses to know: options, forms, files.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from edge.commands.analysis.progress import progress
from edge.errors import EdgeError, InputError
from edge.messages import Person
from edge.physique import Physique
from edge.records import RecordingState, SessionRecord, SessionSummary
from edge.revisit import Findings, findings
from edge.revisit.account import session_sheet
from edge.revisit.exports import Source
from edge.revisit.once_more import Done, nobody_asks
from edge.revisit.progress import person_sheet
from edge.store.archive import Archive
from edge.store.recording import Recording
from edge.store.report.sheet import PersonSheet, SessionSheet

Words = Mapping[str, str]
NOBODY = Person()
PAGE = 200
"""Sessions asked for at once."""


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """recording, found: None where there is none, or it cannot be read, which `trouble` says. body: of the person, with the name."""

    record: SessionRecord
    recording: Recording | None = None
    found: Findings | None = None
    body: Person = NOBODY
    language: str = ""
    physique: Physique | None = None
    trouble: tuple[str, ...] = ()

    def sheet(self, words: Words, named: bool = False) -> SessionSheet:
        return session_sheet(self.record, self.found, words, self.body, named=named, trouble=self.trouble)

    def source(self, words: Words, done: Done = nobody_asks) -> Source:
        """For an export, which knows no name."""
        return Source(self.record, self.sheet(words), self.recording, self.found, self.physique, done)


def known_of(archive: Archive, session_id: str) -> Known:
    """Of one session that is over. Raises InputError for an unknown or a running one."""
    record = archive.session(session_id)
    if record.summary.recording is RecordingState.RUNNING:
        raise InputError(f"session {session_id} is still running", "end it first")
    known = _with_body(archive, Known(record))
    if record.summary.recording is RecordingState.NONE:
        return known
    try:
        recording = archive.recording(session_id)
        if not known.body.name:
            known = replace(known, body=recording.header.person)
        with progress("Looking again", record.summary.duration_s, "times real time") as done:
            found = findings(recording, record, archive, known.physique, done)
    except EdgeError as problem:
        return replace(known, trouble=(*known.trouble, problem.what))
    return replace(known, recording=recording, found=found)


def _with_body(archive: Archive, known: Known) -> Known:
    """With what is known of the person, and of their segments' lengths and strength."""
    person_id = known.record.summary.person_id
    if not person_id:
        return known
    try:
        person = archive.person(person_id)
        return replace(known, body=person.body, language=person.language, physique=person.physique)
    except EdgeError as problem:
        return replace(known, trouble=(*known.trouble, problem.what))


def progress_of(archive: Archive, person_id: str, named: bool) -> PersonSheet:
    """Of all sessions of a person that are over. Raises InputError for an unknown person."""
    person = archive.person(person_id)
    over = [one for one in _all(archive, person_id) if one.recording is not RecordingState.RUNNING]
    everything = {one.id: known_of(archive, one.id) for one in over}
    trouble = [f"{known.record.summary.id}: {sentence}" for known in everything.values() for sentence in known.trouble]
    trouble += [person.damage] if person.damage else []
    records = [known.record for known in everything.values()]
    return person_sheet(person, records, lambda record: everything[record.summary.id].found, named=named, trouble=trouble)


def _all(archive: Archive, person_id: str) -> Iterator[SessionSummary]:
    """Newest first."""
    before: float | None = None
    while page := archive.sessions(person_id, before, PAGE):
        yield from page
        before = page[-1].started_at
