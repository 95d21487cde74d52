"""VQF: the published filter to the last digits, and the truth within its own accuracy."""

import math

import numpy as np
import pytest

from edge.estimate.gyro_bias import CLIP
from edge.estimate.orientation import Vqf
from edge.estimate.rotation import Quaternion, Vector, rotated, rows, times, upright
from edge.messages import ImuSample
from tests.estimate.made_imu import MadeImu, made_imu

BIAS = (0.012, -0.02, 0.008)


def inclination_error(found: Quaternion, true: Quaternion) -> float:
    """Angle between the two ups, rad."""
    a, b = rows(found)[2], rows(true)[2]
    return math.acos(min(sum(x * y for x, y in zip(a, b, strict=True)), 1.0))


def run(vqf: Vqf, samples: list[ImuSample], rate_hz: float) -> list[Quaternion]:
    found = []
    for sample in samples:
        vqf.feed(sample.gyro, sample.accel, 1.0 / rate_hz)
        found.append(vqf.orientation)
    return found


def rms_deg(made: MadeImu, found: list[Quaternion], settled: int) -> float:
    errors = [inclination_error(a, b) for a, b in zip(found, made.orientation, strict=True)][settled:]
    return math.degrees(math.sqrt(sum(error * error for error in errors) / len(errors)))


@pytest.mark.parametrize(
    ("rate_hz", "rest", "turning", "moving"), [(100.0, (4.0, 9.0), 1.0, 1.0), (200.0, (0.0, 3.0), 4.0, 6.0), (52.0, (5.0, 6.0), 0.3, 0.2)]
)
def test_it_is_the_published_filter(rate_hz: float, rest: tuple[float, float], turning: float, moving: float) -> None:
    oracle = pytest.importorskip("vqf", reason="the package vqf, this filter's oracle, has no wheel for this processor")
    made = made_imu(30.0, rate_hz, turning=turning, moving=moving, bias=BIAS, rest=rest)
    vqf, found, rested, biases = Vqf(rate_hz), [], [], []
    for sample in made.samples:
        vqf.feed(sample.gyro, sample.accel, 1.0 / rate_hz)
        found.append(vqf.orientation)
        rested.append(vqf.rest)
        biases.append(vqf.bias)
    gyro, accel = (np.array([getattr(s, name) for s in made.samples]) for name in ("gyro", "accel"))
    wanted = oracle.VQF(1.0 / rate_hz).updateBatch(gyro, accel)
    assert np.abs((np.array(found) * wanted["quat6D"]).sum(axis=1)) == pytest.approx(1.0, abs=1e-9)
    assert rested == wanted["restDetected"].tolist()
    assert np.array(biases) == pytest.approx(wanted["bias"], abs=1e-5)
    assert vqf.bias_sigma == pytest.approx(wanted["biasSigma"][-1], rel=1e-3)


def test_movement_does_not_tilt_it() -> None:
    made = made_imu(40.0, turning=3.0, moving=5.0, bias=(0.005, 0.004, -0.003))
    assert rms_deg(made, run(Vqf(100.0), made.samples, 100.0), settled=1000) < 1.0


def test_rest_tells_the_bias_and_a_known_bias_helps_at_once() -> None:
    made = made_imu(12.0, bias=BIAS, rest=(0.0, 10.0))
    vqf = Vqf(100.0)
    run(vqf, made.samples, 100.0)
    assert vqf.bias == pytest.approx(BIAS, abs=0.001)
    assert not vqf.rest
    moved = made_imu(4.0, bias=BIAS, moving=0.0)
    knowing, learning = (rms_deg(moved, run(one, moved.samples, 100.0), settled=0) for one in (Vqf(100.0, vqf.bias), Vqf(100.0)))
    assert knowing < 0.5 * learning


def test_motion_alone_tells_the_bias_across_gravity() -> None:
    made = made_imu(60.0, bias=BIAS, turning=2.0)
    vqf = Vqf(100.0)
    run(vqf, made.samples, 100.0)
    assert not vqf.rest
    assert vqf.bias == pytest.approx(BIAS, abs=0.004)


def test_uneven_steps_are_integrated_as_they_are() -> None:
    made = made_imu(10.0, 400.0, turning=3.0, moving=0.0, noise=0.0)
    vqf, last, kept = Vqf(100.0), -1, np.cumsum(np.tile([2, 6, 3, 5], 240))
    for k in kept:
        mean = np.mean([made.samples[i].gyro for i in range(last + 1, k + 1)], axis=0)
        vqf.feed(tuple(mean), made.samples[k].accel, (k - last) / 400.0)
        last = k
    assert math.degrees(inclination_error(vqf.orientation, made.orientation[int(kept[-1])])) < 1.5


def test_a_bias_beyond_any_calibrated_sensor_is_not_believed() -> None:
    made = made_imu(10.0, bias=(0.2, 0.0, 0.0), rest=(0.0, 10.0))
    vqf = Vqf(100.0)
    run(vqf, made.samples, 100.0)
    assert not vqf.rest
    assert max(map(abs, vqf.bias)) <= CLIP


def test_free_fall_leaves_the_gyroscope_alone() -> None:
    vqf = Vqf(100.0)
    for _ in range(50):
        vqf.feed((0.0, 0.0, 1.0), (0.0, 0.0, 0.0), 0.01)
    assert vqf.orientation == pytest.approx((math.cos(0.25), 0.0, 0.0, math.sin(0.25)))


@pytest.mark.parametrize("v", [(0.0, 0.0, 9.8), (0.0, 0.0, -9.8), (3.0, -4.0, 1.0), (1e-9, 0.0, -1.0)])
def test_upright_points_up(v: Vector) -> None:
    length = math.hypot(*v)
    assert rotated(upright(v), v) == pytest.approx((0.0, 0.0, length), abs=1e-5 * length)


def test_rows_and_rotated_agree() -> None:
    q = times((0.5, 0.5, 0.5, 0.5), (0.6, 0.0, 0.8, 0.0))
    v = (1.0, 2.0, 3.0)
    assert [sum(a * b for a, b in zip(row, v, strict=True)) for row in rows(q)] == pytest.approx(rotated(q, v))
