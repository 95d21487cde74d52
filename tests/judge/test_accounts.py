"""One movement lasts as long as two of another that is a part of it: what accounts for more of the last seconds is told."""

from dataclasses import replace

import pytest

from tests.judge.made_sets import clean, parts
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


@pytest.mark.parametrize("seed", [420, 421, 422])
def test_what_came_before_a_set_does_not_outweigh_it(seed: int) -> None:
    """One slow movement of the arms, longer than four quick deadlifts together."""
    deadlifts, curl = clean("deadlift", "front", seed, 4, "fast"), clean("bicep_curl", "front", seed, 1).parts[0]
    slow = replace(curl, reps=(replace(curl.reps[0], go_s=3.0, back_s=3.5),))
    assert watched(parts(deadlifts, slow, deadlifts.parts[0])).counts == {"deadlift": 4}


def test_deadlifts_of_a_second_each_are_deadlifts() -> None:
    seen = watched(clean("deadlift", "front", 421, 4, "fast"))
    assert max(rep.end_s - rep.start_s for rep in seen.truth.reps) < 1.1
    assert seen.counts == {"deadlift": 4}
