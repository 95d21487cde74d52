"""Two rows of strengths on one grid -> how late the one is, from three taps that both show.

For people who stand still, and for watches without a gyroscope: "tap three times, evenly" leaves three sharp peaks in what the
wrist feels and three sudden stops in what the camera sees. Refuses to know: sensors, cameras.
"""

import math
from itertools import combinations

import numpy as np

from edge.estimate.timeline import HZ
from edge.messages import Array

SHORTEST_S, LONGEST_S = 0.25, 1.2
"""Between two taps."""
UNEVEN = 0.25
"""The second interval may differ from the first by this share."""
SHARP = 4.0
"""A tap stands out this much above the row's usual strength."""
ALIKE = 0.4
"""The weakest of three taps has this share of the strongest one's strength."""
FRAME_SD_S = 0.015
"""A stop lies somewhere between two pictures."""
MANY = 12
"""With more peaks than this it is exercise, not tapping."""


def tap_lag(seen: Array, felt: Array) -> tuple[float, float] | None:
    """(lag of the felt, its standard deviation), s; None unless both show exactly one triple of the same rhythm.

    seen, felt: (n,) strengths, 0 where nothing happens.
    """
    first, second = _taps(seen), _taps(felt)
    if first is None or second is None:
        return None
    apart = (second - first) / HZ
    scatter = float(apart.std())
    if scatter > 0.1:
        return None
    return float(apart.mean()), math.hypot(scatter / math.sqrt(3.0), FRAME_SD_S)


def _taps(strength: Array) -> Array | None:
    """(3,) steps of the only even triple of sharp peaks."""
    reach = round(SHORTEST_S * HZ) - 1
    around = np.lib.stride_tricks.sliding_window_view(np.pad(strength, reach), 2 * reach + 1).max(axis=1)
    peaks = np.flatnonzero((strength == around) & (strength > SHARP * strength.mean()))
    if not 3 <= len(peaks) <= MANY:
        return None
    triples = [np.array(three) for three in combinations(peaks.tolist(), 3) if _even(*three) and _alike(strength[list(three)])]
    return triples[0] if len(triples) == 1 else None


def _even(first: int, second: int, third: int) -> bool:
    one, other = (second - first) / HZ, (third - second) / HZ
    return SHORTEST_S < one < LONGEST_S and abs(other - one) < UNEVEN * one


def _alike(strengths: Array) -> bool:
    return bool(strengths.min() > ALIKE * strengths.max())
