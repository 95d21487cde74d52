"""edgecoach calibrate imu in a process of its own, over a real serial line: Ctrl-C keeps what was known before."""

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
from edge.state import State
from tests.commands.program import edgecoach, read_until


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
