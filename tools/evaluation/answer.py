"""One clip through the shipped pipeline -> the very object that `analyze --json` writes.

Refuses to know: labels.
"""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from edge.assembly import build_pipeline
from edge.commands.analysis.report import report
from edge.commands.analysis.study import study
from edge.ledger import Ledger
from edge.messages import MotionState, Nobody, Person, Pose
from edge.respond.sentences import load
from tools.evaluation.landmarks import Clip, clip


def answer(path: Path, exercise: str = "auto") -> dict[str, Any]:
    """What `analyze` says about the file, without angles and timing. Raises EdgeError for a file that cannot be read."""
    return answer_to(clip(path), exercise)


def answer_to(seen: Clip, exercise: str = "auto", look: Callable[[MotionState], None] = lambda state: None) -> dict[str, Any]:
    """The same, of a clip already watched. look: is given each MotionState."""
    return report(ledger_of(seen, exercise, look), seen.facts, load("english"))


def ledger_of(
    seen: Iterable[Pose | Nobody],
    exercise: str = "auto",
    look: Callable[[MotionState], None] = lambda state: None,
    *,
    body: bool = False,
    measured: bool = False,
) -> Ledger:
    """All that was said about poses. body: the states that are looked at have the whole body. measured: as in build_pipeline."""
    return study(seen, build_pipeline(Person(), exercise, body=body, measured=measured), look)
