"""Smoothed landmarks -> joint angles and the counter's signals, each with a confidence.

Every angle is measured twice, in the picture and in the model's own 3D guess, and the two are mixed by how much of the
two segments lies in the picture plane: from the side the picture is right, end-on only the 3D guess is left. Measured on
avatar clips: from the front the 3D guess errs by 20-26 deg at the bottom of a squat, from the side by 5.
Refuses to know: time, filters, exercises.

All lines of the body come out of one product; what is left is plain arithmetic on a few numbers, for which Python's
own floats are several times faster than arrays of three.
"""

import math
from collections.abc import Sequence
from operator import itemgetter

import numpy as np

from edge.estimate.skeleton import INDEX, JOINT_POINTS, JOINTS, LINE_WEIGHTS, LINES, N_JOINTS, OFFSET, SIGN, SIGNAL_NAMES
from edge.messages import Array

Named = dict[str, float]
Lines = dict[str, list[float]]
"""name: x, y in the picture and x, y, z of the 3D guess, m."""
Vector = tuple[float, float, float]

_IN_ORDER = itemgetter(*SIGNAL_NAMES)
_JOINT_NAMES = tuple(name for name, *_ in JOINTS)
_LEAST_SEEN = np.zeros((3, N_JOINTS))
_LEAST_SEEN[0] = [0.6 if name.endswith("shoulder") else 0.0 for name in _JOINT_NAMES]
"""Of a shoulder the proximal point only says which way the trunk points: a hip below the picture's edge is guessed well enough for that."""
_WITHIN_METRES = 1e-6

NOSE, L_EAR, R_EAR = INDEX["nose"], INDEX["left_ear"], INDEX["right_ear"]
L_SHOULDER, R_SHOULDER = INDEX["left_shoulder"], INDEX["right_shoulder"]
L_WRIST, R_WRIST = INDEX["left_wrist"], INDEX["right_wrist"]
L_HIP, R_HIP = INDEX["left_hip"], INDEX["right_hip"]
L_KNEE, R_KNEE = INDEX["left_knee"], INDEX["right_knee"]
L_ANKLE, R_ANKLE = INDEX["left_ankle"], INDEX["right_ankle"]
L_HEEL, R_HEEL = INDEX["left_heel"], INDEX["right_heel"]
L_TOES, R_TOES = INDEX["left_foot_index"], INDEX["right_foot_index"]

_PAIRS = tuple(
    (f"{joint}s", f"left_{joint}", f"right_{joint}", f"{joint}_difference")
    for joint in ("knee", "hip", "elbow", "shoulder", "wrist", "ankle")
)
_DIFFERENCES = frozenset(name for name in SIGNAL_NAMES if name.endswith("_difference"))


def lines_of(body: Array) -> tuple[Array, Lines]:
    """(5, 2, N_JOINTS) lines from each joint's vertex to its proximal and distal point, and the named lines of the body.

    body: (5, 33) x, y in the picture at the body's own scale, y down, and x, y, z of the 3D guess, m.
    """
    lines = body @ LINE_WEIGHTS
    limbs: Array = lines[:, : 2 * N_JOINTS].reshape(5, 2, N_JOINTS)
    return limbs, dict(zip(LINES, lines[:, 2 * N_JOINTS :].T.tolist(), strict=True))


def joint_angles(limbs: Array) -> tuple[Array, Array]:
    """(N_JOINTS,) joint angles and the disagreement of their two measurements, rad. limbs: see `lines_of`."""
    proximal, distal = limbs[:, 0], limbs[:, 1]
    products, squares = proximal * distal, limbs[2:] * limbs[2:]
    length2 = squares[0] + squares[1] + squares[2] + _WITHIN_METRES
    dot3 = products[2] + products[3] + products[4]
    cross3 = np.sqrt(np.maximum(length2[0] * length2[1] - dot3 * dot3, 0.0))
    cross2 = np.abs(proximal[0] * distal[1] - proximal[1] * distal[0])
    in_space, in_picture = np.arctan2(cross3, dot3), np.arctan2(cross2, products[0] + products[1])
    in_plane = 1.0 - squares[2] / length2
    weight = in_plane[0] * in_plane[1]
    difference = in_picture - in_space
    return OFFSET + SIGN * (in_space + weight * weight * difference), np.abs(difference)


