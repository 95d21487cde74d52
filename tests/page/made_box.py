"""A box without devices for a real browser: the real server and page, a made-up person through the real pipeline, an archive in memory.

The person moves as fast as a test wants: `skip` comes at once to a later second of what they do, `play` goes on from there at a pace.
"""

import asyncio
import threading
from collections.abc import AsyncIterator, Coroutine, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from edge.assembly import build_pipeline, shipped_rules
from edge.capture.phone import PhoneSource
from edge.clock import SystemClock
from edge.estimate.body.clinical_table import CLINICAL
from edge.gauges import Health, Heart, Latency
from edge.messages import Command, Event, MotionState, Nobody, Person, Pose, Sample
from edge.records import Consent, PersonRecord, Role
from edge.replay import watch, with_ticks
from edge.respond.sentences import load, say
from edge.sentence import Phrasebook
from edge.state import State
from edge.web.api import LivePage
from edge.web.codes import Codes, codes_folder
from edge.web.desk import Desk
from edge.web.names import short_name
from edge.web.server import serving
from edge.web.services import Services
from tests.judge.watched import samples_of
from tests.web.memory_archive import MemoryArchive, session
from tools.avatar_studio import MEASURED, random_spec, truth

PEOPLE = ("Ana", "Bruno", "Carmen López", "Dana", "Emil")
CARD = "0004711"
SEED = 425
HEART_BPM, HEART_PER_S = 92.0, 1.3
"""A heart that goes up while somebody works."""
MEASURING = Health(
    fps=30.0,
    frame_to_answer=Latency(38.2, 61.0),
    frame_to_cue=Latency(52.0, 83.0),
    pose_to_cue=Latency(4.1, 7.9),
    links=(("camera", True, ""),),
)
BRIGHTNESS = 0.5

Moment = tuple[float, list[Event], MotionState | None, bool]
"""A sample's time, what it caused, the body then, and whether it was a picture."""


@lru_cache
def performance(exercise: str = "squat", view: str = "45", reps: int = 8, faults: float = 0.4) -> list[Moment]:
    """What one made-up person does, once through the pipeline with nothing left out; 30 pictures a second."""
    spec = random_spec(SEED, exercise, view, reps, "normal", faults=faults)
    pipeline = build_pipeline()
    samples: Iterator[Sample] = with_ticks(samples_of(truth(spec), MEASURED))
    return [
        (sample.t, list(events), pipeline.state if isinstance(sample, Pose) else None, isinstance(sample, Pose | Nobody))
        for sample, events in watch(samples, pipeline)
    ]


@dataclass
class MadeBox:
    """address: of the page. asked: commands that came off the page. archive: what the box keeps. codes: for staff."""

    address: str
    page: LivePage
    archive: MemoryArchive
    codes: Mapping[Role, str]
    phone: PhoneSource
    loop: asyncio.AbstractEventLoop
    asked: list[Command] = field(default_factory=list)
    moments: list[Moment] = field(default_factory=list)
    at: int = 0

    @property
    def t(self) -> float:
        return self.moments[min(self.at, len(self.moments) - 1)][0]

    def wishes(self) -> list[tuple[str, str]]:
        """Name and value of what was asked until now, in order. What the page was told is taken is among it: the loop reads it first."""
        self._run(asyncio.sleep(0))
        return [(command.name, command.value) for command in self.asked]

    def skip(self, until_s: float) -> None:
        """Everything up to there, at once."""
        self._run(self._skip(until_s))

    def play(self, seconds: float, pace: float = 1.0, pictures_only: bool = False) -> None:
        """The next seconds of the performance, at a pace. Returns when they are over."""
        self._run(self._play(seconds, pace, pictures_only))

    def do(self, work: Any, *words: Any) -> None:
        """Something of the page's, in the page's own loop."""

        async def done() -> None:
            work(*words)

        self._run(done())

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self.loop).result(60)

    async def _skip(self, until_s: float) -> None:
        while self.at < len(self.moments) and self.moments[self.at][0] <= until_s:
            self._tell()

    async def _play(self, seconds: float, pace: float, pictures_only: bool) -> None:
        clock = SystemClock()
        began, first = clock.now(), self.t
        while self.at < len(self.moments) and self.t <= first + seconds:
            await asyncio.sleep(max(0.0, (self.t - first) / pace - (clock.now() - began)))
            self._tell(pictures_only)

    def _tell(self, pictures_only: bool = False) -> None:
        t, events, state, picture = self.moments[self.at]
        self.at += 1
        for event in [] if pictures_only else events:
            self.page.deliver(event)
        if picture:
            self.page.look(state)
        else:
            self.page.health(replace(MEASURING, t=t, frames=round(30 * t), heart=Heart(HEART_BPM + HEART_PER_S * t, 2.0)))


