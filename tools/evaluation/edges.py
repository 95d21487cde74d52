"""A folder with index.csv -> at which moments repetitions were completed, against a person's key presses.

Refuses to know: where the clips come from.
"""

from pathlib import Path
from typing import Any

from tools.evaluation.answer import answer
from tools.evaluation.interval import rate
from tools.evaluation.labels import Edged, edged
from tools.evaluation.scores import f1, matched, naming


def edges(folder: Path) -> dict[str, Any]:
    """The object of `tools/evaluate edges`. Clips without a label count for the exercise only: their repetitions were not marked."""
    cases = [_case(row, folder) for row in edged(folder)]
    labelled = [case for case in cases if case["labels"]]
    pairs = sum(case["matched"] for case in labelled)
    off = [abs(len(case["found"]) - len(case["labels"])) for case in labelled]
    summary = {
        **f1(pairs, sum(len(case["found"]) for case in labelled), sum(len(case["labels"]) for case in labelled)),
        **rate("count_within_one", [error <= 1 for error in off]),
        **naming(cases),
    }
    return {"kind": "edges", "n_cases": len(cases), "n_people": None, "summary": summary, "cases": cases}


def _case(row: Edged, folder: Path) -> dict[str, Any]:
    said = answer(row.path)
    found = [rep["end_s"] for rep in said["reps"]]
    return {
        "file": str(row.path.relative_to(folder)),
        "exercise": row.exercise,
        "answer": said["exercise"]["name"],
        "labels": list(row.completions),
        "found": found,
        "matched": matched(found, row.completions),
    }
