"""Smoothed landmarks -> joint angles and the counter's signals, each with a confidence.

Every angle is measured twice, in the picture and in the model's own 3D guess, and the two are mixed by how much of the
two segments lies in the picture plane: from the side the picture is right, end-on only the 3D guess is left. Measured on
avatar clips: from the front the 3D guess errs by 20-26 deg at the bottom of a squat, from the side by 5.
Refuses to know: time, filters, exercises.
"""

import math

import numpy as np

from edge.estimate.skeleton import (
    DISTAL,
    INDEX,
    JOINTS,
    N_JOINTS,
    OFFSET,
    PROXIMAL,
    SIGN,
    SIGNAL_NAMES,
    VERTEX,
    VERTICAL_INDEX,
    VERTICAL_USES,
    VERTICAL_WEIGHTS,
    S,
)
from edge.messages import Array

_GATHER = np.stack([PROXIMAL, DISTAL])
_THREE = np.stack([PROXIMAL, VERTEX, DISTAL])
_TRUNK_END = np.array([i for i, (name, *_) in enumerate(JOINTS) if name.endswith("shoulder")])
"""Where the proximal point only says which way the trunk points: a hip below the picture's edge is guessed well enough for that."""
_WITHIN_METRES = 1e-6
N_SIGNALS = len(SIGNAL_NAMES)

NOSE, L_EAR, R_EAR = INDEX["nose"], INDEX["left_ear"], INDEX["right_ear"]
L_SHOULDER, R_SHOULDER = INDEX["left_shoulder"], INDEX["right_shoulder"]
L_ELBOW, R_ELBOW = INDEX["left_elbow"], INDEX["right_elbow"]
L_WRIST, R_WRIST = INDEX["left_wrist"], INDEX["right_wrist"]
L_PINKY, R_PINKY = INDEX["left_pinky"], INDEX["right_pinky"]
L_INDEX, R_INDEX = INDEX["left_index"], INDEX["right_index"]
L_HIP, R_HIP = INDEX["left_hip"], INDEX["right_hip"]
L_KNEE, R_KNEE = INDEX["left_knee"], INDEX["right_knee"]
L_ANKLE, R_ANKLE = INDEX["left_ankle"], INDEX["right_ankle"]

_PAIRS = tuple(
    (S[both], S[left], S[right])
    for both, left, right in (
        ("knees", "left_knee", "right_knee"),
        ("hips", "left_hip", "right_hip"),
        ("elbows", "left_elbow", "right_elbow"),
        ("shoulders", "left_shoulder", "right_shoulder"),
        ("wrists", "left_wrist", "right_wrist"),
        ("ankles", "left_ankle", "right_ankle"),
    )
)
_PAIR_BOTH = np.array([p[0] for p in _PAIRS])
_PAIR_LEFT = np.array([p[1] for p in _PAIRS])
_PAIR_RIGHT = np.array([p[2] for p in _PAIRS])
_DIFFERENCES = np.array([S["elbow_difference"], S["shoulder_difference"], S["knee_difference"], S["hip_difference"]])
_DIFFERENCE_PAIRS = np.array([2, 3, 0, 1])


def joint_angles(picture: Array, world: Array, visibility: Array) -> tuple[Array, Array, Array]:
    """Twelve joint angles, rad, with their confidence and the disagreement of the two measurements, rad.

    picture: (33, 2) m at the body's scale, y down; world: (33, 3) m; visibility: (33,).
    """
    limbs = world[_GATHER] - world[VERTEX]
    flat = picture[_GATHER] - picture[VERTEX]
    length2 = np.einsum("sjk,sjk->sj", limbs, limbs) + _WITHIN_METRES
    dot3 = np.einsum("jk,jk->j", limbs[0], limbs[1])
    cross3 = np.sqrt(np.maximum(length2[0] * length2[1] - dot3 * dot3, 0.0))
    dot2 = np.einsum("jk,jk->j", flat[0], flat[1])
    cross2 = np.abs(flat[0, :, 0] * flat[1, :, 1] - flat[0, :, 1] * flat[1, :, 0])
    included3, included2 = np.arctan2(cross3, dot3), np.arctan2(cross2, dot2)
    in_plane = 1.0 - limbs[:, :, 2] ** 2 / length2
    weight = (in_plane[0] * in_plane[1]) ** 2
    included = weight * included2 + (1.0 - weight) * included3
    seen = visibility[_THREE]
    seen[0, _TRUNK_END] = np.maximum(seen[0, _TRUNK_END], 0.6)
    return OFFSET + SIGN * included, seen.min(axis=0), np.abs(included2 - included3)


