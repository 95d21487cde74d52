"""keep_open: lost once, back once, and never in a hurry. A fake clock, no sleeping."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import aclosing, asynccontextmanager
from typing import Any

import pytest

from edge.capture.playback import playbacks
from edge.capture.simulate import Drop, Leave, SimulatedCamera, Stall, Trouble
from edge.capture.source import LONGEST_PAUSE_S, Source, keep_open
from edge.errors import DeviceFault, DeviceLost, DeviceMissing, EdgeError, InputError
from edge.messages import Command, HeartRate, ImuSample, LinkChange, Nobody, Sample, Tick


class FakeClock:
    """Time that passes only in pauses, which it remembers."""

    def __init__(self) -> None:
        self.time = 100.0
        self.pauses: list[float] = []

    def now(self) -> float:
        return self.time

    def wall(self) -> float:
        return 0.0

    async def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.time += seconds
        await asyncio.sleep(0)


Step = Sample | BaseException | float
"""A sample to give, an error to raise, or seconds that pass."""


class Scripted:
    """Each opening plays the next list of steps. An error that comes first is raised while opening."""

    name = "scripted"

    def __init__(self, clock: FakeClock, *openings: list[Step]) -> None:
        self.clock, self.openings = clock, list(openings)
        self.open_now = 0

    @asynccontextmanager
    async def open(self) -> AsyncIterator[AsyncIterator[Sample]]:
        steps = self.openings.pop(0)
        if steps and isinstance(steps[0], BaseException):
            raise steps[0]
        self.open_now += 1
        try:
            yield self._play(steps)
        finally:
            self.open_now -= 1

    async def _play(self, steps: list[Step]) -> AsyncIterator[Sample]:
        for step in steps:
            if isinstance(step, BaseException):
                raise step
            if isinstance(step, float):
                self.clock.time += step
            else:
                yield step


def ran(work: Coroutine[Any, Any, list[Sample]]) -> list[Sample]:
    return asyncio.run(work)


async def kept(source: Source, clock: FakeClock, most: int = 100) -> list[Sample]:
    came: list[Sample] = []
    async with aclosing(keep_open(source, clock, clock.pause)) as samples:
        async for sample in samples:
            came.append(sample)
            if len(came) == most:
                break
    return came


def links(samples: list[Sample]) -> list[tuple[bool, str]]:
    return [(sample.link, sample.reason) for sample in samples if isinstance(sample, LinkChange)]


AWAY, GONE = DeviceMissing("it is away", "plug it in"), DeviceLost("it left")


def test_it_speaks_once_when_lost_and_once_when_back() -> None:
    clock = FakeClock()
    source = Scripted(clock, [Nobody(1, 1), GONE], [AWAY], [AWAY], [AWAY], [Nobody(2, 2)])
    came = ran(kept(source, clock))
    assert links(came) == [(True, ""), (False, "it left"), (True, "")]
    assert [sample for sample in came if isinstance(sample, Nobody)] == [Nobody(1, 1), Nobody(2, 2)]
    assert source.open_now == 0


def test_a_device_that_is_away_from_the_start_is_said_with_its_advice() -> None:
    clock = FakeClock()
    came = ran(kept(Scripted(clock, [AWAY], [AWAY], [Nobody(1, 1)]), clock))
    assert links(came) == [(False, "it is away: plug it in"), (True, "")]


def test_pauses_double_up_to_half_a_minute() -> None:
    clock = FakeClock()
    away: list[list[Step]] = [[AWAY] for _ in range(9)]
    ran(kept(Scripted(clock, *away, [Nobody(1, 1)]), clock))
    assert clock.pauses == [0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0, 30.0]
    assert max(clock.pauses) == LONGEST_PAUSE_S


def test_a_source_that_can_be_asked_more_often_is() -> None:
    class Hasty(Scripted):
        longest_pause_s = 2.0

    clock = FakeClock()
    away: list[list[Step]] = [[AWAY] for _ in range(5)]
    ran(kept(Hasty(clock, *away, [Nobody(1, 1)]), clock))
    assert clock.pauses == [0.5, 1.0, 2.0, 2.0, 2.0]


def test_a_source_that_costs_next_to_nothing_to_ask_is_never_waited_for_longer() -> None:
    class Cheap(Scripted):
        longest_pause_s = 0.25

    clock = FakeClock()
    ran(kept(Cheap(clock, [10.0, Nobody(1, 1), GONE], [AWAY], [AWAY], [Nobody(2, 2)]), clock))
    assert clock.pauses == [0.25, 0.25, 0.25]


def test_only_a_steady_device_gets_the_short_pause_again() -> None:
    clock = FakeClock()
    flapping: list[Step] = [9.9, Nobody(1, 1), GONE]
    steady: list[Step] = [10.0, Nobody(1, 1), GONE]
    ran(kept(Scripted(clock, list(flapping), list(flapping), list(steady), [Nobody(1, 1)]), clock))
    assert clock.pauses == [0.5, 1.0, 0.5]


def test_a_source_that_ends_of_itself_has_ended() -> None:
    clock = FakeClock()
    assert ran(kept(Scripted(clock, [Nobody(1, 1)]), clock)) == [LinkChange(100.0, "scripted", True), Nobody(1, 1)]
    assert clock.pauses == []


@pytest.mark.parametrize("error", [InputError("no such file"), ZeroDivisionError(), asyncio.CancelledError()])
def test_what_waiting_cannot_cure_is_raised(error: BaseException) -> None:
    clock = FakeClock()
    with pytest.raises(type(error)):
        ran(kept(Scripted(clock, [Nobody(1, 1), error]), clock))
    assert clock.pauses == []


@pytest.mark.parametrize("error", [DeviceMissing("a"), DeviceLost("b"), DeviceFault("c"), EdgeError("d")])
def test_every_trouble_of_a_device_is_retried(error: EdgeError) -> None:
    clock = FakeClock()
    assert links(ran(kept(Scripted(clock, [error], [Nobody(1, 1)]), clock))) == [(False, str(error)), (True, "")]


def test_closing_it_closes_the_device() -> None:
    clock = FakeClock()
    source = Scripted(clock, [Nobody(1, 1), Nobody(2, 2)])
    assert len(ran(kept(source, clock, most=2))) == 2
    assert source.open_now == 0


SEEN: list[Sample] = [Nobody(number / 10, number) for number in range(50)]


def simulated(*troubles: Trouble) -> tuple[list[Sample], FakeClock]:
    clock = FakeClock()
    return ran(kept(SimulatedCamera(SEEN, troubles, clock, clock.pause), clock)), clock


def numbers(samples: list[Sample]) -> list[int]:
    return [sample.seq for sample in samples if isinstance(sample, Nobody)]


def test_a_simulated_camera_without_trouble_is_a_camera() -> None:
    came, clock = simulated()
    assert numbers(came) == list(range(50))
    assert came[11].t == pytest.approx(101.0)
    assert clock.time == pytest.approx(104.9)


def test_a_simulated_camera_drops_frames() -> None:
    assert numbers(simulated(Drop(1.0, 0.5))[0]) == [*range(10), *range(15, 50)]


def test_a_simulated_camera_stalls_and_then_gives_old_frames_with_their_own_times() -> None:
    came, clock = simulated(Stall(4.0, 2.0))
    assert numbers(came) == list(range(50))
    assert came[-1].t == pytest.approx(104.9)
    assert clock.time == pytest.approx(106.0)


def test_a_simulated_camera_leaves_and_comes_back_where_time_is_by_then() -> None:
    came, _ = simulated(Leave(1.0, 2.0))
    assert links(came)[1:] == [(False, "the simulated camera was unplugged: wait until it comes back"), (True, "")]
    seen = numbers(came)
    assert seen[:10] == list(range(10))
    assert seen[10] >= 30
    assert seen[-1] == 49


def test_a_recording_becomes_the_sources_that_it_came_from() -> None:
    still = (0.0, 0.0, 9.8), (0.0, 0.0, 0.0)
    recorded: list[Sample] = [
        Command(10.0, "person", "guest"),
        LinkChange(10.1, "camera", True),
        Nobody(10.2, 0),
        ImuSample(10.3, "wrist", *still),
        Tick(10.4),
        ImuSample(10.5, "thigh", *still),
        HeartRate(10.6, 80.0),
        ImuSample(10.65, "watch", *still),
        Nobody(10.7, 1),
    ]
    clock = FakeClock()
    sources = playbacks(recorded, clock, clock.pause)
    assert [source.name for source in sources] == ["commands", "camera", "imu wrist", "imu thigh", "watch"]
    came = ran(kept(sources[1], clock))
    assert numbers(came) == [0, 1]
    assert [sample.t for sample in came[1:]] == pytest.approx([100.2, 100.7])
    assert clock.pauses == pytest.approx([0.2, 0.5])
