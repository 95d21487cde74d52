"""A heart rate -> its training zone.

Refuses to know: who measured it, and what it is good for. A zone is no diagnosis.
"""

ZONES = (0.5, 0.6, 0.7, 0.8, 0.9)
"""Where zones 1 to 5 begin, as shares of the highest heart rate: Edwards, The Heart Rate Monitor Book (1993), as watches show them."""


def highest_bpm(age: float) -> float:
    """The heart rate that a healthy adult reaches at most: 208 - 0.7 age; single people differ by about 10 (one standard deviation).

    Tanaka, Monahan & Seals, Age-predicted maximal heart rate revisited, J Am Coll Cardiol 37 (2001), 153-156.
    """
    return 208.0 - 0.7 * age


def zone(bpm: float, highest: float) -> int:
    """0 (below half of the highest heart rate) to 5 (from nine tenths on)."""
    return sum(bpm >= share * highest for share in ZONES)


def highest_of(configured_bpm: int, age: float | None) -> float | None:
    """The highest heart rate: as set, else from the age, else unknown, and then there are no zones."""
    if configured_bpm:
        return float(configured_bpm)
    return None if age is None else highest_bpm(age)
