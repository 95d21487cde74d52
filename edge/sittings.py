"""A person who comes -> their session: a pipeline for their body, and a record of it.

Refuses to know: when sessions begin and end, and who decides that. What the disk does costs what is kept, never the session.
"""

import asyncio
import json
import logging
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from edge.assembly import build_pipeline
from edge.attendance import Mind, Sitting, Wanted
from edge.clock import Clock, wall_is_trusted
from edge.errors import EdgeError, InputError
from edge.messages import Command, Event, Person, Sample, Session
from edge.physique import Physique
from edge.records import Consent, PersonRecord, RecordingState
from edge.state import Json, State
from edge.store.acquaintance import met
from edge.store.archive import Archive
from edge.store.backlog import ENDS_RECORDING, Backlog
from edge.store.keeper import mute
from edge.store.retention import KEEP_ALL, Retention
from edge.store.writing import Writing
from edge.taught import TAUGHT

log = logging.getLogger(__name__)

AT_THE_BOX = "the command line"
"""Who it was, in the audit log."""

DAY_S = 86_400.0
SETTLE_S = 75.0
"""How long the box, when it goes off, waits for a disk: a service manager kills it after 90."""
CATCH_UP = 64
"""Of what waited for the disk so much is handed on with each sample that comes: all at once would hold a cue up."""

Quality = Callable[[], dict[str, Any]]
Note = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """What all sessions of a visit have in common. guest: what is known of whoever trains unnamed. exercise: that is expected.

    body: whether the page shows the whole body. record: whether what the camera saw is kept, as far as the person agreed.
    """

    state: State
    guest: Person
    exercise: str
    config_hash: str
    model_hashes: Mapping[str, str]
    body: bool
    record: bool
    retention: Retention = KEEP_ALL