def signals_of(lines: Lines, angles: Array, visibility: Array, leg_length: float, nearness: float) -> tuple[Array, Array]:
    """(values, confidence) of every signal, in SIGNAL_NAMES' order.

    lines: of `lines_of`. angles: of `joint_angles`. visibility: (33,). leg_length: thigh + shank, m.
    nearness: passed on as it is.
    """
    seen: list[float] = visibility.tolist()
    values: Named = dict(zip(_JOINT_NAMES, angles.tolist(), strict=True))
    least = np.maximum(visibility.take(JOINT_POINTS), _LEAST_SEEN).min(axis=0)
    confidence: Named = dict(zip(_JOINT_NAMES, least.tolist(), strict=True))
    _pairs(values, confidence)
    _heights(lines, seen, values, confidence)
    _spreads(lines, seen, values, confidence)
    up, forward, outwards = _trunk(lines, seen, values, confidence)
    _head(lines, seen, up, forward, values, confidence)
    _arms(lines, forward, outwards, values, confidence)
    _feet(lines, values, confidence)
    _crouch(leg_length, values, confidence)
    values["nearness"], confidence["nearness"] = nearness, confidence["trunk"]
    return np.array(_IN_ORDER(values)), np.array(_IN_ORDER(confidence))


def _pairs(values: Named, confidence: Named) -> None:
    """Both sides together: the better seen side weighs more (the hidden limb of a side view is the model's guess)."""
    for both, left, right, difference in _PAIRS:
        values[both] = _mixed(left, right, values, confidence)
        confidence[both] = max(confidence[left], confidence[right])
        if difference in _DIFFERENCES:
            values[difference] = values[left] - values[right]
            confidence[difference] = min(confidence[left], confidence[right])
    for gap, difference in (("knee_gap", "knee_difference"), ("shoulder_gap", "shoulder_difference")):
        values[gap], confidence[gap] = abs(values[difference]), confidence[difference]


def _mixed(left: str, right: str, values: Named, confidence: Named) -> float:
    """The mean of both sides, by how well each is seen."""
    left_weight, right_weight = confidence[left] ** 3 + 1e-6, confidence[right] ** 3 + 1e-6
    return (left_weight * values[left] + right_weight * values[right]) / (left_weight + right_weight)


def _heights(lines: Lines, seen: list[float], values: Named, confidence: Named) -> None:
    """What lies above what in the picture; the 3D guess is used for the feet, because the picture raises the far one."""
    hips, ankles = max(seen[L_HIP], seen[R_HIP]), max(seen[L_ANKLE], seen[R_ANKLE])
    values["chest_y"], confidence["chest_y"] = -lines["chest"][1], max(seen[L_SHOULDER], seen[R_SHOULDER])
    values["pelvis_y"], confidence["pelvis_y"] = -lines["pelvis"][1], hips
    values["feet_y"], confidence["feet_y"] = -lines["feet"][1], ankles
    values["pelvis_height"], confidence["pelvis_height"] = lines["feet"][1] - lines["pelvis"][1], min(hips, ankles)
    values["heels"] = -lines["heels"][1]
    confidence["heels"] = min(max(seen[L_HEEL], seen[R_HEEL]), max(seen[L_TOES], seen[R_TOES]))
    values["left_knee_height"], confidence["left_knee_height"] = -lines["left_thigh"][1], min(seen[L_HIP], seen[L_KNEE])
    values["right_knee_height"], confidence["right_knee_height"] = -lines["right_thigh"][1], min(seen[R_HIP], seen[R_KNEE])
    values["left_foot_height"], confidence["left_foot_height"] = -lines["left_leg"][3], confidence["left_knee"]
    values["right_foot_height"], confidence["right_foot_height"] = -lines["right_leg"][3], confidence["right_knee"]
    values["left_hand"], confidence["left_hand"] = -lines["left_arm"][1], min(seen[L_WRIST], seen[L_SHOULDER])
    values["right_hand"], confidence["right_hand"] = -lines["right_arm"][1], min(seen[R_WRIST], seen[R_SHOULDER])
    values["hands"] = _mixed("left_hand", "right_hand", values, confidence)
    values["hands_y"] = values["hands"] + values["chest_y"]
    confidence["hands"] = confidence["hands_y"] = max(confidence["left_hand"], confidence["right_hand"])


