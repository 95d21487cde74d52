"""A MotionState and what has been counted so far -> drawn on a picture: skeleton, angles, load, counter, score, cue, time line.

Refuses to know: files, videos, and how anything on the picture was found out.
"""

from collections.abc import Mapping

from edge.draw.board import Board, Mark, draw_board
from edge.draw.counter import draw_counter, draw_score
from edge.draw.figure import draw_angles, draw_figure
from edge.draw.ink import Picture, faded
from edge.draw.load import draw_legend, draw_load, pale
from edge.draw.place import Place
from edge.messages import MotionState

__all__ = ["Board", "Mark", "Picture", "Place", "draw"]


def draw(
    picture: Picture, state: MotionState | None, angles_deg: Mapping[str, float], board: Board, load: Mapping[str, float] | None = None
) -> None:
    """Draws on the picture, (H, W, 3) uint8 RGB, in place.

    state: its `points` are px of this very picture; None where nobody was seen.
    angles_deg: the joint angles worth showing (left_knee, right_elbow, ...), degrees, as the caller counts them.
    load: how much of its strength each joint uses now (left_knee, lumbar, ...; 1 is all of it); then colours say this, and no longer
    how sure the skeleton is. None where it is not known at all.
    """
    if state is not None:
        if load is None:
            draw_figure(picture, state, angles_deg)
        else:
            draw_figure(picture, state, {}, pale)
            draw_load(picture, state, load)
            draw_angles(picture, state, angles_deg)
    faded(picture, board.shown, lambda drawn: _panels(drawn, board, load))
    draw_board(picture, board)


def _panels(picture: Picture, board: Board, load: Mapping[str, float] | None) -> None:
    """The counter, what the colours of the load mean, and at the other side the score."""
    if load is not None:
        draw_legend(picture, load, board.right)
    draw_counter(picture, board)
    if board.score is not None:
        draw_score(picture, board.score, not board.right)
