"""`edgecoach doctor`: every check's finding, as a table or as JSON.

Refuses to know: what the checks look at.
"""

import json
from collections.abc import Sequence
from pathlib import Path

import typer

from edge.errors import EdgeError

STYLE = {"ok": "green", "info": "cyan", "warning": "yellow", "issue": "bold red"}


def register(app: typer.Typer) -> None:
    app.command()(doctor)


def doctor(
    config: Path | None = typer.Option(None, metavar="FILE", help="Configuration instead of /etc/edgecoach/edgecoach.toml."),
    as_json: bool = typer.Option(False, "--json", help="Print one JSON object instead."),
) -> None:
    """Look at everything EdgeCoach needs, and say what to do where something is missing. Exit code 1 if there is an issue.

    Example:  edgecoach doctor
    """
    from edge.assembly import load_configuration
    from edge.clock import SystemClock
    from edge.config import PATH
    from edge.doctor import Level, Patient, examine, load_checks, registered

    load_checks()
    results = list(examine(Patient.of(load_configuration(config), config or PATH, SystemClock()), registered()))
    rows = [result.as_json() for result in results]
    issues = sum(result.finding.level == Level.ISSUE for result in results)
    if as_json:
        print(json.dumps({"healthy": not issues, "checks": rows}, indent=2))
    else:
        _print_table(rows)
    if issues:
        raise EdgeError(f"{issues} issue{'s' * (issues > 1)} found", "see the advice above")


def _print_table(rows: Sequence[dict[str, str]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False)
    for heading in ("", "room", "check", "finding"):
        table.add_column(heading)
    for row in rows:
        finding = Text(row["sentence"])
        if row["advice"]:
            finding.append(f"\n→ {row['advice']}", "bold")
        table.add_row(Text(row["level"], STYLE[row["level"]]), row["room"], row["name"], finding)
    Console().print(table)
