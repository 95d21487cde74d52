"""What the page's server is handed, in one list; what is None this box has not got, and the page greys that part.

Refuses to know: which rooms it all comes from. The Protocols say what is asked of it, and nothing else is.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, TypeAlias

from edge.clock import Clock
from edge.messages import Person
from edge.records import AuditEntry, Consent, Goal, Outline, PersonRecord, SessionRecord, SessionSummary
from edge.web.api import LivePage
from edge.web.board import Say
from edge.web.catalogue import Angle, ExerciseRule
from edge.web.codes import Codes
from edge.web.desk import Desk
from edge.web.teaching import Teacher

Json: TypeAlias = dict[str, Any]
LANGUAGES = {"en": "english", "es": "spanish"}
"""As a browser says them -> as the box does."""


class Archive(Protocol):
    """What is kept of people and sessions; called from threads. Raises EdgeError, InputError for who or what is not known."""

    def people(self) -> list[PersonRecord]: ...

    def person(self, person_id: str) -> PersonRecord: ...

    def add_person(
        self, body: Person, *, language: str = "", goals: tuple[Goal, ...] = (), consent: Consent = ..., card: str = "", who: str = ""
    ) -> PersonRecord: ...

    def change_person(self, person_id: str, change: Callable[[PersonRecord], PersonRecord], who: str = "") -> PersonRecord: ...

    def person_of_card(self, number: str) -> PersonRecord | None: ...

    def card_hash(self, number: str) -> str: ...

    def erase(self, person_id: str, who: str) -> Json: ...

    def sessions(self, person_id: str | None = None, before: float | None = None, limit: int = 50) -> list[SessionSummary]: ...

    def session(self, session_id: str) -> SessionRecord: ...

    def outlines(self, person_id: str) -> dict[str, Outline]: ...

    def without_outline(self) -> list[str]: ...

    def known(self, ids: Collection[str]) -> set[str]: ...

    def log(self, who: str, did: str, subject: str) -> None: ...

    def audit(self, limit: int = 200) -> list[AuditEntry]: ...


class Phone(Protocol):
    """A phone's motion sensors, as capture.phone.PhoneSource."""

    def join(self, where: str = ..., /) -> AbstractContextManager[None]:
        """While inside, a phone is there. where: of messages.LIMBS. Raises EdgeError where another phone is, or nobody wears one there."""
        ...

    def take(self, text: str) -> bool:
        """A batch of readings as JSON -> whether it is one."""
        ...


class CameraDesk(Protocol):
    """Whoever exchanges the camera, as camera_choice.CameraChoice."""

    async def choose(self, source: str, device: str, rotate_deg: int, mirror: bool) -> None:
        """Raises InputError for a camera that is not there, and where the configuration cannot be written."""
        ...


@dataclass(frozen=True, slots=True)
class Order:
    """What a child process is to make. what: track, outline, report or export. subject: session or person; id: of it.

    kind: html or pdf of a report, csv, parquet, mcap, opensim, c3d or fhir of an export. language: english or spanish. person: the id of
    whom it is about, empty for a guest. who: asks, for the log; empty where that is written down already.
    """

    what: str
    subject: str
    id: str
    kind: str = ""
    language: str = "english"
    person: str = ""
    who: str = ""


MakingOf: TypeAlias = Callable[[Order, Path], Sequence[str]]
"""An order, and the file to write -> the words after `python -m edge`. Raises InputError for what cannot be made."""


def say_plainly(key: str, _: Iterable[tuple[str, str]] = (), /) -> str:
    """Nobody has words: the key, readably."""
    return key.rpartition(".")[2].replace("_", " ")


@dataclass(frozen=True, slots=True)
class Services:
    """page, desk: what is shown, and what is asked for. archive: None where nothing is kept. codes: who may log in.

    words: en, es -> key -> sentence. exercises, angles: what there is (judge.rules.Rules.all, clinical_table.CLINICAL).
    teacher: knows the exercises that the box was taught besides, and learns more.
    technician: {checks: Result.as_json, cameras: cameras.Found, camera: the chosen one, logs}, called in a thread. camera: None where
    none can be chosen. making: None where no files are made.
    scratch: an empty folder of our own for uploads and what is being made; None: there are none. memory: another, where a power cut
    leaves nothing readable, for what is small. environment: of those children. readable: what of
    the box's files those may read that look into files of strangers.
    say: a key and its fields -> the sentence in `language`. all_open: whoever comes on the box itself is a technician, for made-up data.
    names_listed: whoever stands before the box sees everybody's name; else they type theirs.
    """

    page: LivePage
    desk: Desk
    clock: Clock
    archive: Archive | None = None
    codes: Codes | None = None
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    exercises: Sequence[ExerciseRule] = ()
    angles: Sequence[Angle] = ()
    technician: Callable[[], Json] | None = None
    making: MakingOf | None = None
    scratch: Path | None = None
    memory: Path | None = None
    environment: Mapping[str, str] = field(default_factory=dict)
    readable: Sequence[Path] = ()
    phone: Phone | None = None
    teacher: Teacher | None = None
    camera: CameraDesk | None = None
    say: Say = say_plainly
    all_open: bool = False
    demo: bool = False
    safe_mode: bool = False
    names_listed: bool = False
    language: str = "english"
    version: str = ""

    @property
    def short_language(self) -> str:
        """en or es."""
        return {"spanish": "es"}.get(self.language, "en")