def _spreads(lines: Lines, seen: list[float], values: Named, confidence: Named) -> None:
    """What lies how far sideways of what in the picture."""
    values["feet_spread"], confidence["feet_spread"] = abs(lines["across_ankles"][0]), min(seen[L_ANKLE], seen[R_ANKLE])
    values["knee_spread"], confidence["knee_spread"] = abs(lines["across_knees"][0]), min(seen[L_KNEE], seen[R_KNEE])
    values["hand_spread"], confidence["hand_spread"] = abs(lines["across_wrists"][0]), min(seen[L_WRIST], seen[R_WRIST])
    values["shoulder_spread"] = abs(lines["across_shoulders"][0])
    confidence["shoulder_spread"] = min(seen[L_SHOULDER], seen[R_SHOULDER])
    values["pelvis_x"], confidence["pelvis_x"] = lines["pelvis"][0], confidence["pelvis_y"]
    values["hand_sway"], confidence["hand_sway"] = lines["hands"][0], confidence["hand_spread"]
    values["knee_ratio"] = values["knee_spread"] / (values["feet_spread"] + 0.02)
    confidence["knee_ratio"] = confidence["feet_spread"]


def _trunk(lines: Lines, seen: list[float], values: Named, confidence: Named) -> tuple[Vector, Vector, Vector]:
    """The trunk's own directions: up, forward, outwards to the left."""
    flat_x, flat_y, ux, uy, uz = lines["trunk"]
    up = _unit(ux, uy, uz)
    ox, oy, oz = lines["across_shoulders"][2:]
    outwards, forward = _unit(ox, oy, oz), _unit(oy * uz - oz * uy, oz * ux - ox * uz, ox * uy - oy * ux)
    in_plane = (1.0 - up[2] * up[2]) ** 2
    in_space, in_picture = math.acos(max(-1.0, min(1.0, -up[1]))), math.atan2(abs(flat_x), -flat_y)
    values["trunk"] = in_plane * in_picture + (1.0 - in_plane) * in_space
    values["prone"], values["facing"], values["frontal"] = forward[1], -forward[2], abs(forward[2])
    trunk_seen = 0.25 * (seen[L_SHOULDER] + seen[R_SHOULDER] + seen[L_HIP] + seen[R_HIP])
    confidence["trunk"] = confidence["prone"] = confidence["facing"] = confidence["frontal"] = trunk_seen
    values["hip_line"] = _hip_line(lines)
    confidence["hip_line"] = min(trunk_seen, confidence["feet_y"])
    return up, forward, outwards


def _hip_line(lines: Lines) -> float:
    """Hips above (+) or below (-) the straight line from shoulders to ankles, m."""
    along_x, along_y = lines["body"][:2]
    up_x, up_y = lines["trunk"][:2]
    offset = (up_y * along_x - up_x * along_y) / (math.sqrt(along_x * along_x + along_y * along_y) + _WITHIN_METRES)
    return offset if along_x >= 0 else -offset


def _head(lines: Lines, seen: list[float], up: Vector, forward: Vector, values: Named, confidence: Named) -> None:
    """Tilt towards the left shoulder, pitch downwards, and how far the ears are in front of the shoulders."""
    ear_x, ear_y, *across = lines["across_ears"]
    shoulder_x, shoulder_y = lines["across_shoulders"][:2]
    values["neck_tilt"] = math.atan2(shoulder_x * ear_y - shoulder_y * ear_x, shoulder_x * ear_x + shoulder_y * ear_y)
    values["head_pitch"] = -math.asin(max(-1.0, min(1.0, _dot(_unit(*lines["gaze"][2:]), up))))
    values["head_forward"] = _dot(lines["head"][2:], forward)
    in_plane = max(0.0, 1.0 - across[2] ** 2 / (_dot(across, across) + _WITHIN_METRES))
    head_seen = min(seen[NOSE], max(seen[L_EAR], seen[R_EAR])) * confidence["trunk"]
    confidence["neck_tilt"], confidence["head_pitch"] = head_seen * in_plane, head_seen
    confidence["head_forward"] = head_seen * (1.0 - values["frontal"])


