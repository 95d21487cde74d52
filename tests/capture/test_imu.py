"""The thread that reads a sensor, with the real driver on a simulated bus, under keep_open: a fake clock, real threads."""

import asyncio
import gc
import itertools
import threading
import tracemalloc
from collections import Counter
from collections.abc import Iterator
from contextlib import aclosing, contextmanager
from pathlib import Path

import pytest

from edge.capture.choose import imu_sources
from edge.capture.fifo_reader import FifoReader
from edge.capture.imu import Driver, ImuSource, Wait
from edge.capture.imu_calibration import Calibration
from edge.capture.mpu6050 import Pause
from edge.capture.simulate import Drift, Drop, Leave, SimulatedSource, Stall, Trouble
from edge.capture.simulated_imu import BrownOut, Overflow, simulated_imu
from edge.capture.source import keep_open
from edge.config_options import Imus
from edge.errors import DeviceFault, DeviceMissing, EdgeError
from edge.messages import HeartRate, ImuSample, LinkChange, Sample
from edge.state import State
from tests.capture.chips import FakeClock, counter, number, one_chip, reader


def waiting(clock: FakeClock) -> Wait:
    """Lets the clock pass instead of waiting."""
    return lambda stopped, seconds: clock.pass_by(seconds)


async def lived(source: ImuSource | SimulatedSource, clock: FakeClock, seconds: float) -> list[Sample]:
    """What comes until so much time has passed on the samples' own clock."""
    came: list[Sample] = []
    until = clock.now() + seconds
    async with asyncio.timeout(60), aclosing(keep_open(source, clock, clock.pause)) as samples:
        async for sample in samples:
            came.append(sample)
            if sample.t > until:
                break
    return came


def links(samples: list[Sample]) -> list[tuple[bool, str]]:
    return [(sample.link, sample.reason) for sample in samples if isinstance(sample, LinkChange)]


def test_readings_come_out_of_the_thread_whole_and_in_order() -> None:
    clock = FakeClock()
    came = asyncio.run(lived(simulated_imu("thigh", clock, counter(), wait=waiting(clock)), clock, 20.0))
    readings = [sample for sample in came if isinstance(sample, ImuSample)]
    assert links(came) == [(True, "")]
    assert len(readings) == pytest.approx(20 * 200, abs=10)
    assert [number(sample) for sample in readings] == list(range(number(readings[0]), number(readings[0]) + len(readings)))
    assert {sample.where for sample in readings} == {"thigh"}


@pytest.mark.parametrize(
    ("trouble", "sentence"),
    [
        (Leave(5.0, 1.2), "no longer answers"),
        (Drop(5.0, 1.2), "no longer answers"),
        (Stall(5.0, 1.2), "is held: a chip or a short circuit keeps its lines low"),
        (BrownOut(5.0, 0.1), "lost its supply for a moment"),
    ],
)
def test_a_fault_is_lost_once_and_back_once_within_two_seconds_of_its_end(trouble: Trouble, sentence: str) -> None:
    clock = FakeClock()
    came = asyncio.run(lived(simulated_imu("wrist", clock, troubles=[trouble], wait=waiting(clock)), clock, 20.0))
    (_, (lost, why), back) = links(came)
    assert (lost, back) == (False, (True, ""))
    assert sentence in why
    changes = [sample for sample in came if isinstance(sample, LinkChange)]
    assert changes[2].t - 100.0 - trouble.at_s - trouble.for_s < 2.0
    assert came[-1].t > 119.9


def test_a_sensor_that_was_away_for_long_is_back_within_two_seconds() -> None:
    clock = FakeClock()
    came = asyncio.run(lived(simulated_imu("wrist", clock, troubles=[Leave(1.0, 300.0)], wait=waiting(clock)), clock, 310.0))
    assert [link for link, _ in links(came)] == [True, False, True]
    assert next(sample.t for sample in came if sample.t > 390.0) - 401.0 < 2.0


