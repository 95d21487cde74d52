"""Movements that are each other's way back, and positions that look like another's: which of them is counted."""

import pytest

from tests.judge.watched import noisy, watched
from tools.avatar_studio import VIEWS, random_idle, random_session, random_spec


@pytest.mark.parametrize("seed", [420, 427])
def test_sitting_down_between_two_chair_stands_is_no_squat(seed: int) -> None:
    seen = watched(random_spec(seed, "sit_to_stand", "45", 4, "normal", faults=0))
    assert seen.counts == seen.true_counts


@pytest.mark.parametrize(("seed", "exercise"), [(600063, "squat"), (600065, "sit_to_stand")])
def test_the_way_up_and_down_between_two_of_a_set_is_none_of_its_opposite(seed: int, exercise: str) -> None:
    seen = noisy(random_spec(seed, exercise, "45"))
    assert seen.counts == seen.true_counts


def test_bending_over_a_bar_is_no_exercise_on_the_floor() -> None:
    assert noisy(random_idle(3218, 60.0, list(VIEWS)[2])).counts == {}


def test_the_ways_between_squats_and_lunges_of_a_visit_are_no_chair_stands() -> None:
    """Eleven of them were, once the squats were some seconds ago."""
    assert noisy(random_session(11724)).counts == {"squat": 5, "lunge": 6, "deadlift": 6}
