"""Votes about sides: which one wears a sensor, when the pose is wrong, and when the sensor has moved."""

import pytest

from edge.estimate.sidedness import PATIENCE, SURE_VOTES, SWAP_HOLDS_S, Sidedness
from edge.messages import Side

OTHER = {Side.LEFT: Side.RIGHT, Side.RIGHT: Side.LEFT}


def voted(side: Side, votes: int = 10) -> Sidedness:
    sidedness = Sidedness()
    for t in range(votes):
        sidedness.vote(float(t), side)
    return sidedness


@pytest.mark.parametrize("side", [Side.LEFT, Side.RIGHT])
def test_enough_votes_make_a_side_known(side: Side) -> None:
    assert voted(side, SURE_VOTES - 1).known is None
    assert voted(side, SURE_VOTES).known is side


@pytest.mark.parametrize("side", [Side.LEFT, Side.RIGHT])
def test_contradictions_in_a_row_are_a_swap_and_the_next_ones_its_end(side: Side) -> None:
    sidedness = voted(side)
    for k in range(PATIENCE):
        assert not sidedness.swapped
        sidedness.vote(20.0 + k, OTHER[side])
    assert sidedness.swapped
    assert sidedness.known is side
    for k in range(PATIENCE):
        sidedness.vote(30.0 + k, OTHER[side])
    assert not sidedness.swapped


def test_a_single_contradiction_is_no_swap() -> None:
    sidedness = voted(Side.LEFT)
    for t in range(20):
        sidedness.vote(20.0 + t, Side.RIGHT if t % PATIENCE == 0 else Side.LEFT)
    assert not sidedness.swapped


def test_a_sensor_that_moved_to_the_other_side_is_no_swap_for_ever() -> None:
    sidedness, t = voted(Side.LEFT), 20.0
    while t < 20.0 + 4 * SWAP_HOLDS_S:
        sidedness.settle(t)
        sidedness.vote(t, Side.LEFT if sidedness.swapped else Side.RIGHT)
        t += 1.0
    assert not sidedness.swapped
    assert sidedness.known is Side.RIGHT


def test_somebody_else_is_believed_as_labelled() -> None:
    sidedness = voted(Side.LEFT, 6)
    for k in range(PATIENCE):
        sidedness.vote(20.0 + k, Side.RIGHT)
    sidedness.restart(25.0)
    assert not sidedness.swapped
    assert sidedness.since == 25.0
    assert sidedness.known is None
