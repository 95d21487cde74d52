"""A repetition's figures and its exercise's rules -> faults and a score.

Refuses to know: time, counting, words. A fault is a deviation from the wanted movement, never a finding about health.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from edge.judge.history import Figures
from edge.judge.rules import SPECIALS, STATS, FaultRule, Rule
from edge.messages import Severity

JUDGED_FROM = 0.45
"""A fault is only judged where its signal was seen at least this well."""
FRONT_FACING, SIDE_FACING = 0.6, 0.6
COST_MINOR, COST_MAJOR = 12.0, 30.0
"""Points of 100 that a fault costs at its limit and from its major limit on."""
MARGIN = 0.04
"""A limit must be passed by this share of the way to the major one: measurement noise is nobody's fault."""


@dataclass(frozen=True, slots=True)
class Deviation:
    """One fault of one repetition; size: how far beyond the limit, in `unit`."""

    rule: FaultRule
    severity: Severity
    size: float
    cost: float


class FormJudge:
    """Reads faults off figures."""

    def __init__(self, signals: Sequence[str]) -> None:
        self._place = {name: i for i, name in enumerate([*signals, *SPECIALS])}

    def deviations(self, rule: Rule, figures: Figures) -> list[Deviation]:
        found = [self._deviation(fault, figures) for fault in rule.faults if self._can_be_judged(fault, figures)]
        return sorted((d for d in found if d is not None), key=lambda d: -d.cost)

    def score(self, deviations: Sequence[Deviation]) -> float:
        """0..100: a hundred less what the faults cost."""
        return max(0.0, 100.0 - sum(d.cost for d in deviations))

    def joint_range(self, rule: Rule, figures: Figures) -> float:
        """Range of the exercise's joint over the repetition, in the signal's unit (rad for all joints)."""
        return float(figures.table[0, self._place[rule.joint]])

    def _can_be_judged(self, fault: FaultRule, figures: Figures) -> bool:
        if figures.confidence[self._column(fault)] < JUDGED_FROM:
            return False
        facing = abs(float(figures.table[1, self._place["facing"]]))
        if fault.view == "front":
            return facing >= FRONT_FACING
        return fault.view != "side" or facing <= math.sqrt(1.0 - SIDE_FACING**2)

    def _column(self, fault: FaultRule) -> int:
        return self._place[fault.measure.signal or fault.measure.stat]

    def _deviation(self, fault: FaultRule, figures: Figures) -> Deviation | None:
        row = 0 if fault.measure.stat in SPECIALS else STATS.index(fault.measure.stat)
        value = float(figures.table[row, self._column(fault)])
        beyond = value - fault.limit if fault.above else fault.limit - value
        share = beyond / abs(fault.major - fault.limit)
        if share <= MARGIN:
            return None
        severity = Severity.MAJOR if share >= 1.0 else Severity.MINOR
        cost = COST_MINOR + (COST_MAJOR - COST_MINOR) * min(1.0, share)
        return Deviation(fault, severity, math.degrees(beyond) if fault.measure.angular else beyond, cost)
