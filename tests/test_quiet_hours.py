"""When it is quiet: across midnight, at the edges, and never by a clock that was not set."""

import asyncio
import os
import time as machine
from collections.abc import Iterator
from datetime import datetime, time

import pytest

from edge.errors import InputError
from edge.messages import Command
from edge.quiet_hours import LOOK_AGAIN_S, QuietHours, time_of_day

NIGHT = QuietHours(time(21, 30), time(7, 0))
NOON = QuietHours(time(12, 0), time(14, 0))
NOT_SET = 1000.0


class WallClock:
    """Starts at a moment of local time; waiting moves it on."""

    def __init__(self, wall: float) -> None:
        self.t, self._wall = 0.0, wall
        self.waits: list[float] = []

    def now(self) -> float:
        return self.t

    def wall(self) -> float:
        return self._wall + self.t

    async def pause(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.t += seconds
        await asyncio.sleep(0)


@pytest.fixture(autouse=True, params=["UTC", "Europe/Madrid"])
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    before = os.environ.get("TZ")
    monkeypatch.setenv("TZ", request.param)
    machine.tzset()
    yield
    monkeypatch.setenv("TZ", before) if before else monkeypatch.delenv("TZ")
    machine.tzset()


def clock_at(hour: int, minute: int = 0) -> WallClock:
    return WallClock(datetime(2026, 3, 10, hour, minute).astimezone().timestamp())


def first(count: int, hours: QuietHours, clock: WallClock) -> list[tuple[float, str]]:
    async def story() -> list[tuple[float, str]]:
        said: list[tuple[float, str]] = []
        async with asyncio.timeout(60):
            async for command in hours.commands(clock, clock.pause):
                assert command.name == "cues.quiet"
                said.append((round(command.t / 60), command.value))
                if len(said) == count:
                    break
        return said

    return asyncio.run(story())


@pytest.mark.parametrize(("hour", "quiet"), [(21, False), (22, True), (23, True), (0, True), (6, True), (7, False), (12, False)])
def test_a_night_goes_over_midnight(hour: int, quiet: bool) -> None:
    assert NIGHT.include(time(hour)) is quiet


def test_an_hour_within_a_day() -> None:
    assert [NOON.include(time(hour)) for hour in (11, 12, 13, 14)] == [False, True, True, False]


def test_begins_and_ends_to_the_minute() -> None:
    assert first(3, NIGHT, clock_at(20)) == [(90, "on"), (90 + 570, "off"), (90 + 1440, "on")]


def test_a_visit_that_begins_in_the_night_is_quiet_at_once() -> None:
    assert first(2, NIGHT, clock_at(23)) == [(0, "on"), (480, "off")]


def test_a_clock_that_was_not_set_keeps_nothing_quiet_and_is_looked_at_again() -> None:
    clock = WallClock(NOT_SET)

    async def story() -> None:
        commands = NIGHT.commands(clock, clock.pause)
        waiting = asyncio.ensure_future(anext(commands))
        for _ in range(20_000):
            await asyncio.sleep(0)
        assert not waiting.done()
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)

    asyncio.run(story())
    assert clock.t > 86_400.0
    assert max(clock.waits) <= LOOK_AGAIN_S


def test_a_clock_that_is_set_late_begins_the_night_late() -> None:
    clock = clock_at(23)
    right, clock._wall = clock._wall, NOT_SET

    async def story() -> Command:
        async def pause(seconds: float) -> None:
            await clock.pause(seconds)
            if clock.t > 300.0:
                clock._wall = right

        return await anext(NIGHT.commands(clock, pause))

    command = asyncio.run(story())
    assert (command.value, 300.0 < command.t < 420.0) == ("on", True)


@pytest.mark.parametrize("text", ["25:00", "9", "half past nine", "21:30:15"])
def test_what_is_no_time_of_day_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="21:30"):
        time_of_day(text)


def test_a_time_of_day_is_read() -> None:
    assert time_of_day("21:30") == time(21, 30)
