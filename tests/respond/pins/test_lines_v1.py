"""Version 1 of the GPIO interface against a kernel written from its header by somebody else's means (struct), behind real file numbers."""

import errno
import fcntl
import os
import struct
from collections.abc import Callable
from typing import Any

import pytest

from edge.respond.pins import lines_v1
from edge.respond.pins.lines import Change, Chip, LineInfo, kernel_version, open_chips
from edge.respond.pins.lines_v1 import ChipsV1

# linux/gpio.h "ABI v1"; the numbers as the kernel's own headers compute them (and Jetson.GPIO 2.1.13, gpio_cdev.py, writes them)
CHIPINFO, LINEINFO, LINEHANDLE, LINEEVENT = 0x8044B401, 0xC048B402, 0xC16CB403, 0xC030B404
GET_VALUES, SET_VALUES = 0xC040B408, 0xC040B409
HANDLE_REQUEST, EVENT_REQUEST, EVENT = "<64I I 64B 32s I i", "<III 32s i", "<Q I 4x"
BIASES = 0b111 << 5


class FakeKernel:
    """One chip of 54 lines in a file of its own. old: Linux before 5.5, which knows no pull-ups."""

    def __init__(self, old: bool) -> None:
        self.old = old
        self.levels, self.consumers = [0] * 54, [b""] * 54
        self.lent: dict[int, int] = {}
        self.events: dict[int, int] = {}
        self.flags: list[int] = []

    def ioctl(self, file: int, number: int, argument: Any) -> int:
        handlers: dict[int, Callable[[int, bytes], bytes]] = {
            CHIPINFO: self.chip, LINEINFO: self.line, LINEHANDLE: self.handle, LINEEVENT: self.event,
            GET_VALUES: self.get, SET_VALUES: self.set,
        }  # fmt: skip
        answer = handlers[number](file, bytes(argument))
        memoryview(argument).cast("B")[:] = answer
        return 0

    def chip(self, file: int, asked: bytes) -> bytes:
        return struct.pack("<32s 32s I", b"gpiochip0", b"tegra-gpio", 54)

    def line(self, file: int, asked: bytes) -> bytes:
        (offset,) = struct.unpack_from("<I", asked)
        used = bool(self.consumers[offset])
        return struct.pack("<II 32s 32s", offset, used | 1 << 1, b"GPIO%d" % offset, self.consumers[offset])

    def handle(self, file: int, asked: bytes) -> bytes:
        fields = list(struct.unpack(HANDLE_REQUEST, asked))
        offset, flags, level, consumer = fields[0], fields[64], fields[65], fields[129]
        assert (flags, fields[130]) == (1 << 1, 1)
        self.borrow(offset, consumer)
        self.levels[offset] = level
        fields[131] = self.lend(offset)
        return struct.pack(HANDLE_REQUEST, *fields)

    def event(self, file: int, asked: bytes) -> bytes:
        offset, flags, edges, consumer, _ = struct.unpack(EVENT_REQUEST, asked)
        self.flags.append(flags)
        if self.old and flags & BIASES:
            raise OSError(errno.EINVAL, "Invalid argument")
        self.borrow(offset, consumer)
        reader, writer = os.pipe()
        self.lent[reader], self.events[offset] = offset, writer
        return struct.pack(EVENT_REQUEST, offset, flags, edges, consumer, reader)

    def get(self, file: int, asked: bytes) -> bytes:
        return bytes([self.levels[self.lent[file]], *[0] * 63])

    def set(self, file: int, asked: bytes) -> bytes:
        self.levels[self.lent[file]] = asked[0]
        return asked

    def borrow(self, offset: int, consumer: bytes) -> None:
        if self.consumers[offset]:
            raise OSError(errno.EBUSY, "Device or resource busy")
        self.consumers[offset] = consumer.rstrip(b"\0")

    def lend(self, offset: int) -> int:
        file = os.open(os.devnull, os.O_RDWR)
        self.lent[file] = offset
        return file


@pytest.fixture(params=[False, True], ids=["5.5", "4.9"])
def kernel(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> FakeKernel:
    kernel = FakeKernel(old=request.param)
    monkeypatch.setattr(fcntl, "ioctl", kernel.ioctl)
    return kernel


def test_the_numbers_are_the_kernels() -> None:
    ours = (lines_v1.GET_CHIPINFO, lines_v1.GET_LINEINFO, lines_v1.GET_LINEHANDLE, lines_v1.GET_LINEEVENT)
    assert ours == (CHIPINFO, LINEINFO, LINEHANDLE, LINEEVENT)
    assert (lines_v1.GET_LINE_VALUES, lines_v1.SET_LINE_VALUES) == (GET_VALUES, SET_VALUES)


def test_a_chip_and_its_lines_say_who_they_are(kernel: FakeKernel) -> None:
    chips = ChipsV1()
    assert chips.chip(os.devnull) == Chip(os.devnull, "tegra-gpio", 54)
    assert chips.info(os.devnull, 13) == LineInfo("GPIO13", used=False, consumer="")
    assert list(chips.names(os.devnull)) == [f"GPIO{offset}" for offset in range(54)]


def test_an_output_begins_at_its_level_and_follows(kernel: FakeKernel) -> None:
    line = ChipsV1().output(os.devnull, 38, high=True, consumer="edgecoach haptic")
    assert kernel.levels[38] == 1
    assert line.read() is True
    line.write(False)
    assert kernel.levels[38] == 0
    assert line.read() is False
    line.close()
    line.close()


def test_a_held_line_names_its_holder(kernel: FakeKernel) -> None:
    chips = ChipsV1()
    line = chips.output(os.devnull, 38, high=False, consumer="edgecoach with a name that is far too long")
    with pytest.raises(OSError, match="busy") as caught:
        chips.output(os.devnull, 38, high=False, consumer="another")
    assert caught.value.errno == errno.EBUSY
    assert chips.info(os.devnull, 38) == LineInfo("GPIO38", used=True, consumer="edgecoach with a name that is f")
    line.close()


def test_an_input_tells_its_changes(kernel: FakeKernel) -> None:
    line = ChipsV1().watched(os.devnull, 17, "up", "edgecoach button")
    os.write(kernel.events[17], struct.pack(EVENT, 123, 2) + struct.pack(EVENT, 456, 1))
    assert list(line.changes()) == [Change(None, high=False), Change(None, high=True)]
    assert line.read() is False
    line.close()
    os.close(kernel.events[17])


def test_a_pull_up_that_the_kernel_does_not_know_is_left_out(kernel: FakeKernel) -> None:
    line = ChipsV1().watched(os.devnull, 17, "up", "edgecoach button")
    assert kernel.flags == ([1 | 1 << 5, 1] if kernel.old else [1 | 1 << 5])
    line.close()
    os.close(kernel.events[17])


def test_what_is_no_chip_is_an_error_of_the_kernels() -> None:
    with pytest.raises(OSError, match="Inappropriate ioctl"):
        ChipsV1().chip(os.devnull)


@pytest.mark.parametrize(
    ("release", "version"), [("4.9.337-tegra", (4, 9)), ("5.10.120-tegra", (5, 10)), ("6.12.20+rpt-rpi-2712", (6, 12)), ("odd", (5, 10))]
)
def test_the_kernels_version(release: str, version: tuple[int, int]) -> None:
    assert kernel_version(release) == version


def test_the_interface_follows_the_kernel() -> None:
    assert type(open_chips("4.9.337-tegra")).__name__ == "ChipsV1"
    assert type(open_chips("5.15.148-tegra")).__name__ == "ChipsV2"
