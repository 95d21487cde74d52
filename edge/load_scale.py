"""A share of somebody's strength -> its colour.

Refuses to know: joints, moments, pictures. The report, the page and the drawing use this one scale.
"""

import math

BANDS: tuple[tuple[str, float], ...] = (("green", 0.3), ("yellow", 0.6), ("orange", 0.8), ("red", 1.0))
"""Colour and the share of the strength at which it ends. The last goes on: above 1 is a limit of the tables, not of the person."""


def color_of(share: float) -> str | None:
    """Colour of a share of the strength (1 is all of it); None where it is unknown."""
    if not math.isfinite(share):
        return None
    return next((name for name, end in BANDS if share < end), BANDS[-1][0])
