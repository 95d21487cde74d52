"""Readings become 25 states a second, with tilt, movement and an honest doubt."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.estimate.worn import GAP_S, LISTENING, WornEstimator
from edge.messages import WORN_HZ, ImuSample, WornState
from tests.estimate.made_imu import NO_GYRO, MadeImu, made_imu
from tests.estimate.test_orientation import inclination_error


def states(samples: list[ImuSample]) -> list[WornState]:
    worn = WornEstimator("wrist")
    return [state for sample in samples if (state := worn.feed(sample)) is not None]


def without_gyro(made: MadeImu) -> list[ImuSample]:
    return [replace(sample, gyro=NO_GYRO) for sample in made.samples]


def errors(made: MadeImu, found: list[WornState]) -> list[float]:
    true = {sample.t: q for sample, q in zip(made.samples, made.orientation, strict=True)}
    return [inclination_error(state.orientation, true[state.t]) for state in found]


@pytest.mark.parametrize(("rate_hz", "wanted_hz"), [(1000.0, WORN_HZ), (200.0, WORN_HZ), (52.0, WORN_HZ), (25.0, 25.0), (10.0, 10.0)])
def test_so_many_states_a_second(rate_hz: float, wanted_hz: float) -> None:
    found = states(made_imu(10.0, rate_hz).samples)
    waited = min(LISTENING / rate_hz, 1.0)
    assert len(found) / (10.0 - waited) == pytest.approx(wanted_hz, rel=0.05)


def test_movement_without_gravity_in_the_earth_frame() -> None:
    made = made_imu(20.0, turning=2.0, moving=3.0)
    last = states(made.samples[:-2])[-1]
    k = next(i for i, sample in enumerate(made.samples) if sample.t == last.t)
    mean = [sum(made.movement[i][axis] for i in range(k - 3, k + 1)) / 4 for axis in range(3)]
    assert last.accel[2] == pytest.approx(mean[2], abs=0.2)
    assert math.hypot(*last.accel[:2]) == pytest.approx(math.hypot(*mean[:2]), abs=0.3)


def test_quick_shaking_is_no_slow_movement() -> None:
    """At 26 Hz of shaking every fourth reading of 100 Hz would show a swing of 1 Hz."""
    shaken = [
        replace(s, accel=(s.accel[0], s.accel[1], s.accel[2] + 8.0 * math.sin(2 * math.pi * 26.0 * s.t)))
        for s in made_imu(10.0, turning=0.0, moving=0.0, noise=0.0).samples
    ]
    assert max(abs(state.accel[2]) for state in states(shaken)[50:]) < 2.0


@pytest.mark.parametrize("moving", [0.0, 1.0, 8.0])
@pytest.mark.parametrize("gyro", [True, False])
def test_the_doubt_is_honest(moving: float, gyro: bool) -> None:
    made = made_imu(30.0, turning=2.0, moving=moving, bias=(0.004, -0.003, 0.002))
    found = states(made.samples if gyro else without_gyro(made))
    ratios = [error / state.tilt_sd for error, state in zip(errors(made, found), found, strict=True)]
    inside = sum(ratio < 2.0 for ratio in ratios) / len(ratios)
    assert inside > 0.85
    assert sum(ratios) / len(ratios) > 0.1


def test_without_a_gyroscope_there_is_more_doubt() -> None:
    made = made_imu(20.0, moving=2.0)
    with_gyro, without = states(made.samples)[-1], states(without_gyro(made))[-1]
    assert without.tilt_sd > 2.0 * with_gyro.tilt_sd
    assert all(math.isnan(value) for value in without.gyro)
    assert math.isfinite(sum(without.accel))


@pytest.mark.parametrize("gyro", [True, False])
def test_rest_is_seen_and_has_no_movement(gyro: bool) -> None:
    made = made_imu(12.0, rest=(6.0, 12.0))
    scaled = [replace(s, accel=(1.02 * s.accel[0], 1.02 * s.accel[1], 1.02 * s.accel[2])) for s in made.samples]
    found = states(scaled if gyro else [replace(s, gyro=NO_GYRO) for s in scaled])
    assert found[-1].rest
    assert not found[50].rest
    assert math.hypot(*found[-1].accel) < 0.12


def test_wrong_readings_are_passed_over() -> None:
    made = made_imu(5.0)
    dirty: list[ImuSample] = []
    for k, sample in enumerate(made.samples):
        dirty += [sample, sample]
        if k % 50 == 40:
            dirty += [replace(sample, t=sample.t + 0.001, accel=(math.nan, 0.0, 0.0)), replace(sample, t=sample.t - 1.0)]
            dirty += [replace(sample, t=sample.t + 0.002, gyro=NO_GYRO)]
    clean, found = states(made.samples), states(dirty)
    assert [state.t for state in found] == [state.t for state in clean]
    assert found[-1].orientation == pytest.approx(clean[-1].orientation, abs=0.02)


def test_after_a_gap_it_starts_afresh_and_keeps_the_bias() -> None:
    bias = (0.02, -0.01, 0.015)
    before = made_imu(10.0, bias=bias, rest=(0.0, 10.0))
    after = [replace(s, t=s.t + 10.0 + 2 * GAP_S) for s in made_imu(4.0, bias=bias, turning=1.0, seed=3).samples]
    worn = WornEstimator("wrist")
    for sample in before.samples:
        worn.feed(sample)
    found = [state for sample in after if (state := worn.feed(sample)) is not None]
    assert worn.bias == pytest.approx(bias, abs=0.003)
    assert found[0].tilt_sd > found[-1].tilt_sd


ANY = st.floats(allow_nan=True, allow_infinity=True)
THREE = st.tuples(ANY, ANY, ANY)


@given(st.lists(st.builds(ImuSample, st.floats(0.0, 3.0) | ANY, st.just("wrist"), THREE, THREE), max_size=60))
def test_no_reading_ends_it(readings: list[ImuSample]) -> None:
    worn = WornEstimator("wrist")
    for sample in [*readings, *made_imu(2.0).samples]:
        state = worn.feed(sample)
        assert state is None or math.isfinite(sum(state.orientation) + sum(state.accel) + state.tilt_sd)
