"""Lengths of segments from somebody who stands."""

import numpy as np
import pytest

from edge.estimate.body.anthropometry import BodySize, Lengths, lengths_of
from edge.estimate.body.attachment import attachment_of
from edge.estimate.body.calibration import MILESTONES, Calibration, stands
from edge.estimate.body.model import BodyModel
from edge.estimate.body.points import Points
from edge.messages import Array
from tests.estimate.body.made_sights import FRONT, SIDE, SIZE, SQUAT, posed

THIGHS = 1.12


def landmarks(degrees: dict[str, float], lengths: Lengths, heading: float) -> tuple[Array, Array, Array]:
    """world (33, 3), rays (33, 2), seen (33,)."""
    attachment = attachment_of(SIZE.height_m)
    at = np.full((33, 3), np.nan)
    at[attachment.landmarks] = Points(BodyModel.of(SIZE, lengths), attachment).move(posed(degrees, heading)).at.T
    return at - at[23:25].mean(axis=0), at[:, :2] / -at[:, 2:], np.where(np.isfinite(at[:, 0]), 0.99, 0.0)


def long_thighs() -> Lengths:
    usual = lengths_of(SIZE)
    return Lengths(*(THIGHS * value if name == "thigh" else value for name, value in _values(usual)))


def _values(lengths: Lengths) -> list[tuple[str, float]]:
    return [(name, getattr(lengths, name)) for name in Lengths.__slots__]


@pytest.mark.parametrize("heading", [FRONT, SIDE])
def test_long_thighs_are_found(heading: float) -> None:
    true, usual = long_thighs(), lengths_of(SIZE)
    calibration, found = Calibration(SIZE), None
    for _ in range(MILESTONES[-1]):
        found = calibration.feed(*landmarks({}, true, heading)) or found
    assert found is not None
    assert calibration.done
    assert found.thigh / found.shank == pytest.approx(true.thigh / true.shank, rel=0.04)
    assert found.thigh / found.shank > 1.05 * usual.thigh / usual.shank


def test_who_squats_or_is_hidden_does_not_stand() -> None:
    world, rays, seen = landmarks({}, lengths_of(SIZE), FRONT)
    assert stands(world, rays, seen)
    assert not stands(*landmarks(SQUAT, lengths_of(SIZE), SIDE))
    assert not stands(world, rays, 0.0 * seen)
    assert not stands(np.full_like(world, np.nan), rays, seen)


def test_lengths_stay_a_persons() -> None:
    calibration, (world, rays, seen) = Calibration(BodySize()), landmarks({}, lengths_of(SIZE), FRONT)
    rays = rays.copy()
    rays[27:33] *= 3.0
    found = [lengths for _ in range(MILESTONES[0]) if (lengths := calibration.feed(world, rays, seen))]
    usual = lengths_of(BodySize())
    assert 0.7 * usual.shank <= found[0].shank <= 1.4 * usual.shank
