"""A folder of marker trials -> how near our moments and ground forces come to OpenSim's and the force plates', and our angles to its own.

Refuses to know: how a camera sees them; opencap_camera.py does.
"""

from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from edge.estimate.body.dynamics import Dynamics, Movement
from edge.estimate.body.kinetics import Kinetics, Moments
from edge.estimate.body.model import DOF, BodyModel
from edge.estimate.body.segments import Segment
from edge.messages import Array
from tools.evaluation.opencap_body import SIDES, Skeleton, angles_of_skeleton, matched_segments, own_segments, size_of_skeleton, skeleton_of
from tools.evaluation.opencap_camera import camera_figures
from tools.evaluation.opencap_plates import share_error, under_feet
from tools.evaluation.opencap_trial import Trial, movements, trials

CUTOFF_HZ = 6.0
"""As OpenSim's reference was filtered."""
JOINTS = {
    "hip": ("thigh.Z", "hip_flexion_{}_moment", 1.0),
    "knee": ("shank.Z", "knee_angle_{}_moment", -1.0),
    "ankle": ("foot.Z", "ankle_angle_{}_moment", 1.0),
}
"""Our degree of freedom, OpenSim's moment, and its sign: their knee flexes to the positive."""
CAMERA_HZ, AWAY_M = 30.0, 3.0


def opencap(folder: Path, model: Path | None = None) -> dict[str, Any]:
    """The object of `tools/evaluate opencap`; with a model, of joint angles that were measured without plates and of no stated body.
    Raises InputError for a folder without trials."""
    if model is None:
        cases = [_case(trial) for trial in trials(folder)]
    else:
        cases = [{"trial": moved.name, "samples": len(moved.t)} | camera_figures(moved) for moved in movements(folder, model)]
    figures = [key for key in cases[0] if key.startswith(("moment_rmse", "fy_rmse", "angle_"))]
    summary = {key: _mean([case[key] for case in cases if case[key] is not None]) for key in figures}
    return {"kind": "opencap", "n_cases": len(cases), "n_people": 1, "summary": summary, "cases": cases}


def _mean(values: list[float]) -> float | None:
    return round(float(np.mean(values)), 4) if values else None


def _case(trial: Trial) -> dict[str, Any]:
    skeleton = skeleton_of(trial.model, trial.places)
    size = size_of_skeleton(skeleton, trial.model.mass)
    own = own_segments(skeleton, size)
    matched = matched_segments(own, skeleton, trial.model, trial.places)
    measured = under_feet(trial, skeleton)
    found: dict[str, Any] = {"trial": trial.name, "samples": int(trial.valid.sum()), "height_m": round(size.height_m, 3)}
    for suffix, segments in (("", own), ("_matched", matched)):
        moving = _moving(trial, segments, skeleton)
        moments = moving.dynamics.moments(moving.movement, measured)
        found |= {f"moment_rmse_{joint}{suffix}": _moment_rmse(trial, moments, joint) for joint in JOINTS}
    return found | without_plates(trial, own, skeleton, measured) | camera_figures(trial, partial(share_error, trial, measured))


def without_plates(trial: Trial, segments: tuple[Segment, ...], skeleton: Skeleton, measured: dict[str, Array]) -> dict[str, Any]:
    """What the appliance would say at a camera's pace, from these very angles and nothing else."""
    every = max(round(trial.rate_hz / CAMERA_HZ), 1)
    kinetics = Kinetics(segments)
    angles = angles_of_skeleton(segments, skeleton)
    angles[:, 2] -= angles[:, 2].mean() + AWAY_M  # contact is found as a camera at the person's side would show it
    q = kinetics.model.configuration(angles)
    said = [found for k in range(0, len(trial.t), every) if (found := kinetics.feed(float(trial.t[k]), q[k])) is not None]
    judged = [one for one in said if trial.valid[np.searchsorted(trial.t, one.t).clip(0, len(trial.t) - 1)]]
    errors = [error for one in judged for error in share_error(trial, measured, one.t, one.contacts)]
    return {"fy_rmse_bw": round(float(np.sqrt(np.mean(np.square(errors)))), 4)} | {
        f"moment_rmse_{joint}_no_plates": _said_rmse(trial, judged, joint) for joint in JOINTS
    }


def _said_rmse(trial: Trial, said: list[Moments], joint: str) -> float:
    dof, theirs, sign = JOINTS[joint]
    errors = [
        sign * one.values[DOF[f"{side}_{dof}"]] - np.interp(one.t, trial.t, trial.moments[theirs.format(letter)])
        for one in said
        for side, letter in SIDES.items()
    ]
    return round(float(np.sqrt(np.mean(np.square(errors)))) / trial.model.mass, 4)


class Moving(NamedTuple):
    dynamics: Dynamics
    movement: Movement


def _moving(trial: Trial, segments: tuple[Segment, ...], skeleton: Skeleton) -> Moving:
    """Filtered as the reference was, forwards and backwards."""
    from scipy.signal import butter, sosfiltfilt

    model = BodyModel(segments)
    low_pass = butter(2, CUTOFF_HZ, fs=trial.rate_hz, output="sos")
    angles = sosfiltfilt(low_pass, angles_of_skeleton(segments, skeleton), axis=0)
    velocity = model.velocity(angles, np.gradient(angles, trial.t, axis=0))
    acceleration = np.gradient(velocity, trial.t, axis=0)
    return Moving(Dynamics(model), Movement(model.configuration(angles), velocity, acceleration))


def _moment_rmse(trial: Trial, moments: Array, joint: str) -> float:
    """Nm/kg, both sides together."""
    dof, theirs, sign = JOINTS[joint]
    errors = [
        (sign * moments[:, DOF[f"{side}_{dof}"]] - trial.moments[theirs.format(letter)])[trial.valid] for side, letter in SIDES.items()
    ]
    return round(float(np.sqrt(np.mean(np.square(errors)))) / trial.model.mass, 4)
