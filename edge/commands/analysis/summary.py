"""The report -> what a person reads in the terminal after `analyze`.

Refuses to know: how anything was found out.
"""

from collections import Counter
from collections.abc import Mapping
from functools import partial
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from edge.respond.sentences import say
from edge.verdict import STYLES, how

Words = Mapping[str, str]
MANY = 24
"""Of more repetitions only the first are listed."""
SHORT_S = 3
"""A posture of less than this is not worth a word."""
MOST_LOADED = 3
"""So many joints' loads are told; the report has all."""


def print_summary(console: Console, report: Mapping[str, Any], words: Words) -> None:
    """Exercise, repetitions, score, and what to change."""
    parts: list[RenderableType] = [_headline(report, words)]
    if report["reps"]:
        parts += [Text(), _table(report["reps"], words)]
    parts += [Text(_held(hold, words)) for hold in report["holds"]]
    parts += _list("What to change", report["recommendations"], "yellow")
    parts += _list("Large deviations", report["concerns"], "red")
    parts += _list("Strength used", _loads(report.get("load", {})), "blue")
    parts += _list("About the view", report["view"]["advice"], "cyan")
    parts += _list("Posture between exercises", _postures(report["posture"], words), "cyan")
    if report["source"]["lost"]:
        parts += [Text(), Text(f"The file: {report['source']['lost']}", style="magenta")]
    console.print(Panel(Group(*parts), title=_title(report["source"]), title_align="left", border_style="dim", padding=(1, 2)))


def _title(source: Mapping[str, Any]) -> Text:
    return Text(f"{source['path']}  {source['duration_s']:.1f} s", style="dim")


def _headline(report: Mapping[str, Any], words: Words) -> Text:
    line = Text()
    name = say(words, f"exercise.{report['exercise']['name']}")
    line.append(name[:1].upper() + name[1:], style="bold")
    count = report["rep_count"]
    if count:
        line.append(f"   {count} repetition{'s' if count > 1 else ''}", style="bold")
        line.append_text(_verdicts(report["reps"], words))
    elif not report["holds"]:
        line.append("   no repetitions")
    if report["score"] is not None:
        line.append(f"   form {report['score']:.0f}/100", style="bold cyan")
    return line


def _verdicts(reps: list[Mapping[str, Any]], words: Words) -> Text:
    """How many were good, how many not, and of how many nobody can say."""
    line = Text()
    for good, style in STYLES.items():
        number = sum(rep["good"] is good for rep in reps)
        if number:
            line.append(f"   {number} {how(good, (), partial(say, words))}", style=style)
    return line


def _table(reps: list[Mapping[str, Any]], words: Words) -> RenderableType:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for heading, justify in (
        ("#", "right"),
        ("time", "right"),
        ("range", "right"),
        ("there - hold - back", "right"),
        ("form", "right"),
        ("", "left"),
    ):
        table.add_column(heading, justify=justify)  # type: ignore[arg-type]
    several = len({rep["exercise"] for rep in reps}) > 1
    for rep in reps[:MANY]:
        table.add_row(*_row(rep, several, words))
    return Group(table, Text(f"... and {len(reps) - MANY} more", style="dim")) if len(reps) > MANY else table


def _row(rep: Mapping[str, Any], several: bool, words: Words) -> tuple[str | Text, ...]:
    verdict = Text(how(rep["good"], rep["faults"], partial(say, words)), style=STYLES[rep["good"]])
    if several:
        verdict = Text(f"{say(words, 'exercise.' + rep['exercise'])}: ", style="bold") + verdict
    if rep["side"] != "both":
        verdict += Text(f" ({say(words, 'side.' + rep['side'])})", style="dim")
    tempo = " - ".join(f"{part:.1f}" for part in rep["tempo_s"])
    time = f"{rep['start_s']:.1f} - {rep['end_s']:.1f} s"
    return str(rep["number"]), time, _number(rep["range_deg"], "°"), f"{tempo} s", _number(rep["score"]), verdict


def _number(value: float | None, unit: str = "") -> str:
    return "–" if value is None else f"{value:.0f}{unit}"


def _held(hold: Mapping[str, Any], words: Words) -> str:
    length = hold["end_s"] - hold["start_s"]
    return f"{say(words, 'exercise.' + hold['exercise'])} held for {length:.1f} s, from {hold['start_s']:.1f} s on"


def _loads(load: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """The joints that worked hardest, of those that can be trusted, and between which two of three such people are."""
    trusted = {joint: entry for joint, entry in load.items() if entry["trusted"]}
    return [_load(joint, trusted[joint]) for joint in sorted(trusted, key=lambda one: -trusted[one]["peak_percent"])[:MOST_LOADED]]


def _load(joint: str, entry: Mapping[str, Any]) -> str:
    low, high = entry["band_percent"]
    return f"{joint.replace('_', ' ')} {entry['direction']} {entry['peak_percent']:.0f} % ({low:.0f} to {high:.0f} %)"


def _postures(postures: list[Mapping[str, Any]], words: Words) -> list[str]:
    """What was not upright for a while, and for how long."""
    lasted: Counter[str] = Counter()
    for posture in postures:
        lasted[posture["name"]] += posture["end_s"] - posture["start_s"]
    return [
        f"{say(words, 'posture.' + name)} for {seconds:.0f} s"
        for name, seconds in lasted.items()
        if name != "upright" and seconds >= SHORT_S
    ]


def _list(title: str, lines: list[str], colour: str) -> list[RenderableType]:
    if not lines:
        return []
    return [Text(), Text(title, style=f"bold {colour}"), *(Text(f"  • {line}") for line in lines)]
