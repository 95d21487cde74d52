"""What is thought about ahead, of a run of samples at once, is what comes of them one by one."""

import math
from dataclasses import replace

import numpy as np
import pytest

from edge.assembly import landmark_errors
from edge.estimate.estimator import Estimator
from edge.estimate.follower import GAP_S
from edge.estimate.landmark_errors import LandmarkErrors
from edge.estimate.skeleton import ARM_CHAIN, MIRROR, S
from edge.estimate.wearing import Wearing
from edge.messages import HeartRate, ImuSample, MotionState, Sample, Tick, WornState
from tests.estimate.made_body import FRONT, SIDE, made_pose, made_world
from tests.estimate.made_imu import made_imu
from tests.estimate.squatting import fed, squat, standing


def visit() -> list[Sample]:
    """Everything that is out of the ordinary, and seconds of what is not."""
    rng = np.random.default_rng(3)
    samples: list[Sample] = [replace(pose, world=pose.world + rng.normal(0.0, 0.003, (33, 3))) for pose in squat(4.0)]
    samples[20:20] = [Tick(samples[20].t), HeartRate(samples[20].t, 100.0)]
    wrong = made_world(SIDE)
    wrong[ARM_CHAIN] = wrong[MIRROR[ARM_CHAIN]]
    samples += [made_pose(4.0 + k / 30, wrong, middle=(640.0 + 3 * k, 400.0)) for k in range(10)]
    samples += [standing(4.3), replace(standing(4.4), world=np.full((33, 3), math.nan)), standing(4.5)]
    samples += squat(3.0, start=4.5 + 2 * GAP_S)
    samples += [made_pose(9.0 + k / 30, made_world(FRONT, knee=1.5), middle=(300.0, 400.0), px_per_m=200.0) for k in range(20)]
    samples += squat(1.0, start=2.0)
    return samples


@pytest.mark.parametrize("errors", [None, landmark_errors()], ids=["measured", "drawn"])
@pytest.mark.parametrize("length", [3, 16, 1000])
def test_looking_ahead_changes_nothing(length: int, errors: LandmarkErrors | None) -> None:
    samples, plain, ahead = visit(), Estimator(errors=errors), Estimator(errors=errors)
    for start in range(0, len(samples), length):
        ahead.look_ahead(samples[start : start + length])
        for sample in samples[start : start + length]:
            one, other = fed(plain, sample), fed(ahead, sample)
            assert (one is None) == (other is None)
            if one is not None and other is not None:
                assert (one.t, one.cut, one.heart_bpm) == (other.t, other.cut, other.heart_bpm)
                for name in ("angles", "angles_sd", "rates", "points", "world", "visibility", "certainty", "signals", "signals_confidence"):
                    assert np.array_equal(getattr(one, name), getattr(other, name), equal_nan=True), name


class Whims(Wearing):
    """Sensors that change their mind about the sides of the arms twice."""

    def __init__(self) -> None:
        super().__init__()
        self._now = 0.0

    def feed(self, sample: ImuSample) -> WornState | None:
        self._now = sample.t
        return WornState(sample.t, sample.where, (1.0, 0.0, 0.0, 0.0), sample.accel, sample.gyro, 0.1, False)

    @property
    def exchanged(self) -> tuple[bool, bool]:
        return 1.0 < self._now < 2.5, False


@pytest.mark.parametrize("length", [5, 64, 1000])
def test_sides_exchanged_by_a_sensor_are_so_in_what_was_thought_ahead(length: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("edge.estimate.estimator.Wearing", Whims)
    poses = [made_pose(k / 30, made_world(SIDE, left={"elbow": 0.03 * k})) for k in range(120)]
    readings = [ImuSample(k / 10, "wrist", (0.0, 0.0, 9.8), (0.0, 0.0, 0.0)) for k in range(40)]
    samples: list[Sample] = sorted([*poses, *readings], key=lambda sample: sample.t)
    plain, ahead, exchanged = Estimator(), Estimator(), 0
    for start in range(0, len(samples), length):
        ahead.look_ahead(samples[start : start + length])
        for sample in samples[start : start + length]:
            one, other = plain.feed(sample), ahead.feed(sample)
            if isinstance(one, MotionState) and isinstance(other, MotionState):
                assert np.array_equal(one.signals, other.signals)
                exchanged += bool(one.signals[S["right_elbow"]] > one.signals[S["left_elbow"]] + 0.1)
    assert 30 < exchanged < 60


@pytest.mark.parametrize("length", [3, 64, 1000])
def test_looking_ahead_at_sensors_that_come_and_go_changes_nothing(length: int) -> None:
    wrist, thigh = made_imu(6.0).samples, made_imu(4.0, 50.0, where="thigh", seed=1).samples
    paused = [sample for sample in wrist if not 2.0 < sample.t < 3.0]
    samples: list[Sample] = sorted([*squat(4.0), *paused, *thigh], key=lambda sample: sample.t)
    plain, ahead = Estimator(), Estimator()
    for start in range(0, len(samples), length):
        ahead.look_ahead(samples[start : start + length])
        for sample in samples[start : start + length]:
            one, other = plain.feed(sample), ahead.feed(sample)
            assert isinstance(one, MotionState) or one == other
            assert plain.alignments == ahead.alignments


def test_what_was_announced_must_come() -> None:
    estimator, reading = Estimator(), ImuSample(0.0, "wrist", (0.0, 0.0, 9.8), (0.0, 0.0, 0.0))
    estimator.look_ahead([standing(0.0), standing(0.1), reading])
    with pytest.raises(ValueError, match="another pose was announced"):
        estimator.feed(standing(0.1))
    with pytest.raises(ValueError, match="another reading was announced"):
        estimator.feed(replace(reading, t=0.1))
