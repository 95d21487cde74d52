"""Forces shared between supports, against statics that have one answer, and against people's habits where they have not."""

import numpy as np
import pytest

from edge.estimate.body.anthropometry import BodySize
from edge.estimate.body.calm import COLOUR, Calm
from edge.estimate.body.dynamics import Dynamics, Effort, Movement
from edge.estimate.body.ground import Ground, Shared, Support
from edge.estimate.body.model import BodyModel
from edge.estimate.body.plates import centre_of_pressure
from edge.estimate.body.support import MIDDLE, ON_TIPTOE, sole_support, standing_places, supports_of
from edge.messages import Array

MODEL = BodyModel.of(BodySize("M", 1.78, 78.0))
WEIGHT = 78.0 * 9.80665
SURE = np.zeros((2, 2))
DYNAMICS = Dynamics(MODEL)


def standing() -> tuple[Effort, float, float]:
    """Upright; x and z of the centre of mass."""
    q = MODEL.configuration(np.zeros((1, 47)))
    effort = DYNAMICS.effort(Movement(q, np.zeros((1, 47)), np.zeros((1, 47))))
    needed = effort.generalised[0]
    return effort, float(needed[5] / needed[1]), float(-needed[3] / needed[1])


def support(segment: str, x: float, z: float, **changed: bool) -> Support:
    return Support(segment, np.array([x, -0.9, z]), np.eye(3), (0.035, 0.02), 5.0, **changed)


def shared(supports: list[Support], place: Array = SURE) -> Shared:
    effort, _, _ = standing()
    return Ground(DYNAMICS, WEIGHT).share(effort, 0, supports, np.eye(3), place)


def test_one_foot_carries_everything_below_the_centre_of_mass() -> None:
    _, x, z = standing()
    found = shared([support("right_foot", x, z)])
    assert found.wrenches["right_foot"][:3] == pytest.approx([0.0, WEIGHT, 0.0], abs=0.01 * WEIGHT)
    np.testing.assert_allclose(found.generalised[:6], 0.0, atol=0.01 * WEIGHT)


@pytest.mark.parametrize("share", [0.3, 0.5, 0.65])
def test_two_feet_share_by_where_the_weight_is(share: float) -> None:
    """Feet 0.4 m apart, the right one nearer by as much as it carries more."""
    _, x, z = standing()
    found = shared([support("right_foot", x, z + 0.4 * (1.0 - share)), support("left_foot", x, z - 0.4 * share)])
    assert found.wrenches["right_foot"][1] == pytest.approx(share * WEIGHT, abs=0.09 * WEIGHT)
    assert found.wrenches["right_foot"][1] + found.wrenches["left_foot"][1] == pytest.approx(WEIGHT, rel=0.02)


def test_where_nobody_knows_where_the_weight_is_feet_share_evenly() -> None:
    _, x, z = standing()
    found = shared([support("right_foot", x, z + 0.1), support("left_foot", x, z - 0.3)], 0.1**2 * np.eye(2))
    assert found.wrenches["right_foot"][1] == pytest.approx(0.5 * WEIGHT, abs=0.07 * WEIGHT)
    sure = shared([support("right_foot", x, z + 0.1), support("left_foot", x, z - 0.3)])
    assert (found.variance[6:] >= 0.9 * sure.variance[6:]).all()


def test_the_pressure_stays_near_the_middle_of_the_sole() -> None:
    """Weight 3 cm before the middle: it moves there, and leaves little to explain."""
    _, x, z = standing()
    found = shared([support("right_foot", x - 0.03, z + 0.2), support("left_foot", x - 0.03, z - 0.2)])
    lowered = found.wrenches["right_foot"] - np.array(
        [0.0, 0.0, 0.0, -0.9 * found.wrenches["right_foot"][2], 0.0, 0.9 * found.wrenches["right_foot"][0]]
    )
    assert centre_of_pressure(lowered)[0] == pytest.approx(x, abs=0.02)


def test_a_floor_does_not_pull() -> None:
    """Weight far outside: one foot would have to hold the body down."""
    _, x, z = standing()
    feet = [support("right_foot", x, z + 1.0), support("left_foot", x, z + 0.6)]
    found = shared(feet)
    assert all(wrench[1] >= 0.0 for wrench in found.wrenches.values())
    assert set(found.wrenches) == {"left_foot"}


def test_a_bar_may_pull_either_way() -> None:
    _, x, z = standing()
    found = shared([support("right_hand", x + 0.4, z + 0.3, pulls=True), support("left_hand", x + 0.4, z - 0.3, pulls=True)])
    assert set(found.wrenches) == {"right_hand", "left_hand"}


def test_nothing_carries_nobody() -> None:
    found = shared([])
    assert not found.wrenches
    assert np.linalg.norm(found.generalised[:3]) == pytest.approx(WEIGHT, rel=1e-6)


def test_a_sole_flat_and_on_tiptoe() -> None:
    heel, tip = np.array([0.0, 0.0, 0.1]), np.array([0.2, 0.0, 0.3])
    flat = sole_support("right_foot", heel, tip)
    raised = sole_support("right_foot", heel + np.array([0.0, 0.1, 0.0]), tip)
    unsure = sole_support("right_foot", heel + np.array([0.0, 0.03, 0.0]), tip)
    assert flat.point[[0, 2]] == pytest.approx([0.2 * MIDDLE, 0.1 + 0.2 * MIDDLE])
    assert raised.point[0] == pytest.approx(0.2 * ON_TIPTOE)
    assert unsure.point[0] == pytest.approx(flat.point[0])
    assert raised.spread[0] < flat.spread[0]
    np.testing.assert_allclose(flat.axes @ flat.axes.T, np.eye(3), atol=1e-12)
    assert np.linalg.det(flat.axes) == pytest.approx(1.0)


def test_what_stands_still_of_a_foot() -> None:
    spots = {
        "right_heel": np.array([0.0, 0.08, 0.0]),
        "right_tip": np.array([0.2, 0.0, 0.0]),
        "left_palm": np.ones(3),
        "left_wrist": np.zeros(3),
    }
    assert set(standing_places(["right_foot", "left_palm"], spots)) == {"right_tip", "left_palm"}
    leant, foot = supports_of(["right_foot", "left_palm"], spots, hanging=False)
    assert (leant.segment, foot.segment) == ("left_hand", "right_foot")
    held, _ = supports_of(["right_foot", "left_palm"], spots, hanging=True)
    assert np.linalg.norm(leant.point) < np.linalg.norm(held.point)  # on the heel of the hand, but by the fingers' bend


def test_movement_is_told_from_shaking_axis_by_axis() -> None:
    calm, chance = Calm(), np.random.default_rng(11)
    for k in range(120):
        truth = np.array([0.0, 2.0 * np.sin(0.2 * k), 0.0])
        found = calm.feed(1.0 / 30.0, truth + COLOUR * 0.2 * chance.normal(size=3), np.full(3, 0.2))
    assert found[1] > 0.7
    assert max(found[0], found[2]) < 0.4