def _trunk(picture: Array, world: Array) -> tuple[float, float, float, Array, Array]:
    """Inclination of the trunk (rad), how prone and how facing it is (-1..1), its up and its forward direction (3,)."""
    up = (world[L_SHOULDER] + world[R_SHOULDER] - world[L_HIP] - world[R_HIP]) * 0.5
    ux, uy, uz = up.tolist()
    length = math.sqrt(ux * ux + uy * uy + uz * uz) + _WITHIN_METRES
    flat_x, flat_y = ((picture[L_SHOULDER] + picture[R_SHOULDER] - picture[L_HIP] - picture[R_HIP]) * 0.5).tolist()
    in_plane = (1.0 - (uz / length) ** 2) ** 2
    tilt3 = math.acos(max(-1.0, min(1.0, -uy / length)))
    tilt2 = math.atan2(abs(flat_x), -flat_y)
    sx, sy, sz = (world[R_SHOULDER] - world[L_SHOULDER]).tolist()
    forward = np.array([uy * sz - uz * sy, uz * sx - ux * sz, ux * sy - uy * sx])
    forward /= math.sqrt(float(forward @ forward)) + _WITHIN_METRES
    return in_plane * tilt2 + (1 - in_plane) * tilt3, float(forward[1]), -float(forward[2]), up / length, forward


def _hip_line(picture: Array) -> float:
    """Hips above (+) or below (-) the straight line from shoulders to ankles, m."""
    shoulder = picture[L_SHOULDER] + picture[R_SHOULDER]
    sx, sy = shoulder.tolist()
    ax, ay = (picture[L_ANKLE] + picture[R_ANKLE]).tolist()
    hx, hy = (picture[L_HIP] + picture[R_HIP]).tolist()
    dx, dy = (ax - sx) * 0.5, (ay - sy) * 0.5
    px, py = (hx - sx) * 0.5, (hy - sy) * 0.5
    length = math.hypot(dx, dy) + _WITHIN_METRES
    offset = (px * dy - py * dx) / length
    return float(offset if dx >= 0 else -offset)


def _neck(picture: Array, world: Array, up: Array) -> tuple[float, float, float]:
    """Tilt towards the left shoulder and pitch downwards, rad, and how far the ear line lies in the picture plane 0..1."""
    ex, ey = (picture[L_EAR] - picture[R_EAR]).tolist()
    sx, sy = (picture[L_SHOULDER] - picture[R_SHOULDER]).tolist()
    tilt = math.atan2(sx * ey - sy * ex, sx * ex + sy * ey)
    ears = world[L_EAR] - world[R_EAR]
    width2 = float(ears @ ears) + _WITHIN_METRES
    gaze = world[NOSE] - (world[L_EAR] + world[R_EAR]) * 0.5
    length = math.sqrt(float(gaze @ gaze)) + _WITHIN_METRES
    pitch = -math.asin(max(-1.0, min(1.0, float(gaze @ up) / length)))
    return tilt, pitch, max(0.0, 1.0 - float(ears[2]) ** 2 / width2)


def signals_of(picture: Array, world: Array, visibility: Array, leg_length: float) -> tuple[Array, Array, Array]:
    """(values, confidence) of every signal in SIGNAL_NAMES' order and the joint angles' disagreement (rad).

    picture: (33, 2) m at the body's own scale, y down, not centred. leg_length: thigh + shank, m.
    """
    values, confidence = np.zeros(N_SIGNALS), np.zeros(N_SIGNALS)
    angles, seen, disagreement = joint_angles(picture, world, visibility)
    values[:N_JOINTS], confidence[:N_JOINTS] = angles, seen
    values[S["trunk"]], values[S["prone"]], values[S["facing"]], up, forward = _trunk(picture, world)
    values[S["frontal"]] = abs(values[S["facing"]])
    trunk_seen = float(visibility[[L_SHOULDER, R_SHOULDER, L_HIP, R_HIP]].mean())
    confidence[S["frontal"]] = confidence[S["trunk"]] = confidence[S["prone"]] = confidence[S["facing"]] = trunk_seen
    _pairs(values, confidence)
    _heights(picture, visibility, values, confidence)
    _spreads(picture, visibility, values, confidence)
    tilt, pitch, flat = _neck(picture, world, up)
    head_seen = float(min(visibility[NOSE], max(visibility[L_EAR], visibility[R_EAR]))) * trunk_seen
    values[S["neck_tilt"]], confidence[S["neck_tilt"]] = tilt, head_seen * flat
    values[S["head_pitch"]], confidence[S["head_pitch"]] = pitch, head_seen
    ears = (world[L_EAR] + world[R_EAR] - world[L_SHOULDER] - world[R_SHOULDER]) * 0.5
    values[S["head_forward"]], confidence[S["head_forward"]] = float(ears @ forward), head_seen * (1.0 - abs(values[S["facing"]]))
    values[S["hip_line"]] = _hip_line(picture)
    confidence[S["hip_line"]] = min(trunk_seen, float(max(visibility[L_ANKLE], visibility[R_ANKLE])))
    _rotations(world, forward, values, confidence)
    _reaches(world, forward, values, confidence)
    _hands(picture, values, confidence)
    _crouch(values, confidence, leg_length)
    _symmetry(picture, values, confidence)
    return values, confidence, disagreement


