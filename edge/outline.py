"""A session's events, and what is known of its loads -> its outline, which is all that progress over months is made of.

Refuses to know: where either comes from, and where outlines are kept.
"""

import math
from collections.abc import Mapping, Sequence

import numpy as np

from edge.messages import Hold, Rep
from edge.records import ExerciseOutline, Outline, SessionRecord

Loads = Mapping[str, tuple[float, float, float]]
"""Exercise -> percent of strength, and one standard deviation either way, of the hardest working joint that can be trusted."""
NOBODY_LOOKED: Loads = {}


def outline_of(record: SessionRecord, loads: Loads = NOBODY_LOOKED) -> Outline:
    """loads: empty where nobody looked at the recording again."""
    done = [event for event in record.events if isinstance(event, Rep | Hold)]
    names = dict.fromkeys(event.exercise for event in sorted(done, key=lambda event: event.t_start))
    return Outline(tuple(_exercise(name, [event for event in done if event.exercise == name], loads.get(name)) for name in names))


def _exercise(name: str, done: Sequence[Rep | Hold], load: tuple[float, float, float] | None) -> ExerciseOutline:
    reps = [event for event in done if isinstance(event, Rep)]
    held = math.fsum(event.t_end - event.t_start for event in done if isinstance(event, Hold))
    degrees = [math.degrees(rep.range) for rep in reps if rep.range is not None and math.isfinite(rep.range)]
    scores = [event.score for event in done if event.score is not None]
    score = float(np.mean(scores)) if scores else None
    mean, most = (float(np.mean(degrees)), max(degrees)) if degrees else (None, None)
    return ExerciseOutline(name, len(reps), sum(rep.good is True for rep in reps), held, score, mean, most, _middle_half(degrees), load)


def _middle_half(values: Sequence[float]) -> tuple[float, float, float] | None:
    if not values:
        return None
    low, middle, high = (float(value) for value in np.percentile(values, (25, 50, 75)))
    return low, middle, high
