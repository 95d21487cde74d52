"""MotionState -> repetitions of exercises, each counted once.

Every counting signal is followed all the time; an excursion that ends is costed against every exercise at once, so that what
is being done and how often it was done are one decision. Movements that gestures can mimic are announced once they were
seen more than once, then all together. Refuses to know: form, cues, words, clocks.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from edge.judge.history import Figures, History
from edge.judge.recognise import IMPOSSIBLE, Recogniser
from edge.judge.reps import RETURN_SHARE, Excursion, ExcursionFinder
from edge.judge.rules import STATS, Rule
from edge.messages import Array, Flags, MotionState, Side

FITS = 2.2
"""The highest cost at which a movement can still be that exercise."""
FITS_AGAIN = 3.4
"""... when the one before was."""
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
NEEDED = 0.45
HIDDEN_SHARE = 0.8
SMALLEST_SHARE = 0.42
ALIKE_SIZE, ALIKE_TIME = 2.2, 2.6
STEADY_SIZE, STEADY_TIME, STEADY_LEVEL = 1.45, 1.8, 0.25
"""Repetitions of one set differ by no more than these factors."""
SMALL = 1.5
"""An excursion that just passes its least size, in multiples of it, needs one more of its kind."""
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
    column: int
    other_movement: float
    """The cheapest other exercise that is counted on another signal: not a matter of the name only."""

    @property
    def t_end(self) -> float:
        return self.excursion.t_end

    @property
    def level(self) -> float:
        """The counting signal at the start phase."""
        return float(self.figures.table[STATS.index("start"), self.column])

    @property
    def wins(self) -> bool:
        return self.cost <= self.rival + TIE

    @property
    def is_the_movement(self) -> bool:
        """Whether, whatever its name, this signal's excursion is what is being repeated."""
        return self.cost < CLEAR or self.cost <= self.other_movement + TIE


QUIET_S = 4.0
QUIET = (("crouch", 0.28), ("trunk", 0.30), ("knees", 0.5), ("hips", 0.5), ("elbows", 0.5), ("shoulders", 0.5), ("pelvis_x", 0.18))
"""How much the rest of the body may move (signal's unit) while something as small as a wrist is counted."""
QUIET_SEEN = 0.5


EXPLAIN_S = 12.0
LEAD, LEAD_CURRENT = 0.6, 1.25
"""An exercise is chosen when no rival explains clearly more of the last seconds; it replaces another only when it explains clearly more."""


@dataclass(frozen=True, slots=True)
class Fit:
    """A stretch of time that one exercise could account for, at a cost."""

    exercise: str
    t_start: float
    t_end: float
    cost: float


