"""What one worn sensor read -> the repetitions that the shipped pipeline counts in it, and how right they are.

Refuses to know: where the readings come from.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from edge.assembly import build_pipeline
from edge.messages import ImuSample, Rep
from edge.replay import watch, with_ticks
from tools.evaluation.fitted import LabelledSet, fitted_counts
from tools.evaluation.held import too_many
from tools.evaluation.interval import rate

STANDARD_GRAVITY = 9.80665


def counted(readings: Iterable[ImuSample]) -> list[Rep]:
    """Nobody is before the camera: estimate, judge and cues run as they do live, on what the sensor says alone."""
    samples = with_ticks(reading.rounded() for reading in readings)
    said = (event for _, events in watch(samples, build_pipeline()) for event in events)
    return [event for event in said if isinstance(event, Rep)]


def set_case(name: str, person: str, exercise: str, true_reps: int, readings: Iterable[ImuSample]) -> dict[str, Any]:
    """The case of one recording."""
    read = list(readings)
    reps = counted(read)
    return {
        "file": name,
        "person": person,
        "exercise": exercise,
        "true_reps": true_reps,
        "counted": len(reps),
        "impossible": too_many(read, true_reps),
        "reps": [[round(t, 2) for t in (rep.t_start, rep.t_turn, rep.t_end, rep.t)] for rep in reps],
    }


def counting_sets(cases: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The rates over recordings of a set, of all and of those that can hold their label; what was counted where there was no set."""
    off = [abs(case["counted"] - case["true_reps"]) for case in cases if case["true_reps"]]
    return {
        **rate("count_exact", [error == 0 for error in off]),
        **rate("count_within_one", [error <= 1 for error in off]),
        **rate("count_within_one_possible", [_within_one(case) for case in cases if case["true_reps"] and not case["impossible"]]),
        "count_mae": round(sum(off) / len(off), 4) if off else None,
        "false_reps": sum(case["counted"] for case in cases if not case["true_reps"]),
    }


def fitted_summary(sets: Sequence[LabelledSet]) -> dict[str, Any]:
    """The rates of the offline counter that is fitted to the labels, over recordings of a set."""
    labelled = [one for one in sets if one.true_reps]
    off = [abs(count - one.true_reps) for count, one in zip(fitted_counts(labelled), labelled, strict=True)]
    return {**rate("count_exact", [error == 0 for error in off]), **rate("count_within_one", [error <= 1 for error in off])}


def _within_one(case: dict[str, Any]) -> bool:
    return bool(abs(case["counted"] - case["true_reps"]) <= 1)
