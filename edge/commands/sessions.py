"""`edgecoach sessions list|show|receipts`: what is kept, and what was erased, looked at.

Refuses to know: how it lies on the disk. Reports and exports join the group from session_files, the care of it from session_care.
"""

import json
from pathlib import Path

import typer

from edge.commands.kept.opening import CONFIG, JSON, archive_if_any, archive_of, seen, sessions_group


def register(app: typer.Typer) -> None:
    """Join these commands to the `sessions` group."""
    group = sessions_group(app)
    group.command("list")(list_sessions)
    group.command()(show)
    group.command()(receipts)


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

    with archive_if_any(config) as archive:
        if people:
            everybody = archive.people() if archive else []
            if archive:
                seen(archive, "saw the list of people", "everybody")
            lines = [person_line(one) for one in everybody] or ["Nobody is known: who is new says so on the page, under People."]
            found = {"people": [person_json(one) for one in everybody]}
        else:
            sessions = archive.sessions("" if person == "guest" else person, limit=limit) if archive else []
            lines = [*map(session_line, sessions), total(sessions)]
            found = {"sessions": [session_json(one) for one in sessions]}
    if as_json or archive:
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


def receipts(
    subject: str | None = typer.Argument(
        None, metavar="ID", help="Only of this person, or guest's session; with --json the receipt itself."
    ),
    config: Path | None = CONFIG,
    as_json: bool = JSON,
) -> None:
    """Show the receipts of what was erased, oldest first: the box keeps a copy of each, as it signed it.

    Examples:

      edgecoach sessions receipts

      edgecoach sessions receipts p0a1b2c3d4e --json > receipt.json
    """
    from edge.commands.kept.pages import receipt_line
    from edge.errors import InputError

    with archive_of(config) as archive:
        kept = [one for one in archive.care.receipts() if subject in (None, one["subject"])]
    if subject and not kept:
        raise InputError(f"nobody called {subject} was erased here", "`edgecoach sessions receipts` lists who was")
    if as_json:
        print(json.dumps(kept[0] if subject else {"receipts": kept}, indent=2, ensure_ascii=False))
    else:
        print("\n".join(map(receipt_line, kept)) or "Nobody was erased here.")
