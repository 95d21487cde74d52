"""A folder with counts.csv -> how many repetitions and which exercise, against what a person counted.

Refuses to know: where the clips come from; it may be any folder.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from tools.evaluation.answer import answer_to
from tools.evaluation.labels import Counted, counted
from tools.evaluation.landmarks import Clip, clip
from tools.evaluation.scores import counting, known_name

Counter = Callable[[Clip, str], int | None]


def videos(folder: Path, baselines: dict[str, Counter]) -> dict[str, Any]:
    """The object of `tools/evaluate videos`. baselines: name -> a counter that is told the exercise; their summaries are added."""
    cases = [_case(row, folder, baselines) for row in counted(folder)]
    people = {case["person"] for case in cases if case["person"]}
    result = {"kind": "videos", "n_cases": len(cases), "n_people": len(people) or None, "summary": counting(cases), "cases": cases}
    if baselines:
        result["baselines"] = {name: _baseline_summary(cases, name) for name in baselines}
    return result


def _case(row: Counted, folder: Path, baselines: dict[str, Counter]) -> dict[str, Any]:
    seen = clip(row.path)
    said = answer_to(seen)
    exercise = known_name(row.exercise)
    return {
        "file": str(row.path.relative_to(folder)),
        "person": row.person,
        "exercise": row.exercise,
        "answer": said["exercise"]["name"],
        "true_reps": row.true_reps,
        "counted": said["rep_count"],
        "good": said["good_count"],
        "reps": [[rep["start_s"], rep["turn_s"], rep["end_s"], rep["exercise"]] for rep in said["reps"]],
        **{name: counter(seen, exercise or "") for name, counter in baselines.items()},
    }


def _baseline_summary(cases: list[dict[str, Any]], name: str) -> dict[str, Any]:
    """Counting only: it was told the exercise. A clip it has no joint for counts as none found."""
    told = [{**case, "counted": case[name] or 0} for case in cases]
    return {key: value for key, value in counting(told).items() if not key.startswith("exercise_accuracy")}
