"""A movement that no exercise describes: what of it is counted, and what is left alone because anybody may do it by chance."""

import numpy as np
import pytest

from edge.messages import Array
from tests.judge.made_states import states_of, wave
from tests.judge.test_clip_ends import clapping, counts, told

HELD, FAR = np.radians(60.0), np.radians(170.0)
"""An ankle's angle; no exercise counts it."""


def in_turn(times: int, left_s: float, right_s: float) -> dict[str, Array]:
    """The left foot bent and stretched again, then the right one, so many seconds each."""
    pairs = [(wave([1.0], HELD, FAR, 0.4, seconds), foot) for _ in range(times) for seconds, foot in ((left_s, "left"), (right_s, "right"))]
    feet = ("left", "right")
    return {f"{own}_ankle": np.concatenate([way if foot == own else np.full(len(way), HELD) for way, foot in pairs]) for own in feet}


def test_three_are_enough() -> None:
    assert counts(told(clapping(3))) == {"unknown": 3}


def test_left_and_right_in_turn_count_each_and_both_at_once_count_once() -> None:
    assert counts(told(states_of(in_turn(6, 1.4, 1.4)))) == {"unknown": 12}
    both = wave([1.0] * 6, HELD, FAR, 0.4, 1.4)
    assert counts(told(states_of({"left_ankle": both, "right_ankle": both, "ankles": both}))) == {"unknown": 6}


@pytest.mark.parametrize(("right_s", "found"), [(2.8, {"unknown": 12}), (4.2, {})])
def test_what_one_side_does_thrice_as_slowly_is_another_movement(right_s: float, found: dict[str, int]) -> None:
    assert counts(told(states_of(in_turn(6, 1.4, right_s)))) == found


def test_what_comes_at_odd_times_is_no_exercise() -> None:
    def spread(pauses: tuple[float, ...]) -> dict[str, Array]:
        return {"hand_spread": np.concatenate([wave([1.0], 0.1, 1.0, pause_s, 1.4) for pause_s in pauses])}

    assert counts(told(states_of(spread((0.5,) * 6)))) == {"unknown": 6}
    assert counts(told(states_of(spread((0.5, 4.0, 0.5, 0.5, 5.0, 0.5))))) == {}


@pytest.mark.parametrize(
    ("pause_s", "long_s", "found"), [(0.9, 1.4, {"unknown": 6}), (2.8, 1.4, {}), (3.5, 6.0, {"unknown": 6}), (6.5, 6.0, {})]
)
def test_who_rests_longer_than_they_move_does_not_exercise(pause_s: float, long_s: float, found: dict[str, int]) -> None:
    """Nor who rests for long after a slow movement."""
    assert counts(told(states_of({"hand_spread": wave([1.0] * 6, 0.1, 1.0, pause_s, long_s)}))) == found


def test_no_further_than_anybody_sways_is_no_movement() -> None:
    assert counts(told(states_of({"hand_spread": wave([1.0] * 8, 0.1, 0.17, 0.4, 1.4)}))) == {}
