"""Run under umockdev-wrapper: /dev/i2c-1 whose ioctls reach a simulated chip, read by the shipped source. Prints what came of it, as JSON.

Refuses to know: what is right.
"""

import asyncio
import errno
import json
import struct
import sys
import threading
from contextlib import aclosing
from typing import Any, Literal

import gi

gi.require_version("UMockdev", "1.0")
from gi.repository import GLib, UMockdev  # noqa: E402

from edge.axes import AS_PRINTED  # noqa: E402
from edge.capture.choose import imu_opener  # noqa: E402
from edge.capture.imu import ImuSource  # noqa: E402
from edge.capture.simulated_chip import SimulatedBus, SimulatedChip  # noqa: E402
from edge.capture.source import keep_open  # noqa: E402
from edge.clock import SystemClock  # noqa: E402
from edge.config_options import WristImu  # noqa: E402
from edge.errors import EdgeError  # noqa: E402
from edge.messages import ImuSample, LinkChange  # noqa: E402

I2C_FUNCS, I2C_SLAVE, I2C_RDWR = 0x0705, 0x0703, 0x0707
I2C_M_RD = 1
MESSAGE = struct.Struct("HHHxxP")
WITH_RDWR = 0x0EFF0009


class Kernel(UMockdev.IoctlBase):  # type: ignore[misc]
    """The kernel's side of /dev/i2c-1, as i2c-dev has it."""

    def __init__(self, bus: SimulatedBus, taken: bool) -> None:
        super().__init__()
        self.bus, self.taken, self.seen = bus, taken, set[int]()

    def do_handle_ioctl(self, client: Any) -> bool:
        request = client.get_request()
        self.seen.add(request)
        try:
            self._answer(request, client.get_arg())
        except OSError as error:
            client.complete(-1, error.errno)
        else:
            client.complete(0, 0)
        return True

    def _answer(self, request: int, argument: Any) -> None:
        match request:
            case 0x0703 if self.taken:
                raise OSError(errno.EBUSY, "busy")
            case 0x0703:
                return
            case 0x0705:
                argument.resolve(0, 8).update(0, [*WITH_RDWR.to_bytes(8, "little")])
            case 0x0707:
                self._transfer(argument.resolve(0, 16))
            case _:
                raise OSError(errno.ENOTTY, "no such ioctl")

    def _transfer(self, wanted: Any) -> None:
        count = struct.unpack_from("I", bytes(wanted.retrieve()), 8)[0]
        messages = wanted.resolve(0, count * MESSAGE.size)
        table = [MESSAGE.unpack_from(bytes(messages.retrieve()), nth * MESSAGE.size) for nth in range(count)]
        buffers = [messages.resolve(nth * MESSAGE.size + 8, length) for nth, (_, _, length, _) in enumerate(table)]
        reads = [bool(flags & I2C_M_RD) for _, flags, _, _ in table]
        lengths = [length for _, _, length, _ in table]
        parts = [length if read else bytes(buffer.retrieve()) for read, length, buffer in zip(reads, lengths, buffers, strict=True)]
        answers = iter(self.bus.transfer(table[0][0], parts))
        for read, buffer in zip(reads, buffers, strict=True):
            if read:
                buffer.update(0, [*next(answers)])


async def visit(bus: SimulatedBus, chip: SimulatedChip, address: Literal[0x68, 0x69]) -> dict[str, Any]:
    """A second and a half of readings, unplugged in the middle."""
    clock = SystemClock()
    source = ImuSource("wrist", imu_opener("wrist", WristImu(source="mpu6050", bus=1, address=address), None, AS_PRINTED))
    numbers: list[int] = []
    links: list[tuple[bool, str]] = []
    identity = ""
    async with asyncio.timeout(60), aclosing(keep_open(source, clock)) as samples:
        async for sample in samples:
            if isinstance(sample, LinkChange):
                links.append((sample.link, sample.reason))
                if not sample.link:
                    bus.chips[0x68] = chip
                    if len(links) == 1:
                        break
            elif isinstance(sample, ImuSample):
                identity = identity or str(source.driver and source.driver.identity)
                numbers.append(round(sample.gyro[0] / 0.0010652644360316954))
                if len(numbers) == 150:
                    bus.chips.clear()
                if len(numbers) == 300:
                    break
    return {"numbers": numbers, "links": links, "identity": identity}


def two_programs() -> str:
    """What a second program hears that wants the same sensor."""
    from edge.capture.i2c import open_bus

    with open_bus(1, 0x68):
        try:
            with open_bus(1, 0x68):
                return ""
        except EdgeError as error:
            return str(error)


def typed(words: list[str]) -> dict[str, Any]:
    """What a command of edgecoach prints, and its exit code."""
    from typer.testing import CliRunner

    from edge.application import build

    done = CliRunner().invoke(build(), words, prog_name="edgecoach")
    return {"code": done.exit_code, "out": done.stdout, "problems": done.stderr}


def main(scene: str, *words: str) -> None:
    testbed = UMockdev.Testbed.new()
    testbed.add_from_string("P: /devices/i2c-1\nN: i2c-1\nE: SUBSYSTEM=i2c-dev\nE: DEVNAME=/dev/i2c-1\n")
    given = iter(range(10**6))
    counting = lambda t: [0, 0, 2048, next(given), 0, 0]  # noqa: E731
    chip = SimulatedChip(SystemClock(), (lambda t: [0, 0, 2048, 0, 0, 16]) if scene == "turning" else counting)
    bus = SimulatedBus({0x68: chip})
    kernel = Kernel(bus, taken=scene == "taken")
    testbed.attach_ioctl("/dev/i2c-1", kernel)
    loop = GLib.MainLoop()
    threading.Thread(target=loop.run, daemon=True).start()
    told: Any = (
        typed([*words])
        if words
        else two_programs()
        if scene == "two"
        else asyncio.run(visit(bus, chip, 0x69 if scene == "wrong address" else 0x68))
    )
    print(json.dumps({"told": told, "seen": sorted(kernel.seen)}))
    loop.quit()


if __name__ == "__main__":
    main(*sys.argv[1:])
