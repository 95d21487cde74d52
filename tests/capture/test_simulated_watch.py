"""The simulated watch is a watch to whoever reads it, and misbehaves when it is told to."""

import asyncio
import math
from contextlib import aclosing

import pytest

from edge.capture.simulate import Drop, Leave, Stall, Trouble
from edge.capture.simulated_watch import Garble, OffWrist, SimulatedRadio, simulated_watch
from edge.capture.source import keep_open
from edge.messages import HeartRate, ImuSample, LinkChange, Sample
from tests.capture.virtual_time import VirtualClock, in_virtual_time


def told(seconds: float, *troubles: Trouble) -> list[tuple[float, Sample]]:
    """Every sample within so many seconds, with the time it came at, both since the beginning."""

    async def work(clock: VirtualClock) -> list[tuple[float, Sample]]:
        came: list[tuple[float, Sample]] = []
        start = clock.now()
        watch = simulated_watch(clock, lambda t: 60.0 + t, lambda t: (math.sin(t), 0.0, 1.0), troubles)
        try:
            async with asyncio.timeout(seconds), aclosing(keep_open(watch, clock)) as samples:
                async for sample in samples:
                    came.append((clock.now() - start, sample))
        except TimeoutError:
            return came
        raise AssertionError("a watch does not end")

    return in_virtual_time(work)


def links(came: list[tuple[float, Sample]]) -> list[tuple[bool, str]]:
    return [(sample.link, sample.reason.split(":")[0]) for _, sample in came if isinstance(sample, LinkChange)]


def beats(came: list[tuple[float, Sample]]) -> list[float]:
    return [t for t, sample in came if isinstance(sample, HeartRate)]


def test_without_trouble_it_gives_its_heart_and_its_motion() -> None:
    came = told(30.0)
    assert links(came) == [(True, "")]
    assert [sample.bpm for _, sample in came if isinstance(sample, HeartRate)] == pytest.approx([60.0 + n for n in range(30)], abs=1.0)
    moved = [sample for _, sample in came if isinstance(sample, ImuSample)]
    assert len(moved) == pytest.approx(300, abs=3)
    assert moved[20].accel == pytest.approx((9.80665 * math.sin(2.0), 0.0, 9.80665), abs=0.3)


def test_it_leaves_and_comes_back() -> None:
    came = told(60.0, Leave(10.0, 20.0))
    assert links(came) == [(True, ""), (False, "the watch left"), (True, "")]
    assert not any(10.2 < t < 30.0 for t in beats(came))
    assert any(30.0 < t < 40.0 for t in beats(came))


def test_it_drops_what_it_says_until_it_counts_as_silent() -> None:
    assert links(told(60.0, Drop(10.0, 5.0))) == [(True, "")]
    assert links(told(60.0, Drop(10.0, 15.0))) == [(True, ""), (False, "the watch fell silent"), (True, "")]


def test_it_stalls_and_then_says_all_at_once() -> None:
    came = told(30.0, Stall(10.0, 3.0))
    at_once = [sample.t for t, sample in came if isinstance(sample, ImuSample) and 13.0 <= t < 13.15]
    assert len(at_once) >= 30
    assert at_once == sorted(set(at_once))


def test_it_talks_nonsense() -> None:
    assert links(told(60.0, Garble(10.0, 15.0))) == [(True, ""), (False, "the watch fell silent"), (True, "")]


def test_off_the_wrist_it_has_no_heart_rate_and_still_moves() -> None:
    came = told(30.0, OffWrist(10.0, 10.0))
    assert links(came) == [(True, "")]
    assert not any(11.0 < t < 20.0 for t in beats(came))
    assert any(11.0 < t < 20.0 for t, sample in came if isinstance(sample, ImuSample))


def test_it_is_seen_while_it_is_there() -> None:
    async def scanned(clock: VirtualClock) -> list[int]:
        radio = SimulatedRadio(lambda t: 60.0, lambda t: (0.0, 0.0, 1.0), [Leave(3.0, 7.0)], clock)
        return [len(await radio.scan(4.0)) for _ in range(4)]

    assert in_virtual_time(scanned) == [1, 0, 0, 1]