@contextmanager
def made_box(folder: Path, *, exercise: str = "squat", view: str = "45", **wanted: Any) -> Iterator[MadeBox]:
    """A box that is served while inside, in a thread of its own. wanted: of Services, such as safe_mode;
    names are listed unless it says otherwise."""
    ready: list[MadeBox] = []
    started, stop = threading.Event(), asyncio.Event()

    async def live() -> None:
        async with _served(folder, wanted) as box:
            box.moments = performance(exercise, view)
            ready.append(box)
            started.set()
            await stop.wait()

    def run() -> None:
        try:
            asyncio.run(live())
        finally:
            started.set()

    thread = threading.Thread(target=run)
    thread.start()
    assert started.wait(60)
    assert ready, "the box did not start"
    try:
        yield ready[0]
    finally:
        ready[0].loop.call_soon_threadsafe(stop.set)
        thread.join(30)


@asynccontextmanager
async def _served(folder: Path, wanted: dict[str, Any]) -> AsyncIterator[MadeBox]:
    clock, rules = SystemClock(), shipped_rules()
    english, spanish = load("english"), load("spanish")
    mistakes = [replace(one, message=Phrasebook(english, "mistake").find(one.message)) for one in wanted.pop("mistakes", ())]
    called = str if wanted.setdefault("names_listed", True) else short_name
    page = LivePage(
        partial(say, english), mistakes, lambda bpm: 2, now=clock.now, exercises=rules.all, called=called, known=Phrasebook(english).find
    )
    page.light_from = lambda: BRIGHTNESS
    archive, codes = people(), Codes(State(codes_folder(folder)))
    services = Services(
        page, Desk(clock, rules.names), clock, archive, codes, {"en": english, "es": spanish}, rules.all, CLINICAL,
        scratch=folder / "scratch", phone=PhoneSource(clock), version="0.1.0",
    )  # fmt: skip
    said = {role: codes.new(role, clock.wall()) for role in (Role.CLINICIAN, Role.TECHNICIAN)}
    async with serving(replace(services, **wanted), 0) as address:
        box = MadeBox(address, page, archive, said, services.phone, asyncio.get_running_loop())  # type: ignore[arg-type]
        obeying = asyncio.create_task(_obey(box, services.desk))
        try:
            yield box
        finally:
            obeying.cancel()


def people() -> MemoryArchive:
    """Five people; the first has a card and has agreed to all, and one session is kept of them."""
    archive = MemoryArchive()
    for name in PEOPLE:
        first = name == PEOPLE[0]
        archive.add_person(Person(name, 1.74, 63.0, "F", 34.0), consent=Consent(first, first, 1.0), card=CARD if first else "")
    archive.keep(session())
    return archive


async def _obey(box: MadeBox, desk: Desk) -> None:
    """As edge.live would, as far as the page shows it."""
    who: PersonRecord | None = None
    async for sample in desk.commands():
        assert isinstance(sample, Command)
        box.asked.append(sample)
        box.page.hear(sample)
        match sample.name, sample.value:
            case "person", person_id:
                who = box.archive.person(person_id) if person_id else None
                box.page.person(who)
            case "session", "start":
                box.page.session_began("made-up", SystemClock().wall())
            case "session", "stop":
                box.page.session_ended()
