"""WornState of one place -> repetitions, whatever the exercise.

A repetition shows in being repeated: the counter listens for a rhythm in the last seconds, takes the direction along which most
happens, and counts the turns along it. No period is fixed, it follows the set's own. Refuses to know: exercises, the camera,
clocks: time comes with the states.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from edge.judge.worn_felt import SPEED_WEIGHT, Felt
from edge.judge.worn_rhythm import NO_RHYTHM, Rhythm, Swing, dominant, dominant_share, likeness, out_and_back, rhythm, smooth, swings
from edge.messages import WORN_HZ, Array, WornState

WINDOW_S = 20.0
LOOK_EVERY = 5
"""Rows between two looks: 0.2 s."""
TREMOR_S, DRIFT_S = 0.3, 8.0
"""What is quicker than the one or slower than the other is no repetition."""
QUICK_SHARE, SLOW_SHARE = 0.5, 3.5
"""The same, in periods, once there is one."""
LISTEN_S = (4.0, 6.0, 9.0, 13.0, 20.0)
"""How far back a rhythm is looked for; a longer look must show a clearer one."""
FILLED_SHARE, CLEARER = 0.75, 0.1
STRENGTH, STRENGTH_LATER = 0.5, 0.4
"""How much a movement must resemble itself one period later, for a set to begin and for its period to be followed."""
SMALL_RANGE, LEAST_RANGE = 0.3, 0.08
"""Along the dominant direction, in gravities: a smaller movement needs more evidence and a third repetition; anything smaller than the second is trembling."""
STEP_SHARE, BACK_SHARE = 0.3, 0.4
"""Of the range in use, what a swing must rise and fall; and what part of its own rise must be taken back."""
ALIKE_SIZE, SMALLEST_SHARE, LARGEST_SHARE = 2.2, 0.42, 2.4
SHORTEST_PAUSE, LONGEST_PAUSE = 0.5, 2.6
"""From turn to turn, in periods."""
ALIKE, BARELY_ALIKE = 0.4, 0.15
"""Likeness of two repetitions of one set; the first of a set may be less like the others."""
EVIDENCE, EVIDENCE_SMALL = 0.85, 1.2
"""Mean likeness of a beginning set's repetitions plus the share of all movement that goes along one direction: gestures go everywhere."""
RECENT_PERIODS = 1.5
"""A set begins with what ended no longer ago."""
IDLE_S, IDLE_PERIODS = 6.0, 2.5
"""A set is over after this long without a repetition, whichever is longer."""
FOLLOW_S, FOLLOW_PERIODS = 6.0, 4.0
SAME_DIRECTION, KEEP = 0.8, 0.8
LONE_CLEAR, LONE_TURN_WEIGHT = 0.65, 0.5
"""A single lift is clear when the vertical speed that came and went, m/s, and half of the gravity that turned away and back in the
sensor, g, make this much together."""
LONE_WITHIN_S, LONE_CONFIDENCE = 10.0, 0.5

@dataclass(frozen=True, slots=True)
class WornRep:
    """One repetition of whatever is being done. size: along the dominant direction, in gravities. confidence: 0..1."""

    t_start: float
    t_turn: float
    t_end: float
    size: float
    confidence: float


@dataclass(slots=True)
class Course:
    """What the set in progress goes by. axis: unit vector in the columns of Felt; period: s; last_turn: s."""

    axis: Array
    period: float
    strength: float
    last_turn: float
    usual: float = 0.0


class WornCounter:
    """One sensor. A set is certain with its second repetition, and both are given then; each later one soon after its turn."""

    def __init__(self) -> None:
        self._felt = Felt(WINDOW_S)
        self._course: Course | None = None
        self._unseen = 0
        self._first_t = math.inf
        self._counted = False

    def feed(self, state: WornState) -> list[WornRep]:
        """Repetitions that are certain with this state, oldest first."""
        self._first_t = min(self._first_t, state.t)
        self._unseen += self._felt.feed(state)
        return self._look(final=False) if self._unseen >= LOOK_EVERY else []

    def finish(self) -> list[WornRep]:
        """At the end of everything: the one that was about to end; where nothing was counted, a single clear one."""
        found = self._look(final=True)
        return found if found or self._counted else self._lone()

    def _look(self, final: bool) -> list[WornRep]:
        self._unseen = 0
        series = smooth(self._felt.series, TREMOR_S)
        found = self._begin(series) if self._course is None else self._follow(series, self._course, final)
        self._counted |= bool(found)
        return found

    def _begin(self, series: Array) -> list[WornRep]:
        """The repetitions with which a set becomes certain."""
        heard, rows = _listen(series)
        if heard is NO_RHYTHM:
            return []
        moving = _banded(series, heard.period)[-rows:]
        axis = dominant(moving)
        whole = (series - smooth(series, SLOW_SHARE * heard.period))[-rows:]
        runs = [(sign, _run(moving, whole, sign * axis, heard.period)) for sign in (1.0, -1.0)]
        sign, run = max(runs, key=lambda pair: (len(pair[1]), -pair[1][0].turn if pair[1] else 0))
        if not run or not _is_exercise(whole, run):
            return []
        self._course = Course(sign * axis, heard.period, heard.strength, -math.inf)
        return self._count(run, len(series) - rows, self._course)

    def _follow(self, series: Array, course: Course, final: bool) -> list[WornRep]:
        """The repetitions that ended since the last look."""
        if self._felt.t - course.last_turn > max(IDLE_S, IDLE_PERIODS * course.period):
            self._course = None
            return []
        rows = min(len(series), round(max(FOLLOW_S, FOLLOW_PERIODS * course.period) * WORN_HZ))
        if rows < 2 * LOOK_EVERY:
            return []
        _adapt(course, series[-rows:])
        moving = _banded(series, course.period)[-rows:]
        _turn_along(course, moving)
        found = _swings_along(moving, course.axis, final)
        return self._count(found, len(series) - rows, course)

    def _count(self, run: Sequence[Swing], before: int, course: Course) -> list[WornRep]:
        """Each turn once. before: places of the series before the stretch that was looked at."""
        found = []
        for swing in run:
            turn = self._felt.when(before + swing.turn)
            if course.usual and not SMALLEST_SHARE < swing.size / course.usual < LARGEST_SHARE:
                continue
            if turn > course.last_turn + SHORTEST_PAUSE * course.period:
                course.last_turn = turn
                course.usual = swing.size if not course.usual else 0.7 * course.usual + 0.3 * swing.size
                start, end = (self._felt.when(before + place) for place in (swing.start, swing.end))
                found.append(WornRep(start, turn, end, swing.size, round(course.strength, 3)))
        return found

    def _lone(self) -> list[WornRep]:
        """A single clear lift, in a recording so short that it is about it."""
        felt = self._felt
        if not 2 * LOOK_EVERY < len(felt.series) < LONE_WITHIN_S * WORN_HZ or felt.since > self._first_t:
            return []
        turned, lifted = _turned_and_lifted(smooth(felt.series, TREMOR_S))
        if lifted.size + LONE_TURN_WEIGHT * turned.size < LONE_CLEAR:
            return []
        swing = turned if LONE_TURN_WEIGHT * turned.size > lifted.size else lifted
        return [WornRep(felt.when(swing.start), felt.when(swing.turn), felt.when(swing.end), swing.size, LONE_CONFIDENCE)]


