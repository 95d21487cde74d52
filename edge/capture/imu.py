"""An IMU's driver, read in a thread of its own -> ImuSample in the loop.

A bus that is slow or stuck blocks that thread and nothing else. What the loop has no time for waits in a short line, then in the chip's
own buffer; nothing is dropped in between. Refuses to know: which chip or line it is.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from contextlib import AbstractContextManager, aclosing, asynccontextmanager, suppress
from queue import Empty, Full, Queue
from threading import Event, Thread
from typing import Protocol, TypeAlias

from edge.errors import DeviceFault
from edge.messages import Sample

BATCHES = 64
"""Polls whose readings may wait for the loop: two thirds of a second."""

LOOK_AGAIN_S = 1.0
"""A chip that is away is looked for this often, which costs a failed transfer: replugged, it is back within two seconds."""

PATIENCE_S = 5.0
"""How long closing waits for a thread that hangs in the kernel; the longest timeout of an I2C adapter is a second."""


class Driver(Protocol):
    """An opened device that is asked for its readings."""

    @property
    def identity(self) -> str:
        """What it is, for people."""
        ...

    def next_look_s(self) -> float:
        """How long to wait before the next poll."""
        ...

    def poll(self) -> Sequence[Sample]:
        """What it has measured since the last time. Raises EdgeError."""
        ...


Opener: TypeAlias = Callable[[Callable[[float], object]], AbstractContextManager[Driver]]
"""Opens the device; it is handed what waits so many seconds. Raises EdgeError."""


Wait: TypeAlias = Callable[[Event, float], object]
"""Waits so many seconds, or until the event; a test lets its own clock pass instead."""

IN_REAL_TIME: Wait = Event.wait


class ImuSource:
    """One worn sensor. driver: the opened device, to be asked who it is and how it fares; None while it is away.

    longest_pause_s: between two looks for it while it is away.
    """

    def __init__(self, where: str, opener: Opener, wait: Wait = IN_REAL_TIME, longest_pause_s: float = LOOK_AGAIN_S) -> None:
        self.name, self._opener, self._wait = f"imu {where}", opener, wait
        self.longest_pause_s = longest_pause_s
        self.driver: Driver | None = None

    @asynccontextmanager
    async def open(self) -> AsyncIterator[AsyncIterator[Sample]]:
        """Its readings as they come. Raises DeviceMissing, DeviceLost or DeviceFault."""
        line = _Line(self._opener, self._wait)
        try:
            self.driver = await line.opened()
            async with aclosing(line.samples()) as samples:
                yield samples
        finally:
            self.driver = None
            await line.close()


class _Line:
    """From the thread to the loop: batches of samples, then the error that ended them."""

    def __init__(self, opener: Opener, wait: Wait) -> None:
        self._opener, self._wait, self._loop = opener, wait, asyncio.get_running_loop()
        self._batches: Queue[Sequence[Sample]] = Queue(BATCHES)
        self._stop, self._filled, self._ended = Event(), asyncio.Event(), asyncio.Event()
        self._driver: asyncio.Future[Driver] = self._loop.create_future()
        self._error: BaseException | None = None
        self._thread = Thread(target=self._read, name="imu", daemon=True)
        self._thread.start()

    async def opened(self) -> Driver:
        return await self._driver

    async def samples(self) -> AsyncGenerator[Sample, None]:
        """Until the device fails; its error comes after all that it gave before."""
        while True:
            await self._filled.wait()
            self._filled.clear()
            ended = self._ended.is_set()
            with suppress(Empty):
                while True:
                    for sample in self._batches.get_nowait():
                        yield sample
            if ended:
                assert self._error is not None
                raise self._error

    async def close(self) -> None:
        """The device is closed when this returns. Raises DeviceFault where the kernel never lets go of it."""
        self._stop.set()
        self._driver.cancel()
        try:
            async with asyncio.timeout(PATIENCE_S):
                await self._ended.wait()
        except TimeoutError:
            raise DeviceFault("a sensor's bus hangs in the kernel", "switch the box off and on") from None
        self._thread.join()  # it has said its last word

    def _read(self) -> None:
        """The thread."""
        error: BaseException | None = None
        try:
            with self._opener(self._pause) as driver:
                self._tell(self._hand_over, driver)
                while not self._stop.is_set():
                    self._pause(driver.next_look_s())
                    if batch := driver.poll():
                        self._put(batch)
        except BaseException as problem:  # a thread's exception would be lost: whoever reads the samples raises it
            error = problem
        self._tell(self._end, error)

    def _pause(self, seconds: float) -> None:
        self._wait(self._stop, seconds)

    def _put(self, batch: Sequence[Sample]) -> None:
        while not self._stop.is_set():
            with suppress(Full):
                self._batches.put(batch, timeout=0.1)
                self._tell(self._filled.set)
                return

    def _tell(self, what: Callable[..., object], *about: object) -> None:
        with suppress(RuntimeError):  # the loop is closed already
            self._loop.call_soon_threadsafe(what, *about)

    def _hand_over(self, driver: Driver) -> None:
        if not self._driver.done():
            self._driver.set_result(driver)

    def _end(self, error: BaseException | None) -> None:
        self._error = error
        if error is not None and not self._driver.done():
            self._driver.set_exception(error)
        self._ended.set()
        self._filled.set()
