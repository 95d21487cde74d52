"""A MotionState and what has been counted so far -> drawn on a picture: skeleton, angles, counter, score, cue, time line.

Refuses to know: files, videos, and how anything on the picture was found out.
"""

from collections.abc import Mapping

from edge.draw.board import Board, Mark, draw_board
from edge.draw.figure import draw_figure
from edge.draw.ink import Picture
from edge.messages import MotionState

__all__ = ["Board", "Mark", "Picture", "draw"]


def draw(picture: Picture, state: MotionState | None, angles_deg: Mapping[str, float], board: Board) -> None:
    """Draws on the picture, (H, W, 3) uint8 RGB, in place.

    state: its `points` are px of this very picture; None where nobody was seen.
    angles_deg: the joint angles worth showing (left_knee, right_elbow, ...), degrees, as the caller counts them.
    """
    if state is not None:
        draw_figure(picture, state, angles_deg)
    draw_board(picture, board)
