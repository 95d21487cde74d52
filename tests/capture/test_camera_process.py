"""The camera process by itself: what it sends, when it gives up, and how it ends."""

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from edge.capture.camera import stream as camera_stream
from edge.capture.camera.wire import CameraFailure, Decoder, End, Message, Options, Status, encode
from edge.capture.pose import OWN_CHILD
from tests.capture.made_video import endless, write_video
from tests.capture.sleeper import Sleeper

CAMERA_FOLDER = Path(OWN_CHILD[-1])
PATIENCE_S = 30.0


# --- what it sends -----------------------------------------------------------------------------------------


def test_a_file_is_a_status_then_its_end(tmp_path: Path) -> None:
    sent: list[Message] = []
    camera_stream.stream(Options(source="file", address=str(write_video(tmp_path / "a.mp4")), runtime="none"), sent.append)
    assert isinstance(sent[0], Status)
    assert (sent[0].identity, sent[0].width, sent[0].height, sent[0].runtime) == ("a.mp4", 128, 64, "none")
    assert sent[-1] == End("")


def test_a_frozen_camera_is_noticed_within_two_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    device = Sleeper()
    monkeypatch.setattr(camera_stream, "open_device", lambda _: device)
    began = time.monotonic()
    with pytest.raises(CameraFailure, match="sleeper is frozen") as caught:
        camera_stream.stream(Options(source="v4l2", runtime="none"), lambda _: None)
    assert time.monotonic() - began < 2.0
    assert caught.value.kind == "lost"
    device.close()


# --- the process by itself -----------------------------------------------------------------------------------


@contextmanager
def listening(tmp_path: Path) -> Iterator[tuple[Path, Callable[[], socket.socket]]]:
    path = tmp_path / "camera.sock"
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        listener.bind(str(path))
        listener.listen(1)
        listener.settimeout(PATIENCE_S)
        yield path, lambda: listener.accept()[0]


@contextmanager
def process(path: Path) -> Iterator["subprocess.Popen[str]"]:
    with subprocess.Popen([*OWN_CHILD, "--socket", str(path)], stderr=subprocess.PIPE, text=True) as child:
        try:
            yield child
        finally:
            child.kill()


def received(line: socket.socket) -> Message:
    decoder = Decoder()
    line.settimeout(PATIENCE_S)
    while True:
        for message in decoder.feed(line.recv(100000)):
            return message


def test_it_ends_when_the_daemon_is_gone(tmp_path: Path) -> None:
    with listening(tmp_path) as (path, accept), process(path) as child:
        with accept() as line:
            line.sendall(encode(endless(tmp_path)))
            assert isinstance(received(line), Status)
        assert child.wait(PATIENCE_S) == 0


def test_sigterm_ends_it_cleanly(tmp_path: Path) -> None:
    with listening(tmp_path) as (path, accept), process(path) as child, accept() as line:
        line.sendall(encode(endless(tmp_path)))
        assert isinstance(received(line), Status)
        child.terminate()
        assert child.wait(PATIENCE_S) == 0
        assert child.stderr is not None
        assert child.stderr.read() == ""


@pytest.mark.parametrize(("words", "says"), [(encode(End("")), "did not begin with options"), (b"GET / HTTP/1.1", "different versions")])
def test_a_daemon_that_talks_nonsense_is_left(tmp_path: Path, words: bytes, says: str) -> None:
    with listening(tmp_path) as (path, accept), process(path) as child, accept() as line:
        line.sendall(words)
        assert child.wait(PATIENCE_S) == 2
        assert child.stderr is not None
        assert says in child.stderr.read()


def test_it_says_why_there_are_no_pictures(tmp_path: Path) -> None:
    with listening(tmp_path) as (path, accept), process(path) as child, accept() as line:
        line.sendall(encode(Options(source="v4l2", address="/dev/video99", runtime="none")))
        failure = received(line)
        assert isinstance(failure, CameraFailure)
        assert failure.args[:2] == ("missing", "there is no camera at /dev/video99")
        assert child.wait(PATIENCE_S) == 1


def test_it_runs_as_plain_files_beside_another_pythons_libraries(tmp_path: Path) -> None:
    """As on a Jetson: the folder is run by path, and what lies beside `edge` is not on its path."""
    site = tmp_path / "site-packages"
    (site / "numpy").mkdir(parents=True)
    (site / "numpy" / "__init__.py").write_text("raise ImportError('for another Python')\n")
    (site / "edge").symlink_to(CAMERA_FOLDER.parents[1])
    done = subprocess.run([sys.executable, site / "edge/capture/camera", "--help"], cwd="/", capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "edge-camera" in done.stdout
