"""The words typed after `edgecoach` -> one command, and its exit code: `build()(prog_name="edgecoach")`.

Refuses to know: what any command does. A module in edge/commands joins in by having `register(app)`.
"""

import codecs
import importlib
import os
import pkgutil
import signal
import sys
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed_version
from io import TextIOWrapper
from itertools import pairwise
from typing import Any

import typer
from typer.core import TyperGroup

from edge import commands
from edge.errors import INTERRUPTED, EdgeError, InputError, from_outside
from edge.foreign_names import readable, shown
from edge.plain_words import in_plain_words

PATHS = ("--folder", "--config", "--json", "--annotate", "--angles", "--opensim", "--imu", "--plates")
READABLE = "edgecoach.readable"
UsageError: type[Exception] = typer.BadParameter.__bases__[0]
"""typer names only this child of the mistakes that it finds in a command line."""


class Commands(TyperGroup):
    """Runs one command; what a user can cause ends as one sentence and an exit code, never as a traceback."""

    def invoke(self, ctx: Any) -> Any:
        try:
            done = super().invoke(ctx)
            print(end="", flush=True)  # a full disk is said here, not at the interpreter's end
            return done
        except (EdgeError, ImportError) as problem:
            if _stopped_an_import(problem):
                raise typer.Exit(INTERRUPTED) from None
            if not isinstance(problem, EdgeError):
                raise
            raise _told(problem) from None
        except OSError as trouble:
            if (refused := from_outside(trouble)) is None:
                raise
            raise _told(refused) from None
        except UnicodeEncodeError as trouble:  # neither the archive nor a report can hold such a name
            if readable(trouble.object) == trouble.object:
                raise
            raise _told(InputError("a name that was given has bytes that are no UTF-8", "write it in other letters")) from None
        except KeyboardInterrupt:
            raise typer.Exit(INTERRUPTED) from None

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        _demand_words(args)
        parsed: list[str] = super().parse_args(ctx, args)
        return parsed

    def main(self, *args: Any, **extra: Any) -> Any:
        _end_in_good_order()
        _open_closed_ends()
        _write_anything()
        try:
            sys.exit(super().main(*args, **{**extra, "standalone_mode": False}))
        except UsageError as mistake:
            print(_one_sentence(mistake), file=sys.stderr)
            sys.exit(InputError.exit_code)
        except (typer.Abort, KeyboardInterrupt):
            sys.exit(INTERRUPTED)


def _end_in_good_order() -> None:
    """A service manager's signal, and that of a connection that broke, end a command as Ctrl-C does: nothing half written stays."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is signal.SIG_DFL:  # nohup ignores one
            signal.signal(number, _end)


def _end(number: int, _: object) -> None:
    sys.exit(128 + number)


def _open_closed_ends() -> None:
    """Whoever starts us with `<&-` has nobody there to ask, and nobody listening: Python has no stream at all then."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode))  # noqa: SIM115 - for as long as the program


def _write_anything() -> None:
    """An arrow is escaped where the terminal's own letters lack it, and a foreign file's name made readable, instead of ending the work."""
    codecs.register_error(READABLE, shown)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors=READABLE)


def _demand_words(args: list[str]) -> None:
    """Raises UsageError for an empty word that is no option's value, or should be a path: it would be the current folder."""
    for before, word in pairwise(["", *args]):
        if not word.strip() and (before in PATHS or not before.startswith("-")):
            raise UsageError(f"{before if before in PATHS else 'a word'} is empty: give a name or a path")
        if word.endswith("=") and word[:-1] in PATHS:
            raise UsageError(f"{word[:-1]} is empty: give a name or a path")


def _stopped_an_import(problem: BaseException | None) -> bool:
    """Libraries in C call Ctrl-C an ImportError when they are just being loaded."""
    while problem is not None:
        if isinstance(problem, ImportError) and isinstance(problem.__cause__, KeyboardInterrupt):
            return True
        problem = problem.__cause__ or problem.__context__
    return False


def _told(problem: EdgeError) -> typer.Exit:
    print(problem, file=sys.stderr)
    return typer.Exit(problem.exit_code)


def _one_sentence(mistake: Any) -> str:
    """A mistake on the command line, and the help that would have prevented it."""
    said = in_plain_words(mistake.format_message().strip().rstrip("."))
    asked = mistake.ctx.command_path if mistake.ctx else "edgecoach"
    return f"{said} ({asked} --help shows how)"


def build() -> typer.Typer:
    """The application with every command there is. Commands import their heavy parts only when they run."""
    app = typer.Typer(
        name="edgecoach",
        cls=Commands,
        invoke_without_command=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode="rich",
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(edgecoach)
    for found in sorted(pkgutil.iter_modules(commands.__path__), key=lambda module: module.name):
        if not found.ispkg:
            importlib.import_module(f"{commands.__name__}.{found.name}").register(app)
    return app


def _show_version(wanted: bool) -> None:
    if not wanted:
        return
    try:
        typer.echo(f"edgecoach {installed_version('edgecoach')}")
    except PackageNotFoundError:
        typer.echo("edgecoach, not installed: running from its folder")
    raise typer.Exit


def edgecoach(
    ctx: typer.Context,
    version: bool = typer.Option(False, "--version", help="Print the version and end.", is_eager=True, callback=_show_version),
) -> None:
    """Watches a person exercise, counts the good repetitions, and says what to change. No cloud.

    Try:  [bold]edgecoach demo[/bold]   or   [bold]edgecoach analyze set.mp4[/bold]
    """
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())
