"""The edgecoach program: its help, its mistakes, its exit codes."""

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from edge import application as program
from edge.errors import ConfigError, DeviceLost, EdgeError, InputError
from tests.kept_visit import kept_visit


def edgecoach(*words: str) -> Result:
    return CliRunner().invoke(program.build(), list(words), prog_name="edgecoach")


def failing(problem: BaseException) -> typer.Typer:
    """The program with one command, which fails."""
    app = typer.Typer(cls=program.Commands, pretty_exceptions_enable=False)

    @app.command()
    def work() -> None:
        raise problem

    @app.command()
    def rest() -> None:
        pass

    return app


def test_without_words_it_says_what_it_can() -> None:
    result = edgecoach()
    assert result.exit_code == 0
    assert "edgecoach demo" in result.stdout
    assert "analyze" in result.stdout


def test_version() -> None:
    result = edgecoach("--version")
    assert result.exit_code == 0
    assert result.stdout.startswith("edgecoach ")


def test_a_mistyped_command_names_the_nearest() -> None:
    result = edgecoach("analyse")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "'analyze'" in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("run", "--height", "abc"), "--height must be a number"),
        (("bench", "--frames", "some"), "--frames must be a whole number"),
        (("bench", "--frames", "5"), "--frames must be 10 or more"),
        (("run", "--port", "70000"), "--port must be 65535 or less"),
    ],
)
def test_a_value_of_the_wrong_kind_is_said_in_plain_words(words: tuple[str, ...], said: str) -> None:
    result = edgecoach(*words)
    assert (result.exit_code, result.stderr) == (2, f"{said} (edgecoach {words[0]} --help shows how)\n")


@pytest.mark.parametrize("words", [("analyze", ""), ("sessions", "backup", " "), ("replay", "", "--compare"), ("",)])
def test_an_empty_word_is_not_the_current_folder(words: tuple[str, ...]) -> None:
    """As a shell gives it for a variable that is not set."""
    result = edgecoach(*words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "a word is empty: give a name or a path (edgecoach --help shows how)\n"


@pytest.mark.parametrize("words", [("models", "fetch", "--folder", ""), ("analyze", "set.mp4", "--json=")])
def test_nor_is_an_empty_path_after_an_option(words: tuple[str, ...]) -> None:
    result = edgecoach(*words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "is empty: give a name or a path" in result.stderr


def test_a_name_may_be_empty() -> None:
    assert "nofile.mp4 does not exist" in edgecoach("analyze", "--person", "", "nofile.mp4").stderr


@pytest.mark.parametrize(
    ("problem", "code"),
    [
        (InputError("a.mp4 does not exist", "check the path"), 2),
        (ConfigError("line 3 is wrong"), 2),
        (EdgeError("the disk is full", "make room"), 1),
        (DeviceLost("the camera left"), 1),
    ],
)
def test_what_a_user_can_cause_is_one_sentence(problem: EdgeError, code: int) -> None:
    result = CliRunner().invoke(failing(problem), ["work"])
    assert (result.exit_code, result.stdout, result.stderr) == (code, "", f"{problem}\n")


@pytest.mark.parametrize(
    ("trouble", "code", "said"),
    [
        (PermissionError(errno.EACCES, "Permission denied", "locked/a.mp4"), 2, "locked/a.mp4 cannot be used (Permission denied): check"),
        (OSError(errno.ENAMETOOLONG, "File name too long", "a"), 2, "a cannot be used (File name too long): check the path"),
        (OSError(errno.ENOSPC, "No space left on device", "a.json"), 1, "a.json found no room on the disk: free some"),
        (OSError(errno.EIO, "Input/output error", "stick/a.json"), 1, "stick/a.json cannot be used (Input/output error): put its disk"),
        (OSError(errno.ENOSPC, "No space left on device"), 1, "what was to be written found no room on the disk: free some"),
    ],
)
def test_what_the_system_refuses_is_one_sentence(trouble: OSError, code: int, said: str) -> None:
    result = CliRunner().invoke(failing(trouble), ["work"])
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (code, "", 1)
    assert result.stderr.startswith(said)


def test_a_full_disk_is_said_even_where_the_last_line_was_still_in_memory() -> None:
    with open("/dev/full", "w") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "edge", "explain", "knee"], stdout=full, stderr=subprocess.PIPE, text=True, check=False, timeout=60
        )
    assert (ended.returncode, ended.stderr) == (1, "what was to be written found no room on the disk: free some, then try again\n")


