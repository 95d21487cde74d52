"""The `edgecoach` program as a process of its own."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]


@contextmanager
def edgecoach(*words: object, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """Running while inside, killed afterwards; its output is read through a pipe."""
    program = subprocess.Popen(
        [sys.executable, "-u", "-m", "edge", *map(str, words)], cwd=ROOT, env={**os.environ, "COLUMNS": "120", **environment},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    with program:
        try:
            yield program
        finally:
            program.kill()


def ran(*words: object, **environment: str) -> tuple[int, str, str]:
    """Exit code, standard output, standard error."""
    with edgecoach(*words, **environment) as program:
        out, problems = program.communicate(timeout=120)
        return program.returncode, out, problems


def read_until(program: subprocess.Popen[str], text: str) -> str:
    """The output up to the line with `text`."""
    assert program.stdout is not None
    said = ""
    for line in program.stdout:
        said += line
        if text in line:
            return said
    raise AssertionError(f"ended without {text!r}: {said}")
