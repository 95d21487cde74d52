"""How often somebody may ask."""

from edge.web.pace import MOST_ASKERS, Pace
from tests.scripted_daemon import FakeClock


def test_a_burst_is_allowed_then_one_in_so_many_seconds() -> None:
    clock = FakeClock()
    pace = Pace(clock, 3, 10.0)
    assert [pace.wait_s("a") for _ in range(5)] == [0, 0, 0, 10, 10]
    clock.t += 4.0
    assert pace.wait_s("a") == 6
    clock.t += 6.0
    assert [pace.wait_s("a"), pace.wait_s("a")] == [0, 10]


def test_one_asker_does_not_hold_up_another() -> None:
    pace = Pace(FakeClock(), 1, 10.0)
    assert [pace.wait_s("a"), pace.wait_s("a"), pace.wait_s("b")] == [0, 10, 0]


def test_a_long_rest_gives_one_burst_and_no_more() -> None:
    clock = FakeClock()
    pace = Pace(clock, 2, 10.0)
    pace.wait_s("a")
    clock.t += 1e6
    assert [pace.wait_s("a") for _ in range(3)] == [0, 0, 10]


def test_however_many_ask_only_so_many_are_remembered() -> None:
    pace = Pace(FakeClock(), 1, 10.0)
    for number in range(3 * MOST_ASKERS):
        pace.wait_s(str(number))
    assert len(pace._left) == MOST_ASKERS
