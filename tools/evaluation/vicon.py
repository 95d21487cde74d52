"""UI-PRMD's Vicon positions (Vakanski et al. 2018, table 2: 39 joints, 100 Hz) -> the angles of knees and elbows.

They are the angles between three joints, so that no order of rotations need be known. Refuses to know: other angles, units, estimates.
"""

from pathlib import Path

import numpy as np

from edge.messages import Array
from tools.evaluation.kinect import flexion, table

JOINTS = 39
PLACES = {
    "left_hip": 13, "right_hip": 14, "left_knee": 17, "right_knee": 18, "left_ankle": 21, "right_ankle": 22,
    "left_shoulder": 27, "right_shoulder": 28, "left_elbow": 29, "right_elbow": 30, "left_wrist": 33, "right_wrist": 34,
}  # fmt: skip
CHAINS = {"knee_flexion": ("hip", "knee", "ankle"), "elbow_flexion": ("shoulder", "elbow", "wrist")}


def vicon_angles(path: Path, frames: int) -> dict[str, Array]:
    """(frames,) degrees by our names: the episode, stretched over as many frames as the Kinect saw of it. Raises InputError."""
    at = table(path, JOINTS)
    wanted = np.linspace(0.0, len(at) - 1.0, frames)
    found: dict[str, Array] = {}
    for side in ("left", "right"):
        for name, chain in CHAINS.items():
            angle = flexion(*(at[:, PLACES[f"{side}_{joint}"]] for joint in chain))
            found[f"{side}_{name}"] = np.interp(wanted, np.arange(len(at)), angle)
    return found
