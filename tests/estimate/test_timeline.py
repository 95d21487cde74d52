"""The same movement twice: its lag, its heading, and how sure they are."""

import math

import numpy as np
import pytest

from edge.estimate.timeline import HZ, Follower, Pair
from edge.messages import Array

SECONDS = 10.0
REACH = (-0.6, 0.6)


def movement(rng: np.random.Generator, t: Array) -> Array:
    """(n, 3) turning that never repeats, about 1 rad/s."""
    frequency, phase = rng.uniform(0.15, 1.2, (5, 1, 3)), rng.uniform(0, 2 * np.pi, (5, 1, 3))
    return np.asarray(np.sin(2 * np.pi * frequency * t[None, :, None] + phase).sum(axis=0) / 2)


def twice(seed: int, late: float = 0.0, yaw: float = 0.0, noise: float = 0.0) -> tuple[Array, Array]:
    """(seen, felt): the felt one `late` by so many seconds, and to be turned by yaw. noise: of the seen one, rad/s, over 0.1 s."""
    t = np.arange(round(SECONDS * HZ)) / HZ
    seen, felt = movement(np.random.default_rng(seed), t), movement(np.random.default_rng(seed), t - late)
    c, s = math.cos(yaw), math.sin(yaw)
    seen = 0.8 * seen @ np.array([[c, s, 0], [-s, c, 0], [0, 0, 1]])
    rough = np.random.default_rng(seed + 1).standard_normal((len(t) + 4, 3)) * noise * math.sqrt(5)
    return seen + np.lib.stride_tricks.sliding_window_view(rough, 5, axis=0).mean(axis=-1), felt


@pytest.mark.parametrize("late", [-0.4, -0.123, 0.0, 0.25, 0.4])
@pytest.mark.parametrize("yaw", [0.0, 2.5])
def test_lag_and_heading_are_recovered(late: float, yaw: float) -> None:
    match = Pair(*twice(3, late, yaw), 0.25).find(REACH)
    assert match is not None
    assert match.offset == pytest.approx(late, abs=0.003)
    assert match.yaw == pytest.approx(yaw, abs=0.03)
    assert match.correlation > 0.98


def test_the_claimed_doubt_covers_the_error() -> None:
    matches = [Pair(*twice(seed, 0.2, 1.0, noise=0.8), 0.25).find(REACH) for seed in range(60)]
    found = [match for match in matches if match is not None]
    lag = np.array([(match.offset - 0.2) / match.offset_sd for match in found])
    yaw = np.array([math.remainder(match.yaw - 1.0, 2 * math.pi) / match.yaw_sd for match in found])
    assert len(found) > 50
    assert np.mean(np.abs(lag) < 2) > 0.9
    assert np.mean(np.abs(yaw) < 2) > 0.9
    assert np.abs(lag).max() > 0.5


def test_gaps_are_left_out() -> None:
    seen, felt = twice(5, 0.2)
    seen[100:160], felt[300:330] = np.nan, np.nan
    match = Pair(seen, felt, 0.25).find(REACH)
    assert match is not None
    assert match.offset == pytest.approx(0.2, abs=0.005)


def test_a_swing_that_looks_like_the_next_one_tells_nothing() -> None:
    t = np.arange(round(SECONDS * HZ)) / HZ
    swing = np.stack([np.sin(2 * np.pi * 2.5 * t), np.zeros_like(t), np.zeros_like(t)], axis=1)
    assert Pair(swing, swing, 0.25).find(REACH) is None


def test_stillness_and_strangers_tell_nothing() -> None:
    seen, felt = twice(7)
    assert Pair(0.1 * seen, 0.1 * felt, 0.25).find(REACH) is None
    assert Pair(seen, twice(8)[1], 0.25).find(REACH) is None
    assert Pair(np.full_like(seen, np.nan), felt, 0.25).find(REACH) is None


def test_a_lag_beyond_reach_is_not_guessed() -> None:
    assert Pair(*twice(3, 0.8), 0.25).find((-0.3, 0.3)) is None


def test_more_looks_make_surer_but_not_surer_than_the_method() -> None:
    follower = Follower(drift=0.0, even=0.015)
    assert follower.value is None
    assert follower.sd == math.inf
    for k in range(50):
        follower.feed(10.0 * k, 0.2, 0.03)
    assert follower.value == pytest.approx(0.2)
    assert 0.015 < follower.sd < 0.017


def test_time_makes_unsure() -> None:
    follower = Follower(drift=1e-6, even=0.0)
    follower.feed(0.0, 0.1, 0.01)
    follower.feed(1000.0, 0.15, 0.01)
    assert follower.value is not None
    assert follower.value > 0.14


def test_one_contradiction_is_passed_over_and_three_are_believed() -> None:
    follower = Follower(drift=0.0, even=0.0)
    follower.feed(0.0, 0.1, 0.01)
    for t in (1.0, 2.0):
        follower.feed(t, 0.4, 0.01)
        assert follower.value == pytest.approx(0.1)
    follower.feed(3.0, 0.4, 0.01)
    assert follower.value == pytest.approx(0.4)


def test_a_heading_goes_round() -> None:
    follower = Follower(drift=0.0, even=0.0, turn=2 * math.pi)
    follower.feed(0.0, 3.1, 0.1)
    follower.feed(1.0, -3.1, 0.1)
    assert follower.value is not None
    assert abs(follower.value) == pytest.approx(math.pi, abs=0.01)
