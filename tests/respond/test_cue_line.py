"""Which cue is given: the newest of those that matter most, and none that comes too late. Virtual time."""

import asyncio
from typing import Any

import pytest

from edge.messages import Cue, Posture, Priority
from edge.respond.cue_line import CueLine
from tests.capture.virtual_time import VirtualClock, in_virtual_time


def cue(t: float, text: str, priority: Priority = Priority.COUNT, lasts_s: float = 0.5, channel: str = "haptic") -> Cue:
    return Cue(t, channel, text, priority, t + lasts_s)


def taken(*put: tuple[str, Priority], wait_s: float = 0.0) -> str | None:
    async def work(clock: VirtualClock) -> str | None:
        line = CueLine("haptic", clock)
        for text, priority in put:
            line.put(cue(clock.now(), text, priority))
        await line.rest(wait_s, Priority.SAFETY)
        found = await line.take(0.1)
        return found.text if found else None

    return in_virtual_time(work)


def test_the_newest_wins() -> None:
    assert taken(("first", Priority.COUNT), ("second", Priority.COUNT)) == "second"


def test_what_matters_more_is_not_put_aside() -> None:
    assert taken(("warning", Priority.SAFETY), ("tick", Priority.COUNT)) == "warning"
    assert taken(("tick", Priority.COUNT), ("warning", Priority.SAFETY)) == "warning"


def test_what_matters_a_little_more_is_not_put_aside() -> None:
    assert taken(("praise", Priority.PRAISE), ("tick", Priority.COUNT)) == "praise"


def test_a_cue_is_given_the_moment_it_comes() -> None:
    """Whoever waits for one does not wait to the end of their time."""

    async def work(clock: VirtualClock) -> float:
        line, begun = CueLine("haptic", clock), clock.now()
        asyncio.get_running_loop().call_later(0.3, lambda: line.put(cue(clock.now(), "tick")))
        found = await line.take(5.0)
        assert found is not None
        return clock.now() - begun

    assert in_virtual_time(work) == pytest.approx(0.3)


def test_a_cue_that_waited_too_long_is_left_out() -> None:
    assert taken(("tick", Priority.COUNT), wait_s=0.4) == "tick"
    assert taken(("tick", Priority.COUNT), wait_s=0.6) is None


def test_an_expired_warning_does_not_stand_in_the_way() -> None:
    async def work(clock: VirtualClock) -> Any:
        line = CueLine("haptic", clock)
        line.put(cue(clock.now() - 1.0, "warning", Priority.SAFETY))
        line.put(cue(clock.now(), "tick"))
        return await line.take(0.1)

    assert in_virtual_time(work).text == "tick"


def test_other_channels_and_other_events_are_left_alone() -> None:
    async def work(clock: VirtualClock) -> Any:
        line = CueLine("haptic", clock)
        line.put(cue(clock.now(), "spoken", channel="voice"))
        line.put(Posture(clock.now(), "upright"))
        return await line.take(0.1)

    assert in_virtual_time(work) is None


def test_a_pause_is_cut_short_by_what_matters_as_much() -> None:
    async def work(clock: VirtualClock) -> list[tuple[bool, float]]:
        line, begun = CueLine("haptic", clock), clock.now()
        line.put(cue(begun, "tick", lasts_s=9.0))
        through = await line.rest(1.0, Priority.FORM)
        waited = clock.now() - begun
        return [(through, waited), (await line.rest(1.0, Priority.COUNT), clock.now() - begun - waited)]

    assert in_virtual_time(work) == [(True, 1.0), (False, 0.0)]
