"""What sinks out of sight where it had come from has come back: the far leg behind the near one."""

import pytest

from tests.judge.test_reps import follow, through

RAISED = through((2.0, 0.0), (3.0, 1.0), (4.0, 0.0), (6.0, 0.0), (7.0, 1.0), (8.0, 0.0))


def test_a_leg_that_is_seen_only_while_it_is_raised_is_raised_every_time() -> None:
    found = follow(RAISED, 10.0, seen=lambda t: float(RAISED(t) > 0.05))
    assert [x.t_turn for x in found] == pytest.approx([3.0, 7.0], abs=0.1)
    assert [x.t_end for x in found] == pytest.approx([4.0, 8.0], abs=0.2)
    assert not any(x.half for x in found)


def test_what_goes_out_of_sight_half_way_may_be_anywhere() -> None:
    assert follow(RAISED, 6.0, seen=lambda t: float(t < 3.6)) == []