@dataclass(slots=True)
class Sittings:
    """Opens sessions, one at a time. archive: None where nothing can be kept. quality: how well the box worked in a session.

    kept: the id of the newest that ended and whose recording is there, whole; empty until there is one.
    """

    plan: Plan
    clock: Clock
    archive: Archive | None
    note: Note
    quality: Quality = dict
    kept: str = ""
    person: PersonRecord | None = None
    _newest: "_Record | None" = None
    _prepared: tuple[Json, Mind] | None = None
    _ending: set[asyncio.Task[None]] = field(default_factory=set)

    def __post_init__(self) -> None:
        """What the whole body is computed with takes some tenths of a second to load: now, and not when the first person comes."""
        self._prepare(self.taught())

    def begin(self, wanted: Wanted) -> Sitting:
        """A session for who comes. Raises InputError for an unknown exercise; who is unknown is a guest.

        Its record is opened in another thread, however long the disk takes; what happens until then waits.
        """
        person = self._record_of(wanted.person_id)
        physique = person.physique if person else Physique(self.plan.guest)
        taught = self.taught()
        mind = self._mind_of(physique, taught) if person else self._guests(taught)
        session = self._session(physique.person, wanted.t)
        opening = asyncio.get_running_loop().run_in_executor(None, self._write, session, person, taught)
        recorded = self.plan.record and (person is None or person.consent.recording)
        self.person, self._newest = person, _Record(self, opening, Backlog(session.id, recorded))
        name = person.body.name if person else ""
        return Sitting(session.id, replace(wanted, person_id=person.id if person else ""), mind, self._newest, name)

    def rest(self) -> Mind:
        """What watches between sessions: the body is seen, and nothing is judged. Meanwhile all is made ready for the next guest."""
        taught = self.taught()
        self._prepare(taught)
        mind = build_pipeline(self.plan.guest, self.plan.exercise, taught=taught)
        list(mind.feed(Command(self.clock.now(), "session", "stop")))
        return mind

    def end(self, record: "_Record", worth: bool) -> None:
        """The record's end is written in another thread too."""
        task = asyncio.create_task(self._close(record, self.quality(), worth))
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)

    async def settled(self) -> None:
        """Every session that ended is on the disk when this returns, or it was said that the disk does not answer."""
        if not self._ending:
            return
        over, late = await asyncio.wait(self._ending, timeout=SETTLE_S)
        for task in over:
            task.result()
        if late:
            self._ending -= late
            self.note(str(mute(None)))

    async def tidy_daily(self) -> None:
        """For ever: what is too old or too much goes, also from a box that nobody uses."""
        while True:
            await asyncio.to_thread(self._tidy)
            await asyncio.sleep(DAY_S)

    def recorded(self) -> str:
        """The newest session's id, where it is being recorded."""
        writing = self._newest.writing if self._newest else None
        return writing.id if writing and writing.recorded else ""

    def person_called(self, person: Person) -> str:
        """The id of who goes by this name, whom the archive gets to know here; empty for a guest, or where nothing is kept.

        What is said of the body now counts more than what was. Who gives their name at the box agrees to be recorded. Raises InputError
        where several people have it.
        """
        if person.guest or self.archive is None:
            return ""
        try:
            return met(self.archive, person, Consent(recording=True, given_at=self.clock.wall()), AT_THE_BOX).id
        except InputError:
            raise
        except EdgeError as problem:
            self.note(str(problem))
            return ""

    def problems(self) -> list[str]:
        """What of the newest session is not kept, and why."""
        return self._newest.problems if self._newest else []

    async def _close(self, record: "_Record", quality: dict[str, Any], worth: bool) -> None:
        writing = await record.opening
        if writing:
            await asyncio.to_thread(self._end, record, writing, quality, worth)

    def _end(self, record: "_Record", writing: Writing, quality: dict[str, Any], worth: bool) -> None:
        record.catch_up(writing)
        writing.remark("latency", json.dumps(quality))
        summary = writing.end(quality)
        if record is not self._newest:  # of that one the page says it
            for problem in record.problems:
                log.warning("session %s: %s", writing.id, problem)
        if worth and summary.recording is RecordingState.WHOLE:
            self.kept = writing.id
        self._tidy(writing.id if not worth else "")

    def _tidy(self, worthless: str = "") -> None:
        """What came to nothing goes, and what is too old or too much."""
        if self.archive is None:
            return
        try:
            if worthless:
                self.archive.discard(worthless)
            self.archive.sweep(self.clock.wall(), self.plan.retention)
        except EdgeError as problem:
            log.warning("what is kept could not be tidied: %s", problem)

    def _mind_of(self, physique: Physique, taught: Json) -> Mind:
        """Takes some 20 ms with the whole body. Raises InputError for an unknown exercise."""
        return build_pipeline(
            physique.person,
            self.plan.exercise,
            body=self.plan.body,
            lengths=physique.lengths,
            strengths=physique.strengths,
            taught=taught,
        )

    def _prepare(self, taught: Json) -> None:
        """While nobody trains, so that whoever steps in front of the camera waits for nothing."""
        if self._prepared is None or self._prepared[0] != taught:
            self._prepared = None
            with suppress(InputError):  # said when somebody comes
                self._prepared = taught, self._mind_of(Physique(self.plan.guest), taught)

    def _guests(self, taught: Json) -> Mind:
        """The one that is ready, where nothing was taught or forgotten since; it knows nothing of anybody."""
        self._prepare(taught)
        prepared, self._prepared = self._prepared, None
        return prepared[1] if prepared else self._mind_of(Physique(self.plan.guest), taught)

    def _record_of(self, person_id: str) -> PersonRecord | None:
        if not person_id or self.archive is None:
            return None
        try:
            return self.archive.person(person_id)
        except EdgeError as problem:
            self.note(str(problem))
            return None

    def taught(self) -> Json:
        """What the box was taught, as of now; nothing where that cannot be read."""
        try:
            return self.plan.state.get(TAUGHT)
        except EdgeError as problem:
            self.note(str(problem))
            return None

    def _write(self, session: Session, person: PersonRecord | None, taught: Json) -> Writing | None:
        """The record, or none where it cannot be: what the disk does costs what is kept, never the session."""
        if self.archive is None:
            return None
        try:
            learned = {**self.plan.state.all(), **({TAUGHT: taught} if taught else {})}
            return self.archive.begin(session, person.id if person else "", self.plan.exercise, learned, record=self.plan.record)
        except EdgeError as problem:
            self.note(f"Session {session.id} is not kept: {problem}")
            return None

    def _session(self, person: Person, t0: float) -> Session:
        wall = self.clock.wall()
        return Session(
            id=f"{datetime.fromtimestamp(wall, UTC):%Y%m%d-%H%M%S}-{secrets.token_hex(3)}",
            person=person,
            started_at=wall,
            clock_trusted=wall_is_trusted(wall),
            t0=t0,
            config_hash=self.plan.config_hash,
            model_hashes=dict(self.plan.model_hashes),
        )


class _Record:
    """A session's record, or none; what comes before the disk has opened it waits."""

    def __init__(self, sittings: Sittings, opening: "asyncio.Future[Writing | None]", backlog: Backlog) -> None:
        self._sittings, self.opening, self._backlog = sittings, opening, backlog

    @property
    def writing(self) -> Writing | None:
        """None where the disk has not opened it, or never will."""
        return self.opening.result() if self.opening.done() and not self.opening.cancelled() else None

    @property
    def problems(self) -> list[str]:
        """What of it is not kept, and why."""
        said = [*self._backlog.problems, *(self.writing.problems if self.writing else [])]
        return list(dict.fromkeys(map(str, said)))

    def write(self, message: Sample | Event) -> None:
        writing = self.writing
        if writing is None and self.opening.done():
            return
        if writing is None or self._backlog:
            self._backlog.add(message)
            if writing:
                self._hand_on(writing, CATCH_UP)
        else:
            self._put(writing, message)

    def end(self, worth: bool) -> None:
        self._sittings.end(self, worth)

    def catch_up(self, writing: Writing) -> None:
        """Whatever still waits is handed on."""
        self._hand_on(writing, len(self._backlog))
        writing.pass_time(self._backlog.until)

    def _hand_on(self, writing: Writing, most: int) -> None:
        for message in self._backlog.take(most):
            if isinstance(message, EdgeError):
                writing.break_off(message)
            else:
                self._put(writing, message)

    def _put(self, writing: Writing, message: Sample | Event) -> None:
        """Recording off: for the rest of the session. There is no on again, for a recording has no gaps."""
        writing.write(message)
        if isinstance(message, Command) and (message.name, message.value) == ENDS_RECORDING:
            writing.end_recording()
