"""A known while late, exact where movement is smooth, and never tripped up by time."""

import numpy as np
import pytest

from edge.estimate.body.anthropometry import BodySize
from edge.estimate.body.differentiation import LAG_S, Differentiation, Smoothed
from edge.estimate.body.model import BodyModel
from tests.estimate.body.made_movement import movement, swing, velocity

MODEL = BodyModel.of(BodySize())


def fed(times: list[float], noise: float = 0.0) -> list[Smoothed]:
    chance = np.random.default_rng(8)
    motion = Differentiation(MODEL.pin)
    moving = swing()
    found = [motion.feed(t, MODEL.configuration(moving.angles(t) + chance.normal(0.0, noise, 47))) for t in times]
    return [one for one in found if one is not None]


@pytest.mark.parametrize("uneven", [0.0, 0.3])
def test_velocity_and_acceleration_of_a_whole_body(uneven: float) -> None:
    """Swings of up to 0.6 Hz, whatever the spacing."""
    chance = np.random.default_rng(9)
    times = ((np.arange(90) + uneven * chance.uniform(-1.0, 1.0, 90)) / 30.0).tolist()
    for one in fed(times)[::10]:
        np.testing.assert_allclose(one.v, velocity(MODEL, swing(), one.t), atol=0.03)
        truth = movement(MODEL, swing(), one.t).a[0]
        assert np.abs(one.a - truth).max() < 0.15 * np.abs(truth).max()


def test_angles_do_not_wrap() -> None:
    """A pelvis that turns round and round."""
    motion, found = Differentiation(MODEL.pin), []
    for k in range(150):
        angles = np.zeros(47)
        angles[5] = 4.0 * k / 30.0
        found.append(motion.feed(k / 30.0, MODEL.configuration(angles)))
    turning = [one.v[4] for one in found if one is not None]
    np.testing.assert_allclose(turning, 4.0, atol=1e-6)


def test_it_knows_how_much_it_shakes() -> None:
    found = fed([k / 30.0 for k in range(300)], noise=0.02)
    assert np.median([one.noise[36] for one in found]) == pytest.approx(0.02, rel=0.2)
    spread = np.std([one.a[36] - movement(MODEL, swing(), one.t).a[0, 36] for one in found])
    assert spread == pytest.approx(0.02 * found[-1].blunting, rel=0.3)


def test_time_that_stands_still_goes_back_or_jumps() -> None:
    times = [k / 30.0 for k in range(30)]
    assert len(fed(sorted(times * 2))) == len(fed(times))
    assert fed([*times, 0.1, *[10.0 + t for t in times]])[-1].t == pytest.approx(10.0 + times[-1] - LAG_S)
    assert all(np.isfinite(one.a).all() for one in fed([*times, *times, *[t + 5.0 for t in times]]))
