"""Everything that was said in one visit -> a closing report on a terminal, beside the truth where there is one.

Refuses to know: how the visit came about.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.table import Table

from edge.commands.analysis.ledger import Ledger
from edge.gauges import Health
from edge.messages import Fault, Rep
from edge.respond.sentences import say


@dataclass(frozen=True, slots=True)
class Block:
    """Repetitions of one exercise."""

    exercise: str
    reps: int
    good: int


def blocks(reps: list[Rep]) -> list[Block]:
    """The repetitions by exercise, in the order of each one's first."""
    return [
        Block(name, sum(rep.exercise == name for rep in reps), sum(rep.exercise == name and rep.good for rep in reps))
        for name in dict.fromkeys(rep.exercise for rep in reps)
    ]


def summary(ledger: Ledger, health: Health, recording: str) -> dict[str, Any]:
    """The report as JSON."""
    return {
        "rep_count": len(ledger.reps),
        "good_count": sum(rep.good for rep in ledger.reps),
        "exercises": [{"name": block.exercise, "reps": block.reps, "good": block.good} for block in blocks(ledger.reps)],
        "holds": [{"exercise": hold.exercise, "start_s": hold.t_start, "end_s": hold.t_end} for hold in ledger.holds],
        "faults": dict(_faults(ledger.faults)),
        "score": None if ledger.score is None else round(ledger.score, 1),
        "frames": health.frames,
        "lost_frames": health.lost_frames,
        "frame_to_answer_ms": health.frame_to_answer._asdict(),
        "frame_to_cue_ms": health.frame_to_cue._asdict(),
        "recording": recording or None,
    }


def print_report(console: Console, words: Mapping[str, str], ledger: Ledger, truth: list[Block] | None) -> None:
    """A table of repetitions by exercise, the faults, the holds and the score."""
    console.print(_table(words, blocks(ledger.reps), truth))
    for name, count in _faults(ledger.faults):
        console.print(f"  {say(words, f'fault.{name}')}: {count} time{'s' * (count > 1)}")
    for hold in ledger.holds:
        console.print(f"  {say(words, f'exercise.{hold.exercise}')} held for {hold.t_end - hold.t_start:.0f} s")
    if ledger.score is not None:
        console.print(f"  Form score [bold]{ledger.score:.0f}[/bold] of 100")


def print_figures(console: Console, health: Health) -> None:
    """How fast it was."""
    answer = health.frame_to_answer
    if answer.p95_ms is not None:
        speed = f"half of them answered within {answer.p50_ms:.0f} ms of being taken, 95 % within {answer.p95_ms:.0f} ms"
        console.print(f"  {health.frames} frames, {speed}", style="dim")


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
    return ("0", "0") if block is None else (str(block.reps), str(block.good))


def _faults(faults: list[Fault]) -> list[tuple[str, int]]:
    return Counter(fault.name for fault in faults).most_common()
