"""A made-up motion and a list of troubles -> a worn IMU that is read by the real driver, register by register.

Refuses to know: who has to cope with the troubles.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from edge.axes import AS_PRINTED, Axes
from edge.capture.fifo_reader import FifoReader
from edge.capture.imu import IN_REAL_TIME, Driver, ImuSource, Wait
from edge.capture.imu_calibration import NONE, Calibration, Correction
from edge.capture.mpu6050 import ACCEL_PER_COUNT, GYRO_PER_COUNT, Pause
from edge.capture.simulate import Drift, Drop, Leave, Stall, Trouble, trouble_at
from edge.capture.simulated_chip import AT_REST, Motion, SimulatedBus, SimulatedChip
from edge.clock import Clock

ADDRESS = 0x68


class Overflow(Trouble):
    """More readings came than the chip's buffer holds, once."""


class BrownOut(Trouble):
    """The chip's supply fails for a moment, once: it forgets its settings and sleeps."""


class TroubledBus(SimulatedBus):
    """Drop: nothing is acknowledged. Stall: its lines are held low. Leave: the sensor is unplugged. Drift: the chip's clock is fast."""

    def __init__(self, motion: Motion, troubles: Sequence[Trouble], clock: Clock, who_am_i: int = 0x68) -> None:
        self._troubles, self._clock, self._start = troubles, clock, clock.now()
        self._chip = SimulatedChip(clock, motion, who_am_i, self._clock_error)
        self._over: set[Trouble] = set()
        super().__init__({ADDRESS: self._chip})

    def transfer(self, address: int, parts: Sequence[bytes | int]) -> list[bytes]:
        now = self._clock.now() - self._start
        self.held = trouble_at(self._troubles, Stall, now) is not None
        self.nacks = 1 if trouble_at(self._troubles, Drop, now) or trouble_at(self._troubles, Leave, now) else 0
        for kind, harm in ((Overflow, self._chip.run_over), (BrownOut, self._chip.power_up), (Leave, self._chip.power_up)):
            self._once(trouble_at(self._troubles, kind, now), harm)
        return super().transfer(address, parts)

    def _once(self, trouble: Trouble | None, harm: Callable[[], None]) -> None:
        if trouble and trouble not in self._over:
            self._over.add(trouble)
            harm()

    def _clock_error(self, t: float) -> float:
        drift = trouble_at(self._troubles, Drift, t - self._start)
        return -drift.by if drift else 0.0


def simulated_imu(
    where: str,
    clock: Clock,
    motion: Motion = lambda t: AT_REST,
    troubles: Sequence[Trouble] = (),
    *,
    rate_hz: int = 200,
    calibration: Calibration = NONE,
    axes: Axes = AS_PRINTED,
    wait: Wait = IN_REAL_TIME,
) -> ImuSource:
    """A worn sensor such as `imu_sources` gives. wait: as for ImuSource."""
    bus = TroubledBus(motion, troubles, clock)

    @contextmanager
    def opened(pause: Pause) -> Iterator[Driver]:
        correction = Correction(ACCEL_PER_COUNT, GYRO_PER_COUNT, calibration, axes)
        yield FifoReader(bus, ADDRESS, where, rate_hz, correction, clock, pause)

    return ImuSource(where, opened, wait)
