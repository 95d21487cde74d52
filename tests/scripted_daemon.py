"""A daemon for tests: scripted sources, a clock that stands, a pipeline that writes down what it is asked."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from typing import Any, TypeAlias

import numpy as np

from edge.daemon import Daemon, Ticks
from edge.gauges import Health
from edge.messages import (
    Alignment,
    CoachText,
    Command,
    Cue,
    Event,
    MotionState,
    Pose,
    Priority,
    Sample,
    Set,
    Tick,
)


class FakeClock:
    def __init__(self, t: float = 100.0) -> None:
        self.t = t

    def now(self) -> float:
        return self.t

    def wall(self) -> float:
        return 0.0


Diary: TypeAlias = list[tuple[str, Any]]
"""What was done with which sample or event, in order."""


class Mind:
    """A cue for every pose; a set at the end. Remembers everything, in order, with what was kept before it."""

    def __init__(self, diary: Diary) -> None:
        self.state: MotionState | None = None
        self.alignments: tuple[Alignment, ...] = ()
        self.stood_s: float | None = None
        self.diary = diary

    def feed(self, sample: Sample) -> Iterator[Event]:
        self.diary.append(("thought", sample))
        if isinstance(sample, Pose):
            yield Cue(sample.t, "voice", "count", Priority.COUNT, sample.t + 1.0)

    def finish(self, t: float) -> Iterator[Event]:
        yield Set(t, 1, "squat", 0.0, t, 1, 1, None)


class Delivered:
    def __init__(self) -> None:
        self.events: list[Event] = []

    def deliver(self, event: Event) -> None:
        self.events.append(event)


class Watching:
    def __init__(self) -> None:
        self.looks: list[MotionState | None] = []
        self.reports: list[Health] = []
        self.heard: list[Command | CoachText] = []

    def look(self, state: MotionState | None) -> None:
        self.looks.append(state)

    def hear(self, said: Command | CoachText) -> None:
        self.heard.append(said)

    def health(self, health: Health) -> None:
        self.reports.append(health)


def pose(t: float, seq: int = 0) -> Pose:
    return Pose(t, seq, np.full((33, 4), 0.123456), np.full((33, 3), 0.123456), 640, 480)


async def script(*samples: Sample) -> AsyncGenerator[Sample, None]:
    for sample in samples:
        yield sample


async def for_ever(*samples: Sample) -> AsyncGenerator[Sample, None]:
    for sample in samples:
        yield sample
    await asyncio.Event().wait()


async def no_ticks() -> AsyncIterator[Tick]:
    await asyncio.Event().wait()
    yield Tick(0.0)


def run(daemon: Daemon) -> None:
    async def bounded() -> None:
        async with asyncio.timeout(60):
            await daemon.run()

    asyncio.run(bounded())


def visit(*sources: AsyncGenerator[Sample, None], ticks: Ticks = no_ticks, **extra: Any) -> tuple[Daemon, Diary, Delivered]:
    diary: Diary = []
    delivered = Delivered()
    mind = Mind(diary)
    clock = extra.pop("clock", FakeClock())
    daemon = Daemon(
        mind, sources, clock=clock, keep=lambda message: diary.append(("kept", message)), outputs=[delivered], ticks=ticks, **extra,
    )  # fmt: skip
    return daemon, diary, delivered
