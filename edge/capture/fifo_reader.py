"""A chip whose FIFO fills -> its readings with their times, none lost and none twice; where some had to be lost, how long for.

Refuses to know: threads, and who wants the readings.
"""

import math
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from edge.capture.fifo_clock import FifoClock
from edge.capture.i2c import Bus, explained
from edge.capture.imu_calibration import Correction
from edge.capture.mpu6050 import ADDRESSES, FIFO_BYTES, PACKET, Mpu6050, Pause, true_rate
from edge.clock import Clock
from edge.errors import DeviceFault, DeviceLost, EdgeError
from edge.messages import ImuSample, LinkChange

LOOK_S = 0.01
"""Between two looks at the FIFO: the longest that a reading waits, and of 0.4 s that 1024 bytes last at 200 Hz."""
GOLDEN = 0.6180339887
"""Looks are spread over the chip's period by the golden section: in step with the chip they would say nothing of its clock."""

BURST = 21
"""Packets in one message, 252 bytes: it holds the bus for 6 ms at 400 kHz at most, so that a second sensor gets its turn."""

PATIENCE_S = 0.3
"""Failing transfers are tried again for so long: a bad contact or a burst of noise is over by then."""
SILENT_S = 0.5
"""A chip that is awake and measures nothing for so long is ill."""
CHECK_EVERY = 100
"""Looks between two of the settings: once a second."""

FIFO, STATUS, CONTROL = Mpu6050.fifo.register, (Mpu6050.overflowed.register, 1), (Mpu6050.fifo_on.register, 2)
"""What a look reads: after the packets, in the same transaction, whether they are worth anything (it may have run over meanwhile)."""

OVERFLOW, NOISE = "its buffer ran over, for the box or its bus was too slow", "its bus was disturbed"
QUIET_S = 10.0
"""Gaps that follow each other are told together, this often at most."""


@dataclass(slots=True)
class Counts:
    """What went wrong and was put right. gaps_s: seconds of readings that were lost."""

    overflows: int = 0
    bus_errors: int = 0
    gaps_s: float = 0.0


