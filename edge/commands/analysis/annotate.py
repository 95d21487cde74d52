"""A video, the states of the body in it and its story -> the same video with everything drawn on it.

Decodes the file a second time, so that no frame is ever kept. Refuses to know: how anything was found out.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np

from edge.capture.camera.frame import Frame
from edge.capture.video import open_video
from edge.commands.analysis.moving import angles_worth_showing
from edge.commands.analysis.spool import Spool
from edge.commands.analysis.story import Story
from edge.commands.analysis.workload import LoadAtMoments
from edge.commands.analysis.writer import steady_video
from edge.draw import Picture, Place, draw
from edge.estimate.skeleton import ANGLE_NAMES
from edge.ledger import Segment
from edge.messages import MotionState

SHORT_SIDE_PX = 480
"""Smaller videos are enlarged by a whole number, so that words on them can be read."""
FRESH_S = 0.2
"""A body last seen longer ago is no longer drawn."""
FOLLOWS_S = 0.04
"""The smoothed body follows the real one by about this: here the future is known, and it is drawn where it really is."""


def annotate(
    video: Path,
    out: Path,
    fps: float,
    spool: Spool,
    story: Story,
    segments: list[Segment],
    load: LoadAtMoments | None,
    drawn: Callable[[int], None],
    rotate_deg: int = 0,
) -> None:
    """Writes `out`, `fps` frames a second. load: None where none was found. drawn: is told how many frames are done.

    Raises EdgeError where the video cannot be read or written.
    """
    shown, corner = angles_worth_showing(spool, story, segments), Place()
    with open_video(video, rotate_deg=rotate_deg) as frames, steady_video(out, fps) as film:
        for number, (frame, state) in enumerate(with_states(frames, spool.states()), start=1):
            picture, factor = enlarged(frame.image)
            place = story.segment_at(frame.t)
            names = shown[place] if place is not None else ()
            angles = {name: np.degrees(state.angles[ANGLE_NAMES.index(name)]) for name in names} if state else {}
            body = replace(state, points=state.points * factor) if state else None
            right, strength = corner.feed(frame.t, body, picture)
            board = replace(story.board(frame.t), right=right, shown=strength)
            draw(picture, body, angles, board, load.at(frame.t) if load else None)
            film.add(picture, frame.t)
            drawn(number)


def enlarged(image: Picture) -> tuple[Picture, int]:
    """A copy to draw on, and how many times larger it is."""
    factor = -(-SHORT_SIDE_PX // min(image.shape[:2]))
    if factor == 1:
        return image.copy(), 1
    return np.asarray(cv2.resize(image, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC), np.uint8), factor


def with_states(frames: Iterable[Frame], states: Iterator[MotionState]) -> Iterator[tuple[Frame, MotionState | None]]:
    """Each frame with the state that shows the body as it was then, where there is one; never one from beyond a cut."""
    state, coming = None, next(states, None)
    for frame in frames:
        while coming is not None and coming.t <= frame.t + (0.0 if coming.cut else FOLLOWS_S) + 1e-6:
            state, coming = coming, next(states, None)
        yield frame, state if state is not None and frame.t - state.t <= FRESH_S else None
