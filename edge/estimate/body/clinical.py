"""A body's configuration with its covariance, moment by moment -> the clinical angles, their standard deviations and rates.

ISB axes and order (clinical_table.py); never a jump (continuity.py); unknown where the view cannot tell. Refuses to know: landmarks,
how the configuration was found, repetitions.
"""

from collections import deque
from dataclasses import dataclass

import numpy as np
import pinocchio

from edge.estimate.body.cardan import bend, cardan, globe, inclination
from edge.estimate.body.clinical_table import CLINICAL, CLINICAL_INDEX, SIDES
from edge.estimate.body.continuity import Continuity, two_ways
from edge.estimate.body.model import DOF, SEGMENT, BodyModel, Placement
from edge.estimate.body.turns import skew
from edge.estimate.body.uncertainty import HOPELESS_SD
from edge.messages import Array, Flags

WIDEST_SD, WIDE_S = np.radians(35.0) / 1.96, 0.3
"""An angle known no better, as a mean over the second, is unknown: its 95 % band would span half of what a knee can do. A moment's
doubt in the middle of a movement breaks no curve."""
RATE_S = 0.17
"""Rates are the slope over so long: six frames at 30 a second. They are late by half of it."""
LEAST_MOMENTS = 4
LEAST_ACROSS = np.sin(np.radians(20.0))
"""An arm that points less far to any side than this share of its length is raised in no plane."""
STRAIGHT = np.radians(15.0)
"""A limb bent less does not show how it is turned about itself."""
BEYOND_NORMAL = np.radians(45.0)
"""Nobody bends further than the normal range and this."""
STIFF = np.pi / 4
"""What a hinge can do about the axes that it has not got."""

JOINTS: tuple[tuple[str, str], ...] = tuple(dict.fromkeys(angle.joint for angle in CLINICAL if angle.joint))
"""(segment it is measured against, segment that moves) of every joint that is read as turns about Z, X, Y."""
_FIXED = np.array([SEGMENT[fixed] for fixed, _ in JOINTS])
_MOVING = np.array([SEGMENT[moving] for _, moving in JOINTS])
_TURNS = [(angle, joint) for angle in CLINICAL if (joint := angle.joint)]
_PLACES = np.array([CLINICAL_INDEX[angle.name] for angle, _ in _TURNS])
_JOINT = np.array([JOINTS.index(joint) for _, joint in _TURNS])
_AXIS = np.array(["ZXY".index(angle.axis) for angle, _ in _TURNS])
_SIGN = np.array([angle.sign for angle, _ in _TURNS])
_OWN_DOF = np.array([DOF[f"{moving}.{angle.axis}"] for angle, (_, moving) in _TURNS])
_SHOULDERS = np.array([JOINTS.index(("thorax", f"{side}_upper_arm")) for side in SIDES])
_SHOULDER_SIDE = np.array([-1.0, 1.0])
_ELEVATIONS = np.array([CLINICAL_INDEX[f"{side}_shoulder_elevation"] for side in SIDES])
_CIRCLES = np.array([CLINICAL_INDEX[name] for name in ("left_shoulder_plane", "right_shoulder_plane", "hip_offset")])
"""Those that can go round."""
_ROTATIONS, _BENDS = (
    np.array([CLINICAL_INDEX[f"{side}_{joint}"] for joint in joints for side in SIDES])
    for joints in (("shoulder_internal_rotation", "hip_internal_rotation"), ("elbow_flexion", "knee_flexion"))
)
_TRUNK = CLINICAL_INDEX["trunk_inclination"]
_LEVELS = np.array([[SEGMENT[f"{side}_{part}"] for side in SIDES] for part in ("upper_arm", "thigh", "foot")])
"""Segments whose joints are shoulders, hips, ankles."""


@dataclass(frozen=True, slots=True, eq=False)
class ClinicalAngles:
    """angles, sd, rates: (len(CLINICAL_NAMES),) rad, rad, rad/s in the order of clinical_table.CLINICAL_NAMES; NaN where unknown.

    rates: as of RATE_S / 2 ago.
    """

    t: float
    angles: Array
    sd: Array
    rates: Array


