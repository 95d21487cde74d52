"""The names and index tables of the body -> what the room's arithmetic gathers by.

Refuses to know: time, frames, people. Angles are clinical in sense (0 = anatomical position), planar in computation;
the full ISB body comes later in this room.
"""

import numpy as np

from edge.messages import LANDMARKS, Array, Indices

INDEX = {name: i for i, name in enumerate(LANDMARKS)}

JOINTS: tuple[tuple[str, str, str, str], ...] = (
    ("left_knee", "left_hip", "left_knee", "left_ankle"),
    ("right_knee", "right_hip", "right_knee", "right_ankle"),
    ("left_hip", "left_shoulder", "left_hip", "left_knee"),
    ("right_hip", "right_shoulder", "right_hip", "right_knee"),
    ("left_elbow", "left_shoulder", "left_elbow", "left_wrist"),
    ("right_elbow", "right_shoulder", "right_elbow", "right_wrist"),
    ("left_shoulder", "left_hip", "left_shoulder", "left_elbow"),
    ("right_shoulder", "right_hip", "right_shoulder", "right_elbow"),
    ("left_ankle", "left_knee", "left_ankle", "left_foot_index"),
    ("right_ankle", "right_knee", "right_ankle", "right_foot_index"),
    ("left_wrist", "left_elbow", "left_wrist", "left_index"),
    ("right_wrist", "right_elbow", "right_wrist", "right_index"),
)
"""name, proximal point, vertex, distal point. Knee, hip, elbow and wrist are given as flexion (180 deg minus the included
angle), shoulder as elevation and ankle as plantarflexion beyond 90 deg."""

ANGLE_NAMES: tuple[str, ...] = (*(joint[0] for joint in JOINTS), "trunk")
"""Order of MotionState.angles. trunk: inclination of the hip-shoulder line from the upward vertical, 0..180 deg."""

VERTEX = np.array([INDEX[j[2]] for j in JOINTS])
JOINT_POINTS = np.array([[INDEX[joint[point]] for joint in JOINTS] for point in (1, 2, 3)])

N_JOINTS = len(JOINTS)
SIGN = np.array([1.0 if "shoulder" in n or "ankle" in n else -1.0 for n, *_ in JOINTS])
OFFSET = np.array([0.0 if "shoulder" in n else (-np.pi / 2 if "ankle" in n else np.pi) for n, *_ in JOINTS])

ARM_CHAIN = np.array([INDEX[f"{s}_{p}"] for p in ("elbow", "wrist", "pinky", "index", "thumb") for s in ("left", "right")])
LEG_CHAIN = np.array([INDEX[f"{s}_{p}"] for p in ("knee", "ankle", "heel", "foot_index") for s in ("left", "right")])


def mirror_of(names: tuple[str, ...]) -> Indices:
    """For each landmark the index of its opposite on the other side of the body."""

    return np.array([names.index(other_side(name)) for name in names])


def other_side(name: str) -> str:
    """left_knee for right_knee, nose for nose."""
    return name.replace("left", "@").replace("right", "left").replace("@", "right")


MIRROR = mirror_of(LANDMARKS)

# --- signals: what the counter and the recogniser read --------------------------------------------------------

SIGNAL_NAMES: tuple[str, ...] = (
    # rad
    *ANGLE_NAMES,
    "knees", "hips", "elbows", "shoulders", "wrists", "ankles",  # both sides, the better seen one weighs more
    "left_hand_angle", "right_hand_angle",  # hand against the horizontal in the picture, up positive
    "neck_tilt",       # ear line against shoulder line, towards the left shoulder positive
    "head_pitch",      # nose below the ears' height positive, against the trunk
    "left_rotation", "right_rotation",  # forearm about the upper arm: 0 forward, outwards positive
    # m, y up, from the image at the body's own scale
    "pelvis_height",   # hips above ankles
    "left_hand", "right_hand", "hands",        # wrist above shoulder
    "left_knee_height", "right_knee_height",   # knee above hip
    "left_foot_height", "right_foot_height",   # ankle above its hip (from the 3D guess: in the picture the far foot is higher)
    "heels",           # heel above forefoot
    "chest_y", "pelvis_y", "hands_y", "feet_y",  # position in the picture, up positive
    "hip_line",        # hips above the straight line from shoulders to ankles
    # m, x
    "pelvis_x", "feet_spread", "knee_spread", "hand_spread", "shoulder_spread",
    # m, from the model's 3D guess
    "stride",          # between the ankles, along the floor
    "stride_forward", "stride_side",  # the same, along and across where the pelvis faces
    "wrists_apart",    # between the wrists
    "left_reach", "right_reach", "reach",   # wrist in front of (+) or behind the shoulder
    "left_out", "right_out",                # wrist outwards of its shoulder
    "head_forward",    # ears in front of the shoulders
    # -1..1
    "prone",           # the chest faces the floor (+1) or the ceiling (-1)
    "frontal",         # the chest faces the camera or away from it (1), sideways (0)
    "facing",          # the chest faces the camera (+1), away (-1), sideways (0)
    "crouch",          # 0 standing straight .. 1 thighs level: knees, hips and pelvis height together
    "hand_sway",       # m: hands sideways in the picture against the chest
    "elbow_difference", "shoulder_difference", "knee_difference", "hip_difference",  # rad, left minus right
    "knee_gap", "shoulder_gap",  # rad, the size of the difference
    "feet_apart_y",    # m: one ankle above the other, whichever (from the 3D guess: the picture raises the far foot)
    "nearness",        # logarithm of the body's size in the picture: walking to or from the camera
    "knee_ratio",      # knees' distance against the ankles', in the picture
)  # fmt: skip