class Counter:
    """Counts whatever of the known exercises is done."""

    def __init__(self, rules: Sequence[Rule], signals: Sequence[str]) -> None:
        self._rules = tuple(rule for rule in rules if not rule.hold)
        rows = sorted({(rule.signal, rule.turns_high) for rule in self._rules})
        least = [min(rule.least for rule in self._rules if (rule.signal, rule.turns_high) == row) for row in rows]
        self._columns = [list(signals).index(signal) for signal, _ in rows]
        self._signs = [1.0 if high else -1.0 for _, high in rows]
        self._finder = ExcursionFinder(self._columns, self._signs, least)
        self._history = History(signals)
        self._recogniser = Recogniser(self._rules, signals)
        self._row_of_rule = np.array([rows.index((rule.signal, rule.turns_high)) for rule in self._rules])
        self._exercise_of_rule = np.array([rule.exercise for rule in self._rules])
        self._quiet_columns = np.array([list(signals).index(name) for name, _ in QUIET])
        self._quiet_limits = np.array([limit for _, limit in QUIET])
        self._twin = [_twin(self._rules, i) for i in range(len(self._rules))]
        self._needs = [[list(signals).index(name) for name in rule.needs] for rule in self._rules]
        self._needs_quiet = np.array([rule.quiet for rule in self._rules])
        self._waiting: deque[Counted] = deque()
        self._fits: deque[Fit] = deque()
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
        counted = self._judge(self._finder.feed(state.t, state.signals, state.signals_confidence))
        while self._waiting and self._waiting[0].t_end < state.t - MEMORY_S:
            self._waiting.popleft()
        return counted

    def finish(self, t: float) -> list[Counted]:
        """At the end of everything, when nothing was counted: the one repetition that was about to end or could not be confirmed."""
        if self._accepted:
            return []
        return self._judge(self._finder.finish(t)) or self._single()

    def _judge(self, excursions: list[Excursion]) -> list[Counted]:
        """All that ended at one moment is costed before anything is decided."""
        for excursion in excursions:
            self._last_ended[excursion.row] = excursion.t_end
        fresh = [candidate for excursion in excursions for candidate in self._consider(excursion)]
        counted: list[Counted] = []
        for candidate in sorted(fresh, key=lambda c: c.cost):
            counted += self._decide(candidate)
        return counted

    def _single(self) -> list[Counted]:
        left = [c for c in self._waiting if c.wins and c.cost <= CLEAR and not c.excursion.half]
        left = [c for c in left if c.rule.confirm <= 1 + len(_apart(self._like(c)))]
        best = min(left, key=lambda c: c.cost, default=None)
        if best is None:
            return []
        return [counted for member in self._like(best) for counted in self._accept(member)]

    def rest(self) -> None:
        """Nothing is being done any more."""
        self.current = None

    def _consider(self, excursion: Excursion) -> list[Counted]:
        """What this excursion can have been; remembered, not yet counted."""
        if not SHORTEST_S <= excursion.t_end - excursion.t_start <= LONGEST_S and not excursion.half:
            return []
        column, sign = self._columns[excursion.row], self._signs[excursion.row]
        excursion = replace(excursion, t_end=self._history.arrival(excursion, column, sign, RETURN_SHARE))
        figures = self._history.of_excursion(excursion, column, sign)
        costs = self._recogniser.costs(figures)
        quiet = self._quiet(excursion)
        possible = self._possible(excursion) & (quiet | ~self._needs_quiet)
        rows = np.flatnonzero(self._row_of_rule == excursion.row)
        found = [self._candidate(int(index), excursion, figures, costs, possible) for index in rows]
        candidates = [candidate for candidate in found if candidate is not None]
        self._waiting.extend(candidates)
        for candidate in candidates:
            self._fits.append(Fit(candidate.rule.exercise, excursion.t_start, excursion.t_end, candidate.cost))
        while self._fits and self._fits[0].t_end < excursion.t_end - EXPLAIN_S:
            self._fits.popleft()
        return candidates

    def _possible(self, excursion: Excursion) -> Flags:
        """Rules whose own signal is moving too, or moved within this stretch."""
        middle = 0.5 * (excursion.t_start + excursion.t_end)
        rows = (self._finder.out & (self._finder.left_at < excursion.t_end)) | (self._last_ended > middle)
        rows[excursion.row] = True
        possible: Flags = rows[self._row_of_rule]
        return possible

    def _candidate(self, index: int, excursion: Excursion, figures: Figures, costs: Array, possible: Flags) -> Counted | None:
        rule, cost = self._rules[index], float(costs[index])
        limit = FITS_CHOSEN if self.chosen == rule.exercise else FITS_AGAIN if self.current == rule.exercise else FITS
        if cost > limit or (self.chosen is not None and rule.exercise != self.chosen):
            return None
        if excursion.half and not rule.halves:
            return None
        if excursion.size < rule.least or not possible[index]:
            return None
        if any(figures.confidence[i] < NEEDED for i in self._needs[index]):
            return None
        if self._is_hidden_side(index, costs, figures):
            return None
        others = costs[possible & (self._exercise_of_rule != rule.exercise)]
        rival = float(others.min()) if len(others) and self.chosen is None else IMPOSSIBLE
        elsewhere = costs[possible & (self._row_of_rule != excursion.row) & (self._exercise_of_rule != rule.exercise)]
        column = self._columns[excursion.row]
        other_movement = float(elsewhere.min()) if len(elsewhere) and self.chosen is None else IMPOSSIBLE
        return Counted(rule, self._side(index, costs, figures), excursion, figures, cost, rival, column, other_movement)

    def _is_hidden_side(self, index: int, costs: Array, figures: Figures) -> bool:
        """Whether this is a limb behind the body whose visible twin does not do the same: then it is the model's guess."""
        other = self._twin[index]
        if other < 0 or costs[other] <= FITS:
            return False
        own, twin = (figures.confidence[self._columns[self._row_of_rule[i]]] for i in (index, other))
        return bool(own < HIDDEN_SHARE * twin)

    def _quiet(self, excursion: Excursion) -> bool:
        """Whether the body at large was still over the last seconds."""
        figures = self._history.of_stretch(excursion.t_end - QUIET_S, excursion.t_end)
        seen = figures.confidence[self._quiet_columns] > QUIET_SEEN
        return not bool((seen & (figures.table[0, self._quiet_columns] > self._quiet_limits)).any())

    def _side(self, index: int, costs: Array, figures: Figures) -> Side:
        """Both, when the other side did the same in the same stretch and was seen to."""
        rule = self._rules[index]
        if rule.side == "both":
            return Side.BOTH
        other = self._twin[index]
        column = self._columns[int(self._row_of_rule[other])]
        if costs[other] <= FITS and figures.confidence[column] > 0.3:
            return Side.BOTH
        return Side(rule.side)

    def _decide(self, candidate: Counted) -> list[Counted]:
        """What this candidate makes certain."""
        if self._is_counted(candidate):
            return []
        if candidate.rule.exercise == self.current:
            good = candidate.is_the_movement and self._like_the_set(candidate)
            return self._accept(candidate) if good else []
        if not self._confirmed(candidate):
            return []
        return [counted for member in self._support(candidate) for counted in self._accept(member)]

    def _explained(self, exercise: str, now: float) -> float:
        """How much of the last seconds this exercise accounts for, 0..1: the time its own fitting excursions cover, by their fit."""
        covered, until = 0.0, now
        for fit in reversed(self._fits):
            if fit.exercise == exercise and fit.t_start < until:
                covered += (min(fit.t_end, until) - fit.t_start) * max(0.0, 1.0 - fit.cost / FITS)
                until = fit.t_start
        return covered / EXPLAIN_S

    def _explains_best(self, candidate: Counted, lead: float) -> bool:
        now = candidate.t_end
        mine = self._explained(candidate.rule.exercise, now)
        others = {fit.exercise for fit in self._fits} - {candidate.rule.exercise}
        return all(mine >= lead * self._explained(other, now) for other in others)

    def _support(self, candidate: Counted) -> list[Counted]:
        """Candidates of the same exercise that look like this one, oldest first, this one last."""
        after = self._busy_until()
        return [c for c in self._like(candidate) if c.excursion.t_start >= after and not self._is_counted(c)]

    def _like(self, candidate: Counted) -> list[Counted]:
        same = [c for c in self._waiting if c.rule.exercise == candidate.rule.exercise and c.cost <= c.rival + NEAR]
        return sorted((c for c in same if _alike(c, candidate)), key=lambda c: c.t_end)

    def _busy_until(self) -> float:
        """Until when the time is taken by the current exercise: what moved in between was a part of it."""
        if self.current is None or self.last is None:
            return -np.inf
        return self.last.t_end - 0.25 * _duration(self.last)

    def _confirmed(self, candidate: Counted) -> bool:
        if self.chosen is not None:
            return True
        separate = len(_apart([c for c in self._like(candidate) if c.wins]))
        needed = candidate.rule.confirm
        if candidate.excursion.size < SMALL * candidate.rule.least:
            needed += 1
        if candidate.cost > (HALF_FITS if candidate.excursion.half else CLEAR):
            needed = max(needed, 2)
        busy = self.current is not None and not self._gone(candidate)
        if busy:
            needed = max(needed, 2)
        return candidate.wins and separate >= needed and self._explains_best(candidate, LEAD_CURRENT if busy else LEAD)

    def _like_the_set(self, candidate: Counted) -> bool:
        """Whether it is of the size of the repetitions counted so far: half a repetition is a twitch."""
        counted = [c for c in self._accepted if c.rule.exercise == candidate.rule.exercise]
        if self.chosen is not None or not counted:
            return True
        if candidate.rule.steady:
            return any(_alike(candidate, c) for c in counted[-3:])
        return candidate.excursion.size > SMALLEST_SHARE * float(np.median([c.excursion.size for c in counted]))

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


