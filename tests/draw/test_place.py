"""The counter and the head: one never lies over the other, wherever somebody stands who can be got out of the way of."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest

from edge.draw import Board, Place, draw
from edge.draw.counter import bottom, draw_counter
from edge.draw.place import FADE_S, HEAD
from edge.messages import MotionState
from edge.respond.sentences import languages, load
from tests.test_draw import blank, person

FRAMES_HZ = 30
SIZES = [(640, 480), (480, 854), (606, 1080), (854, 480), (480, 480), (1920, 1080)]
NAMES = sorted({text for language in languages() for key, text in load(language).items() if key.startswith("exercise.")}, key=len)[-8:]
"""The longest."""
COUNTED = Board(count=12, good=9, score=81.0)


def standing(size: tuple[int, int], off: float = 0.0, low: float = 0.0) -> MotionState:
    """off, low: how far off the middle and down, in widths and heights of the picture."""
    state = person(size)
    state.points[:] += (off * size[0], low * size[1])
    return state


def drawn(size: tuple[int, int], board: Board) -> npt.NDArray[np.bool_]:
    """Where the counter is."""
    picture = blank(size, 90)
    draw_counter(picture, board)
    return np.asarray((picture != 90).any(axis=2))


def shown(place: Place, size: tuple[int, int], *offs: float, start: float = 0.0) -> list[tuple[bool, float]]:
    picture = blank(size)
    return [place.feed(start + i / FRAMES_HZ, standing(size, off), picture) for i, off in enumerate(offs)]


@pytest.mark.parametrize("right", [False, True])
@pytest.mark.parametrize("size", SIZES)
def test_no_name_of_an_exercise_reaches_the_middle(size: tuple[int, int], right: bool) -> None:
    half = HEAD * min(size) / 480.0
    for name in NAMES:
        covered = np.flatnonzero(drawn(size, replace(COUNTED, exercise=name, right=right)).any(axis=0))
        assert (covered.min() > size[0] / 2 + half) if right else (covered.max() < size[0] / 2 - half), name


@pytest.mark.parametrize("size", SIZES)
def test_below_the_counter_there_is_nothing_of_it(size: tuple[int, int]) -> None:
    assert np.flatnonzero(drawn(size, replace(COUNTED, exercise="Bulgarian split squat")).any(axis=1)).max() < bottom(blank(size))


def test_both_sides_look_alike() -> None:
    """Mirrored: the ring in the corner, words towards the middle."""
    left, right = (drawn((854, 480), replace(COUNTED, exercise="Squat", right=side)) for side in (False, True))
    assert left.sum() == pytest.approx(right.sum(), rel=0.01)
    assert np.flatnonzero(left.any(axis=0)).max() == pytest.approx(854 - np.flatnonzero(right.any(axis=0)).min(), abs=2)


def test_it_makes_room_for_a_head_and_does_not_come_back_for_a_small_step() -> None:
    place = Place()
    assert shown(place, (640, 480), 0.0) == [(False, 1.0)]
    moving = shown(place, (640, 480), *[-0.2] * 20, start=1.0)
    assert (moving[0], moving[-1]) == ((False, 1.0), (True, 1.0))
    assert set(shown(place, (640, 480), *[-0.02, 0.03] * 20, start=3.0)) == {(True, 1.0)}
    assert shown(place, (640, 480), *[0.2] * 20, start=6.0)[-1] == (False, 1.0)


def test_it_fades_away_at_one_side_before_it_comes_at_the_other() -> None:
    faded = shown(Place(), (640, 480), *[-0.2] * int(FADE_S * FRAMES_HZ + 2))
    strengths = [strength for _, strength in faded]
    turn = next(i for i, (right, _) in enumerate(faded) if right)
    assert strengths[:turn] == sorted(strengths[:turn], reverse=True)
    assert strengths[turn:] == sorted(strengths[turn:])
    assert strengths[turn] < 0.15


@pytest.mark.parametrize("state", [None, standing((640, 480), -0.3, low=0.4), person((640, 480), visibility=0.1)])
def test_nobody_a_head_far_below_and_a_guess_move_nothing(state: MotionState | None) -> None:
    place, picture = Place(), blank((640, 480))
    assert {place.feed(t, state, picture) for t in (0.0, 1.0, 2.0)} == {(False, 1.0)}


def test_what_fades_is_seen_through() -> None:
    def brightest(shown: float) -> int:
        picture = blank((640, 480))
        draw(picture, None, {}, replace(COUNTED, shown=shown), {})
        return int(picture[:300].max())

    assert brightest(1.0) > 240
    assert 100 < brightest(0.5) < 140
    assert brightest(0.0) == 0
