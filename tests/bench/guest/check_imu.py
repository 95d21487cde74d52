"""The daemon reads an MPU-6050 on a bus of the kernel: nothing lost, and every fault of the bus recovered by itself."""

import errno
import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from edge.messages import ImuSample, LinkChange
from tests.bench.guest import chip
from tests.bench.guest.box import Box, memory_kb
from tests.bench.guest.conftest import Figure

MINUTES = float(os.environ.get("BENCH_MINUTES", "5"))
RATE_HZ = 100
WORN = f'[capture.imu.thigh]\nsource = "mpu6050"\nbus = {chip.BUS}\nrate_hz = {RATE_HZ}\naxes = "x, y, z"\n'
SECOND = f'[capture.imu.shank]\nsource = "mpu6050"\nbus = {chip.BUS}\naddress = 0x69\nrate_hz = {RATE_HZ}\naxes = "x, y, z"\n'
SOURCE = "imu thigh"
RECOVERED_S = 2.0
NOTICED_S = 10.0
"""The chip's own timeout of a second, the driver's patience, and an emulated processor."""
AROUND_S = 4.0
"""Readings before and after a fault, which the recording is to hold."""

Boxes = Callable[[str], Box]


def readings(running: Box, where: str = "thigh") -> list[ImuSample]:
    return [sample for sample in running.recorded(ImuSample) if sample.where == where]


def jitter_ms(samples: list[ImuSample]) -> float:
    """Of the times: rms distance from the straight line through them."""
    t = np.array([sample.t for sample in samples])
    n = np.arange(len(t))
    return float(np.std(t - np.polyval(np.polyfit(n, t, 1), n)) * 1e3)


def went_on(running: Box, mended: float) -> None:
    """Readings before the fault and, in one piece, after it."""
    after = [sample for sample in readings(running) if sample.t > mended + RECOVERED_S]
    assert len(after) > (AROUND_S - RECOVERED_S) * RATE_HZ * 0.7
    assert chip.missing(chip.counts_of(after)) == 0


def lost_and_found(running: Box, fault: Callable[[], None], mend: Callable[[], None], figure: Figure) -> None:
    """One line when it is lost, one when it is back, within two seconds of being mended; then it goes on."""
    running.wait_there(SOURCE)
    time.sleep(AROUND_S)
    broken = time.monotonic()
    fault()
    lost = running.wait_lost(SOURCE, broken, NOTICED_S)
    mend()
    mended = time.monotonic()
    back = running.wait_there(SOURCE, mended, NOTICED_S)
    time.sleep(AROUND_S)
    assert len(running.since(broken, SOURCE)) == 2, running.log
    assert running.end() == 130
    figure("lost_after_s", round(lost - broken, 2))
    figure("back_after_s", round(back - mended, 2))
    went_on(running, mended)
    assert back - mended <= RECOVERED_S


def test_a_long_set_loses_nothing(box: Boxes, figure: Figure) -> None:
    chip.plug_in()
    with box(WORN) as running:
        running.wait_there(SOURCE)
        time.sleep(10.0)
        before = memory_kb(running.pid)
        time.sleep(MINUTES * 60.0)
        figure("memory_growth_kb", memory_kb(running.pid) - before)
        running.end()
    samples = readings(running)
    figure("minutes", MINUTES)
    figure("samples", len(samples))
    figure("missing", chip.missing(chip.counts_of(samples)))
    figure("jitter_ms", round(jitter_ms(samples), 3))
    figure("lost_in_chip", chip.count("lost"))
    assert len(samples) > MINUTES * 60.0 * RATE_HZ
    assert (chip.missing(chip.counts_of(samples)), chip.count("lost")) == (0, 0)


def test_two_sensors_on_one_bus(box: Boxes, figure: Figure) -> None:
    chip.plug_in(chips=2)
    with box(WORN + SECOND) as running:
        running.wait_there(SOURCE)
        running.wait_there("imu shank")
        time.sleep(20.0)
        running.end()
    for where in ("thigh", "shank"):
        samples = readings(running, where)
        figure(f"samples_{where}", len(samples))
        assert len(samples) > 19.0 * RATE_HZ
        assert chip.missing(chip.counts_of(samples)) == 0


def test_unplugged_and_replugged(box: Boxes, figure: Figure) -> None:
    chip.plug_in()
    with box(WORN) as running:
        lost_and_found(running, lambda: chip.tell("present", 0), lambda: chip.tell("present"), figure)


def test_plugged_in_late(box: Boxes, figure: Figure) -> None:
    with box(WORN) as running:
        running.wait_lost(SOURCE, 0.0, 90.0)
        time.sleep(5.0)
        begun = time.monotonic()
        chip.plug_in()
        figure("there_after_s", round(running.wait_there(SOURCE, begun) - begun, 2))
        assert running.end() == 130


