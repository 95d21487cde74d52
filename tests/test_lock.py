"""Only one daemon: the kernel's lock, with a real second process."""

import subprocess
import sys
from pathlib import Path

import pytest

from edge.errors import EdgeError
from edge.lock import PID_FILE, only_one

HOLD = """
import sys, pathlib
from edge.lock import only_one
with only_one(pathlib.Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_daemon_is_refused_and_told_whose_it_is(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(EdgeError, match=rf"already running.*process {other.pid}"), only_one(tmp_path):
            pass
        other.kill()
    with only_one(tmp_path):
        assert (tmp_path / PID_FILE).read_text().strip().isdigit()


def test_the_lock_may_be_taken_again_by_the_same_process_after_it_was_let_go(tmp_path: Path) -> None:
    for _ in range(2):
        with only_one(tmp_path / "new" / "folder"):
            pass


def test_a_folder_that_cannot_be_written_is_the_callers_to_judge(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match="file"), only_one(tmp_path / "file" / "below"):
        pass
