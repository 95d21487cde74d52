"""MotionState -> what the excursion that just ended can have been.

Every counting signal is followed all the time, and an excursion is costed against every exercise at once.
Refuses to know: what was counted before, form, cues.
"""

import math
from collections import deque
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from edge.judge.candidate import CLEAR, CLEAR_COST, FAR, Candidate, overlap
from edge.judge.history import Figures, History
from edge.judge.recognise import IMPOSSIBLE, Recogniser
from edge.judge.reps import RETURN_SHARE, SHALLOW_SHARE, Excursion, ExcursionFinder
from edge.judge.rules import Rule
from edge.messages import Array, Flags, MotionState, Side

FITS = 2.2
"""The highest cost at which a movement can still be that exercise."""
FITS_AGAIN = 3.4
"""... when the one before was."""
FITS_CHOSEN = 4.5
"""... when a person said that it is."""
SHORTEST_S, LONGEST_S, FASTEST_S = 0.3, 25.0, 0.12
"""Of an excursion, and of its way back: nobody moves faster, a jump in the picture does."""
LED_UP_SHARE, LED_UP_COST = 0.2, 0.3
"""What led up to an excursion may have been another movement where it took longer than this share of the rest."""
REST_S, REST_SHARE = 0.2, 0.07
"""At the end of everything a signal has come to rest that moved by less than this share of its excursion for so long."""
NEARLY_SHARE, NEARLY_S = 0.85, 0.1
"""... and is as good as back with at least this share of the way, when at its present pace the rest would take less than this."""
MEMORY_S = 22.0
"""For so long what ended is remembered: a later one may make it certain."""
PLAIN_MISFIT = 0.3
"""A single repetition is believed where none of its rule's `plain` looks is off by so much of its softness."""
NEEDED, NEEDED_AGAIN = 0.45, 0.3
"""A signal that a rule needs must be seen at least this well; so well once the set is under way and its movement looks like it, or where
it goes far and looks just like it."""
TREMBLE_SHARE = 0.6
"""Of the smallest of a run of lone movements: what is smaller is no movement beside them."""
SIDE_SEEN, HIDDEN_SHARE, HIDDEN_FITS = 0.3, 0.8, 0.6
"""A limb seen less well than this, or than this share of its twin, is the model's guess unless it costs less than the last."""
QUIET_S, QUIET_SEEN = 4.0, 0.5
QUIET = (("crouch", 0.28), ("trunk", 0.30), ("knees", 0.5), ("hips", 0.5), ("elbows", 0.5), ("shoulders", 0.5), ("pelvis_x", 0.18))
"""How much the rest of the body may move (signal's unit) while something as small as a wrist is counted."""


