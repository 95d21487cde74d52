"""Frame rate and latency."""

import pytest

from edge.gauges import FrameRate, Stopwatch


def test_percentiles_of_what_was_measured() -> None:
    watch = Stopwatch()
    for millisecond in range(1, 101):
        watch.add(millisecond / 1000.0)
    assert watch.read() == pytest.approx((50.5, 95.0), abs=0.11)
    assert watch.read(newest=10).p50_ms == pytest.approx(95.5)


def test_nothing_measured_is_not_zero() -> None:
    assert Stopwatch().read() == (None, None)


def test_rate_of_a_steady_camera() -> None:
    rate = FrameRate()
    for frame in range(300):
        rate.add(frame / 30.0)
    assert rate.read(10.0) == pytest.approx(30.0)
    assert rate.frames == 300


def test_rate_falls_to_nothing_when_the_camera_stops() -> None:
    rate = FrameRate()
    for frame in range(30):
        rate.add(frame / 30.0)
    assert rate.read(5.0) == 0.0
