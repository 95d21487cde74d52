"""The MPU-6050 and what is sold as one -> an identified, configured chip whose FIFO fills with readings.

Registers and bits: InvenSense RM-MPU-6000A-00 r4.2; for the MPU-6500's family RM-MPU-6500A-00 r2.1 and DS-000143 (ICM-20689).
Refuses to know: when the FIFO is emptied, and what time it is.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import pi
from typing import TypeAlias

from edge.capture.i2c import OnBus
from edge.capture.register import Bits, Block, Command
from edge.errors import DeviceFault

Pause: TypeAlias = Callable[[float], object]
"""Waits so many seconds."""

ADDRESSES = (0x68, 0x69)
PACKET = 12
"""Bytes of one reading in the FIFO: accelerometer x, y, z and gyroscope x, y, z, each a big-endian word."""
FIFO_BYTES = 1024

G = 9.80665
ACCEL_PER_COUNT = 16.0 * G / 32768.0
"""m/s2 at +-16 g: a landing or a dropped bar does not clip, and a count is a tenth of the noise."""
GYRO_PER_COUNT = 2000.0 / 32768.0 * pi / 180.0
"""rad/s at +-2000 degrees a second."""

RESET_S, START_S, LONGEST_RESET_S = 0.01, 0.05, 0.3
"""Between two looks whether the reset is over; the gyroscope's start-up (datasheet 6.1: 30 ms); the most that a reset takes."""

FIFO_ON, FIFO_RESET, EVERYTHING_BUT_TEMPERATURE = 0x40, 0x04, 0x78
GYRO_CLOCK = 1
"""Clock of the x gyroscope's PLL: the datasheet recommends it, it is the steadiest."""


@dataclass(frozen=True, slots=True)
class LowPass:
    """A setting of the low-pass filter. bandwidth_hz; accel_s, gyro_s: how much later than the world its output is."""

    setting: int
    bandwidth_hz: int
    accel_s: float
    gyro_s: float

    @property
    def delay_s(self) -> float:
        """One number for both: what is left of the difference is under 3 ms at 100 Hz and more."""
        return (self.accel_s + self.gyro_s) / 2.0


MPU6050_FILTERS = (
    LowPass(1, 184, 0.0020, 0.0019),
    LowPass(2, 94, 0.0030, 0.0028),
    LowPass(3, 44, 0.0049, 0.0048),
    LowPass(4, 21, 0.0085, 0.0083),
)
"""CONFIG.DLPF_CFG, register map page 13."""

MPU6500_FILTERS = (
    LowPass(1, 184, 0.00580, 0.0029),
    LowPass(2, 92, 0.00780, 0.0039),
    LowPass(3, 41, 0.01180, 0.0059),
    LowPass(4, 20, 0.01980, 0.0099),
)
"""CONFIG.DLPF_CFG and ACCEL_CONFIG_2.A_DLPF_CFG, set alike, register map pages 13 and 15."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A chip that answers at an MPU-6050's address. own_accel_filter: the accelerometer's low-pass has a register of its own.

    celsius: (counts a degree, degrees at 0) of its thermometer, None where it is not documented.
    """

    name: str
    own_accel_filter: bool
    filters: tuple[LowPass, ...]
    celsius: tuple[float, float] | None


KINDS = {
    0x68: Kind("MPU-6050", False, MPU6050_FILTERS, (340.0, 36.53)),
    0x70: Kind("MPU-6500", True, MPU6500_FILTERS, (333.87, 21.0)),
    0x72: Kind("MPU-6052C or a look-alike", False, MPU6050_FILTERS, None),  # no register map of it is public
    0x98: Kind("ICM-20689", True, MPU6500_FILTERS, (326.8, 25.0)),
}
"""By WHO_AM_I."""

RELATIVES = {
    0x71: "an MPU-9250", 0x73: "an MPU-9255", 0x74: "an MPU-6515", 0x78: "an MPU-6880", 0x12: "an ICM-20602", 0xAF: "an ICM-20608",
    0x47: "an ICM-42688", 0xEA: "an ICM-20948",
}  # fmt: skip
"""Known, and not read by this driver."""


