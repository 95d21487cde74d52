"""Moments -> the weeks that they are in: the box's own, from Monday to Sunday by the time of day at its place.

Refuses to know: what happened in them, and what time it is.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

WEEK = timedelta(days=7)


def monday_of(moment: float) -> date:
    """moment: seconds since 1970."""
    day = datetime.fromtimestamp(moment, UTC).astimezone().date()
    return day - timedelta(days=day.weekday())


def beginning_of(day: date) -> float:
    """Its midnight here, seconds since 1970."""
    return datetime.combine(day, time()).astimezone().timestamp()


def weeks_of(moments: Iterable[float], most: int, until: float | None = None) -> list[tuple[date, int]]:
    """Each week's Monday and how many of the moments are in it, the empty ones between too; the newest `most` weeks.

    until: a moment that the last week does not lie before.
    """
    many = Counter(map(monday_of, moments))
    if not many:
        return []
    last = max([*many, *([] if until is None else [monday_of(until)])])
    count = min((last - min(many)) // WEEK + 1, most)
    mondays = (last - WEEK * back for back in reversed(range(count)))
    return [(monday, many[monday]) for monday in mondays]
