"""A share of somebody's strength -> the colour and the words that people read.

Refuses to know: joints, moments, pictures. The report, the page and the drawing use this one scale.
"""

import math

BANDS: tuple[tuple[str, float], ...] = (("green", 0.3), ("yellow", 0.6), ("orange", 0.8), ("red", 1.0))
"""Colour and the share of the strength at which it ends."""

BEYOND = "above 100 %: more than the tables give such a person, who is stronger than most, or the moment is overestimated"
"""What the last colour means past its end: a limit of the model, not of the person."""


def color_of(share: float) -> str | None:
    """Colour of a share of the strength (1 is all of it); None where it is unknown. Beyond 1 it stays the last one."""
    if not math.isfinite(share):
        return None
    return next((name for name, end in BANDS if share < end), BANDS[-1][0])
