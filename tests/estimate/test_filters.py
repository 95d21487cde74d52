"""The filters of the landmarks."""

import math
from collections.abc import Callable

import numpy as np
import pytest

from edge.estimate.filters import LowPass, MedianOfThree, OneEuro, smoothing
from edge.messages import Array

DT = 1 / 30


def fed(euro: OneEuro, value: Array, dt: float = DT) -> Array:
    """A run of one."""
    filtered: Array = euro.feed(value[np.newaxis], (dt,))[0]
    return filtered


def passed(median: MedianOfThree, x: float) -> float:
    return float(median.feed(np.array([[x]]))[0, 0])


def test_a_first_value_is_taken_as_it_is_and_never_shared() -> None:
    value = np.array([1.0, 2.0])
    filtered = fed(OneEuro(1.0, 0.0), value)
    assert filtered.tolist() == [1.0, 2.0]
    value[0] = 9.0
    assert filtered[0] == 1.0


def test_what_was_returned_is_not_changed_later() -> None:
    euro = OneEuro(1.0, 1.0)
    first, second = fed(euro, np.zeros(2)), fed(euro, np.ones(2))
    kept = first.copy(), second.copy()
    fed(euro, np.full(2, 5.0))
    assert np.array_equal(first, kept[0])
    assert np.array_equal(second, kept[1])


def test_without_beta_it_is_a_low_pass_of_its_cutoff() -> None:
    euro = OneEuro(min_cutoff_hz=2.0, beta=0.0)
    fed(euro, np.zeros(1))
    weight = 2 * math.pi * 2.0 * DT / (1 + 2 * math.pi * 2.0 * DT)
    assert math.isclose(fed(euro, np.ones(1))[0], weight)
    assert math.isclose(fed(euro, np.ones(1))[0], 1 - (1 - weight) ** 2)


def test_as_published() -> None:
    """Against the formulas of Casiez, Roussel & Vogel, one number at a time."""
    rng = np.random.default_rng(1)
    euro, value, slope = OneEuro(1.2, 0.7, 1.5), 0.0, 0.0
    fed(euro, np.zeros(1))
    for x in rng.normal(size=50).cumsum() * 0.1:
        dt = float(rng.uniform(0.02, 0.06))
        alpha = 1 / (1 + 1 / (2 * math.pi * 1.5 * dt))
        slope = alpha * (x - value) / dt + (1 - alpha) * slope
        alpha = 1 / (1 + 1 / (2 * math.pi * (1.2 + 0.7 * abs(slope)) * dt))
        value = alpha * x + (1 - alpha) * value
        assert math.isclose(fed(euro, np.array([x]), dt)[0], value, abs_tol=1e-12)


def test_noise_at_rest_shrinks_and_a_fast_move_hardly_lags() -> None:
    rng = np.random.default_rng(0)
    noise = rng.normal(0.0, 0.01, 600)
    euro = OneEuro(1.0, 20.0)
    still = np.array([fed(euro, np.array([x]))[0] for x in noise])
    assert still[100:].std() < 0.6 * noise[100:].std()
    ramp = [fed(euro, np.array([2.0 * k * DT]))[0] for k in range(30)]
    assert 2.0 * 29 * DT - ramp[-1] < 0.06


def test_reset_forgets() -> None:
    euro = OneEuro(1.0, 0.0)
    fed(euro, np.zeros(1))
    euro.reset()
    assert fed(euro, np.full(1, 7.0))[0] == 7.0


def test_smoothing_is_within_its_limits() -> None:
    assert smoothing(0.0, DT) == 0.0
    assert smoothing(1e9, DT) > 0.999999


def test_the_median_takes_a_spike_out_and_lets_a_step_through_one_late() -> None:
    median = MedianOfThree()
    spikes = [passed(median, x) for x in (0.0, 0.0, 0.0, 9.0, 0.0, 0.0, -9.0, 0.0, 0.0)]
    assert spikes[2:] == [0.0] * 7
    step = [passed(median, x) for x in (0.0, 5.0, 5.0)]
    assert step == [0.0, 0.0, 5.0]


def test_the_median_begins_anew_after_reset() -> None:
    median = MedianOfThree()
    for x in (0.0, 0.0, 0.0):
        passed(median, x)
    median.reset()
    assert passed(median, 3.0) == 3.0


def test_the_first_value_of_a_low_pass_is_believed_unless_one_was_known() -> None:
    weight = smoothing(2.0, DT)
    assert LowPass(2.0).feed(np.array([4.0, 5.0]), (DT, DT)).tolist() == [4.0, 4.0 + weight]
    known = LowPass(2.0, np.array(1.0))
    assert known.feed(np.array([2.0]), (DT,)).tolist() == [1.0 + weight]
    known.reset()
    assert known.feed(np.array([7.0]), (DT,)).tolist() == [7.0]


@pytest.mark.parametrize("make", [lambda: OneEuro(1.2, 0.7), lambda: LowPass(1.0), MedianOfThree])
def test_a_run_gives_what_its_values_give_one_by_one(make: Callable[[], OneEuro | LowPass | MedianOfThree]) -> None:
    rng = np.random.default_rng(2)
    values, dts = rng.normal(size=(40, 5, 3)), rng.uniform(0.02, 0.06, 40).tolist()
    one_by_one, in_runs = make(), make()

    def feed(to: OneEuro | LowPass | MedianOfThree, first: int, last: int) -> Array:
        run = values[first:last]
        return to.feed(run) if isinstance(to, MedianOfThree) else to.feed(run, dts[first:last])

    single = np.concatenate([feed(one_by_one, k, k + 1) for k in range(40)])
    runs = np.concatenate([feed(in_runs, first, last) for first, last in ((0, 1), (1, 3), (3, 40))])
    assert np.array_equal(single, runs)
