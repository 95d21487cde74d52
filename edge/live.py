"""A configuration and a person's wishes -> one live visit: everything opened in order, run, and closed in reverse.

Refuses to know: what is said and shown. What coaching can go on without is gone without, and said.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import numpy.ma  # noqa: F401 - numpy loads it in the first percentile, which would take 50 ms from somebody's first cue

from edge.attendance import Attendance, Sitting, Wanted
from edge.camera_choice import CameraChoice
from edge.capture.choose import watch_sources
from edge.capture.phone import PhoneSource
from edge.capture.source import Source, keep_open
from edge.clock import Clock
from edge.companions import Companions, choose_companions
from edge.config import PATH, Loaded
from edge.config_options import Config
from edge.daemon import Daemon, Output
from edge.errors import EdgeError
from edge.estimate.heart import highest_of, zone
from edge.front import FOLDER, Front
from edge.gauges import REMEMBERED, Health, latencies
from edge.lessons import Teacher
from edge.lock import only_one
from edge.messages import Person
from edge.senses import Senses, configured_senses, played_senses
from edge.sittings import Plan, Sittings
from edge.state import State, state_folder
from edge.stopping import stopped_by_signals
from edge.store.archive import Archive, open_archive
from edge.store.retention import Retention
from edge.systemd import Notifier
from edge.technician import LogTail
from edge.web.api import LivePage
from edge.web.desk import Desk
from edge.web.server import serving
from edge.web.services import Services
from edge.weights import model_hashes, models_folder

log = logging.getLogger(__name__)

GUEST = Person()
LOOK_S = 0.5
"""How often a demo that is over looks whether somebody still watches its page."""


@dataclass(frozen=True, slots=True)
class Wish:
    """How a visit is to be. config_path: of the file that was loaded. exercise, port, sources: instead of the configured ones.

    camera_socket: where the camera process that systemd keeps comes to; None starts one as a child. made_up: nobody real is seen, so that
    whoever opens the page may see all of it.
    """

    loaded: Loaded
    person: Person = GUEST
    exercise: str = ""
    page: bool = True
    port: int | None = None
    sources: Sequence[Source] | None = None
    camera_socket: Path | None = None
    made_up: bool = False
    config_path: Path = PATH

    @property
    def counted(self) -> str:
        """The exercise that the pipeline is built for."""
        return self.exercise or self.loaded.config.judge.exercise

    @property
    def state(self) -> Path:
        return state_folder(self.loaded.config.store.state_dir)

    @property
    def models(self) -> Path:
        return models_folder(self.loaded.config.store.models_dir)


@dataclass(slots=True)
class Visit:
    """What came of it. page: its address. session: the last one whose recording was kept whole, by its id, empty where none was.
    watched: a browser showed the page at its end. stopped: by a signal, before its sources ended; interrupted: by Ctrl-C.
    troubles: sentences about what had to be done without."""

    page: str = ""
    session: str = ""
    watched: bool = False
    stopped: bool = False
    interrupted: bool = False
    health: Health = field(default_factory=Health)
    troubles: list[str] = field(default_factory=list)
    _told: set[str] = field(default_factory=set)

    def stop(self) -> None:
        self.stopped = True

    def interrupt(self) -> None:
        self.interrupted = True

    def note(self, trouble: str) -> None:
        if trouble not in self.troubles:
            self.tell(trouble)
            self.troubles.append(trouble)

    def tell(self, trouble: str) -> None:
        """Log it, once."""
        if trouble not in self._told:
            self._told.add(trouble)
            log.warning("%s", trouble)


Opened = Callable[[Visit], Sequence[Output]]
"""Called when all is open, before the first sample: tells people, and gives the outputs."""


Closed = Callable[[Visit], object]


async def hold_visit(wish: Wish, clock: Clock, opened: Opened, notifier: Notifier, closed: Closed = lambda _: None) -> Visit:
    """One visit, until its sources end or a signal comes: sessions one after another. Raises EdgeError where there can be none.

    closed: called once all is kept, while the page may still be looked at.
    """
    visit = Visit()
    async with AsyncExitStack() as stack:
        tail = stack.enter_context(LogTail())
        _tell_mistakes(wish.loaded)
        stop = stack.enter_context(stopped_by_signals(visit.stop, visit.interrupt))
        _take_lock(stack, wish, visit)
        senses = _senses(wish, clock)
        box = await _furnish(stack, wish, clock, visit, tail, senses.camera)
        beside = _companions(wish, clock)
        box.page.light_from = senses.brightness
        daemon = Daemon(
            box.attendance,
            senses.streams,
            companions=[*beside.samples, box.desk.commands(), *(keep_open(one, clock) for one in (box.phone, *_watches(wish)))],
            clock=clock,
            keep=box.attendance.keep,
            admit=box.attendance.admit,
            outputs=[*beside.outputs, box.page, *opened(visit)],
            onlookers=[box.page, box.teacher],
            alive=notifier.alive,
            stop=stop,
            recording=box.sittings.recorded,
            troubles=partial(_troubles, visit, box.sittings),
        )
        box.sittings.quality = lambda: dict(latencies(daemon.health(newest=REMEMBERED)))
        notifier.ready()
        stack.callback(notifier.stopping)
        await _run(daemon)
        visit.health = daemon.health(newest=REMEMBERED)
        await _settle(box, visit)
        closed(visit)
        if wish.made_up:
            await _until_nobody_looks(box.page, visit)
    return visit


@dataclass(frozen=True, slots=True)
class _Box:
    """What outlives the sessions of a visit."""

    page: LivePage
    desk: Desk
    phone: PhoneSource
    teacher: Teacher
    sittings: Sittings
    attendance: Attendance


async def _furnish(stack: AsyncExitStack, wish: Wish, clock: Clock, visit: Visit, tail: LogTail, camera: CameraChoice | None) -> _Box:
    """The archive, the page, and the first session."""
    front = Front(wish.loaded, wish.config_path, wish.state, wish.models, clock, wish.made_up)
    page, desk, phone = front.page(), front.desk(), PhoneSource(clock)
    archive = _open_archive(stack, wish, clock, visit)
    teacher = Teacher(State(wish.state), desk, wish.counted)
    for mistake in teacher.mistakes:
        visit.note(mistake)
    await _serve(stack, wish, visit, replace(front.services(page, desk, archive, tail, phone, camera), teacher=teacher))
    sittings = Sittings(_plan(wish), clock, archive, visit.note)
    stack.push_async_callback(sittings.settled)
    if camera:
        camera.changed.append(partial(_name_configuration, sittings))
    attendance = Attendance(sittings.begin, sittings.rest, partial(_tell_page, page, sittings, wish), wish.loaded.config.store.ends_after_s)
    attendance.open(Wanted(sittings.person_called(wish.person), not wish.person.guest or wish.sources is not None, clock.now()))
    stack.callback(attendance.leave)
    tidying = asyncio.create_task(sittings.tidy_daily())
    stack.callback(tidying.cancel)
    return _Box(page, desk, phone, teacher, sittings, attendance)


async def _settle(box: _Box, visit: Visit) -> None:
    """Everything is on the disk when this returns."""
    box.attendance.leave()
    await box.sittings.settled()
    visit.session, visit.watched = box.sittings.kept, bool(box.page.viewers)
    for problem in box.sittings.problems():
        visit.note(problem)


async def _until_nobody_looks(page: LivePage, visit: Visit) -> None:
    """Whoever has a demo open in a browser goes on looking at what was kept of it, until they close it or press Ctrl-C.

    Then Ctrl-C interrupts nothing any more.
    """
    before = visit.interrupted
    while page.viewers and not visit.stopped:
        await asyncio.sleep(LOOK_S)
    visit.interrupted = before


def _tell_mistakes(loaded: Loaded) -> None:
    for mistake in loaded.mistakes:
        log.error("configuration: %s", mistake)
    if loaded.safe_mode:
        many = len(loaded.mistakes)
        which = "the mistake above is" if many == 1 else f"the {many} mistakes above are"
        log.error("safe mode: no device is opened until %s corrected and EdgeCoach is started again", which)


async def _run(daemon: Daemon) -> None:
    """The daemon's run; what a user can cause comes out of its tasks as it is, a bug as the group that it is."""
    try:
        await daemon.run()
    except BaseExceptionGroup as problems:
        curable, bugs = problems.split(EdgeError)
        if curable is None or bugs is not None:
            raise
        raise _first(curable) from None


