"""The signals of a clip in which nothing was told -> the repetitions of a movement that no exercise describes.

Only what fills most of the clip and what nobody does by chance: more than is asked of a movement that somebody teaches.
Refuses to know: exercises, rules, names, form.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from edge.judge.candidate import SAME_TIME, overlap
from edge.judge.history import History
from edge.judge.reps import Excursion
from edge.judge.shown import Stretch, runs
from edge.judge.ways import Way, agreed, ways_of

FEWEST, LEAST_QUALITY = 3, 1.0
FEWEST_FRAMES = 30
ALIKE_TIME = 2.0
"""None lasts so many times as long as the usual one, or so many times less: left and right alike."""
FILLED = 0.7
"""The share of everything seen that it lasts from the first repetition to the last. Of 213 made-up idle minutes two have 0.64."""

LONGEST_REST, LONGEST_REST_S = 1.5, 5.0
"""In usual repetitions, and in s. Who waves now and then rests for longer: 1.7 and, of gestures of 8 s, 11 s in idle minutes that were
taken for an exercise; in 15 true sets that were counted so nobody rested for longer than 2.4 s."""


def unlisted(history: History, signals: Sequence[str], since: float, until: float) -> list[Excursion]:
    """Oldest first, none where nothing was plainly repeated. since, until: when somebody was seen first and last, s."""
    stretch = Stretch(*history.kept)
    least_s = FILLED * (until - since)
    if len(stretch.t) < FEWEST_FRAMES or stretch.t[-1] - stretch.t[0] < least_s:
        return []
    shown = [way for way in ways_of(runs(stretch, signals)) if way.lasts_s >= least_s and _is_sure(way)]
    if not shown:
        return []
    number = agreed(shown)
    return _apart(max((way for way in shown if way.reps == number), key=lambda way: way.quality))


def _is_sure(way: Way) -> bool:
    if not (way.is_plain and way.is_even and way.reps >= FEWEST and way.quality >= LEAST_QUALITY):
        return False
    return _are_alike(way.excursions) and _are_close(way.excursions)


def _are_alike(excursions: Sequence[Excursion]) -> bool:
    """In time; each side's are by themselves, and the one side's could still be the other's threefold."""
    times = [x.t_end - x.t_start for x in excursions]
    usual = float(np.median(times))
    return max(times) < ALIKE_TIME * usual and usual < ALIKE_TIME * min(times)


def _are_close(excursions: Sequence[Excursion]) -> bool:
    """Whether one follows another before long. excursions: oldest first."""
    usual = float(np.median([x.t_end - x.t_start for x in excursions]))
    rests = [after.t_start - before.t_end for before, after in pairwise(excursions)]
    return max(rests, default=0.0) <= min(LONGEST_REST * usual, LONGEST_REST_S)


def _apart(way: Way) -> list[Excursion]:
    """Left and right at once are one."""
    kept: list[Excursion] = []
    for excursion in way.excursions:
        if not any(overlap(excursion, other) > SAME_TIME for other in kept):
            kept.append(excursion)
    return kept
