"""Outputs on made-up pins: run as the daemon runs them, and asked what their pins did."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager
from typing import Any

from gpiozero.pins.mock import MockFactory, MockPWMPin

from edge.capture.source import keep_open
from edge.clock import Clock
from edge.messages import Cue, Priority, Sample
from edge.respond.choose import DeviceOutput
from edge.respond.pins.factory import ChipFactory
from edge.respond.pins.simulate import SimulatedChips

NAMES = {13: "MOTOR", 14: "RED", 15: "GREEN", 16: "BLUE", 17: "BUTTON", 18: "BUZZER"}
"""Lines of the simulated chip."""


class TimedPin(MockPWMPin):  # type: ignore[misc]
    """gpiozero's mock, with the times of our clock: `history` holds (time, state, frequency)."""

    clock: Clock

    def __init__(self, factory: Any, info: Any) -> None:
        self.history: list[tuple[float, float, float]] = []
        super().__init__(factory, info)

    def _change_state(self, value: float) -> bool:
        changed: bool = super()._change_state(value)
        if changed:
            self.history.append((self.clock.now(), float(value), self.frequency or 0.0))
        return changed


def mock_pins(clock: Clock) -> MockFactory:
    """gpiozero's own mock of a Raspberry Pi's header; pins are named GPIO5 and so on."""
    return MockFactory(pin_class=type("Pin", (TimedPin,), {"clock": clock}))


def simulated_pins(chips: SimulatedChips) -> Callable[[str, Clock], ChipFactory]:
    """Our own factory on a simulated chip."""
    return lambda consumer, clock: ChipFactory(chips, None, consumer, clock)


def cue(clock: Clock, channel: str, text: str, priority: Priority = Priority.COUNT, strength: float = 1.0) -> Cue:
    return Cue(clock.now(), channel, text, priority, clock.now() + 0.5, strength=strength)


@asynccontextmanager
async def running(output: DeviceOutput, clock: Clock) -> AsyncIterator[list[Sample]]:
    """Kept open as in a visit; what it says arrives in the list."""
    said: list[Sample] = []

    async def listen() -> None:
        async with aclosing(keep_open(output, clock)) as samples:
            async for sample in samples:
                said.append(sample)

    task = asyncio.ensure_future(listen())
    try:
        await asyncio.sleep(0.01)
        yield said
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        if not task.cancelled():
            task.result()
