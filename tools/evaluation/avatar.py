"""A folder of avatar clips with their truth -> counts, exercises and knee angles against what is exactly true.

Refuses to know: how the clips were made.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np

from edge.commands.analysis.report import report
from edge.errors import InputError
from edge.estimate.skeleton import ANGLE_NAMES
from edge.messages import Array, MotionState
from edge.respond.sentences import load
from tools.evaluation.answer import ledger_of
from tools.evaluation.delays import announcing, delays
from tools.evaluation.interval import Z_95
from tools.evaluation.landmarks import clip
from tools.evaluation.scores import counting, known_name

KNEES = ("left_knee", "right_knee")
PLACES = [ANGLE_NAMES.index(name) for name in KNEES]


def avatar(folder: Path) -> dict[str, Any]:
    """The object of `tools/evaluate avatar`. Raises InputError for a folder without clips."""
    truths = sorted(path for path in folder.rglob("*.json") if _video_of(path).is_file())
    if not truths:
        raise InputError(f"{folder} holds no avatar clips", "make some: tools/avatar population DIR")
    done = [_case(path, folder) for path in truths]
    cases = [case for case, _ in done]
    summary = {**counting(cases), **announcing(cases), **_knees([knee for _, knee in done], [case["view"] for case in cases])}
    return {"kind": "avatar", "n_cases": len(cases), "n_people": len(cases), "summary": summary, "cases": cases}


def _video_of(truth: Path) -> Path:
    """NAME.mp4 beside NAME.json; clip.mp4 or demo.mp4 beside truth.json."""
    if truth.stem != "truth":
        return truth.with_suffix(".mp4")
    return next(iter(sorted(truth.parent.glob("*.mp4"))), truth.with_suffix(".mp4"))


def _case(path: Path, folder: Path) -> tuple[dict[str, Any], Array]:
    """The case, and (n, 3): error, standard deviation (degrees) and side of every knee angle given."""
    truth = json.loads(path.read_text(encoding="utf-8"))
    knees: list[Array] = []
    inner = np.array([truth["angles"][name] for name in KNEES])

    def look(state: MotionState) -> None:
        frame = min(round(state.t * truth["fps"]), inner.shape[1] - 1)
        given = np.degrees(np.stack([state.angles[PLACES], state.angles_sd[PLACES]]))
        knees.append(np.column_stack([given[0] - (180.0 - inner[:, frame]), given[1]]))

    seen = clip(_video_of(path))
    ledger = ledger_of(seen, look=look)
    said, ends = report(ledger, seen.facts, load("english")), [rep["end_s"] for rep in truth["reps"]]
    case = {
        "file": str(_video_of(path).relative_to(folder)),
        "view": truth["view"],
        "exercise": truth["exercise"],
        "answer": said["exercise"]["name"],
        "true_reps": len(truth["reps"]),
        "counted": said["rep_count"],
        "reps": [[rep["start_s"], rep["turn_s"], rep["end_s"], rep["exercise"]] for rep in said["reps"]],
        "delays_auto_s": delays(ledger.reps, ends),
        "delays_chosen_s": delays(ledger_of(seen, truth["exercise"]).reps if ends and known_name(truth["exercise"]) else (), ends),
    }
    errors = np.concatenate(knees) if knees else np.empty((0, 2))
    return case, errors[np.isfinite(errors).all(axis=1)]


def _knees(errors: list[Array], views: list[str]) -> dict[str, float | None]:
    """Mean absolute error by view; how often the truth lies within 1.96 standard deviations, and how wide that is for what it is worth."""
    every = np.concatenate(errors)
    by_view = {view: [part for part, seen in zip(errors, views, strict=True) if seen == view] for view in ("side", "front")}
    half = Z_95 * every[:, 1]
    rmse = float(np.sqrt((every[:, 0] ** 2).mean())) if len(every) else 0.0
    return {
        **{f"knee_mae_{view}_deg": _mean_abs(parts) for view, parts in by_view.items()},
        "interval_coverage": round(float((np.abs(every[:, 0]) <= half).mean()), 4) if len(every) else None,
        "interval_halfwidth_over_rmse": round(float(half.mean()) / rmse, 4) if rmse else None,
    }


def _mean_abs(parts: list[Array]) -> float | None:
    together = np.concatenate(parts) if parts else np.empty((0, 2))
    return round(float(np.abs(together[:, 0]).mean()), 2) if len(together) else None
