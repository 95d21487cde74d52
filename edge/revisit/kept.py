"""A recording -> its findings, found once and then kept.

Refuses to know: how what is kept is encrypted; that is its shelf's affair.
"""

import hashlib
import json
from contextlib import suppress
from dataclasses import asdict
from typing import Protocol

from edge.errors import EdgeError
from edge.physique import Physique
from edge.records import SessionRecord
from edge.revisit.findings import FORMAT, Findings, findings_of
from edge.revisit.once_more import Done, nobody_asks, revisited
from edge.store.recording import Recording


class Shelf(Protocol):
    """Where findings are kept beside their recording, as store.archive.Archive does. Raises EdgeError where the disk does not."""

    def kept_beside(self, session_id: str, name: str) -> bytes | None: ...

    def keep_beside(self, session_id: str, name: str, content: bytes) -> None: ...


def findings(
    recording: Recording,
    record: SessionRecord | None = None,
    shelf: Shelf | None = None,
    physique: Physique | None = None,
    done: Done = nobody_asks,
) -> Findings:
    """From the shelf where they are there and still fit, else found (a tenth of the session's time or so) and put there.

    record: of the session, where it is known, for its id and start. done: is told the seconds of the session that are through. Raises
    InputError where the recording cannot be read.
    """
    found = kept_findings(recording, record, shelf, physique)
    if found is None:
        with revisited(recording, physique, done, record.t0 if record else None) as visit:
            found = findings_of(visit)
        _keep(shelf, _id(recording, record), name_of(recording, physique), found)
    return found


def kept_findings(
    recording: Recording, record: SessionRecord | None = None, shelf: Shelf | None = None, physique: Physique | None = None
) -> Findings | None:
    """Those that were found before and still fit; at once."""
    content = shelf.kept_beside(_id(recording, record), name_of(recording, physique)) if shelf else None
    return Findings.decode(content) if content is not None else None


def _id(recording: Recording, record: SessionRecord | None) -> str:
    """A header that was lost does not know it."""
    return record.summary.id if record else recording.header.session_id


def _keep(shelf: Shelf | None, session: str, name: str, found: Findings) -> None:
    """Without room for them they are found again next time."""
    if shelf:
        with suppress(EdgeError):
            shelf.keep_beside(session, name, found.encode())


def name_of(recording: Recording, physique: Physique | None) -> str:
    """Other findings for another recording, another body or another format."""
    known = physique or Physique(recording.header.person)
    formed = {"body": asdict(known.person) | {"name": ""}, "lengths": dict(known.lengths), "strengths": dict(known.strengths)}
    text = json.dumps([FORMAT, recording.path.stat().st_size, formed], sort_keys=True)
    return f"findings-{hashlib.sha256(text.encode()).hexdigest()[:16]}"
