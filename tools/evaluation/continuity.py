"""A folder of clips of any kind -> how often an angle wrapped and the sides were exchanged; nothing need be labelled.

Refuses to know: what the clips show.
"""

from pathlib import Path
from typing import Any

import numpy as np

from edge.errors import EdgeError, InputError
from tools.evaluation.answer import ledger_of
from tools.evaluation.body_track import BodyTrack, swaps, wraps
from tools.evaluation.landmarks import clip

VIDEOS = (".mp4", ".mov", ".avi", ".mkv", ".webm")


def continuity(folder: Path) -> dict[str, Any]:
    """The object of `tools/evaluate continuity`. Clips that cannot be read are named, not counted. Raises InputError without any clip."""
    paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() in VIDEOS)
    if not paths:
        raise InputError(f"{folder} holds no video", "give a folder with clips in it, at any depth")
    cases = [_case(path, folder) for path in paths]
    read = [case for case in cases if not case["problem"]]
    summary = {
        "angle_wraps": sum(case["angle_wraps"] for case in read),
        "side_swaps": sum(case["side_swaps"] for case in read),
        "side_swaps_untold": sum(case["side_swaps_untold"] for case in read),
        "clips_read": len(read),
        "body_frames": sum(case["body_frames"] for case in read),
        "known_share": round(float(np.mean([case["known_share"] for case in read])), 4) if read else None,
    }
    return {"kind": "continuity", "n_cases": len(cases), "n_people": None, "summary": summary, "cases": cases}


def _case(path: Path, folder: Path) -> dict[str, Any]:
    track, problem = BodyTrack(), ""
    try:
        ledger_of(clip(path), look=track.look, body=True)
    except EdgeError as error:
        problem = str(error)
    known, (told, untold) = np.isfinite(track.clinical_deg), swaps(track)
    return {
        "file": str(path.relative_to(folder)),
        "body_frames": len(track),
        "angle_wraps": wraps(track),
        "side_swaps": told,
        "side_swaps_untold": untold,
        "known_share": round(float(known.mean()), 4) if known.size else 0.0,
        "problem": problem,
    }
