"""A wish -> a visit held in this process, and its exit code.

Refuses to know: which command asked, and what is printed.
"""

import asyncio
import logging
from dataclasses import replace
from pathlib import Path

import typer

from edge.capture.choose import played_video
from edge.capture.pose import PoseSource
from edge.capture.video import open_video
from edge.clock import SystemClock
from edge.commands.live.terminal import Terminal
from edge.errors import INTERRUPTED
from edge.live import Closed, Visit, Wish, hold_visit
from edge.systemd import Notifier, start_logging
from edge.weights import checked_folder


def hold(wish: Wish, terminal: Terminal, level: int = logging.WARNING, report: Closed = lambda _: None) -> Visit:
    """The visit, from the first sample to the last. report: what is said once it is over. Raises EdgeError where there can be none."""
    start_logging(level)

    def closed(visit: Visit) -> None:
        for source in wish.sources or ():
            if isinstance(source, PoseSource) and source.lost:
                visit.note(f"The video: {source.lost}")
        terminal.closed(visit)
        report(visit)

    return asyncio.run(hold_visit(wish, SystemClock(), terminal.opened, Notifier(), closed))


def end(visit: Visit) -> None:
    """Leave with the exit code that the visit deserves."""
    if visit.interrupted:
        raise typer.Exit(INTERRUPTED)


def playing(wish: Wish, film: Path) -> Wish:
    """The wish with a video, or a folder of images, as its camera. Raises EdgeError now for what would end the visit later."""
    models = checked_folder(wish.loaded.config.store.models_dir)
    with open_video(film):
        pass
    return replace(wish, sources=[played_video(film, models, state=wish.state)])
