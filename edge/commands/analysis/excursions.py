"""The repetitions and the body's angles -> from where to where each angle went in each repetition.

Refuses to know: how repetitions are found. Reads the states once and keeps two numbers an angle and repetition.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

import numpy as np

from edge.commands.analysis.spool import BATCH, Spool
from edge.estimate.body.clinical_table import CLINICAL_NAMES
from edge.messages import Array

MOSTLY = 0.7
"""Of a repetition's moments: an angle known in fewer has no range, for its ends may have been missed."""


def with_ranges(reps: Sequence[Mapping[str, Any]], spool: Spool) -> list[dict[str, Any]]:
    """Each repetition of the report with `rom_deg`: {angle: [least, most]}, the angles that were known through it, in degrees."""
    spans = np.array([(rep["start_s"], rep["end_s"]) for rep in reps]).reshape(-1, 2)
    shape = (len(reps), len(CLINICAL_NAMES))
    least, most, known, moments = np.full(shape, np.inf), np.full(shape, -np.inf), np.zeros(shape), np.zeros((len(reps), 1))
    for t, angles in _batches(spool) if len(reps) else ():
        for place in np.flatnonzero((spans[:, 0] <= t[-1]) & (spans[:, 1] >= t[0])):
            part = angles[(spans[place, 0] <= t) & (t <= spans[place, 1])]
            seen = np.isfinite(part)
            least[place] = np.minimum(least[place], np.where(seen, part, np.inf).min(axis=0, initial=np.inf))
            most[place] = np.maximum(most[place], np.where(seen, part, -np.inf).max(axis=0, initial=-np.inf))
            known[place] += seen.sum(axis=0)
            moments[place] += len(part)
    told = (known > 0) & (known >= MOSTLY * moments)
    return [{**rep, "rom_deg": _ranges(*row)} for rep, row in zip(reps, zip(told, least, most, strict=True), strict=True)]


def _batches(spool: Spool) -> Iterator[tuple[Array, Array]]:
    """(n,) s and (n, angles) degrees."""
    rows = spool.rows()
    while chunk := list(islice(rows, BATCH)):
        yield np.array([float(row["t"]) for row in chunk]), np.degrees([row["clinical"] for row in chunk])


def _ranges(told: Array, least: Array, most: Array) -> dict[str, list[float]]:
    return {
        name: [round(float(low), 1), round(float(high), 1)]
        for name, tell, low, high in zip(CLINICAL_NAMES, told, least, most, strict=True)
        if tell
    }
