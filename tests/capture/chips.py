"""A fake clock, and a simulated chip behind the real driver, with the delays of a real bus."""

import asyncio
import random
from collections.abc import Callable

from edge.axes import AS_PRINTED, Axes
from edge.capture.fifo_reader import FifoReader
from edge.capture.imu_calibration import NONE, Calibration, Correction
from edge.capture.mpu6050 import ACCEL_PER_COUNT, GYRO_PER_COUNT, Pause
from edge.capture.simulated_chip import SimulatedBus, SimulatedChip
from edge.messages import ImuSample, LinkChange


class FakeClock:
    """Time that passes only in pauses and on the bus."""

    def __init__(self) -> None:
        self.time = 100.0

    def now(self) -> float:
        return self.time

    def wall(self) -> float:
        return 0.0

    def pass_by(self, seconds: float) -> None:
        self.time += seconds

    async def pause(self, seconds: float) -> None:
        self.time += seconds
        await asyncio.sleep(0)


def as_slow_as_a_real_one(bus: SimulatedBus, clock: FakeClock, seed: int = 1) -> None:
    """0.1 ms a message, as much again on average until the kernel has been to it, and now and then somebody else's turn."""
    chance = random.Random(seed)
    bus.delay = lambda: clock.pass_by(1e-4 + chance.expovariate(1e4) + (0.005 * chance.random() if chance.random() < 0.002 else 0.0))


def reader(
    bus: SimulatedBus,
    clock: FakeClock,
    rate_hz: int = 200,
    address: int = 0x68,
    calibration: Calibration = NONE,
    axes: Axes = AS_PRINTED,
    pause: Pause | None = None,
) -> FifoReader:
    correction = Correction(ACCEL_PER_COUNT, GYRO_PER_COUNT, calibration, axes)
    return FifoReader(bus, address, "wrist", rate_hz, correction, clock, pause or clock.pass_by)


def counter() -> Callable[[float], list[int]]:
    """A motion whose x acceleration numbers the readings from 1, to 30,000 and round again."""
    given = iter(range(1, 10**9))
    return lambda t: [next(given) % 30000, 0, 2048, 0, 0, 0]


def number(sample: ImuSample) -> int:
    return round(sample.accel[0] / ACCEL_PER_COUNT)


def polled(driver: FifoReader, clock: FakeClock, seconds: float) -> tuple[list[ImuSample], list[LinkChange]]:
    """Everything that it gives in so many seconds."""
    samples: list[ImuSample] = []
    links: list[LinkChange] = []
    until = clock.now() + seconds
    while clock.now() < until:
        clock.pass_by(driver.next_look_s())
        for found in driver.poll():
            samples.append(found) if isinstance(found, ImuSample) else links.append(found)
    return samples, links


def one_chip(clock: FakeClock, **options: object) -> tuple[SimulatedBus, SimulatedChip]:
    chip = SimulatedChip(clock, **options)  # type: ignore[arg-type]
    return SimulatedBus({0x68: chip}, "/dev/i2c-1"), chip
