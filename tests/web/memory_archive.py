"""An archive in memory, for tests of the page's server: what Services asks for, and nothing on a disk."""

from collections.abc import Callable, Collection
from dataclasses import replace

from edge.errors import EdgeError, InputError
from edge.messages import Cue, Exercise, Fault, Hold, Person, Priority, Rep, Score, Set, Severity, Side
from edge.outline import outline_of
from edge.records import AuditEntry, Consent, ExerciseCount, Goal, Outline, PersonRecord, RecordingState, SessionRecord, SessionSummary

NOTHING_AGREED = Consent()


class MemoryArchive:
    """full: its disk takes nothing more. looked_at: sessions whose outline is kept."""

    def __init__(self) -> None:
        self._people: dict[str, PersonRecord] = {}
        self._sessions: dict[str, SessionRecord] = {}
        self.entries: list[AuditEntry] = []
        self.looked_at: set[str] = set()
        self.full = False

    def keep(self, session: SessionRecord) -> None:
        self._sessions[session.summary.id] = session

    def people(self) -> list[PersonRecord]:
        return list(self._people.values())

    def person(self, person_id: str) -> PersonRecord:
        if person_id not in self._people:
            raise InputError("this person is not known", "pick another")
        return self._people[person_id]

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
        record = PersonRecord(f"p{len(self._people) + 1}", body, 1_800_000_000.0, language, goals, consent, card)
        self._people[record.id] = record
        self.log(who, "added", record.id)
        return record

    def change_person(self, person_id: str, change: Callable[[PersonRecord], PersonRecord], who: str = "") -> PersonRecord:
        record = self._people[person_id] = change(self.person(person_id))
        self.log(who, "changed", person_id)
        return record

    def person_of_card(self, number: str) -> PersonRecord | None:
        return next((record for record in self._people.values() if record.card == number), None)

    def card_hash(self, number: str) -> str:
        return "".join(number.split())

    def erase(self, person_id: str, who: str = "") -> dict[str, object]:
        del self._people[person_id]
        self.log(who, "erased", person_id)
        return {"subject": person_id, "signature": "made up"}

    def erase_quietly(self, *ids: str) -> None:
        """As another process does."""
        for one in ids:
            self._people.pop(one, None)
            self._sessions.pop(one, None)

    def sessions(self, person_id: str | None = None, before: float | None = None, limit: int = 50) -> list[SessionSummary]:
        found = [record.summary for record in self._sessions.values()]
        found = [one for one in found if person_id in (None, one.person_id) and (before is None or one.started_at < before)]
        return sorted(found, key=lambda one: -one.started_at)[:limit]

    def session(self, session_id: str) -> SessionRecord:
        if session_id not in self._sessions:
            raise InputError("this session is not known", "look at the list")
        return self._sessions[session_id]

    def known(self, ids: Collection[str]) -> set[str]:
        if self.full:
            raise EdgeError("the disk is full", "make room")
        return {one for one in ids if one in self._people or one in self._sessions}

    def outlines(self, person_id: str) -> dict[str, Outline]:
        """Of those that somebody looked at again: the squat took 41 percent of their strength."""
        return {name: outline_of(self._sessions[name], {"squat": (41.0, 30.0, 52.0)}) for name in self.looked_at}

    def without_outline(self) -> list[str]:
        return [name for name in self._sessions if name not in self.looked_at]

    def log(self, who: str, did: str, subject: str) -> None:
        if self.full:
            raise EdgeError("the disk is full", "make room")
        self.entries.append(AuditEntry(len(self.entries) + 1, 1_800_000_000.0, who, did, subject, "0"))

    def audit(self, limit: int = 200) -> list[AuditEntry]:
        return self.entries[::-1][:limit]


def session(session_id: str = "s1", person_id: str = "p1", started_at: float = 1_800_000_000.0) -> SessionRecord:
    """Two squats, one of them good, and a plank."""
    counts = (ExerciseCount("squat", 2, 1), ExerciseCount("plank", held_s=20.0))
    summary = SessionSummary(session_id, person_id, started_at, True, 60.0, counts, 85.0, RecordingState.WHOLE)
    rep = Rep(103.0, 1, "squat", Side.BOTH, 101.0, 102.0, 103.0, 1.5, (0.5, 0.1, 0.4), True, 90.0, 0.9)
    events = (
        Exercise(101.5, "squat", 101.0, 0.9),
        rep,
        Fault(106.0, "shallow", "squat", Severity.MINOR, 12.0, "deg", "squat.deeper", Side.BOTH, 2),
        replace(rep, t=106.0, number=2, t_start=104.0, t_turn=105.0, t_end=106.0, range=1.2, good=False, faults=("shallow",)),
        Cue(106.0, "text", "squat.deeper", Priority.FORM, 109.0),
        Set(115.0, 1, "squat", 101.0, 106.0, 2, 1, 85.0),
        Exercise(130.0, "plank", 125.0, 0.9),
        Hold(146.0, "plank", 125.0, 145.0, True, 80.0),
        Score(146.0, 85.0),
    )
    return SessionRecord(summary, 100.0, events, (), "c0ffee", {"pose": "abc"}, {"fps": 29.5})
