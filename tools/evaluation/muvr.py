"""A folder of Muvr sets -> how many repetitions are counted in each, from a watch's accelerometer alone.

clips.npz: EXERCISE|reps=N|labelled_GROUP_PERSON-DAY_SET -> (n, 3) g. The rate is not stated with the data; the watch's program
(muvr-pebble) asks for 50 Hz and sends a block after 2.05 s, and whole sets are made of blocks of 102. N is what was typed or planned. On
one day (back_jan-1, sets 9-15 and 19-23) the labels stand one set too late: what is counted in each of the twelve fits the next one's
label, in three its own. They are taken as they are. Refuses to know: how repetitions are counted.
"""

import math
import re
from pathlib import Path
from typing import Any

import numpy as np

from edge.errors import InputError
from edge.messages import Array, ImuSample
from tools.evaluation.clips import clips
from tools.evaluation.felt import STANDARD_GRAVITY, counting_sets, fitted_summary, set_case
from tools.evaluation.fitted import LabelledSet
from tools.evaluation.interval import rate

RATE_HZ = 50.0
NOTHING = (math.nan, math.nan, math.nan)
BLOCK, TORN = 112, 1.5
"""Some sets came in blocks of so many readings with others lost between them: the wrist jumps at every seam, by this many times what it
usually moves from one reading to the next. So many fill the watch's buffer before 2.05 s have passed: it read faster than it could send,
and neither how fast nor how much was lost is written anywhere.
"""


def muvr(folder: Path, baselines: bool = False) -> dict[str, Any]:
    """The object of `tools/evaluate muvr`. baselines: with the best that the labels allow. Raises InputError for a folder without sets."""
    named = list(clips(folder, 3, 3))
    cases = [_case(name, clip) for name, clip in named]
    if not cases:
        raise InputError(f"{folder / 'clips.npz'} is empty", "it holds the sets")
    whole = [abs(case["counted"] - case["true_reps"]) <= 1 for case in cases if not case["torn"]]
    summary = {**counting_sets(cases), **rate("count_within_one_whole", whole)}
    people = {case["person"] for case in cases}
    result = {"kind": "muvr", "n_cases": len(cases), "n_people": len(people), "summary": summary, "cases": cases}
    if baselines:
        sets = [LabelledSet(name[0], case["true_reps"], _readings(clip)) for (name, clip), case in zip(named, cases, strict=True)]
        result["baselines"] = {"fitted to the labels": fitted_summary(sets)}
    return result


def _readings(clip: Array) -> list[ImuSample]:
    return [ImuSample(i / RATE_HZ, "watch", (x, y, z), NOTHING) for i, (x, y, z) in enumerate((clip * STANDARD_GRAVITY).tolist())]


def _case(name: list[str], clip: Array) -> dict[str, Any]:
    exercise, reps, file = name
    number = re.fullmatch(r"reps=(\d+)", reps)
    if number is None:
        raise InputError(f"{'|'.join(name)} does not tell its repetitions", "a set's name is EXERCISE|reps=N|FILE")
    torn = is_torn(clip)
    case = set_case(file, re.split(r"[_-]", file)[-3], exercise, int(number[1]), _readings(clip))
    return {**case, "torn": torn, "impossible": torn or case["impossible"]}


def is_torn(clip: Array) -> bool:
    """Whether pieces of a (n, 3) recording are missing."""
    steps = np.linalg.norm(np.diff(clip, axis=0), axis=1)
    seams = steps[BLOCK - 1 :: BLOCK]
    return len(clip) % BLOCK == 0 and len(seams) > 0 and float(np.median(seams)) > TORN * float(np.median(steps))
