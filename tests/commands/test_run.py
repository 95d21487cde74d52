"""edgecoach run as a person or systemd starts it: a real process, real signals, a real camera process playing a video."""

import contextlib
import http.client
import json
import re
import signal
import socket
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from edge.clock import SystemClock
from edge.commands.run import camera_socket
from edge.errors import EdgeError
from edge.messages import Nobody, Pose
from edge.store.archive import open_archive
from edge.store.recording import Recording
from tests.capture.made_video import write_video
from tests.commands.program import edgecoach, ran, read_until


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_video(tmp_path_factory.mktemp("video") / "long.mp4", frames=600, fps=30.0)


def recorded(state: Path) -> tuple[str, Recording]:
    """The one session there is."""
    with open_archive(state, SystemClock()) as archive:
        (session,) = archive.sessions()
        return session.id, archive.recording(session.id)


def wait_for_frames(state: Path) -> None:
    """Until some are on the disk, where they come a second at a time."""
    for _ in range(300):
        with contextlib.suppress(ValueError, EdgeError):  # it is opened beside the coaching
            if any(isinstance(sample, Pose | Nobody) for sample in recorded(state)[1].samples()):
                return
        time.sleep(0.2)
    raise AssertionError("no frame was recorded in a minute")


def board(port: int) -> dict[str, Any]:
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as line:
        line.request("GET", "/api/status")
        return json.loads(line.getresponse().read())


def port_of_page(program: subprocess.Popen[str]) -> int:
    return int(re.findall(r"127\.0\.0\.1:(\d+)", read_until(program, "The page"))[0])


@pytest.mark.weights
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 0)])
def test_a_signal_ends_it_and_keeps_what_was_recorded(state_directory: Path, video: Path, number: int, code: int) -> None:
    with edgecoach("run", "--source", video, "--no-page") as program:
        read_until(program, "Ctrl-C")
        wait_for_frames(state_directory)
        program.send_signal(number)
        out, problems = program.communicate(timeout=60)
    assert program.returncode == code
    assert "Traceback" not in problems
    session, recording = recorded(state_directory)
    assert f"Recorded as session {session}; to see it again: edgecoach replay {session}\n" in out
    assert len(list(recording.samples())) > 10
    assert not recording.lost


@pytest.mark.weights
def test_it_ends_with_its_video_and_serves_the_page_meanwhile(tmp_path: Path) -> None:
    short = write_video(tmp_path / "short.mp4", frames=60, fps=30.0)
    with edgecoach("run", "--source", short, "--port", "0") as program:
        assert board(port_of_page(program))["reps"] == 0
        program.communicate(timeout=60)
    assert program.returncode == 0


@pytest.mark.weights
def test_a_second_one_is_refused_and_told_who_the_first_is(video: Path) -> None:
    with edgecoach("run", "--source", video, "--no-page") as first:
        read_until(first, "Ctrl-C")
        code, _, problems = ran("run", "--source", video, "--no-page", "--quiet")
        assert (code, problems) == (1, f"EdgeCoach is already running here (process {first.pid}): stop it first\n")


def test_a_bad_configuration_starts_in_safe_mode(tmp_path: Path) -> None:
    config = tmp_path / "edgecoach.toml"
    config.write_text('[capture.camera]\nsuorce = "v4l2"\n')
    with edgecoach("run", "--config", config, "--port", "0") as program:
        (mistake,) = board(port_of_page(program))["mistakes"]
        program.send_signal(signal.SIGTERM)
        problems = program.communicate(timeout=60)[1]
    assert program.returncode == 0
    assert mistake["line"] == 2
    assert mistake["fields"] == {"option": "suorce", "section": "capture.camera", "nearest": "source"}
    assert mistake["error"] in problems
    assert "safe mode: no device is opened until the mistake above is corrected" in problems


def test_a_configuration_that_is_named_and_not_there_is_one_sentence() -> None:
    code, out, problems = ran("run", "--config", "nope.toml", "--no-page")
    assert (code, out) == (2, "")
    assert problems == "the configuration nope.toml cannot be read (No such file or directory): check the path\n"


@pytest.mark.weights
def test_a_taken_port_is_one_sentence(video: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        code, _, problems = ran("run", "--source", video, "--port", other.getsockname()[1], "--quiet")
    assert code == 1
    assert re.fullmatch(r"Port \d+ of this machine is taken.*--port.*\n", problems)


def test_a_missing_video_is_one_sentence() -> None:
    code, _, problems = ran("run", "--source", "nowhere.mp4", "--no-page")
    assert code == 2
    assert problems.count("\n") == 1
    assert "nowhere.mp4" in problems


def test_missing_models_name_the_command_that_fetches_them(tmp_path: Path, video: Path) -> None:
    code, _, problems = ran("run", "--source", video, "--no-page", EDGECOACH_MODELS=str(tmp_path))
    assert code == 1
    assert problems.count("\n") == 1
    assert "edgecoach models fetch" in problems


def test_the_camera_process_is_systemds_on_a_box_and_our_child_elsewhere() -> None:
    assert camera_socket({"RUNTIME_DIRECTORY": "/run/edgecoach"}) == Path("/run/edgecoach/camera.sock")
    assert camera_socket({}) is None
