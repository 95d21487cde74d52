"""No angle jumps, whatever the arm does and however noisy its orientation is."""

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from edge.estimate.body.continuity import FORGET_S, MOST_RATE, Continuity, two_ways
from edge.estimate.body.turns import angles_of_matrix, matrices
from edge.messages import Array

LEAST, MOST = np.radians([[-105.0, -225.0, -135.0]]), np.radians([[225.0, 45.0, 115.0]])
"""A right shoulder about Z, X, Y: abduction is negative about X."""
FPS = 30.0


def followed(orientations: list[Rotation], noise: float = 0.0, seed: int = 3) -> tuple[Array, Array]:
    """(n, 3) degrees and their standard deviations, as a goniometer would read them. noise: rad."""
    rng, reading = np.random.default_rng(seed), Continuity(LEAST, MOST)
    told = []
    for i, orientation in enumerate(orientations):
        zxy = angles_of_matrix((orientation * Rotation.from_rotvec(rng.normal(0.0, noise, 3))).as_matrix()[None])
        spread = max(noise, 0.01) * np.array([[1.0, 0.0, 1.0]]) / max(abs(np.cos(zxy[0, 1])), 1e-3) + np.array([[0.0, 0.02, 0.0]])
        told.append(reading.feed(i / FPS, two_ways(zxy), spread))
    return np.degrees([angles[0] for angles, _ in told]), np.degrees([sd[0] for _, sd in told])


def raised(plane_deg: float, most_deg: float = 170.0, frames: int = 90) -> list[Rotation]:
    """Up and down again in a plane: 0 out to the right, 90 forward."""
    plane = np.radians(plane_deg)
    axis = np.array([-np.cos(plane), 0.0, np.sin(plane)])
    up = np.linspace(0.0, np.radians(most_deg), frames)
    return [Rotation.from_rotvec(angle * axis) for angle in np.concatenate([up, up[::-1]])]


def test_two_ways_write_one_orientation() -> None:
    zxy = np.random.default_rng(1).uniform(-3.0, 3.0, (20, 3))
    one, other = two_ways(zxy)
    assert matrices(one) == pytest.approx(matrices(other), abs=1e-12)


@pytest.mark.parametrize("plane_deg", [-30.0, 0.0, 2.0, 5.0, 20.0, 45.0, 90.0, 120.0])
@pytest.mark.parametrize("noise", [0.0, 0.03, 0.1])
def test_an_arm_raised_in_any_plane_never_jumps(plane_deg: float, noise: float) -> None:
    up_and_down = raised(plane_deg)
    angles, _ = followed([*up_and_down, *up_and_down[-1:] * 120], noise)
    assert np.abs(np.diff(angles, axis=0)).max() <= np.degrees(MOST_RATE / FPS) + 1e-6
    assert np.abs(angles[-1]) == pytest.approx(np.zeros(3), abs=2.0 + np.degrees(4.0 * noise)), "it hangs as before"


def test_an_arm_raised_to_its_side_is_abduction_all_the_way() -> None:
    angles, sd = followed(raised(0.0), 0.02)
    assert angles[89, 1] == pytest.approx(-170.0, abs=5.0)
    known = sd[:, 0] < 30.0
    assert np.abs(angles[known][:, 0]).max() < 45.0
    assert known.mean() > 0.9


def test_an_arm_raised_forward_is_flexion_all_the_way() -> None:
    angles, _ = followed(raised(90.0, 178.0), 0.02)
    assert angles[89, 0] == pytest.approx(178.0, abs=5.0)
    assert np.abs(angles[:, 1:]).max() < 10.0


def test_what_is_behind_is_said_in_the_standard_deviation() -> None:
    """The angles given lie within two standard deviations of a way of writing what is true."""
    for plane in (0.0, 3.0, 10.0, 25.0):
        truth = raised(plane)
        angles, sd = followed(truth)
        for turn, given, spread in zip(truth, angles, sd, strict=True):
            ways = two_ways(angles_of_matrix(turn.as_matrix()[None]))[:, 0]
            off = np.degrees(np.abs((ways - np.radians(given) + np.pi) % (2.0 * np.pi) - np.pi))
            assert (off <= 2.0 * spread + 1e-6).all(axis=1).any()


def test_the_way_round_behind_codmans_paradox_comes_back_to_the_natural_angles() -> None:
    """Out to the side, overhead, down in front: the same arm, written 180 degrees off in all three angles, is brought back."""
    up = [Rotation.from_rotvec([-angle, 0.0, 0.0]) for angle in np.linspace(0.0, np.pi, 60)]
    down = [Rotation.from_rotvec([0.0, 0.0, -angle]) * up[-1] for angle in np.linspace(0.0, np.pi, 60)]
    twisted = [down[-1] * Rotation.from_rotvec([0.0, angle, 0.0]) for angle in np.linspace(0.0, np.pi, 60)]
    angles, sd = followed([*up, *down, *twisted, *twisted[-1:] * 90])
    assert np.abs(np.diff(angles, axis=0)).max() <= np.degrees(MOST_RATE / FPS) + 1e-6
    assert np.abs(angles[-1]).max() < 1.0
    returning = (sd.max(axis=1) > 30.0).nonzero()[0]
    assert len(returning) > 0.3 * FPS, "unknown while it is brought back"


def test_a_new_beginning_takes_the_natural_way() -> None:
    reading = Continuity(LEAST, MOST)
    overhead = two_ways(angles_of_matrix(Rotation.from_rotvec([-2.5, 0.0, 0.0]).as_matrix()[None]))
    sure = np.full((1, 3), 0.03)
    assert np.degrees(reading.feed(0.0, overhead, sure)[0]) == pytest.approx(np.array([[0.0, -143.2, 0.0]]), abs=0.1)
    hanging = two_ways(np.zeros((1, 3)))
    assert np.abs(reading.feed(0.0, hanging, sure)[0]).max() == 0.0, "time stood still"
    reading.feed(5.0, overhead, sure)
    assert np.abs(reading.feed(5.0 + 2.0 * FORGET_S, hanging, sure)[0]).max() == 0.0, "after a gap"


def test_what_is_not_known_at_all_moves_nothing() -> None:
    reading = Continuity(LEAST, MOST)
    sure = np.full((1, 3), 0.03)
    reading.feed(0.0, two_ways(np.zeros((1, 3))), sure)
    for t in (0.1, 0.2):
        angles, sd = reading.feed(t, two_ways(np.full((1, 3), 0.5)), np.full((1, 3), np.nan))
        assert np.abs(angles).max() < 0.05
        assert sd.min() > 3.0


def test_after_some_time_in_the_dark_an_angle_begins_anew() -> None:
    """Round the back while nobody could tell: an arm's plane of elevation."""
    reading, sure, dark = Continuity(np.array([[-np.pi]]), np.array([[np.pi]])), np.array([[0.1]]), np.array([[np.inf]])

    def told(t: float, degrees: float, sd: Array) -> float:
        return float(np.degrees(reading.feed(t, np.radians([[[degrees]]]), sd)[0][0, 0]))

    assert told(0.0, -170.0, sure) == pytest.approx(-170.0)
    assert told(0.1, 175.0, sure) == pytest.approx(-185.0, abs=1.0), "in the light it goes on"
    for n in range(2, 10):
        told(n / 10.0, 120.0, dark)
    assert told(1.0, 110.0, sure) == pytest.approx(110.0)
