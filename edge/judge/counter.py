"""MotionState -> repetitions of exercises, each counted once.

Every counting signal is followed all the time; an excursion that ends is costed against every exercise at once, so that what
is being done and how often it was done are one decision. Movements that gestures can mimic are announced once they were
seen more than once, then all together. Refuses to know: form, cues, words, clocks.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from edge.judge.history import Figures, History
from edge.judge.recognise import IMPOSSIBLE, Recogniser
from edge.judge.reps import Excursion, ExcursionFinder
from edge.judge.rules import Rule
from edge.messages import Array, Flags, MotionState, Side

FITS = 2.2
"""The highest cost at which a movement can still be that exercise."""
FITS_CHOSEN = 7.0
"""... when a person said that it is."""
CLEAR = 1.1
"""The highest cost at which a single repetition speaks for itself."""
TIE = 0.5
"""A rival must be cheaper by this much to win."""
MEMORY_S = 22.0
SHORTEST_S, LONGEST_S = 0.3, 25.0
HALF_FITS = 0.6
"""The highest cost at which a half excursion, in a clip that begins at the turning point, speaks for itself."""
NEAR = 1.0
"""A repetition supports another one of its exercise when no rival is cheaper by more than this."""
ALIKE_SIZE, ALIKE_TIME = 2.2, 2.6
"""Repetitions of one set differ by no more than these factors."""
STALE_S = 6.0
"""An exercise not repeated for this long gives way to another at once."""


@dataclass(frozen=True, slots=True, eq=False)
class Counted:
    """One repetition: by which rule, which side, and what it measured. rival: the cheapest other exercise's cost."""

    rule: Rule
    side: Side
    excursion: Excursion
    figures: Figures
    cost: float
    rival: float

    @property
    def t_end(self) -> float:
        return self.excursion.t_end

    @property
    def wins(self) -> bool:
        return self.cost <= self.rival + TIE


