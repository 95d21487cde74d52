"""Weeks are the box's own: by the time of day where it stands."""

import time
from collections.abc import Iterator
from datetime import date

import pytest

from edge.weeks import beginning_of, monday_of, weeks_of

SUNDAY_2330_UTC = 1_795_390_200.0
"""22 November 2026."""
DAY = 86_400.0


@pytest.fixture(params=["UTC", "Europe/Madrid", "America/Los_Angeles", "Pacific/Auckland"])
def place(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


def test_a_late_sunday_is_in_the_week_of_the_boxs_own_day(place: str) -> None:
    east = place in ("Europe/Madrid", "Pacific/Auckland")
    assert monday_of(SUNDAY_2330_UTC) == (date(2026, 11, 23) if east else date(2026, 11, 16))


def test_a_week_begins_at_midnight_here_and_every_moment_is_in_its_own(place: str) -> None:
    """Also over the nights on which the clocks are changed."""
    for day in range(0, 366, 3):
        monday = monday_of(SUNDAY_2330_UTC + day * DAY)
        assert beginning_of(monday) <= SUNDAY_2330_UTC + day * DAY < beginning_of(monday) + 7 * DAY + 3600.0
        assert monday_of(beginning_of(monday)) == monday
        assert monday_of(beginning_of(monday) - 1.0) != monday


def test_empty_weeks_are_there_up_to_now_and_no_more_than_wanted(place: str) -> None:
    found = weeks_of([SUNDAY_2330_UTC, SUNDAY_2330_UTC, SUNDAY_2330_UTC + 21 * DAY], 10, SUNDAY_2330_UTC + 28 * DAY)
    assert [many for _, many in found] == [2, 0, 0, 1, 0]
    assert [many for _, many in weeks_of([SUNDAY_2330_UTC, SUNDAY_2330_UTC + 21 * DAY], 2)] == [0, 1]
    assert weeks_of([], 10, SUNDAY_2330_UTC) == []
