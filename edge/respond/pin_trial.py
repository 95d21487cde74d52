"""An output on pins, given every pattern that it knows -> where its pins are and how well they pulse.

Refuses to know: how that is shown, and whether a person felt or saw anything.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeAlias

from edge.clock import Clock
from edge.config_options import Pin
from edge.messages import Cue, Priority, Sample
from edge.respond.pin_output import OpenFactory, PinOutput
from edge.respond.pins.factory import ChipFactory, open_factory

Made: TypeAlias = Callable[[Clock, OpenFactory], PinOutput[Any]]
Opened: TypeAlias = Callable[[str, Clock], ChipFactory]

GAP_S = 0.7
"""Between two patterns, so that they are told apart."""


@dataclass(frozen=True, slots=True)
class PinTrial:
    """board: its name, empty for an unknown one. places: chip and line of each pin. patterns: those that were given.

    late_ms: how late the edges of the pulses came, the median and what 95 % stayed within; None where nothing had to pulse.
    """

    board: str
    places: tuple[str, ...]
    patterns: tuple[str, ...]
    late_ms: tuple[float, float] | None


async def try_out(made: Made, pins: Sequence[Pin], clock: Clock, opened: Opened = open_factory) -> PinTrial:
    """Gives every pattern once, the usual way. Raises EdgeError where a pin cannot be had."""
    factories: list[ChipFactory] = []

    def remembered(consumer: str, clock: Clock) -> ChipFactory:
        factories.append(opened(consumer, clock))
        return factories[-1]

    output = made(clock, remembered)
    async with output.open() as samples:
        (factory,) = factories
        places = tuple(str(factory.place(pin)) for pin in pins)
        await _give_all(output, samples, clock)
        late_ms = _late_ms(sorted(factory.pulses.late_s))
    return PinTrial(factory.board.name if factory.board else "", places, tuple(output.patterns), late_ms)


async def _give_all(output: PinOutput[Any], samples: AsyncIterator[Sample], clock: Clock) -> None:
    giving = asyncio.ensure_future(anext(samples))
    try:
        for cue in _cues(output, clock):
            output.deliver(cue)
            with suppress(TimeoutError):
                async with asyncio.timeout(GAP_S + sum(seconds for _, seconds in output.patterns[cue.text])):
                    await asyncio.shield(giving)
    finally:
        giving.cancel()


def _cues(output: PinOutput[Any], clock: Clock) -> Iterator[Cue]:
    for name in output.patterns:
        now = clock.now()
        yield Cue(now, output.channel, name, Priority.SAFETY if name == "safety" else Priority.COUNT, now + 1.0)


def _late_ms(late_s: Sequence[float]) -> tuple[float, float] | None:
    if not late_s:
        return None
    return 1e3 * late_s[len(late_s) // 2], 1e3 * late_s[int(0.95 * (len(late_s) - 1))]
