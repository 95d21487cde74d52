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


def scaled(scale: BodyScale, body: Array) -> Array:
    """(2, 33) m of a run of one."""
    picture: Array = scale.feed(body[np.newaxis], (DT,)).picture[0]
    return picture


def test_the_picture_is_the_world_but_for_where_it_is() -> None:
    picture = scaled(BodyScale(), seen())
    apart = picture - STANDING[:, :2].T
    assert np.allclose(apart, apart[:, :1], atol=1e-9)


def test_pixels_undo_metres() -> None:
    scale, body = BodyScale(), seen()
    for k in range(20):
        body = seen(300.0 + k, (900.0 + 3 * k, 500.0))
        found = scale.feed(body[np.newaxis], (DT,))
    assert np.allclose(found.pixels(found.picture)[0], body[:2], atol=1e-9)


def test_a_scale_that_creeps_does_not_carry_a_still_body_along() -> None:
    """Far from the picture's corner, dividing by a scale that changed by 5 % would move everything by 15 cm."""
    scale = BodyScale()
    first = scaled(scale, seen())
    for k in range(300):
        last = scaled(scale, seen(guess=1.0 + 0.05 * k / 300))
    assert np.abs(last.mean(axis=1) - first.mean(axis=1)).max() < 1e-9
    assert 0.0 < np.abs(last - first).max() < 0.05 * np.abs(first - first.mean(axis=1, keepdims=True)).max()


def test_a_step_aside_is_as_long_as_it_is() -> None:
    scale = BodyScale()
    first = scaled(scale, seen())
    for k in range(1, 31):
        last = scaled(scale, seen(at=(900.0 + 5 * k, 500.0)))
    assert np.allclose(last - first, [[0.5], [0.0]], atol=1e-9)


def test_nearness_follows_a_walk_to_the_camera() -> None:
    scale = BodyScale()
    run = np.array([seen(200.0)] + 60 * [seen(300.0)])
    nearness = scale.feed(run, [DT] * len(run)).nearness
    assert nearness[0] == pytest.approx(math.log(200.0))
    assert nearness[-1] == pytest.approx(math.log(300.0), abs=0.01)


def test_a_run_gives_what_its_bodies_give_one_by_one() -> None:
    bodies = [seen(300.0 + 3 * k, (900.0 + 5 * k, 500.0), 1.0 + 0.01 * k) for k in range(20)]
    one_by_one, in_one_go = BodyScale(), BodyScale().feed(np.array(bodies), [DT] * 20)
    for body, picture in zip(bodies, in_one_go.picture, strict=True):
        assert np.allclose(scaled(one_by_one, body), picture, atol=1e-12)


def test_reset_begins_with_the_new_scale_at_once() -> None:
    scale = BodyScale()
    scaled(scale, seen(200.0))
    scale.reset()
    fresh = scaled(scale, seen(400.0))
    assert np.allclose(fresh, scaled(BodyScale(), seen(400.0)))


def test_a_body_of_one_point_is_no_division_by_zero() -> None:
    assert np.isfinite(scaled(BodyScale(), np.full((5, 33), 3.0))).all()
