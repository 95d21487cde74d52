"""What a goniometer said of the knees of somebody who stands: read, and known to be possible.

Refuses to know: who says it, what it is for.
"""

import math

from edge.errors import InputError
from edge.sentence import Sentence

LEAST_DEG, MOST_DEG = -15.0, 40.0
"""Overstretched, and bent so far that thighs and shanks lean as much as those of a person who stands may."""


def standing_knees(said: str) -> tuple[float, float]:
    """`5 -2.5` -> flexion of the right and the left one, degrees. Raises InputError for anything else, and for what is no standing."""
    try:
        right, left = map(float, said.replace(",", " ").split())
    except ValueError:
        right = left = math.nan
    if not all(LEAST_DEG <= knee <= MOST_DEG for knee in (right, left)):
        plain = "somebody stands with knees bent by {least} to {most} degrees: give the right one and the left one, not {knees}"
        raise InputError(Sentence("refusal.knees", plain, knees=said, least=f"{LEAST_DEG:g}", most=f"{MOST_DEG:g}"))
    return right, left