def test_an_overflow_keeps_the_link_and_says_the_gap() -> None:
    clock = FakeClock()
    came = asyncio.run(lived(simulated_imu("wrist", clock, troubles=[Overflow(2.0, 0.1)], wait=waiting(clock)), clock, 5.0))
    assert [(link, why.split(",")[0]) for link, why in links(came)] == [(True, ""), (True, "its buffer ran over")]


def test_a_drifting_chip_loses_nothing() -> None:
    clock = FakeClock()
    source = simulated_imu("wrist", clock, counter(), troubles=[Drift(5.0, 10.0, 0.02)], wait=waiting(clock))
    readings = [sample for sample in asyncio.run(lived(source, clock, 20.0)) if isinstance(sample, ImuSample)]
    assert [number(b) - number(a) for a, b in itertools.pairwise(readings)] == [1] * (len(readings) - 1)
    assert len(readings) == pytest.approx(200 * 20 + 200 * 10 * 0.02, abs=10)


def used() -> tuple[int, int, int, int]:
    """Threads, tasks, descriptors, bytes."""
    gc.collect()
    return threading.active_count(), len(asyncio.all_tasks()), len([*Path("/proc/self/fd").iterdir()]), tracemalloc.get_traced_memory()[0]


EARLY, LATE = range(181, 201), range(981, 1001)
"""Faults after which is measured. The least of each is compared: how many readings wait for their reader at one moment is chance."""


class Tormentor:
    """Five faults in turn on one bus, each cured once it was noticed."""

    def __init__(self, clock: FakeClock) -> None:
        self.bus, self.chip = one_chip(clock)
        self.inflicted = 0

    def inflict(self) -> None:
        kind = self.inflicted % 5
        self.inflicted += 1
        if kind == 0:
            del self.bus.chips[0x68]
        elif kind == 1:
            self.bus.nacks = 10**9
        elif kind == 2:
            self.bus.held = True
        else:
            (self.chip.power_up, self.chip.run_over)[kind - 3]()

    def cure(self) -> None:
        self.chip.power_up()
        self.bus.chips[0x68], self.bus.nacks, self.bus.held = self.chip, 0, False


def test_a_thousand_faults_leave_nothing_behind() -> None:
    """Each is lost once and back once, or a gap that is said; threads, tasks, descriptors and memory do not grow."""
    clock, said = FakeClock(), Counter[str]()
    tormentor = Tormentor(clock)

    @contextmanager
    def opened(pause: Pause) -> Iterator[Driver]:
        yield reader(tormentor.bus, clock, pause=pause)

    async def suffer() -> list[tuple[int, int, int, int]]:
        marks = []
        async with asyncio.timeout(120), aclosing(keep_open(ImuSource("wrist", opened, waiting(clock)), clock, clock.pause)) as samples:
            readings = 0
            async for sample in samples:
                readings += 1
                if isinstance(sample, LinkChange):
                    readings = 0
                    said["back" if sample.link and not sample.reason else "gap" if sample.link else "lost"] += 1
                    if not sample.link:
                        tormentor.cure()
                elif readings == 3:
                    if tormentor.inflicted in EARLY or tormentor.inflicted in LATE:
                        marks.append(used())
                    if tormentor.inflicted == 1000:
                        break
                    tormentor.inflict()
        return marks

    tracemalloc.start()
    try:
        marks = asyncio.run(suffer())
    finally:
        tracemalloc.stop()
    assert said == {"lost": 800, "back": 801, "gap": 200}
    early, late = marks[: len(EARLY)], marks[len(EARLY) :]
    assert {mark[:3] for mark in late} == {mark[:3] for mark in early}
    assert min(mark[3] for mark in late) - min(mark[3] for mark in early) < 50_000


class Stuck:
    """A driver that gives a reading at each look, and can be told to fail or to be a bug."""

    identity = "a stuck driver"

    def __init__(self, error: BaseException | None = None) -> None:
        self.error, self.polls = error, 0

    def next_look_s(self) -> float:
        return 0.0

    def poll(self) -> list[Sample]:
        self.polls += 1
        if self.error and self.polls > 3:
            raise self.error
        return [ImuSample(float(self.polls), "bar", (0.0, 0.0, 9.8), (0.0, 0.0, 0.0))]


