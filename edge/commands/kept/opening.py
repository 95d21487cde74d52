"""The application and a configuration -> the `sessions` group that commands join, and the archive that they work on.

Refuses to know: what any of them does.
"""

import re
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperGroup

if TYPE_CHECKING:
    from edge.errors import InputError
    from edge.store.archive import Archive

NAME = "sessions"
ORDER = ("list", "show", "report", "export", "track", "outline", "verify", "backup", "restore", "key", "erase", "receipts")
WHO = "the command line"
"""As the log names whoever uses these commands."""

SESSION_ID = re.compile(r"\d{8}-\d{6}-[0-9a-f]{6}")
"""As sittings.py makes them."""

HELP = """Look at what is kept about people and their sessions, take it out, erase it, keep copies of it.

Example:  edgecoach sessions list
"""
CONFIG = typer.Option(None, "--config", metavar="FILE", help="Configuration instead of /etc/edgecoach/edgecoach.toml.")
JSON = typer.Option(False, "--json", help="Print one JSON object instead.")


class InOrder(TyperGroup):
    """Lists its commands as people come to need them, whoever joined first."""

    def list_commands(self, ctx: Any) -> list[str]:
        return sorted(super().list_commands(ctx), key=lambda name: ORDER.index(name) if name in ORDER else len(ORDER))


def sessions_group(app: typer.Typer) -> typer.Typer:
    """The group of this application, for a command to join; made by whoever comes first."""
    for found in app.registered_groups:
        if found.name == NAME and found.typer_instance is not None:
            return found.typer_instance
    group = typer.Typer(cls=InOrder, help=HELP, no_args_is_help=True)
    app.add_typer(group, name=NAME)
    return group


def kept_in(config: Path | None) -> Path:
    """The state directory. Raises ConfigError."""
    from edge.assembly import demand_configuration
    from edge.state import state_folder

    return state_folder(demand_configuration(config).store.state_dir)


def is_session(named: Path) -> bool:
    """Whether that is a session's id and no path. Raises InputError where it is an id with the ending of a file that is not there."""
    from edge.errors import InputError

    if named.exists() or named != Path(named.name):
        return False
    if named.suffix and SESSION_ID.fullmatch(named.stem):
        raise InputError(f"there is no file {named}", f"for the session give {named.stem}; `edgecoach sessions list` shows which are kept")
    return not named.suffix


@contextmanager
def archive_of(config: Path | None) -> "Iterator[Archive]":
    """The archive that the configuration names. Raises InputError where nothing was ever kept there."""
    from edge.store.archive import has_archive

    folder = kept_in(config)
    if not has_archive(folder):
        raise _nothing_in(folder)
    with _opened(folder) as archive:
        yield archive


@contextmanager
def archive_if_any(config: Path | None) -> "Iterator[Archive | None]":
    """The archive that the configuration names; None, which standard error is told, where nothing was ever kept there."""
    import sys

    from edge.store.archive import has_archive

    folder = kept_in(config)
    if not has_archive(folder):
        print(_nothing_in(folder), file=sys.stderr)
        yield None
        return
    with _opened(folder) as archive:
        yield archive


def _opened(folder: Path) -> "AbstractContextManager[Archive]":
    from edge.clock import SystemClock
    from edge.store.archive import open_archive

    return open_archive(folder, SystemClock())


def _nothing_in(folder: Path) -> "InputError":
    from edge.errors import InputError

    return InputError(f"nothing has been kept in {folder} yet", "`edgecoach run` keeps sessions; `restore` brings back a backup")


def seen(archive: "Archive", did: str, subject: str) -> None:
    """Note in the log that somebody looked, where it can be written."""
    from edge.errors import EdgeError

    with suppress(EdgeError):
        archive.log(WHO, did, subject)
