"""Pixels and metres at the body's own scale."""

import math

import numpy as np
import pytest

from edge.estimate.scale import BodyScale
from edge.messages import Array
from tests.estimate.made_body import made_world

DT = 1 / 30
STANDING = made_world(0.3, abduction=0.3)


def seen(px_per_m: float = 300.0, at: tuple[float, float] = (900.0, 500.0), guess: float = 1.0) -> Array:
    """(5, 33) px and m. guess: the model's 3D guess is this much too large."""
    body = np.empty((5, 33))
    body[:2] = STANDING[:, :2].T * px_per_m + np.array(at)[:, np.newaxis]
    body[2:] = STANDING.T * guess
    return body


def test_the_picture_is_the_world_but_for_where_it_is() -> None:
    picture = BodyScale().feed(seen(), DT)
    apart = picture - STANDING[:, :2].T
    assert np.allclose(apart, apart[:, :1], atol=1e-9)


def test_pixels_undo_metres() -> None:
    scale, body = BodyScale(), seen()
    for k in range(20):
        body = seen(300.0 + k, (900.0 + 3 * k, 500.0))
        picture = scale.feed(body, DT)
    assert np.allclose(scale.pixels(picture), body[:2], atol=1e-9)


def test_a_scale_that_creeps_does_not_carry_a_still_body_along() -> None:
    """Far from the picture's corner, dividing by a scale that changed by 5 % would move everything by 15 cm."""
    scale = BodyScale()
    first = scale.feed(seen(), DT)
    for k in range(300):
        last = scale.feed(seen(guess=1.0 + 0.05 * k / 300), DT)
    assert np.abs(last.mean(axis=1) - first.mean(axis=1)).max() < 1e-9
    assert 0.0 < np.abs(last - first).max() < 0.05 * np.abs(first - first.mean(axis=1, keepdims=True)).max()


def test_a_step_aside_is_as_long_as_it_is() -> None:
    scale = BodyScale()
    first = scale.feed(seen(), DT)
    for k in range(1, 31):
        last = scale.feed(seen(at=(900.0 + 5 * k, 500.0)), DT)
    assert np.allclose(last - first, [[0.5], [0.0]], atol=1e-9)


def test_nearness_follows_a_walk_to_the_camera() -> None:
    scale = BodyScale()
    scale.feed(seen(200.0), DT)
    assert scale.nearness == pytest.approx(math.log(200.0))
    for _ in range(60):
        scale.feed(seen(300.0), DT)
    assert scale.nearness == pytest.approx(math.log(300.0), abs=0.01)


def test_reset_begins_with_the_new_scale_at_once() -> None:
    scale = BodyScale()
    scale.feed(seen(200.0), DT)
    scale.reset()
    fresh = scale.feed(seen(400.0), DT)
    assert np.allclose(fresh, BodyScale().feed(seen(400.0), DT))


def test_a_body_of_one_point_is_no_division_by_zero() -> None:
    assert np.isfinite(BodyScale().feed(np.full((5, 33), 3.0), DT)).all()