def _first(group: BaseExceptionGroup[EdgeError]) -> EdgeError:
    found = group.exceptions[0]
    return _first(found) if isinstance(found, BaseExceptionGroup) else found


def _take_lock(stack: AsyncExitStack, wish: Wish, visit: Visit) -> None:
    try:
        stack.enter_context(only_one(wish.state))
    except OSError as problem:
        visit.note(f"{wish.state} cannot be written ({problem.strerror}), so nothing is kept: make it writable, or set store.state_dir")


async def _serve(stack: AsyncExitStack, wish: Wish, visit: Visit, services: Services) -> None:
    """The page, where it is wanted."""
    web = wish.loaded.config.web
    if wish.page:
        port = web.port if wish.port is None else wish.port
        visit.page = await stack.enter_async_context(serving(services, port, web.listen, wish.state / FOLDER))


def _senses(wish: Wish, clock: Clock) -> Senses:
    """In safe mode no device is opened."""
    if wish.loaded.safe_mode:
        return Senses()
    if wish.sources is not None:
        return played_senses(wish.sources, clock)
    return configured_senses(wish.loaded.config, wish.config_path, wish.models, wish.camera_socket, wish.state, clock)


def _name_configuration(sittings: Sittings, config: Config) -> None:
    """Sessions that begin from now on name this one."""
    sittings.plan = replace(sittings.plan, config_hash=config.digest)


