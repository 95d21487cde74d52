"""The load on the body: the right limb in the right colour, a legend that fits, and nothing drawn that is not known."""

import math
from dataclasses import replace

import numpy as np
import pytest

from edge.draw import Board, draw, ink
from edge.draw.load import COLOURS, draw_legend, draw_load, load_colour, pale
from edge.load_scale import BANDS
from edge.messages import LANDMARKS
from tests.test_draw import SIZES, blank, person, share_of

SIZE = (640, 480)


def drawn(**load: float) -> ink.Picture:
    picture = blank(SIZE)
    draw_load(picture, person(SIZE), load)
    return picture


def rows_of(picture: ink.Picture, colour: ink.Colour) -> tuple[int, int]:
    """First and last row where the colour stands."""
    rows = np.nonzero((np.abs(picture.astype(int) - colour).max(axis=2) < 12).any(axis=1))[0]
    return int(rows[0]), int(rows[-1])


def test_every_band_has_its_colour() -> None:
    assert set(COLOURS) == {name for name, _ in BANDS}
    assert load_colour(0.7) == COLOURS["orange"]
    assert load_colour(2.0) == COLOURS["red"]


@pytest.mark.parametrize(("joint", "above", "below"), [("left_knee", "hip", "ankle"), ("right_elbow", "shoulder", "wrist")])
def test_a_joint_colours_its_limbs_up_to_their_middle(joint: str, above: str, below: str) -> None:
    state, side, colour = person(SIZE), joint.partition("_")[0], COLOURS["red"]
    picture = drawn(**{joint: 0.9})
    first, last = rows_of(picture, colour)
    heights = [state.points[LANDMARKS.index(f"{side}_{part}"), 1] for part in (above, joint.partition("_")[2], below)]
    assert first == pytest.approx(0.5 * (heights[0] + heights[1]), abs=8)
    assert last == pytest.approx(0.5 * (heights[1] + heights[2]), abs=8)
    columns = np.nonzero((np.abs(picture.astype(int) - colour).max(axis=2) < 12).any(axis=0))[0]
    assert (columns > SIZE[0] / 2).all() if side == "left" else (columns < SIZE[0] / 2).all()


def test_the_lower_back_lies_above_the_hips() -> None:
    first, last = rows_of(drawn(lumbar=0.9), COLOURS["red"])
    hips, shoulders = (person(SIZE).points[LANDMARKS.index(f"left_{part}"), 1] for part in ("hip", "shoulder"))
    assert shoulders < first < last < hips


def test_more_load_is_a_thicker_stroke() -> None:
    thin, thick = (share_of(drawn(left_knee=share), COLOURS[colour]) for share, colour in ((0.0, "green"), (1.0, "red")))
    assert thick > 1.5 * thin


@pytest.mark.parametrize("load", [{}, {"left_knee": math.nan}, {"neck": 0.9}])
def test_what_is_unknown_is_not_coloured(load: dict[str, float]) -> None:
    assert not drawn(**load).any()


def test_a_joint_that_is_only_guessed_is_not_coloured() -> None:
    state = person(SIZE)
    hidden = replace(state, visibility=np.where(np.arange(33) == LANDMARKS.index("left_knee"), 0.1, state.visibility))
    picture = blank(SIZE)
    draw_load(picture, hidden, {"left_knee": 0.9, "left_ankle": 0.5})
    assert share_of(picture, COLOURS["red"]) == 0.0
    assert share_of(picture, COLOURS["yellow"]) > 0.0, "the ankle still has its foot"


@pytest.mark.parametrize("right", [False, True])
@pytest.mark.parametrize("size", SIZES)
def test_the_legend_names_the_hardest_joint_and_fits_every_size(size: tuple[int, int], right: bool) -> None:
    picture = blank(size, 90)
    draw_legend(picture, {"left_knee": 0.5, "right_shoulder": 1.12, "lumbar": math.nan}, right)
    changed = np.argwhere((picture != 90).any(axis=2))
    assert changed.max(axis=0)[1] < size[0]
    assert changed.max(axis=0)[0] < 0.7 * size[1], "above the cue"
    far = changed.min(axis=0)[1] > 0.5 * size[0] if right else changed.max(axis=0)[1] < 0.5 * size[0]
    assert far, "at the counter's side"
    red = [share_of(_legend(size, share), COLOURS["red"]) for share in (0.1, 1.12)]
    assert red[1] > 1.3 * red[0], "its share is written in its colour"


def test_load_and_confidence_never_mean_the_same_colour() -> None:
    """With a load drawn, green says `little load`: bones without one are pale, however well they are seen."""
    bare, board = blank(SIZE), Board()
    draw(bare, person(SIZE), {}, board, {})
    without_legend = bare[:, SIZE[0] // 4 :]
    assert share_of(without_legend, COLOURS["green"]) == 0.0
    assert share_of(without_legend, pale(0.95)) > 0.005


def test_without_a_load_the_picture_is_as_it_was() -> None:
    before, after = blank(SIZE), blank(SIZE)
    draw(before, person(SIZE), {"left_knee": 90.0}, Board())
    draw(after, person(SIZE), {"left_knee": 90.0}, Board(), None)
    assert np.array_equal(before, after)


def test_nobody_to_draw_on_still_has_a_legend() -> None:
    picture, without = blank(SIZE), blank(SIZE)
    draw(picture, None, {}, Board(), {"left_knee": 0.5})
    draw(without, None, {}, Board())
    assert not np.array_equal(picture, without)


def _legend(size: tuple[int, int], share: float) -> ink.Picture:
    picture = blank(size)
    draw_legend(picture, {"left_knee": share})
    return picture
