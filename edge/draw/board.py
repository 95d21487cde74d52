"""What has been counted and said so far -> the cue, the time line and a flash at each repetition on the picture.

Refuses to know: how any of it was found out. Sizes follow the picture's shorter side, so that a phone's clip and 4K look alike.
"""

from dataclasses import dataclass

import numpy as np

from edge.draw import ink
from edge.draw.lettering import width_of, wrapped, write

GOOD: ink.Colour = (70, 240, 170)
FAULTY: ink.Colour = (255, 176, 60)
SOFT: ink.Colour = (196, 206, 222)
COLOURS = {True: GOOD, False: FAULTY, None: ink.WHITE}
"""By whether a repetition was good; None: nobody could judge it."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A repetition on the time line. at: 0..1 of the whole. good: None where nobody could judge it."""

    at: float
    good: bool | None


@dataclass(frozen=True, slots=True)
class Board:
    """Everything on the picture that is not the body.

    good, faulty: of those counted. progress: 0..1 of the repetition under way. flash: 1 at a counted repetition, fading to 0; flash_good:
    whether it was good, None where nobody could judge it.
    hold_s: how long a position is being held, None outside a hold. score: 0..100 or None. cue_strength: 0..1, fades in and out;
    praise: the cue is one. right, shown: at which side of the picture the counter stands, and how strongly, 0..1.
    """

    exercise: str = ""
    count: int = 0
    good: int = 0
    faulty: int = 0
    progress: float = 0.0
    flash: float = 0.0
    flash_good: bool | None = True
    hold_s: float | None = None
    score: float | None = None
    cue: str = ""
    cue_strength: float = 0.0
    praise: bool = False
    playhead: float = 0.0
    marks: tuple[Mark, ...] = ()
    right: bool = False
    shown: float = 1.0


def draw_board(picture: ink.Picture, board: Board) -> None:
    """Draws the glow of a counted repetition, the time line and the cue over the picture."""
    unit = min(picture.shape[:2]) / 480.0
    _glow(picture, board, unit)
    _time_line(picture, board, unit)
    if board.cue:
        ink.faded(picture, board.cue_strength, lambda drawn: _banner(drawn, board, unit))


def _glow(picture: ink.Picture, board: Board, unit: float) -> None:
    """The picture's rim lights up for a moment when a repetition is counted."""
    height, width = picture.shape[:2]
    rim = round(9 * unit)
    colour = COLOURS[board.flash_good]
    weight = round(150 * board.flash)
    for thick in (rim, rim * 2 // 3, rim // 3) if weight else ():
        for part in (picture[:thick], picture[height - thick :], picture[:, :thick], picture[:, width - thick :]):
            part[:] = (part.astype(np.uint16) * (255 - weight) + np.array(colour, np.uint16) * weight) // 255


def _time_line(picture: ink.Picture, board: Board, unit: float) -> None:
    """How far the recording is, and where its repetitions ended."""
    height, width = picture.shape[:2]
    left, right, y = 18 * unit, width - 18 * unit, height - 16 * unit
    ink.line(picture, (left, y), (right, y), ink.NIGHT, 6 * unit)
    ink.line(picture, (left, y), (left + (right - left) * board.playhead, y), SOFT, 3 * unit)
    for mark in board.marks:
        at = (left + (right - left) * mark.at, y)
        seen = mark.at <= board.playhead
        ink.disc(picture, at, 5.5 * unit, ink.NIGHT)
        ink.disc(picture, at, (4.0 if seen else 2.2) * unit, COLOURS[mark.good] if seen else SOFT)
    head = (left + (right - left) * board.playhead, y)
    ink.disc(picture, head, 6.5 * unit, ink.NIGHT)
    ink.disc(picture, head, 5 * unit, ink.WHITE)


def _banner(picture: ink.Picture, board: Board, unit: float) -> None:
    """The cue, large, above the time line."""
    height, width = picture.shape[:2]
    size = 25 * unit
    lines = wrapped(board.cue, size, min(width - 76 * unit, 720 * unit))
    wide = max(width_of(line, size) for line in lines)
    high = len(lines) * 1.3 * size + 20 * unit
    left, top = (width - wide) / 2 - 26 * unit, height - 34 * unit - high - 6 * unit * (board.cue_strength - 1.0)
    ink.panel(picture, left, top, wide + 52 * unit, high, 20 * unit, 0.72)
    ink.line(
        picture, (left + 13 * unit, top + 16 * unit), (left + 13 * unit, top + high - 16 * unit), GOOD if board.praise else FAULTY, 5 * unit
    )
    for row, line in enumerate(lines):
        write(picture, line, (width / 2, top + 10 * unit + (row + 0.5) * 1.3 * size), size, anchor=0.5)
