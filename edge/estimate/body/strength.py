"""A person's best efforts -> how strong each joint of theirs is, against what such people usually have.

An effort that was really all somebody could do uses 100 % of their strength: what the population's tables call 130 % then says that they
have 1.3 times as much. Plain numbers, to be kept with the person and handed in. Refuses to know: where they are kept, and how a best
effort was asked for.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

LEAST, MOST = 0.3, 3.0
"""Times the usual strength: below and above it a measurement is doubted rather than believed."""
BEST = 3
"""So many of the best efforts are averaged: one alone can be a moment wrongly measured."""
AGAIN = 0.1
"""Standard deviation of the same person's best effort on another day, as a share (test-retest of isometric strength: 7 to 9 %)."""


@dataclass(frozen=True, slots=True)
class Strength:
    """factor: times the strength of the tables; spread: its standard deviation, as a share of it."""

    factor: float
    spread: float


@dataclass(frozen=True, slots=True)
class BestEffort:
    """generator: as in muscles.GENERATORS. share: its activation by the tables alone, at the hardest moment; sd: of the moment only."""

    generator: str
    share: float
    sd: float


def strengths_of(efforts: Iterable[BestEffort], spreads: Mapping[str, float]) -> dict[str, Strength]:
    """What the efforts show, weighed against what such people have: the less sure a measurement, the closer to the usual.

    spreads: of the population, as Muscles.spreads gives them. Efforts that mean nothing (not finite, not above 0, of no generator)
    are left out.
    """
    shown: dict[str, list[BestEffort]] = defaultdict(list)
    for effort in efforts:
        if effort.generator in spreads and 0.0 < effort.share < np.inf and 0.0 <= effort.sd < np.inf:
            shown[effort.generator].append(effort)
    return {name: _weighed(several, spreads[name]) for name, several in shown.items()}


def _weighed(efforts: list[BestEffort], usual_sd: float) -> Strength:
    best = sorted(efforts, key=lambda effort: -effort.share)[:BEST]
    measured = float(np.mean([effort.share for effort in best]))
    sd = float(np.hypot(AGAIN * measured, np.sqrt(np.mean([effort.sd**2 for effort in best]))))
    trust = usual_sd**2 / (usual_sd**2 + sd**2)
    factor = float(np.clip(1.0 + trust * (measured - 1.0), LEAST, MOST))
    return Strength(factor, float(np.sqrt(trust)) * sd / factor)


def as_numbers(strengths: Mapping[str, Strength]) -> dict[str, tuple[float, float]]:
    """For the person's file."""
    return {name: (strength.factor, strength.spread) for name, strength in strengths.items()}


def of_numbers(kept: Mapping[str, tuple[float, float]]) -> dict[str, Strength]:
    """From the person's file; an impossible entry is as if it had never been made."""
    return {name: Strength(factor, spread) for name, (factor, spread) in kept.items() if LEAST <= factor <= MOST and 0.0 < spread < 1.0}
