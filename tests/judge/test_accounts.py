"""One movement lasts as long as two of another that is a part of it: what accounts for more of the last seconds is told."""

import pytest

from tests.judge.watched import EXACT, watched
from tools.avatar_studio import MEASURED, Noise, random_spec


@pytest.mark.parametrize(
    ("seed", "exercise", "view", "noise"),
    [(600048, "step_up", "front", EXACT), (600047, "side_lunge", "behind", MEASURED)],
    ids=["steps that are no lunges", "lunges to the side that are no push-ups"],
)
def test_what_explains_less_of_the_last_seconds_takes_no_set_over(seed: int, exercise: str, view: str, noise: Noise) -> None:
    seen = watched(random_spec(seed, exercise, view), noise=noise)
    assert seen.counts == seen.true_counts