class FifoReader:
    """Opened by constructing it: identifies, resets and configures the chip. Raises EdgeError where there is no such chip.

    identity: what it is and where. rate_hz: what it does. celsius: its temperature of late, None where it is not known how to read it.
    """

    def __init__(self, bus: Bus, address: int, where: str, rate_hz: int, correction: Correction, clock: Clock, pause: Pause) -> None:
        self._chip, self._where, self._correction, self._clock = Mpu6050(bus, address), where, correction, clock
        self.counts, self.rate_hz = Counts(), true_rate(rate_hz)
        self._times = FifoClock(1.0 / self.rate_hz)
        self._looks, self._newest = 0, clock.now()
        self._gap_from: float | None = None  # since when readings are being lost
        self._gap_why, self._told_at, self._told_s = "", -math.inf, 0.0
        try:
            self._kind = self._chip.identify()
            self._chip.restart(pause)
            self._filter = self._chip.configure(self._kind, rate_hz)
            self._settings = self._chip.settings()
            self.celsius = self._chip.celsius(self._kind)
            self._begin()
        except OSError as error:
            raise self._absent(error) from error
        self._well_since = self._alive_since = clock.now()

    @property
    def identity(self) -> str:
        return f"{self._kind.name} at 0x{self._chip.address:02x} on {self._chip.bus.name}"

    @property
    def bandwidth_hz(self) -> int:
        return self._filter.bandwidth_hz

    def next_look_s(self) -> float:
        """How long to wait before `poll`."""
        spread = min(1.0 / self.rate_hz, LOOK_S)
        return LOOK_S + ((self._looks * GOLDEN) % 1.0 - 0.5) * spread

    def poll(self) -> list[ImuSample | LinkChange]:
        """Readings since the last poll, in order; a LinkChange says where some are missing. Raises DeviceLost or DeviceFault."""
        self._looks += 1
        try:
            found = list(self._look())
        except OSError as error:
            self._suffer(error)
            return []
        self._well_since = self._clock.now()
        return found

    def _look(self) -> Iterator[ImuSample | LinkChange]:
        before = self._clock.now()
        held = self._chip.fifo_count[0]
        after = self._clock.now()
        content = self._take(held // PACKET)
        if self._gap_from is None:
            yield from self._read(content, self._times.feed(before, after, held // PACKET))
            self._watch(bool(content), after)
        else:
            self._begin()
            yield from self._gap()

    def _take(self, packets: int) -> bytes:
        """So many packets out of the FIFO; where that ran over, or a transfer broke off, they are worth nothing and a gap is open."""
        content = b""
        try:
            for _ in range((packets - 1) // BURST):
                content += self._chip.read(FIFO, BURST * PACKET)
            rest = (FIFO, packets * PACKET - len(content))
            *last, status, (control, power) = self._chip.read_each(*[rest] * bool(packets), STATUS, CONTROL)
        except OSError:
            if packets:
                self._open_gap(NOISE)  # nobody knows how many bytes have left the FIFO
            raise
        content += b"".join(last)
        self._check(control, power)
        if Mpu6050.overflowed.of(status[0]) or len(content) > FIFO_BYTES - PACKET:
            self.counts.overflows += 1
            self._open_gap(OVERFLOW)
        return content

    def _read(self, content: bytes, times: Sequence[float]) -> Iterator[ImuSample]:
        for t, counts in zip(times, struct.iter_unpack(">6h", content), strict=True):
            self._newest = t - self._filter.delay_s
            yield ImuSample(self._newest, self._where, *self._correction(counts))

    def _watch(self, came: bool, now: float) -> None:
        if came:
            self._alive_since = now
        elif now - self._alive_since > SILENT_S:
            raise DeviceFault(f"the {self.identity} gives no readings", "unplug it and plug it in again")

    def _begin(self) -> None:
        """An empty FIFO, from now on."""
        before = self._clock.now()
        self._chip.empty_fifo()
        after = self._clock.now()
        self._times.restart(before, after)
        self._alive_since = after

    def _open_gap(self, why: str) -> None:
        if self._gap_from is None:
            self._gap_from, self._gap_why = self._newest, why

    def _gap(self) -> Iterator[LinkChange]:
        """It is over: counted, and said."""
        assert self._gap_from is not None
        now = self._clock.now()
        lost_s, self._gap_from = now - self._gap_from, None
        self.counts.gaps_s += lost_s
        if now - self._told_at >= QUIET_S:
            untold_s, self._told_s, self._told_at = self.counts.gaps_s - self._told_s, self.counts.gaps_s, now
            yield LinkChange(now, f"imu {self._where}", True, f"{self._gap_why}: {untold_s:.2f} s of its readings are missing")

    def _check(self, control: int, power: int) -> None:
        """A chip that lost its supply for a moment is asleep, with every register at its default."""
        awake = power == 1 and Mpu6050.fifo_on.of(control)
        if awake and self._looks % CHECK_EVERY == 0:
            awake = self._chip.settings() == self._settings
            self.celsius = self._chip.celsius(self._kind)
        if not awake:
            raise DeviceLost(f"the {self.identity} lost its supply for a moment and forgot its settings", "check its plug and cable")

    def _suffer(self, error: OSError) -> None:
        """A transfer failed: another try comes soon, unless there were enough."""
        self.counts.bus_errors += 1
        if self._clock.now() - self._well_since > PATIENCE_S:
            raise explained(error, self._chip.bus.name, self._chip.address, was_there=True) from error

    def _absent(self, error: OSError) -> EdgeError:
        """Nothing answers; perhaps it is at the other address."""
        problem = explained(error, self._chip.bus.name, self._chip.address, was_there=False)
        (other,) = set(ADDRESSES) - {self._chip.address}
        try:
            kind = Mpu6050(self._chip.bus, other).identify()
        except (OSError, EdgeError):
            return problem
        return type(problem)(f"{problem.what}, but an {kind.name} does at 0x{other:02x}", f"set address = 0x{other:02x}")
