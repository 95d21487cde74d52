"""The load of each joint -> the report's `load` {joint: {peak_percent, band_percent, color}}, and what is to be said about it.

Refuses to know: bodies and how a load is found.
"""

import math
from collections.abc import Iterable, Mapping
from typing import Any

from edge.estimate.body.load import IN_PART, WITHOUT_DATA, JointLoad
from edge.load_scale import color_of
from edge.respond.sentences import say

Words = Mapping[str, str]


def load_report(loads: Mapping[str, JointLoad], words: Words, doubts: Mapping[str, Iterable[str]] | None = None) -> dict[str, Any]:
    """By joint: percent of the strength of such a person, between which two of three such people are, the colour, what the joint did,
    whether to trust it, and notes.

    Unknown loads are null, and a note says why. doubts: joint -> keys in respond/words of why it is not to be trusted.
    """
    return {joint: _entry(joint, load, words, (doubts or {}).get(joint, ())) for joint, load in loads.items()}


def _entry(joint: str, load: JointLoad, words: Words, doubts: Iterable[str]) -> dict[str, Any]:
    known, doubted = math.isfinite(load.peak), tuple(doubts)
    return {
        "peak_percent": _percent(load.peak) if known else None,
        "band_percent": [_percent(end) for end in load.band] if known else None,
        "color": color_of(load.peak),
        "direction": load.direction,
        "trusted": known and not doubted,
        "notes": [say(words, key) for key in (*_notes(joint, load.peak, bool(doubted)), *doubted)],
    }


def _notes(joint: str, peak: float, doubted: bool) -> Iterable[str]:
    if joint in WITHOUT_DATA:
        return ("load.no_data",)
    if not math.isfinite(peak):
        return () if doubted else ("load.not_seen",)
    partly = ("load.in_part",) if joint.rpartition("_")[2] in IN_PART else ()
    return (*partly, "load.beyond") if peak > 1.0 else partly


def _percent(share: float) -> float:
    return round(100.0 * share, 1)
