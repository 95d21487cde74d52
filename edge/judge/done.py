"""What was counted lately: the set under way, and what came before it.

Refuses to know: what may come, why anything was counted.
"""

import math
from collections import deque
from dataclasses import replace
from statistics import median

from edge.judge.candidate import CLEAR, Candidate, leads_through
from edge.judge.rules import Rule
from edge.judge.suggest import FITS

MOST = 12
"""So many of the last repetitions are remembered."""
STALE_S = 6.0
"""An exercise not repeated for this long gives way to another at once."""
TWITCH_SHARE = 0.15
"""What takes less than this share of the set's usual time is a twitch."""
WORSE = 0.6
"""Where gestures mimic a set, what is not plain and costs so much more than its repetitions is one: both arms curled, one arm points."""
BUSY_SHARE = 0.25
"""Of its length: at the very end of a repetition the next movement may begin."""


class Done:
    """The last repetitions, of whatever was done."""

    def __init__(self) -> None:
        self._done: deque[Candidate] = deque(maxlen=MOST)

    @property
    def last(self) -> Candidate | None:
        return self._done[-1] if self._done else None

    def add(self, candidate: Candidate) -> None:
        self._done.append(candidate)

    def of(self, exercise: str | None) -> list[Candidate]:
        """Oldest first."""
        return [c for c in self._done if c.rule.exercise == exercise]

    def holds(self, candidate: Candidate) -> bool:
        """Whether this movement, or its other side, was counted already."""
        return any(candidate.is_the_same_as(c) for c in self._done)

    def led_through(self, candidate: Candidate) -> bool:
        """Whether it is the way back from, or to, what was counted and looks no less like its own exercise."""
        return any(leads_through(c, candidate) for c in self._done)

    def rename(self, exercise: str | None, rule: Rule) -> None:
        """What was counted as that exercise has this rule's name."""
        self._done = deque((replace(c, rule=rule) if c.rule.exercise == exercise else c for c in self._done), MOST)

    def is_stale(self, candidate: Candidate) -> bool:
        """Whether it comes so late that the set before it is over."""
        return self.last is None or candidate.t_start - self.last.t_end > STALE_S

    def busy_until(self, exercise: str | None) -> float:
        """Until when the time is taken by what is being done, if anything is: what moved in between was a part of it."""
        return -math.inf if exercise is None or self.last is None else self.last.t_end - BUSY_SHARE * self.last.duration

    def is_like_the_set(self, candidate: Candidate) -> bool:
        """Whether it can be one more of its exercise; where gestures mimic that, it must be like the last ones."""
        own = [c for c in self._done if c.rule.counts_as(candidate.rule)]
        if not own:
            return not candidate.rule.steady or candidate.cost <= CLEAR or not self.of(candidate.rule.exercise)
        if candidate.rule.steady and not (candidate.cost <= FITS and any(_are_of_one_set(candidate, c) for c in own[-2:])):
            return False
        if candidate.rule.steady and not candidate.plain and candidate.cost > median([c.cost for c in own]) + WORSE:
            return False
        size, seconds = (median(of) for of in ([c.excursion.size for c in own], [c.duration for c in own]))
        return candidate.excursion.size > candidate.rule.smallest * size and candidate.duration > TWITCH_SHARE * seconds


def _are_of_one_set(candidate: Candidate, counted: Candidate) -> bool:
    """Whether they are alike, or the candidate did not go as far in the same time."""
    return candidate.is_like(counted) or candidate.is_shallow_beside(counted)
