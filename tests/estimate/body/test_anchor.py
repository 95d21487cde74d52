"""A body that floats before a camera stands still on its feet."""

import numpy as np
import pytest

from edge.estimate.body.anchor import Anchor


def test_feet_that_carry_stay_where_they_are() -> None:
    """The camera sees the whole person come nearer and go away again."""
    anchor, chance = Anchor(), np.random.default_rng(10)
    for k in range(60):
        drift = np.array([0.0, 0.0, 0.3 * np.sin(0.2 * k)]) + chance.normal(0.0, 0.02, 3)
        feet = {"right_heel": np.array([0.1, -1.0, -3.0]) + drift, "left_heel": np.array([-0.1, -1.0, -3.0]) + drift}
        shift = anchor.feed(k / 30.0, feet, -1.0)
        if k == 0:
            first = feet["right_heel"] + shift
        np.testing.assert_allclose(feet["right_heel"] + shift, first, atol=0.03)
    assert first[1] == pytest.approx(0.0, abs=0.05)


def test_a_step_goes_on_from_the_foot_that_stays() -> None:
    anchor = Anchor()
    anchor.feed(0.0, {"right_heel": np.array([0.0, -1.0, -3.0])}, -1.0)
    both = anchor.feed(0.1, {"right_heel": np.array([-0.2, -1.0, -3.0]), "left_heel": np.array([0.5, -1.0, -3.0])}, -1.0)
    assert both[0] == pytest.approx(0.2)
    after = anchor.feed(0.2, {"left_heel": np.array([0.4, -1.0, -3.0])}, -1.0)
    assert after[0] == pytest.approx(0.3)


def test_in_the_air_the_camera_is_all_there_is() -> None:
    anchor = Anchor()
    before = anchor.feed(0.0, {"right_heel": np.array([0.0, -1.0, -3.0])}, -1.0)
    np.testing.assert_allclose(anchor.feed(0.1, {}, -1.0), before)


def test_what_is_no_floor_is_not_pulled_down() -> None:
    """Hands on a bar."""
    anchor = Anchor()
    for k in range(90):
        shift = anchor.feed(k / 30.0, {"right_palm": np.array([0.0, 1.0, -3.0])}, None)
    np.testing.assert_allclose(shift, 0.0)