class Goniometer:
    """Reads the angles of one body. One per thread: it uses the model's working memory."""

    def __init__(self, model: BodyModel) -> None:
        self.fit(model)
        self._turning = Continuity(*_utmost_turns())
        self._circling = Continuity(np.full((3, 1), -np.pi), np.full((3, 1), np.pi))
        self._past: deque[tuple[float, Array]] = deque()
        self._usual_sd, self._t = np.full(len(CLINICAL), np.nan), -np.inf

    def fit(self, model: BodyModel) -> None:
        """From now on the same person has this body: better measured, say. What was read goes on."""
        self._model = model
        supports = model.supports()
        self._between = (supports[_MOVING] - supports[_FIXED])[:, None]
        self._moves = supports[_LEVELS][:, :, None]

    def feed(self, t: float, q: Array, covariance: Array, unseen: Flags | None = None) -> ClinicalAngles:
        """q: (57,). covariance: (47, 47) of Pinocchio's tangent. unseen: (47,) degrees of freedom that the view cannot tell.

        Where they are not finite everything is unknown, and the next good moment goes on.
        """
        if not (np.isfinite(q).all() and np.isfinite(covariance).all()):
            return ClinicalAngles(t, *np.full((3, len(CLINICAL)), np.nan))
        pinocchio.computeJointJacobians(self._model.pin, self._model.data, q)
        placement, jacobian = self._model.placed(), np.array(self._model.data.J)
        angles, sd = np.empty(len(CLINICAL)), np.empty(len(CLINICAL))
        circles = np.empty((3, 2))
        circles[:2] = self._joints(t, placement, jacobian, covariance, angles, sd)
        circles[2] = self._lines(placement, jacobian, covariance, angles, sd)
        circled, spread = self._circling.feed(t, circles[None, :, :1], circles[:, 1:])
        angles[_CIRCLES], sd[_CIRCLES] = circled[:, 0], spread[:, 0]
        unknown = ~(sd <= HOPELESS_SD)
        unknown[_ROTATIONS] |= ~(np.abs(angles[_BENDS]) >= STRAIGHT)
        if unseen is not None:
            unknown[_PLACES] |= unseen[_OWN_DOF]
        unknown |= self._too_wide(t, np.where(unknown, np.nan, sd))
        angles[unknown], sd[unknown] = np.nan, np.nan
        return ClinicalAngles(t, angles, sd, self._rates(t, angles))

    def _joints(self, t: float, placement: Placement, jacobian: Array, covariance: Array, angles: Array, sd: Array) -> Array:
        """Fills in the joints' turns and the shoulders' elevation. (2, 2): the planes of elevation and their standard deviations."""
        moving = placement.rotation[_MOVING]
        relative = np.swapaxes(placement.rotation[_FIXED], 1, 2) @ moving
        turned = np.swapaxes(moving, 1, 2) @ (self._between * jacobian[3:])
        spread = turned @ covariance @ np.swapaxes(turned, 1, 2)
        zxy, zxy_sd = cardan(relative, spread)
        zxy, zxy_sd = self._turning.feed(t, two_ways(zxy), zxy_sd)
        angles[_PLACES], sd[_PLACES] = _SIGN * zxy[_JOINT, _AXIS], zxy_sd[_JOINT, _AXIS]
        raised, raised_sd = globe(relative[_SHOULDERS], spread[_SHOULDERS], _SHOULDER_SIDE)
        angles[_ELEVATIONS], sd[_ELEVATIONS] = raised[:, 0], raised_sd[:, 0]
        raised_sd[np.sin(raised[:, 0]) < LEAST_ACROSS, 1] = np.inf
        return np.stack([raised[:, 1], raised_sd[:, 1]], axis=1)

    def _lines(self, placement: Placement, jacobian: Array, covariance: Array, angles: Array, sd: Array) -> tuple[float, float]:
        """Fills in the trunk's inclination. The hips' offset and its standard deviation."""
        points = placement.origin[_LEVELS]
        moved = jacobian[:3] - skew(points) @ jacobian[3:]
        shoulders, hips, ankles = points.mean(axis=1)
        by_shoulders, by_hips, by_ankles = (self._moves * moved).mean(axis=1)
        trunk = by_shoulders - by_hips
        angles[_TRUNK], sd[_TRUNK] = inclination(shoulders - hips, trunk @ covariance @ trunk.T)
        across = placement.rotation[SEGMENT["pelvis"]][:, 2]
        return bend(across, hips - shoulders, ankles - hips, np.concatenate([-trunk, by_ankles - by_hips]), covariance)

    def _too_wide(self, t: float, sd: Array) -> Flags:
        """By what was usual lately, beginning anew after each gap."""
        follow = 1.0 - np.exp(-max(t - self._t, 0.0) / WIDE_S)
        self._usual_sd = np.where(np.isfinite(self._usual_sd), self._usual_sd + follow * (sd - self._usual_sd), sd)
        self._t = t
        return np.asarray(self._usual_sd > WIDEST_SD)

    def _rates(self, t: float, angles: Array) -> Array:
        """The slope of the last moments; NaN until there are enough of them and where one of them is unknown."""
        if self._past and not 0.0 < t - self._past[-1][0] <= RATE_S:
            self._past.clear()
        self._past.append((t, angles))
        while t - self._past[0][0] > RATE_S + 1e-9:
            self._past.popleft()
        if len(self._past) < LEAST_MOMENTS:
            return np.full(len(CLINICAL), np.nan)
        times = np.array([moment for moment, _ in self._past])
        times -= times.mean()
        return np.asarray(times @ np.array([past for _, past in self._past]) / (times @ times))


def _utmost_turns() -> tuple[Array, Array]:
    """(k, 3) least and most about Z, X, Y of JOINTS, by their normal ranges."""
    least, most = np.full((len(JOINTS), 3), -STIFF), np.full((len(JOINTS), 3), STIFF)
    for (angle, _), joint, axis in zip(_TURNS, _JOINT, _AXIS, strict=True):
        ends = angle.sign * np.radians(angle.normal_deg or (-180.0, 180.0))
        least[joint, axis], most[joint, axis] = ends.min() - BEYOND_NORMAL, ends.max() + BEYOND_NORMAL
    return least, most
