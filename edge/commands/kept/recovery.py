"""A person at a terminal, or a file -> the recovery key that was printed.

Refuses to know: what it opens.
"""

import sys
from pathlib import Path

import typer

from edge.errors import InputError
from edge.given_file import PAGE_BYTES, read_given

ADVICE = "It was printed when it was made; seven groups of four letters and digits."


def asked_for(file: Path | None) -> str:
    """The key as it was typed. Raises InputError where there is nobody to ask."""
    if file is not None:
        try:
            return read_given(file, PAGE_BYTES).decode("utf-8").strip()
        except OSError as problem:
            raise InputError(f"{file} cannot be read ({problem.strerror})", "check the path") from None
        except UnicodeDecodeError:
            raise InputError(f"{file} is no text", "name the file in which the recovery key was written down") from None
    if not sys.stdin.isatty():
        raise InputError("the recovery key is needed, and nobody is there to type it", "--recovery-key FILE reads it from a file")
    print(ADVICE)
    return str(typer.prompt("Recovery key")).strip()


def shown(printed: str) -> str:
    """What is said with a new recovery key."""
    return (
        f"Recovery key:  {printed}\n"
        "Write it down and put it away from the box: it is shown this once. It opens the backups, and this box if its key is lost;\n"
        "whoever has it and a backup can read everything. The recovery key before this one opens no backup made from now on."
    )
