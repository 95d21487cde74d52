"""What a worn sensor felt -> when a set begins, and its swings for as long as it goes on.

A set is a movement that comes again: there is a rhythm in the last seconds, most of it goes along one direction, and its swings
are alike. No period is fixed, it follows the set's own. Refuses to know: exercises, sensors, what was counted.
"""

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from edge.judge.worn_felt import SPEED
from edge.judge.worn_rhythm import NO_RHYTHM, Rhythm, Swing, dominant, dominant_share, likeness, resemblance, rhythm, smooth, swings
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
ALIKE, BARELY_ALIKE = 0.4, 0.15
"""Likeness of two repetitions of one set; the first of a set may be less like the others."""
EVIDENCE, EVIDENCE_SMALL, EVIDENCE_CLEAR = 1.3, 1.45, 1.5
"""Mean likeness of a beginning set's repetitions plus the share of all movement that goes along one direction: gestures go everywhere.
For most movements; for small ones; and for two repetitions to be enough.
"""
FEWEST = 3
STRIDE_S, STRIDE = 1.5, 0.2
"""Whoever walks rises and falls with either foot: vertical speed resembles itself half an arm's swing later; in a lift it is the
opposite."""
RUN_PERIODS = 5.0
"""How far back the repetitions of a beginning set are gathered from, if the rhythm was not heard further."""
RECENT_PERIODS = 1.5
"""A set begins with what ended no longer ago."""
FOLLOW_S, FOLLOW_PERIODS = 6.0, 4.0
"""How far back the range in use and the direction are taken from, whichever is longer."""
SAME_DIRECTION, KEEP = 0.8, 0.8


class WornSet:
    """A set in progress: its direction (unit vector in the columns of Felt), its period (s), the usual size of its swings."""

    def __init__(self, axis: Array, heard: Rhythm) -> None:
        self._axis = axis
        self._usual = 0.0
        self.period, self.strength = heard.period, heard.strength

    def follow(self, series: Array, final: bool) -> list[Swing]:
        """The swings of the last seconds, places in (n, COLUMNS), oldest first. final: nothing comes after."""
        rows = min(len(series), round(max(FOLLOW_S, FOLLOW_PERIODS * self.period) * WORN_HZ))
        self._adapt(series[-rows:])
        moving = _banded(series, self.period)[-rows:]
        self._turn_with(moving)
        return _later(_swings_along(moving, self._axis, final), len(series) - rows)

    def is_usual(self, swing: Swing) -> bool:
        """Whether it is of the set's size."""
        return not self._usual or SMALLEST_SHARE < swing.size / self._usual < LARGEST_SHARE

    def remember(self, swing: Swing) -> None:
        """It was counted."""
        self._usual += (NEW_SHARE if self._usual else 1.0) * (swing.size - self._usual)

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


def begun(series: Array) -> tuple[WornSet, list[Swing]] | None:
    """The set that has become certain by now, and the swings that made it so, places in (n, COLUMNS), oldest first."""
    heard, rows = _listen(series)
    if heard is NO_RHYTHM:
        return None
    moving, whole = _banded(series, heard.period), series - smooth(series, SLOW_SHARE * heard.period)
    axis = dominant(moving[-rows:])
    rows = min(len(series), max(rows, round(RUN_PERIODS * heard.period * WORN_HZ)))
    moving, whole = moving[-rows:], whole[-rows:]
    runs = [(way, _run(moving, whole, way, heard.period)) for way in (axis, -axis)]
    way, run = max(runs, key=lambda found: (len(found[1]), -found[1][0].turn if found[1] else 0))
    if not run or not _is_exercise(whole, run) or _is_stride(whole, heard.period):
        return None
    return WornSet(way, heard), _later(run, len(series) - rows)


def _later(found: Sequence[Swing], places: int) -> list[Swing]:
    return [Swing(swing.start + places, swing.turn + places, swing.end + places, swing.size) for swing in found]


def _listen(series: Array) -> tuple[Rhythm, int]:
    """The rhythm of the last seconds, NO_RHYTHM where there is none, and over how many rows it was heard."""
    best, over = NO_RHYTHM, 0
    for seconds in LISTEN_S:
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
    return likeness(whole, one, other)


def _is_exercise(whole: Array, run: Sequence[Swing]) -> bool:
    """Whether it is large enough, like enough and goes one way enough to be no gesture."""
    size = max(swing.size for swing in run)
    alike = float(np.mean([likeness(whole, one, other) for one, other in pairwise(run)]))
    evidence = alike + dominant_share(whole)
    if size < LEAST_RANGE or evidence < (EVIDENCE_SMALL if size < SMALL_RANGE else EVIDENCE):
        return False
    return len(run) >= FEWEST or (evidence > EVIDENCE_CLEAR and size > SMALL_RANGE)


def _is_stride(whole: Array, period: float) -> bool:
    half = resemblance(whole[:, SPEED : SPEED + 1])[round(0.5 * period * WORN_HZ)]
    return period < STRIDE_S and float(half) > STRIDE
