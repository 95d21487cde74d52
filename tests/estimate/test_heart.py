"""Zones: at their borders, and where nothing is known."""

import pytest

from edge.estimate.heart import highest_bpm, highest_of, zone


@pytest.mark.parametrize(
    ("bpm", "number"), [(0, 0), (99.9, 0), (100, 1), (119.9, 1), (120, 2), (140, 3), (160, 4), (179.9, 4), (180, 5), (230, 5)]
)
def test_zones_of_someone_whose_heart_reaches_200(bpm: float, number: int) -> None:
    assert zone(bpm, 200.0) == number


def test_the_highest_heart_rate_falls_with_age_as_tanaka_found() -> None:
    assert (highest_bpm(20.0), highest_bpm(60.0)) == (194.0, 166.0)


def test_what_is_set_counts_more_than_age_and_nobody_is_guessed() -> None:
    assert highest_of(185, 40.0) == 185.0
    assert highest_of(0, 40.0) == 180.0
    assert highest_of(0, None) is None
