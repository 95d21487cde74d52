"""Values -> places along a line, and the round numbers to write beside it.

Refuses to know: what is measured.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

STEPS = (1.0, 2.0, 3.0, 5.0)


@dataclass(frozen=True, slots=True)
class Axis:
    """From the value `low` at place `start` to `high` at `end`, points."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Values beyond its ends are placed at them."""
        share = (value - self.low) / max(self.high - self.low, 1e-9)
        return self.start + (self.end - self.start) * min(max(share, 0.0), 1.0)

    def ticks(self, about: int = 6) -> list[float]:
        """Round numbers within it, about so many."""
        step = step_of(self.high - self.low, about)
        first = math.ceil(self.low / step - 1e-9)
        return [step * place for place in range(first, math.floor(self.high / step + 1e-9) + 1)]


def step_of(span: float, about: int) -> float:
    """The round number that divides the span into about so many parts; degrees like 30 and 60 as much as 10 and 20."""
    rough = max(span, 1e-9) / max(about, 1)
    tens = 10.0 ** math.floor(math.log10(rough))
    return next((part * tens for part in STEPS if part * tens >= rough * 0.999), 10.0 * tens)


def around(values: Iterable[float], start: float, end: float, least: float = 10.0, about: int = 6, most: float = math.inf) -> Axis:
    """An axis that holds all the values and ends at round numbers. least: the smallest span it shows. most: nothing is beyond it."""
    known = [value for value in values if math.isfinite(value)] or [0.0]
    low, high = min(known), max(known)
    low, high = (low, high) if high - low >= least else ((low + high - least) / 2, (low + high + least) / 2)
    low, high = (low, high) if high <= most else (low + most - high, most)
    step = step_of(high - low, about)
    return Axis(step * math.floor(low / step + 1e-9), step * math.ceil(high / step - 1e-9), start, end)
