"""An event loop whose time passes only when nothing is left to do: hours of time-outs in milliseconds, in their right order."""

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class VirtualLoop(asyncio.SelectorEventLoop):
    """Instead of waiting for the next time-out it jumps there; real sockets and children are looked at, never waited for."""

    def __init__(self) -> None:
        self.now = 1000.0
        super().__init__(Impatient(self))

    def time(self) -> float:
        return self.now


class Impatient(selectors.DefaultSelector):
    def __init__(self, loop: VirtualLoop) -> None:
        super().__init__()
        self._loop = loop

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        if not ready and timeout is None:
            raise RuntimeError("everybody waits for somebody else")
        if not ready and timeout:
            self._loop.now += timeout
        return ready


class VirtualClock:
    """The running loop's time, as edge.clock.Clock."""

    def now(self) -> float:
        return asyncio.get_running_loop().time()

    def wall(self) -> float:
        return 0.0


def in_virtual_time(work: Callable[[VirtualClock], Coroutine[Any, Any, T]]) -> T:
    """Run it to its end. RuntimeError where it would wait for ever."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(work(VirtualClock()))
