"""Tone cues -> a passive buzzer: what each kind of cue sounds like on a box without a loudspeaker.

Refuses to know: when a cue is given, and how a pin pulses.
"""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from math import asin, pi
from typing import Any, TypeAlias

from edge.clock import Clock
from edge.config_options import Buzzer
from edge.respond.pin_output import Factory, OpenFactory, PinOutput
from edge.respond.pins.factory import gpiozero, open_factory

Tone: TypeAlias = tuple[float, float]
"""Hz, loudness 0..1."""

SILENT: Tone = (440.0, 0.0)
PATTERNS: Mapping[str, Sequence[tuple[Tone, float]]] = {
    "safety": (((988.0, 1.0), 0.2), ((659.0, 1.0), 0.2)) * 3,
    "count.good": (((1047.0, 1.0), 0.09),),
    "count.faulty": (((392.0, 1.0), 0.09), (SILENT, 0.06), ((392.0, 1.0), 0.09)),
    "count.plain": (((784.0, 1.0), 0.09),),
}
"""Tone, seconds. High is good, low is not, between them is not judged, a siren is a warning. Pulses by software: nothing above 1.1 kHz
stays in tune."""


class BuzzerOutput(PinOutput[Tone]):
    """One passive (piezo or magnetic) buzzer."""

    name, channel = "buzzer", "tone"
    patterns, off = PATTERNS, SILENT

    def __init__(self, wanted: Buzzer, clock: Clock, factory: OpenFactory = open_factory) -> None:
        super().__init__(clock, factory)
        self._pin = wanted.pin

    def scaled(self, level: Tone, strength: float) -> Tone:
        return level[0], level[1] * strength

    def _borrow(self, stack: ExitStack, factory: Factory) -> Any:
        return stack.enter_context(gpiozero().PWMOutputDevice(self._pin, frequency=SILENT[0], pin_factory=factory))

    def _show(self, device: Any, level: Tone) -> None:
        frequency_hz, loudness = level
        device.value = 0.0
        device.frequency = frequency_hz
        device.value = duty(loudness)


def duty(loudness: float) -> float:
    """Share of the period that is high: its fundamental swings sin(pi duty) as far as that of a square wave (Fourier)."""
    return asin(loudness) / pi
