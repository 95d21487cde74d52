"""Repetitions as they were announced, and the true ends of those that were done -> how soon they were told.

Refuses to know: how they were counted. A repetition far from every true end is a matter of counting, not of delay.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from edge.messages import Rep
from tools.evaluation.interval import rate

SAME_REP_S = 0.9
"""A repetition whose end lies further than this from every true end is left out."""
SOON_S = 0.25
"""What the product promises."""


def delays(reps: Sequence[Rep], true_ends: Sequence[float]) -> list[float]:
    """For each repetition from its true end to its announcement, s; negative where it was told before it was quite over."""
    nearest = [min(true_ends, key=lambda end: abs(end - rep.t_end), default=float("inf")) for rep in reps]
    return [round(rep.t - end, 3) for rep, end in zip(reps, nearest, strict=True) if abs(end - rep.t_end) < SAME_REP_S]


def once_known(reps: Sequence[Rep]) -> list[Rep]:
    """Of one set those announced after what told first that it is one."""
    return [rep for rep in reps if rep.t > reps[0].t]


def announcing(cases: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Of cases with delays_auto_s, delays_known_s and delays_chosen_s: share within SOON_S, median and p95, by how the exercise was
    known: found out, of which once that was done; told."""
    every = {how: [delay for case in cases for delay in case[f"delays_{how}_s"]] for how in ("auto", "known", "chosen")}
    return {key: value for how, those in every.items() for key, value in _one(how, those).items()}


def _one(how: str, every: list[float]) -> dict[str, Any]:
    percentiles = {f"announce_delay_{how}_p{p}_s": round(float(np.percentile(every, p)), 2) if every else None for p in (50, 95)}
    return {**rate(f"announced_within_250ms_{how}", [delay <= SOON_S for delay in every]), f"announced_{how}_n": len(every), **percentiles}
