"""Smoothed landmarks -> joint angles and the counter's signals, each with a confidence.

Every angle is measured twice, in the picture and in the model's own 3D guess, and the two are mixed by how much of the
two segments lies in the picture plane: from the side the picture is right, end-on only the 3D guess is left. Measured on
avatar clips: from the front the 3D guess errs by 20-26 deg at the bottom of a squat, from the side by 5.
Refuses to know: time, filters, exercises.

Everything is done for a run of N bodies at once, of which live N is 1. All lines of the body come out of one product per body,
so that no body's numbers depend on how many came with it; what is left is plain arithmetic on a few numbers (see arithmetic.py).
"""

from collections.abc import Sequence
from operator import itemgetter
from typing import Generic

import numpy as np

from edge.estimate.arithmetic import MANY, ONE, Arithmetic, Number
from edge.estimate.skeleton import INDEX, JOINT_POINTS, JOINTS, LINE_WEIGHTS, LINES, N_JOINTS, OFFSET, SIGN, SIGNAL_NAMES
from edge.messages import Array

Named = dict[str, Number]
Line = Sequence[Number]
"""x, y in the picture and x, y, z of the 3D guess, m."""
Lines = dict[str, Line[Number]]
Vector = tuple[Number, Number, Number]

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
_ARM_NAMES = tuple(
    (
        sign,
        tuple(f"{side}_{part}" for part in ("forearm", "arm", "palm", "rotation", "out", "reach", "hand_angle", "elbow", "hand", "wrist")),
    )
    for side, sign in (("left", 1.0), ("right", -1.0))
)


def lines_of(body: Array) -> Array:
    """(N, 5, 2 x N_JOINTS + len(LINES)) lines: from each joint's vertex to its proximal and its distal point, then LINES.

    body: (N, 5, 33) x, y in the picture at the body's own scale, y down, and x, y, z of the 3D guess, m.
    """
    lines: Array = body @ LINE_WEIGHTS
    return lines


def leg_lengths(lines: Array) -> Array:
    """(N,) thigh + shank of the 3D guess, mean of both legs, m. lines: of `lines_of`; the knees are the first two joints."""
    knees = _limbs(lines)[:, 2:, :, :2]
    lengths: Array = 0.5 * np.sqrt((knees * knees).sum(axis=1)).sum(axis=(1, 2))
    return lengths


def _limbs(lines: Array) -> Array:
    """(N, 5, 2, N_JOINTS) from each joint's vertex to its proximal and its distal point."""
    return lines[:, :, : 2 * N_JOINTS].reshape(-1, 5, 2, N_JOINTS)


def joint_angles(lines: Array) -> tuple[Array, Array]:
    """(N, N_JOINTS) joint angles and the disagreement of their two measurements, rad. lines: of `lines_of`."""
    limbs = _limbs(lines)
    proximal, distal = limbs[:, :, 0], limbs[:, :, 1]
    products, squares = proximal * distal, limbs[:, 2:] * limbs[:, 2:]
    length2 = squares[:, 0] + squares[:, 1] + squares[:, 2] + _WITHIN_METRES
    dot3 = products[:, 2] + products[:, 3] + products[:, 4]
    cross3 = np.sqrt(np.maximum(length2[:, 0] * length2[:, 1] - dot3 * dot3, 0.0))
    cross2 = np.abs(proximal[:, 0] * distal[:, 1] - proximal[:, 1] * distal[:, 0])
    in_space, in_picture = np.arctan2(cross3, dot3), np.arctan2(cross2, products[:, 0] + products[:, 1])
    in_plane = 1.0 - squares[:, 2] / length2
    weight = in_plane[:, 0] * in_plane[:, 1]
    difference = in_picture - in_space
    return OFFSET + SIGN * (in_space + weight * weight * difference), np.abs(difference)


