"""`edgecoach sessions erase|verify|backup|restore|key`: what is kept, kept safe and let go of.

Refuses to know: how. The group is `sessions`.
"""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from edge.commands.kept.opening import CONFIG, JSON, WHO, archive_if_any, archive_of, kept_in, sessions_group

if TYPE_CHECKING:
    from edge.store.receipts import Receipt
    from edge.store.restoring import Restored

RECOVERY_KEY = typer.Option(None, "--recovery-key", metavar="FILE", help="The recovery key in a file, instead of typing it.")


def register(app: typer.Typer) -> None:
    """Join these commands to the `sessions` group."""
    group = sessions_group(app)
    for command in (erase, verify, backup, restore, key):
        group.command()(command)


def erase(
    subject: str = typer.Argument(..., metavar="ID", help="A person, as `sessions list --people` names them, or a guest's session."),
    yes: bool = typer.Option(False, "--yes", help="Do not ask."),
    receipt: Path | None = typer.Option(None, metavar="FILE", help="Write the signed receipt there, too."),
    config: Path | None = CONFIG,
    as_json: bool = JSON,
) -> None:
    """Erase everything about a person: sessions, recordings, exports, free pages of the disk, and the key to every backup of them.

    It cannot be undone. The signed receipt says what went, and which backups were out of reach.

    Example:  edgecoach sessions erase p0a1b2c3d4e --receipt receipt.json
    """
    from edge.commands.kept.pages import many

    with archive_of(config) as archive:
        if not yes:
            _confirm(subject)
        done = archive.erase(subject, WHO)
    if receipt:
        _write(receipt, json.dumps(done, indent=2, ensure_ascii=False) + "\n")
    if as_json:
        print(json.dumps(done, indent=2))
        return
    went = (("session", "sessions"), ("event", "events"), ("recording", "recordings"), ("exported file", "exports"))
    print("Erased: " + ", ".join(many(done[found], what) for what, found in went) + ".")
    print("The key is destroyed, so no copy of it can be read again.")
    for place in done["backups_out_of_reach"]:
        print(f"But the backup in {place} was out of reach and still holds the key: put it in reach, and run `edgecoach sessions backup`.")


def verify(
    receipt: Path | None = typer.Option(None, metavar="FILE", help="Check this receipt of an erasure instead."),
    config: Path | None = CONFIG,
    as_json: bool = JSON,
) -> None:
    """Look at everything that is kept: each row, each second of each recording, and whether anybody touched the log.

    Exit code 1 if not all is well.

    Examples:

      edgecoach sessions verify

      edgecoach sessions verify --receipt receipt.json
    """
    from edge.commands.kept.pages import many
    from edge.errors import EdgeError

    with archive_of(config) if receipt else archive_if_any(config) as archive:
        problems, well = [], ""
        if archive and receipt:
            archive.care.check_receipt(_read_receipt(receipt))
            well = "The receipt is this box's, and unchanged."
        elif archive:
            problems, counts = archive.verify(), archive.care.counts()
            looked = (("person", "people"), ("session", "sessions"), ("event", "events"), ("entry of the log", "audit"))
            well = f"All is well: {', '.join(many(counts[table], what) for what, table in looked)}."
    if as_json:
        print(json.dumps({"well": not problems, "problems": problems}, indent=2))
    elif archive:
        print("\n".join(problems) or well)
    if problems:
        raise EdgeError(f"{many(len(problems), 'thing')} {'is' if len(problems) == 1 else 'are'} not well")


def backup(
    place: Path | None = typer.Argument(None, metavar="FOLDER", help="Where to: a stick, a disk, a share.", show_default=False),
    forget: str | None = typer.Option(
        None,
        "--forget",
        metavar="ID",
        help="Instead: this backup (its id, or its folder) was destroyed or lost; look for it no more.",
    ),
    config: Path | None = CONFIG,
    as_json: bool = JSON,
) -> None:
    """Copy everything to another place, sealed; what is there already is not copied again. Prints a recovery key if there was none yet.

    Examples:

      edgecoach sessions backup /media/stick

      edgecoach sessions backup --forget 1a2b3c4d
    """
    from edge.errors import InputError

    if (place is None) == (forget is None):
        raise InputError("it is not said where the backup goes", "name a folder, or --forget and the id of a backup that is gone")
    if forget is not None:
        _strike_off(forget, config, as_json)
    elif place is not None:
        _back_up(place, config, as_json)


def _strike_off(backup: str, config: Path | None, as_json: bool) -> None:
    with archive_of(config) as archive:
        name, owed = archive.care.strike_off(backup, WHO)
    if as_json:
        print(json.dumps({"struck_off": name, "held_keys_of_the_erased": owed}, indent=2))
        return
    held = "keys of people who were erased here" if owed else "the keys that were here when it was made"
    print(f"The backup {name} is looked for no more, and erasing somebody will not name it. This destroys nothing: should it turn up, it")
    print(f"still holds {held}, and whoever has it and the recovery key can read it. If it can be found, destroy it.")


