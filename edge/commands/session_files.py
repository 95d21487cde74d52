"""`edgecoach sessions report|export|track|outline`: what is kept, taken out as files.

Refuses to know: what is in them. The group is `sessions`; everything that is taken out is noted in its log.
"""

import json
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from edge.commands.kept.opening import CONFIG, JSON, WHO, archive_of, sessions_group
from edge.errors import InputError

if TYPE_CHECKING:
    from edge.store.archive import Archive
    from edge.store.report.blocks import Document

SESSION = typer.Argument(None, metavar="ID", help="A session, as `edgecoach sessions list` names it.", show_default=False)
FORCE = typer.Option(False, "--force", help="Replace a file that is there.")
ASKED = typer.Option(WHO, "--who", hidden=True, help="Who asks, for the log; empty: it is written down already.")
LANGUAGES = {"en": "english", "es": "spanish"}


def register(app: typer.Typer) -> None:
    """Join these commands to the `sessions` group."""
    group = sessions_group(app)
    for command in (report, export, track, outline):
        group.command()(command)


def report(
    session: str | None = SESSION,
    person: str | None = typer.Option(None, metavar="ID|NAME", help="This person over time, instead of one session."),
    html: Path | None = typer.Option(None, metavar="FILE", help="A page that opens by itself; interactive with edgecoach\\[report]."),
    pdf: Path | None = typer.Option(None, metavar="FILE", help="An A4 PDF."),
    name: bool = typer.Option(False, "--name", help="With the person's name, instead of the pseudonym alone."),
    language: str | None = typer.Option(None, help="english or spanish; else the person's, else the box's.", show_default=False),
    force: bool = FORCE,
    config: Path | None = CONFIG,
    who: str = ASKED,
    as_json: bool = JSON,
) -> None:
    """Write a report of a session, or of a person over time. Without a file it goes to the box's own folder for that person.

    Examples:

      edgecoach sessions report 20261121-093000-a1b2c3 --pdf report.pdf

      edgecoach sessions report --person p0a1b2c3d4e --html progress.html --language spanish
    """
    from edge.commands.kept.files import demand_free, own_place, tell, whole, write_report
    from edge.respond.sentences import load
    from edge.store.acquaintance import known_as

    if (session is None) == (person is None):
        raise InputError("it is not said what the report is of", "give a session's ID, or --person ID")
    if language is not None:
        load(LANGUAGES.get(language, language))
    with archive_of(config) as archive, ExitStack() as stack:
        person = person and known_as(archive, person).id
        about = str(session or person)
        named = [(path, kind) for path, kind in ((html, "html"), (pdf, "pdf")) if path]
        for path, _ in named:
            demand_free(path, force)
        parts = [(stack.enter_context(whole(path)), kind) for path, kind in named]
        document, whose, trouble = _document(archive, session, person, name, language, config)
        if not named:
            named = [(own_place(archive, whose, f"report-{about}.html"), "html")]
            parts = [(stack.enter_context(whole(named[0][0])), "html")]
        for part, kind in parts:
            write_report(document, part, kind)
        _note(archive, who, "took out a report with the name" if name else "took out a report", about)
    tell({"subject": about, "files": [str(path) for path, _ in named], "not_read": trouble}, as_json)


def export(
    session: str = typer.Argument(..., metavar="ID", help="A session, as `edgecoach sessions list` names it."),
    format_: str = typer.Option("csv", "--format", help="csv, parquet, mcap, opensim, c3d or fhir."),
    out: Path | None = typer.Option(
        None, metavar="FILE", help="A file; for csv, parquet and opensim a .zip or a folder.", show_default=False
    ),
    force: bool = FORCE,
    config: Path | None = CONFIG,
    who: str = ASKED,
    as_json: bool = JSON,
) -> None:
    """Write a session for other programs. It is not encrypted any more: look after the file.

    Examples:

      edgecoach sessions export 20261121-093000-a1b2c3 --format mcap --out session.mcap

      edgecoach sessions export 20261121-093000-a1b2c3 --format fhir --out session.json
    """
    from edge.commands.kept.files import demand_free, own_place, tell, whole
    from edge.commands.kept.looking import known_of
    from edge.respond.sentences import load
    from edge.revisit import exports

    exports.check(format_)
    several, ending = exports.EXPORTS[format_].several, exports.EXPORTS[format_].ending
    with archive_of(config) as archive, ExitStack() as stack:
        if out is not None:
            demand_free(out, force, several)
        whose = archive.session(session).summary.person_id or session
        target = out or own_place(archive, whose, f"{session}-{format_}{ending}")
        part = stack.enter_context(whole(target, several))
        known = known_of(archive, session)
        exports.export(format_, known.source(load("english")), part)
        _note(archive, who, f"exported {format_}", session)
    tell({"session": session, "format": format_, "files": [str(target)], "not_read": list(known.trouble)}, as_json)


