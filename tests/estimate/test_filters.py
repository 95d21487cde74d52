"""The filters of the landmarks."""

import math

import numpy as np

from edge.estimate.filters import MedianOfThree, OneEuro, smoothing

DT = 1 / 30


def test_a_first_value_is_taken_as_it_is_and_never_shared() -> None:
    value = np.array([1.0, 2.0])
    filtered = OneEuro(1.0, 0.0).feed(value, DT)
    assert filtered.tolist() == [1.0, 2.0]
    value[0] = 9.0
    assert filtered[0] == 1.0


def test_what_was_returned_is_not_changed_later() -> None:
    euro = OneEuro(1.0, 1.0)
    first, second = euro.feed(np.zeros(2), DT), euro.feed(np.ones(2), DT)
    kept = first.copy(), second.copy()
    euro.feed(np.full(2, 5.0), DT)
    assert np.array_equal(first, kept[0])
    assert np.array_equal(second, kept[1])


def test_without_beta_it_is_a_low_pass_of_its_cutoff() -> None:
    euro = OneEuro(min_cutoff_hz=2.0, beta=0.0)
    euro.feed(np.zeros(1), DT)
    weight = 2 * math.pi * 2.0 * DT / (1 + 2 * math.pi * 2.0 * DT)
    assert math.isclose(euro.feed(np.ones(1), DT)[0], weight)
    assert math.isclose(euro.feed(np.ones(1), DT)[0], 1 - (1 - weight) ** 2)


def test_as_published() -> None:
    """Against the formulas of Casiez, Roussel & Vogel, one number at a time."""
    rng = np.random.default_rng(1)
    euro, value, slope = OneEuro(1.2, 0.7, 1.5), 0.0, 0.0
    euro.feed(np.zeros(1), DT)
    for x in rng.normal(size=50).cumsum() * 0.1:
        dt = float(rng.uniform(0.02, 0.06))
        alpha = 1 / (1 + 1 / (2 * math.pi * 1.5 * dt))
        slope = alpha * (x - value) / dt + (1 - alpha) * slope
        alpha = 1 / (1 + 1 / (2 * math.pi * (1.2 + 0.7 * abs(slope)) * dt))
        value = alpha * x + (1 - alpha) * value
        assert math.isclose(euro.feed(np.array([x]), dt)[0], value, abs_tol=1e-12)


def test_noise_at_rest_shrinks_and_a_fast_move_hardly_lags() -> None:
    rng = np.random.default_rng(0)
    noise = rng.normal(0.0, 0.01, 600)
    euro = OneEuro(1.0, 20.0)
    still = np.array([euro.feed(np.array([x]), DT)[0] for x in noise])
    assert still[100:].std() < 0.6 * noise[100:].std()
    ramp = [euro.feed(np.array([2.0 * k * DT]), DT)[0] for k in range(30)]
    assert 2.0 * 29 * DT - ramp[-1] < 0.06


def test_reset_forgets() -> None:
    euro = OneEuro(1.0, 0.0)
    euro.feed(np.zeros(1), DT)
    euro.reset()
    assert euro.feed(np.full(1, 7.0), DT)[0] == 7.0


def test_smoothing_is_within_its_limits() -> None:
    assert smoothing(0.0, DT) == 0.0
    assert smoothing(1e9, DT) > 0.999999


def test_the_median_takes_a_spike_out_and_lets_a_step_through_one_late() -> None:
    median = MedianOfThree()
    spikes = [median.feed(np.array([x]))[0] for x in (0.0, 0.0, 0.0, 9.0, 0.0, 0.0, -9.0, 0.0, 0.0)]
    assert spikes[2:] == [0.0] * 7
    step = [median.feed(np.array([x]))[0] for x in (0.0, 5.0, 5.0)]
    assert step == [0.0, 0.0, 5.0]


def test_the_median_begins_anew_after_reset() -> None:
    median = MedianOfThree()
    for x in (0.0, 0.0, 0.0):
        median.feed(np.array([x]))
    median.reset()
    assert median.feed(np.array([3.0]))[0] == 3.0