class Mpu6050(OnBus):
    """The chip. Raises OSError where the bus fails, and DeviceFault where the chip does not do what it is told."""

    trims = Block(0x0D, "4B")  # SELF_TEST_X, _Y, _Z, _A
    divider = Bits(0x19)  # SMPLRT_DIV
    low_pass = Bits(0x1A, high=2, low=0)  # CONFIG.DLPF_CFG
    gyro_test = Bits(0x1B, high=7, low=5)  # GYRO_CONFIG.XG_ST, YG_ST, ZG_ST
    gyro_range = Bits(0x1B, high=4, low=3)  # GYRO_CONFIG.FS_SEL
    accel_test = Bits(0x1C, high=7, low=5)  # ACCEL_CONFIG.XA_ST, YA_ST, ZA_ST
    accel_range = Bits(0x1C, high=4, low=3)  # ACCEL_CONFIG.AFS_SEL
    accel_filter = Bits(0x1D)  # ACCEL_CONFIG_2 of an MPU-6500: FIFO size 7:6, A_DLPF_CFG 2:0
    into_fifo = Bits(0x23)  # FIFO_EN
    overflow_told = Bits(0x38, high=4, low=4)  # INT_ENABLE.FIFO_OFLOW_EN
    overflowed = Bits(0x3A, high=4, low=4)  # INT_STATUS.FIFO_OFLOW_INT, cleared by reading
    measurement = Block(0x3B, ">7h")  # ACCEL_XOUT_H .. GYRO_ZOUT_L, temperature in the middle
    temperature = Block(0x41, ">h")  # TEMP_OUT
    fifo_control = Command(0x6A)  # USER_CTRL: FIFO_EN 6, FIFO_RESET 2
    fifo_on = Bits(0x6A, high=6, low=6)
    reset = Command(0x6B)  # PWR_MGMT_1.DEVICE_RESET
    resetting = Bits(0x6B, high=7, low=7)
    power = Bits(0x6B)  # PWR_MGMT_1: SLEEP 6, CLKSEL 2:0
    fifo_count = Block(0x72, ">H")  # FIFO_COUNTH, FIFO_COUNTL
    fifo = Bits(0x74)  # FIFO_R_W
    who_am_i = Bits(0x75)

    def identify(self) -> Kind:
        """What really answers. Raises DeviceFault for a stranger."""
        answer = self.who_am_i
        if answer in KINDS:
            return KINDS[answer]
        found = RELATIVES.get(answer, "no known relative of the MPU-6050")
        problem = f"the chip at 0x{self.address:02x} on {self.bus.name} is {found} (WHO_AM_I 0x{answer:02X})"
        wires = answer in (0x00, 0xFF)
        advice = "check SDA and SCL for a loose wire" if wires else "connect an MPU-6050, MPU-6500, MPU-6052C or ICM-20689"
        raise DeviceFault(problem, advice)

    def restart(self, pause: Pause) -> None:
        """Every register at its default, then awake and steady."""
        self.reset = 0x80
        for _ in range(round(LONGEST_RESET_S / RESET_S)):
            pause(RESET_S)
            if not self.resetting:
                break
        else:
            raise DeviceFault("the chip does not come out of its reset", "switch its supply off and on")
        self.power = GYRO_CLOCK
        pause(START_S)

    def configure(self, kind: Kind, rate_hz: int) -> LowPass:
        """Ranges, rate, the filter that suits it, and what goes into the FIFO. The filter chosen."""
        chosen = suited(kind.filters, true_rate(rate_hz))
        self.divider = _divider(rate_hz)
        self.low_pass = chosen.setting
        self.gyro_range = self.accel_range = 3
        if kind.own_accel_filter:
            self.accel_filter = 0x40 | chosen.setting  # a FIFO of 1024 bytes; it has 512 after a reset
        self.into_fifo = EVERYTHING_BUT_TEMPERATURE
        self.overflow_told = 1
        return chosen

    def empty_fifo(self) -> None:
        """The FIFO begins anew, with a whole packet."""
        self.fifo_control = 0
        self.fifo_control = FIFO_RESET
        self.fifo_control = FIFO_ON

    def settings(self) -> bytes:
        """SMPLRT_DIV to ACCEL_CONFIG_2 and FIFO_EN: what changes when something is wrong with the supply."""
        return b"".join(self.read_each((Mpu6050.divider.register, 5), (Mpu6050.into_fifo.register, 1)))

    def celsius(self, kind: Kind) -> float | None:
        """Its temperature; None where nobody says how it is counted."""
        if kind.celsius is None:
            return None
        counts_a_degree, at_zero = kind.celsius
        return float(self.temperature[0]) / counts_a_degree + at_zero


def _divider(rate_hz: int) -> int:
    return max(0, min(255, 1000 // rate_hz - 1))


def true_rate(rate_hz: int) -> float:
    """The rate that the chip can do, at least what is wanted: 1 kHz divided by a whole number."""
    return 1000.0 / (_divider(rate_hz) + 1)


def suited(filters: tuple[LowPass, ...], rate_hz: float) -> LowPass:
    """The widest filter that lets nothing above half the rate through; the 184 Hz one at 1 kHz."""
    return next((one for one in filters if one.bandwidth_hz <= rate_hz / 2.0), filters[-1])
