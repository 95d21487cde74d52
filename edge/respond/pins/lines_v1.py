"""The GPIO character device, version 1: what JetPack 4's Linux 4.9 speaks, as ioctls of our own -> lines.

Layouts, numbers and flags: Linux, include/uapi/linux/gpio.h, "ABI v1". Refuses to know: version 2, boards and pins.
"""

import ctypes
import errno
import fcntl
import os
from collections.abc import Sequence
from contextlib import suppress
from ctypes import Structure, c_char, c_int, c_uint8, c_uint32, c_uint64
from pathlib import Path

from edge.respond.pins.lines import Change, Chip, Line, LineInfo, Pull, Watched

NAME, MOST_LINES = 32, 64
IS_USED = 1 << 0
INPUT, OUTPUT = 1 << 0, 1 << 1
BIAS: dict[Pull, int] = {"up": 1 << 5, "down": 1 << 6, "floating": 1 << 7}
"""Linux 5.5 and newer; an older one answers EINVAL."""
BOTH_EDGES, RISING_EDGE = 3, 1
EVENTS_AT_ONCE = 16


class GpioChipInfo(Structure):
    """struct gpiochip_info"""

    _fields_ = (("name", c_char * NAME), ("label", c_char * NAME), ("lines", c_uint32))


class GpioLineInfo(Structure):
    """struct gpioline_info"""

    _fields_ = (("line_offset", c_uint32), ("flags", c_uint32), ("name", c_char * NAME), ("consumer", c_char * NAME))


class GpioHandleRequest(Structure):
    """struct gpiohandle_request"""

    _fields_ = (
        ("lineoffsets", c_uint32 * MOST_LINES),
        ("flags", c_uint32),
        ("default_values", c_uint8 * MOST_LINES),
        ("consumer_label", c_char * NAME),
        ("lines", c_uint32),
        ("fd", c_int),
    )


class GpioHandleData(Structure):
    """struct gpiohandle_data"""

    _fields_ = (("values", c_uint8 * MOST_LINES),)


class GpioEventRequest(Structure):
    """struct gpioevent_request"""

    _fields_ = (
        ("lineoffset", c_uint32),
        ("handleflags", c_uint32),
        ("eventflags", c_uint32),
        ("consumer_label", c_char * NAME),
        ("fd", c_int),
    )


class GpioEventData(Structure):
    """struct gpioevent_data; 64-bit kernels pad it to 16 bytes."""

    _fields_ = (("timestamp", c_uint64), ("id", c_uint32))


def _number(direction: int, command: int, argument: type[Structure]) -> int:
    """_IOR and _IOWR of include/uapi/asm-generic/ioctl.h, of type 0xB4."""
    return direction << 30 | ctypes.sizeof(argument) << 16 | 0xB4 << 8 | command


READ, READ_WRITE = 2, 3
GET_CHIPINFO = _number(READ, 0x01, GpioChipInfo)
GET_LINEINFO = _number(READ_WRITE, 0x02, GpioLineInfo)
GET_LINEHANDLE = _number(READ_WRITE, 0x03, GpioHandleRequest)
GET_LINEEVENT = _number(READ_WRITE, 0x04, GpioEventRequest)
GET_LINE_VALUES = _number(READ_WRITE, 0x08, GpioHandleData)
SET_LINE_VALUES = _number(READ_WRITE, 0x09, GpioHandleData)


class LineV1:
    """A line that was lent to us as this file."""

    def __init__(self, file: int) -> None:
        self._file = file

    def fileno(self) -> int:
        return self._file

    def read(self) -> bool:
        data = GpioHandleData()
        fcntl.ioctl(self._file, GET_LINE_VALUES, data)
        return bool(data.values[0])

    def write(self, high: bool) -> None:
        data = GpioHandleData()
        data.values[0] = high
        fcntl.ioctl(self._file, SET_LINE_VALUES, data)

    def changes(self) -> Sequence[Change]:
        size = ctypes.sizeof(GpioEventData)
        came = os.read(self._file, EVENTS_AT_ONCE * size)
        events = (GpioEventData.from_buffer_copy(came, at) for at in range(0, len(came) - size + 1, size))
        return [Change(None, event.id == RISING_EDGE) for event in events]  # before Linux 5.7 its time is the wall clock's

    def close(self) -> None:
        file, self._file = self._file, -1
        if file >= 0:
            with suppress(OSError):
                os.close(file)


class ChipsV1:
    """Chips by version 1 of the interface."""

    def paths(self) -> Sequence[str]:
        return sorted(map(str, Path("/dev").glob("gpiochip*")))

    def chip(self, path: str) -> Chip:
        info = GpioChipInfo()
        _ask(path, GET_CHIPINFO, info)
        return Chip(path, info.label.decode(), info.lines)

    def info(self, path: str, offset: int) -> LineInfo:
        info = GpioLineInfo(line_offset=offset)
        _ask(path, GET_LINEINFO, info)
        return LineInfo(info.name.decode(), bool(info.flags & IS_USED), info.consumer.decode())

    def names(self, path: str) -> Sequence[str]:
        infos = [GpioLineInfo(line_offset=offset) for offset in range(self.chip(path).lines)]
        _ask(path, GET_LINEINFO, *infos)
        return [info.name.decode() for info in infos]

    def output(self, path: str, offset: int, high: bool, consumer: str) -> Line:
        request = GpioHandleRequest(flags=OUTPUT, lines=1, consumer_label=_label(consumer))
        request.lineoffsets[0], request.default_values[0] = offset, high
        _ask(path, GET_LINEHANDLE, request)
        return LineV1(request.fd)

    def watched(self, path: str, offset: int, pull: Pull, consumer: str) -> Watched:
        try:
            return self._watched(path, offset, INPUT | BIAS[pull], consumer)
        except OSError as error:
            if error.errno != errno.EINVAL:
                raise
            return self._watched(path, offset, INPUT, consumer)

    def _watched(self, path: str, offset: int, flags: int, consumer: str) -> Watched:
        request = GpioEventRequest(lineoffset=offset, handleflags=flags, eventflags=BOTH_EDGES, consumer_label=_label(consumer))
        _ask(path, GET_LINEEVENT, request)
        return LineV1(request.fd)


def _ask(path: str, number: int, *arguments: Structure) -> None:
    file = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    try:
        for argument in arguments:
            fcntl.ioctl(file, number, argument)
    finally:
        os.close(file)


def _label(consumer: str) -> bytes:
    return consumer.encode()[: NAME - 1]
