"""What somebody did before a set, such as lying down or walking up, is no part of its first repetition, and hides none."""

import pytest

from tests.judge.made_sets import clean, parts
from tests.judge.watched import noisy
from tools.avatar_studio import Part


@pytest.mark.parametrize("view", ["side", "45"])
@pytest.mark.parametrize("seed", [420, 422, 423])
def test_the_first_bridge_after_lying_down_is_counted(view: str, seed: int) -> None:
    """Its way up began with that of lying down."""
    spec = clean("glute_bridge", view, seed)
    seen = noisy(parts(spec, Part("stand", seconds=3.0), *spec.parts))
    assert seen.counts == seen.true_counts


def test_heel_raises_are_seen_where_somebody_walked_to() -> None:
    spec = clean("heel_raise", "front", 421, reps=5)
    seen = noisy(parts(spec, Part("walk_in", seconds=4.0), Part("stand", seconds=4.0), *spec.parts))
    assert seen.counts == seen.true_counts