class Counter:
    """Counts whatever of the known exercises is done."""

    def __init__(self, rules: Sequence[Rule], signals: Sequence[str]) -> None:
        self._rules = tuple(rule for rule in rules if not rule.hold)
        rows = sorted({(rule.signal, rule.turns_high) for rule in self._rules})
        least = [min(rule.least for rule in self._rules if (rule.signal, rule.turns_high) == row) for row in rows]
        self._columns = [list(signals).index(signal) for signal, _ in rows]
        self._signs = [1.0 if high else -1.0 for _, high in rows]
        self._finder = ExcursionFinder(self._columns, self._signs, least)
        self._history = History(len(signals))
        self._recogniser = Recogniser(self._rules, signals)
        self._row_of_rule = np.array([rows.index((rule.signal, rule.turns_high)) for rule in self._rules])
        self._exercise_of_rule = np.array([rule.exercise for rule in self._rules])
        self._waiting: deque[Counted] = deque()
        self._last_ended = np.full(len(rows), -np.inf)
        self._accepted: deque[Counted] = deque(maxlen=12)
        self.chosen: str | None = None
        self.current: str | None = None

    @property
    def history(self) -> History:
        return self._history

    @property
    def last(self) -> Counted | None:
        return self._accepted[-1] if self._accepted else None

    def feed(self, state: MotionState) -> list[Counted]:
        """Repetitions that are certain with this state, oldest first."""
        if state.cut:
            self._finder.restart()
            self._history.clear()
            self._last_ended[:] = -np.inf
        self._history.append(state.t, state.signals, state.signals_confidence)
        counted: list[Counted] = []
        for excursion in self._finder.feed(state.t, state.signals, state.signals_confidence):
            self._last_ended[excursion.row] = excursion.t_end
            counted += self._consider(excursion)
        while self._waiting and self._waiting[0].t_end < state.t - MEMORY_S:
            self._waiting.popleft()
        return counted

    def finish(self) -> list[Counted]:
        """At the end of everything: single repetitions that fit well and had no chance to be confirmed."""
        left = [c for c in self._waiting if c.wins and c.cost <= CLEAR and c.rule.confirm <= 2 and not c.excursion.half]
        best = min(left, key=lambda c: c.cost, default=None)
        if best is None or self.current is not None:
            return []
        return self._accept(best)

    def rest(self) -> None:
        """Nothing is being done any more."""
        self.current = None

    def _consider(self, excursion: Excursion) -> list[Counted]:
        if not SHORTEST_S <= excursion.t_end - excursion.t_start <= LONGEST_S and not excursion.half:
            return []
        figures = self._history.of_excursion(excursion, self._columns[excursion.row], self._signs[excursion.row])
        costs = self._recogniser.costs(figures)
        possible = self._possible(excursion)
        for index in np.flatnonzero(self._row_of_rule == excursion.row):
            candidate = self._candidate(int(index), excursion, figures, costs, possible)
            if candidate is not None:
                self._waiting.append(candidate)
        return self._decide(excursion)

    def _possible(self, excursion: Excursion) -> Flags:
        """Rules whose own signal is moving too, or moved within this stretch."""
        middle = 0.5 * (excursion.t_start + excursion.t_end)
        rows = (self._finder.out & (self._finder.left_at < excursion.t_end)) | (self._last_ended > middle)
        possible: Flags = rows[self._row_of_rule]
        return possible

    def _candidate(self, index: int, excursion: Excursion, figures: Figures, costs: Array, possible: Flags) -> Counted | None:
        rule, cost = self._rules[index], float(costs[index])
        limit = FITS_CHOSEN if self.chosen == rule.exercise else FITS
        if cost > limit or (self.chosen is not None and rule.exercise != self.chosen):
            return None
        if excursion.size < rule.least:
            return None
        others = costs[possible & (self._exercise_of_rule != rule.exercise)]
        rival = float(others.min()) if len(others) and self.chosen is None else IMPOSSIBLE
        return Counted(rule, self._side(index, costs, figures), excursion, figures, cost, rival)

    def _side(self, index: int, costs: Array, figures: Figures) -> Side:
        """Both, when the other side did the same in the same stretch and was seen to."""
        rule = self._rules[index]
        if rule.side == "both":
            return Side.BOTH
        other = next(i for i, r in enumerate(self._rules) if r.exercise == rule.exercise and r.side != rule.side)
        column = self._columns[int(self._row_of_rule[other])]
        if costs[other] <= FITS and figures.confidence[column] > 0.3:
            return Side.BOTH
        return Side(rule.side)

    def _decide(self, excursion: Excursion) -> list[Counted]:
        """What this excursion makes certain."""
        fresh = [c for c in self._waiting if c.excursion is excursion]
        for candidate in sorted(fresh, key=lambda c: c.cost):
            if self._is_counted(candidate):
                continue
            if candidate.rule.exercise == self.current:
                if candidate.wins or candidate.cost < CLEAR:
                    return self._accept(candidate)
                continue
            support = self._support(candidate)
            if self._confirmed(candidate, support):
                return [c for member in support for c in self._accept(member)]
        return []

    def _support(self, candidate: Counted) -> list[Counted]:
        """Candidates of the same exercise that look like this one, oldest first, this one last."""
        after = self._busy_until()
        alike = [
            c
            for c in self._waiting
            if c.rule.exercise == candidate.rule.exercise
            and c.cost <= c.rival + NEAR
            and c.excursion.t_start >= after
            and _alike(c, candidate)
            and not self._is_counted(c)
        ]
        return sorted(alike, key=lambda c: c.t_end)

    def _busy_until(self) -> float:
        """Until when the time is taken by the current exercise: what moved in between was a part of it."""
        if self.current is None or self.last is None:
            return -np.inf
        return self.last.t_end - 0.25 * _duration(self.last)

    def _confirmed(self, candidate: Counted, support: list[Counted]) -> bool:
        if self.chosen is not None:
            return True
        separate = _separate([c for c in support if c.wins])
        needed = candidate.rule.confirm
        if candidate.cost > (HALF_FITS if candidate.excursion.half else CLEAR):
            needed = max(needed, 2)
        if self.current is not None and not self._gone(candidate):
            needed = max(needed, 2)
        return candidate.wins and separate >= needed

    def _gone(self, candidate: Counted) -> bool:
        return self.last is None or candidate.excursion.t_start - self.last.t_end > STALE_S

    def _is_counted(self, candidate: Counted) -> bool:
        """Whether this movement, or its other side, was counted already."""
        return any(_overlap(candidate, c) > 0.4 and _same_body_part(candidate, c) for c in self._accepted)

    def _accept(self, candidate: Counted) -> list[Counted]:
        if self._is_counted(candidate):
            return []
        self.current = candidate.rule.exercise
        self._accepted.append(candidate)
        self._waiting = deque(c for c in self._waiting if c is not candidate)
        return [candidate]


def _alike(one: Counted, other: Counted) -> bool:
    if one is other:
        return True
    sizes = one.excursion.size / max(other.excursion.size, 1e-6)
    times = _duration(one) / max(_duration(other), 1e-6)
    halves = one.excursion.half or other.excursion.half
    return 1 / ALIKE_SIZE < sizes < ALIKE_SIZE and (halves or 1 / ALIKE_TIME < times < ALIKE_TIME)


def _duration(counted: Counted) -> float:
    return counted.excursion.t_end - counted.excursion.t_start


def _overlap(one: Counted, other: Counted) -> float:
    """Shared time as a share of the shorter of the two."""
    shared = min(one.t_end, other.t_end) - max(one.excursion.t_start, other.excursion.t_start)
    return shared / max(min(_duration(one), _duration(other)), 0.1)


def _same_body_part(one: Counted, other: Counted) -> bool:
    """Left and right of one exercise are two movements unless one of them was done with both sides."""
    different_sides = one.rule.exercise == other.rule.exercise and one.rule.side != other.rule.side
    return not different_sides or Side.BOTH in (one.side, other.side)


def _separate(candidates: list[Counted]) -> int:
    """How many of these are different movements."""
    kept: list[Counted] = []
    for candidate in sorted(candidates, key=lambda c: c.t_end):
        if not any(_overlap(candidate, k) > 0.4 and _same_body_part(candidate, k) for k in kept):
            kept.append(candidate)
    return len(kept)
