"""The repetitions and the body's states -> the peak moment of every joint in each repetition, and how a report tells it.

A repetition is announced before its moments exist, which are late by the filters' lag: they are added when the whole is known.
Refuses to know: how repetitions and moments are found.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from edge.commands.analysis.spool import Spool
from edge.commands.analysis.workload import Span, through
from edge.estimate.body.anthropometry import size_of
from edge.estimate.body.doubt import AIRBORNE, DOUBLE_STANCE, DOUBTS, STRAIGHT_LIMB, UNSUPPORTED
from edge.estimate.body.model import DOF_NAMES
from edge.estimate.body.peak_moments import NOT_SEEN, PeakMoment, peaks_of
from edge.messages import Person
from edge.respond.sentences import say

Words = Mapping[str, str]
Peaks = tuple[PeakMoment, ...]
WHY = {
    AIRBORNE: "load.airborne",
    UNSUPPORTED: "load.unsupported",
    DOUBLE_STANCE: "load.double_stance",
    STRAIGHT_LIMB: "moment.straight_limb",
    NOT_SEEN: "moment.not_seen",
}
"""A doubt's sentence in respond/words."""
_UNSEEN = np.empty((0, len(DOF_NAMES)))
_NOTHING = peaks_of(np.empty(0), _UNSEEN, _UNSEEN, np.empty((0, len(DOUBTS))))


def peak_moments(spans: Sequence[Span], spool: Spool) -> tuple[Peaks, ...]:
    """Of each of these stretches of time (from, to; s), in their order."""
    found = [_NOTHING] * len(spans)
    for place, part in through(spans, spool):
        found[place] = peaks_of(part["t"], part["moments"].astype(float), part["moments_sd"].astype(float), part["doubts"])
    return tuple(found)


def with_moments(reps: Iterable[Mapping[str, Any]], found: Iterable[Peaks], body: Person, words: Words) -> list[dict[str, Any]]:
    """Each repetition of the report with `peak_moments`, a list of `moment_json`. body: whose it is."""
    told = [[moment_json(peak, body, words) for peak in peaks] for peaks in found]
    return [{**rep, "peak_moments": moments} for rep, moments in zip(reps, told, strict=True)]


def moment_json(peak: PeakMoment, body: Person, words: Words) -> dict[str, Any]:
    """nm, sd_nm, nm_per_kg (of the body, without what it lifts): null where unknown. notes: why it is not to be trusted, and what
    was assumed."""
    known = math.isfinite(peak.nm)
    mass_kg = size_of(body).mass_kg
    assumed = [say(words, "moment.usual_mass", [("mass", f"{mass_kg:.0f}")])] if known and body.mass_kg is None else []
    return {
        "joint": peak.joint,
        "axis": peak.axis,
        "direction": peak.direction,
        "nm": round(peak.nm, 1) if known else None,
        "sd_nm": round(peak.sd, 1) if known else None,
        "nm_per_kg": round(peak.nm / mass_kg, 3) if known else None,
        "trusted": peak.trusted,
        "notes": [say(words, WHY[doubt]) for doubt in peak.doubts] + assumed,
    }
