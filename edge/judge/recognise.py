"""The figures of a stretch of movement -> how little it looks like each exercise.

A cost per rule, summed over what the rule says a repetition looks like, each by how far outside its limits the figure lies
and by how well it was seen.
Refuses to know: time, counting, what was decided before.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from edge.judge.history import Figures
from edge.judge.rules import SPECIALS, STATS, TRAITS, Look, Measure, Rule
from edge.messages import Array

MOST_PER_LOOK = 4.0
"""One figure alone cannot cost more than this."""
BLIND_COST = 0.06
"""What an unseen figure costs: knowing nothing is worse than knowing it fits."""
IMPOSSIBLE = 99.0
MOST_APART = 3.0
"""No single figure sets two repetitions further apart."""


@dataclass(frozen=True, slots=True, eq=False)
class Marks:
    """What one stretch of movement measures where a rule looks. values: (n_looks,). seen: (n_looks,) 0..1."""

    values: Array
    seen: Array

    def distance(self, other: "Marks") -> float:
        """How far apart the two are on the mean of what is seen of both, 0 where they are alike."""
        weight = np.minimum(self.seen, other.seen)
        apart = np.minimum(np.abs(self.values - other.values), MOST_APART)
        return float((weight * apart).sum() / (weight.sum() + 1e-6))


class Recogniser:
    """All rules' looks as one set of arrays."""

    def __init__(self, rules: Sequence[Rule], signals: Sequence[str], *, traits: bool = True) -> None:
        """traits: whether it looks at them too; without, no cost is higher than with them."""
        place = {name: i for i, name in enumerate([*signals, *SPECIALS])}
        looks = [(i, look) for i, rule in enumerate(rules) for look in rule.looks if traits or look.measure.stat not in TRAITS]
        self._n = len(rules)
        self._place = place
        self._rule = np.array([i for i, _ in looks], dtype=np.intp)
        self._column = np.array([place[look.measure.signal or look.measure.stat] for _, look in looks], dtype=np.intp)
        self._cell = self._column + len(place) * np.array([_stat_row(look.measure) for _, look in looks], dtype=np.intp)
        self._low = np.array([look.low for _, look in looks])
        self._high = np.array([look.high for _, look in looks])
        self._soft = np.array([look.soft for _, look in looks])
        self._prior = np.array([-np.log(rule.prior) for rule in rules])
        self._of_rule = [slice(*np.searchsorted(self._rule, (i, i + 1)).tolist()) for i in range(len(rules))]

    def costs(self, figures: Figures) -> Array:
        """(n_rules,) 0 where everything seen fits, about 1 for each clear misfit."""
        value = figures.table.take(self._cell)
        outside = np.maximum(self._low - value, value - self._high) / self._soft
        seen = _seen(figures.confidence.take(self._column))
        each = seen * np.minimum(np.maximum(outside, 0.0), MOST_PER_LOOK) + (1.0 - seen) * BLIND_COST
        total: Array = np.bincount(self._rule, weights=each, minlength=self._n) + self._prior
        return total

    def marks(self, index: int, figures: Figures) -> Marks:
        """What that rule looks at, in units of what costs one, and how well each is seen."""
        looks = self._of_rule[index]
        seen = _seen(figures.confidence.take(self._column[looks]))
        return Marks(figures.table.take(self._cell[looks]) / self._soft[looks], seen)

    def misfit(self, look: Look, figures: Figures) -> float:
        """How far outside one look's limits its figure lies, in units of its softness."""
        value = float(figures.table[_stat_row(look.measure), self._place[look.measure.signal or look.measure.stat]])
        return max(look.low - value, value - look.high, 0.0) / look.soft


def _seen(confidence: Array) -> Array:
    """How much of it is known, 0..1."""
    known: Array = np.minimum(np.maximum((confidence - 0.15) / 0.45, 0.0), 1.0)
    return known


def _stat_row(measure: Measure) -> int:
    return 0 if measure.stat in SPECIALS else STATS.index(measure.stat)
