"""What a worn sensor felt -> when a set begins, and its swings for as long as it goes on.

A set is a movement that comes again: there is a rhythm in the last seconds, and its swings are alike. No period is fixed, it
follows the set's own. Refuses to know: exercises, sensors, what was counted.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from edge.judge.worn_felt import COLUMNS, SPEED
from edge.judge.worn_rhythm import (
    NO_RHYTHM,
    SHAPE_POINTS,
    SHORTEST_S,
    Rhythm,
    Swing,
    dominant,
    likeness,
    resemblance,
    rhythm,
    shape,
    smooth,
    swings,
)
from edge.messages import WORN_HZ, Array

DRIFT_S = 8.0
"""What is slower than this is no repetition."""
QUICK_SHARE, SLOW_SHARE = 0.5, 3.5
"""Of a known period: what is quicker than the one or slower than the other is not the repeated movement."""
LISTEN_S = (4.0, 6.0, 9.0, 13.0, 20.0)
"""How far back a rhythm is looked for; a longer look must show a clearer one."""
FILLED_SHARE, CLEARER = 0.75, 0.1
STRENGTH, STRENGTH_LATER = 0.5, 0.4
"""How much a movement must resemble itself one period later, for a set to begin and for its period to be followed."""
NEW_SHARE, LEAST_CHANGE, MOST_CHANGE = 0.3, 0.6, 1.6
"""How quickly the period follows, and by what factor it can change at once."""
SMALL_RANGE, LEAST_RANGE = 0.3, 0.13
"""Along the dominant direction, in gravities: a smaller movement needs more evidence, anything smaller than the second is trembling."""
STEP_SHARE, BACK_SHARE = 0.3, 0.4
"""Of the range in use, what a swing must rise and fall; and what part of its own rise must be taken back."""
ALIKE_SIZE, SMALLEST_SHARE, LARGEST_SHARE = 2.2, 0.42, 2.4
"""By what factor neighbours in a beginning set may differ in size; and, later, of what is usual in the set."""
SHORTEST_PAUSE, LONGEST_PAUSE = 0.5, 2.6
"""From turn to turn, in periods."""
ALIKE, BARELY_ALIKE, STILL_ALIKE = 0.4, 0.25, 0.25
"""Likeness of two repetitions of one set; the first of a set may be less like the others; and, later, likeness to what is usual in the
set: whoever puts the weight down swings as far, but differently."""
EVIDENCE, SMALL_COST = {2: 1.7, 3: 1.45}, 0.1
EVIDENCE_MANY = 1.3
"""Mean likeness of a beginning set's repetitions plus the strength of their rhythm: gestures come again, but neither evenly nor alike.
So much for so few repetitions, and for more; a small movement needs more, and is never clear after two.
"""
STRIDE_S, STRIDE = 1.5, 0.2
"""Whoever walks rises and falls with either foot: vertical speed resembles itself half an arm's swing later; in a lift it is the
opposite."""
RUN_PERIODS = 10.0
"""How far back the repetitions of a beginning set are gathered from, if the rhythm was not heard further."""
RECENT_PERIODS = 1.5
"""A set begins with what ended no longer ago."""
FOLLOW_S, FOLLOW_PERIODS = 6.0, 4.0
"""How far back the range in use and the direction are taken from, whichever is longer."""
SAME_DIRECTION, KEEP = 0.8, 0.8


@dataclass(frozen=True, slots=True)
class Kind:
    """What a set can be made of.

    weights: (COLUMNS,) of what was felt. few, many: as EVIDENCE and EVIDENCE_MANY. uneven: by how much of their mean the pauses of a
    beginning set may vary (standard deviation). still_alike: as STILL_ALIKE.
    """

    weights: Array
    listen_s: Sequence[float]
    few: Mapping[int, float]
    many: float
    least_period: float
    uneven: float
    still_alike: float


ANY_MOVEMENT = Kind(np.ones(COLUMNS), LISTEN_S, EVIDENCE, EVIDENCE_MANY, SHORTEST_S, math.inf, STILL_ALIKE)
RISE_ONLY = (np.arange(COLUMNS) == SPEED).astype(float)
SLOW_LIFT = Kind(RISE_ONLY, LISTEN_S[2:], {2: math.inf, 3: 1.65}, 1.5, 2.0, 0.15, 0.5)
"""A weight that is slowly pressed straight up neither turns a sensor nor pushes it much: only its vertical speed comes again. What is
quicker is felt as a push as well. One column resembles itself more easily than four, so that it must do so more.
"""


class WornSet:
    """A set in progress: its direction (unit vector in the columns of Felt), its period (s), the usual size and shape of its swings.

    series: (n, COLUMNS), weighted as the kind wants it, in which its first swings have their places; after that, what it was last
    followed in.
    """

    def __init__(self, axis: Array, heard: Rhythm, series: Array, kind: Kind) -> None:
        self._axis, self._series, self._kind = axis, series, kind
        self._usual, self._shape = 0.0, np.zeros((SHAPE_POINTS, COLUMNS))
        self.period, self.strength = heard.period, heard.strength

    def follow(self, series: Array, final: bool) -> list[Swing]:
        """The swings of the last seconds, places in (n, COLUMNS), oldest first. final: nothing comes after."""
        series = self._series = series * self._kind.weights
        rows = min(len(series), round(max(FOLLOW_S, FOLLOW_PERIODS * self.period) * WORN_HZ))
        self._adapt(series[-rows:])
        moving = _banded(series, self.period)[-rows:]
        self._turn_with(moving)
        return _later(_swings_along(moving, self._axis, final), len(series) - rows)

    def is_usual(self, swing: Swing) -> bool:
        """Whether it is of the set's size and shape."""
        if not self._usual:
            return True
        sized = SMALLEST_SHARE < swing.size / self._usual < LARGEST_SHARE
        return sized and likeness(self._shape, self._shape_of(swing)) > self._kind.still_alike

    def remember(self, swing: Swing, pause: float) -> None:
        """It was counted. pause: s since the turn before it, infinite for the first."""
        share = NEW_SHARE if self._usual else 1.0
        if LEAST_CHANGE < pause / self.period < MOST_CHANGE:
            self.period += NEW_SHARE * (pause - self.period)
        self._usual += share * (swing.size - self._usual)
        self._shape += share * (self._shape_of(swing) - self._shape)

    def _shape_of(self, swing: Swing) -> Array:
        """The way out and the way back, without the rests before and after."""
        reach = round(self.period * WORN_HZ)
        start, end = max(swing.start, swing.turn - reach), min(swing.end, swing.turn + reach)
        return shape(self._series, start, swing.turn, end)

    def _adapt(self, series: Array) -> None:
        heard = _undrifted_rhythm(series)
        if heard.strength > STRENGTH_LATER and LEAST_CHANGE < heard.period / self.period < MOST_CHANGE:
            self.period += NEW_SHARE * (heard.period - self.period)
            self.strength += NEW_SHARE * (heard.strength - self.strength)

    def _turn_with(self, moving: Array) -> None:
        """A wrist turns a little in the course of a set; something else being done is no reason to turn."""
        axis = dominant(moving)
        same = float(axis @ self._axis)
        if abs(same) > SAME_DIRECTION:
            axis = KEEP * self._axis + math.copysign(1.0 - KEEP, same) * axis
            self._axis = axis / np.linalg.norm(axis)


