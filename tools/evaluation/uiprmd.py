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

from edge.commands.analysis.report import Facts, report
from edge.errors import InputError
from edge.estimate.body.clinical_table import CLINICAL_INDEX, SIDES
from edge.ledger import Ledger
from edge.messages import Array
from edge.respond.sentences import load
from tools.evaluation.angle_errors import Offs, common_lag, mean_abs
from tools.evaluation.answer import ledger_of
from tools.evaluation.body_track import BodyTrack
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
        "summary": _summary(cases, [offs for _, offs in done]),
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


def _case(episodes: Sequence[Episode]) -> tuple[dict[str, Any], Offs]:
    """The case, and how far its angles were off."""
    bodies = [episode.skeleton() for episode in episodes]
    together, track = end_to_end(bodies), BodyTrack()
    truths = [episode.truth(body) for episode, body in zip(episodes, bodies, strict=True)]
    joints = {name.split("_", 1)[1] for name in truths[0]}
    ledger = ledger_of(poses(together), look=track.look, body=True, measured=True)
    offs = Offs(
        view="",
        fps=FPS,
        frames=np.rint(track.t * FPS).astype(int),
        given={joint: track.clinical_deg[:, [CLINICAL_INDEX[f"{side}_{joint}"] for side in SIDES]] for joint in joints},
        sd={joint: track.clinical_sd_deg[:, [CLINICAL_INDEX[f"{side}_{joint}"] for side in SIDES]] for joint in joints},
        true_at={
            joint: np.concatenate([np.stack([one[f"{side}_{joint}"] for side in SIDES], axis=1) for one in truths]) for joint in joints
        },
    )
    return _described(episodes, ledger, len(together), offs), offs


def _described(episodes: Sequence[Episode], ledger: Ledger, frames: int, offs: Offs) -> dict[str, Any]:
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
        "scores": [rep["score"] for rep in said["reps"] if rep["score"] is not None],
        "angle_mae_deg": mean_abs(offs.errors(joint) for joint in offs.given),
    }


def _summary(cases: Sequence[dict[str, Any]], clips: Sequence[Offs]) -> dict[str, Any]:
    """The lag that all clips have in common is taken out of the angles."""
    right, wrong = ([case for case in cases if case["correct"] is correct] for correct in (True, False))
    off = [abs(case["counted"] - case["true_reps"]) for case in cases]
    lag_s = common_lag(clips)
    return {
        **rate("exercise_accuracy", [case["answer"] == case["exercise"] for case in right]),
        **rate("exercise_accuracy_incorrect", [case["answer"] == case["exercise"] for case in wrong]),
        "form_auc": form_auc(right, wrong),
        **rate("count_exact", [error == 0 for error in off]),
        **rate("count_within_one", [error <= 1 for error in off]),
        "angle_mae_deg": mean_abs(one.errors(joint, lag_s) for one in clips for joint in one.given),
        **{f"{joint}_mae_deg": mean_abs(one.errors(joint, lag_s) for one in clips) for joint in sorted(clips[0].given)},
        "angle_lag_s": round(lag_s, 3),
    }


def form_auc(right: Sequence[dict[str, Any]], wrong: Sequence[dict[str, Any]]) -> float | None:
    """How often a correct repetition scores higher than an incorrect one, ties half: the mean over the movements."""
    areas = []
    for movement in sorted({case["movement"] for case in right}):
        good, bad = ([score for case in cases if case["movement"] == movement for score in case["scores"]] for cases in (right, wrong))
        if good and bad:
            areas.append(mean((one > other) + 0.5 * (one == other) for one, other in product(good, bad)))
    return round(mean(areas), 4) if areas else None
