"""The archive and a session's or person's id -> all that is known of it, for a report or an export.

What cannot be read is said, and the rest is told without it. Refuses to know: options, forms, files.
"""

import math
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace

from edge.commands.analysis.progress import progress
from edge.commands.analysis.workload import Workload
from edge.errors import EdgeError, InputError
from edge.estimate.body.load import JointLoad
from edge.messages import Person
from edge.outline import outline_of
from edge.physique import Physique, completed
from edge.records import Outline, RecordingState, SessionRecord, SessionSummary
from edge.revisit import Findings, findings, kept_findings
from edge.revisit.account import session_sheet
from edge.revisit.exports import Source
from edge.revisit.once_more import Done, nobody_asks
from edge.revisit.progress import person_sheet
from edge.sentence import Sentence
from edge.store.archive import Archive
from edge.store.recording import Recording
from edge.store.report.person_sheet import PersonSheet
from edge.store.report.sheet import SessionSheet

Words = Mapping[str, str]
NOBODY = Person()
AT_ONCE_S = 600.0
"""So much of sessions is looked at again for one report."""
UNSEEN = "the load of older sessions ({count}), which the box works out by itself while nobody trains"
PAGE = 200
"""Sessions asked for at once."""


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """recording, found: None where there is none, or it cannot be read, which `trouble` says. body: of the person, with the name.

    physique: the body that was looked at again, as it was then; now: as it was known of the person when that began.
    """

    record: SessionRecord
    recording: Recording | None = None
    found: Findings | None = None
    body: Person = NOBODY
    language: str = ""
    physique: Physique | None = None
    now: Physique | None = None
    trouble: tuple[str, ...] = ()

    def sheet(self, words: Words, named: bool = False) -> SessionSheet:
        return session_sheet(self.record, self.found, words, self.body, named=named, trouble=self.trouble)

    def source(self, words: Words, done: Done = nobody_asks) -> Source:
        """For an export, which knows no name."""
        return Source(self.record, self.sheet(words), self.recording, self.found, self.physique, done)


def known_of(archive: Archive, session_id: str) -> Known:
    """Of one session that is over. Raises InputError for an unknown or a running one."""
    known = _opened(archive, session_id)
    if known.recording is None:
        return known
    try:
        with progress("Looking again", known.record.summary.duration_s, "times real time") as done:
            found = findings(known.recording, known.record, archive, known.physique, done)
    except EdgeError:
        return replace(known, recording=None, trouble=(*known.trouble, _unreadable(known)))
    return replace(known, found=found)


def _opened(archive: Archive, session_id: str) -> Known:
    """Without what there is to find in the recording."""
    record = archive.session(session_id)
    if record.summary.recording is RecordingState.RUNNING:
        raise InputError(f"session {session_id} is still running", "end it first")
    known = _with_body(archive, Known(record))
    if record.summary.recording is RecordingState.NONE:
        return known
    try:
        recording = archive.recording(session_id)
    except EdgeError:
        return replace(known, trouble=(*known.trouble, _unreadable(known)))
    return _as_then(replace(known, recording=recording), recording.header.person)


def _with_body(archive: Archive, known: Known) -> Known:
    """With what is known of the person, and of their segments' lengths and strength."""
    person_id = known.record.summary.person_id
    if not person_id:
        return known
    try:
        person = archive.person(person_id)
        return replace(known, body=person.body, language=person.language, physique=person.physique, now=person.physique)
    except EdgeError as problem:
        return replace(known, trouble=(*known.trouble, problem.what))


def _as_then(known: Known, then: Person) -> Known:
    """The body as it was entered for that session; what was not entered then, as it is known now."""
    body = completed(replace(then, name=known.body.name), known.body)
    return replace(known, body=body, physique=replace(known.physique or Physique(body), person=body))


def progress_of(archive: Archive, person_id: str, named: bool) -> PersonSheet:
    """Of all sessions of a person that are over. Raises InputError for an unknown person.

    Recordings that nobody looked at again yet are looked at, the newest first, as long as that takes about a minute.
    """
    person = archive.person(person_id)
    over = [one for one in _all(archive, person_id) if one.recording is not RecordingState.RUNNING]
    outlines, left_s, unseen, trouble = archive.outlines(person_id), AT_ONCE_S, 0, list[str]()
    for one in over:
        if one.id not in outlines:
            known = known_of(archive, one.id) if one.duration_s <= left_s else _seen_before(archive, one.id)
            left_s -= one.duration_s if one.duration_s <= left_s else 0.0
            unseen += known.recording is not None and known.found is None
            outlines[one.id] = outlined(archive, known)
            trouble += [*known.record.damage, *(_of_session(one.id, sentence) for sentence in known.trouble)]
        trouble += [one.damage] if one.damage else []
    trouble += [person.damage] if person.damage else []
    trouble += [Sentence("damage.unseen", UNSEEN, count=str(unseen))] if unseen else []
    return person_sheet(person, over, outlines, named=named, trouble=trouble)


def _of_session(session_id: str, what: str) -> Sentence:
    return Sentence("damage.in_session", "{session}: {what}", session=session_id, what=what)


def _unreadable(known: Known) -> Sentence:
    english = "the recording of session {session} cannot be read (`edgecoach sessions verify` says why)"
    return Sentence("damage.unreadable", english, session=known.record.summary.id)


def outlined(archive: Archive, known: Known) -> Outline:
    """A session in a few numbers; kept, where nothing of it was damaged or is still to be looked at.

    Who was measured, or corrected, while it was worked out is looked at once more.
    """
    outline = outline_of(known.record, _loads(known.found))
    seen = known.found is not None or known.record.summary.recording is RecordingState.NONE
    if seen and known.record.summary.person_id and not known.record.damage:
        with suppress(EdgeError):  # it is worked out again next time
            if known.now and not archive.keep_outline(known.record.summary, outline, known.now):
                return outlined(archive, known_of(archive, known.record.summary.id))
    return outline


def _seen_before(archive: Archive, session_id: str) -> Known:
    """With what was found out before, if it was; at once."""
    known = _opened(archive, session_id)
    found = kept_findings(known.recording, known.record, archive, known.physique) if known.recording else None
    return replace(known, found=found)


def _loads(found: Findings | None) -> dict[str, tuple[float, float, float]]:
    """By exercise, of the hardest working joint in a typical repetition. What is not to be trusted is left out."""
    hardest = {name: _hardest(work) for name, work in found.loads.items()} if found else {}
    return {name: (100.0 * load.peak, 100.0 * load.band[0], 100.0 * load.band[1]) for name, load in hardest.items() if load}


def _hardest(work: Workload) -> JointLoad | None:
    trusted = [load for joint, load in work.loads.items() if math.isfinite(load.peak + load.sd) and not work.doubts.get(joint)]
    return max(trusted, key=lambda load: load.peak, default=None)


def _all(archive: Archive, person_id: str) -> Iterator[SessionSummary]:
    """Newest first."""
    before: float | None = None
    while page := archive.sessions(person_id, before, PAGE):
        yield from page
        before = page[-1].started_at
