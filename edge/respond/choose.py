"""What is configured -> the outputs that there are to be, none of them opened yet.

Refuses to know: whether their devices are there.
"""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from edge.clock import Clock
from edge.config_options import Respond
from edge.messages import Event, Sample
from edge.respond.button import ButtonInput
from edge.respond.buzzer import BuzzerOutput
from edge.respond.haptics import HapticOutput
from edge.respond.lights import LightOutput


class DeviceOutput(Protocol):
    """An Output to the daemon that owns a device, and a Source to keep_open, which opens it again when it was lost."""

    name: str

    def deliver(self, event: Event) -> None:
        """Take note of an event, without waiting for anything."""
        ...

    def open(self) -> AbstractAsyncContextManager[AsyncIterator[Sample]]:
        """Give cues for as long as it is open; samples where it has any. Raises EdgeError when the device is away."""
        ...


def choose_outputs(config: Respond, clock: Clock) -> list[DeviceOutput]:
    """Every output that the configuration names."""
    outputs: list[DeviceOutput] = []
    if config.haptics.pin:
        outputs.append(HapticOutput(config.haptics, clock))
    if config.buzzer.pin:
        outputs.append(BuzzerOutput(config.buzzer, clock))
    if config.lights.red or config.lights.green or config.lights.blue:
        outputs.append(LightOutput(config.lights, config.cues.light, clock))
    if config.button.pin:
        outputs.append(ButtonInput(config.button, clock))
    return outputs
