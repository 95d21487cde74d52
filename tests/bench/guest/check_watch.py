"""The daemon listens to a watch through BlueZ and the kernel's Bluetooth; it leaves, falls silent, and BlueZ and the adapter with it."""

import subprocess
import time
from collections.abc import Callable

import pytest

from edge.capture.watch.pairing import PairedWatch, remember
from edge.messages import HeartRate
from edge.state import State
from tests.bench.guest.box import Box, edgecoach
from tests.bench.guest.conftest import Figure
from tests.bench.guest.far_watch import ADDRESS, FarWatch

SOURCE = "watch"
RECOVERED_S = 10.0
NOTICED_S = 30.0
"""A watch that goes out of reach without a word is missed after 10 s of silence."""

Boxes = Callable[[str], Box]


@pytest.fixture
def listening(box: Boxes) -> Box:
    """A daemon whose watch is paired, not started yet."""
    paired = box("")
    remember(State(paired.state), PairedWatch(ADDRESS, "Bench Watch"))
    return paired


def lost_and_found(running: Box, fault: Callable[[], object], mend: Callable[[], object], figure: Figure) -> None:
    """One line when it is lost, one when it is back, within ten seconds of being mended; heart rates follow."""
    running.wait_there(SOURCE)
    time.sleep(3.0)
    broken = time.monotonic()
    fault()
    lost = running.wait_lost(SOURCE, broken, NOTICED_S)
    mend()
    mended = time.monotonic()
    back = running.wait_there(SOURCE, mended, NOTICED_S)
    time.sleep(4.0)
    assert running.end() == 130
    figure("lost_after_s", round(lost - broken, 1))
    figure("back_after_s", round(back - mended, 1))
    assert len(running.since(broken, SOURCE)) == 2, running.log
    assert [beat for beat in running.recorded(HeartRate) if beat.t > back]
    assert back - mended <= RECOVERED_S


def system(*command: str) -> None:
    subprocess.run(command, check=True, timeout=60, capture_output=True)


def nothing() -> None:
    """It mends by itself."""


def test_it_is_found_paired_and_probed(box: Boxes, figure: Figure) -> None:
    with FarWatch() as watch:
        watch.tell("hr 131")
        described = box("")
        paired = edgecoach(described, "pair", "--address", ADDRESS)
        assert paired.returncode == 0, paired.stdout + paired.stderr
        probed = edgecoach(described, "probe", "watch", "--seconds", "8")
        assert probed.returncode == 0, probed.stdout + probed.stderr
        assert "131" in probed.stdout
        figure("probed", " ".join(probed.stdout.split()))


def test_heart_rate_arrives(listening: Box, figure: Figure) -> None:
    with FarWatch() as watch:
        with listening as running:
            running.wait_there(SOURCE)
            time.sleep(15.0)
            watch.tell("hr 150")
            time.sleep(15.0)
            running.end()
        beats = running.recorded(HeartRate)
    figure("readings", len(beats))
    assert len(beats) >= 27
    assert {beat.bpm for beat in beats} == {72.0, 150.0}
    assert beats[-1].rr_s == pytest.approx((0.4,), abs=0.001)


def test_it_drops_the_connection(listening: Box, figure: Figure) -> None:
    with FarWatch() as watch, listening as running:
        lost_and_found(running, lambda: watch.tell("drop"), nothing, figure)


def test_it_leaves_and_returns(listening: Box, figure: Figure) -> None:
    with FarWatch() as watch, listening as running:

        def back() -> None:
            time.sleep(20.0)
            watch.tell("return")

        lost_and_found(running, lambda: watch.tell("leave"), back, figure)


def test_it_falls_silent(listening: Box, figure: Figure) -> None:
    with FarWatch() as watch, listening as running:
        lost_and_found(running, lambda: watch.tell("mute"), lambda: watch.tell("speak"), figure)


def test_bluez_is_restarted(listening: Box, figure: Figure) -> None:
    with FarWatch(), listening as running:
        lost_and_found(running, lambda: system("systemctl", "restart", "bluetooth"), nothing, figure)


def test_bluez_is_killed(listening: Box, figure: Figure) -> None:
    with FarWatch(), listening as running:
        kill = ("systemctl", "kill", "--signal=KILL", "bluetooth")
        lost_and_found(running, lambda: system(*kill), lambda: system("systemctl", "start", "bluetooth"), figure)


def test_the_adapter_is_switched_off_and_on(listening: Box, figure: Figure) -> None:
    with FarWatch(), listening as running:
        off, on = ("bluetoothctl", "power", "off"), ("bluetoothctl", "power", "on")
        lost_and_found(running, lambda: system(*off), lambda: system(*on), figure)


def test_the_adapter_is_unplugged_and_replugged(listening: Box, figure: Figure) -> None:
    first, second = FarWatch(), FarWatch()
    with listening as running:
        first.__enter__()
        try:
            lost_and_found(running, lambda: first.__exit__(None, None, None), second.__enter__, figure)
        finally:
            second.__exit__(None, None, None)


def test_no_adapter_at_all(listening: Box) -> None:
    with listening as running:
        running.wait(r"WARNING edge.daemon: watch: .*Bluetooth adapter", 0.0, 120.0)
        assert running.end() == 130
