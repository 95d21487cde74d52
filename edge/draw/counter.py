"""What has been counted so far -> the counter in one upper corner of the picture, the form score in the other.

Refuses to know: in which corner nobody's head is (place.py). The counter never reaches the middle, where people stand. Lengths are in
480ths of the picture's shorter side, so that a phone's clip and 4K look alike.
"""

from typing import TypeAlias

import numpy as np

from edge.draw import ink
from edge.draw.board import COLOURS, FAULTY, GOOD, SOFT, Board
from edge.draw.lettering import fitting, width_of, write

MARGIN, RADIUS, AROUND = 14.0, 40.0, 6.0
"""Of the picture's edge; of the ring; and of the panel around the ring."""
HIGH = 2 * (RADIUS + AROUND)
MIDDLE = 60.0
"""Half the width that is left to the person."""
TITLE, DETAIL, FEWER = 21.0, 15.0, 0.85
"""Sizes of letters; a title that would have to be smaller than by FEWER is broken into two lines."""
GAP, END = 12.0, 16.0
"""Between the ring and words, and after words."""
LEAST = 100.0
"""Words that have less room beside the ring stand below it, as on a telephone held upright."""
BELOW, ROUND = 62.0, 24.0
"""How much higher that makes the panel, and how round its corners are then."""
SPACING = 1.25

Line: TypeAlias = tuple[str, float, ink.Colour]
"""Words, px an em, colour."""


def bottom(picture: ink.Picture) -> float:
    """What is drawn below this line, px, never touches the counter."""
    unit = _unit(picture)
    return (MARGIN + HIGH + (0.0 if _beside(picture) else BELOW)) * unit


def draw_counter(picture: ink.Picture, board: Board) -> None:
    """A ring that fills with the repetition, the count inside it, and beside or below it the exercise and how many were good."""
    unit, beside = _unit(picture), _beside(picture)
    lines = _lines(board, _room(picture), unit)
    width, height = _size(lines, beside, unit)
    left = picture.shape[1] - MARGIN * unit - width if board.right else MARGIN * unit
    ink.panel(picture, left, MARGIN * unit, width, height, (HIGH / 2 if beside or not lines else ROUND) * unit)
    _ring(picture, board, _inwards(picture, MARGIN + AROUND + RADIUS, board.right), unit)
    _write_all(picture, lines, beside, board.right)


def _size(lines: list[Line], beside: bool, unit: float) -> tuple[float, float]:
    """Width and height of the panel, px."""
    if not lines:
        return HIGH * unit, HIGH * unit
    words = max(width_of(text, size) for text, size, _ in lines)
    if beside:
        return words + (HIGH - AROUND + GAP + END) * unit, HIGH * unit
    return max(HIGH * unit, words + 2 * GAP * unit), (HIGH + BELOW) * unit


def _unit(picture: ink.Picture) -> float:
    return float(min(picture.shape[:2]) / 480.0)


def _beside(picture: ink.Picture) -> bool:
    return bool(picture.shape[1] / 2 >= (MIDDLE + MARGIN + HIGH - AROUND + GAP + END + LEAST) * _unit(picture))


def _room(picture: ink.Picture) -> float:
    """For words, px."""
    around = HIGH - AROUND + GAP + END if _beside(picture) else 2 * GAP
    return float(picture.shape[1] / 2 - (MIDDLE + MARGIN + around) * _unit(picture))


def _inwards(picture: ink.Picture, distance: float, right: bool) -> ink.Point:
    """A point in the row of the ring's middle, so far from the counter's edge of the picture, px."""
    unit = _unit(picture)
    across = picture.shape[1] - distance * unit if right else distance * unit
    return across, (MARGIN + AROUND + RADIUS) * unit


def _lines(board: Board, room: float, unit: float) -> list[Line]:
    """None of them wider than the room, px."""
    title = board.exercise.upper()
    parts = _broken(title) if fitting(title, 1.0, room / (TITLE * unit)) < FEWER else [title]
    size = min(fitting(part, (TITLE if len(parts) == 1 else TITLE * FEWER) * unit, room) for part in parts)
    detail = _detail(board)
    lines: list[Line] = [(part, size, ink.WHITE) for part in parts]
    return [line for line in (*lines, (detail, fitting(detail, DETAIL * unit, room), SOFT)) if line[0]]


def _broken(title: str) -> list[str]:
    """In two, as evenly as its words allow; one word as it is."""
    words = title.split()
    ways = [[" ".join(words[:first]), " ".join(words[first:])] for first in range(1, len(words))]
    return min(ways or [[title]], key=lambda parts: max(width_of(part, 1.0) for part in parts))


def _detail(board: Board) -> str:
    if board.hold_s is not None:
        return "hold"
    if not board.count:
        return ""
    if board.good + board.faulty == 0:
        return "not judged"
    return "all good" if board.good == board.count else f"{board.good} good, {board.faulty} to improve"


def _write_all(picture: ink.Picture, lines: list[Line], beside: bool, right: bool) -> None:
    unit = _unit(picture)
    x, middle = _inwards(picture, MARGIN + HIGH - AROUND + GAP if beside else MARGIN + GAP, right)
    high = sum(SPACING * size for _, size, _ in lines)
    y = middle - high / 2 if beside else (MARGIN + HIGH + (BELOW - 2 * AROUND) / 2) * unit - high / 2
    for words, size, colour in lines:
        write(picture, words, (x, y + SPACING * size / 2), size, colour, anchor=1.0 if right else 0.0)
        y += SPACING * size


def _ring(picture: ink.Picture, board: Board, centre: ink.Point, unit: float) -> None:
    colour = COLOURS[board.flash_good] if board.flash > 0.0 else GOOD
    if board.flash > 0.0:
        ink.arc(picture, centre, (RADIUS + (1.0 - board.flash) * 12) * unit, 0.0, 360.0, colour, 1 + 5 * unit * board.flash)
    ink.gauge(picture, centre, (RADIUS - 5) * unit, 1.0 if board.flash > 0.55 else board.progress, colour, 6 * unit)
    if board.hold_s is None:
        number, size = str(board.count), (34 if board.count < 100 else 26) * unit
    else:
        number, size = f"{board.hold_s:.0f} s", 22 * unit
    write(picture, number, centre, size * (1.0 + 0.25 * board.flash), colour if board.flash > 0.0 else ink.WHITE, anchor=0.5)


def draw_score(picture: ink.Picture, score: float, right: bool) -> None:
    """The form score, 0..100, at the left or at the right."""
    unit, radius = _unit(picture), 30 * _unit(picture)
    size = 2 * radius + 12 * unit
    left = picture.shape[1] - MARGIN * unit - size if right else MARGIN * unit
    ink.panel(picture, left, MARGIN * unit, size, size + 18 * unit, 18 * unit)
    centre = (left + size / 2, MARGIN * unit + size / 2)
    low, high = np.array(FAULTY), np.array(GOOD)
    red, green, blue = (low + (high - low) * min(max((score - 50.0) / 40.0, 0.0), 1.0)).astype(int)
    ink.gauge(picture, centre, radius - 3 * unit, score / 100.0, (int(red), int(green), int(blue)), 5 * unit)
    write(picture, f"{score:.0f}", centre, 23 * unit, anchor=0.5)
    write(picture, "FORM", (centre[0], MARGIN * unit + size + 5 * unit), 12 * unit, SOFT, anchor=0.5)
