"""Drawings stay on their paper, whatever is drawn, and say the same as SVG."""

import re
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from reportlab.graphics.shapes import Circle, Drawing, Line, Polygon, PolyLine, Rect, String

from edge.respond.sentences import load
from edge.store.report import ink
from edge.store.report.axis import around, step_of
from edge.store.report.body_figure import picture, turned
from edge.store.report.curve_chart import curve_chart
from edge.store.report.load_map import load_map
from edge.store.report.range_chart import pair_chart, range_chart
from edge.store.report.sheet import Figure, Measured, PairRow
from edge.store.report.svg import svg
from edge.store.report.time_chart import Dot, session_strip, trend_chart, week_chart
from edge.store.report.wording import Wording
from tests.store.report.made_sheets import DAY, NOON, curve, figure, range_row, session, squats

WIDTH = 493.0
WORDS = [Wording(load(language)) for language in ("english", "spanish")]


def corners(drawing: Drawing) -> np.ndarray:
    """(n, 2) of all that is drawn; of words their ends."""
    found: list[tuple[float, float]] = []
    for part in drawing.contents:
        match part:
            case Line():
                found += [(part.x1, part.y1), (part.x2, part.y2)]
            case Rect():
                found += [(part.x, part.y), (part.x + part.width, part.y + part.height)]
            case Circle():
                found += [(part.cx - part.r, part.cy - part.r), (part.cx + part.r, part.cy + part.r)]
            case Polygon() | PolyLine():
                found += list(zip(part.points[::2], part.points[1::2], strict=True))
            case String():
                wide = ink.width_of(part.text, part.fontSize, part.fontName)
                left = part.x - {"start": 0.0, "middle": 0.5, "end": 1.0}[part.textAnchor] * wide
                found += [(left, part.y), (left + wide, part.y + 0.7 * part.fontSize)]
    return np.array(found)


def off_paper(drawing: Drawing) -> list[list[float]]:
    """Corners that are not on it, or nowhere."""
    at = corners(drawing)
    inside = (at >= -1.5).all(axis=1) & (at <= (drawing.width + 1.5, drawing.height + 1.5)).all(axis=1)
    return [list(map(float, corner)) for corner in at[~inside]]


@pytest.mark.parametrize("wording", WORDS, ids=["english", "spanish"])
def test_all_drawings_stay_on_their_paper(wording: Wording) -> None:
    wide = [range_row("left_shoulder_internal_rotation", -95.0, 190.0, 60.0), range_row("neck_lateral_flexion", 0.0, 0.1, 40.0)]
    unsure = [PairRow("shoulder_internal_rotation", Measured(170.0, 60.0), Measured(0.0, 60.0)), *squats().pairs]
    dots = [Dot(NOON + n * DAY, 5.0 * n, 5.0 * n - 30.0, 5.0 * n + 200.0) for n in range(20)]
    drawings = (
        range_chart([*wide, *squats().ranges], wording, WIDTH),
        pair_chart(unsure, wording, WIDTH),
        curve_chart([curve("left_shoulder_internal_rotation"), curve("right_knee_flexion")], wording, WIDTH),
        load_map(squats().loads, wording, WIDTH),
        session_strip(session(count=300), wording, WIDTH),
        trend_chart(dots, wording.say("sheet.hardest_joint"), " %", wording, (239.0, 118.0)),
        trend_chart(dots[:1], wording.say("sheet.score"), "", wording, (239.0, 118.0), 20.0, 100.0),
        week_chart([(NOON + 7 * DAY * n, n % 9) for n in range(300)], wording, WIDTH),
    )
    assert [off_paper(drawing) for drawing in drawings] == [[] for _ in drawings]


@settings(max_examples=40)
@given(some.integers(0, 10_000), some.floats(0.05, 1.5))
def test_any_body_stays_on_its_card(seed: int, size: float) -> None:
    points = np.random.default_rng(seed).normal(0.0, size, (33, 3))
    someone = Figure(1.0, points, np.ones(33, bool))
    assert off_paper(picture(someone, figure(), ("left_knee",), ("one", "other"), (239.0, 132.0))) == []


def test_a_turned_body_keeps_its_size_and_stands_on_the_floor() -> None:
    points = np.random.default_rng(1).normal(0.0, 0.4, (33, 3))
    someone = Figure(1.0, points, np.ones(33, bool))
    for angle in (0.0, 0.5, np.pi / 2):
        found = turned(someone, angle)
        assert np.linalg.norm(found[0] - found[30]) == pytest.approx(np.linalg.norm(points[0] - points[30]))
        assert found[:, 1].min() == pytest.approx(0.0)
    front = turned(someone, 0.0)
    assert front[5, 0] == pytest.approx(points[5, 0]), "as the camera saw it"


def test_the_svg_holds_the_same_words_and_shapes() -> None:
    drawing = load_map(squats().loads, WORDS[0], WIDTH)
    text = svg(drawing, 'Load of "each" <joint>')
    root = ElementTree.fromstring(text)
    assert root.attrib["aria-label"] == 'Load of "each" <joint>'
    assert len(list(root)) == len(drawing.contents)
    assert [node.text for node in root.iter("text")] == [part.text for part in drawing.contents if isinstance(part, String)]
    assert not re.search(r"url\(|NaN|None|inf", text)


@given(some.floats(0.01, 1e6), some.integers(2, 12))
def test_steps_are_round_and_about_as_many_as_wanted(span: float, about: int) -> None:
    step = step_of(span, about)
    assert span / step <= about * 1.001
    assert float(f"{step:.0e}") == pytest.approx(step), "one digit"


@given(some.lists(some.floats(-500, 500), min_size=1, max_size=9), some.floats(0.5, 50))
def test_an_axis_holds_its_values(values: list[float], least: float) -> None:
    axis = around(values, 10.0, 200.0, least)
    assert axis.low <= min(values) + 1e-6
    assert axis.high >= max(values) - 1e-6
    assert axis.high - axis.low >= least - 1e-6
    places = [axis.at(value) for value in sorted(values)]
    assert places == sorted(places)
    assert all(10.0 <= place <= 200.0 for place in places)


def test_letters_that_the_typeface_has_not_got_are_replaced() -> None:
    assert ink.printable("Żółć Ωmega Ана ñ ± ≤") == "Żółć Ωmega Ана ñ ± ≤"
    assert ink.printable("ḑ 山") == "d ?"
    assert ink.fitting("a long name of an exercise", 8.0, 40.0).endswith("…")
