"""Standard deviations of angles against slopes that are found by moving a little."""

from collections.abc import Callable

import numpy as np
import pytest

from edge.estimate.body.cardan import bend, cardan, globe, inclination
from edge.estimate.body.turns import matrices, skew
from edge.messages import Array

LITTLE = 1e-6
RANDOM = np.random.default_rng(11)


def covariance(n: int) -> Array:
    """Of anything, with correlations."""
    half = RANDOM.normal(0.0, 0.02, (n, n))
    return np.asarray(half @ half.T)


def spread(read: Callable[[Array], Array | float], of: Array) -> Array:
    """(k,) standard deviations of what is read at 0, where the (n,) argument has that covariance."""
    steps = LITTLE * np.eye(len(of))
    slopes = np.stack([(np.atleast_1d(read(step)) - np.atleast_1d(read(-step))) / (2.0 * LITTLE) for step in steps], axis=-1)
    return np.asarray(np.sqrt(np.einsum("ki,ij,kj->k", slopes, of, slopes)))


def turned(relative: Array) -> Callable[[Array], Array]:
    """A rotation after a small turn in the moving segment's axes."""
    return lambda turn: (relative @ (np.eye(3) + skew(turn[None])[0]))[None]


@pytest.mark.parametrize("zxy", RANDOM.uniform(-1.2, 1.2, (5, 3)))
def test_of_a_joints_turns(zxy: Array) -> None:
    relative, of = matrices(zxy), covariance(3)
    angles, sd = cardan(relative[None], of[None])
    assert angles[0] == pytest.approx(zxy)
    assert sd[0] == pytest.approx(spread(lambda turn: cardan(turned(relative)(turn), of[None])[0][0], of), rel=1e-4)


@pytest.mark.parametrize("side", [1.0, -1.0])
@pytest.mark.parametrize("zxy", RANDOM.uniform(-1.2, 1.2, (5, 3)))
def test_of_a_limbs_elevation_and_its_plane(zxy: Array, side: float) -> None:
    relative, of, sides = matrices(zxy), covariance(3), np.array([side])
    _, sd = globe(relative[None], of[None], sides)
    assert sd[0] == pytest.approx(spread(lambda turn: globe(turned(relative)(turn), of[None], sides)[0][0], of), rel=1e-4)


@pytest.mark.parametrize("line", RANDOM.normal(0.0, 0.5, (5, 3)))
def test_of_a_lines_inclination(line: Array) -> None:
    of = covariance(3)
    assert inclination(line, of)[1] == pytest.approx(spread(lambda moved: inclination(line + moved, of)[0], of)[0], rel=1e-4)


def test_of_an_upright_line_in_any_direction() -> None:
    """It has no direction to lean in: whichever way it does, by the error of its far end over its length."""
    assert inclination(np.array([0.0, 0.5, 0.0]), 0.01**2 * np.eye(3)) == pytest.approx((0.0, 0.02))


@pytest.mark.parametrize("upper", RANDOM.normal(0.0, 0.5, (3, 3)))
@pytest.mark.parametrize("lower", RANDOM.normal(0.0, 0.5, (3, 3)))
def test_of_one_line_against_another(upper: Array, lower: Array) -> None:
    about, jacobian, of = np.array([0.0, 0.6, 0.8]), RANDOM.normal(0.0, 1.0, (6, 4)), covariance(4)

    def moved(step: Array) -> float:
        by = jacobian @ step
        return bend(about, upper + by[:3], lower + by[3:], jacobian, of)[0]

    assert bend(about, upper, lower, jacobian, of)[1] == pytest.approx(spread(moved, of)[0], rel=1e-4)
