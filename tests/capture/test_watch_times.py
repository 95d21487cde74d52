"""When a watch's readings were taken, from when their packets came: late, in bursts, some of them never."""

import random
import statistics
from itertools import accumulate, pairwise

import pytest

from edge.capture.watch.arrival import Rhythm
from edge.capture.watch.bangle import BangleStream


@pytest.mark.parametrize(("period_s", "together"), [(0.1, 1), (0.1, 3), (0.1, 5), (0.08, 3), (0.125, 3), (0.2, 2)])
def test_bursts_are_spread_over_the_time_they_were_taken_in(period_s: float, together: int) -> None:
    """About ten readings a second that come several at a time: nearly even, never late, never backwards."""
    rhythm = Rhythm(0.1)
    arrivals = [100.0 + period_s * together * (number // together + 1) for number in range(600)]
    times = [rhythm.feed(arrived) for arrived in arrivals]
    settled = list(zip(times, arrivals, strict=True))[200:]
    steps = [later - sooner for sooner, later in pairwise(times[200:])]
    assert all(t <= arrived + 0.001 * together for t, arrived in settled)
    assert min(steps) > 0.5 * period_s
    assert max(steps) < 1.5 * period_s
    assert max(arrived - t for t, arrived in settled) < 0.1 + period_s * together


@pytest.mark.parametrize(("kept", "rms_s"), [(1.0, 0.03), (0.9, 0.09)])
def test_delays_are_smoothed_and_readings_never_sent_do_no_harm(kept: float, rms_s: float) -> None:
    """Ten readings a second, delayed by 20, 50 or 250 ms in order: 92 ms rms as they arrive."""
    chance = random.Random(1)
    taken = [100.0 + 0.1 * number for number in range(3000) if chance.random() < kept]
    arrivals = accumulate((t + chance.choice((0.02, 0.05, 0.25)) for t in taken), max)
    rhythm = Rhythm(0.1)
    errors = [rhythm.feed(arrived) - t for t, arrived in zip(taken, arrivals, strict=True)][300:]
    assert statistics.pstdev(errors) < rms_s


def test_after_a_pause_a_rhythm_begins_anew() -> None:
    rhythm = Rhythm(0.1)
    assert [rhythm.feed(10.0), rhythm.feed(13.0)] == [10.0, 13.0]
    assert rhythm.feed(13.0) == pytest.approx(13.001)


def test_a_watch_whose_clock_is_set_is_followed() -> None:
    stream = BangleStream()
    times = [next(stream.feed(b"@A,%d,0,0,1000\n" % stamp_ms, t)).t for stamp_ms, t in ((5000, 105.0), (6000, 106.02), (9_000_000, 107.0))]
    assert times == pytest.approx([105.0, 106.0, 107.0], abs=1e-3)
