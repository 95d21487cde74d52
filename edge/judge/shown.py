"""MotionStates of somebody who shows a movement -> on each signal that can count one, the run of excursions that are alike.

Refuses to know: exercises, rules, and which of the signals is the right one.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType

import numpy as np

from edge.judge.reps import Excursion, ExcursionFinder
from edge.judge.rules import SMALLEST_SHARE
from edge.messages import Array, MotionState

DEG = math.radians(1.0)
WANDER: Mapping[str, float] = MappingProxyType(
    {
        "left_knee": 22 * DEG, "right_knee": 22 * DEG, "knees": 17 * DEG, "left_hip": 18 * DEG, "right_hip": 18 * DEG, "hips": 13 * DEG,
        "left_elbow": 42 * DEG, "right_elbow": 42 * DEG, "elbows": 41 * DEG, "left_shoulder": 21 * DEG, "right_shoulder": 21 * DEG,
        "shoulders": 17 * DEG, "left_ankle": 42 * DEG, "right_ankle": 42 * DEG, "ankles": 32 * DEG, "trunk": 7 * DEG,
        "left_hand": 0.08, "right_hand": 0.08, "hands": 0.07, "left_knee_height": 0.08, "right_knee_height": 0.08,
        "left_foot_height": 0.08, "right_foot_height": 0.08, "chest_y": 0.05, "pelvis_y": 0.05, "heels": 0.06, "hip_line": 0.07,
        "feet_spread": 0.08, "knee_spread": 0.08, "neck_tilt": 75 * DEG, "head_pitch": 54 * DEG,
        "left_hand_angle": 36 * DEG, "right_hand_angle": 36 * DEG, "hand_spread": 0.09, "left_out": 0.20, "right_out": 0.20, "reach": 0.15,
    }
)  # fmt: skip
"""Signals that can count, and how far each goes to and fro in 8 s of standing still, rad and m: the median of 16 made-up people seen
through the pose model's measured noise (tools/avatar_studio), four from each side. Less is no movement."""
LEAST_SHARES = (0.55, 0.35, 0.22)
"""An excursion goes this share of the way that the signal has in the whole stretch: getting ready may go further than what is shown."""
OUTERMOST = 2.0
"""Percent of the values at either end that do not count for that way."""
SEEN = 0.45
FIRST = 10
"""Pictures in which somebody has hardly begun to move."""
ALIKE_SIZE, ALIKE_TIME, ALIKE_LEVEL = 1.7, 2.4, 0.35
"""Repetitions of one run differ by no more than these factors, and begin no further apart than this share of their size."""
LONGEST_PAUSE_S = 12.0
SHORTEST_S, LONGEST_S = 0.4, 20.0
CALMED_S = 0.2
"""A mean over so long hides the pose model's trembling, and no movement."""


@dataclass(frozen=True, slots=True, eq=False)
class Stretch:
    """n moments without a cut. t: (n,) s. values, confidence: (n, n_signals)."""

    t: Array
    values: Array
    confidence: Array

    def of(self, x: Excursion) -> slice:
        first, last = self.t.searchsorted((x.t_start - 1e-6, x.t_end + 1e-6)).tolist()
        return slice(first, max(last, first + 1))


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """Alike excursions of one signal, oldest first. size: the usual one; start, turn: the usual levels; all in the signal's unit.

    regular: 0..1, how alike they are. seen: 0..1, how well the signal was. pure: how much of all its way from the first to the last of
    them the signal went in them, about 1 where nothing else was done. filled: the share of that time that they took.
    """

    signal: str
    high: bool
    excursions: tuple[Excursion, ...]
    size: float
    start: float
    turn: float
    regular: float
    seen: float
    pure: float
    filled: float

    @property
    def quality(self) -> float:
        """How much more it is than wandering, how alike, how well seen: 0 and more."""
        return min(self.size / WANDER[self.signal], 5.0) * self.regular * self.seen


def uncut(states: Sequence[MotionState]) -> Sequence[MotionState]:
    """The longest part of them that no cut divides."""
    cuts = [0, *(i for i, state in enumerate(states) if state.cut), len(states)]
    first, last = max(pairwise(cuts), key=lambda part: part[1] - part[0])
    return states[first:last]


def stretch_of(states: Sequence[MotionState]) -> Stretch:
    return Stretch(
        np.array([state.t for state in states]),
        np.array([state.signals for state in states]),
        np.array([state.signals_confidence for state in states]),
    )


def runs(stretch: Stretch, signals: Sequence[str]) -> list[Run]:
    """Of every signal and direction the best run, where there is one."""
    rows = [
        (name, high, least)
        for name in WANDER
        for least in _leasts(stretch, list(signals).index(name), WANDER[name])
        for high in (True, False)
    ]
    found: dict[tuple[str, bool], Run] = {}
    for (name, high, _), excursions in zip(rows, _excursions(stretch, rows, signals), strict=True):
        run = _run(stretch, name, high, list(signals).index(name), excursions)
        if run is not None and (best := found.get((name, high), run)).quality * len(best.excursions) <= run.quality * len(run.excursions):
            found[name, high] = run
    first = np.median(stretch.values[:FIRST], axis=0)
    began = {name: float(first[list(signals).index(name)]) for name in WANDER}
    return [run for run in found.values() if not _is_the_way_between(run, found.get((run.signal, not run.high)), began[run.signal])]