_ARM_NAMES = tuple(
    (
        sign,
        tuple(f"{side}_{part}" for part in ("forearm", "arm", "palm", "rotation", "out", "reach", "hand_angle", "elbow", "hand", "wrist")),
    )
    for side, sign in (("left", 1.0), ("right", -1.0))
)


def _arms(lines: Lines, forward: Vector, outwards: Vector, values: Named, confidence: Named) -> None:
    """Rotation: the forearm's heading about the trunk. Hand angle: with the forearm at rest, the wrist's flexion from any view."""
    for sign, (forearm, arm, palm, rotation, out, reach, hand_angle, elbow, hand, wrist) in _ARM_NAMES:
        heading, to_hand, (palm_x, palm_y) = lines[forearm][2:], lines[arm][2:], lines[palm][:2]
        values[rotation] = math.atan2(sign * _dot(heading, outwards), _dot(heading, forward))
        values[out], values[reach] = sign * _dot(to_hand, outwards), _dot(to_hand, forward)
        values[hand_angle] = math.atan2(-palm_y, abs(palm_x) + _WITHIN_METRES)
        confidence[rotation], confidence[hand_angle] = confidence[elbow], confidence[wrist]
        confidence[out] = confidence[reach] = confidence[hand]
    values["reach"], confidence["reach"] = _mixed("left_reach", "right_reach", values, confidence), confidence["hands"]
    values["wrists_apart"], confidence["wrists_apart"] = _length(lines["across_wrists"][2:]), confidence["hand_spread"]


def _feet(lines: Lines, values: Named, confidence: Named) -> None:
    """How the feet stand to each other, along and across where the pelvis faces."""
    step_x, step_y, step_z = lines["across_ankles"][2:]
    across_x, _, across_z = lines["across_hips"][2:]
    width = math.hypot(across_x, across_z) + _WITHIN_METRES
    values["stride"], values["feet_apart_y"] = math.hypot(step_x, step_z), abs(step_y)
    values["stride_side"] = abs(step_x * across_x + step_z * across_z) / width
    values["stride_forward"] = abs(step_x * across_z - step_z * across_x) / width
    for name in ("stride", "stride_side", "stride_forward", "feet_apart_y"):
        confidence[name] = confidence["feet_spread"]


def _crouch(leg_length: float, values: Named, confidence: Named) -> None:
    """How far down the body is on its legs: a squat seen from the front hardly bends the knee in the picture, but lowers the hips."""
    bend = 0.5 * (values["knees"] / 1.75 + values["hips"] / 1.6)
    bend_seen = min(confidence["knees"], confidence["hips"])
    drop = (leg_length - values["pelvis_height"]) / (0.55 * leg_length)
    drop_seen = confidence["pelvis_height"] * 0.8
    values["crouch"] = (bend_seen * bend + drop_seen * drop) / (bend_seen + drop_seen + 1e-6)
    confidence["crouch"] = max(bend_seen, drop_seen)


def leg_length_of(lines: Lines) -> float:
    """Thigh + shank of the 3D guess, mean of both legs, m."""
    return 0.5 * sum(_length(lines[name][2:]) for name in ("left_thigh", "right_thigh", "left_shank", "right_shank"))


def _dot(one: Sequence[float], other: Sequence[float]) -> float:
    return one[0] * other[0] + one[1] * other[1] + one[2] * other[2]


def _length(vector: Sequence[float]) -> float:
    return math.sqrt(_dot(vector, vector))


def _unit(x: float, y: float, z: float) -> Vector:
    length = math.sqrt(x * x + y * y + z * z) + _WITHIN_METRES
    return x / length, y / length, z / length
