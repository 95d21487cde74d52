"""A folder with counts.csv -> how many repetitions are counted in films cut together of its clips, without a pause between them.

Refuses to know: where the clips come from, how a cut is told.
"""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from edge.errors import InputError
from tools.evaluation.answer import answer_to
from tools.evaluation.labels import Counted, counted
from tools.evaluation.landmarks import Clip, clip
from tools.evaluation.scores import counting

FILMS, SHOTS = 12, 3
SEED = 5
FRAME_S = 1.0 / 30.0


def films(folder: Path) -> dict[str, Any]:
    """The object of `tools/evaluate films`. Raises InputError where there are too few clips."""
    rows = list(counted(folder))
    if len(rows) < SHOTS:
        raise InputError(f"{folder} has {len(rows)} clips", f"a film is made of {SHOTS}")
    random = np.random.default_rng(SEED)
    cases = [_case([rows[k] for k in random.choice(len(rows), SHOTS, replace=False)]) for _ in range(FILMS)]
    people = {row.person for row in rows if row.person}
    return {"kind": "films", "n_cases": len(cases), "n_people": len(people) or None, "summary": counting(cases), "cases": cases}


def _case(rows: list[Counted]) -> dict[str, Any]:
    """Its exercise is several, so no name is right."""
    said = answer_to(cut_together([clip(row.path) for row in rows]))
    return {
        "file": " + ".join(row.path.stem for row in rows),
        "exercise": "several",
        "answer": ", ".join(dict.fromkeys(rep["exercise"] for rep in said["reps"])),
        "true_reps": sum(row.true_reps for row in rows),
        "counted": said["rep_count"],
    }


def cut_together(clips: list[Clip]) -> Clip:
    """One after the other, all as high as the first."""
    height = clips[0].height
    shots = [_as_high(one, height) for one in clips]
    begins = np.cumsum([0.0, *(one.t[-1] - one.t[0] + FRAME_S for one in shots[:-1])])
    return replace(
        shots[0],
        facts=replace(shots[0].facts, duration_s=float(begins[-1] + shots[-1].t[-1] - shots[-1].t[0])),
        width=max(one.width for one in shots),
        t=np.concatenate([one.t - one.t[0] + start for one, start in zip(shots, begins, strict=True)]),
        someone=np.concatenate([one.someone for one in shots]),
        image=np.concatenate([one.image for one in shots]),
        world=np.concatenate([one.world for one in shots]),
    )


def _as_high(one: Clip, height: int) -> Clip:
    by = height / one.height
    image = np.rint(one.image * [by, by, by, 1.0]).astype(np.int32)
    return replace(one, width=round(one.width * by), height=height, image=image)
