"""Events -> the JSON objects by which analyses, the page, the API and reports name them.

Refuses to know: sentences (they are handed in) and files. Times are seconds from `t0`, sizes in degrees where people read degrees.
"""

import math
from typing import Any

from edge.messages import Cue, Fault, Hold, Rep, Set

Json = dict[str, Any]


def rep_json(rep: Rep, t0: float = 0.0) -> Json:
    return {
        "number": rep.number,
        "exercise": rep.exercise,
        "side": str(rep.side),
        "start_s": seconds(rep.t_start - t0),
        "turn_s": seconds(rep.t_turn - t0),
        "end_s": seconds(rep.t_end - t0),
        "announced_s": seconds(rep.t - t0),
        "range_deg": None if rep.range is None else round(math.degrees(rep.range), 1),
        "tempo_s": [round(part, 2) for part in rep.tempo],
        "good": rep.good,
        "score": None if rep.score is None else round(rep.score, 1),
        "faults": list(rep.faults),
    }


def hold_json(hold: Hold, t0: float = 0.0) -> Json:
    return {
        "exercise": hold.exercise,
        "start_s": seconds(hold.t_start - t0),
        "end_s": seconds(hold.t_end - t0),
        "good": hold.good,
        "score": round(hold.score, 1),
        "faults": list(hold.faults),
    }


def fault_json(fault: Fault, cue: str, t0: float = 0.0) -> Json:
    """cue: its sentence; cue_key: by which any language has it."""
    return {
        "t_s": seconds(fault.t - t0),
        "name": fault.name,
        "exercise": fault.exercise,
        "rep": fault.rep,
        "severity": str(fault.severity),
        "size": round(fault.size, 2),
        "unit": fault.unit,
        "cue": cue,
        "cue_key": fault.cue,
    }


def cue_json(cue: Cue, text: str, t0: float = 0.0) -> Json:
    """text: its sentence; key, fields: by which any language has it."""
    return {"t_s": seconds(cue.t - t0), "channel": cue.channel, "text": text, "key": cue.text, "fields": dict(cue.fields)}


def set_json(one: Set, t0: float = 0.0) -> Json:
    return {
        "number": one.number,
        "exercise": one.exercise,
        "start_s": seconds(one.t_start - t0),
        "end_s": seconds(one.t_end - t0),
        "reps": one.reps,
        "good": one.good,
        "unjudged": one.unjudged,
        "score": None if one.score is None else round(one.score, 1),
    }


def seconds(t: float) -> float:
    """To the millisecond."""
    return round(t, 3)
