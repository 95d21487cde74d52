"""A folder of avatar clips with their truth -> counts, exercises and the angles of knees and hips against what is exactly true.

Refuses to know: how the clips were made.
"""

import json
from pathlib import Path
from typing import Any

from edge.commands.analysis.report import report
from edge.errors import InputError
from edge.respond.sentences import load
from tools.evaluation.angle_errors import Offs, mean_abs
from tools.evaluation.answer import ledger_of
from tools.evaluation.avatar_angles import angle_summary, offs_of, side_swaps
from tools.evaluation.body_track import BodyTrack, swaps, wraps
from tools.evaluation.delays import announcing, delays, once_known
from tools.evaluation.landmarks import clip
from tools.evaluation.scores import counting, known_name


def avatar(folder: Path) -> dict[str, Any]:
    """The object of `tools/evaluate avatar`. Raises InputError for a folder without clips."""
    done = [_case(path, folder) for path in truths_in(folder)]
    cases = [case for case, _ in done]
    summary = {
        **counting(cases),
        **announcing(cases),
        **angle_summary([offs for _, offs in done]),
        "angle_wraps": sum(case["angle_wraps"] for case in cases),
        "side_swaps": sum(case["side_swaps"] for case in cases),
        "side_swaps_untold": sum(case["side_swaps_untold"] for case in cases),
    }
    return {"kind": "avatar", "n_cases": len(cases), "n_people": len(cases), "summary": summary, "cases": cases}


def truths_in(folder: Path) -> list[Path]:
    """The .json files of all clips. Raises InputError where there is none."""
    truths = sorted(path for path in folder.rglob("*.json") if video_of(path).is_file())
    if not truths:
        raise InputError(f"{folder} holds no avatar clips", "make some: tools/avatar population DIR")
    return truths


def video_of(truth: Path) -> Path:
    """NAME.mp4 beside NAME.json; clip.mp4 or demo.mp4 beside truth.json."""
    if truth.stem != "truth":
        return truth.with_suffix(".mp4")
    return next(iter(sorted(truth.parent.glob("*.mp4"))), truth.with_suffix(".mp4"))


def _case(path: Path, folder: Path) -> tuple[dict[str, Any], Offs]:
    """The case, and how far its angles were off."""
    truth = json.loads(path.read_text(encoding="utf-8"))
    seen, track = clip(video_of(path)), BodyTrack()
    ledger = ledger_of(seen, look=track.look, body=True)
    told, untold = swaps(track)
    said, ends = report(ledger, seen.facts, load("english")), [rep["end_s"] for rep in truth["reps"]]
    offs = offs_of(track, truth)
    case = {
        "file": str(video_of(path).relative_to(folder)),
        "view": truth["view"],
        "exercise": truth["exercise"],
        "answer": said["exercise"]["name"],
        "true_reps": len(truth["reps"]),
        "counted": said["rep_count"],
        "knee_mae_deg": mean_abs([offs.errors("knee")]),
        "hip_mae_deg": mean_abs([offs.errors("hip")]),
        "angle_wraps": wraps(track),
        "side_swaps": told + side_swaps(track, truth),
        "side_swaps_untold": untold,
        "reps": [[rep["start_s"], rep["turn_s"], rep["end_s"], rep["exercise"]] for rep in said["reps"]],
        "delays_auto_s": delays(ledger.reps, ends),
        "delays_known_s": delays(once_known(ledger.reps), ends),
        "delays_chosen_s": delays(ledger_of(seen, truth["exercise"]).reps if ends and known_name(truth["exercise"]) else (), ends),
    }
    return case, offs
