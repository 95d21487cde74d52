"""One excursion taken for one exercise's repetition: what it measured, and how it relates to others.

Refuses to know: what was decided, time beyond its own, words.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import median

import numpy as np

from edge.judge.history import Figures
from edge.judge.recognise import Marks
from edge.judge.reps import Excursion
from edge.judge.rules import STATS, Rule
from edge.messages import Side

CLEAR = 0.8
"""The highest cost at which a single repetition speaks for itself."""
CLEAR_COST, CLEAR_LEAD = 0.3, 1.0
"""What looks like nothing else costs no more than the first, and every other exercise more than it by the second."""
TIE, NEAR = 0.5, 1.0
"""A rival must be cheaper by the first to win; by the second, for a repetition not to support another one of its exercise."""
ALIKE_SIZE, ALIKE_TIME = 2.2, 2.6
"""Repetitions of one set differ by no more than these factors."""
LONE_SIZE = 6.0
"""... and by this one where nothing else moves: a knee's height grows with the square of its angle."""
SHALLOW_SIZE, SHALLOW_TIME = 3.2, 1.5
"""... of which one may be so much smaller than the others where it takes as long as they do: it was shallow."""
STEADY_SIZE, STEADY_TIME, STEADY_LEVEL, STEADY_MARKS = 1.45, 1.8, 0.25, 0.6
"""The same for movements that gestures mimic; level: how far apart they may begin, as a share of their size;
marks: how far apart they may be in all that their rule looks at."""
SMALL = 1.5
"""In least sizes: noise and steps reach as far now and then."""
FAR = 3.0
"""In least sizes: what a pose model guesses of a limb behind the body does not reach so far."""
EVERYDAY, EVENLY = 4, (1.6, 1.4)
"""Where so many are needed, for people bend down between sets too, these must be evenly apart and evenly long, within such factors."""
ABOUT_EVEN, PAIR_EVENLY_LONG = (2.5, 2.0), 1.45
"""... and any others within these, two by themselves within the last, or one more is needed: who talks bends a knee now and then, who
picks something up between two rests sits down twice. The first two of 23 true sets of rising from a chair differed by up to 1.39."""
LONGEST_PAUSE_S, LONGEST_PAUSE_SHARE = 2.0, 1.5
"""Repetitions of a gesture-like movement follow one another within this, s and in their own lengths, whichever is longer."""
STEADY_FEWEST = 3
REGULAR_SIZE, REGULAR_TIME = 1.25, 1.35
"""A run of gesture-like movements as even as this needs one less."""
MIMICS = 1.2
"""What costs more than this is no evidence for an exercise of which one repetition is not enough."""
SAME_TIME = 0.4
"""Two excursions that share more than this of the shorter one are one movement."""
SEAM_SHARE = 0.05
"""... and more than this where one begins at the other's turning point: from chair to chair, or from standing to standing."""


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """cost: how little it looks like the rule's exercise; rival: the cheapest other exercise's cost;
    other_movement: the cheapest other exercise that is counted on another signal (not a matter of the name only).
    column: of the counting signal. plain: whether a single one can be believed. hidden: whether only a limb behind the body did it.
    """

    rule: Rule
    side: Side
    excursion: Excursion
    figures: Figures
    marks: Marks
    column: int
    cost: float
    rival: float
    other_movement: float
    plain: bool
    hidden: bool
    renames: bool = False
    """Whether the whole of its set so far is to have its name."""

    @property
    def t_start(self) -> float:
        return self.excursion.t_start

    @property
    def t_end(self) -> float:
        return self.excursion.t_end

    @property
    def duration(self) -> float:
        return self.t_end - self.t_start

    @property
    def level(self) -> float:
        """The counting signal at the start phase."""
        return float(self.figures.table[STATS.index("start"), self.column])

    @property
    def is_full(self) -> bool:
        """Whether it is large enough to begin a set; a smaller one can only belong to one."""
        return self.excursion.size >= self.rule.least

    @property
    def is_small(self) -> bool:
        """Whether it just passes its least size."""
        return self.excursion.size < SMALL * self.rule.least

    @property
    def is_far(self) -> bool:
        """Whether it goes further than the guess of a limb that is not seen."""
        return self.excursion.size >= FAR * self.rule.least

    @property
    def longest_pause(self) -> float:
        """Before the next one, where gestures mimic it, s."""
        return max(LONGEST_PAUSE_S, LONGEST_PAUSE_SHARE * self.duration)

    @property
    def wins(self) -> bool:
        return self.cost <= self.rival + TIE

    @property
    def is_near(self) -> bool:
        """Whether it supports others of its exercise."""
        return self.cost <= self.rival + NEAR

    @property
    def is_clear(self) -> bool:
        """Whether it is large and looks like nothing else: gestures and set-up never did."""
        large = self.excursion.size >= self.rule.clear * self.rule.least
        return large and self.plain and self.cost <= CLEAR_COST and self.rival - self.cost >= CLEAR_LEAD

    @property
    def is_the_movement(self) -> bool:
        """Whether, whatever its name, this signal's excursion is what is being repeated."""
        return self.cost < CLEAR or self.cost <= self.other_movement + TIE

    def is_like(self, other: "Candidate", steady: bool = False) -> bool:
        """Whether the two can be repetitions of one set; steady: whether even gestures would not be as alike."""
        size, other_size = self.excursion.size, max(other.excursion.size, 1e-6)
        if steady and abs(self.level - other.level) > STEADY_LEVEL * max(size, other_size):
            return False
        if steady and self.rule is other.rule and self.marks.distance(other.marks) > STEADY_MARKS:
            return False
        size_limit, time_limit = (STEADY_SIZE, STEADY_TIME) if steady else (LONE_SIZE if self.rule.lone else ALIKE_SIZE, ALIKE_TIME)
        if not 1 / size_limit < size / other_size < size_limit:
            return False
        halves = self.excursion.half or other.excursion.half
        return halves or 1 / time_limit < self.duration / max(other.duration, 1e-6) < time_limit

    def is_shallow_beside(self, other: "Candidate") -> bool:
        """Whether it can be one of the other's set that did not go as far."""
        if self.excursion.half or other.excursion.half:
            return False
        as_long = 1 / SHALLOW_TIME < self.duration / max(other.duration, 1e-6) < SHALLOW_TIME
        return as_long and other.excursion.size / SHALLOW_SIZE < self.excursion.size < other.excursion.size

    def may_be_one_set(self, other: "Candidate") -> bool:
        """Whether the two can be of one set that is certain: alike, or both clear and as long though one did not go as far."""
        shallow = self.is_shallow_beside(other) or other.is_shallow_beside(self)
        return self.is_like(other) or (shallow and max(self.cost, other.cost) <= CLEAR_COST)

    def is_the_same_as(self, other: "Candidate") -> bool:
        """Whether the two are one movement: left and right of an exercise are two unless one was done with both sides."""
        two_sides = self.rule.exercise == other.rule.exercise and self.rule.side != other.rule.side
        if two_sides and Side.BOTH not in (self.side, other.side):
            return False
        way_back = self.rule.exercise == other.rule.exercise and self.rule.turns_high != other.rule.turns_high
        one, another = _whole(self.excursion, other.excursion), _whole(other.excursion, self.excursion)
        return overlap(one, another) > (SEAM_SHARE if way_back else SAME_TIME)


