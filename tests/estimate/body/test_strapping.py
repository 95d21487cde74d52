"""The rotation between a sensor's axes and a segment's, from directions of unequal worth."""

import numpy as np
import pytest

from edge.estimate.body.strapping import UNKNOWN_SD, Strapping
from edge.estimate.body.turns import matrices
from edge.messages import Array

TURN = matrices(np.array([0.7, -0.4, 2.1]))
"""From the sensor's axes to the segment's."""


def directions(n: int, rng: np.random.Generator) -> Array:
    found = rng.normal(size=(n, 3))
    return np.asarray(found / np.linalg.norm(found, axis=1, keepdims=True))


def off_deg(strapping: Strapping) -> float:
    return float(np.degrees(np.arccos(np.clip(0.5 * (np.trace(strapping.turn.T @ TURN) - 1.0), -1.0, 1.0))))


def test_directions_that_agree_are_explained() -> None:
    strapping = Strapping()
    for read in directions(5, np.random.default_rng(1)):
        strapping.add(TURN @ read, read, np.eye(3))
    strapping.solve()
    assert off_deg(strapping) < 0.5
    assert strapping.misfit == pytest.approx(0.0, abs=0.01)


def test_what_is_seen_well_counts_most() -> None:
    """Ten directions 17 degrees off count as little as they are worth beside one that is right."""
    strapping = Strapping()
    tipped = matrices(np.array([0.0, 0.3, 0.0]))
    for read in directions(10, np.random.default_rng(2)):
        strapping.add(TURN @ read, read, 1e4 * np.eye(3))
        strapping.add(tipped @ TURN @ read, read, np.eye(3))
    strapping.solve()
    assert off_deg(strapping) < 0.1


def test_its_doubt_is_about_what_was_not_seen() -> None:
    """One direction, seen to a degree, leaves the heading about it open."""
    strapping = Strapping()
    read = np.array([0.0, 0.0, 1.0])
    for _ in range(4):
        strapping.add(TURN @ read, read, np.eye(3) / np.radians(1.0) ** 2)
    strapping.solve()
    heading = TURN @ read
    assert np.sqrt(heading @ strapping.covariance @ heading) == pytest.approx(UNKNOWN_SD, rel=0.01)
    across = np.cross(heading, [1.0, 0.0, 0.0])
    across /= np.linalg.norm(across)
    assert np.degrees(np.sqrt(across @ strapping.covariance @ across)) == pytest.approx(0.5, rel=0.01)


def test_the_claimed_doubt_is_the_error_made() -> None:
    """400 sensors, each seen sixty times: well to one side, 10 degrees badly to the other."""
    rng = np.random.default_rng(3)
    ratios = []
    for _ in range(400):
        strapping = Strapping()
        for read in directions(60, rng):
            noise = rng.normal(size=3) * np.radians([10.0, 2.0, 2.0])
            strapping.add(TURN @ read + noise, read, np.diag(1.0 / np.radians([10.0, 2.0, 2.0]) ** 2))
        strapping.solve()
        skew = strapping.turn @ TURN.T
        turn = 0.5 * np.array([skew[2, 1] - skew[1, 2], skew[0, 2] - skew[2, 0], skew[1, 0] - skew[0, 1]])
        ratios.append(turn / np.sqrt(strapping.covariance.diagonal()))
    np.testing.assert_allclose(np.std(ratios, axis=0), 1.0, atol=0.12)


def test_what_faded_gives_way_to_what_is_new() -> None:
    strapping = Strapping()
    for read in directions(20, np.random.default_rng(4)):
        strapping.add(read, read, np.eye(3))
    strapping.fade(1e-4)
    for read in directions(20, np.random.default_rng(5)):
        strapping.add(TURN @ read, read, np.eye(3))
    strapping.solve()
    assert off_deg(strapping) < 1.0
    assert strapping.misfit < 0.01


def expecting(times: int, off_rad: float = 0.0) -> Strapping:
    """Something seen sixty times to 10 degrees, and expected so often to 10 degrees that far off."""
    strapping, seen = Strapping(), np.eye(3) / np.radians(10.0) ** 2
    askew = matrices(np.array([0.0, off_rad, 0.0]))
    for read in directions(60, np.random.default_rng(6)):
        strapping.add(TURN @ read, read, seen / 60.0)
    for _ in range(times):
        strapping.expect(askew @ TURN[:, 2], np.array([0.0, 0.0, 1.0]), seen)
        strapping.solve()
    return strapping


def test_an_expectation_counts_once_however_often_it_is_told() -> None:
    np.testing.assert_allclose(expecting(20).covariance, expecting(2).covariance, rtol=0.05)


def test_an_expectation_that_is_far_off_counts_less() -> None:
    assert off_deg(expecting(9, 0.15)) > 2.0
    assert off_deg(expecting(9, 0.9)) < off_deg(expecting(9, 0.3))