def begun(felt: Array, kind: Kind) -> tuple[WornSet, list[Swing]] | None:
    """The set of that kind that has become certain by now, and the swings that made it so, places in (n, COLUMNS), oldest first."""
    series = felt * kind.weights
    heard, rows = _listen(series, kind.listen_s)
    if heard.period < kind.least_period:
        return None
    moving, whole = _banded(series, heard.period), series - smooth(series, SLOW_SHARE * heard.period)
    axis = dominant(moving[-rows:])
    rows = min(len(series), max(rows, round(RUN_PERIODS * heard.period * WORN_HZ)))
    moving, whole = moving[-rows:], whole[-rows:]
    runs = [(way, _run(moving, whole, way, heard.period)) for way in (axis, -axis)]
    way, run = max(runs, key=lambda found: (len(found[1]), -found[1][0].turn if found[1] else 0))
    if not run or not _is_exercise(whole, run, heard, kind) or _is_stride(whole, heard.period):
        return None
    return WornSet(way, heard, series, kind), _later(run, len(series) - rows)


def _later(found: Sequence[Swing], places: int) -> list[Swing]:
    return [Swing(swing.start + places, swing.turn + places, swing.end + places, swing.size) for swing in found]


def _listen(series: Array, over_s: Sequence[float]) -> tuple[Rhythm, int]:
    """The rhythm of the last seconds, NO_RHYTHM where there is none, and over how many rows it was heard."""
    best, over = NO_RHYTHM, 0
    for seconds in over_s:
        rows = round(seconds * WORN_HZ)
        if len(series) < FILLED_SHARE * rows:
            break
        heard = _undrifted_rhythm(series[-rows:])
        if heard.strength > max(STRENGTH, best.strength + CLEARER):
            best, over = heard, min(rows, len(series))
    return best, over


