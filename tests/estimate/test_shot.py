"""A body in one frame and in the next: what no body does, and what every body does."""

import numpy as np
import pytest

from edge.estimate.shot import MOVED_M, RESIZED, SHIFTED_M, TURNED_M, Shot, is_cut
from edge.messages import Array

MORE = 0.01


def shot(picture: float | Array = 0.0, size: float | Array = 0.0, guess: float | Array = 0.0, frames: int = 1, t: float = 0.0) -> Shot:
    """The same body in so many frames, moved, resized and turned by so much."""
    return Shot(
        np.arange(frames) / 30.0 + t, np.zeros((frames, 2, 33)) + picture, np.zeros(frames) + size, np.zeros((frames, 3, 33)) + guess
    )


HERE = shot()


def of_the_body(points: int, by: float) -> Array:
    """(2, 33) so many landmarks moved."""
    moved = np.zeros((2, 33))
    moved[0, :points] = by
    return moved


def test_half_of_the_body_moves_further_than_anybody_can() -> None:
    assert is_cut(shot(of_the_body(17, MOVED_M + MORE)), HERE)
    assert not is_cut(shot(of_the_body(16, MOVED_M + MORE)), HERE)
    assert not is_cut(shot(of_the_body(33, MOVED_M - MORE)), HERE)


def test_where_frames_were_lost_a_body_may_be_elsewhere() -> None:
    assert not is_cut(shot(2 * MOVED_M, t=0.5), HERE)
    assert is_cut(shot(4 * MOVED_M, t=0.5), HERE)
    assert not is_cut(shot(SHIFTED_M + MORE, guess=TURNED_M, t=0.5), HERE)
    assert is_cut(shot(size=RESIZED + MORE, t=0.5), HERE)


@pytest.mark.parametrize("axis", [0, 1])
@pytest.mark.parametrize("way", [-1.0, 1.0])
def test_sideways_up_or_down(axis: int, way: float) -> None:
    moved = np.zeros((2, 33))
    moved[axis] = way * (MOVED_M + MORE)
    assert is_cut(shot(moved), HERE)


@pytest.mark.parametrize("way", [-1.0, 1.0])
def test_nobody_is_suddenly_nearer_or_further(way: float) -> None:
    assert is_cut(shot(size=way * (RESIZED + MORE)), HERE)
    assert not is_cut(shot(size=way * (RESIZED - MORE)), HERE)


def test_who_turns_at_once_has_moved_too_or_the_model_is_in_doubt() -> None:
    assert is_cut(shot(SHIFTED_M + MORE, guess=TURNED_M), HERE)
    assert not is_cut(shot(SHIFTED_M - MORE, guess=TURNED_M), HERE)
    assert not is_cut(shot(SHIFTED_M + MORE, guess=0.3 * TURNED_M), HERE)


@pytest.mark.parametrize("frame", [0, 3, 4])
@pytest.mark.parametrize("what", ["picture", "size", "guess"])
def test_anywhere_in_a_run(frame: int, what: str) -> None:
    run = shot(frames=5)
    run.size[frame:] += 2 * RESIZED if what == "size" else 0.0
    run.picture[frame:] += 0.0 if what == "size" else 2 * MOVED_M if what == "picture" else 2 * SHIFTED_M
    run.guess[frame:] += 2 * TURNED_M if what == "guess" else 0.0
    assert is_cut(run, HERE)
    assert not is_cut(run, run.last) or frame > 0
    assert not is_cut(shot(frames=5), HERE)


def test_the_last_of_a_run_is_its_newest_frame() -> None:
    assert shot(np.arange(5.0).reshape(5, 1, 1), np.arange(5.0), frames=5).last.size == [4.0]
