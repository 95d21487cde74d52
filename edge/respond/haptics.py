"""Cues -> the vibration motor: what each kind of cue feels like.

Refuses to know: when a cue is given, and how a pin pulses.
"""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from typing import Any

from edge.clock import Clock
from edge.config_options import Haptics
from edge.respond.pin_output import Factory, OpenFactory, PinOutput
from edge.respond.pins.factory import gpiozero, open_factory

PATTERNS: Mapping[str, Sequence[tuple[float, float]]] = {
    "safety": ((1.0, 0.8),),
    "count.good": ((1.0, 0.1),),
    "count.faulty": ((0.4, 0.12), (0.0, 0.1), (0.4, 0.12)),
    "count.plain": ((0.6, 0.1),),
    "form": ((0.7, 0.2), (0.0, 0.1), (0.7, 0.2)),
}
"""Strength 0..1, seconds. A small motor needs about 0.05 s to turn, so nothing is shorter than 0.1 s."""

FREQUENCY_HZ = 100
STARTS_AT = 0.35
"""Share of its voltage below which a small motor does not start: the weakest vibration that is one."""


class HapticOutput(PinOutput[float]):
    """One vibration motor behind a transistor. Levels: 0..1."""

    name, channel = "haptic", "haptic"
    patterns, off = PATTERNS, 0.0

    def __init__(self, wanted: Haptics, clock: Clock, factory: OpenFactory = open_factory) -> None:
        super().__init__(clock, factory)
        self._pin = wanted.pin

    def scaled(self, level: float, strength: float) -> float:
        return level * strength

    def _borrow(self, stack: ExitStack, factory: Factory) -> Any:
        return stack.enter_context(gpiozero().PWMOutputDevice(self._pin, frequency=FREQUENCY_HZ, pin_factory=factory))

    def _show(self, device: Any, level: float) -> None:
        device.value = STARTS_AT + (1.0 - STARTS_AT) * level if level > 0.0 else 0.0