def _pairs(values: Array, confidence: Array) -> None:
    """Both sides together: the better seen side weighs more (the hidden limb of a side view is the model's guess)."""
    left, right = confidence[_PAIR_LEFT] ** 3 + 1e-6, confidence[_PAIR_RIGHT] ** 3 + 1e-6
    values[_PAIR_BOTH] = (left * values[_PAIR_LEFT] + right * values[_PAIR_RIGHT]) / (left + right)
    confidence[_PAIR_BOTH] = np.maximum(confidence[_PAIR_LEFT], confidence[_PAIR_RIGHT])
    difference = values[_PAIR_LEFT] - values[_PAIR_RIGHT]
    both = np.minimum(confidence[_PAIR_LEFT], confidence[_PAIR_RIGHT])
    values[_DIFFERENCES], confidence[_DIFFERENCES] = difference[_DIFFERENCE_PAIRS], both[_DIFFERENCE_PAIRS]


_VERTICAL_FIRST = np.array([uses[:2] if len(uses) >= 2 else [uses[0], uses[0]] for uses in VERTICAL_USES])
_VERTICAL_LAST = np.array([uses[-2:] if len(uses) >= 2 else [uses[0], uses[0]] for uses in VERTICAL_USES])


def _heights(picture: Array, visibility: Array, values: Array, confidence: Array) -> None:
    values[VERTICAL_INDEX] = -(VERTICAL_WEIGHTS @ picture[:, 1])
    first, last = visibility[_VERTICAL_FIRST].max(axis=1), visibility[_VERTICAL_LAST].max(axis=1)
    confidence[VERTICAL_INDEX] = np.minimum(first, last)
    for hand, wrist, shoulder in (("left_hand", L_WRIST, L_SHOULDER), ("right_hand", R_WRIST, R_SHOULDER)):
        confidence[S[hand]] = min(visibility[wrist], visibility[shoulder])
    left, right = confidence[S["left_hand"]] ** 3 + 1e-6, confidence[S["right_hand"]] ** 3 + 1e-6
    values[S["hands"]] = (left * values[S["left_hand"]] + right * values[S["right_hand"]]) / (left + right)
    values[S["hands_y"]] = values[S["hands"]] + values[S["chest_y"]]
    confidence[S["hands"]] = confidence[S["hands_y"]] = max(confidence[S["left_hand"]], confidence[S["right_hand"]])


_SPREADS = (
    ("feet_spread", L_ANKLE, R_ANKLE),
    ("knee_spread", L_KNEE, R_KNEE),
    ("hand_spread", L_WRIST, R_WRIST),
    ("shoulder_spread", L_SHOULDER, R_SHOULDER),
)
_SPREAD_INDEX = np.array([S[name] for name, _, _ in _SPREADS])
_SPREAD_LEFT = np.array([left for _, left, _ in _SPREADS])
_SPREAD_RIGHT = np.array([right for _, _, right in _SPREADS])


def _spreads(picture: Array, visibility: Array, values: Array, confidence: Array) -> None:
    x = picture[:, 0]
    values[_SPREAD_INDEX] = np.abs(x[_SPREAD_LEFT] - x[_SPREAD_RIGHT])
    confidence[_SPREAD_INDEX] = np.minimum(visibility[_SPREAD_LEFT], visibility[_SPREAD_RIGHT])
    values[S["pelvis_x"]] = (x[L_HIP] + x[R_HIP]) * 0.5
    confidence[S["pelvis_x"]] = confidence[S["pelvis_y"]]
    values[S["hand_sway"]] = (x[L_WRIST] + x[R_WRIST] - x[L_SHOULDER] - x[R_SHOULDER]) * 0.5
    confidence[S["hand_sway"]] = confidence[S["hand_spread"]]


def _rotations(world: Array, forward: Array, values: Array, confidence: Array) -> None:
    """Internal and external rotation as the forearm's heading about the trunk's long axis."""
    outwards = world[L_SHOULDER] - world[R_SHOULDER]
    outwards = outwards / (math.sqrt(float(outwards @ outwards)) + _WITHIN_METRES)
    for name, elbow, wrist, sign in (("left_rotation", L_ELBOW, L_WRIST, 1.0), ("right_rotation", R_ELBOW, R_WRIST, -1.0)):
        forearm = world[wrist] - world[elbow]
        values[S[name]] = math.atan2(sign * float(forearm @ outwards), float(forearm @ forward))
        confidence[S[name]] = confidence[S["left_elbow" if sign > 0 else "right_elbow"]]


