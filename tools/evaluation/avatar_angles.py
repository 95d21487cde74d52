"""A body's track and a clip's true angles -> how far knees and hips were off, and whether their intervals hold.

The truth is the inner angle of three joints: hip, knee, ankle, and shoulder, hip, knee. The same three joints are read off our body.
Refuses to know: videos, repetitions.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from edge.estimate.body.clinical_table import CLINICAL_INDEX
from edge.estimate.body.model import SEGMENT
from edge.messages import Array, Flags
from tools.evaluation.angle_errors import Offs, common_lag, mean_abs
from tools.evaluation.body_track import BodyTrack
from tools.evaluation.interval import Z_95

SIDES = ("left", "right")
THREE = {"knee": ("thigh", "shank", "foot"), "hip": ("upper_arm", "thigh", "shank")}
"""The segments that begin at the three joints."""
VIEWS = ("side", "45", "front", "behind")
APART_DEG, BETTER_DEG = 25.0, 15.0
"""Where both knees differ by the first, exchanging them must not fit both better, and together by the second."""
LASTING_S, BELONGS_DEG = 0.1, 5.0
"""What reads like its own rather than like the other one, or the other way round, does so by the last."""


def offs_of(track: BodyTrack, truth: Mapping[str, Any]) -> Offs:
    """truth: of the clip's JSON: fps, view, and inner angles of each frame."""
    frames = np.rint(track.t * truth["fps"]).astype(int) if len(track) else np.empty(0, int)
    origins, known, spread = track.origins(), track.clinical_deg, track.clinical_sd_deg
    given, sd, true_at = {}, {}, {}
    for joint, three in THREE.items():
        places = [CLINICAL_INDEX[f"{side}_{joint}_flexion"] for side in SIDES]
        flexed = np.stack([_flexion(*(origins[:, SEGMENT[f"{side}_{part}"]] for part in three)) for side in SIDES], axis=1)
        given[joint] = np.where(np.isfinite(known[:, places]), flexed, np.nan)
        sd[joint] = spread[:, places]
        true_at[joint] = 180.0 - np.array([truth["angles"][f"{side}_{joint}"] for side in SIDES]).T
    return Offs(truth["view"], truth["fps"], frames, given, sd, true_at)


def _flexion(above: Array, middle: Array, below: Array) -> Array:
    """(n,) degrees, 0 is straight."""
    one, other = above - middle, below - middle
    cosine = (one * other).sum(axis=1) / np.maximum(np.linalg.norm(one, axis=1) * np.linalg.norm(other, axis=1), 1e-9)
    return np.asarray(180.0 - np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0))))


def angle_summary(clips: Sequence[Offs]) -> dict[str, float | None]:
    """Mean absolute errors by view, the lag that all clips have in common removed; how often 1.96 standard deviations hold the truth."""
    lag_s = common_lag(clips)
    errors = {joint: [one.errors(joint, lag_s) for one in clips] for joint in THREE}
    by_view = {
        f"{joint}_mae_{view}_deg": mean_abs([off for off, one in zip(errors[joint], clips, strict=True) if one.view == view])
        for joint in THREE
        for view in VIEWS
    }
    widths = {
        f"{joint}_halfwidth_{view}_deg": _halfwidth([one.sd[joint] for one in clips if one.view == view])
        for joint in THREE
        for view in VIEWS
    }
    every = np.concatenate([off.ravel() for joint in THREE for off in errors[joint]])
    half = Z_95 * np.concatenate([one.sd[joint].ravel() for joint in THREE for one in clips])
    known = np.isfinite(every)
    every, half = every[known], half[known]
    rmse = float(np.sqrt((every**2).mean())) if len(every) else 0.0
    return {
        **by_view,
        **widths,
        "lag_s": round(lag_s, 3),
        "known_share": round(float(known.mean()), 4) if len(known) else None,
        "interval_coverage": round(float((np.abs(every) <= half).mean()), 4) if len(every) else None,
        "interval_halfwidth_over_rmse": round(float(np.median(half)) / rmse, 4) if rmse else None,
    }


def _halfwidth(sds: Sequence[Array]) -> float | None:
    """Degrees, of the 95 % interval, the median of all that are known; None where there is none."""
    together = np.concatenate([sd.ravel() for sd in sds] or [np.empty(0)])
    known = together[np.isfinite(together)]
    return round(float(Z_95 * np.median(known)), 2) if len(known) else None


def side_swaps(track: BodyTrack, truth: Mapping[str, Any]) -> int:
    """How often both knees read like the other one's for LASTING_S, and no hip like its own: the truth knows which is which.

    One knee that is misread, such as a hidden or foreshortened one, is no exchange: the other one reads like itself, or as little like one
    as like the other. Nor are two that are misread below thighs of which one is where it belongs: an exchanged leg brings its thigh.
    """
    offs = offs_of(track, truth)
    differ, own, other = _read_as(offs, "knee")
    _, own_hip, other_hip = _read_as(offs, "hip")
    knees = differ & (other + BELONGS_DEG < own).all(axis=1) & (other.sum(axis=1) < own.sum(axis=1) - BETTER_DEG)
    exchanged = knees & ~(other_hip > own_hip + BELONGS_DEG).any(axis=1)
    begins = np.flatnonzero(np.diff(np.concatenate([[False], exchanged, [False]]).astype(int)) == 1)
    ends = np.flatnonzero(np.diff(np.concatenate([[False], exchanged, [False]]).astype(int)) == -1)
    return int((ends - begins >= LASTING_S * offs.fps).sum())


def _read_as(offs: Offs, joint: str) -> tuple[Flags, Array, Array]:
    """(n,) where the true sides are apart, and how far each side is from its own and from the other one's truth, (n, 2) deg."""
    true = offs.true_at[joint][np.clip(offs.frames, 0, len(offs.true_at[joint]) - 1)]
    own, other = (np.abs(offs.given[joint] - ends) for ends in (true, true[:, ::-1]))
    return np.abs(true[:, 0] - true[:, 1]) > APART_DEG, own, other
