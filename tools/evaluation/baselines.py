"""One clip's landmarks and the true name of its exercise -> what the usual counters make of it.

Two of them, for comparison only: fixed thresholds on a joint's angle, as web tutorials do it; and peaks of the same angle picked
with the whole clip in view. Both are told the exercise. Refuses to know: how this product counts.
"""

import math
from dataclasses import dataclass

import numpy as np
from scipy.ndimage import gaussian_filter1d
from scipy.signal import find_peaks

from edge.messages import LANDMARKS, Array
from tools.evaluation.landmarks import Clip

_AT = {name: place for place, name in enumerate(LANDMARKS)}

CORNERS = {
    "knee": ("hip", "knee", "ankle"),
    "hip": ("shoulder", "hip", "knee"),
    "elbow": ("shoulder", "elbow", "wrist"),
    "shoulder": ("hip", "shoulder", "elbow"),
    "ankle": ("knee", "ankle", "foot_index"),
    "wrist": ("elbow", "wrist", "index"),
}


@dataclass(frozen=True, slots=True)
class Watched:
    """The joint that a tutorial would watch, and its inner angles at the start and at the turning point, degrees."""

    joint: str
    start_deg: float
    turn_deg: float


KNEE = Watched("knee", 160, 90)
HIP = Watched("hip", 160, 110)
ELBOW = Watched("elbow", 160, 90)
ARM = Watched("shoulder", 30, 90)

WATCHED: dict[str, Watched] = {
    **dict.fromkeys(
        ("squat", "jump_squat", "split_squat", "bulgarian_split_squat", "lunge", "side_lunge", "inline_lunge", "step_up"), KNEE
    ),
    **dict.fromkeys(("deadlift", "standing_leg_raise", "straight_leg_raise", "marching", "hurdle_step", "running", "sit_up"), HIP),
    **dict.fromkeys(("push_up", "bench_press", "dip", "pull_up", "lat_pulldown", "row", "overhead_extension"), ELBOW),
    **dict.fromkeys(("shoulder_abduction", "shoulder_scaption"), ARM),
    "sit_to_stand": Watched("knee", 100, 160),
    "leg_extension": Watched("knee", 100, 160),
    "overhead_press": Watched("elbow", 90, 160),
    "bicep_curl": Watched("elbow", 160, 40),
    "shoulder_extension": Watched("shoulder", 15, 40),
    "glute_bridge": Watched("hip", 130, 165),
    "single_leg_bridge": Watched("hip", 130, 165),
    "heel_raise": Watched("ankle", 110, 130),
    "wrist_flexion": Watched("wrist", 170, 140),
    "neck_lateral_flexion": Watched("neck", 5, 20),
}

SMOOTH_S = 0.15
CLOSEST_S = 0.5
"""Peaks closer than this are one."""
PROMINENCE = 0.35
"""Of the clip's own range."""


def thresholds(clip: Clip, exercise: str) -> int | None:
    """Completed crossings from start to turn and back; None for an exercise no tutorial watches a joint for."""
    watched = WATCHED.get(exercise)
    angle = None if watched is None else _angle(clip, watched.joint)
    if watched is None or angle is None:
        return None if watched is None else 0
    sign = 1.0 if watched.turn_deg > watched.start_deg else -1.0
    count, turned = 0, False
    for value in angle[np.isfinite(angle)]:
        if sign * (value - watched.turn_deg) > 0:
            turned = True
        elif turned and sign * (value - watched.start_deg) < 0:
            turned, count = False, count + 1
    return count


def peaks(clip: Clip, exercise: str) -> int | None:
    """Prominent turning points of the smoothed angle, seeing the whole clip; None as above."""
    watched = WATCHED.get(exercise)
    angle = None if watched is None else _angle(clip, watched.joint)
    if watched is None or angle is None:
        return None if watched is None else 0
    known = np.flatnonzero(np.isfinite(angle))
    filled = np.interp(np.arange(len(angle)), known, angle[known])
    smooth = gaussian_filter1d(filled, SMOOTH_S * clip.facts.fps) * (1.0 if watched.turn_deg > watched.start_deg else -1.0)
    low, high = np.percentile(smooth, (5, 95))
    found, _ = find_peaks(smooth, prominence=max(PROMINENCE * (high - low), 1e-6), distance=max(1, int(CLOSEST_S * clip.facts.fps)))
    return len(found)


def _angle(clip: Clip, joint: str) -> Array | None:
    """(n,) inner angle in the picture, degrees, of the side that is seen better; NaN in frames with nobody. None where nobody ever is."""
    if not clip.someone.any():
        return None
    xy, seen = clip.image[:, :, :2] / 10.0, clip.image[:, :, 3] / 1000.0
    if joint == "neck":
        ears, shoulders = (xy[:, _AT[f"left_{part}"]] - xy[:, _AT[f"right_{part}"]] for part in ("ear", "shoulder"))
        angle = _between(ears, shoulders)
    else:
        left, right = ([_AT[f"{side}_{part}"] for part in CORNERS[joint]] for side in ("left", "right"))
        above, middle, below = left if seen[:, left].sum() >= seen[:, right].sum() else right
        angle = _between(xy[:, above] - xy[:, middle], xy[:, below] - xy[:, middle])
    return np.where(clip.someone, angle, math.nan)


def _between(one: Array, other: Array) -> Array:
    """(n,) degrees between rows of two (n, 2) arrays."""
    cross = one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0]
    degrees: Array = np.degrees(np.abs(np.arctan2(cross, (one * other).sum(axis=1))))
    return degrees
