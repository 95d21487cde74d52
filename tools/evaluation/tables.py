"""The object of an evaluation -> tables for a person.

Refuses to know: what was evaluated.
"""

from typing import Any

from rich.console import Console
from rich.table import Table

LONG = 60
"""Longer texts are cut short, columns of longer lists stay in the JSON."""


def print_tables(console: Console, result: dict[str, Any]) -> None:
    """Cases first, then the summaries side by side."""
    _print_cases(console, result)
    summaries = {"edgecoach": result["summary"], **result.get("baselines", {})}
    table = Table(title=f"{result['kind']}: {result['n_cases']} cases", title_justify="left")
    table.add_column("")
    for name in summaries:
        table.add_column(name, justify="right")
    for key in result["summary"]:
        if not key.endswith("_interval"):
            table.add_row(key, *(_figure(summary, key) for summary in summaries.values()))
    console.print(table)


def _print_cases(console: Console, result: dict[str, Any]) -> None:
    given = [key for key in (result["cases"] or [{}])[0] if any(case[key] not in ("", None) for case in result["cases"])]
    columns = [key for key in given if not any(isinstance(case[key], list) and len(_text(case[key])) > LONG for case in result["cases"])]
    table = Table(header_style="dim", box=None)
    for column in columns:
        table.add_column(column)
    for case in result["cases"]:
        right = case.get("counted") == case.get("true_reps")
        table.add_row(*(_text(case[column])[:LONG] for column in columns), style="" if right else "yellow")
    console.print(table)


def _text(value: Any) -> str:
    if isinstance(value, list):
        return " ".join(_text(item) for item in value)
    return f"{value:.2f}" if isinstance(value, float) else str(value)


def _figure(summary: dict[str, Any], key: str) -> str:
    value = summary.get(key)
    if value is None:
        return "-"
    interval = summary.get(f"{key}_interval")
    return _text(value) if interval is None else f"{100 * value:.1f} % ({100 * interval[0]:.0f}-{100 * interval[1]:.0f})"
