"""How many frames are done -> a progress bar on a terminal, or lines for the program that asked; nothing where nobody watches.

Refuses to know: what is being done to the frames.
"""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn

Done = Callable[[float], None]
TELL = "EDGECOACH_PROGRESS"
"""Set by a program that wants a line `progress 0.42` on standard error from time to time."""
STEP = 0.01


@contextmanager
def progress(title: str, total: float | None, rate: str = "frames/s") -> Iterator[Done]:
    """total: None where the file does not say how many frames it has. rate: what one a second is called."""
    if TELL in os.environ:
        yield _lines(total)
        return
    if not sys.stderr.isatty():
        yield lambda done: None
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TextColumn("{task.fields[rate]}"))
    with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=total, rate="")

        def show(done: float) -> None:
            speed = bar.tasks[0].speed
            bar.update(task, completed=done, rate=f"{speed:.0f} {rate}" if speed else "")

        yield show


def _lines(total: float | None) -> Done:
    """At most a hundred of them."""
    told = 0.0

    def tell(done: float) -> None:
        nonlocal told
        share = min(done / total, 1.0) if total else 0.0
        if share >= told + STEP:
            told = share
            print(f"progress {share:.2f}", file=sys.stderr, flush=True)

    return tell