def _turned_and_lifted(series: Array) -> tuple[Swing, Swing]:
    """The greatest excursions of the direction of gravity in the sensor, g, and of the vertical speed, m/s.

    A turn that ends further from where it began than it went out is a change of hold, and counts for nothing.
    """
    force = series[:, :3] - series[:, :3].mean(axis=0)
    ways = np.linalg.eigh(force.T @ force)[1][:, 1:].T
    speed = series[:, 3] / SPEED_WEIGHT
    speed = speed - np.linspace(*_line(speed), len(speed))
    turned = max((out_and_back(sign * (force @ way)) for way in ways for sign in (1.0, -1.0)), key=lambda swing: swing.size)
    if np.linalg.norm(force[turned.end] - force[turned.start]) > turned.size:
        turned = replace(turned, size=0.0)
    return turned, max((out_and_back(sign * speed) for sign in (1.0, -1.0)), key=lambda swing: swing.size)


def _line(values: Array) -> tuple[float, float]:
    """Both ends of the straight line through a (n,) series: what a tilt that is a little off adds to the speed."""
    slope, first = np.polyfit(np.arange(len(values)), values, 1)
    return float(first), float(first + slope * (len(values) - 1))


def _listen(series: Array) -> tuple[Rhythm, int]:
    """The rhythm of the last seconds, NO_RHYTHM where there is none, and over how many rows it was heard."""
    best, over = NO_RHYTHM, 0
    for seconds in LISTEN_S:
        rows = round(seconds * WORN_HZ)
        if len(series) < FILLED_SHARE * rows:
            break
        heard = _rhythm(series[-rows:])
        if heard.strength > max(STRENGTH, best.strength + CLEARER):
            best, over = heard, min(rows, len(series))
    return best, over


def _rhythm(series: Array) -> Rhythm:
    return rhythm(series - smooth(series, DRIFT_S))


def _banded(series: Array, period: float) -> Array:
    return smooth(series, QUICK_SHARE * period) - smooth(series, SLOW_SHARE * period)


def _swings_along(moving: Array, axis: Array, final: bool = False) -> list[Swing]:
    height = moving @ axis
    low, high = np.percentile(height, (5, 95))
    return swings(height, STEP_SHARE * float(high - low), BACK_SHARE, final)


def _run(moving: Array, whole: Array, axis: Array, period: float) -> list[Swing]:
    """The last swings as far as they are alike, oldest first; none where the last ended too long ago or one stands alone."""
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


def _alike(moving: Array, one: Swing, other: Swing, period: float) -> float:
    """-1..1, -1 where size or distance in time rule it out."""
    apart = (other.turn - one.turn) / (WORN_HZ * period)
    if not (SHORTEST_PAUSE < apart < LONGEST_PAUSE and 1.0 / ALIKE_SIZE < one.size / max(other.size, 1e-6) < ALIKE_SIZE):
        return -1.0
    return likeness(moving, one, other)


def _is_exercise(moving: Array, run: Sequence[Swing]) -> bool:
    """Whether it is large enough, and like enough or often enough the same, to be no gesture."""
    if max(swing.size for swing in run) < LEAST_RANGE:
        return False
    alike = float(np.mean([likeness(moving, one, other) for one, other in pairwise(run)]))
    evidence = alike + dominant_share(moving)
    if max(swing.size for swing in run) < SMALL_RANGE:
        return evidence > EVIDENCE_SMALL and len(run) > 2
    return evidence > EVIDENCE


def _adapt(course: Course, series: Array) -> None:
    heard = _rhythm(series)
    if heard.strength > STRENGTH_LATER and 0.6 < heard.period / course.period < 1.6:
        course.period += 0.3 * (heard.period - course.period)
        course.strength += 0.3 * (heard.strength - course.strength)


def _turn_along(course: Course, moving: Array) -> None:
    """A wrist turns a little in the course of a set; something else being done is no reason to turn."""
    axis = dominant(moving)
    same = float(axis @ course.axis)
    if abs(same) > SAME_DIRECTION:
        axis = KEEP * course.axis + math.copysign(1.0 - KEEP, same) * axis
        course.axis = axis / np.linalg.norm(axis)
