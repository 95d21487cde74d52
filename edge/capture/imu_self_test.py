"""A chip that pushes its own masses -> whether each axis answers as it did in the factory.

MPU-6050: RM-MPU-6000A-00 r4.2 pages 9 to 11. MPU-6500: application note AN-MPU-6500A-02. Refuses to know: who wants to know it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from edge.capture.mpu6050 import KINDS, Kind, Mpu6050, Pause

READINGS, EACH_S, SETTLE_S = 100, 0.002, 0.05
MOST_CHANGE = 0.14
"""Relative, MPU-6050."""
LEAST_SHARE, MOST_SHARE = 0.5, 1.5
"""Of the factory's response, MPU-6500; a gyroscope may exceed the upper one."""

AXES = ("accelerometer x", "accelerometer y", "accelerometer z", "gyroscope x", "gyroscope y", "gyroscope z")
ALL = 0b111


@dataclass(frozen=True, slots=True)
class SelfTest:
    """shares: response of each axis over the factory's, in the order of AXES; empty where the chip was not tested.

    failed: names of the axes that are outside the limits.
    """

    shares: tuple[float, ...] = ()
    failed: tuple[str, ...] = ()


NOT_TESTED = SelfTest()


def self_test(chip: Mpu6050, kind: Kind, pause: Pause) -> SelfTest:
    """Takes half a second, during which it should lie still, and leaves the chip reset. NOT_TESTED where no test is documented."""
    if kind not in (KINDS[0x68], KINDS[0x70]):
        return NOT_TESTED
    chip.restart(pause)
    old = kind is KINDS[0x68]
    chip.divider, chip.low_pass, chip.gyro_range, chip.accel_range = 0, 2, 0, 2 if old else 0
    if kind.own_accel_filter:
        chip.accel_filter = 0x42
    factory = mpu6050_trims(chip.trims) if old else mpu6500_trims(chip)
    at_rest = _mean(chip, pause)
    chip.gyro_test = chip.accel_test = ALL
    pushed = _mean(chip, pause)
    chip.restart(pause)
    if not all(factory):
        return NOT_TESTED  # clones are sold with empty trims
    shares = tuple((with_push - without) / trim for with_push, without, trim in zip(pushed, at_rest, factory, strict=True))
    sound = [_sound(share, old, axis >= 3) for axis, share in enumerate(shares)]
    return SelfTest(shares, tuple(name for name, good in zip(AXES, sound, strict=True) if not good))


def _sound(share: float, old: bool, gyro: bool) -> bool:
    if old:
        return abs(share - 1.0) <= MOST_CHANGE
    return share > LEAST_SHARE and (gyro or share < MOST_SHARE)


def _mean(chip: Mpu6050, pause: Pause) -> Sequence[float]:
    """Accelerometer and gyroscope, in counts."""
    pause(SETTLE_S)
    total = [0.0] * 7
    for _ in range(READINGS):
        pause(EACH_S)
        total = [so_far + now for so_far, now in zip(total, chip.measurement, strict=True)]
    x, y, z, _, *gyro = (value / READINGS for value in total)
    return [x, y, z, *gyro]


def mpu6050_trims(registers: Sequence[int]) -> list[float]:
    """The factory's responses in counts at +-8 g and +-250 degrees a second; 0 where nothing is stored. registers: 0x0D to 0x10."""
    *axes, low = registers
    accel = [(axis >> 5) << 2 | (low >> shift) & 3 for axis, shift in zip(axes, (4, 2, 0), strict=True)]
    gyro = [axis & 31 for axis in axes]
    accel_trims = [4096 * 0.34 * (0.92 / 0.34) ** ((code - 1) / 30.0) if code else 0.0 for code in accel]
    gyro_trims = [sign * 25 * 131 * 1.046 ** (code - 1) if code else 0.0 for code, sign in zip(gyro, (1, -1, 1), strict=True)]
    return accel_trims + gyro_trims


def mpu6500_trims(chip: Mpu6050) -> list[float]:
    """The factory's responses in counts at +-2 g and +-250 degrees a second; 0 where nothing is stored."""
    accel, gyro = chip.read_each((0x0D, 3), (0x00, 3))  # SELF_TEST_X_ACCEL .., SELF_TEST_X_GYRO ..
    return [2620.0 * 1.01 ** (code - 1) if code else 0.0 for code in accel + gyro]
