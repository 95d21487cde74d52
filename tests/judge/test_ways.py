"""In which way what was shown is counted: one side or both, at once or in turn; and what nobody would call a movement."""

import numpy as np
import pytest

from edge.errors import InputError
from edge.messages import Array, Side
from tests.judge.made_states import FPS, states_of, wave
from tests.judge.test_teach import learned

STRAIGHT, BENT = np.radians(5.0), np.radians(95.0)


def knees(left: Array, right: Array) -> dict[str, Array]:
    """Each padded with standing to the longer of the two."""
    n = max(len(left), len(right))
    left, right = (np.concatenate([own, np.full(n - len(own), own[-1])]) for own in (left, right))
    return {"left_knee": left, "right_knee": right, "knees": 0.5 * (left + right)}


@pytest.mark.parametrize(("share", "side"), [(0.4, Side.LEFT), (0.6, Side.BOTH)])
def test_a_side_that_only_swings_along_is_not_counted(share: float, side: Side) -> None:
    left = wave([1, 1, 1, 1], STRAIGHT, BENT)
    found = learned(states_of(knees(left, STRAIGHT + share * (left - STRAIGHT))))
    assert (found.reps, found.side, found.alternating) == (4, side, False)


@pytest.mark.parametrize(("later_s", "reps"), [(0.0, 4), (1.0, 4), (3.2, 8)])
def test_sides_that_hardly_overlap_are_in_turn_however_slow_they_are(later_s: float, reps: int) -> None:
    """Four seconds each, the right one so much later; then a rest until the left one begins again."""
    left = wave([1, 1, 1, 1], STRAIGHT, BENT, pause_s=4.0, seconds=4.0)
    found = learned(states_of(knees(left, np.concatenate([np.full(round(later_s * FPS), STRAIGHT), left]))))
    assert (found.reps, found.alternating) == (reps, reps == 8)


def raised(*pauses: float) -> dict[str, Array]:
    """On tiptoe and down again, with as long a pause before as after it."""
    return {"heels": np.concatenate([wave([1.0], 0.0, 0.075, pause_s=pause_s, seconds=1.6) for pause_s in pauses])}


def test_what_goes_no_further_than_anybody_sways_is_learned_where_it_is_steady() -> None:
    assert learned(states_of(raised(0.3, 0.3, 0.3, 0.3))).reps == 4


@pytest.mark.parametrize(
    "pauses", [(0.3, 0.3, 0.3), (0.05, 0.05, 1.5, 0.05, 0.05), (0.7, 0.7, 0.7, 0.7)], ids=["too few", "at odd times", "with long pauses"]
)
def test_and_not_where_it_is_not(pauses: tuple[float, ...]) -> None:
    with pytest.raises(InputError):
        learned(states_of(raised(*pauses)))