def signals_of(lines: Array, angles: Array, visibility: Array, leg_length: Array, nearness: Array) -> tuple[Array, Array]:
    """(N, len(SIGNAL_NAMES)) values and confidences.

    lines: of `lines_of`. angles: of `joint_angles`. visibility: (N, 33). leg_length: (N,) thigh + shank, m.
    nearness: (N,) passed on as it is.
    """
    joints_seen = np.maximum(visibility.take(JOINT_POINTS, axis=1), _LEAST_SEEN).min(axis=1)
    named = lines[:, :, 2 * N_JOINTS :]
    if len(lines) == 1:
        seen, joints, certain = visibility[0].tolist(), angles[0].tolist(), joints_seen[0].tolist()
        one = _Signals(ONE, named[0].T.tolist(), seen, joints, certain, leg_length.item(), nearness.item())
        return np.array((_IN_ORDER(one.values),)), np.array((_IN_ORDER(one.confidence),))
    by_line = np.ascontiguousarray(named.transpose(2, 1, 0))
    many = _Signals(MANY, list(by_line), list(visibility.T), list(angles.T), list(joints_seen.T), leg_length, nearness)
    return np.stack(_IN_ORDER(many.values), axis=1), np.stack(_IN_ORDER(many.confidence), axis=1)


class _Signals(Generic[Number]):
    """Every signal by its name, of one body or of many at once."""

    def __init__(
        self, by: Arithmetic[Number], lines: Sequence[Line[Number]], seen: Sequence[Number], angles: Sequence[Number],
        joints_seen: Sequence[Number], leg_length: Number, nearness: Number,
    ) -> None:  # fmt: skip
        self._by: Arithmetic[Number] = by
        self._seen: Sequence[Number] = seen
        self._lines: Lines[Number] = dict(zip(LINES, lines, strict=True))
        self.values: Named[Number] = dict(zip(_JOINT_NAMES, angles, strict=True))
        self.confidence: Named[Number] = dict(zip(_JOINT_NAMES, joints_seen, strict=True))
        self._pairs()
        self._heights()
        self._spreads()
        up, forward, outwards = self._trunk()
        self._head(up, forward)
        self._arms(forward, outwards)
        self._feet()
        self._crouch(leg_length)
        self.values["nearness"], self.confidence["nearness"] = nearness, self.confidence["trunk"]

    def _pairs(self) -> None:
        """Both sides together: the better seen side weighs more (the hidden limb of a side view is the model's guess)."""
        values, confidence, by = self.values, self.confidence, self._by
        for both, left, right, difference in _PAIRS:
            values[both] = self._mixed(left, right)
            confidence[both] = by.most(confidence[left], confidence[right])
            if difference in _DIFFERENCES:
                values[difference] = values[left] - values[right]
                confidence[difference] = by.least(confidence[left], confidence[right])
        for gap, difference in (("knee_gap", "knee_difference"), ("shoulder_gap", "shoulder_difference")):
            values[gap], confidence[gap] = abs(values[difference]), confidence[difference]

    def _mixed(self, left: str, right: str) -> Number:
        """The mean of both sides, by how well each is seen."""
        left_seen, right_seen = self.confidence[left], self.confidence[right]
        left_weight = left_seen * left_seen * left_seen + 1e-6
        right_weight = right_seen * right_seen * right_seen + 1e-6
        return (left_weight * self.values[left] + right_weight * self.values[right]) / (left_weight + right_weight)

    def _heights(self) -> None:
        """What lies above what in the picture; the 3D guess is used for the feet, because the picture raises the far one."""
        values, confidence, lines, seen = self.values, self.confidence, self._lines, self._seen
        least, most = self._by.least, self._by.most
        hips, ankles = most(seen[L_HIP], seen[R_HIP]), most(seen[L_ANKLE], seen[R_ANKLE])
        chest_y, pelvis_y, feet_y = lines["chest"][1], lines["pelvis"][1], self._feet_y()
        values["chest_y"], confidence["chest_y"] = -chest_y, most(seen[L_SHOULDER], seen[R_SHOULDER])
        values["pelvis_y"], confidence["pelvis_y"] = -pelvis_y, hips
        values["feet_y"], confidence["feet_y"] = -feet_y, ankles
        values["pelvis_height"], confidence["pelvis_height"] = feet_y - pelvis_y, least(hips, ankles)
        values["heels"] = -lines["heels"][1]
        confidence["heels"] = least(most(seen[L_HEEL], seen[R_HEEL]), most(seen[L_TOES], seen[R_TOES]))
        values["left_knee_height"], confidence["left_knee_height"] = -lines["left_thigh"][1], least(seen[L_HIP], seen[L_KNEE])
        values["right_knee_height"], confidence["right_knee_height"] = -lines["right_thigh"][1], least(seen[R_HIP], seen[R_KNEE])
        values["left_foot_height"], confidence["left_foot_height"] = -lines["left_leg"][3], confidence["left_knee"]
        values["right_foot_height"], confidence["right_foot_height"] = -lines["right_leg"][3], confidence["right_knee"]
        values["left_hand"], confidence["left_hand"] = -lines["left_arm"][1], least(seen[L_WRIST], seen[L_SHOULDER])
        values["right_hand"], confidence["right_hand"] = -lines["right_arm"][1], least(seen[R_WRIST], seen[R_SHOULDER])
        values["hands"] = hands = self._mixed("left_hand", "right_hand")
        values["hands_y"] = hands - chest_y
        confidence["hands"] = confidence["hands_y"] = most(confidence["left_hand"], confidence["right_hand"])

    def _feet_y(self) -> Number:
        """Between the ankles, nearer to the better seen one: of a foot behind the other leg the model only guesses."""
        left, right = self._seen[L_ANKLE], self._seen[R_ANKLE]
        left_weight, right_weight = left * left * left + 1e-6, right * right * right + 1e-6
        to_left = 0.5 * (left_weight - right_weight) / (left_weight + right_weight)
        return self._lines["feet"][1] + to_left * self._lines["across_ankles"][1]

    def _spreads(self) -> None:
        """What lies how far sideways of what in the picture."""
        values, confidence, lines, seen, least = self.values, self.confidence, self._lines, self._seen, self._by.least
        values["feet_spread"], confidence["feet_spread"] = abs(lines["across_ankles"][0]), least(seen[L_ANKLE], seen[R_ANKLE])
        values["knee_spread"], confidence["knee_spread"] = abs(lines["across_knees"][0]), least(seen[L_KNEE], seen[R_KNEE])
        values["hand_spread"], confidence["hand_spread"] = abs(lines["across_wrists"][0]), least(seen[L_WRIST], seen[R_WRIST])
        values["shoulder_spread"] = abs(lines["across_shoulders"][0])
        confidence["shoulder_spread"] = least(seen[L_SHOULDER], seen[R_SHOULDER])
        values["pelvis_x"], confidence["pelvis_x"] = lines["pelvis"][0], confidence["pelvis_y"]
        values["hand_sway"], confidence["hand_sway"] = lines["hands"][0], confidence["hand_spread"]
        values["knee_ratio"] = values["knee_spread"] / (values["feet_spread"] + 0.02)
        confidence["knee_ratio"] = confidence["feet_spread"]

    def _trunk(self) -> tuple[Vector[Number], Vector[Number], Vector[Number]]:
        """The trunk's own directions: up, forward, outwards to the left."""
        values, confidence, lines, seen, least = self.values, self.confidence, self._lines, self._seen, self._by.least
        flat_x, flat_y, ux, uy, uz = lines["trunk"]
        _, _, ox, oy, oz = lines["across_shoulders"]
        up = self._unit(ux, uy, uz)
        outwards, forward = self._unit(ox, oy, oz), self._unit(oy * uz - oz * uy, oz * ux - ox * uz, ox * uy - oy * ux)
        flat = 1.0 - up[2] * up[2]
        in_plane = flat * flat
        in_space, in_picture = self._by.acos(-up[1]), self._by.atan2(abs(flat_x), -flat_y)
        values["trunk"] = in_plane * in_picture + (1.0 - in_plane) * in_space
        values["prone"], values["facing"], values["frontal"] = forward[1], -forward[2], abs(forward[2])
        trunk_seen = 0.25 * (seen[L_SHOULDER] + seen[R_SHOULDER] + seen[L_HIP] + seen[R_HIP])
        confidence["trunk"] = confidence["prone"] = confidence["facing"] = confidence["frontal"] = trunk_seen
        values["hip_line"], confidence["hip_line"] = self._hip_line(flat_x, flat_y), least(trunk_seen, confidence["feet_y"])
        return up, forward, outwards

    def _hip_line(self, up_x: Number, up_y: Number) -> Number:
        """Hips above (+) or below (-) the straight line from shoulders to ankles, m. up_x, up_y: from the hips to the shoulders."""
        along_x, along_y, *_ = self._lines["body"]
        offset = (up_y * along_x - up_x * along_y) / (self._by.sqrt(along_x * along_x + along_y * along_y) + _WITHIN_METRES)
        return offset * self._by.sign(along_x)

    def _head(self, up: Vector[Number], forward: Vector[Number]) -> None:
        """Tilt towards the left shoulder, pitch downwards, and how far the ears are in front of the shoulders."""
        values, confidence, lines, seen = self.values, self.confidence, self._lines, self._seen
        least, most = self._by.least, self._by.most
        ear_x, ear_y, *across = lines["across_ears"]
        shoulder_x, shoulder_y, *_ = lines["across_shoulders"]
        values["neck_tilt"] = self._by.atan2(shoulder_x * ear_y - shoulder_y * ear_x, shoulder_x * ear_x + shoulder_y * ear_y)
        _, _, gaze_x, gaze_y, gaze_z = lines["gaze"]
        values["head_pitch"] = -self._by.asin(_dot(self._unit(gaze_x, gaze_y, gaze_z), up))
        values["head_forward"] = _dot(lines["head"][2:], forward)
        in_plane = 1.0 - across[2] * across[2] / (_dot(across, across) + _WITHIN_METRES)
        head_seen = least(seen[NOSE], most(seen[L_EAR], seen[R_EAR])) * confidence["trunk"]
        confidence["neck_tilt"], confidence["head_pitch"] = head_seen * in_plane, head_seen
        confidence["head_forward"] = head_seen * (1.0 - values["frontal"])

    def _arms(self, forward: Vector[Number], outwards: Vector[Number]) -> None:
        """Rotation: the forearm's heading about the trunk. Hand angle: with the forearm at rest, the wrist's flexion from any view."""
        values, confidence, lines, by = self.values, self.confidence, self._lines, self._by
        for sign, (forearm, arm, palm, rotation, out, reach, hand_angle, elbow, hand, wrist) in _ARM_NAMES:
            heading, to_hand = lines[forearm][2:], lines[arm][2:]
            palm_x, palm_y, *_ = lines[palm]
            values[rotation] = by.atan2(sign * _dot(heading, outwards), _dot(heading, forward))
            values[out], values[reach] = sign * _dot(to_hand, outwards), _dot(to_hand, forward)
            values[hand_angle] = by.atan2(-palm_y, abs(palm_x) + _WITHIN_METRES)
            confidence[rotation], confidence[hand_angle] = confidence[elbow], confidence[wrist]
            confidence[out] = confidence[reach] = confidence[hand]
        values["reach"], confidence["reach"] = self._mixed("left_reach", "right_reach"), confidence["hands"]
        values["wrists_apart"], confidence["wrists_apart"] = self._length(*lines["across_wrists"][2:]), confidence["hand_spread"]

    def _feet(self) -> None:
        """How the feet stand to each other, along and across where the pelvis faces."""
        values, confidence, sqrt = self.values, self.confidence, self._by.sqrt
        _, _, step_x, step_y, step_z = self._lines["across_ankles"]
        _, _, across_x, _, across_z = self._lines["across_hips"]
        width = sqrt(across_x * across_x + across_z * across_z) + _WITHIN_METRES
        values["stride"], values["feet_apart_y"] = sqrt(step_x * step_x + step_z * step_z), abs(step_y)
        values["stride_side"] = abs(step_x * across_x + step_z * across_z) / width
        values["stride_forward"] = abs(step_x * across_z - step_z * across_x) / width
        for name in ("stride", "stride_side", "stride_forward", "feet_apart_y"):
            confidence[name] = confidence["feet_spread"]

    def _crouch(self, leg_length: Number) -> None:
        """How far down the body is on its legs: a squat seen from the front hardly bends the knee in the picture, but lowers the hips."""
        values, confidence = self.values, self.confidence
        bend = 0.5 * (values["knees"] / 1.75 + values["hips"] / 1.6)
        bend_seen = self._by.least(confidence["knees"], confidence["hips"])
        drop = (leg_length - values["pelvis_height"]) / (0.55 * leg_length)
        drop_seen = confidence["pelvis_height"] * 0.8
        values["crouch"] = (bend_seen * bend + drop_seen * drop) / (bend_seen + drop_seen + 1e-6)
        confidence["crouch"] = self._by.most(bend_seen, drop_seen)

    def _unit(self, x: Number, y: Number, z: Number) -> Vector[Number]:
        length = self._length(x, y, z) + _WITHIN_METRES
        return x / length, y / length, z / length

    def _length(self, x: Number, y: Number, z: Number) -> Number:
        return self._by.sqrt(x * x + y * y + z * z)


def _dot(one: Line[Number], other: Vector[Number] | Line[Number]) -> Number:
    product: Number = one[0] * other[0] + one[1] * other[1] + one[2] * other[2]
    return product
