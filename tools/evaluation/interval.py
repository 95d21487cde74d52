"""Successes out of trials -> how sure one can be of the rate.

Refuses to know: what was tried.
"""

import math

Z_95 = 1.959964
"""Two-sided 95 % of the normal distribution."""


def wilson(successes: int, trials: int) -> tuple[float, float]:
    """The 95 % interval of a rate (Wilson 1927): honest for few trials and for rates of 0 and 1. (0, 1) for no trials."""
    if trials == 0:
        return 0.0, 1.0
    rate, weight = successes / trials, Z_95**2 / trials
    middle = (rate + weight / 2) / (1 + weight)
    half = Z_95 * math.sqrt(rate * (1 - rate) / trials + weight / (4 * trials)) / (1 + weight)
    return max(0.0, middle - half), min(1.0, middle + half)


def rate(name: str, outcomes: list[bool]) -> dict[str, object]:
    """`name` and `name_interval` for a summary; None where there was nothing to try."""
    hits = sum(outcomes)
    low, high = wilson(hits, len(outcomes))
    return {name: round(hits / len(outcomes), 4) if outcomes else None, f"{name}_interval": [round(low, 4), round(high, 4)]}
