"""The cues of one channel -> the levels of one device over time, from a table of patterns.

Everything is off before the first cue, after the last one, and when the device is lost.
Refuses to know: which device it is, and what its levels mean.
"""

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, NoReturn, TypeAlias, TypeVar

from edge.clock import Clock
from edge.errors import EdgeError
from edge.messages import Cue, Event, Priority, Sample
from edge.respond.cue_line import CueLine
from edge.respond.pins.factory import open_factory

Level = TypeVar("Level")

Factory: TypeAlias = Any
"""gpiozero has no types; see pins.factory.ChipFactory."""

OpenFactory: TypeAlias = Callable[[str, Clock], AbstractContextManager[Factory]]
"""For the output of this name. Raises DeviceMissing."""

LOOK_EVERY_S = 1.0
"""So often an idle device is asked whether it is still there, and a lost one whether it is back: both cost next to nothing."""


@dataclass(frozen=True, slots=True)
class Giving:
    """An output's endless work, in the shape of a source: it gives no samples, and raises what the work raises."""

    work: Callable[[], Awaitable[NoReturn]]

    def __aiter__(self) -> AsyncIterator[Sample]:
        return self

    async def __anext__(self) -> Sample:
        return await self.work()


class PinOutput(ABC, Generic[Level]):
    """An output on GPIO pins: an Output to the daemon, a Source to keep_open. patterns: (level, seconds) by the names of `names_of`."""

    name: str
    channel: str
    patterns: Mapping[str, Sequence[tuple[Level, float]]]
    off: Level
    longest_pause_s = LOOK_EVERY_S

    def __init__(self, clock: Clock, factory: OpenFactory = open_factory) -> None:
        self._line = CueLine(self.channel, clock)
        self._factory = partial(factory, self.name, clock)

    def deliver(self, event: Event) -> None:
        self._line.put(event)

    @asynccontextmanager
    async def open(self) -> AsyncIterator[AsyncIterator[Sample]]:
        """Gives cues for as long as it is open. Raises DeviceMissing, DeviceLost or DeviceFault with the pin's name."""
        with ExitStack() as stack:
            device = self._borrow(stack, stack.enter_context(self._factory()))
            stack.callback(self._silence, device)
            yield Giving(partial(self._give, device))

    async def _give(self, device: Any) -> NoReturn:
        self._show(device, self.at_rest())
        while True:
            cue = await self._line.take(LOOK_EVERY_S)
            if cue is None:
                self._look(device)
            else:
                await self._play(device, cue)

    async def _play(self, device: Any, cue: Cue) -> None:
        """A pattern, to its end or until something comes that matters as much."""
        for level, seconds in self.pattern(cue):
            self._show(device, level)
            if not await self._line.rest(seconds, cue.priority):
                break
        self._show(device, self.at_rest())

    def pattern(self, cue: Cue) -> Iterator[tuple[Level, float]]:
        """The steps of a cue, as strong as it wants to be."""
        found = next((self.patterns[name] for name in names_of(cue) if name in self.patterns), ())
        return ((self.scaled(level, cue.strength), seconds) for level, seconds in found)

    def at_rest(self) -> Level:
        """What is shown between cues."""
        return self.off

    def _look(self, device: Any) -> None:
        """Raises DeviceLost where the device has gone: reading its level asks the chip."""
        _ = device.value

    def _silence(self, device: Any) -> None:
        with suppress(EdgeError):  # a device that has gone is silent
            self._show(device, self.off)

    @abstractmethod
    def scaled(self, level: Level, strength: float) -> Level:
        """A level of the table at a strength of 0..1."""

    @abstractmethod
    def _borrow(self, stack: ExitStack, factory: Factory) -> Any:
        """The device, closed with the stack. Raises EdgeError."""

    @abstractmethod
    def _show(self, device: Any, level: Level) -> None: ...


def names_of(cue: Cue) -> Iterator[str]:
    """Under what a cue's pattern is looked for: a warning before all else, then its key, its table of words, its priority."""
    if cue.priority is Priority.SAFETY:
        yield "safety"
    yield cue.text
    yield cue.text.partition(".")[0]
    yield cue.priority.name.lower()
