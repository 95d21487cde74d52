"""What is drawn on a picture can be read, on any size and background, and says how sure it is."""

import math

import numpy as np
import pytest

from edge.draw import Board, Mark, Picture, draw, ink
from edge.draw.board import FAULTY, GOOD
from edge.draw.figure import confidence_colour
from edge.draw.lettering import _font, fitting, width_of, wrapped, write
from edge.messages import LANDMARKS, MotionState
from edge.respond.sentences import languages, load

SIZES = [(202, 360), (640, 480), (1080, 1920), (3840, 2160)]
CUE = "Push your knees out over your toes"


def blank(size: tuple[int, int], grey: int = 0) -> Picture:
    return np.full((size[1], size[0], 3), grey, np.uint8)


def person(size: tuple[int, int], visibility: float = 0.95) -> MotionState:
    """Somebody standing in the middle of the picture, arms hanging."""
    width, height = size
    places = {
        "ear": (0.03, 0.15), "shoulder": (0.08, 0.28), "elbow": (0.12, 0.4), "wrist": (0.13, 0.5), "index": (0.13, 0.54),
        "hip": (0.06, 0.52), "knee": (0.07, 0.7), "ankle": (0.07, 0.88), "heel": (0.06, 0.9), "foot_index": (0.1, 0.92),
    }  # fmt: skip
    points = np.full((33, 2), np.nan)
    for part, (x, y) in places.items():
        points[LANDMARKS.index(f"left_{part}")] = (0.5 + x) * width, y * height
        points[LANDMARKS.index(f"right_{part}")] = (0.5 - x) * width, y * height
    points[0] = 0.5 * width, 0.16 * height
    none = np.empty(0)
    return MotionState(0.0, none, none, none, points, np.zeros((33, 3)), np.full(33, visibility), none, none, none, width, height, 0.9)


def share_of(picture: Picture, colour: ink.Colour) -> float:
    return float((np.abs(picture.astype(int) - colour).max(axis=2) < 12).mean())


@pytest.mark.parametrize("size", SIZES)
def test_everything_at_once_on_every_size(size: tuple[int, int]) -> None:
    picture = blank(size, 90)
    marks = (Mark(0.2, True), Mark(0.4, None), Mark(0.9, False))
    board = Board("bulgarian split squat", 12, 9, 2, 0.4, 0.8, True, None, 81.0, CUE, 1.0, False, 0.5, marks)
    draw(picture, person(size), {"left_knee": 96.0, "right_hip": 12.0}, board)
    changed = float((picture != 90).any(axis=2).mean())
    assert 0.1 < changed < 0.75, "there is much to see, and the person is still to be seen"


@pytest.mark.parametrize("grey", [0, 128, 255])
def test_letters_stand_out_from_any_background(grey: int) -> None:
    picture = blank((400, 100), grey)
    write(picture, "Go deeper", (20.0, 50.0), 30.0)
    assert share_of(picture, ink.WHITE) > (0.02 if grey < 255 else 0.5)
    assert (picture.max(axis=2) < 110).mean() > 0.01, "there is a dark rim"


@pytest.mark.parametrize("language", languages())
def test_every_word_has_its_letters(language: str) -> None:
    assert set("".join(load(language).values())) - set(_font().index) == set()


def test_text_stays_where_it_was_put() -> None:
    picture = blank((600, 100))
    write(picture, "Knees", (300.0, 50.0), 40.0, anchor=0.5)
    rows, columns = np.nonzero((picture > 128).all(axis=2))
    assert columns.mean() == pytest.approx(300, abs=4)
    assert rows.mean() == pytest.approx(50, abs=4)
    assert np.ptp(columns) == pytest.approx(width_of("Knees", 40.0), rel=0.1)


def test_long_texts_are_made_to_fit() -> None:
    assert width_of("Bulgarian split squat", fitting("Bulgarian split squat", 30.0, 200.0)) == pytest.approx(200.0)
    assert fitting("Row", 30.0, 200.0) == 30.0
    lines = wrapped(CUE, 30.0, 300.0)
    assert " ".join(lines) == CUE
    assert all(width_of(line, 30.0) <= 300.0 for line in lines)


def test_colours_say_how_sure_it_is() -> None:
    doubtful, sure = confidence_colour(0.3), confidence_colour(0.95)
    assert doubtful[0] > doubtful[1]
    assert sure[1] > sure[0]
    assert confidence_colour(0.0) == doubtful


def test_limbs_that_are_not_seen_are_not_drawn() -> None:
    picture = blank((640, 480), 90)
    draw(picture, person((640, 480), visibility=0.1), {}, Board())
    without = blank((640, 480), 90)
    draw(without, None, {}, Board())
    assert np.array_equal(picture, without)


def test_unknown_points_and_angles_do_no_harm() -> None:
    state = person((640, 480))
    state.points[:] = math.nan
    unknown, empty = blank((640, 480)), blank((640, 480))
    draw(unknown, state, {"left_knee": 90.0}, Board())
    draw(empty, None, {}, Board())
    assert np.array_equal(unknown, empty)
    without_angle, with_nan = blank((640, 480)), blank((640, 480))
    draw(without_angle, person((640, 480)), {}, Board())
    draw(with_nan, person((640, 480)), {"left_knee": math.nan}, Board())
    assert np.array_equal(without_angle, with_nan)


def test_a_body_partly_out_of_the_picture_is_cut_off_at_its_edge() -> None:
    state = person((640, 480))
    state.points[:] += (310.0, 250.0)
    drawn, empty = blank((640, 480)), blank((640, 480))
    draw(drawn, state, {"left_elbow": 40.0, "right_knee": 10.0}, Board())
    draw(empty, None, {}, Board())
    assert (drawn != empty)[240:, 320:].any()
    assert not (drawn != empty)[:120, :160].any()


@pytest.mark.parametrize(("good", "colour"), [(True, GOOD), (False, FAULTY)])
def test_a_counted_repetition_lights_up(good: bool, colour: ink.Colour) -> None:
    calm, lit = blank((640, 480)), blank((640, 480))
    draw(calm, None, {}, Board(count=3, good=3))
    draw(lit, None, {}, Board(count=3, good=3, flash=1.0, flash_good=good))
    assert share_of(lit, colour) > share_of(calm, colour) + 0.005
    assert lit[240, 2].max() > 60
    assert calm[240, 2].max() == 0


def test_the_ring_fills_with_the_repetition() -> None:
    def filled(progress: float) -> float:
        picture = blank((640, 480))
        draw(picture, None, {}, Board(progress=progress))
        return share_of(picture, GOOD)

    shares = [filled(progress) for progress in (0.0, 0.25, 0.5, 1.0)]
    assert shares == sorted(shares)
    assert shares[0] == 0.0
    assert shares[2] == pytest.approx(shares[3] / 2, rel=0.1)


def test_the_cue_fades() -> None:
    def brightness(strength: float) -> float:
        picture = blank((640, 480))
        draw(picture, None, {}, Board(cue=CUE, cue_strength=strength))
        return float(picture[360:440, 60:580].mean())

    assert brightness(1.0) > brightness(0.4) > brightness(0.1)


def test_a_cue_that_only_begins_is_hardly_there() -> None:
    """All of it, its coloured bar too."""
    begun, without = blank((640, 480)), blank((640, 480))
    draw(begun, None, {}, Board(cue=CUE, cue_strength=0.02))
    draw(without, None, {}, Board())
    assert np.abs(begun.astype(int) - without).max() < 10