def track(
    session: str = typer.Argument(..., metavar="ID", help="A session, as `edgecoach sessions list` names it."),
    out: Path | None = typer.Option(None, metavar="FILE", help="A file, instead of standard output.", show_default=False),
    config: Path | None = CONFIG,
    who: str = ASKED,
) -> None:
    """Write what playback shows as JSON: ten moments a second of body, angles and load.

    Example:  edgecoach sessions track 20261121-093000-a1b2c3 --out track.json
    """
    from edge.commands.kept.files import whole
    from edge.commands.kept.looking import known_of

    with archive_of(config) as archive:
        known = known_of(archive, session)
        if known.found is None:
            why = known.trouble[0] if known.trouble else f"session {session} has no recording"
            raise InputError(why, "there is nothing to play back")
        _note(archive, who, "saw the movements", session)
    pieces = known.found.track.json(known.found.sight.lost.sentences())
    if out is None:
        print("".join(pieces))
        return
    with whole(out) as part, part.open("w", encoding="utf-8") as file:
        file.writelines(pieces)


def outline(
    session: str = typer.Argument(..., metavar="ID", help="A session, as `edgecoach sessions list` names it."),
    out: Path | None = typer.Option(None, metavar="FILE", help="A file, instead of standard output.", show_default=False),
    config: Path | None = CONFIG,
    who: str = ASKED,
) -> None:
    """Write what progress over months is made of as JSON: of each exercise range, form and load.

    The box works it out by itself while nobody trains, and keeps it.

    Example:  edgecoach sessions outline 20261121-093000-a1b2c3
    """
    from edge.commands.kept.files import whole
    from edge.commands.kept.looking import known_of, outlined

    with archive_of(config) as archive:
        text = json.dumps({"session": session, **asdict(outlined(archive, known_of(archive, session)))}, indent=2) + "\n"
        _note(archive, who, "saw the outline", session)
    if out is None:
        print(text, end="")
        return
    with whole(out) as part:
        part.write_text(text, encoding="utf-8")


def _note(archive: "Archive", who: str, did: str, subject: str) -> None:
    """In the log, where whoever asked has not done so. Raises EdgeError where it cannot be written."""
    if who:
        archive.log(who, did, subject)


def _document(
    archive: "Archive", session: str | None, person: str | None, named: bool, language: str | None, config: Path | None
) -> tuple["Document", str, list[str]]:
    """The report, whom it is about, and sentences about what could not be read."""
    from edge.commands.kept.looking import known_of, progress_of
    from edge.respond.sentences import load
    from edge.store.report.person_document import person_document
    from edge.store.report.session_document import session_document
    from edge.store.report.wording import Wording

    if person is not None:
        words = load(_language(language, archive.person(person).language, config))
        over_time = progress_of(archive, person, named)
        return person_document(over_time, Wording(words)), person, list(over_time.trouble)
    known = known_of(archive, str(session))
    words = load(_language(language, known.language, config))
    sheet = known.sheet(words, named)
    whose = known.record.summary.person_id or str(session)
    return session_document(sheet, Wording(words)), whose, list(sheet.certificate.trouble)


def _language(wanted: str | None, persons: str, config: Path | None) -> str:
    """As asked for, else the person's, else the box's."""
    from edge.assembly import demand_configuration

    chosen = wanted or persons or demand_configuration(config).respond.language
    return LANGUAGES.get(chosen, chosen)