class Suggester:
    """All rules, and their signals over the last while."""

    def __init__(self, rules: Sequence[Rule], signals: Sequence[str]) -> None:
        self._rules = tuple(rule for rule in rules if not rule.hold)
        rows = sorted({_row(rule) for rule in self._rules})
        least = [min(rule.least for rule in self._rules if _row(rule) == row) for row in rows]
        smallest = [min(rule.smallest for rule in self._rules if _row(rule) == row) for row in rows]
        most = [max(_most(rule, FITS) for rule in self._rules if _row(rule) == row) for row in rows]
        self._largest = [_most(rule, FITS_CHOSEN) if _is_read_whole(rule) else math.inf for rule in self._rules]
        place = {name: i for i, name in enumerate(signals)}
        self._columns = [place[signal] for signal, *_ in rows]
        self._signs = [1.0 if high else -1.0 for _, high, _ in rows]
        self._finder = ExcursionFinder(self._columns, self._signs, least, smallest, most)
        self.history = History(signals)
        self._recogniser = Recogniser(self._rules, signals)
        self._row_of_rule = np.array([rows.index(_row(rule)) for rule in self._rules])
        self._exercise_of_rule = np.array([rule.exercise for rule in self._rules])
        self._other_exercise = self._exercise_of_rule[:, None] != self._exercise_of_rule[None, :]
        self._rules_of_row = [np.flatnonzero(self._row_of_rule == row).tolist() for row in range(len(rows))]
        self._glances = [Recogniser([self._rules[i] for i in of_row], signals, traits=False) for of_row in self._rules_of_row]
        self._quiet_columns = np.array([place[name] for name, _ in QUIET])
        self._quiet_limits = np.array([limit for _, limit in QUIET])
        self._needs_quiet = np.array([rule.quiet for rule in self._rules])
        self._needs = [[place[name] for name in rule.needs] for rule in self._rules]
        looked_at = [[self._columns[row], *needs] for row, needs in zip(self._row_of_rule.tolist(), self._needs, strict=True)]
        self._looked_at = np.array([column for columns in looked_at for column in columns])
        self._first_looked_at = np.cumsum([0, *map(len, looked_at[:-1])])
        self._twin = [_twin(self._rules, i) for i in range(len(self._rules))]
        self._last_ended = np.full(len(rows), -np.inf)
        self._ended: deque[Excursion] = deque()
        self.chosen: str | None = None

    def feed(self, state: MotionState, current: str | None) -> list[Candidate]:
        """Candidates that ended with this state, the best fitting first; `current` is what is being done, None when nothing is."""
        if state.cut:
            self._finder.restart()
            self.history.cut(state.t)
            self._last_ended[:] = -np.inf
        self.history.append(state.t, state.signals, state.signals_confidence)
        ended = self._finder.feed(state.t, state.signals, state.signals_confidence)
        return self._suggest(ended, current) if ended else []

    def finish(self, t: float, current: str | None) -> list[Candidate]:
        """Candidates that were about to end at the end of everything; in a set only those that have come to rest, or very nearly back."""
        left, ended_before = self._finder.left, self._ended.copy()
        ended = self._finder.finish(t)
        found = self._suggest([x for x in ended if self._is_over(t, x, float(left[x.row]), current is not None)], current)
        self._ended = ended_before  # after a cut, what had not quite ended is no part of any run
        return found

    def _is_over(self, t: float, excursion: Excursion, left: float, in_a_set: bool) -> bool:
        """left: of its way back. A clip ends with the last frames of the last repetition, or in the midst of the next one."""
        rests = self._moved(excursion, t - REST_S, t) < REST_SHARE * excursion.size
        if excursion.size < NEARLY_SHARE * (excursion.size + left):
            return in_a_set and rests
        return not in_a_set or rests or left < self._moved(excursion, t - NEARLY_S, t)

    def _moved(self, excursion: Excursion, t_start: float, t_end: float) -> float:
        """How far its signal went in that stretch."""
        return self.history.way(t_start, t_end, self._columns[excursion.row])

    def ended(self, rule: Rule, until: float) -> list[Excursion]:
        """Every excursion of what the rule counts, on either side, that ended by then, newest first, fitting or not."""
        rows = {row for row, one in zip(self._row_of_rule.tolist(), self._rules, strict=True) if one.counts_as(rule)}
        return [x for x in reversed(self._ended) if x.row in rows and x.t_end <= until]

    def is_all_there_was(self, run: Sequence[Candidate], before_s: float) -> bool:
        """Where their rule asks for that: whether what it counts did nothing else, on either side, between them and so long before them."""
        if not any(c.rule.lone for c in run):
            return True
        least = TREMBLE_SHARE * min(c.excursion.size for c in run)
        ended = [x for x in self.ended(run[-1].rule, run[-1].t_end) if x.t_end > run[0].t_start - before_s and x.size >= least]
        return all(any(overlap(x, c.excursion) > 0.0 for c in run) for x in ended)

    def saw(self, excursion: Excursion) -> bool:
        """Whether its signal was seen well enough then to say what it was: a hidden arm moves as the model guesses."""
        seen = self.history.seen(excursion.t_start, excursion.t_end, np.array([self._columns[excursion.row]]))
        return float(seen[0]) >= NEEDED

    def is_away(self, exercise: str) -> bool:
        """Whether a repetition of that exercise may be under way."""
        return bool(self._finder.out[self._row_of_rule[self._exercise_of_rule == exercise]].any())

    def _suggest(self, excursions: list[Excursion], current: str | None) -> list[Candidate]:
        """All that ended at one moment is noted before anything is costed: they may be one movement."""
        for excursion in excursions:
            self._last_ended[excursion.row] = excursion.t_end
        found = [candidate for excursion in excursions for candidate in self._candidates(excursion, current)]
        return sorted(found, key=lambda c: c.cost)

    def _candidates(self, excursion: Excursion, current: str | None) -> list[Candidate]:
        if not SHORTEST_S <= excursion.t_end - excursion.t_start <= LONGEST_S:
            return []
        column, sign = self._columns[excursion.row], self._signs[excursion.row]
        t_start = excursion.t_start if excursion.half else self.history.departure(excursion, column, sign, 1.0 - RETURN_SHARE)
        excursion = replace(excursion, t_start=t_start, t_end=self.history.arrival(excursion, column, sign, RETURN_SHARE))
        if excursion.t_end - excursion.t_turn < FASTEST_S:
            return []
        rules = [i for i in self._rules_of_row[excursion.row] if self._can_be(i, excursion)]
        if not rules:
            self._remember(excursion)
            return []
        glance = self.history.at_a_glance(excursion, column, sign)
        t_led_up = self._led_up(excursion, column, sign)
        if t_led_up is None and not self._may_fit(rules, excursion.row, glance, current):
            self._remember(excursion)
            return []
        excursion, figures, costs = self._read(excursion, column, sign, glance, t_led_up)
        self._remember(excursion)
        possible = self._possible(excursion) & self._seen(figures)
        if (possible & self._needs_quiet).any() and not self._is_quiet(excursion):
            possible &= ~self._needs_quiet
        fitting = [i for i in rules if possible[i] and self._fits(i, excursion, figures, costs, current)]
        return [self._candidate(i, excursion, figures, costs, possible) for i in fitting]

    def _may_fit(self, rules: Sequence[int], row: int, glance: Figures, current: str | None) -> bool:
        """Whether any of them, all of that row, may fit once everything is measured: two of three excursions are nothing at a glance."""
        costs = dict(zip(self._rules_of_row[row], self._glances[row].costs(glance).tolist(), strict=True))
        return any(costs[i] <= self._limit(i, current) for i in rules)

    def _led_up(self, excursion: Excursion, column: int, sign: float) -> float | None:
        """When what led up to it was over, if something did: who lies down and lifts the hips has done one repetition, on the way back to
        lying. Not where gestures mimic the exercise, for each is led up to by another, but where all the rest is still.
        """
        if all(_is_read_whole(self._rules[i]) for i in self._rules_of_row[excursion.row]):
            return None
        t_start = self.history.last_there(excursion, column, sign)
        return None if t_start - excursion.t_start < LED_UP_SHARE * (excursion.t_end - t_start) else t_start

    def _read(
        self, excursion: Excursion, column: int, sign: float, glance: Figures, t_led_up: float | None
    ) -> tuple[Excursion, Figures, Array]:
        """As it is, or without what led up to it."""
        figures = self.history.completed(glance, excursion, column, sign)
        costs = self._recogniser.costs(figures)
        if t_led_up is None:
            return excursion, figures, costs
        shorter = replace(excursion, t_start=t_led_up)
        own = self.history.of_excursion(shorter, column, sign)
        cheaper = self._recogniser.costs(own)
        rules = [i for i in self._rules_of_row[excursion.row] if not _is_read_whole(self._rules[i])]
        long = t_led_up - excursion.t_start > excursion.t_turn - t_led_up
        less = costs[rules].min() - cheaper[rules].min()
        return (shorter, own, cheaper) if less > LED_UP_COST or (long and less >= 0.0) else (excursion, figures, costs)

    def _remember(self, excursion: Excursion) -> None:
        self._ended.append(excursion)
        while self._ended[0].t_end < excursion.t_end - MEMORY_S:
            self._ended.popleft()

    def _possible(self, excursion: Excursion) -> Flags:
        """Rules whose own signal is moving too, or moved within this stretch."""
        middle = 0.5 * (excursion.t_start + excursion.t_end)
        rows = (self._finder.out & (self._finder.left_at < excursion.t_end)) | (self._last_ended > middle)
        rows[excursion.row] = True
        possible: Flags = rows[self._row_of_rule]
        return possible

    def _seen(self, figures: Figures) -> Flags:
        """Rules whose own signal and needs were seen at all: what nobody sees is no rival either."""
        worst = np.minimum.reduceat(figures.confidence.take(self._looked_at), self._first_looked_at)
        seen: Flags = worst >= NEEDED_AGAIN
        return seen

    def _is_quiet(self, excursion: Excursion) -> bool:
        """Whether the body at large was still over the last seconds."""
        moved, seen = self.history.movement(excursion.t_end - QUIET_S, excursion.t_end, self._quiet_columns)
        return not bool(((seen > QUIET_SEEN) & (moved > self._quiet_limits)).any())

    def _can_be(self, index: int, excursion: Excursion) -> bool:
        """Whether it is worth measuring."""
        rule = self._rules[index]
        if self.chosen is not None and rule.exercise != self.chosen:
            return False
        return SHALLOW_SHARE * rule.least <= excursion.size <= self._largest[index] and (rule.halves or not excursion.half)

    def _limit(self, index: int, current: str | None) -> float:
        """The highest cost at which a movement fits that rule."""
        if self.chosen is not None:
            return FITS_CHOSEN
        return FITS_AGAIN if current == self._rules[index].exercise else FITS

    def _fits(self, index: int, excursion: Excursion, figures: Figures, costs: Array, current: str | None) -> bool:
        rule, limit = self._rules[index], self._limit(index, current)
        sure = costs[index] <= CLEAR if current == rule.exercise else costs[index] <= CLEAR_COST and excursion.size >= FAR * rule.least
        needed = NEEDED_AGAIN if sure else NEEDED
        if costs[index] > limit or any(figures.confidence[i] < needed for i in self._needs[index]):
            return False
        return current == rule.exercise or costs[index] <= HIDDEN_FITS or not self._is_hidden_side(index, costs, figures)

    def _is_hidden_side(self, index: int, costs: Array, figures: Figures) -> bool:
        """Whether this is a limb behind the body whose visible twin does not do the same: then it may be the model's guess."""
        other = self._twin[index]
        if other < 0 or costs[other] <= FITS:
            return False
        own, twin = (figures.confidence[self._columns[self._row_of_rule[i]]] for i in (index, other))
        return bool(own < HIDDEN_SHARE * twin)

    def _candidate(self, index: int, excursion: Excursion, figures: Figures, costs: Array, possible: Flags) -> Candidate:
        others = possible & self._other_exercise[index]
        elsewhere = others & (self._row_of_rule != excursion.row)
        return Candidate(
            self._rules[index], self._side(index, costs, figures), excursion, figures,
            self._recogniser.marks(index, figures), self._columns[excursion.row],
            float(costs[index]), self._cheapest(costs, others), self._cheapest(costs, elsewhere),
            all(self._recogniser.misfit(look, figures) < PLAIN_MISFIT for look in self._rules[index].plain),
            self._is_hidden_side(index, costs, figures),
        )  # fmt: skip

    def _cheapest(self, costs: Array, of: Flags) -> float:
        return float(costs[of].min()) if self.chosen is None and of.any() else IMPOSSIBLE

    def _side(self, index: int, costs: Array, figures: Figures) -> Side:
        """Both, when the other side did the same in the same stretch and was seen to."""
        other = self._twin[index]
        if other < 0:
            return Side.BOTH
        seen = figures.confidence[self._columns[self._row_of_rule[other]]] > SIDE_SEEN
        return Side.BOTH if seen and costs[other] <= FITS else Side(self._rules[index].side)


def _row(rule: Rule) -> tuple[str, bool, bool]:
    """Rules of one row read the same excursions; a small movement is followed apart from the large ones of its signal."""
    return rule.signal, rule.turns_high, rule.quiet or rule.lone


def _is_read_whole(rule: Rule) -> bool:
    """Whether what led up to an excursion is never left out."""
    return rule.steady and not rule.quiet


def _most(rule: Rule, fits: float) -> float:
    """What goes further on its signal costs more as that exercise, however it was done; in the signal's unit."""
    ranges = [look for look in rule.looks if look.measure.stat == "range" and look.measure.signal == rule.signal]
    return min((look.high + fits * look.soft for look in ranges), default=math.inf)


def _twin(rules: Sequence[Rule], index: int) -> int:
    """The rule of the same exercise with the other side, -1 where sides do not count each."""
    own = rules[index]
    return next((i for i, r in enumerate(rules) if r.counts_as(own) and r.side != own.side), -1)
