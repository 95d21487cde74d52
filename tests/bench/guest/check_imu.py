"""The daemon reads an MPU-6050 on a bus of the kernel: nothing lost, and every fault of the bus recovered by itself."""

import errno
import os
import subprocess
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np

from edge.messages import ImuSample, LinkChange
from tests.bench.guest import chip
from tests.bench.guest.box import Box, edgecoach, memory_kb
from tests.bench.guest.conftest import Figure
from tests.bench.guest.faults import Fault, Patience, endure

MINUTES = float(os.environ.get("BENCH_MINUTES", "3"))
RATE_HZ = 100
WORN = f'[capture.imu.thigh]\nsource = "mpu6050"\nbus = {chip.BUS}\nrate_hz = {RATE_HZ}\naxes = "x, y, z"\n'
SECOND = f'[capture.imu.shank]\nsource = "mpu6050"\nbus = {chip.BUS}\naddress = 0x69\nrate_hz = {RATE_HZ}\naxes = "x, y, z"\n'
SOURCE = "imu thigh"
RECOVERED_S = 2.0
PATIENCE = Patience(noticed_s=10.0, back_s=RECOVERED_S, settle_s=3.0)
APART_S = 11.0
"""Gaps within ten seconds are told together."""

Boxes = Callable[[str], Box]

FAULTS = (
    Fault("unplugged", partial(chip.tell, "present", 0), partial(chip.tell, "present", 1)),
    Fault("not acknowledged", partial(chip.tell, "nack", 1_000_000), partial(chip.tell, "nack", 0)),
    Fault("bus stuck (timeout)", partial(chip.tell, "hang", errno.ETIMEDOUT), partial(chip.tell, "hang", 0)),
    Fault("bus stuck (busy)", partial(chip.tell, "hang", errno.EBUSY), partial(chip.tell, "hang", 0)),
    Fault("chip stalled", partial(chip.tell, "stall", 1), partial(chip.tell, "stall", 0)),
    Fault("brown-out", partial(chip.tell, "brownout", 1)),
)


def readings(running: Box, where: str = "thigh") -> list[ImuSample]:
    return [sample for sample in running.recorded(ImuSample) if sample.where == where]


def whole(samples: list[ImuSample], begin: float, seconds: float) -> bool:
    """Whether between these times there are readings, and none is missing."""
    some = [sample for sample in samples if begin <= sample.t < begin + seconds]
    return len(some) > seconds * RATE_HZ * 0.95 and chip.missing(chip.counts_of(some)) == 0


def jitter_ms(samples: list[ImuSample]) -> float:
    """Of the times: rms distance from the straight line through them."""
    t = np.array([sample.t for sample in samples])
    n = np.arange(len(t))
    return float(np.std(t - np.polyval(np.polyfit(n, t, 1), n)) * 1e3)


def open_files(pid: int) -> int:
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))


def test_a_long_time_loses_nothing(box: Boxes, figure: Figure) -> None:
    chip.plug_in()
    with box(WORN) as running:
        running.wait_there(SOURCE)
        time.sleep(10.0)
        before = memory_kb(running.pid)
        time.sleep(MINUTES * 60.0)
        figure("memory growth", f"{memory_kb(running.pid) - before} kB")
        running.end()
    samples = readings(running)
    missing = chip.missing(chip.counts_of(samples))
    figure("readings", f"{len(samples)} at {RATE_HZ} Hz, {missing} missing")
    figure("jitter", f"{jitter_ms(samples):.3f} ms rms")
    assert len(samples) > MINUTES * 60.0 * RATE_HZ
    assert (missing, chip.count("lost")) == (0, 0)


def test_two_sensors_on_one_bus(box: Boxes, figure: Figure) -> None:
    chip.plug_in(chips=2)
    with box(WORN + SECOND) as running:
        running.wait_there(SOURCE)
        running.wait_there("imu shank")
        time.sleep(20.0)
        running.end()
    for where in ("thigh", "shank"):
        samples = readings(running, where)
        figure(where, f"{len(samples)} readings")
        assert whole(samples, samples[0].t, 19.0)


