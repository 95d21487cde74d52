"""Everything that was said in one visit -> a closing report on a terminal, beside the truth where there is one.

Refuses to know: how the visit came about.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from edge.commands.analysis.report import recommendations
from edge.gauges import Health, latencies
from edge.ledger import Ledger
from edge.live import Visit
from edge.messages import Fault, Rep
from edge.respond.sentences import say


@dataclass(frozen=True, slots=True)
class Block:
    """Repetitions of one exercise. unjudged: of reps, those that nobody could judge."""

    exercise: str
    reps: int
    good: int
    unjudged: int = 0


def blocks(reps: list[Rep]) -> list[Block]:
    """The repetitions by exercise, in the order of each one's first."""
    return _blocks([(rep.exercise, rep.good) for rep in reps])


def true_blocks(path: Path) -> list[Block]:
    """What was really done in a made-up clip, from its truth: `reps` [{exercise, fault}], where no fault is an empty text."""
    reps = json.loads(path.read_text(encoding="utf-8"))["reps"]
    return _blocks([(rep["exercise"], not rep["fault"]) for rep in reps])


def _blocks(reps: Sequence[tuple[str, bool | None]]) -> list[Block]:
    counts: dict[str, list[bool | None]] = {}
    for exercise, good in reps:
        counts.setdefault(exercise, []).append(good)
    return [Block(exercise, len(found), found.count(True), found.count(None)) for exercise, found in counts.items()]


def summary(ledger: Ledger, visit: Visit, truth: list[Block] | None) -> dict[str, Any]:
    """The report as JSON."""
    health = visit.health
    return {
        "rep_count": len(ledger.reps),
        "good_count": sum(rep.good is True for rep in ledger.reps),
        "exercises": [asdict(block) for block in blocks(ledger.reps)],
        "truth": None if truth is None else [asdict(block) for block in truth],
        "holds": [{"exercise": hold.exercise, "start_s": hold.t_start, "end_s": hold.t_end} for hold in ledger.holds],
        "faults": dict(_faults(ledger.faults)),
        "score": None if ledger.score is None else round(ledger.score, 1),
        "frames": health.frames,
        "lost_frames": health.lost_frames,
        **latencies(health),
        "session": visit.session or None,
        "troubles": visit.troubles,
    }


def print_report(console: Console, words: Mapping[str, str], ledger: Ledger, truth: list[Block] | None) -> None:
    """A table of repetitions by exercise, the holds, the score, and what to change."""
    if ledger.reps or truth:
        console.print(_table(words, blocks(ledger.reps), truth))
    elif not ledger.holds:
        console.print("  No repetitions.")
    for hold in ledger.holds:
        console.print(f"  {say(words, f'exercise.{hold.exercise}')} held for {hold.t_end - hold.t_start:.0f} s")
    if ledger.score is not None:
        console.print(f"  Form score [bold]{ledger.score:.0f}[/bold] of 100")
    for advice in recommendations(ledger, words):
        console.print(f"  » {advice}", style="yellow", markup=False, soft_wrap=True)


def print_figures(console: Console, health: Health) -> None:
    """How fast it was."""
    answer = health.frame_to_answer
    if answer.p95_ms is not None:
        speed = f"half of them answered within {answer.p50_ms:.0f} ms of being taken, 95 % within {answer.p95_ms:.0f} ms"
        console.print(f"  {health.frames} frames, {speed}", style="dim", soft_wrap=True)


def _table(words: Mapping[str, str], found: list[Block], truth: list[Block] | None) -> Table:
    table = Table(title="Repetitions", title_justify="left", show_edge=False, pad_edge=False)
    for heading in ("exercise", "all", "good", *(("truly all", "truly good") if truth is not None else ())):
        table.add_column(heading, justify="left" if heading == "exercise" else "right")
    by_name, true = {block.exercise: block for block in found}, {block.exercise: block for block in truth or []}
    for name in dict.fromkeys((*by_name, *true)):
        cells = [_pair(by_name.get(name))] + ([_pair(true.get(name))] if truth is not None else [])
        table.add_row(say(words, f"exercise.{name}"), *(cell for pair in cells for cell in pair))
    return table


def _pair(block: Block | None) -> tuple[str, str]:
    if block is None:
        return "0", "0"
    judged = block.reps - block.unjudged
    return str(block.reps), f"{block.good} of {judged}" if 0 < judged < block.reps else str(block.good) if judged else "–"


def _faults(faults: list[Fault]) -> list[tuple[str, int]]:
    return Counter(fault.name for fault in faults).most_common()
