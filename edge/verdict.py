"""What was found of a repetition or a set -> which of the words say how it was done.

Refuses to know: the words themselves, and who reads them.
"""

from collections.abc import Callable, Sequence

from edge.messages import Set

VERDICTS = {True: "news.good", False: "news.to_improve", None: "news.unjudged"}
"""By whether it was good; None: nobody could judge it."""

STYLES = {True: "green", False: "yellow", None: "dim"}
"""The same as colours of a terminal."""


def how(good: bool | None, faults: Sequence[str], say: Callable[[str], str]) -> str:
    """Of one repetition: its faults by name, or one word."""
    return ", ".join(say(f"fault.{name}") for name in faults) or say(VERDICTS[good])


def set_key(event: Set) -> str:
    """What nobody could judge is in no share."""
    if event.score is None:
        return "news.set_unjudged"
    return "news.set_partly" if event.unjudged else "news.set"


def set_fields(event: Set) -> tuple[tuple[str, str], ...]:
    """For each of its sentences."""
    numbers = {
        "number": event.number,
        "good": event.good,
        "reps": event.reps,
        "judged": event.reps - event.unjudged,
        "unjudged": event.unjudged,
    }
    return (*((name, str(number)) for name, number in numbers.items()), ("exercise", event.exercise))
