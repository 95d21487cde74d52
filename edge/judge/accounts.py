"""Movements and what they could have been -> how much of the last seconds each exercise accounts for.

Refuses to know: what was counted, how anything is measured.
"""

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from edge.judge.candidate import Candidate
from edge.judge.suggest import FITS

EXPLAIN_S = 12.0


@dataclass(frozen=True, slots=True)
class Fit:
    """A stretch of time that one exercise could account for, at a cost."""

    exercise: str
    t_start: float
    t_end: float
    cost: float
    plain: bool


class Accounts:
    """Of the last seconds."""

    def __init__(self) -> None:
        self._fits: deque[Fit] = deque()

    def clear(self) -> None:
        self._fits.clear()

    def forget(self, t: float) -> None:
        while self._fits and self._fits[0].t_end < t - EXPLAIN_S:
            self._fits.popleft()

    def add(self, fresh: Iterable[Candidate]) -> None:
        """Small ones begin nothing and account for nothing."""
        self._fits.extend(Fit(c.rule.exercise, c.t_start, c.t_end, c.cost, c.plain) for c in fresh if c.is_full)

    def favour(self, candidate: Candidate, lead: float, since: float) -> bool:
        """Whether from `since` (s) on its exercise accounts for so many times what each other one does; what is not plain speaks for
        itself only."""
        mine = _explained([fit for fit in self._fits if fit.exercise == candidate.rule.exercise], since, candidate.t_end)
        rivals = [fit for fit in self._fits if fit.plain and fit.exercise != candidate.rule.exercise]
        others = {fit.exercise for fit in rivals}
        return all(mine >= lead * _explained([fit for fit in rivals if fit.exercise == name], since, candidate.t_end) for name in others)


def _explained(fits: Sequence[Fit], since: float, until: float) -> float:
    """How many of these seconds one exercise accounts for: the time its fitting excursions, oldest first, cover, by their fit."""
    covered = 0.0
    for fit in reversed(fits):
        if since < fit.t_end and fit.t_start < until:
            covered += (min(fit.t_end, until) - max(fit.t_start, since)) * max(0.0, 1.0 - fit.cost / FITS)
            until = fit.t_start
    return covered
