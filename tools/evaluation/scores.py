"""Answers and labels -> the summary names of DESIGN section 7.

Refuses to know: how the answers were found.
"""

from collections.abc import Sequence
from typing import Any

from edge.assembly import shipped_rules
from edge.errors import InputError
from tools.evaluation.interval import rate

NEAR_S = 0.5
"""A completion counts as found if it is announced within this of the label."""


def known_name(label: str) -> str | None:
    """The exercise's own name for a label (aliases, plurals and endings fold); None where the list does not have it."""
    try:
        return shipped_rules().resolve(label)
    except InputError:
        return None


def counting(cases: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Of cases with true_reps, counted, exercise, answer: the rates of `videos` and `avatar`."""
    off = [abs(case["counted"] - case["true_reps"]) for case in cases]
    idle = [case["counted"] for case in cases if case["true_reps"] == 0]
    return {
        **rate("count_exact", [error == 0 for error in off]),
        **rate("count_within_one", [error <= 1 for error in off]),
        "count_mae": round(sum(off) / len(off), 4),
        **naming(cases),
        "false_reps": sum(idle),
    }


def naming(cases: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """exercise_accuracy over the cases whose exercise is in the list; `unknown` is wrong."""
    labelled = [(known_name(case["exercise"]), case["answer"]) for case in cases]
    return rate("exercise_accuracy", [name == said for name, said in labelled if name is not None])


def matched(found: Sequence[float], labels: Sequence[float]) -> int:
    """How many of the labels have a found time within NEAR_S, each time used once: the best pairing of two sorted lists."""
    pairs = place = 0
    for label in sorted(labels):
        times = sorted(found)
        while place < len(times) and times[place] < label - NEAR_S:
            place += 1
        if place < len(times) and times[place] <= label + NEAR_S:
            pairs, place = pairs + 1, place + 1
    return pairs


def f1(pairs: int, found: int, labels: int) -> dict[str, float]:
    """completion_f1 with its precision and recall."""
    return {
        "completion_f1": round(2 * pairs / max(found + labels, 1), 4),
        "completion_precision": round(pairs / max(found, 1), 4),
        "completion_recall": round(pairs / max(labels, 1), 4),
    }
