"""Sources in, events out, live: the rooms wired together in one loop.

Refuses to know: which sources and outputs there are, and what anything means. Every sample is written down before it is
thought about, so that whatever ends us can be replayed.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterable, Sequence
from contextlib import aclosing
from typing import Protocol

from edge.clock import Clock
from edge.estimate.estimator import HEART_RATE_STALE_S
from edge.gauges import FrameRate, Health, Heart, Stopwatch
from edge.inbox import Arrived, Inbox
from edge.messages import (
    Alignment,
    CoachText,
    Command,
    Cue,
    Event,
    HeartRate,
    ImuSample,
    LinkChange,
    MotionState,
    Nobody,
    Pose,
    Sample,
    Tick,
)
from edge.replay import TICK_S, Thinker

log = logging.getLogger(__name__)

HEALTH_EVERY = 5
"""Ticks between two reports of health: twice a second."""

RECENT = 300
"""Frames over which the shown latency is taken: ten seconds."""


class Mind(Thinker, Protocol):
    """What the daemon needs of a Pipeline."""

    @property
    def state(self) -> MotionState | None: ...
    @property
    def alignments(self) -> tuple[Alignment, ...]: ...
    @property
    def stood_s(self) -> float | None: ...


class Output(Protocol):
    """Somewhere events go. Nothing in it may block: an output with slow work keeps a line of its own."""

    def deliver(self, event: Event) -> None: ...


class Onlooker(Protocol):
    """Someone who watches the body, what is said to the box, and the daemon's health, between events."""

    def look(self, state: MotionState | None) -> None: ...

    def hear(self, said: Command | CoachText) -> None: ...

    def health(self, health: Health) -> None: ...


Samples = AsyncGenerator[Sample, None]
Keep = Callable[[Sample | Event], None]
Admit = Callable[[Sample], Iterable[Sample]]
Ticks = Callable[[], AsyncIterator[Tick]]


async def metronome(clock: Clock) -> AsyncIterator[Tick]:
    """A Tick each tenth of a second, on a grid that does not drift; ticks that were slept through are left out."""
    due = clock.now() + TICK_S
    while True:
        await asyncio.sleep(max(due - clock.now(), 0.0))
        now = clock.now()
        yield Tick(now)
        due += TICK_S * max(1, int((now - due) / TICK_S) + 1)


