"""The repetitions and the body's angles -> from where to where each angle went in each repetition.

Refuses to know: how repetitions are found. Reads the states once and keeps four numbers an angle and repetition.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np

from edge.commands.analysis.spool import BATCH, Spool
from edge.estimate.body.clinical_table import CLINICAL_NAMES
from edge.messages import Array, Flags

ROUNDED_S = 0.0006
"""The report rounds a repetition's ends to milliseconds: its first and last moment still belong to it."""
MOSTLY = 0.7
"""Of a repetition's moments: an angle known in fewer has no range, for its ends may have been missed."""


@dataclass(frozen=True, slots=True, eq=False)
class Excursions:
    """(n, clinical angles) each, degrees: the least and the greatest of each angle in each stretch of time, and the standard deviation
    of each of the two. told: (n, angles) whether the angle was known through it; without that the others mean nothing."""

    least: Array
    most: Array
    least_sd: Array
    most_sd: Array
    told: Flags


def excursions(spans: Sequence[tuple[float, float]], spool: Spool) -> Excursions:
    """spans: (from, to), s on the spool's time line."""
    edges, shape = np.array(spans).reshape(-1, 2), (len(spans), len(CLINICAL_NAMES))
    found = Excursions(np.full(shape, np.inf), np.full(shape, -np.inf), np.zeros(shape), np.zeros(shape), np.zeros(shape, bool))
    known, moments = np.zeros(shape), np.zeros((len(spans), 1))
    for t, angles, sds in _batches(spool) if len(spans) else ():
        for place in np.flatnonzero((edges[:, 0] <= t[-1]) & (edges[:, 1] >= t[0])).tolist():
            during = (edges[place, 0] <= t) & (t <= edges[place, 1])
            known[place] += np.isfinite(angles[during]).sum(axis=0)
            moments[place] += int(during.sum())
            _extend(found, place, angles[during], sds[during])
    found.told[:] = (known > 0) & (known >= MOSTLY * moments)
    return found


def with_ranges(reps: Sequence[Mapping[str, Any]], spool: Spool) -> list[dict[str, Any]]:
    """Each repetition of the report with `rom_deg`: {angle: [least, most]}, the angles that were known through it, in degrees."""
    found = excursions([(rep["start_s"] - ROUNDED_S, rep["end_s"] + ROUNDED_S) for rep in reps], spool)
    return [{**rep, "rom_deg": _ranges(*row)} for rep, row in zip(reps, zip(found.told, found.least, found.most, strict=True), strict=True)]


def _extend(found: Excursions, place: int, angles: Array, sds: Array) -> None:
    """By some moments, (n, angles) each."""
    if not len(angles):
        return
    columns = np.arange(angles.shape[1])
    for least, ends, doubts in ((True, found.least, found.least_sd), (False, found.most, found.most_sd)):
        filled = np.where(np.isfinite(angles), angles, np.inf if least else -np.inf)
        at = filled.argmin(axis=0) if least else filled.argmax(axis=0)
        beyond = filled[at, columns] < ends[place] if least else filled[at, columns] > ends[place]
        ends[place, beyond] = filled[at, columns][beyond]
        doubts[place, beyond] = sds[at, columns][beyond]


def _batches(spool: Spool) -> Iterator[tuple[Array, Array, Array]]:
    """(n,) s, (n, angles) degrees and their standard deviations."""
    rows = spool.rows()
    while chunk := list(islice(rows, BATCH)):
        times = np.array([float(row["t"]) for row in chunk])
        yield times, np.degrees([row["clinical"] for row in chunk]), np.degrees([row["clinical_sd"] for row in chunk])


def _ranges(told: Flags, least: Array, most: Array) -> dict[str, list[float]]:
    return {
        name: [round(float(low), 1), round(float(high), 1)]
        for name, tell, low, high in zip(CLINICAL_NAMES, told, least, most, strict=True)
        if tell
    }
