"""Three taps, seen and felt."""

import numpy as np
import pytest

from edge.estimate.taps import tap_lag
from edge.estimate.timeline import HZ
from edge.messages import Array

EVEN = (3.0, 3.6, 4.2)


def strengths(times: tuple[float, ...], size: float = 20.0, seed: int = 0) -> Array:
    """(n,) ten seconds of small noise with a sharp peak at each time."""
    t = np.arange(round(10 * HZ)) / HZ
    noise = np.abs(np.random.default_rng(seed).standard_normal(len(t))) * 0.3
    return np.asarray(noise + sum(size * np.exp(-0.5 * ((t - at) / 0.02) ** 2) for at in times))


@pytest.mark.parametrize("late", [-0.4, -0.1, 0.0, 0.31])
def test_the_lag_between_two_triples(late: float) -> None:
    found = tap_lag(strengths(EVEN), strengths(tuple(at + late for at in EVEN), seed=1))
    assert found is not None
    assert found[0] == pytest.approx(late, abs=2.0 * found[1])
    assert found[1] < 0.03


@pytest.mark.parametrize(
    "times",
    [(), (3.0, 3.6), (3.0, 3.6, 4.6), (3.0, 3.1, 3.2), (3.0, 5.0, 7.0), (3.0, 3.6, 4.2, 4.8), tuple(np.arange(0.5, 9.5, 0.5))],
    ids=["none", "two", "uneven", "too quick", "too slow", "four", "exercise"],
)
def test_anything_else_is_no_triple(times: tuple[float, ...]) -> None:
    assert tap_lag(strengths(EVEN), strengths(times, seed=1)) is None
    assert tap_lag(strengths(times), strengths(EVEN, seed=1)) is None


def test_another_rhythm_is_another_tapping() -> None:
    assert tap_lag(strengths(EVEN), strengths((3.0, 4.0, 5.0), seed=1)) is None


def test_a_stray_weak_knock_does_no_harm() -> None:
    felt = strengths(EVEN) + strengths((6.0,), size=6.0, seed=1)
    assert tap_lag(strengths(EVEN), felt) is not None
