"""UI-PRMD (Vakanski et al. 2018): its Kinect skeletons -> exercises, repetitions, form and angles by the shipped code.

The episodes of a movement and subject are put end to end. True angles are Vicon's where its positions are there, else those of the Kinect's
own skeleton. Refuses to know: how any of it is estimated.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, product
from operator import attrgetter
from pathlib import Path
from statistics import mean
from typing import Any

import numpy as np

from edge.commands.analysis.ledger import Ledger
from edge.commands.analysis.report import Facts, report
from edge.errors import InputError
from edge.estimate.body.clinical_table import CLINICAL_INDEX
from edge.messages import Array, MotionState
from edge.respond.sentences import load
from tools.evaluation.answer import ledger_of
from tools.evaluation.interval import rate
from tools.evaluation.kinect import FPS, Skeleton, end_to_end, poses, skeleton, true_angles
from tools.evaluation.vicon import vicon_angles

MOVEMENTS = (
    "squat", "hurdle_step", "inline_lunge", "side_lunge", "sit_to_stand", "standing_leg_raise", "shoulder_abduction",
    "shoulder_extension", "shoulder_rotation", "shoulder_scaption",
)  # fmt: skip
"""m01 to m10."""
NAME = re.compile(r"m(?P<movement>\d\d)_s(?P<subject>\d\d)_e\d\d_positions(?:_inc)?\.txt(?:\.gz)?")
FOLDERS = {True: "Segmented_Movements", False: "Incorrect_Segmented_Movements"}


@dataclass(frozen=True, slots=True)
class Episode:
    """One repetition's file of positions."""

    positions: Path
    movement: int
    subject: str
    correct: bool

    @property
    def angles(self) -> Path:
        return self.positions.parents[1] / "Angles" / self.positions.name.replace("_positions", "_angles")

    @property
    def vicon(self) -> Path:
        return self.positions.parents[2] / "Vicon" / "Positions" / self.positions.name

    def skeleton(self) -> Skeleton:
        return skeleton(self.positions, self.angles)

    def truth(self, body: Skeleton) -> dict[str, Array]:
        """(n,) degrees by name."""
        return vicon_angles(self.vicon, len(body)) if self.vicon.is_file() else true_angles(body)


def uiprmd(folder: Path) -> dict[str, Any]:
    """The object of `tools/evaluate uiprmd`. Raises InputError for a folder without episodes."""
    episodes = sorted(_episodes(folder), key=_whose)
    if not episodes:
        raise InputError(
            f"{folder} holds no UI-PRMD episodes", f"it has {FOLDERS[True]}/Kinect/Positions/m01_s01_e01_positions.txt and so on"
        )
    done = [_case(list(together)) for _, together in groupby(episodes, _whose)]
    cases = [case for case, _ in done]
    people = {case["subject"] for case in cases}
    return {
        "kind": "uiprmd",
        "n_cases": len(cases),
        "n_people": len(people),
        "summary": _summary(cases, [off for _, off in done]),
        "cases": cases,
    }


_whose = attrgetter("movement", "subject", "correct")


def _episodes(folder: Path) -> list[Episode]:
    return [
        Episode(path, int(named["movement"]), f"s{named['subject']}", correct)
        for correct, part in FOLDERS.items()
        for path in sorted((folder / part / "Kinect" / "Positions").glob("*"))
        if (named := NAME.fullmatch(path.name)) and 1 <= int(named["movement"]) <= len(MOVEMENTS)
    ]


def _case(episodes: Sequence[Episode]) -> tuple[dict[str, Any], dict[str, Array]]:
    """The case, and by name how far each angle was off, degrees."""
    bodies = [episode.skeleton() for episode in episodes]
    together = end_to_end(bodies)
    truths = [episode.truth(body) for episode, body in zip(episodes, bodies, strict=True)]
    truth = {name: np.concatenate([one[name] for one in truths]) for name in truths[0]}
    off: dict[str, list[float]] = {name: [] for name in truth}

    def look(state: MotionState) -> None:
        frame = round(state.t * FPS)
        if state.body is not None:
            given = np.degrees(state.body.clinical)
            for name, right in truth.items():
                off[name].append(float(given[CLINICAL_INDEX[name]] - right[frame]))

    ledger = ledger_of(poses(together), look=look, body=True)
    errors = {name: np.array(values)[np.isfinite(values)] for name, values in off.items()}
    return _described(episodes, ledger, len(together), errors), errors


def _described(episodes: Sequence[Episode], ledger: Ledger, frames: int, errors: dict[str, Array]) -> dict[str, Any]:
    first = episodes[0]
    said = report(ledger, Facts("", frames, frames, FPS, 0.0, frames / FPS), load("english"))
    return {
        "movement": f"m{first.movement:02}",
        "subject": first.subject,
        "correct": first.correct,
        "exercise": MOVEMENTS[first.movement - 1],
        "answer": said["exercise"]["name"],
        "true_reps": len(episodes),
        "counted": said["rep_count"],
        "scores": [rep["score"] for rep in said["reps"]],
        "angle_mae_deg": _mean_abs(list(errors.values())),
    }


def _summary(cases: Sequence[dict[str, Any]], errors: Sequence[dict[str, Array]]) -> dict[str, Any]:
    right, wrong = ([case for case in cases if case["correct"] is correct] for correct in (True, False))
    off = [abs(case["counted"] - case["true_reps"]) for case in cases]
    names = list(errors[0])
    kinds = {name.split("_", 1)[1] for name in names}
    return {
        **rate("exercise_accuracy", [case["answer"] == case["exercise"] for case in right]),
        **rate("exercise_accuracy_incorrect", [case["answer"] == case["exercise"] for case in wrong]),
        "form_auc": form_auc(right, wrong),
        **rate("count_exact", [error == 0 for error in off]),
        **rate("count_within_one", [error <= 1 for error in off]),
        "angle_mae_deg": _mean_abs([values for one in errors for values in one.values()]),
        **{
            f"{kind}_mae_deg": _mean_abs([values for one in errors for name, values in one.items() if name.endswith(kind)])
            for kind in sorted(kinds)
        },
    }


def form_auc(right: Sequence[dict[str, Any]], wrong: Sequence[dict[str, Any]]) -> float | None:
    """How often a correct repetition scores higher than an incorrect one, ties half: the mean over the movements."""
    areas = []
    for movement in sorted({case["movement"] for case in right}):
        good, bad = ([score for case in cases if case["movement"] == movement for score in case["scores"]] for cases in (right, wrong))
        if good and bad:
            areas.append(mean((one > other) + 0.5 * (one == other) for one, other in product(good, bad)))
    return round(mean(areas), 4) if areas else None


def _mean_abs(errors: Sequence[Array]) -> float | None:
    together = np.concatenate(errors) if errors else np.empty(0)
    return round(float(np.abs(together).mean()), 2) if len(together) else None