def sourced(driver: Stuck) -> ImuSource:
    @contextmanager
    def opened(pause: Pause) -> Iterator[Driver]:
        yield driver

    return ImuSource("bar", opened)


def test_what_the_loop_has_no_time_for_waits_and_is_bounded() -> None:
    driver = Stuck()

    async def slow() -> list[float]:
        async with sourced(driver).open() as samples:
            times = [(await anext(samples)).t]
            while driver.polls < 60:
                await asyncio.sleep(0.001)
            await asyncio.sleep(0.05)  # the thread would go on for ever, but the line is full
            polls = driver.polls
            times += [(await anext(samples)).t for _ in range(100)]
            assert polls <= 66
        return times

    assert asyncio.run(slow()) == [float(nth) for nth in range(1, 102)]
    assert "imu" not in [thread.name for thread in threading.enumerate()]


@pytest.mark.parametrize("error", [DeviceFault("it broke"), ZeroDivisionError("a bug")])
def test_its_error_comes_after_what_it_gave(error: Exception) -> None:
    times: list[float] = []

    async def read() -> None:
        async with sourced(Stuck(error)).open() as samples:
            async for sample in samples:
                times.append(sample.t)

    with pytest.raises(type(error)):
        asyncio.run(read())
    assert times == [1.0, 2.0, 3.0]


def test_an_error_while_opening_is_raised_on_entry() -> None:
    @contextmanager
    def absent(pause: Pause) -> Iterator[Driver]:
        raise DeviceMissing("nothing there")
        yield

    async def enter() -> None:
        async with ImuSource("bar", absent).open():
            pass

    with pytest.raises(DeviceMissing, match="nothing there"):
        asyncio.run(enter())


def test_its_driver_can_be_asked_who_it_is_while_it_is_there() -> None:
    clock = FakeClock()

    async def ask() -> tuple[str, object]:
        source = simulated_imu("wrist", clock, wait=waiting(clock))
        async with source.open():
            assert isinstance(source.driver, FifoReader)
            identity = source.driver.identity
        return identity, source.driver

    assert asyncio.run(ask()) == ("MPU-6050 at 0x68 on a simulated bus", None)


def test_a_simulated_source_of_another_kind_drifts() -> None:
    clock = FakeClock()
    beats: list[Sample] = [HeartRate(float(nth), 80.0) for nth in range(10)]
    source = SimulatedSource("watch", beats, [Drift(4.0, 3.0, 0.1)], clock, clock.pause)
    came = asyncio.run(lived(source, clock, 100.0))
    assert [round(sample.t - 100.0, 3) for sample in came[1:]] == [0, 1, 2, 3, 4, 5.1, 6.2, 7, 8, 9]


def test_those_that_are_worn_are_chosen_and_no_other() -> None:
    imus = Imus.model_validate({"wrist": {"source": "mpu6050"}, "bar": {"source": "serial", "serial_port": "/dev/ttyUSB9"}})
    assert [source.name for source in imu_sources(imus, None)] == ["imu wrist", "imu bar"]
    assert imu_sources(Imus(), None) == []


def test_what_is_chosen_says_what_is_missing(state_directory: Path) -> None:
    state = State(state_directory)
    imus = Imus.model_validate({"wrist": {"source": "mpu6050", "bus": 250}, "bar": {"source": "serial", "serial_port": "/dev/ttyUSB9"}})

    async def enter(source: ImuSource) -> None:
        async with source.open():
            pass

    said = []
    for source in imu_sources(imus, state):
        with pytest.raises(EdgeError) as refused:
            asyncio.run(enter(source))
        said.append(refused.value.what)
    assert said == ["there is no I2C bus /dev/i2c-250", "there is no serial line /dev/ttyUSB9"]


def test_calibration_of_that_place_is_used() -> None:
    clock = FakeClock()
    driver = reader(one_chip(clock)[0], clock, calibration=Calibration(accel_offset=(0.0, 0.0, 9.80665)))
    clock.pass_by(0.1)
    assert next(round(sample.accel[2], 6) for sample in driver.poll() if isinstance(sample, ImuSample)) == 0.0
