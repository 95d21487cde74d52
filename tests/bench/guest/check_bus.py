"""The emulated MPU-6050 itself, by smbus2 and nothing of the product: what the other checks build on."""

import errno
import time
from collections.abc import Iterator

import pytest
from smbus2 import SMBus, i2c_msg

from tests.bench.guest import chip
from tests.bench.guest.conftest import Figure

ADDRESS = 0x68
PACKET = 6


@pytest.fixture
def bus() -> Iterator[SMBus]:
    chip.plug_in(chips=2)
    with SMBus(chip.BUS) as opened:
        yield opened


def write(bus: SMBus, register: int, value: int) -> None:
    bus.write_byte_data(ADDRESS, register, value)


def read(bus: SMBus, register: int, length: int) -> bytes:
    """In one I2C_RDWR, as burst reads of a FIFO are."""
    answer = i2c_msg.read(ADDRESS, length)
    bus.i2c_rdwr(i2c_msg.write(ADDRESS, [register]), answer)
    return bytes(answer)


def begin(bus: SMBus, divider: int) -> None:
    """Awake, 1 kHz / (1 + divider), acceleration into the FIFO."""
    for register, value in ((0x6B, 1), (0x1A, 3), (0x19, divider), (0x1C, 0x18), (0x23, 0x08), (0x6A, 0x04), (0x6A, 0x40)):
        write(bus, register, value)


def held(bus: SMBus) -> int:
    return int.from_bytes(read(bus, 0x72, 2), "big")


def drain(bus: SMBus) -> list[int]:
    """The X accelerations of the whole packets that the FIFO holds."""
    content = read(bus, 0x74, held(bus) // PACKET * PACKET or 1)
    return [int.from_bytes(content[at : at + 2], "big", signed=True) for at in range(0, len(content) - 1, PACKET)]


def test_it_has_its_registers(bus: SMBus) -> None:
    assert read(bus, 0x75, 1) == b"\x68"
    assert read(bus, 0x6B, 1) == b"\x40"
    assert bus.read_byte_data(0x69, 0x75) == 0x68
    with pytest.raises(OSError, match="Remote I/O error"):
        bus.read_byte_data(0x6A, 0x75)
    write(bus, 0x1B, 0x18)
    write(bus, 0x75, 0x11)
    assert (read(bus, 0x1B, 1), read(bus, 0x75, 1)) == (b"\x18", b"\x68")
    write(bus, 0x6B, 0x80)
    assert read(bus, 0x1B, 1) == b"\x00"


def test_its_fifo_gives_every_sample_once_and_says_when_it_ran_over(bus: SMBus, figure: Figure) -> None:
    begin(bus, 9)
    counts: list[int] = []
    begun = time.monotonic()
    while time.monotonic() - begun < 10.0:
        counts += drain(bus)
        time.sleep(0.05)
    figure("in 10 s at 100 Hz", f"{len(counts)} samples, {chip.missing(counts)} missing")
    assert chip.missing(counts) == 0
    assert len(counts) == pytest.approx(1003, rel=0.02)
    read(bus, 0x3A, 1)
    chip.tell("late", 200)
    assert (held(bus), read(bus, 0x3A, 1)[0] & 0x10) == (1024, 0x10)


def test_its_faults_are_the_kernels(bus: SMBus) -> None:
    chip.tell("nack", 2)
    assert [error_of(bus) for _ in range(3)] == [errno.EREMOTEIO, errno.EREMOTEIO, 0]
    chip.tell("hang_ms", 300)
    for stuck in (errno.ETIMEDOUT, errno.EBUSY):
        chip.tell("hang", stuck)
        begun = time.monotonic()
        assert error_of(bus) == stuck
        assert time.monotonic() - begun >= 0.3
    chip.tell("hang", 0)
    begin(bus, 9)
    chip.tell("brownout")
    assert read(bus, 0x6B, 1) == b"\x40"
    begin(bus, 9)
    chip.tell("stall")
    drain(bus)
    time.sleep(0.2)
    assert held(bus) == 0
    chip.tell("present", 0)
    assert error_of(bus) == errno.ENODEV
    bus.close()
    chip.tell("present")
    bus.open(chip.BUS)
    assert error_of(bus) == 0


def error_of(bus: SMBus) -> int:
    try:
        read(bus, 0x75, 1)
    except OSError as error:
        return int(error.errno or 0)
    return 0
