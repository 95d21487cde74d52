"""tools/setup on machines that lack something, and after being killed."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.house.source import ROOT

NO_INDEX = {"PIP_INDEX_URL": "http://127.0.0.1:9/", "PIP_CONFIG_FILE": "/dev/null", "PIP_FIND_LINKS": "", "PIP_NO_CACHE_DIR": "1"}
PROGRAMS = ("bash", "dirname", "mkdir", "flock", "grep", "cat", "basename", "sed", "find", "touch", "rm", "sha256sum", "cut", "ln")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The parts of the checkout that set-up reads."""
    folder = tmp_path / "checkout"
    (folder / "tools").mkdir(parents=True)
    shutil.copytree(ROOT / "deploy", folder / "deploy")
    shutil.copy(ROOT / "pyproject.toml", folder)
    shutil.copy(ROOT / "tools/setup", folder / "tools")
    return folder


def a_machine_with(folder: Path, *programs: str) -> Path:
    """A PATH with nothing but these programs."""
    folder.mkdir()
    for program in programs:
        (folder / program).symlink_to(str(shutil.which(program)))
    return folder


def fake_python(path: Path, *, version: str, venv: bool) -> Path:
    """An interpreter as set-up sees one: its version, and whether it has venv."""
    supported = 0 if (3, 11) <= tuple(map(int, version.split("."))) <= (3, 13) else 1
    answers = f'case "$2" in *version_info*) exit {supported};; *executable*) echo {path};; *ensurepip*) exit {0 if venv else 1};; esac'
    path.write_text(f"#!/bin/sh\n{answers}\n")
    path.chmod(0o755)
    return path


def set_up(checkout: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [checkout / "tools/setup"], env={**os.environ, **environment}, capture_output=True, text=True, timeout=120, check=False
    )


def test_a_python_without_venv_is_told_the_apt_line(checkout: Path, tmp_path: Path) -> None:
    python = fake_python(tmp_path / "python3.12", version="3.12", venv=False)
    done = set_up(checkout, EDGECOACH_PYTHON=str(python))
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "setup: missing on this machine; install it, then run tools/setup again:  sudo apt install python3.12-venv"
    ]
    assert not (checkout / ".venv").exists()


def test_a_python_too_old_and_no_git_are_told_in_one_line(checkout: Path, tmp_path: Path) -> None:
    python = fake_python(tmp_path / "python3.10", version="3.10", venv=True)
    done = set_up(checkout, EDGECOACH_PYTHON=str(python), PATH=str(a_machine_with(tmp_path / "bin", *PROGRAMS)))
    assert done.returncode == 1
    assert "3.11, 3.12 or 3.13 is needed" in done.stdout
    assert done.stderr.rstrip().endswith("sudo apt install python3.11 python3.11-venv git")


def test_without_a_network_it_says_what_is_missing(checkout: Path) -> None:
    done = set_up(checkout, EDGECOACH_PYTHON=sys.executable, **NO_INDEX)
    assert done.returncode == 1
    assert "no network" in done.stderr
    assert "Python packages of deploy/lock.txt are not all here: connect, then run tools/setup again" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not (checkout / ".venv/.edgecoach-setup").exists()


def test_a_set_up_killed_half_way_is_begun_afresh(checkout: Path) -> None:
    environment = {**os.environ, **NO_INDEX, "EDGECOACH_PYTHON": sys.executable}
    first = subprocess.Popen([checkout / "tools/setup"], env=environment, stdout=subprocess.DEVNULL, start_new_session=True)
    deadline = time.monotonic() + 30
    while not (checkout / ".venv/bin").exists():
        assert time.monotonic() < deadline
        time.sleep(0.01)
    os.killpg(first.pid, signal.SIGKILL)
    first.wait()
    done = set_up(checkout, EDGECOACH_PYTHON=sys.executable, **NO_INDEX)
    assert "from a set-up that did not end" in done.stdout
    assert "no network" in done.stderr
