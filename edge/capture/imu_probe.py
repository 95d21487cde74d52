"""A worn sensor, listened to for some seconds -> what it is worth.

Refuses to know: how that is shown, and what is worth how much.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from edge.axes import parse_axes
from edge.capture.choose import imu_opener
from edge.capture.fifo_reader import FifoReader
from edge.capture.i2c import open_bus
from edge.capture.imu import IN_REAL_TIME, Driver, ImuSource, Opener, Wait
from edge.capture.imu_self_test import NOT_TESTED, SelfTest, self_test
from edge.capture.mpu6050 import Mpu6050, Pause
from edge.capture.serial_imu import SerialReader
from edge.clock import Clock
from edge.config_options import Imu
from edge.errors import DeviceFault, DeviceLost
from edge.messages import ImuSample
from edge.state import State

Sides: TypeAlias = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Findings:
    """rate_hz: of its readings, on our clock. jitter_ms: standard deviation between two readings' times. delay_ms: median and 95th
    percentile from what is measured to its arrival. accel_noise (m/s2), gyro_noise, gyro_mean (rad/s): each axis; they are the sensor's own
    only where it lies still. accel_length: mean length of the acceleration, m/s2. low_pass_hz, celsius: None where not known.
    gaps_s: seconds of readings that were lost. garbage: bytes on a serial line that were no reading.
    """

    identity: str
    seconds: float
    readings: int
    rate_hz: float
    wanted_hz: float
    jitter_ms: float
    delay_ms: tuple[float, float]
    accel_length: float
    accel_noise: Sides
    gyro_noise: Sides
    gyro_mean: Sides
    low_pass_hz: int | None
    celsius: float | None
    bus_errors: int
    overflows: int
    gaps_s: float
    garbage: int
    self_test: SelfTest


async def probe_imu(
    where: str, imu: Imu, opener: Opener, tested: Sequence[SelfTest], seconds: float, clock: Clock, wait: Wait = IN_REAL_TIME
) -> Findings:
    """Listen for so many seconds. tested: what the opener learned on its way. Raises EdgeError where there is no such sensor."""
    source = ImuSource(where, opener, wait)
    came: list[ImuSample] = []
    arrivals: list[float] = []
    async with source.open() as samples:
        until = clock.now() + seconds
        async for sample in samples:
            now = clock.now()
            if isinstance(sample, ImuSample):
                came.append(sample)
                arrivals.append(now)
            if now >= until:
                break
        driver = source.driver
    if len(came) < 2:
        raise DeviceLost("hardly any readings came", "listen for longer")
    return _summed_up(came, arrivals, imu, driver, tested[-1] if tested else NOT_TESTED)


def testing_opener(where: str, imu: Imu, state: State, tested: list[SelfTest]) -> Opener:
    """As the daemon opens it, calibrated and mounted, after the chip has tested itself; what came of that is put into `tested`."""
    usual = imu_opener(where, imu, state, parse_axes(imu.axes))

    @contextmanager
    def opened(pause: Pause) -> Iterator[Driver]:
        if imu.source == "mpu6050":
            with open_bus(imu.bus, imu.address) as bus, suppress(OSError, DeviceFault):
                chip = Mpu6050(bus, imu.address)
                tested.append(self_test(chip, chip.identify(), pause))
        with usual(pause) as driver:
            yield driver

    return opened


def _summed_up(came: Sequence[ImuSample], arrivals: Sequence[float], imu: Imu, driver: Driver | None, tested: SelfTest) -> Findings:
    t = np.array([sample.t for sample in came])
    accel = np.array([sample.accel for sample in came])
    gyro = np.array([sample.gyro for sample in came])
    between, late = np.diff(t), 1e3 * (np.asarray(arrivals) - t)
    counts, chip = (driver.counts, driver) if isinstance(driver, FifoReader) else (None, None)
    return Findings(
        identity=driver.identity if driver else "",
        seconds=_rounded(t[-1] - t[0]),
        readings=len(came),
        rate_hz=_rounded(1.0 / between.mean()),
        wanted_hz=chip.rate_hz if chip else float(imu.rate_hz),
        jitter_ms=_rounded(1e3 * between.std()),
        delay_ms=(_rounded(np.percentile(late, 50)), _rounded(np.percentile(late, 95))),
        accel_length=_rounded(np.linalg.norm(accel, axis=1).mean()),
        accel_noise=_sides(accel.std(axis=0)),
        gyro_noise=_sides(gyro.std(axis=0)),
        gyro_mean=_sides(gyro.mean(axis=0)),
        low_pass_hz=chip.bandwidth_hz if chip else None,
        celsius=chip.celsius if chip else None,
        bus_errors=counts.bus_errors if counts else 0,
        overflows=counts.overflows if counts else 0,
        gaps_s=counts.gaps_s if counts else 0.0,
        garbage=driver.garbage if isinstance(driver, SerialReader) else 0,
        self_test=tested,
    )


def _rounded(value: Any) -> float:
    return round(float(value), 4)


def _sides(values: Any) -> Sides:
    x, y, z = map(_rounded, values)
    return x, y, z
