"""The newest frame wins, a file plays at its own speed, and a status says how it went. Scripted devices and a fake clock."""

import threading

import numpy as np
import pytest

from edge.capture.camera.frame import Device, Facts, Frame
from edge.capture.camera.meter import Meter
from edge.capture.camera.newest import Newest
from edge.capture.camera.paced import Paced
from edge.capture.camera.wire import LOST, CameraFailure

PATIENCE_S = 10.0
IMAGE = np.full((32, 32, 3), 51, np.uint8)


class Gate:
    """A place in a script where the reader waits."""

    def __init__(self) -> None:
        self.reached, self.opened = threading.Event(), threading.Event()

    def passed(self) -> None:
        self.reached.set()
        self.opened.wait(PATIENCE_S)


class Scripted(Device):
    """Gives the frames of a script, raises its exceptions and waits at its gates."""

    def __init__(self, *script: Frame | Exception | Gate) -> None:
        self.facts = Facts("scripted", 32, 32, 10.0)
        self.closed = False
        self._script = list(script)

    def read(self) -> Frame | None:
        step = self._script.pop(0) if self._script else None
        if isinstance(step, Gate):
            step.passed()
            return self.read()
        if isinstance(step, Exception):
            raise step
        return step

    def close(self) -> None:
        self.closed = True


class FakeClock:
    """Time that passes only while somebody waits."""

    def __init__(self, now: float) -> None:
        self.time = now

    def now(self) -> float:
        return self.time

    def wait(self, seconds: float) -> None:
        self.time += seconds


def frame(number: int) -> Frame:
    return Frame(number / 10, number, IMAGE)


def test_frames_that_nobody_took_give_way_to_newer_ones() -> None:
    gate = Gate()
    newest = Newest(Scripted(frame(0), frame(1), frame(2), gate, frame(3)))
    gate.reached.wait(PATIENCE_S)
    assert newest.take(0) == frame(2)
    assert newest.dropped == 2
    assert newest.times() == [0.0, 0.1, 0.2], "dropped frames count for the camera's own rate"
    gate.opened.set()
    assert newest.take(PATIENCE_S) == frame(3)
    assert newest.times() == [0.3]
    newest.close()
    assert newest.ended


def test_a_frame_that_does_not_come_in_time_is_none() -> None:
    gate = Gate()
    newest = Newest(Scripted(gate))
    assert newest.take(0.01) is None
    assert not newest.ended
    gate.opened.set()
    newest.close()


def test_a_device_that_holds_its_reader_fast_is_left_alone() -> None:
    gate = Gate()
    device = Scripted(gate)
    newest = Newest(device)
    newest.close()
    assert not device.closed, "closing it from here would hang as well"
    gate.opened.set()


@pytest.mark.parametrize(
    ("problem", "says"),
    [
        (CameraFailure(LOST, "it left", "plug it in"), "it left: plug it in"),
        (ValueError("odd"), r"scripted failed \(ValueError\('odd'\)\)"),
    ],
)
def test_a_failure_while_reading_reaches_whoever_takes(problem: Exception, says: str) -> None:
    device = Scripted(problem)
    newest = Newest(device)
    with pytest.raises(CameraFailure, match=says):
        newest.take(PATIENCE_S)
    assert not newest.ended, "failing is not ending"
    newest.close()
    assert device.closed


def played(paced: Paced, count: int) -> list[float]:
    read = [paced.read() for _ in range(count)]
    return [found.t for found in read if found is not None]


def test_a_file_plays_at_its_own_speed_stamped_with_the_clock() -> None:
    clock = FakeClock(1000.0)
    paced = Paced(lambda: Scripted(frame(0), frame(1), frame(5)), now=clock.now, wait=clock.wait)
    assert played(paced, 4) == pytest.approx([1000.0, 1000.1, 1000.5])
    assert clock.time == pytest.approx(1000.5)


def test_a_loop_goes_on_without_a_gap() -> None:
    clock = FakeClock(0.0)
    paced = Paced(lambda: Scripted(frame(0), frame(1)), loop=True, now=clock.now, wait=clock.wait)
    read = [paced.read() for _ in range(5)]
    assert [found and round(found.t, 6) for found in read] == [0.0, 0.1, 0.2, 0.3, 0.4]
    assert [found and found.seq for found in read] == [0, 1, 2, 3, 4]
    paced.close()
    assert paced.read() is None


def test_a_reader_that_is_late_catches_up_unless_it_is_hopeless() -> None:
    clock = FakeClock(0.0)
    paced = Paced(lambda: Scripted(*map(frame, range(6))), now=clock.now, wait=clock.wait)
    played(paced, 2)
    clock.wait(0.5)
    assert played(paced, 1) == pytest.approx([0.2]), "a little late: the time is still when it was due"
    clock.wait(60.0)
    assert played(paced, 2) == pytest.approx([60.6, 60.7]), "the machine slept: go on from now"


def test_a_status_tells_of_the_last_second() -> None:
    meter = Meter(Facts("webcam", 640, 480, 30.0), "onnxruntime")
    assert meter.due(0.0), "the first one says that frames are coming"
    empty = meter.status(0.0, [], 0)
    assert (empty.fps, empty.model_ms_p50, empty.brightness) == (0.0, 0.0, 0.0)
    assert not meter.due(0.9)
    for number in range(10):
        t = number / 10
        meter.looked(frame(number), t + 0.005, t + 0.025)
    assert meter.due(1.0)
    status = meter.status(1.0, [number / 10 for number in range(10)], 4)
    assert (status.identity, status.runtime, status.width, status.height, status.dropped) == ("webcam", "onnxruntime", 640, 480, 4)
    assert (status.fps, status.model_ms_p50, status.delay_ms_p95) == pytest.approx((10.0, 20.0, 25.0))
    assert status.jitter_ms == pytest.approx(0.0, abs=1e-6)
    assert status.brightness == pytest.approx(0.2)
    assert meter.status(2.0, [], 4).model_ms_p95 == 0.0, "each second stands for itself"
