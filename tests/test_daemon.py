"""The daemon's loop, with scripted sources and a pipeline that writes down what it is asked."""

import asyncio
import itertools
from collections.abc import AsyncGenerator, AsyncIterator, Iterator

import pytest

from edge.daemon import Daemon, metronome
from edge.messages import (
    CoachText,
    Command,
    Cue,
    Event,
    ImuSample,
    Nobody,
    Pose,
    Sample,
    Set,
    Tick,
)
from tests.scripted_daemon import Diary, FakeClock, Mind, Watching, for_ever, no_ticks, pose, run, script, visit


def test_every_sample_is_kept_before_it_is_thought_about_and_events_after() -> None:
    daemon, diary, _ = visit(script(Nobody(1.0, 1), pose(2.0)))
    run(daemon)
    assert [(done, type(message)) for done, message in diary] == [
        ("kept", Nobody), ("thought", Nobody), ("kept", Pose), ("thought", Pose), ("kept", Cue), ("kept", Set),
    ]  # fmt: skip


def test_poses_are_rounded_at_the_door() -> None:
    daemon, diary, _ = visit(script(pose(1.0)))
    run(daemon)
    kept, thought = diary[0][1], diary[1][1]
    assert kept is thought
    assert kept.image[0].tolist() == [0.1, 0.1, 0.1, 0.123]


def test_the_visit_ends_when_every_source_has_and_finishes_at_the_last_sample() -> None:
    daemon, _, delivered = visit(script(pose(1.0)), script(ImuSample(0.5, "bar", (0, 0, 0), (0, 0, 0)), pose(3.5)))
    run(daemon)
    assert isinstance(delivered.events[-1], Set)
    assert delivered.events[-1].t == 3.5


def test_stop_ends_a_visit_whose_sources_never_do() -> None:
    daemon, _, delivered = visit(for_ever(pose(1.0)))

    async def scenario() -> None:
        async with asyncio.timeout(60):
            running = asyncio.create_task(daemon.run())
            while not delivered.events:
                await asyncio.sleep(0)
            daemon.stop()
            await running

    asyncio.run(scenario())
    assert [type(event) for event in delivered.events] == [Cue, Set]


def test_what_waits_in_line_at_the_stop_is_still_thought_about() -> None:
    daemon, diary, _ = visit(script(*(pose(float(t)) for t in range(5))))
    run(daemon)
    assert [message.t for done, message in diary if done == "thought"] == [0.0, 1.0, 2.0, 3.0, 4.0]


def test_a_source_is_closed_when_the_visit_stops() -> None:
    closed = []

    async def source() -> AsyncGenerator[Sample, None]:
        try:
            yield pose(1.0)
            await asyncio.Event().wait()
        finally:
            closed.append(True)

    daemon, _, delivered = visit(source())

    async def scenario() -> None:
        running = asyncio.create_task(daemon.run())
        while not delivered.events:
            await asyncio.sleep(0)
        daemon.stop()
        await running

    asyncio.run(scenario())
    assert closed == [True]


def test_the_watchdog_is_fed_by_each_tick_although_no_source_gives_anything() -> None:
    fed: list[float] = []
    clock, stop = FakeClock(), asyncio.Event()
    diary: Diary = []

    async def ticks() -> AsyncIterator[Tick]:
        for t in range(7):
            yield Tick(float(t))
        stop.set()

    daemon, diary, _ = visit(for_ever(), ticks=ticks, clock=clock, stop=stop, alive=lambda: fed.append(len(diary)))
    run(daemon)
    assert len(fed) == 7
    assert fed[0] == 2, "fed after the tick was kept and thought about"


def test_onlookers_see_nobody_as_nobody() -> None:
    watching = Watching()
    daemon, _, _ = visit(script(pose(1.0), Nobody(2.0, 2)), onlookers=[watching])
    run(daemon)
    assert watching.looks == [None, None]


def test_onlookers_hear_what_is_said_to_the_box_once_it_was_kept() -> None:
    watching = Watching()
    said: list[Command | CoachText] = [Command(0.5, "cues.voice", "0"), CoachText(0.6, 1, "Well done.")]
    daemon, diary, _ = visit(script(pose(0.1), *said), onlookers=[watching])
    run(daemon)
    assert watching.heard == said
    assert [("kept", one) in diary for one in said] == [True, True]


def test_a_visit_does_not_wait_for_its_companions_and_hears_them() -> None:
    press = Command(0.5, "session", "toggle")
    daemon, diary, _ = visit(script(pose(1.0)), companions=[for_ever(press)])
    run(daemon)
    assert ("thought", press) in diary


def test_a_bug_in_a_source_ends_the_visit_loudly() -> None:
    async def broken() -> AsyncGenerator[Sample, None]:
        yield pose(1.0)
        raise ZeroDivisionError

    daemon, _, _ = visit(broken(), for_ever())
    with pytest.raises(ExceptionGroup) as ended:
        run(daemon)
    assert ended.group_contains(ZeroDivisionError)


def test_no_sources_and_a_stop_is_a_quiet_end() -> None:
    daemon, _, delivered = visit()
    daemon.stop()
    run(daemon)
    assert delivered.events == []


def test_the_metronome_keeps_its_grid_and_leaves_out_what_it_slept_through(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = FakeClock(0.0)
    late = iter([0.0, 0.03, 0.45, 0.0, 0.0])

    async def sleep(seconds: float) -> None:
        clock.t += seconds + next(late)

    monkeypatch.setattr(asyncio, "sleep", sleep)

    async def first(count: int) -> list[float]:
        ticks = metronome(clock)
        return [round((await anext(ticks)).t, 6) for _ in range(count)]

    assert asyncio.run(first(5)) == [0.1, 0.23, 0.75, 0.8, 0.9]


def test_frames_that_lag_are_replaced_and_counted() -> None:
    counter = itertools.count()

    class Slow(Mind):
        def feed(self, sample: Sample) -> Iterator[Event]:
            next(counter)
            return super().feed(sample)

    diary: Diary = []
    daemon = Daemon(Slow(diary), [script(*(pose(float(t)) for t in range(100)))], clock=FakeClock(), keep=lambda _: None, ticks=no_ticks)
    run(daemon)
    thought = [message.t for _, message in diary]
    assert daemon.health().lost_frames == 100 - len(thought)
    assert thought[-1] == 99.0
