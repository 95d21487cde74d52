"""Archives for tests: a box with people and sessions in it, as the product itself would have made them."""

from dataclasses import dataclass, field
from pathlib import Path

from edge.messages import Person, Session
from edge.records import Consent, PersonRecord, SessionSummary
from edge.store.archive import Archive, open_archive
from edge.store.encoding import Message, is_kept
from tests.store.sessions import UPTIME_S, session

NOON = 1_795_262_400.0
"""21 November 2026, 12:00 UTC."""
YES = Consent(recording=True, given_at=NOON)
MESSAGES = list(session(6.0))
KEPT = [message for message in MESSAGES if is_kept(message)]


@dataclass
class Wall:
    """A clock that goes when it is told to."""

    at: float = NOON
    since_start: float = field(default=UPTIME_S)

    def now(self) -> float:
        return self.since_start

    def wall(self) -> float:
        return self.at


def opened(folder: Path, clock: Wall | None = None) -> Archive:
    return open_archive(folder, clock or Wall())


def met(archive: Archive, name: str = "Anna", **about: object) -> PersonRecord:
    return archive.add_person(Person(name, 1.7, 61.0, "F", 34.0), **{"consent": YES, "who": "a test", **about})  # type: ignore[arg-type]


def begun(session_id: str = "s1", started_at: float = NOON, trusted: bool = True) -> Session:
    return Session(session_id, Person(), started_at, trusted, UPTIME_S, "cafe", {"pose": "ab"})


def trained(
    archive: Archive,
    person_id: str = "",
    session_id: str = "s1",
    *,
    at: float = NOON,
    trusted: bool = True,
    messages: list[Message] = MESSAGES,
) -> SessionSummary:
    """A whole session."""
    writing = archive.begin(begun(session_id, at, trusted), person_id)
    assert writing.problems == []
    for message in messages:
        writing.write(message)
    return writing.end({"fps": 29.5})


def swap(path: Path, at: int, content: bytes) -> None:
    """Damage a file."""
    with path.open("r+b") as file:
        file.seek(at)
        file.write(content)
