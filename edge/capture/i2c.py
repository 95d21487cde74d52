"""An I2C bus of the kernel, by its number -> transactions with the chips on it.

Refuses to know: what the chips are. Uses i2c-dev's combined transactions (Documentation/i2c/dev-interface.rst).
"""

import errno
import fcntl
import struct
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

from edge.errors import DeviceFault, DeviceLost, DeviceMissing, EdgeError

MOST_MESSAGES, MOST_BYTES = 42, 8192
"""In one transaction, and in one message of it: I2C_RDWR_IOCTL_MAX_MSGS and i2c-dev's own limit."""

I2C_SLAVE = 0x0703
OURS = "hhqqi0q"
"""struct flock: type, whence, start, length, pid."""

NOBODY_ANSWERS = (errno.ENXIO, errno.EREMOTEIO, errno.EIO, errno.ENODEV)
BUS_HELD = (errno.ETIMEDOUT, errno.EAGAIN, errno.EBUSY)


class Bus(Protocol):
    """Where chips are. Raises OSError, as the kernel gives it."""

    name: str

    def transfer(self, address: int, parts: Sequence[bytes | int]) -> list[bytes]:
        """One transaction with one chip: bytes are written, a number is a length to read. The bytes that were read, in order."""
        ...


class OnBus:
    """A chip at an address; it keeps `edge.capture.register.Registers`."""

    def __init__(self, bus: Bus, address: int) -> None:
        self.bus, self.address = bus, address

    def read(self, register: int, length: int) -> bytes:
        return self.bus.transfer(self.address, (bytes((register,)), length))[0]

    def read_each(self, *wanted: tuple[int, int]) -> list[bytes]:
        """Several (register, length) in one transaction."""
        parts: list[bytes | int] = [part for register, length in wanted for part in (bytes((register,)), length)]
        return self.bus.transfer(self.address, parts)

    def write(self, register: int, value: int) -> None:
        self.bus.transfer(self.address, (bytes((register, value)),))


class I2cBus:
    """A bus of this machine, opened for one chip; `open_bus` makes it."""

    def __init__(self, bus: object, name: str) -> None:
        self._bus, self.name = bus, name

    def transfer(self, address: int, parts: Sequence[bytes | int]) -> list[bytes]:
        from smbus2 import i2c_msg

        if len(parts) > MOST_MESSAGES or any(isinstance(part, int) and part > MOST_BYTES for part in parts):
            raise ValueError(f"the kernel takes {MOST_MESSAGES} messages of {MOST_BYTES} bytes at most")
        messages = [i2c_msg.read(address, part) if isinstance(part, int) else i2c_msg.write(address, part) for part in parts]
        self._bus.i2c_rdwr(*messages)  # type: ignore[attr-defined]
        return [bytes(message) for message, part in zip(messages, parts, strict=True) if isinstance(part, int)]


@contextmanager
def open_bus(number: int, address: int) -> Iterator[I2cBus]:
    """/dev/i2c-NUMBER, with the address to ourselves. Raises DeviceMissing with what to do."""
    name = f"/dev/i2c-{number}"
    from smbus2 import SMBus

    try:
        bus = SMBus(number)
    except OSError as error:
        raise _cannot_open(name, error) from error
    with bus:
        _claim(bus.fd, name, address)
        yield I2cBus(bus, name)


def _cannot_open(name: str, error: OSError) -> DeviceMissing:
    match error.errno:
        case errno.ENOENT | errno.ENXIO | errno.ENODEV:
            advice = "switch I2C on (raspi-config on a Raspberry Pi), or correct bus: `ls /dev/i2c-*` lists them"
            return DeviceMissing(f"there is no I2C bus {name}", advice)
        case errno.EACCES | errno.EPERM:
            advice = "install deploy/udev/60-edgecoach.rules, add the user to the group i2c, then log in again"
            return DeviceMissing(f"{name} may not be opened by this user", advice)
        case _:
            return DeviceMissing(f"{name} cannot be opened ({error.strerror})", "check that it is an I2C bus: `ls /dev/i2c-*` lists them")


def _claim(handle: int | None, name: str, address: int) -> None:
    """Two programs that empty one chip's buffer rob each other: a lock of the file's byte at its address keeps them apart."""
    assert handle is not None
    try:
        fcntl.ioctl(handle, I2C_SLAVE, address)
    except OSError as error:
        if error.errno == errno.EBUSY:
            problem = f"a driver of the kernel holds 0x{address:02x} on {name}"
            raise DeviceMissing(problem, "unload it (`lsmod | grep inv_mpu`, then `modprobe -r` that)") from error
        raise _cannot_open(name, error) from error
    try:
        fcntl.fcntl(handle, fcntl.F_OFD_SETLK, struct.pack(OURS, fcntl.F_WRLCK, 0, address, 1, 0))
    except OSError as error:
        problem = f"another program reads the sensor at 0x{address:02x} on {name}"
        raise DeviceMissing(problem, "stop it; it may be EdgeCoach itself: `systemctl stop edgecoach`") from error


def explained(error: OSError, bus: str, address: int, was_there: bool) -> EdgeError:
    """A failed transfer, for a person. was_there: whether the chip had answered before."""
    place = f"at 0x{address:02x} on {bus}"
    if error.errno in BUS_HELD:
        advice = "unplug and replug the sensor; if that does not help, look for a short circuit of SDA or SCL, or missing pull-ups"
        return DeviceFault(f"{bus} is held: a chip or a short circuit keeps its lines low", advice)
    if error.errno in NOBODY_ANSWERS and was_there:
        return DeviceLost(f"the sensor {place} no longer answers", "check its plug and cable")
    if error.errno in NOBODY_ANSWERS:
        return DeviceMissing(f"nothing answers {place}", "check its plug, its wires (SDA, SCL, 3.3 V, ground) and its address")
    return DeviceFault(f"the sensor {place} cannot be read ({error.strerror})", "check its plug and cable")