S = {name: i for i, name in enumerate(SIGNAL_NAMES)}

FINE_NAMES = ("left_wrist", "right_wrist", "wrists", "left_hand_angle", "right_hand_angle", "neck_tilt", "head_pitch", "heels")
FINE = np.array([S[name] for name in (*FINE_NAMES, "left_rotation", "right_rotation")])
"""Signals read off short segments, where landmark jitter weighs most: smoothed once more."""

ANGULAR = frozenset(
    {
        *ANGLE_NAMES,
        "knees",
        "hips",
        "elbows",
        "shoulders",
        "wrists",
        "ankles",
        "neck_tilt",
        "head_pitch",
        "left_rotation",
        "right_rotation",
        "left_hand_angle",
        "right_hand_angle",
    }
    | {"elbow_difference", "shoulder_difference", "knee_difference", "hip_difference", "knee_gap", "shoulder_gap"}
)
"""Signals measured in radians; exercises.toml writes them in degrees."""


# --- lines: what the signals are measured on -------------------------------------------------------------------

Line = tuple[tuple[str, ...], tuple[str, ...]]
"""The landmarks in whose middle it ends, and those in whose middle it starts (none: at the origin)."""


def _lines() -> dict[str, Line]:
    shoulders, hips, ankles, ears, wrists, heels, toes = (
        (f"left_{part}", f"right_{part}") for part in ("shoulder", "hip", "ankle", "ear", "wrist", "heel", "foot_index")
    )
    lines: dict[str, Line] = {
        "trunk": (shoulders, hips), "body": (ankles, shoulders), "head": (ears, shoulders), "gaze": (("nose",), ears),
        "hands": (wrists, shoulders), "heels": (heels, toes), "chest": (shoulders, ()), "pelvis": (hips, ()), "feet": (ankles, ()),
    }  # fmt: skip
    for part in ("ear", "shoulder", "hip", "wrist", "knee", "ankle"):
        lines[f"across_{part}s"] = ((f"left_{part}",), (f"right_{part}",))
    for side in ("left", "right"):
        lines[f"{side}_palm"] = ((f"{side}_pinky", f"{side}_index"), (f"{side}_wrist",))
        for name, start, end in (
            ("forearm", "elbow", "wrist"), ("arm", "shoulder", "wrist"),
            ("thigh", "hip", "knee"), ("shank", "knee", "ankle"), ("leg", "hip", "ankle"),
        ):  # fmt: skip
            lines[f"{side}_{name}"] = ((f"{side}_{end}",), (f"{side}_{start}",))
    return lines


LINES = _lines()
"""across_: from right to left. heels: from the toes. leg, arm: straight to the far end."""


def _weights() -> Array:
    """(33, 2 x N_JOINTS + len(LINES)): body @ weights gives each joint's line to its proximal and to its distal point, then LINES."""
    joints = [((joint[point],), (joint[2],)) for point in (1, 3) for joint in JOINTS]
    weights = np.zeros((len(LANDMARKS), len(joints) + len(LINES)))
    for column, (ends, starts) in enumerate([*joints, *LINES.values()]):
        for landmarks, sign in ((ends, 1.0), (starts, -1.0)):
            for landmark in landmarks:
                weights[INDEX[landmark], column] = sign / len(landmarks)
    return weights


LINE_WEIGHTS = _weights()