def _undrifted_rhythm(series: Array) -> Rhythm:
    return rhythm(series - smooth(series, DRIFT_S))


def _banded(series: Array, period: float) -> Array:
    return smooth(series, QUICK_SHARE * period) - smooth(series, SLOW_SHARE * period)


def _swings_along(moving: Array, axis: Array, final: bool = False) -> list[Swing]:
    height = moving @ axis
    low, high = np.percentile(height, (5, 95))
    return swings(height, STEP_SHARE * float(high - low), BACK_SHARE, final)


def _run(moving: Array, whole: Array, axis: Array, period: float) -> list[Swing]:
    """The last swings as far as they are alike, oldest first; none where the last ended too long ago or one stands alone.

    moving: smoothed to the period, in which swings are found; whole: with what is quicker, in which likeness means something.
    """
    found = _swings_along(moving, axis)
    if not found or len(moving) - found[-1].end > RECENT_PERIODS * period * WORN_HZ:
        return []
    run = [found[-1]]
    for swing in found[-2::-1]:
        alike = _alike(whole, swing, run[-1], period)
        if alike > BARELY_ALIKE:
            run.append(swing)
        if alike < ALIKE:
            break
    return run[::-1] if len(run) > 1 else []


def _alike(whole: Array, one: Swing, other: Swing, period: float) -> float:
    """-1..1, -1 where size or distance in time rule it out."""
    apart = (other.turn - one.turn) / (WORN_HZ * period)
    if not (SHORTEST_PAUSE < apart < LONGEST_PAUSE and 1.0 / ALIKE_SIZE < one.size / max(other.size, 1e-6) < ALIKE_SIZE):
        return -1.0
    return likeness(_shape(whole, one), _shape(whole, other))


def _shape(whole: Array, swing: Swing) -> Array:
    return shape(whole, swing.start, swing.end)


def _is_exercise(whole: Array, run: Sequence[Swing], heard: Rhythm, kind: Kind) -> bool:
    """Whether it is large enough, and like and regular enough for so few, to be no gesture."""
    size = max(swing.size for swing in run)
    if size < (SMALL_RANGE if len(run) == 2 else LEAST_RANGE) or _unevenness(run) > kind.uneven:
        return False
    alike = float(np.mean([likeness(one, other) for one, other in pairwise([_shape(whole, swing) for swing in run])]))
    needed = kind.few.get(len(run), kind.many) + (SMALL_COST if size < SMALL_RANGE else 0.0)
    return alike + heard.strength > needed


def _unevenness(run: Sequence[Swing]) -> float:
    """Standard deviation of the time from turn to turn, as a share of its mean."""
    pauses = np.diff([swing.turn for swing in run])
    return float(pauses.std() / pauses.mean())


def _is_stride(whole: Array, period: float) -> bool:
    half = resemblance(whole[:, SPEED : SPEED + 1])[round(0.5 * period * WORN_HZ)]
    return period < STRIDE_S and float(half) > STRIDE
