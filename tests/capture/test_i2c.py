"""What the kernel says of a bus, in sentences; registers, bit by bit."""

import errno
import os

import pytest

from edge.capture.i2c import MOST_BYTES, I2cBus, _cannot_open, explained
from edge.capture.mpu6050 import Mpu6050
from edge.capture.simulated_chip import SimulatedBus, SimulatedChip
from edge.errors import DeviceFault, DeviceLost, DeviceMissing, EdgeError
from tests.capture.chips import FakeClock


def failure(number: int) -> OSError:
    return OSError(number, os.strerror(number))


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.ENOENT, "there is no I2C bus /dev/i2c-1: switch I2C on (raspi-config on a Raspberry Pi)"),
        (errno.EACCES, "/dev/i2c-1 may not be opened by this user: install deploy/udev/60-edgecoach.rules, add the user to the group i2c"),
        (errno.ENOTTY, "/dev/i2c-1 cannot be opened (Inappropriate ioctl for device)"),
    ],
)
def test_a_bus_that_cannot_be_opened(number: int, sentence: str) -> None:
    assert sentence in str(_cannot_open("/dev/i2c-1", failure(number)))


@pytest.mark.parametrize(
    ("number", "was_there", "kind", "sentence"),
    [
        (errno.EREMOTEIO, False, DeviceMissing, "nothing answers at 0x68 on /dev/i2c-1: check its plug, its wires"),
        (errno.ENXIO, True, DeviceLost, "the sensor at 0x68 on /dev/i2c-1 no longer answers"),
        (errno.ETIMEDOUT, True, DeviceFault, "/dev/i2c-1 is held: a chip or a short circuit keeps its lines low"),
        (errno.EAGAIN, False, DeviceFault, "/dev/i2c-1 is held"),
        (errno.EOPNOTSUPP, True, DeviceFault, "cannot be read (Operation not supported)"),
    ],
)
def test_a_transfer_that_fails(number: int, was_there: bool, kind: type[EdgeError], sentence: str) -> None:
    said = explained(failure(number), "/dev/i2c-1", 0x68, was_there)
    assert type(said) is kind
    assert sentence in str(said)


@pytest.mark.parametrize("parts", [[b"\x00"] * 43, [b"\x74", MOST_BYTES + 1]])
def test_no_transaction_is_larger_than_the_kernel_takes(parts: list[bytes | int]) -> None:
    with pytest.raises(ValueError, match="42 messages of 8192 bytes"):
        I2cBus(None, "/dev/i2c-1").transfer(0x68, parts)


def chip() -> tuple[Mpu6050, SimulatedChip]:
    made = SimulatedChip(FakeClock())
    return Mpu6050(SimulatedBus({0x68: made}), 0x68), made


def test_bits_are_the_datasheets() -> None:
    device, inside = chip()
    device.low_pass = 3
    device.gyro_range = 3
    device.gyro_test = 5
    assert inside._registers[0x1A] == 0b00000_011
    assert inside._registers[0x1B] == 0b101_11_000
    assert (device.low_pass, device.gyro_range, device.gyro_test) == (3, 3, 5)
    assert Mpu6050.overflowed.of(0x10) == 1


def test_a_burst_belongs_together() -> None:
    device, inside = chip()
    inside._motion = lambda t: (1, -2, 3, -4, 5, -6)
    device.power = 1
    inside._clock.time += 0.01  # type: ignore[attr-defined]
    assert device.measurement == (1, -2, 3, 0, -4, 5, -6)
