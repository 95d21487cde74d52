"""What was shown: its longest piece without a cut, and at which end of its way it turns."""

import numpy as np
import pytest

from tests.judge.made_states import FPS, states_of, wave
from tests.judge.test_teach import learned

LOW, HIGH = np.radians(30.0), np.radians(130.0)


@pytest.mark.parametrize("times", [(5, 3), (3, 5)])
def test_it_is_learned_from_the_longest_piece_without_a_cut(times: tuple[int, int]) -> None:
    first, second = (wave([1.0] * n, LOW, HIGH) for n in times)
    assert learned(states_of({"left_elbow": np.concatenate([first, second])}, cuts=[len(first)])).reps == 5


def test_whoever_does_not_come_back_from_the_last_one_is_still_taken_to_begin_where_they_began() -> None:
    """There are as many ways down and up again as there are ways up and down again."""
    way = wave([1, 1, 1, 1], LOW, HIGH)
    stays = np.concatenate([way, LOW + (HIGH - LOW) * np.clip(np.arange(60) / (0.8 * FPS), 0.0, 1.0)])
    for signal, turns, from_deg, to_deg in ((stays, "high", 30, 130), (LOW + HIGH - stays, "low", 130, 30)):
        found = learned(states_of({"left_elbow": signal}))
        assert (found.entry["turns"], found.reps) == (turns, 4)
        assert [found.from_deg, found.to_deg] == pytest.approx([from_deg, to_deg], abs=6)
        assert found.entry["start"][0] < from_deg < found.entry["start"][1]
        assert found.entry["turn"][0] < to_deg < found.entry["turn"][1]


@pytest.mark.parametrize("times", [(5, 3), (3, 5)])
def test_a_long_rest_parts_what_was_shown_and_the_longer_part_counts(times: tuple[int, int]) -> None:
    first, second = (wave([1.0] * n, LOW, HIGH) for n in times)
    assert learned(states_of({"left_elbow": np.concatenate([first, np.full(round(14 * FPS), LOW), second])})).reps == 5


def test_a_half_at_the_beginning_is_none_of_what_was_shown() -> None:
    way = wave([1, 1, 1, 1], LOW, HIGH)
    assert learned(states_of({"left_elbow": way[int(way.argmax()) :]})).reps == 3