def _twin(rules: Sequence[Rule], index: int) -> int:
    """The rule of the same exercise with the other side, -1 where sides do not count each."""
    own = rules[index]
    return next((i for i, r in enumerate(rules) if r.exercise == own.exercise and r.side != own.side), -1)


def _alike(one: Counted, other: Counted) -> bool:
    if one is other:
        return True
    steady = one.rule.steady
    if steady and abs(one.level - other.level) > STEADY_LEVEL * max(one.excursion.size, other.excursion.size):
        return False
    size_limit, time_limit = (STEADY_SIZE, STEADY_TIME) if steady else (ALIKE_SIZE, ALIKE_TIME)
    sizes = one.excursion.size / max(other.excursion.size, 1e-6)
    times = _duration(one) / max(_duration(other), 1e-6)
    halves = one.excursion.half or other.excursion.half
    return 1 / size_limit < sizes < size_limit and (halves or 1 / time_limit < times < time_limit)


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


def _apart(candidates: list[Counted]) -> list[Counted]:
    """Those of them that are different movements."""
    kept: list[Counted] = []
    for candidate in sorted(candidates, key=lambda c: c.t_end):
        if not any(_overlap(candidate, k) > 0.4 and _same_body_part(candidate, k) for k in kept):
            kept.append(candidate)
    return kept
