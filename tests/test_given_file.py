"""A file that a person named: read whole, and refused where it has no end."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from edge.errors import InputError
from edge.given_file import demand_file, read_given

ROOT = Path(__file__).parents[1]
CLIP = "edge/demo_clip/demo.mp4"
ENDLESS = "/dev/zero"
MOST_KB = 6_000_000
"""Of memory, so that a command that reads on and on takes none from the others here."""


def test_a_file_is_read_up_to_its_limit_and_no_further(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"12345")
    assert read_given(path, 5) == b"12345"
    with pytest.raises(OSError, match="File too large") as refused:
        read_given(path, 4)
    assert refused.value.filename == str(path)
    with pytest.raises(FileNotFoundError):
        read_given(tmp_path / "gone", 5)


def test_a_pipe_is_read_to_its_end_and_is_no_file(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(b"12345",))
    writer.start()
    assert read_given(pipe, 5) == b"12345"
    writer.join()
    for path in (pipe, tmp_path, Path(ENDLESS)):
        with pytest.raises(InputError, match=f"{path} is not a file: name another"):
            demand_file(path, "name another")
    demand_file(tmp_path / "gone", "whoever opens it says so")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["config", "check", ENDLESS], "the configuration /dev/zero cannot be read (File too large)"),
        (["silence", "--config", ENDLESS], "the configuration /dev/zero cannot be read (File too large)"),
        (["models", "add", ENDLESS], "is not a file"),
        (["analyze", ENDLESS], "is not a file"),
        (["analyze", "LINK.csv"], "is not a file"),
        (["analyze", CLIP, "--imu", ENDLESS], "is not a file"),
        (["analyze", CLIP, "--plates", ENDLESS], "/dev/zero cannot be read (File too large)"),
        (["replay", ENDLESS], "is not a file"),
        (["sessions", "restore", "--recovery-key", ENDLESS], "/dev/zero cannot be read (File too large)"),
    ],
)
def test_what_has_no_end_is_refused_at_once(words: list[str], says: str, tmp_path: Path) -> None:
    link = tmp_path / "link.csv"
    link.symlink_to(ENDLESS)
    named = [str(link) if word == "LINK.csv" else word for word in words]
    bounded = ["bash", "-c", f'ulimit -v {MOST_KB} && exec "$@"', "bash", sys.executable, "-m", "edge", *named]
    environment = {**os.environ, "EDGECOACH_STATE": str(tmp_path)}
    done = subprocess.run(
        bounded, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert says in done.stderr
