"""Cues -> the three-coloured light: a flash for each cue, and between them how it goes.

Between cues green is good, orange is to be improved, and a grey glow is nobody's turn. Refuses to know: when a cue is given,
and how a pin pulses.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from typing import Any, TypeAlias

from edge.clock import Clock
from edge.config_options import Lights
from edge.messages import Cue
from edge.respond.pin_output import Factory, OpenFactory, PinOutput, names_of
from edge.respond.pins.factory import gpiozero, open_factory

Colour: TypeAlias = tuple[float, float, float]
"""Red, green, blue as they look: 0..1."""

DARK: Colour = (0.0, 0.0, 0.0)
GREEN: Colour = (0.0, 1.0, 0.0)
ORANGE: Colour = (1.0, 0.6, 0.0)
RED: Colour = (1.0, 0.0, 0.0)
BLUE: Colour = (0.0, 0.0, 1.0)
GREY: Colour = (0.7, 0.7, 0.7)

PATTERNS: Mapping[str, Sequence[tuple[Colour, float]]] = {
    "safety": ((RED, 0.2), (DARK, 0.1)) * 4,
    "count.good": ((GREEN, 0.25),),
    "count.faulty": ((ORANGE, 0.25),),
    "count.plain": ((GREY, 0.25),),
    "praise": ((GREEN, 0.15), (DARK, 0.1)) * 2,
    "form": ((ORANGE, 0.3), (DARK, 0.15)) * 2,
    "framing": ((BLUE, 0.6),),
}
"""Colour, seconds."""

STATES: Mapping[str, Colour] = {
    "safety": ORANGE,
    "count.good": GREEN,
    "count.faulty": ORANGE,
    "count.plain": GREY,
    "praise.set_done": GREY,
    "form": ORANGE,
}
"""The colour that stays after a cue; the others leave it as it is."""

STATE_GLOW = 0.5
"""How bright a state looks, beside a flash. Darker than this, pulses by software are too short to be even, and flicker."""
STATE_S = 30.0
"""A state that nothing confirms for so long is over."""

EYE = 2.2
"""Half the power looks far brighter than half: exponent between the two."""


class LightOutput(PinOutput[Colour]):
    """Up to three LEDs. glow: brightness of the state before the first cue, 0..1; a cue's own strength counts after it."""

    name, channel = "lights", "light"
    patterns, off = PATTERNS, DARK

    def __init__(self, wanted: Lights, glow: float, clock: Clock, factory: OpenFactory = open_factory) -> None:
        super().__init__(clock, factory)
        self._wanted, self._clock = wanted, clock
        self._state, self._glow, self._since = GREY, glow, clock.now()
        self._shown = DARK

    def scaled(self, level: Colour, strength: float) -> Colour:
        red, green, blue = level
        return red * strength, green * strength, blue * strength

    def pattern(self, cue: Cue) -> Iterator[tuple[Colour, float]]:
        self._state = next((STATES[name] for name in names_of(cue) if name in STATES), self._state)
        self._glow, self._since = cue.strength, self._clock.now()
        return super().pattern(cue)

    def at_rest(self) -> Colour:
        """The state."""
        state = self._state if self._clock.now() < self._since + STATE_S else GREY
        return self.scaled(state, STATE_GLOW * self._glow)

    def _borrow(self, stack: ExitStack, factory: Factory) -> Any:
        library, wanted = gpiozero(), self._wanted
        pins = (wanted.red, wanted.green, wanted.blue)
        return [
            stack.enter_context(library.PWMLED(pin, active_high=wanted.active_high, pin_factory=factory)) if pin else None for pin in pins
        ]

    def _show(self, device: Any, level: Colour) -> None:
        self._shown = level
        for led, brightness in zip(device, level, strict=True):
            if led:
                led.value = brightness**EYE

    def _look(self, device: Any) -> None:
        if self._shown != self.at_rest():
            self._show(device, self.at_rest())
        for led in filter(None, device):
            super()._look(led)
