"""The start/stop button -> Commands: a press starts or stops, a long one ends the session.

Refuses to know: what a session is, and how a contact bounces.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import ExitStack, aclosing, asynccontextmanager
from functools import partial
from typing import Any

from edge.clock import Clock
from edge.config_options import Button
from edge.messages import Command, Event, Sample
from edge.respond.pin_output import LOOK_EVERY_S, OpenFactory
from edge.respond.pins.factory import gpiozero, open_factory

MOST_WAITING = 16
"""Presses and releases that may wait; nobody is faster."""


class ButtonInput:
    """A contact between its pin and ground. It is told nothing: it stands among the outputs because it shares their pins."""

    name = "button"
    longest_pause_s = LOOK_EVERY_S

    def __init__(self, wanted: Button, clock: Clock, factory: OpenFactory = open_factory) -> None:
        self._wanted, self._clock = wanted, clock
        self._factory = partial(factory, self.name, clock)
        self._changes: asyncio.Queue[bool] = asyncio.Queue(MOST_WAITING)

    def deliver(self, event: Event) -> None:
        """A button shows nothing."""

    @asynccontextmanager
    async def open(self) -> AsyncIterator[AsyncIterator[Sample]]:
        """Commands `session`: `toggle` at the end of a press, `stop` once it has lasted long. Raises DeviceMissing, DeviceLost."""
        self._changes = asyncio.Queue(MOST_WAITING)
        with ExitStack() as stack:
            contact = self._borrow(stack)
            async with aclosing(self._commands(contact)) as commands:
                yield commands

    def _borrow(self, stack: ExitStack) -> Any:
        factory = stack.enter_context(self._factory())
        device = gpiozero().DigitalInputDevice(self._wanted.pin, pull_up=True, bounce_time=self._wanted.debounce_s, pin_factory=factory)
        stack.callback(device.close)
        device.when_activated, device.when_deactivated = partial(self._note, True), partial(self._note, False)
        return device

    def _note(self, pressed: bool) -> None:
        if not self._changes.full():
            self._changes.put_nowait(pressed)

    async def _commands(self, contact: Any) -> AsyncGenerator[Sample, None]:
        while True:
            await self._until(contact, pressed=True)
            try:
                async with asyncio.timeout(self._wanted.long_press_s):
                    await self._until(contact, pressed=False)
            except TimeoutError:
                yield Command(self._clock.now(), "session", "stop")
                await self._until(contact, pressed=False)
            else:
                yield Command(self._clock.now(), "session", "toggle")

    async def _until(self, contact: Any, pressed: bool) -> None:
        """Wait for a change to this. Raises DeviceLost."""
        while await self._change(contact) is not pressed:
            pass

    async def _change(self, contact: Any) -> bool:
        while True:
            try:
                async with asyncio.timeout(LOOK_EVERY_S):
                    return await self._changes.get()
            except TimeoutError:
                _ = contact.value  # reading asks the chip whether it is still there