@pytest.mark.parametrize("letters", ["ascii", "latin-1"])
def test_a_terminal_without_arrows_and_accents_gets_their_numbers(letters: str) -> None:
    words = ["models", "list", "--folder", "→/\udcff"]
    ended = subprocess.run(
        [sys.executable, "-m", "edge", *words], capture_output=True, env=os.environ | {"PYTHONIOENCODING": letters}, check=False, timeout=60
    )
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert b"in \\u2192/\\ufffd: run" in ended.stdout


def test_a_foreign_name_is_shown_as_file_managers_show_it(tmp_path: Path) -> None:
    """It was halves of letters on a terminal, and a traceback where it was to be looked up, or written to a file."""
    film = os.fsencode(tmp_path) + b"/caf\xe9.mp4"
    ended = subprocess.run([sys.executable, "-m", "edge", "replay", film], capture_output=True, check=False, timeout=60)
    assert (ended.returncode, ended.stdout) == (2, b"")
    assert ended.stderr.decode() == f"{tmp_path}/caf\ufffd.mp4 cannot be read (No such file or directory): check the spelling of the path\n"
    kept_visit(tmp_path)
    for words in (["replay"], ["sessions", "show"], ["sessions", "erase", "--yes"]):
        ended = subprocess.run(
            [sys.executable, "-m", "edge", *words, b"id\xe9"],
            env={**os.environ, "EDGECOACH_STATE": str(tmp_path)}, capture_output=True, check=False, timeout=60,
        )  # fmt: skip
        assert (ended.returncode, ended.stdout) == (2, b"")
        assert ended.stderr == b"a name that was given has bytes that are no UTF-8: write it in other letters\n"


ASKS = """
import sys, typer
from edge.application import Commands
app = typer.Typer(cls=Commands)
def ask(): print("nobody", file=sys.stderr); raise typer.Exit(3 if sys.stdin.isatty() else 4)
app.command("ask")(ask)
app.command("rest")(lambda: None)
app()
"""


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_ends_are_nobody_there(closed: str) -> None:
    """As a service or cron may start it: Python then has no stream to ask whether somebody is there."""
    ended = subprocess.run(
        ["sh", "-c", f'"$0" -c "$1" ask {closed}', sys.executable, ASKS],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert (ended.returncode, ended.stderr) == (4, "" if "2>&-" in closed else "nobody\n")


def test_a_system_error_that_no_user_caused_is_not_hidden() -> None:
    result = CliRunner().invoke(failing(ChildProcessError(errno.ECHILD, "No child processes")), ["work"])
    assert isinstance(result.exception, ChildProcessError)


def test_ctrl_c_is_130() -> None:
    result = CliRunner().invoke(failing(KeyboardInterrupt()), ["work"])
    assert (result.exit_code, result.stderr) == (130, "")


def test_ctrl_c_that_a_library_calls_its_own_failure_is_130() -> None:
    """As onnxruntime does while it is loaded; what is told of that on the way up is not shown."""
    broken = ImportError("initialization failed")
    broken.__cause__ = KeyboardInterrupt()
    missing = EdgeError("the runtime is not installed", "install it")
    missing.__context__ = broken
    for problem in (broken, missing):
        result = CliRunner().invoke(failing(problem), ["work"])
        assert (result.exit_code, result.stderr) == (130, "")
    assert isinstance(CliRunner().invoke(failing(ImportError("no module named x")), ["work"]).exception, ImportError)


def test_ctrl_c_while_the_program_is_still_being_imported_is_130_without_a_traceback(tmp_path: Path) -> None:
    (tmp_path / "typer.py").write_text("import os, signal\nos.kill(os.getpid(), signal.SIGINT)\n")
    interrupted = subprocess.run(
        [sys.executable, "-m", "edge", "--help"], env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True, text=True, check=False, timeout=60, preexec_fn=_with_ctrl_c,
    )  # fmt: skip
    assert (interrupted.returncode, interrupted.stdout, interrupted.stderr) == (130, "", "")


def _with_ctrl_c() -> None:
    """A test run in the background has SIGINT ignored, and its children inherit that."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.mark.parametrize("bug", [ZeroDivisionError(), UnicodeEncodeError("ascii", "é", 0, 1, "ordinal not in range(128)")])
def test_a_bug_is_not_hidden(bug: Exception) -> None:
    result = CliRunner().invoke(failing(bug), ["work"])
    assert result.exception is bug


def test_a_reader_that_goes_away_is_not_an_error_message() -> None:
    shown = subprocess.run(
        ["/bin/sh", "-c", f"{sys.executable} -m edge --help | head -1"], capture_output=True, text=True, check=True, timeout=60
    )
    assert shown.stderr == ""
