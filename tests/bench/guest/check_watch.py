"""The daemon listens to a watch through BlueZ and the kernel's Bluetooth; it leaves, falls silent, and BlueZ and the adapter with it."""

import subprocess
import time
from collections.abc import Callable, Sequence
from functools import partial

import pytest

from edge.capture.watch.pairing import PairedWatch, remember
from edge.messages import HeartRate
from edge.state import State
from tests.bench.guest.box import READY_S, Box, edgecoach
from tests.bench.guest.conftest import Figure
from tests.bench.guest.far_watch import ADDRESS, FarWatch
from tests.bench.guest.faults import Fault, Patience, endure

SOURCE = "watch"
PATIENCE = Patience(noticed_s=30.0, back_s=10.0, settle_s=2.5)
"""A watch that falls silent is missed after 10 s."""

Boxes = Callable[[str], Box]


@pytest.fixture
def listening(box: Boxes) -> Box:
    """A daemon whose watch is paired, not started yet."""
    paired = box("")
    remember(State(paired.state), PairedWatch(ADDRESS, "Bench Watch"))
    return paired


def system(*command: str) -> None:
    subprocess.run(command, check=True, timeout=60, capture_output=True)


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


def test_it_is_paired_while_the_daemon_runs(box: Boxes, figure: Figure) -> None:
    with FarWatch(), box("") as running:
        running.wait("Ctrl-C ends it", 0.0, READY_S)
        time.sleep(5.0)
        assert running.since(0.0, SOURCE) == []
        paired = edgecoach(running, "pair", "--address", ADDRESS)
        assert paired.returncode == 0, paired.stdout + paired.stderr
        told = time.monotonic()
        figure("listened to after", f"{running.wait_there(SOURCE, limit_s=30.0) - told:.1f} s")
        assert [line.text.split(": ", 1)[1] for line in running.since(0.0, SOURCE)] == ["watch: is there"]


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


def test_it_leaves_and_falls_silent(listening: Box, figure: Figure) -> None:
    with FarWatch() as watch, listening as running:

        def returns() -> None:
            time.sleep(20.0)
            watch.tell("return")

        faults = (
            Fault("connection dropped", partial(watch.tell, "drop")),
            Fault("out of reach", partial(watch.tell, "leave"), returns),
            Fault("silent", partial(watch.tell, "mute"), partial(watch.tell, "speak")),
        )
        heard_again(running, faults, figure)


def test_bluez_ends_and_the_adapter_is_off(listening: Box, figure: Figure) -> None:
    def signal(name: str) -> Callable[[], None]:
        return partial(system, "systemctl", "kill", f"--signal={name}", "bluetooth")

    faults = (
        Fault("BlueZ restarted", partial(system, "systemctl", "restart", "bluetooth")),
        Fault("BlueZ killed", signal("KILL"), partial(system, "systemctl", "start", "bluetooth")),
        Fault("BlueZ hangs", signal("STOP"), signal("CONT")),
        Fault("adapter off", partial(system, "bluetoothctl", "power", "off"), partial(system, "bluetoothctl", "power", "on")),
        Fault("adapter reset", partial(system, "hcitool", "cmd", "0x03", "0x0003")),
    )
    with FarWatch(), listening as running:
        heard_again(running, faults, figure)


def test_the_adapter_is_unplugged_and_replugged(listening: Box, figure: Figure) -> None:
    watch = FarWatch()
    with watch, listening as running:
        heard_again(running, (Fault("adapter unplugged", watch.unplug, watch.plug_in),), figure)


def heard_again(running: Box, faults: Sequence[Fault], figure: Figure) -> None:
    """Through all of them, and a heart rate after each."""
    running.wait_there(SOURCE)
    returns = endure(running, SOURCE, faults, PATIENCE, figure)
    assert running.end() == 130
    beats = [beat.t for beat in running.recorded(HeartRate)]
    assert [fault.name for fault, back in zip(faults, returns, strict=True) if not any(back < t < back + 4.0 for t in beats)] == []


def test_no_adapter_at_all(listening: Box, figure: Figure) -> None:
    with listening as running:
        ready = running.wait("Ctrl-C ends it", 0.0, READY_S)
        said = running.wait("WARNING edge.daemon: watch: there is no Bluetooth adapter: plug one in", ready - 5.0, 10.0)
        figure("said after", f"{said - ready:.1f} s")
        assert running.end() == 130
