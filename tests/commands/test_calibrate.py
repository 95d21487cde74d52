"""edgecoach calibrate in a process of its own: a sensor over a real serial line, where Ctrl-C keeps what was known, and a filmed body."""

import math
import os
import pty
import signal
import threading
import tty
from collections.abc import Iterator
from pathlib import Path

import pytest

from edge.capture.imu_calibration import Calibration, store, stored
from edge.commands.guides.body import OPENING
from edge.messages import Person
from edge.physique import Physique
from edge.state import State
from edge.store.acquaintance import keep_physique, physique_of
from tests.capture.made_video import write_video
from tests.commands.program import edgecoach, ran, read_until
from tests.store.kept import opened


def known_of(state_directory: Path, person: Person) -> Physique:
    with opened(state_directory) as archive:
        return physique_of(archive, person)


@pytest.fixture
def restless_board() -> Iterator[str]:
    """A board that is moved all the time; its serial line."""
    end, other = pty.openpty()
    tty.setraw(other)
    stop = threading.Event()

    def prints() -> None:
        for nth in range(10**6):
            if stop.wait(0.01):
                return
            os.write(end, f"{3 * math.sin(nth):.3f},0,9.8,{math.cos(nth):.3f},0,0\n".encode())

    printing = threading.Thread(target=prints)
    printing.start()
    try:
        yield os.ttyname(other)
    finally:
        stop.set()
        printing.join()
        os.close(end)
        os.close(other)


def test_ctrl_c_keeps_what_was_known(restless_board: str, tmp_path: Path, state_directory: Path) -> None:
    config = tmp_path / "box.toml"
    config.write_text(f'[capture.imu.wrist]\nsource = "serial"\nserial_port = "{restless_board}"\n')
    state, known = State(state_directory), Calibration(gyro_bias=(0.1, 0.0, 0.0))
    store(state, "wrist", known)
    with edgecoach("calibrate", "imu", "--config", config) as program:
        read_until(program, "Lay the sensor on a table")
        program.send_signal(signal.SIGINT)
        _, problems = program.communicate(timeout=30)
    assert program.returncode == 130
    assert problems == "Stopped. What was known of the sensor before is kept.\n"
    assert stored(state, "wrist") == known


# --- body ----------------------------------------------------------------------------------------------------------

SQUATS = Path(__file__).parents[1] / "capture" / "data" / "avatar_squat_side.mp4"


@pytest.mark.weights
def test_a_body_is_measured_off_a_video_and_remembered(state_directory: Path) -> None:
    code, out, problems = ran("calibrate", "body", "--person", "Ana", "--height", "1.72", "--from", SQUATS)
    assert (code, problems) == (0, "")
    assert "Good. Stay like that." in out
    assert "Stored for Ana: thigh " in out
    known = known_of(state_directory, Person("Ana"))
    assert known.person.height_m == 1.72
    assert 0.35 < known.lengths["thigh"] < 0.50
    ran("calibrate", "body", "--person", "Ana", "--mass", "61", "--from", SQUATS)
    assert known_of(state_directory, Person("Ana")).person == Person("Ana", 1.72, 61.0), "what was entered before stays"


@pytest.mark.weights
def test_a_body_is_measured_by_the_configured_camera(state_directory: Path, tmp_path: Path) -> None:
    config = tmp_path / "box.toml"
    config.write_text(f'[capture.camera]\nsource = "file"\npath = "{SQUATS}"\n')
    code, out, problems = ran("calibrate", "body", "--person", "Bo", "--config", config)
    assert (code, problems) == (0, "")
    assert out.splitlines()[:2] == [OPENING, "Good. Stay like that."]
    assert "with --height they would be in true centimetres" in out
    assert known_of(state_directory, Person("Bo")).lengths["shank"] > 0.3


@pytest.mark.weights
def test_a_video_without_anybody_is_one_sentence_and_keeps_what_was_known(state_directory: Path, tmp_path: Path) -> None:
    before = Physique(Person("Ana", 1.7), {"thigh": 0.4})
    with opened(state_directory) as archive:
        keep_physique(archive, before)
    code, out, problems = ran("calibrate", "body", "--person", "Ana", "--from", write_video(tmp_path / "empty.mp4"))
    assert (code, out) == (1, "")
    assert problems == "nobody stood upright before the camera for two seconds: show the whole body, from head to feet, and stay\n"
    assert known_of(state_directory, Person("Ana")) == before


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((), "--person NAME"),
        (("--person", "Ana", "--height", "17"), "--height 17"),
        (("--person", "Ana", "--from", "nowhere.mp4"), "nowhere.mp4"),
        (("--person", "Ana", "--from", "nowhere.mcap"), "nowhere.mcap"),
    ],
)
def test_what_cannot_be_is_one_sentence(words: tuple[str, ...], says: str, state_directory: Path) -> None:
    code, out, problems = ran("calibrate", "body", *words)
    assert (code, out, problems.count("\n")) == (2, "", 1)
    assert says in problems
    assert not list(state_directory.glob("body.*"))