def _back_up(place: Path, config: Path | None, as_json: bool) -> None:
    from edge.commands.kept.recovery import shown
    from edge.errors import EdgeError, InputError

    if not place.is_dir():
        raise InputError(f"there is no folder {place}", "put the stick in, or make the folder")
    with archive_of(config) as archive:
        printed = "" if archive.care.recoverable else archive.care.print_recovery_key(WHO)
        try:
            done = archive.care.back_up(place, WHO)
        except EdgeError:
            if printed:  # it is shown once, and the next backup opens with it
                typer.echo(shown(printed), err=as_json)
            raise
    if as_json:
        print(json.dumps({**done, "recovery_key": printed or None}, indent=2))
        return
    print(f"Backed up as {done['backup']}: {_held(done['counts'], len(done['recordings']), done['taught'])}.")
    if printed:
        print(shown(printed))


def restore(
    place: Path | None = typer.Argument(
        None, metavar="FOLDER", help="What `sessions backup` was given. Left out: only the box's lost key is made anew."
    ),
    rehearse: bool = typer.Option(False, "--rehearse", help="Do it all in a folder that is thrown away, and say what came of it."),
    replace: bool = typer.Option(False, "--replace", help="Take the backup in place of the archive that is here."),
    anyway: bool = typer.Option(False, "--anyway", help="With --replace: a damaged backup, too."),
    recovery_key: Path | None = RECOVERY_KEY,
    config: Path | None = CONFIG,
    as_json: bool = JSON,
) -> None:
    """Bring back a backup, or with no folder this box's lost key. Who was erased stays erased.

    Examples:

      edgecoach sessions restore /media/stick --rehearse

      edgecoach sessions restore /media/stick
    """
    from edge.clock import SystemClock
    from edge.commands.kept.pages import many
    from edge.commands.kept.recovery import asked_for
    from edge.errors import EdgeError
    from edge.store import restoring

    folder = kept_in(config)
    if place is None:
        restoring.restore_key(folder, asked_for(recovery_key))
        print(json.dumps({"key": "restored"}) if as_json else "The box has its key again.")
        return
    typed = asked_for(recovery_key) if recovery_key or not restoring.opens(folder, place) else ""
    if rehearse:
        done = restoring.rehearse(folder, place, SystemClock(), typed, WHO)
    else:
        done = restoring.restore(folder, place, SystemClock(), typed, WHO, replace=replace, anyway=anyway)
    if as_json:
        print(json.dumps({"rehearsal": rehearse, **asdict(done)}, indent=2))
    else:
        _tell(done, rehearse)
    if done.problems:
        raise EdgeError(f"{many(len(done.problems), 'thing')} {'is' if len(done.problems) == 1 else 'are'} not as they were backed up")


def key(config: Path | None = CONFIG, as_json: bool = JSON) -> None:
    """Print a new recovery key, once: on paper it is the way back in when the box or its key is lost.

    Example:  edgecoach sessions key
    """
    from edge.commands.kept.recovery import shown

    with archive_of(config) as archive:
        printed = archive.care.print_recovery_key(WHO)
    print(json.dumps({"recovery_key": printed}) if as_json else shown(printed))


def _tell(done: "Restored", rehearsed: bool) -> None:
    from datetime import UTC, datetime

    made = datetime.fromtimestamp(done.made_at, UTC).astimezone()
    what = f"{_held(done.counts, done.recordings, done.taught)}, as of {made:%Y-%m-%d %H:%M}"
    print(f"Rehearsed, and thrown away: {what}." if rehearsed else f"Restored: {what}.")
    if done.erased:
        print(f"Not brought back, for they were erased: {', '.join(done.erased)}.")
    for problem in done.problems:
        print(problem)


def _held(counts: dict[str, int], recordings: int, taught: int) -> str:
    from edge.commands.kept.pages import many

    held = f"{many(counts['people'], 'person')}, {many(counts['sessions'], 'session')}, {many(recordings, 'recording')}"
    return f"{held}, {many(taught, 'taught exercise')}" if taught else held


def _confirm(subject: str) -> None:
    """Raises InputError where nobody is there, or they would rather not."""
    import sys

    from edge.errors import InputError

    if not sys.stdin.isatty():
        raise InputError("nobody is there to confirm it", "add --yes to erase without a question")
    if not typer.confirm(f"Erase everything about {subject}, for good?"):
        raise InputError("nothing was erased")


def _read_receipt(path: Path) -> "Receipt":
    from edge.errors import InputError
    from edge.given_file import PAGE_BYTES, read_given

    try:
        found = json.loads(read_given(path, PAGE_BYTES))
    except OSError as problem:
        raise InputError(f"{path} cannot be read ({problem.strerror})", "check the path") from None
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise InputError(f"{path} is no receipt", "name the file that `sessions erase --receipt` wrote")
    return found


def _write(path: Path, text: str) -> None:
    from edge.errors import EdgeError

    try:
        path.write_text(text, encoding="utf-8")
    except OSError as problem:
        raise EdgeError(
            f"it was erased, but {path} cannot be written ({problem.strerror})", "`edgecoach sessions receipts` shows it again"
        ) from None
