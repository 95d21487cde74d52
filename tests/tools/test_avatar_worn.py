"""What a worn IMU would have read: the figure's own movement, seen from inside."""

import math
from dataclasses import replace

import numpy as np
import pytest

from edge.estimate.rotation import rows
from edge.estimate.worn import WornEstimator
from edge.messages import PLACES, ImuSample, Side
from tools.avatar_studio import Truth, random_spec, truth
from tools.avatar_studio.worn import orientations, worn_samples

LIMBS = ("wrist", "thigh", "shank", "trunk")


@pytest.fixture(scope="module")
def squats() -> Truth:
    return truth(random_spec(3, "squat", "45", reps=5, faults=0.0, tempo="normal"))


def norms(samples: list[ImuSample], what: str) -> np.ndarray:
    return np.linalg.norm([getattr(sample, what) for sample in samples], axis=1)


@pytest.mark.parametrize("place", PLACES)
def test_every_place_has_plausible_readings(place: str, squats: Truth) -> None:
    samples = worn_samples(squats, place, 100.0)
    assert {sample.where for sample in samples} == {place}
    assert np.diff([sample.t for sample in samples]) == pytest.approx(0.01)
    assert np.median(norms(samples, "accel")) == pytest.approx(9.8, abs=0.5)
    assert norms(samples, "gyro").max() < 10.0


def test_the_thigh_turns_by_what_the_knee_and_shank_say(squats: Truth) -> None:
    """Integrating what the gyroscope reads about the thigh's hinge gives the thigh's true swing."""
    t = np.arange(squats.t[0], squats.t[-1], 0.01)
    up = orientations(squats, "thigh", t)[:, :, 2]
    swing = np.arccos(np.clip(up[:, 2], -1, 1))
    assert math.degrees(swing.max() - swing.min()) > 50
    speed = norms(worn_samples(squats, "thigh", 100.0), "gyro")
    assert speed.sum() * 0.01 == pytest.approx(np.abs(np.diff(swing)).sum(), rel=0.25)


@pytest.mark.parametrize("place", LIMBS)
def test_the_estimator_finds_the_limbs_inclination(place: str, squats: Truth) -> None:
    worn = WornEstimator(place)
    states = [state for sample in worn_samples(squats, place, 100.0) if (state := worn.feed(sample)) is not None]
    true = orientations(squats, place, np.array([state.t for state in states]))[:, 2, :]
    found = np.array([rows(state.orientation)[2] for state in states])
    strap = np.degrees(np.arccos(np.clip((found * true).sum(1), -1, 1)))
    assert strap[50:].std() < 2.5


def test_late_one_sided_and_without_a_gyroscope(squats: Truth) -> None:
    left, late = worn_samples(squats, "wrist"), worn_samples(squats, "wrist", late_s=0.25)
    assert [sample.t for sample in late] == pytest.approx([sample.t + 0.25 for sample in left])
    assert [replace(sample, t=0.0) for sample in late] == [replace(sample, t=0.0) for sample in left]
    curl = truth(random_spec(5, "marching", "front"))
    assert worn_samples(curl, "thigh", side=Side.RIGHT) != worn_samples(curl, "thigh")
    assert np.isnan(worn_samples(squats, "watch", 50.0, gyro=False)[0].gyro).all()


def test_the_same_seed_is_the_same_sensor(squats: Truth) -> None:
    assert worn_samples(squats, "shank", seed=4) == worn_samples(squats, "shank", seed=4)
    assert worn_samples(squats, "shank", seed=4) != worn_samples(squats, "shank", seed=5)