def shallow_before(first: Candidate, waiting: Iterable[Candidate]) -> list[Candidate]:
    """What came right before the first of a set and only did not go as far, one at most; a gesture may be anything."""
    if first.rule.steady:
        return []
    same = [c for c in waiting if c.rule is first.rule and c.is_near and c.is_shallow_beside(first)]
    return [c for c in same if 0.0 <= first.t_start - c.t_end < first.longest_pause][-1:]


def _whole(one: Excursion, other: Excursion) -> Excursion:
    """One whose way out was not seen, a hand behind the body, is taken to have begun as early as if it were as long as the other."""
    if not one.half or one.t_start > other.t_end:
        return one
    return replace(one, t_start=min(one.t_start, one.t_end - (other.t_end - other.t_start)))


def overlap(one: Excursion, other: Excursion) -> float:
    """Shared time as a share of the shorter of the two; negative when apart."""
    shared = min(one.t_end, other.t_end) - max(one.t_start, other.t_start)
    return shared / max(min(one.t_end - one.t_start, other.t_end - other.t_start), 0.1)


def apart(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Those of them that are different movements, oldest first."""
    kept: list[Candidate] = []
    for candidate in sorted(candidates, key=lambda c: c.t_end):
        if not any(candidate.is_the_same_as(k) for k in kept):
            kept.append(candidate)
    return kept


def are_opposite(one: Candidate, other: Candidate) -> bool:
    """Whether one is the other's way back: down and up, up and down."""
    return one.rule.signal == other.rule.signal and one.rule.turns_high != other.rule.turns_high


def leads_through(one: Candidate, other: Candidate) -> bool:
    """Whether the other is but a way there and back of one's, which looks no less like its own exercise: down and up between two rises."""
    return are_opposite(one, other) and one.cost <= other.cost and overlap(one.excursion, other.excursion) > SEAM_SHARE


def are_small(run: Sequence[Candidate], rule: Rule) -> bool:
    """Whether they just pass that rule's least size."""
    return median([c.excursion.size for c in run]) < SMALL * rule.least


def are_believable(run: Sequence[Candidate], fewest: int = 1) -> bool:
    """Whether no more are needed than their rule says, or the fewest: plain, mostly of a limb that is seen, one of them no mere mimic,
    evenly long where that is asked."""
    rule = run[-1].rule
    newest = run[-max(rule.confirm, fewest) :] if not rule.steady else run[-1:]
    seen = 2 * sum(c.is_clear or c.is_far or not c.hidden for c in run) >= len(run) and min(c.cost for c in run) <= MIMICS
    return seen and all(c.plain for c in newest) and (len(newest) < EVERYDAY or _are_even(newest, *EVENLY))


def are_about_even(run: Sequence[Candidate]) -> bool:
    """Whether they follow one another as repetitions of most sets do, or speak for themselves."""
    apart, long = ABOUT_EVEN
    return all(c.is_clear for c in run) or _are_even(run, apart, PAIR_EVENLY_LONG if len(run) == 2 else long)


def _are_even(run: Sequence[Candidate], apart: float, long: float) -> bool:
    """Whether their middles are evenly apart and all take as long, within such factors; who rests at the turning point turns anywhere."""
    apart_s, times = np.diff([0.5 * (c.t_start + c.t_end) for c in run]), [c.duration for c in run]
    return max(times) < long * min(times) and float(max(apart_s, default=0.0)) <= apart * float(min(apart_s, default=0.0))


def is_regular(run: Sequence[Candidate]) -> bool:
    """Whether a run of gesture-like movements is too even to be gestures, all of them plain or nothing else nearly as good."""
    if len(run) < STEADY_FEWEST or not run[-1].rule.steady:
        return False
    if not (all(c.plain for c in run) or all(c.rival - c.cost >= TIE for c in run)):
        return False
    sizes = [c.excursion.size for c in run]
    times = [c.duration for c in run]
    return max(sizes) < REGULAR_SIZE * min(sizes) and max(times) < REGULAR_TIME * min(times)