class Daemon:
    """One visit. `run` ends when `stop` was called or its event set, or when every source has ended (a video; never a camera).

    companions: sources that a visit does not wait for, such as a button or a loudspeaker that comes and goes.
    recording: which session is recorded, empty where none is.
    admit: what is kept and thought about in a sample's place, one after the other.
    """

    def __init__(
        self,
        mind: Mind,
        sources: Sequence[Samples],
        *,
        companions: Sequence[Samples] = (),
        clock: Clock,
        keep: Keep,
        outputs: Iterable[Output] = (),
        onlookers: Iterable[Onlooker] = (),
        alive: Callable[[], None] = lambda: None,
        ticks: Ticks | None = None,
        stop: asyncio.Event | None = None,
        recording: Callable[[], str] = str,
        troubles: Callable[[], Sequence[str]] = tuple,
        admit: Admit = lambda sample: (sample,),
    ) -> None:
        self._mind, self._clock, self._keep, self._admit = mind, clock, keep, admit
        self._sources, self._companions = sources, companions
        self._outputs, self._onlookers = tuple(outputs), tuple(onlookers)
        self._alive, self._recording, self._troubles = alive, recording, troubles
        self._ticks = ticks or (lambda: metronome(clock))
        self._inbox, self._stop = Inbox(), stop or asyncio.Event()
        self._rate, self._answers, self._frame_cues, self._pose_cues, self._imu_cues = FrameRate(), *(Stopwatch() for _ in range(4))
        self._links: dict[str, LinkChange] = {}
        self._heart: HeartRate | None = None
        self._last_t: float | None = None
        self._passes = 0

    def stop(self) -> None:
        """End the visit soon, in good order."""
        self._stop.set()

    async def run(self) -> None:
        """The visit. What was open is finished at the last sample's time; what still waits in line is thought about first."""
        async with asyncio.TaskGroup() as tasks:
            thinking = tasks.create_task(self._think())
            coming = [tasks.create_task(work) for work in (self._listen_to_all(), self._tick(), *map(self._listen, self._companions))]
            await self._stop.wait()
            for task in coming:
                task.cancel()
            while self._inbox:
                await asyncio.sleep(0)
            thinking.cancel()
        self._finish()

    def health(self, newest: int = RECENT) -> Health:
        """How the visit is going; latencies over the newest so many frames."""
        now = self._clock.now()
        return Health(
            t=now,
            fps=self._rate.read(now),
            frames=self._rate.frames,
            lost_frames=self._inbox.lost_frames,
            frame_to_answer=self._answers.read(newest),
            frame_to_cue=self._frame_cues.read(newest),
            pose_to_cue=self._pose_cues.read(newest),
            imu_to_cue=self._imu_cues.read(newest),
            heart=self._heart_at(now),
            links=tuple((link.source, link.link, link.reason) for link in self._links.values()),
            troubles=tuple(self._troubles()),
            recording=self._recording(),
            alignments=self._mind.alignments,
            stood_s=self._mind.stood_s,
        )

    def _heart_at(self, now: float) -> Heart | None:
        if self._heart is None or now - self._heart.t > HEART_RATE_STALE_S:
            return None
        return Heart(self._heart.bpm, round(now - self._heart.t, 1))

    async def _listen_to_all(self) -> None:
        async with asyncio.TaskGroup() as listening:
            for source in self._sources:
                listening.create_task(self._listen(source))
        if self._sources:
            self.stop()

    async def _listen(self, source: Samples) -> None:
        async with aclosing(source):
            async for sample in source:
                await self._inbox.put(sample.rounded() if isinstance(sample, Pose | ImuSample) else sample, self._clock.now())

    async def _tick(self) -> None:
        async for tick in self._ticks():
            await self._inbox.put(tick, tick.t)

    async def _think(self) -> None:
        while True:
            self._pass(await self._inbox.get())
            await asyncio.sleep(0)  # a full inbox must not keep the page and the sources waiting

    def _pass(self, arrived: Arrived) -> None:
        """One sample through everything: admitted, written, thought about, answered."""
        for sample in self._admit(arrived.sample):
            self._keep(sample)
            self._last_t = sample.t
            for event in self._mind.feed(sample):
                self._announce(event)
                if isinstance(event, Cue):
                    self._time_cue(arrived)
        self._account(arrived.sample)

    def _time_cue(self, arrived: Arrived) -> None:
        now = self._clock.now()
        match arrived.sample:
            case Pose():
                self._frame_cues.add(now - arrived.sample.t)
                self._pose_cues.add(now - arrived.at)
            case ImuSample():
                self._imu_cues.add(now - arrived.sample.t)

    def _account(self, sample: Sample) -> None:
        match sample:
            case Pose() | Nobody():
                self._rate.add(sample.t)
                self._answers.add(self._clock.now() - sample.t)
                self._show(self._mind.state if isinstance(sample, Pose) else None)
            case HeartRate():
                self._heart = sample
            case Command() | CoachText():
                for onlooker in self._onlookers:
                    onlooker.hear(sample)
            case LinkChange():
                self._links[sample.source] = sample
                log.log(logging.INFO if sample.link else logging.WARNING, "%s: %s", sample.source, sample.reason or "is there")
                self._show(None)
            case Tick():
                self._passes += 1
                self._alive()
                if self._passes % HEALTH_EVERY == 0:
                    self._report()

    def _announce(self, event: Event) -> None:
        self._keep(event)
        for output in self._outputs:
            output.deliver(event)

    def _show(self, state: MotionState | None) -> None:
        for onlooker in self._onlookers:
            onlooker.look(state)

    def _report(self) -> None:
        health = self.health()
        for onlooker in self._onlookers:
            onlooker.health(health)

    def _finish(self) -> None:
        """The open set or hold ends where the samples end, as a replay of the recording will end it."""
        if self._last_t is None:
            return
        for event in self._mind.finish(self._last_t):
            self._announce(event)
        self._report()