def _hands(picture: Array, values: Array, confidence: Array) -> None:
    """Which way the hands point in the picture: with the forearm at rest, that is the wrist's flexion from any view."""
    for side, wrist, pinky, index in (("left", L_WRIST, L_PINKY, L_INDEX), ("right", R_WRIST, R_PINKY, R_INDEX)):
        x, y = ((picture[pinky] + picture[index]) * 0.5 - picture[wrist]).tolist()
        values[S[f"{side}_hand_angle"]] = math.atan2(-y, abs(x) + _WITHIN_METRES)
        confidence[S[f"{side}_hand_angle"]] = confidence[S[f"{side}_wrist"]]


def _reaches(world: Array, forward: Array, values: Array, confidence: Array) -> None:
    step = world[L_ANKLE] - world[R_ANKLE]
    hips = world[L_HIP] - world[R_HIP]
    across_x, across_z = float(hips[0]), float(hips[2])
    width = math.hypot(across_x, across_z) + _WITHIN_METRES
    step_x, step_z = float(step[0]), float(step[2])
    values[S["stride"]] = math.hypot(step_x, step_z)
    values[S["stride_side"]] = abs(step_x * across_x + step_z * across_z) / width
    values[S["stride_forward"]] = abs(step_x * across_z - step_z * across_x) / width
    for name in ("stride", "stride_side", "stride_forward"):
        confidence[S[name]] = confidence[S["feet_spread"]]
    for side, ankle, hip in (("left", L_ANKLE, L_HIP), ("right", R_ANKLE, R_HIP)):
        values[S[f"{side}_foot_height"]] = float(world[hip, 1] - world[ankle, 1])
        confidence[S[f"{side}_foot_height"]] = confidence[S[f"{side}_knee"]]
    values[S["feet_apart_y"]], confidence[S["feet_apart_y"]] = abs(float(step[1])), confidence[S["feet_spread"]]
    values[S["wrists_apart"]] = math.dist(world[L_WRIST], world[R_WRIST])
    confidence[S["wrists_apart"]] = confidence[S["hand_spread"]]
    outwards = world[L_SHOULDER] - world[R_SHOULDER]
    outwards = outwards / (math.sqrt(float(outwards @ outwards)) + _WITHIN_METRES)
    values[S["left_out"]] = float((world[L_WRIST] - world[L_SHOULDER]) @ outwards)
    values[S["right_out"]] = float((world[R_SHOULDER] - world[R_WRIST]) @ outwards)
    confidence[S["left_out"]], confidence[S["right_out"]] = confidence[S["left_hand"]], confidence[S["right_hand"]]
    values[S["left_reach"]] = float((world[L_WRIST] - world[L_SHOULDER]) @ forward)
    values[S["right_reach"]] = float((world[R_WRIST] - world[R_SHOULDER]) @ forward)
    confidence[S["left_reach"]], confidence[S["right_reach"]] = confidence[S["left_hand"]], confidence[S["right_hand"]]
    left, right = confidence[S["left_hand"]] ** 3 + 1e-6, confidence[S["right_hand"]] ** 3 + 1e-6
    values[S["reach"]] = (left * values[S["left_reach"]] + right * values[S["right_reach"]]) / (left + right)
    confidence[S["reach"]] = confidence[S["hands"]]


def _crouch(values: Array, confidence: Array, leg_length: float) -> None:
    """How far down the body is on its legs: a squat seen from the front hardly bends the knee in the picture, but lowers the hips."""
    bend = 0.5 * (values[S["knees"]] / 1.75 + values[S["hips"]] / 1.6)
    bend_seen = min(confidence[S["knees"]], confidence[S["hips"]])
    drop = (leg_length - values[S["pelvis_height"]]) / (0.55 * leg_length)
    drop_seen = confidence[S["pelvis_height"]] * 0.8
    total = bend_seen + drop_seen + 1e-6
    values[S["crouch"]] = (bend_seen * bend + drop_seen * drop) / total
    confidence[S["crouch"]] = max(bend_seen, drop_seen)


def _symmetry(picture: Array, values: Array, confidence: Array) -> None:
    for gap, difference in (("knee_gap", "knee_difference"), ("shoulder_gap", "shoulder_difference")):
        values[S[gap]], confidence[S[gap]] = abs(values[S[difference]]), confidence[S[difference]]
    values[S["knee_ratio"]] = values[S["knee_spread"]] / (values[S["feet_spread"]] + 0.02)
    values[S["hip_shift"]] = abs(values[S["pelvis_x"]] - 0.5 * float(picture[L_ANKLE, 0] + picture[R_ANKLE, 0]))
    confidence[S["knee_ratio"]] = confidence[S["hip_shift"]] = confidence[S["feet_spread"]]
