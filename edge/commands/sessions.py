"""`edgecoach sessions`: what is kept, listed, shown, erased, checked, backed up and brought back.

Refuses to know: how it lies on the disk. Reports and exports join the group from session_files.
"""

import json
from pathlib import Path

import typer

from edge.commands.kept.opening import CONFIG, JSON, archive_of, seen, sessions_group


def register(app: typer.Typer) -> None:
    """Join these commands to the `sessions` group."""
    group = sessions_group(app)
    group.command("list")(list_sessions)
    group.command()(show)


def list_sessions(
    person: str | None = typer.Option(None, metavar="ID", help="Only this person's; `guest`: only guests'."),
    people: bool = typer.Option(False, "--people", help="List the people instead, with what they want to be called."),
    limit: int = typer.Option(50, min=1, help="At most so many, newest first."),
    config: Path | None = CONFIG,
    as_json: bool = JSON,
) -> None:
    """List the sessions that are kept, newest first. A question mark: the clock could not be trusted.

    Examples:

      edgecoach sessions list

      edgecoach sessions list --people
    """
    from edge.commands.kept.pages import person_json, person_line, session_json, session_line, total

    with archive_of(config) as archive:
        if people:
            everybody = archive.people()
            seen(archive, "saw the list of people", "everybody")
            lines, found = [person_line(one) for one in everybody], {"people": [person_json(one) for one in everybody]}
        else:
            sessions = archive.sessions("" if person == "guest" else person, limit=limit)
            lines = [*map(session_line, sessions), total(sessions)]
            found = {"sessions": [session_json(one) for one in sessions]}
    print(json.dumps(found, indent=2) if as_json else "\n".join(lines))


def show(
    session: str = typer.Argument(..., metavar="ID", help="As `edgecoach sessions list` names it."),
    config: Path | None = CONFIG,
    as_json: bool = JSON,
) -> None:
    """Show one session: repetitions, holds, sets, faults and what the coach said.

    Example:  edgecoach sessions show 20261121-093000-a1b2c3
    """
    from edge.commands.kept.pages import record_json, record_lines

    with archive_of(config) as archive:
        record = archive.session(session)
        seen(archive, "saw", session)
    print(json.dumps(record_json(record), indent=2) if as_json else "\n".join(record_lines(record)))
