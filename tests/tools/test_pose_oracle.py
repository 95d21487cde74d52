"""The oracle's own arithmetic, without the package it asks."""

from pathlib import Path

import numpy as np
import pytest

from tools.pose_oracle.clip import BLOCK, blocks
from tools.pose_oracle.parity import Difference, percent

CLIP = Path(__file__).parents[1] / "capture" / "data" / "avatar_squat_side.mp4"


def body() -> np.ndarray:
    """(33, 2) px with a torso of 100."""
    points = np.zeros((33, 2))
    points[[11, 12], 1] = -100.0
    return points


def test_a_difference_is_in_percent_of_the_torso() -> None:
    assert percent(body() + np.array([3.0, 4.0]), body()) == pytest.approx(5.0)
    one_off = body()
    one_off[0, 0] += 33.0
    assert percent(one_off, body()) == pytest.approx(1.0)


def test_a_clip_comes_in_blocks_up_to_the_limit() -> None:
    sizes = [len(block) for block in blocks(CLIP, BLOCK + 7)]
    assert sizes == [BLOCK, 7]
    assert next(blocks(CLIP, 1))[0].shape == (426, 320, 3)


def test_what_is_no_video_ends_in_one_sentence() -> None:
    with pytest.raises(SystemExit, match="cannot be read: name a video"):
        list(blocks(Path(__file__), 10))


def test_a_row_without_anybody_is_a_row() -> None:
    assert "nan" in Difference("empty.mp4", False, frames=3).row()
