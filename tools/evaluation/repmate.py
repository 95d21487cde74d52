"""A folder of RepMate clips -> in which of them a lift is counted.

clips.npz: LIFT|LABEL|SESSION_CLIP -> (n, 7): t ms, accelerometer m/s2, gyroscope rad/s, of an MPU-6050 at 250 Hz. n_l: no lift.
Refuses to know: how repetitions are counted.
"""

from pathlib import Path
from typing import Any

from edge.errors import InputError
from edge.messages import Array, ImuSample
from tools.evaluation.clips import clips
from tools.evaluation.felt import counted
from tools.evaluation.interval import rate

NO_LIFT = "n_l"


def repmate(folder: Path) -> dict[str, Any]:
    """The object of `tools/evaluate repmate`. Raises InputError for a folder without clips."""
    cases = [_case(name, clip) for name, clip in clips(folder, 3, 7)]
    if not cases:
        raise InputError(f"{folder / 'clips.npz'} is empty", "it holds the clips")
    lifts = [case for case in cases if case["label"] != NO_LIFT]
    still = [case for case in cases if case["label"] == NO_LIFT]
    summary = {
        "form_macro_f1": None,
        **rate("lift_counted", [case["counted"] > 0 for case in lifts]),
        **rate("no_lift_zero", [case["counted"] == 0 for case in still]),
    }
    return {"kind": "repmate", "n_cases": len(cases), "n_people": None, "summary": summary, "cases": cases}


def _case(name: list[str], clip: Array) -> dict[str, Any]:
    lift, label, number = name
    readings = (ImuSample(t / 1e3, "wrist", (ax, ay, az), (gx, gy, gz)) for t, ax, ay, az, gx, gy, gz in clip.tolist())
    return {"lift": lift, "label": label, "clip": number, "counted": len(counted(readings))}
