"""Repetitions that did not go as far or take as long as most, and sets of nothing else."""

import pytest

from tests.judge.made_sets import SEEDS, alternating, assert_right, clean, reaching
from tests.judge.watched import noisy, watched


@pytest.mark.parametrize("view", ["front", "45", "side"])
def test_a_shallow_curl_among_good_ones_does_not_part_the_set(view: str) -> None:
    assert_right(watched(reaching(clean("bicep_curl", view), 1.0, 1.0, 0.65, 1.0, 1.0)))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("exercise", "view"), [("dip", "side"), ("pull_up", "45")])
def test_what_goes_half_as_high_in_the_same_time_is_one_of_the_set(exercise: str, view: str, seed: int) -> None:
    """Of a dip with this share of the angle the chest sinks by less than half, of a pull-up it rises so."""
    assert_right(watched(reaching(clean(exercise, view, seed), 1.0, 1.0, 0.57, 1.0)))


@pytest.mark.parametrize(("seed", "share"), [(420, 0.5), (422, 0.6)])
def test_a_leg_raised_a_little_is_seen_at_the_hip(seed: int, share: float) -> None:
    """Its foot hardly rises."""
    assert_right(watched(reaching(clean("standing_leg_raise", "45", seed), share, share, share, share)))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_set_may_begin_with_a_shallow_one(seed: int) -> None:
    assert_right(noisy(reaching(clean("squat", "side", seed), 0.45, 1.0, 1.0, 1.0)))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_low_knee_among_high_ones_is_counted(seed: int) -> None:
    """Half the angle lifts the knee by less than half."""
    assert_right(watched(alternating(reaching(clean("marching", "45", seed), 1.0, 1.0, 1.0, 1.0, 0.66, 0.66, 1.0))))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_shallow_push_up_seen_from_behind_is_one_of_the_set(seed: int) -> None:
    assert_right(watched(reaching(clean("push_up", "behind", seed), 1.0, 0.5, 1.0, 1.0)))


@pytest.mark.parametrize("seed", SEEDS[:2])
def test_who_does_not_stand_up_fully_from_a_chair_still_stands_up(seed: int) -> None:
    """They are sittings down otherwise, one too few."""
    assert_right(watched(reaching(clean("sit_to_stand", "side", seed), 0.55, 1.0, 0.6, 1.0)))


def test_quick_step_ups_are_step_ups() -> None:
    """This one is up for less than a second."""
    assert_right(watched(clean("step_up", "behind", 425, tempo="fast")))


def test_shallow_ones_among_the_first_belong_to_the_set_once_it_is_certain() -> None:
    """Two that go half as far as the others, before enough was seen."""
    assert_right(watched(reaching(clean("dip", "side", 514), 0.6, 1.0, 0.5, 1.0)))
