"""The serial IMU through its source, in real time: a pseudo-terminal whose name comes and goes as a USB plug does."""

import asyncio
import os
import pty
import threading
import tty
from collections.abc import AsyncIterator, Iterator
from contextlib import aclosing
from pathlib import Path

import pytest

from edge.capture.choose import imu_sources
from edge.capture.imu import ImuSource
from edge.capture.source import keep_open
from edge.clock import SystemClock
from edge.config_options import Imus, WristImu
from edge.messages import ImuSample, LinkChange, Sample
from tests.capture.test_serial_imu import line_of


class Plug:
    """A board whose device node comes and goes, as /dev/serial/by-id does; it prints 200 lines a second while it is in."""

    def __init__(self, node: Path) -> None:
        self.node, self._stop = node, threading.Event()

    def put_in(self) -> None:
        self._end, self._other = pty.openpty()
        tty.setraw(self._other)
        self.node.symlink_to(os.ttyname(self._other))
        self._stop.clear()
        self._printing = threading.Thread(target=self._print)
        self._printing.start()

    def pull_out(self) -> None:
        self._stop.set()
        self._printing.join()
        self.node.unlink()
        os.close(self._end)
        os.close(self._other)

    def _print(self) -> None:
        for nth in range(10**6):
            if self._stop.wait(0.005):
                return
            os.write(self._end, line_of(nth))


@pytest.fixture
def plug(tmp_path: Path) -> Iterator[Plug]:
    made = Plug(tmp_path / "usb-board")
    made.put_in()
    yield made
    made.pull_out()


def source_of(plug: Plug) -> ImuSource:
    (source,) = imu_sources(Imus(wrist=WristImu(source="serial", serial_port=str(plug.node))), None)
    return source


def numbers(samples: list[ImuSample]) -> list[int]:
    return [round(sample.accel[0] * 1000) for sample in samples]


def test_it_is_read_by_the_source_in_real_time(plug: Plug) -> None:
    """Through the thread and keep_open's errors: a real clock and a printing thread."""

    async def read() -> list[ImuSample]:
        found: list[ImuSample] = []
        async with source_of(plug).open() as samples:
            async for sample in samples:
                assert isinstance(sample, ImuSample)
                found.append(sample)
                if len(found) == 50:
                    return found
        return found

    found = numbers(asyncio.run(read()))
    assert found == list(range(found[0], found[0] + 50))


def test_unplugged_and_plugged_in_again_it_is_back_within_two_seconds(plug: Plug) -> None:
    """In real time; each is said once. away_s: for how long, to meet every length of pause."""
    clock, links, back_s = SystemClock(), list[bool](), list[float]()

    async def read() -> None:
        async with aclosing(keep_open(source_of(plug), clock)) as samples:
            await until_read(samples)
            for away_s in (0.1, 1.3):
                plug.pull_out()
                asyncio.get_running_loop().call_later(away_s, plug.put_in)
                put_in_at = clock.now() + away_s
                back_s.append((await until_read(samples, put_in_at)).t - put_in_at)

    async def until_read(samples: AsyncIterator[Sample], since: float = 0.0) -> Sample:
        async for sample in samples:
            if isinstance(sample, LinkChange):
                links.append(sample.link)
            elif sample.t >= since:
                return sample
        raise AssertionError("it ended")

    asyncio.run(read())
    assert links == [True, False, True, False, True]
    assert max(back_s) < 2.0