def test_nobody_answers_for_a_while(box: Boxes, figure: Figure) -> None:
    chip.plug_in()
    with box(WORN) as running:
        lost_and_found(running, lambda: chip.tell("nack", 1_000_000), lambda: chip.tell("nack", 0), figure)


@pytest.mark.parametrize("stuck", [errno.ETIMEDOUT, errno.EBUSY], ids=["timeout", "busy"])
def test_a_stuck_bus(box: Boxes, figure: Figure, stuck: int) -> None:
    chip.plug_in()
    with box(WORN) as running:
        lost_and_found(running, lambda: chip.tell("hang", stuck), lambda: chip.tell("hang", 0), figure)


def test_a_stalled_chip(box: Boxes, figure: Figure) -> None:
    chip.plug_in()
    with box(WORN) as running:
        lost_and_found(running, lambda: chip.tell("stall"), lambda: chip.tell("stall", 0), figure)


def test_a_brownout(box: Boxes, figure: Figure) -> None:
    """Mended by itself: what counts is the time from the brown-out to the new start."""
    chip.plug_in()
    with box(WORN) as running:
        lost_and_found(running, lambda: chip.tell("brownout"), lambda: None, figure)


def test_a_short_burst_of_nacks_is_ridden_out(box: Boxes, figure: Figure) -> None:
    chip.plug_in()
    with box(WORN) as running:
        running.wait_there(SOURCE)
        time.sleep(AROUND_S)
        begun = time.monotonic()
        chip.tell("nack", 5)
        time.sleep(AROUND_S)
        running.end()
    lines = running.since(begun, SOURCE)
    figure("lines", len(lines))
    assert not [line for line in lines if "WARNING" in line.text], running.log
    assert chip.count("nack") == 0
    went_on(running, begun)


def test_an_overflow_is_told_and_left_behind(box: Boxes, figure: Figure) -> None:
    chip.plug_in()
    with box(WORN) as running:
        running.wait_there(SOURCE)
        time.sleep(AROUND_S)
        begun = time.monotonic()
        chip.tell("late", 100)
        told = running.wait(f"{SOURCE}: its buffer ran over", begun, NOTICED_S)
        time.sleep(AROUND_S)
        running.end()
    figure("told_after_s", round(told - begun, 2))
    assert told - begun <= RECOVERED_S
    assert len(running.since(begun, SOURCE)) == 1, running.log
    went_on(running, told)


def test_a_daemon_that_was_stopped_a_while(box: Boxes, figure: Figure) -> None:
    """As on a box that swaps: more than the FIFO holds is lost, said, and the readings go on."""
    chip.plug_in()
    with box(WORN) as running:
        running.wait_there(SOURCE)
        time.sleep(AROUND_S)
        begun = time.monotonic()
        subprocess.run(["kill", "-STOP", str(running.pid)], check=True)
        time.sleep(2.0)
        subprocess.run(["kill", "-CONT", str(running.pid)], check=True)
        resumed = time.monotonic()
        told = running.wait(f"{SOURCE}: its buffer ran over", begun, NOTICED_S)
        time.sleep(AROUND_S)
        running.end()
    figure("told_after_s", round(told - resumed, 2))
    assert told - resumed <= RECOVERED_S
    went_on(running, told)


def test_a_strangers_chip_is_named(box: Boxes) -> None:
    chip.plug_in(who=0x71)
    with box(WORN) as running:
        running.wait(r"WARNING edge.daemon: imu thigh: .*MPU-9250", 0.0, 90.0)
        assert running.end() == 130


def test_unplugged_ten_times(box: Boxes, figure: Figure) -> None:
    """Nothing accumulates: neither lines, nor files, nor memory."""
    chip.plug_in()
    with box(WORN) as running:
        running.wait_there(SOURCE)
        begun, before, slowest = time.monotonic(), None, 0.0
        for _ in range(10):
            broken = time.monotonic()
            chip.tell("present", 0)
            running.wait_lost(SOURCE, broken, NOTICED_S)
            chip.tell("present")
            mended = time.monotonic()
            slowest = max(slowest, running.wait_there(SOURCE, mended, NOTICED_S) - mended)
            before = before or open_files(running.pid)
        assert open_files(running.pid) == before
        assert len(running.since(begun, SOURCE)) == 20
        running.end()
    changes = [change.link for change in running.recorded(LinkChange) if change.source == SOURCE]
    assert changes == [True, *[False, True] * 10]
    figure("slowest_back_s", round(slowest, 2))
    assert slowest <= RECOVERED_S


def open_files(pid: int) -> int:
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))