def _is_the_way_between(run: Run, other: Run | None, began: float) -> bool:
    """Whether it is only the way from one of the other's repetitions to the next: up and down between two squats.

    began: the signal's level when the stretch did, which tells where there are as many of both.
    """
    if other is None or len(other.excursions) < len(run.excursions):
        return False
    if len(other.excursions) == len(run.excursions):
        return abs(run.start - began) > abs(other.start - began)
    return other.excursions[0].t_start <= run.excursions[0].t_start and run.excursions[-1].t_end <= other.excursions[-1].t_end


def _leasts(stretch: Stretch, column: int, wander: float) -> list[float]:
    """Sizes from which on something is looked for; none where the signal was hidden or still."""
    own = stretch.values[stretch.confidence[:, column] >= SEEN, column]
    if not len(own):
        return []
    low, high = np.percentile(own, (OUTERMOST, 100.0 - OUTERMOST))
    return [share * float(high - low) for share in LEAST_SHARES if share * float(high - low) >= LEAST_SHARES[0] * wander]


def _excursions(stretch: Stretch, rows: Sequence[tuple[str, bool, float]], signals: Sequence[str]) -> list[list[Excursion]]:
    """Of each row, whole ones only."""
    columns = [list(signals).index(name) for name, *_ in rows]
    signs = [1.0 if high else -1.0 for _, high, _ in rows]
    finder = ExcursionFinder(columns, signs, [least for *_, least in rows], [SMALLEST_SHARE] * len(rows))
    found: list[list[Excursion]] = [[] for _ in rows]
    if not rows:
        return found
    for t, values, confidence in zip(stretch.t.tolist(), stretch.values, stretch.confidence, strict=True):
        for x in finder.feed(t, values, confidence):
            found[x.row].append(x)
    for x in finder.finish(float(stretch.t[-1])):
        found[x.row].append(x)
    return [[x for x in row if not x.half and SHORTEST_S <= x.t_end - x.t_start <= LONGEST_S] for row in found]


def _run(stretch: Stretch, name: str, high: bool, column: int, excursions: Sequence[Excursion]) -> Run | None:
    """The most of them that are alike and follow one another; None where there are not two."""
    levels = [_level(stretch, column, x) for x in excursions]
    alike = max((_alike(excursions, levels, i) for i in range(len(excursions))), key=len, default=[])
    if len(alike) < 2:
        return None
    chosen = [excursions[i] for i in alike]
    seen = float(np.mean([stretch.confidence[stretch.of(x), column].mean() for x in chosen]))
    if seen < SEEN:
        return None
    size, start = float(np.median([x.size for x in chosen])), float(np.median([levels[i] for i in alike]))
    regular = _regular([x.size for x in chosen], [x.t_end - x.t_start for x in chosen], [levels[i] / size for i in alike])
    pure, filled = _pure(stretch, column, chosen), sum(x.t_end - x.t_start for x in chosen) / (chosen[-1].t_end - chosen[0].t_start)
    return Run(name, high, tuple(chosen), size, start, start + size if high else start - size, regular, min(seen, 1.0), pure, filled)


def _pure(stretch: Stretch, column: int, chosen: Sequence[Excursion]) -> float:
    """There and back in each of them, by the whole way of the signal without its trembling."""
    first, last = stretch.of(chosen[0]).start, stretch.of(chosen[-1]).stop
    own, t = stretch.values[first:last, column], stretch.t[first:last]
    wide = max(1, round(CALMED_S / max(float(np.median(np.diff(t))), 1e-3)))
    calm = np.convolve(own, np.full(wide, 1.0 / wide), "valid") if len(own) > wide else own
    return 2.0 * sum(x.size for x in chosen) / max(float(np.abs(np.diff(calm)).sum()), 1e-9)


def _level(stretch: Stretch, column: int, x: Excursion) -> float:
    own = stretch.values[stretch.of(x), column]
    return 0.5 * float(own[0] + own[-1])


def _alike(excursions: Sequence[Excursion], levels: Sequence[float], seed: int) -> list[int]:
    """Those like that one, as far as no long pause divides them."""
    x = excursions[seed]

    def like(i: int) -> bool:
        y = excursions[i]
        sizes, times = y.size / x.size, (y.t_end - y.t_start) / (x.t_end - x.t_start)
        near = abs(levels[i] - levels[seed]) < ALIKE_LEVEL * max(x.size, y.size)
        return near and 1 / ALIKE_SIZE < sizes < ALIKE_SIZE and 1 / ALIKE_TIME < times < ALIKE_TIME

    members = [i for i in range(len(excursions)) if like(i)]
    before = _unbroken(members[: members.index(seed) + 1][::-1], lambda a, b: excursions[a].t_start - excursions[b].t_end)
    after = _unbroken(members[members.index(seed) :], lambda a, b: excursions[b].t_start - excursions[a].t_end)
    return [*before[:0:-1], *after]


def _unbroken(members: Sequence[int], pause: Callable[[int, int], float]) -> list[int]:
    kept = [members[0]]
    for i in members[1:]:
        if pause(kept[-1], i) > LONGEST_PAUSE_S:
            break
        kept.append(i)
    return kept


def _regular(sizes: Sequence[float], times: Sequence[float], levels: Sequence[float]) -> float:
    """1 where all are the same; 0.5 where they differ by a sixth of their size, a third of their time and begin a fifth apart."""
    apart = 2.0 * _spread(sizes) + _spread(times) + 1.7 * float(np.std(levels))
    return 1.0 / (1.0 + apart)


def _spread(values: Sequence[float]) -> float:
    return float(np.std(values) / np.mean(values))
