"""What a stretch of signals measures, where there is little or nothing in it."""

import numpy as np

from edge.estimate.skeleton import SIGNAL_NAMES
from edge.judge.history import History


def _history(frames: int) -> History:
    """A buffer whose unused rows hold what no signal is, as memory that was used before does."""
    history = History(SIGNAL_NAMES)
    for k in range(3):
        history.append(100.0 + k, np.full(len(SIGNAL_NAMES), 1e6), np.zeros(len(SIGNAL_NAMES)))
    history.clear()
    for k in range(frames):
        history.append(k / 30.0, np.full(len(SIGNAL_NAMES), 0.25), np.ones(len(SIGNAL_NAMES)))
    return history


def test_a_stretch_after_the_newest_frame_is_that_frame_and_nothing_behind_it() -> None:
    history = _history(2)
    assert history.span(5.0, 6.0) == slice(1, 2)
    figures = history.of_stretch(5.0, 6.0)
    assert figures.table[1, 0] == 0.25
    assert figures.table[0, 0] == 0.0
    assert figures.confidence[0] == 1.0


def test_a_stretch_between_two_frames_has_the_later_one() -> None:
    history = _history(2)
    assert history.span(0.01, 0.02) == slice(1, 2)
