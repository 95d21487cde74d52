"""What the daemon tells of itself: links, latencies, the age of a heart rate."""

import asyncio
import math
from collections.abc import AsyncIterator, Iterator

import pytest

from edge.daemon import Daemon
from edge.messages import (
    Alignment,
    Cue,
    Event,
    HeartRate,
    ImuSample,
    LinkChange,
    Priority,
    Sample,
    Side,
    Tick,
)
from tests.scripted_daemon import FakeClock, Mind, Watching, for_ever, no_ticks, pose, run, script, visit


def test_health_reports_come_with_the_ticks_and_tell_of_links() -> None:
    watching = Watching()

    async def ticks() -> AsyncIterator[Tick]:
        for t in range(10):
            await asyncio.sleep(0)
            yield Tick(float(t))
        daemon.stop()

    unplugged = for_ever(LinkChange(0.0, "camera", False, "The camera is unplugged"))
    daemon, _, _ = visit(unplugged, ticks=ticks, onlookers=[watching], recording=lambda: "20261121")
    run(daemon)
    assert len(watching.reports) == 3
    assert watching.reports[0].links == (("camera", False, "The camera is unplugged"),)
    assert watching.reports[0].recording == "20261121"


def test_health_tells_what_is_known_of_worn_sensors_and_of_who_stood_for_them() -> None:
    mind = Mind([])
    mind.alignments, mind.stood_s = (Alignment(9.0, "thigh", 0.1, 0.02, Side.LEFT, None, math.inf, guided=False),), 7.5
    health = Daemon(mind, [script(pose(9.9))], clock=FakeClock(), keep=lambda _: None, ticks=no_ticks).health()
    assert (health.alignments, health.stood_s) == (mind.alignments, 7.5)


def test_latency_is_from_the_frames_own_time_to_the_cue() -> None:
    clock = FakeClock(10.0)
    daemon, _, _ = visit(script(pose(9.96), pose(9.94)), clock=clock)
    run(daemon)
    health = daemon.health()
    assert health.frame_to_cue.p50_ms == pytest.approx(50.0)
    assert health.frame_to_answer.p95_ms == pytest.approx(59.0)
    assert health.frames == 2


def test_what_the_daemon_itself_takes_is_from_the_poses_arrival() -> None:
    clock = FakeClock(10.0)

    class Thinking(Mind):
        def feed(self, sample: Sample) -> Iterator[Event]:
            clock.t += 0.004
            return super().feed(sample)

    daemon = Daemon(Thinking([]), [script(pose(9.9))], clock=clock, keep=lambda _: None, ticks=no_ticks)
    run(daemon)
    assert daemon.health().pose_to_cue.p50_ms == pytest.approx(4.0)


def test_a_cue_that_an_imu_caused_is_timed_from_the_reading() -> None:
    class Feeling(Mind):
        def feed(self, sample: Sample) -> Iterator[Event]:
            yield Cue(sample.t, "tone", "count.good", Priority.COUNT, sample.t + 1.0)

    reading = ImuSample(9.98, "bar", (0, 0, 0), (0, 0, 0))
    daemon = Daemon(Feeling([]), [script(reading)], clock=FakeClock(10.0), keep=lambda _: None, ticks=no_ticks)
    run(daemon)
    health = daemon.health()
    assert health.imu_to_cue.p50_ms == pytest.approx(20.0)
    assert health.pose_to_cue.p50_ms is None


def test_a_heart_rate_has_its_age_and_goes_stale() -> None:
    clock = FakeClock(10.0)
    daemon, _, _ = visit(script(HeartRate(7.5, 112.0)), clock=clock)
    run(daemon)
    assert daemon.health().heart == (112.0, 2.5)
    clock.t = 17.6
    assert daemon.health().heart is None