def _watches(wish: Wish) -> Sequence[Source]:
    """Where the configured sources are used, the watch is too; a visit does not wait for its end."""
    return [] if wish.loaded.safe_mode or wish.sources is not None else watch_sources(wish.loaded.config.capture.watch, State(wish.state))


def _companions(wish: Wish, clock: Clock) -> Companions:
    """In safe mode no device is opened."""
    return Companions() if wish.loaded.safe_mode else choose_companions(wish.loaded.config.respond, clock, wish.state)


def _open_archive(stack: AsyncExitStack, wish: Wish, clock: Clock, visit: Visit) -> Archive | None:
    """Where sessions are kept; without it they go on unkept."""
    if wish.loaded.safe_mode or visit.troubles:
        return None
    try:
        return stack.enter_context(open_archive(wish.state, clock))
    except (EdgeError, OSError) as problem:
        visit.note(f"Nothing is kept: {problem}")
        return None


def _plan(wish: Wish) -> Plan:
    config, store = wish.loaded.config, wish.loaded.config.store
    unnamed, keep = replace(wish.person, name=""), Retention(store.keep_days or None, store.keep_mb or None)
    return Plan(State(wish.state), unnamed, wish.counted, config.digest, model_hashes(wish.models), wish.page, store.recording, keep)


def _tell_page(page: LivePage, sittings: Sittings, wish: Wish, now: Sitting | None) -> None:
    """Whose session it is, and whose highest heart rate counts."""
    if now is None:
        page.session_ended()
        return
    person = sittings.person
    highest = highest_of(wish.loaded.config.capture.watch.max_heart_bpm, person.body.age if person else wish.person.age)
    page.person(person, lambda bpm: None if highest is None else zone(bpm, highest))
    page.session_began(now.session_id, sittings.clock.wall())


def _troubles(visit: Visit, sittings: Sittings) -> list[str]:
    """What is wrong for good, and what is wrong now."""
    now = [problem for problem in sittings.problems() if problem not in visit.troubles]
    for problem in now:
        visit.tell(problem)
    return [*visit.troubles, *now]
