"""What is configured -> the outputs that there are to be, none of them opened yet.

Refuses to know: whether their devices are there.
"""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Protocol

from edge.clock import Clock
from edge.config_options import Respond
from edge.messages import Event, Sample
from edge.respond.audio import Audio
from edge.respond.button import ButtonInput
from edge.respond.buzzer import BuzzerOutput
from edge.respond.haptics import HapticOutput
from edge.respond.lights import LightOutput
from edge.respond.sentences import load
from edge.respond.speech import Speech
from edge.respond.voice import choose_voice

SPEECH = "speech"
"""Folder of the sentences that were spoken once."""


class DeviceOutput(Protocol):
    """An Output to the daemon that owns a device, and a Source to keep_open, which opens it again when it was lost."""

    name: str

    def deliver(self, event: Event) -> None:
        """Take note of an event, without waiting for anything."""
        ...

    def open(self) -> AbstractAsyncContextManager[AsyncIterator[Sample]]:
        """Give cues for as long as it is open; samples where it has any. Raises EdgeError when the device is away."""
        ...


def choose_outputs(config: Respond, clock: Clock, state: Path) -> list[DeviceOutput]:
    """Every output that the configuration names. state: the state directory, where spoken sentences are kept."""
    outputs: list[DeviceOutput] = []
    if config.haptics.pin:
        outputs.append(HapticOutput(config.haptics, clock))
    if config.buzzer.pin:
        outputs.append(BuzzerOutput(config.buzzer, clock))
    if config.lights.red or config.lights.green or config.lights.blue:
        outputs.append(LightOutput(config.lights, config.cues.light, clock))
    if config.button.pin:
        outputs.append(ButtonInput(config.button, clock))
    return outputs + (_sound(config, clock, state) if config.audio.use else [])


def _sound(config: Respond, clock: Clock, state: Path) -> list[DeviceOutput]:
    """Tones go without the voice, and the voice comes through the same loudspeaker."""
    audio = Audio(config.audio.device, clock)
    voice = choose_voice(config.language, config.audio.voice)
    return [audio, Speech(voice, load(config.language), state / SPEECH, audio.play, clock)]