def test_every_fault_in_turn(box: Boxes, figure: Figure) -> None:
    chip.plug_in()
    with box(WORN) as running:
        running.wait_there(SOURCE)
        returns = endure(running, SOURCE, FAULTS, PATIENCE, figure)
        assert running.end() == 130
    samples = readings(running)
    assert [fault.name for fault, back in zip(FAULTS, returns, strict=True) if not whole(samples, back + 0.2, 2.0)] == []


def test_what_is_ridden_out(box: Boxes, figure: Figure) -> None:
    """A few NACKs, an overflow, a daemon that was stopped a while: nobody says that the sensor is lost; what is missing is said."""
    chip.plug_in()
    with box(WORN) as running:
        running.wait_there(SOURCE)
        time.sleep(3.0)
        begun = time.monotonic()
        chip.tell("nack", 5)
        time.sleep(APART_S)
        told = [overflow_told(running, partial(chip.tell, "late", 100)), overflow_told(running, partial(stopped, running.pid, 2.0))]
        running.end()
    figure("overflow told after", f"{told[0]:.2f} s; after the daemon had been stopped, {told[1]:.2f} s")
    assert chip.count("nack") == 0
    assert [line.text for line in running.since(begun, SOURCE) if "WARNING" in line.text] == []
    assert max(told) <= RECOVERED_S
    newest = readings(running)[-1].t
    assert whole(readings(running), newest - 2.0, 2.0)


def overflow_told(running: Box, cause: Callable[[], object]) -> float:
    """How long after it the log said that readings are missing."""
    cause()
    begun = time.monotonic()
    told = running.wait(f"{SOURCE}: its buffer ran over", begun - 0.05, PATIENCE.noticed_s)
    time.sleep(APART_S)
    return told - begun


def stopped(pid: int, seconds: float) -> None:
    """As on a box that swaps."""
    subprocess.run(["kill", "-STOP", str(pid)], check=True)
    time.sleep(seconds)
    subprocess.run(["kill", "-CONT", str(pid)], check=True)


def test_plugged_in_late(box: Boxes, figure: Figure) -> None:
    with box(WORN) as running:
        running.wait_lost(SOURCE, 0.0, 90.0)
        time.sleep(5.0)
        begun = time.monotonic()
        chip.plug_in()
        there = running.wait_there(SOURCE, begun) - begun
        assert running.end() == 130
    figure("there after", f"{there:.1f} s")
    assert there <= RECOVERED_S


def test_a_strangers_chip_is_named(box: Boxes) -> None:
    chip.plug_in(who=0x71)
    with box(WORN) as running:
        running.wait(r"WARNING edge.daemon: imu thigh: .*MPU-9250", 0.0, 90.0)
        assert running.end() == 130


def test_it_is_probed(box: Boxes, figure: Figure) -> None:
    chip.plug_in()
    probed = edgecoach(box(WORN), "probe", "imu")
    figure("probed", " ".join(probed.stdout.split()))
    assert probed.returncode == 0, probed.stdout + probed.stderr
    assert "MPU-6050" in probed.stdout


def test_unplugged_ten_times(box: Boxes, figure: Figure) -> None:
    """Nothing accumulates: neither lines nor files."""
    chip.plug_in()
    with box(WORN) as running:
        running.wait_there(SOURCE)
        begun, files = time.monotonic(), []
        for _ in range(10):
            endure(running, SOURCE, FAULTS[:1], Patience(10.0, RECOVERED_S, 0.2), figure)
            files.append(open_files(running.pid))
        running.end()
    assert len(running.since(begun, SOURCE)) == 20
    assert files[-1] <= files[0]
    assert [one.link for one in running.recorded(LinkChange) if one.source == SOURCE] == [True, *[False, True] * 10]
