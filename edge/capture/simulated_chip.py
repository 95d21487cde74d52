"""A made-up motion -> an I2C bus with MPU-6050s on it that answer register by register, and that can misbehave.

For tests, for a simulated athlete, and as the model of the bench's kernel module, which must show the same:
- WHO_AM_I (0x75) as given; after power-up and after DEVICE_RESET (0x6B bit 7, clears itself) every register is 0 but PWR_MGMT_1, which
  is 0x40 (asleep) on an MPU-6050 and 0x01 on its successors.
- Writes of one byte [register, value] and reads [register] + repeated start + n bytes, with auto-increment, but for FIFO_R_W (0x74),
  which stays and gives one byte of the FIFO for each byte read; an empty FIFO gives 0xFF.
- Awake (PWR_MGMT_1.SLEEP = 0) a reading every (1 + SMPLRT_DIV) ms, low-pass on; if USER_CTRL.FIFO_EN (0x6A bit 6) is set, what FIFO_EN
  (0x23 = 0x78) names is put into the FIFO, big-endian, accelerometer first: 12 bytes. FIFO_COUNT (0x72, 0x73) is the number of bytes.
- A FIFO of 1024 bytes; a byte too many drops the oldest one and sets INT_STATUS bit 4 (0x3A), which reading clears.
  USER_CTRL bit 2 empties the FIFO and clears itself.
- The driver's transactions (I2C_RDWR): [w 72][r 2], then [w 74][r 12n][w 3A][r 1][w 6A][r 2] with n up to 21, all in one with repeated
  starts; [w 3A][r 1][w 6A][r 2] alone where the FIFO was empty; [w 19][r 5][w 23][r 1] and [w 41][r 2] once a second. Settings are
  written one register at a time and read back. Before any of it the ioctl I2C_SLAVE, which the kernel's core answers.
- 0x3B..0x48 hold the newest reading with the temperature in the middle.
Faults: no acknowledge (EREMOTEIO), lines held low (ETIMEDOUT), unplugged (EREMOTEIO), supply lost for a moment, an unsteady clock.
Refuses to know: the driver.
"""

import errno
import os
import struct
from collections.abc import Callable, Sequence
from typing import TypeAlias

from edge.clock import Clock

Counts: TypeAlias = Sequence[int]
Motion: TypeAlias = Callable[[float], Counts]
"""Time -> counts of accelerometer x, y, z and gyroscope x, y, z at +-16 g and +-2000 degrees a second."""

AT_REST: Counts = (0, 0, 2048, 0, 0, 0)
FIFO_BYTES, FIFO_R_W = 1024, 0x74
READ_ONLY = {*range(0x3A, 0x49), 0x72, 0x73, 0x75}


class SimulatedChip:
    """One chip. clock_error: relative error of its clock at a time. ticks: when it has measured, to be compared with what a driver says."""

    def __init__(
        self,
        clock: Clock,
        motion: Motion = lambda t: AT_REST,
        who_am_i: int = 0x68,
        clock_error: Callable[[float], float] = lambda t: 0.0,
        keep_ticks: bool = False,
    ) -> None:
        self._clock, self._motion, self._error = clock, motion, clock_error
        self._who_am_i = who_am_i
        self.ticks: list[float] | None = [] if keep_ticks else None
        self.self_test_response: Counts = (0,) * 6
        self.trims: dict[int, int] = {}
        self.power_up()

    def power_up(self) -> None:
        """As after its supply came on: also what a brown-out leaves behind."""
        self._registers = bytearray(128)
        self._registers[0x6B] = 0x40 if self._who_am_i in (0x68, 0x72) else 0x01
        self._registers[0x75] = self._who_am_i
        for register, value in self.trims.items():
            self._registers[register] = value
        self._fifo = bytearray()
        self._next = self._clock.now() + 0.001
        self._pointer = 0

    def write(self, content: bytes) -> None:
        """A register's number, then values for it and those that follow."""
        self._live()
        self._pointer = content[0]
        for value in content[1:]:
            self._set(self._pointer, value)
            self._pointer += 1

    def read(self, length: int) -> bytes:
        self._live()
        if self._pointer == FIFO_R_W:
            given = bytes(self._fifo[:length])
            del self._fifo[:length]
            return given.ljust(length, b"\xff")
        self._registers[0x72:0x74] = len(self._fifo).to_bytes(2, "big")
        given = bytes(self._registers[self._pointer : self._pointer + length])
        if self._pointer <= 0x3A < self._pointer + length:
            self._registers[0x3A] = 0
        self._pointer += length
        return given

    def run_over(self) -> None:
        """More came than the FIFO holds."""
        self._fifo[:] = bytes(FIFO_BYTES)
        self._registers[0x3A] |= 0x10

    def _set(self, register: int, value: int) -> None:
        if register == 0x6B and value & 0x80:
            self.power_up()
        elif register == 0x6A:
            if value & 0x04:
                self._fifo.clear()
            self._registers[0x6A] = value & ~0x07
        elif register not in READ_ONLY:
            self._registers[register] = value

    def _live(self) -> None:
        """Measures all that it would have measured up to now."""
        now, registers = self._clock.now(), self._registers
        if registers[0x6B] & 0x40:
            self._next = now + 0.001
            return
        period = (1 + registers[0x19]) * 0.001
        while self._next <= now:
            self._measure(self._next)
            self._next += period * (1.0 + self._error(self._next))

    def _measure(self, t: float) -> None:
        counts = self._tested(self._motion(t))
        self._registers[0x3B:0x49] = struct.pack(">7h", *counts[:3], 0, *counts[3:])
        if self._registers[0x6A] & 0x40 and self._registers[0x23] == 0x78:
            self._fifo += struct.pack(">6h", *counts)
            if self.ticks is not None:
                self.ticks.append(t)
            if len(self._fifo) > FIFO_BYTES:
                del self._fifo[: len(self._fifo) - FIFO_BYTES]
                self._registers[0x3A] |= 0x10

    def _tested(self, counts: Counts) -> Counts:
        """Self-test bits push each axis by the chip's response."""
        gyro, accel = self._registers[0x1B] & 0xE0, self._registers[0x1C] & 0xE0
        if not gyro and not accel:
            return counts
        pushed = (accel, accel, accel, gyro, gyro, gyro)
        return [value + (push if on else 0) for value, push, on in zip(counts, self.self_test_response, pushed, strict=True)]


class SimulatedBus:
    """chips: by address; take one out to unplug it. nacks: so many of the next transfers are not acknowledged. held: its lines are low."""

    def __init__(self, chips: dict[int, SimulatedChip], name: str = "a simulated bus") -> None:
        self.chips, self.name = chips, name
        self.nacks, self.held = 0, False
        self.delay: Callable[[], object] = lambda: None  # called before each message: time passes on a bus

    def transfer(self, address: int, parts: Sequence[bytes | int]) -> list[bytes]:
        if self.held:
            raise OSError(errno.ETIMEDOUT, os.strerror(errno.ETIMEDOUT))
        chip = self.chips.get(address)
        if self.nacks or chip is None:
            self.nacks = max(0, self.nacks - 1)
            raise OSError(errno.EREMOTEIO, os.strerror(errno.EREMOTEIO))
        answers: list[bytes] = []
        for part in parts:
            self.delay()
            if isinstance(part, int):
                answers.append(chip.read(part))
            else:
                chip.write(part)
        return answers
