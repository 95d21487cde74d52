"""Made-up people who are there and train nothing: nothing is counted."""

import pytest

from tests.judge.made_sets import SEEDS, parts
from tests.judge.watched import noisy, watched
from tools.avatar_studio import VIEWS, Part, random_idle


@pytest.mark.parametrize("seed", [500, 504, 506])
@pytest.mark.parametrize("what", ["stand", "phone", "wave", "sit"])
def test_idling_counts_nothing_for_two_minutes(what: str, seed: int) -> None:
    seen = watched(parts(random_idle(seed, 10), Part("stand", seconds=2), Part(what, seconds=120)))
    assert seen.counts == {}


@pytest.mark.parametrize("seed", [806, 927])
def test_hands_that_talk_begin_no_set(seed: int) -> None:
    """Rows and curls that went on for minutes, once: talking upright, and an elbow that was hardly seen."""
    assert noisy(random_idle(seed, 120.0)).counts == {}


@pytest.mark.parametrize("seed", SEEDS)
def test_picking_things_up_again_and_again_is_no_squat(seed: int) -> None:
    spec = random_idle(seed, 60.0, "side")
    counts = noisy(parts(spec, *[Part(name, seconds=3.0) for _ in range(4) for name in ("pick_up", "stand")])).counts
    assert counts.keys() <= {"deadlift", "unknown"}


@pytest.mark.parametrize("seed", SEEDS)
def test_sitting_down_and_getting_up_once_is_no_exercise(seed: int) -> None:
    spec = random_idle(seed, 60.0, "side")
    assert noisy(parts(spec, *[Part(name, seconds=5.0) for name in ("stand", "sit", "stand")])).counts == {}


@pytest.mark.parametrize("seed", range(500, 506))
def test_one_pick_up_is_no_squat(seed: int) -> None:
    spec = parts(random_idle(seed, 10), Part("stand", seconds=4), Part("pick_up", seconds=3), Part("stand", seconds=4))
    assert watched(spec).counts == {}
    assert noisy(spec).counts == {}


@pytest.mark.parametrize("seed", [5302, 5350, 5363, 6242])
def test_bending_over_with_one_hand_at_work_is_no_row(seed: int) -> None:
    assert noisy(random_idle(seed, 60.0, list(VIEWS)[seed % 4])).counts == {}


@pytest.mark.parametrize("seed", [8205, 8209, 54114])
def test_sitting_for_long_is_neither_a_side_lunge_nor_chair_stands(seed: int) -> None:
    assert noisy(random_idle(seed, 60.0, list(VIEWS)[seed % 4])).counts == {}


def test_what_takes_two_seconds_and_then_ten_is_no_movement_repeated() -> None:
    assert noisy(random_idle(8336, 60.0, "front")).counts == {}


@pytest.mark.parametrize("seed", [11034, 11179, 11336])
def test_strides_of_half_a_second_are_no_lunges(seed: int) -> None:
    assert noisy(random_idle(seed, 60.0, list(VIEWS)[seed % 4])).counts == {}


@pytest.mark.parametrize("seed", [11242, 11254])
def test_what_a_limb_behind_the_body_seems_to_do_is_nothing(seed: int) -> None:
    """A leg was raised five times, and a shoulder six."""
    assert noisy(random_idle(seed, 60.0, list(VIEWS)[seed % 4])).counts == {}


def test_small_movements_many_seconds_apart_are_no_set() -> None:
    assert noisy(random_idle(11294, 60.0, "side")).counts == {}


def test_who_stays_bent_over_a_bar_lifts_nothing() -> None:
    assert noisy(random_idle(11108, 60.0, "front")).counts == {}


@pytest.mark.parametrize("seed", [11346, 11520, 11695])
def test_bending_down_four_times_unevenly_long_or_apart_is_no_set_of_deadlifts(seed: int) -> None:
    assert noisy(random_idle(seed, 60.0, list(VIEWS)[seed % 4])).counts == {}


def test_nobody_pushes_up_within_a_third_of_a_second() -> None:
    """A bar is set up, seen from behind: bent over, with hands that shake."""
    assert noisy(random_idle(13231, 60.0, "behind")).counts == {}


def test_who_talks_and_bends_the_knees_now_and_then_does_not_jump() -> None:
    assert noisy(random_idle(13006, 60.0, "side")).counts == {}


def test_what_lasts_once_as_long_as_two_others_is_not_one_movement_plainly_repeated() -> None:
    assert noisy(random_idle(13222, 60.0, "side")).counts == {}


@pytest.mark.parametrize("seed", [30027, 31082, 30065, 30004])
def test_one_of_which_something_else_looks_more_like_itself_begins_no_set(seed: int) -> None:
    """A jump squat out of walking and a pick-up, a side lunge out of walking in, a row out of a pick-up; and waving now and then."""
    assert noisy(random_idle(seed, 60.0, list(VIEWS)[seed % 4])).counts == {}


@pytest.mark.parametrize("seed", [34000, 39073])
def test_who_sits_down_and_gets_up_twice_with_seconds_between_trains_nothing(seed: int) -> None:
    assert noisy(random_idle(seed, 60.0, list(VIEWS)[seed % 4])).counts == {}


@pytest.mark.parametrize("seed", [39090, 39114])
def test_what_is_not_seen_or_fits_nothing_begins_no_set(seed: int) -> None:
    """Steps on the spot of a leg behind the other one, while talking; arms that move on a chair taken for push-ups."""
    assert noisy(random_idle(seed, 60.0, list(VIEWS)[seed % 4])).counts == {}


@pytest.mark.parametrize("seed", [34069, 36046, 36069, 36109, 38019])
def test_what_is_hardly_larger_than_small_begins_no_set(seed: int) -> None:
    """Lunges and side lunges out of walking about, push-ups over a bar that is set up, a foot that was lifted, knees that bent."""
    assert noisy(random_idle(seed, 60.0, list(VIEWS)[seed % 4])).counts == {}


@pytest.mark.parametrize("seed", [38102, 38166, 38181])
def test_one_gesture_that_does_not_quite_fit_begins_no_set(seed: int) -> None:
    """A row and a leg raise, once each; and three curls, the first of which was not plain."""
    assert noisy(random_idle(seed, 60.0, list(VIEWS)[seed % 4])).counts == {}
