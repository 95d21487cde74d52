"""edgecoach config, as a person runs it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from edge.config_sample import sample
from tests.commands.program import ran


@pytest.fixture
def bad(tmp_path: Path) -> str:
    path = tmp_path / "bad.toml"
    path.write_text('[web]\nprot = 8080\n\nlisten = 7\n[judge]\nexercise = "sqat"\n')
    return str(path)


def test_check_lists_every_mistake_and_ends_with_2(bad: str) -> None:
    code, out, problems = ran("config", "check", bad)
    assert [line.split(": nearest")[0] for line in out.splitlines()] == [
        "line 2: there is no option prot in [web]; the nearest is port",
        "line 4: listen must be text in quotes, and 7 is a number",
        "line 6: there is no exercise called 'sqat'",
    ]
    assert (code, problems) == (2, f"{bad} has 3 mistakes\n")


def test_check_as_json(bad: str) -> None:
    report = json.loads(ran("config", "check", bad, "--json")[1])
    assert not report["valid"]
    assert report["mistakes"][0] | {"message": ""} == {"line": 2, "option": "web.prot", "message": ""}


@pytest.mark.parametrize("command", ["check", "show"])
def test_the_file_is_named_either_way(command: str, bad: str, tmp_path: Path) -> None:
    plainly = ran("config", command, bad)
    assert plainly[0] == 2
    assert ran("config", command, "--config", bad) == ran("config", command, bad, "--config", bad) == plainly
    other = tmp_path / "other.toml"
    two = ran("config", command, bad, "--config", other)
    assert two == (2, "", f"{bad} and --config {other} are two files: name one of them\n")


def test_the_sample_is_right_and_shown(tmp_path: Path) -> None:
    printed = ran("config", "sample")[1]
    assert printed == sample()
    path = tmp_path / "edgecoach.toml"
    path.write_text(printed.replace("#port = 8080", "port = 8090"))
    assert ran("config", "check", path)[1] == f"{path} is right\n"
    assert "port = 8090\n" in ran("config", "show", path)[1]
    assert json.loads(ran("config", "show", path, "--json")[1])["web"]["port"] == 8090


def test_show_of_a_bad_file_is_one_sentence_with_every_mistake(bad: str) -> None:
    code, out, problems = ran("config", "show", bad)
    assert (code, out, problems.count("\n")) == (2, "", 1)
    assert problems.count("line ") == 3


def test_a_configuration_may_come_through_a_pipe() -> None:
    piped = subprocess.run(
        [sys.executable, "-m", "edge", "config", "check", "/dev/stdin"],
        input="[web]\nprot = 8080\n", capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert piped.stdout == "line 2: there is no option prot in [web]; the nearest is port\n"
    assert (piped.returncode, piped.stderr) == (2, "/dev/stdin has 1 mistake\n")
