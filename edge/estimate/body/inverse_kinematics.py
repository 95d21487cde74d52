"""What one moment shows -> the configuration that explains it best, its angles and how sure each of them is.

Warm-started robust least squares on Pinocchio's Jacobians. Refuses to know: exercises, forces, where evidence comes from.
"""

from dataclasses import dataclass, field, replace

import numpy as np
import pinocchio

from edge.estimate.body.anatomy import Anatomy, Joints
from edge.estimate.body.attachment import Attachment
from edge.estimate.body.evidence import Evidence, Trust
from edge.estimate.body.model import DOF, DOF_NAMES, SEGMENT, BodyModel
from edge.estimate.body.planted import PlantedFeet, Stand
from edge.estimate.body.points import Points
from edge.estimate.body.sight import Belief, Sight
from edge.estimate.body.start import BENT, start_of
from edge.estimate.body.tendencies import TENDENCY
from edge.estimate.body.uncertainty import known_of
from edge.messages import Array, Indices

FORGET_S = 0.5
"""After so long unseen, or so long without an explanation, the body is looked for anew."""
FIRST_STEPS, STEPS = 30, 2
ENOUGH = 2e-3
"""rad, m: a smaller step changes nothing that anybody could see."""
LONGEST_STEP = 0.5
MISFIT = 3.0
"""Standard deviations: evidence that is on the whole further off is not explained."""
DOUBTED, BETTER, SECOND_LOOK_S = 0.75, 0.8, 0.29
"""Evidence that is off by more may be explained better by a body that was not led here step by step: a knee that a straight leg bent the
wrong way stays so. From a new beginning it is taken where it is off by this share of it; so often at most it is tried:
a little less than nine frames at 30 a second, lest the last digit of a time stamp decide whether it is the ninth or the tenth."""
STRAIGHT, LIKELIER = np.radians(-4.0), 0.98
"""A knee as straight as this, seen from the front, may be one that bends towards the camera and was led the wrong way; bent, it is taken
where that explains more."""
DOUBTED_LEG = 0.55
"""A knee between landmarks that are this likely to be astray is told by nobody but sensors on thigh and shank: behind a plate or a bench
the pose model draws legs that are not there. Seen from the side, a tenth of what was told of such knees was more than 20 degrees off (120
rendered people)."""
_TINY = 1e-6
_KNEES = np.array([DOF["left_shank.Z"], DOF["right_shank.Z"]])
_HIPS = np.array([DOF["left_thigh.Z"], DOF["right_thigh.Z"]])
_KNEE_SEGMENTS = ({SEGMENT["left_thigh"], SEGMENT["left_shank"]}, {SEGMENT["right_thigh"], SEGMENT["right_shank"]})
_N = len(DOF_NAMES)
_DIAGONAL = np.diag_indices(_N)
_UNSHOWN = np.eye(_N) * np.radians(60.0) ** 2


@dataclass(frozen=True, slots=True, eq=False)
class BodyPose:
    """q: (57,) configuration. angles: (47,) in the order of DOF_NAMES, and their sd; NaN where nothing shows them.

    covariance: (47, 47) of a small change of q, in Pinocchio's tangent. confidence: 0..1. misfit: how far off the evidence is, in its own
    standard deviations. shown: (57,) the configuration that the camera alone would show, with its covariance; q where nothing is worn.
    astray: what is worn led to something else, which explains far less of what is seen.
    """

    t: float
    q: Array
    angles: Array
    sd: Array
    covariance: Array
    confidence: float
    misfit: float
    shown: Array
    shown_covariance: Array
    astray: bool = False


@dataclass(slots=True, eq=False)
class _Solved:
    """q, and of the last step: the information (47, 47) without continuity and hinges' ends, joints, misfit, and apart as in Evidence.
    astray as in BodyPose."""

    q: Array
    information: Array
    joints: Joints
    misfit: float
    apart: float
    astray: bool = False


@dataclass(slots=True, eq=False)
class _Wish:
    """What a sight wants of angles: usual, weight (47,). hold (47,): how strongly each stays where it was; before: there."""

    usual: Array
    weight: Array
    hold: Array
    before: Array = field(default_factory=lambda: np.empty(0))


class InverseKinematics:
    """One person. Feed sights in order of time."""

    def __init__(self, model: BodyModel, attachment: Attachment, trust: Trust = Trust()) -> None:  # noqa: B008 - frozen
        self._model, self._attachment, self._trust = model, attachment, trust
        self._points = Points(model, attachment)
        self._anatomy = Anatomy(model, TENDENCY)
        self._evidence = Evidence(self._points, attachment, trust)
        self._planted = PlantedFeet(attachment)
        self._legs = np.array([[attachment.place(f"{side}_{part}") for part in ("hip", "knee", "ankle")] for side in ("left", "right")])
        self.reset()

    def reset(self) -> None:
        """Another person, or a cut."""
        self._q: Array | None = None
        self._t, self._explained, self._looked = -np.inf, -np.inf, -np.inf
        self._stands: tuple[Stand, ...] = ()
        self._planted.reset()

    def follow(self, other: "InverseKinematics") -> None:
        """Go on from where the same person was, measured otherwise."""
        self._planted.follow(other._planted)
        self._q, self._t, self._explained, self._looked = other._q, other._t, other._explained, other._looked

    def feed(self, sight: Sight) -> BodyPose | None:
        """None for what comes twice or late, shows nothing or has no explanation."""
        if not sight.usable or 0.0 <= self._t - sight.t < FORGET_S:
            return None
        if sight.fresh or not abs(sight.t - self._t) <= FORGET_S or sight.t - self._explained > FORGET_S:
            self.reset()
        first = self._q is None
        self._stands = self._planted.stands(sight)
        before = start_of(self._model, self._attachment, sight) if self._q is None else self._q
        dt = 0.0 if first else sight.t - self._t
        solved = self._solve(sight, before, dt)
        if solved is not None and not first and sight.t - self._looked >= SECOND_LOOK_S:
            solved = self._second_look(sight, solved)
        self._t = sight.t
        if solved is None:
            self._q = None
            return None
        if first or solved.misfit < MISFIT:
            self._explained = sight.t
        self._q = solved.q
        return self._report(sight, solved)

    def _second_look(self, sight: Sight, solved: _Solved) -> _Solved:
        """The better of two explanations: the one that was led to, and one from a new beginning or with its straight knees bent. Where
        that is no better it may be what is worn that led astray."""
        straight = solved.joints.angles[_KNEES] > STRAIGHT
        if solved.misfit > DOUBTED:
            self._looked = sight.t
            begin = start_of(self._model, self._attachment, sight)
            anew = self._anew(sight, begin, BETTER * solved.misfit)
            if anew is None and sight.tilts:
                anew = self._anew(replace(sight, tilts=()), begin, BETTER * solved.misfit)
                return solved if anew is None else replace(anew, astray=True)
            return anew or solved
        if straight.any():
            self._looked = sight.t
            angles = self._model.angles(solved.q)
            angles[_KNEES[straight]], angles[_HIPS[straight]] = -2.0 * BENT, angles[_HIPS[straight]] + BENT
            return self._anew(sight, self._model.configuration(angles), LIKELIER * solved.misfit) or solved
        return solved

    def _anew(self, sight: Sight, begin: Array, misfit: float) -> _Solved | None:
        """None where that explains no more."""
        anew = self._solve(sight, begin, 0.0)
        return anew if anew is not None and anew.misfit <= misfit else None

    def _wish(self, sight: Sight, before: Array, dt: float) -> _Wish:
        usual, weight = self._anatomy.usual
        for belief in sight.beliefs:
            usual, weight = _joined(usual, weight, belief)
        hold = np.zeros(_N)
        if dt > 0.0:
            hold[:3] = 1.0 / (self._trust.moving * dt) ** 2
            hold[3:] = 1.0 / (self._trust.turning * dt) ** 2
        return _Wish(usual, weight, hold, before)

    def _solve(self, sight: Sight, before: Array, dt: float) -> _Solved | None:
        wish, q = self._wish(sight, before, dt), before
        self._evidence.look(sight, dt, self._stands)
        for _ in range(STEPS if dt > 0.0 else FIRST_STEPS):
            step, information, joints = self._step(q, wish)
            if step is None:
                return None
            q = pinocchio.integrate(self._model.pin, q, step)
            if np.abs(step).max() < ENOUGH:
                break
        return _Solved(q, information, joints, self._evidence.misfit, self._evidence.apart)

    def _step(self, q: Array, wish: _Wish) -> tuple[Array | None, Array, Joints]:
        """The next step (None where there is none), the information behind it without continuity and hinges' ends, and the joints there."""
        moved_by = pinocchio.difference(self._model.pin, wish.before, q)
        seen, carried, way = self._evidence.weigh(self._points.move(q), moved_by)
        joints = self._anatomy.joints(q)
        pull = self._anatomy.pull(joints, wish.usual, wish.weight)
        information = seen + pull.information
        information[_DIAGONAL] += _TINY
        held = information + carried
        held[_DIAGONAL] += wish.hold
        information[_DIAGONAL] -= pull.ends
        return _limited(held, way + pull.way - wish.hold * moved_by), information, joints

    def _report(self, sight: Sight, solved: _Solved) -> BodyPose | None:
        placement = self._model.place(solved.q)
        if solved.misfit < MISFIT:
            self._planted.learn(sight.t, placement)
        known = known_of(solved.information, solved.joints, placement, solved.apart)
        if known is None:
            self._q = None
            return None
        known.sd[self._doubted(sight)] = np.nan
        angles = self._model.angles(solved.q)
        angles[~np.isfinite(known.sd)] = np.nan
        confidence = float(np.clip(sight.seen, 0.0, 1.0).mean()) / (1.0 + (solved.misfit / MISFIT) ** 2)
        shown = self._shown(sight, solved) if sight.tilts else (solved.q, known.covariance)
        return BodyPose(sight.t, solved.q, angles, known.sd, known.covariance, confidence, solved.misfit, *shown, solved.astray)

    def _doubted(self, sight: Sight) -> Indices:
        """The knees that nobody can tell."""
        felt = {tilt.segment for tilt in sight.tilts}
        astray = sight.seen[self._legs].min(axis=1) < DOUBTED_LEG
        return np.asarray(_KNEES[astray & ~np.array([pair <= felt for pair in _KNEE_SEGMENTS])])

    def _shown(self, sight: Sight, solved: _Solved) -> tuple[Array, Array]:
        """(57,) one step from what was found towards what the landmarks alone say, and its covariance (47, 47)."""
        q = solved.q
        seen, stood, way = self._evidence.weigh(self._points.move(q), np.zeros(_N), felt=False)
        wish = self._wish(sight, q, 0.0)
        joints = self._anatomy.joints(q)
        pull = self._anatomy.pull(joints, wish.usual, wish.weight)
        information = seen + stood + pull.information
        information[_DIAGONAL] += _TINY
        step = _limited(information, way + pull.way)
        information[_DIAGONAL] -= pull.ends
        known = known_of(information, joints, self._model.place(q), solved.apart)
        if step is None or known is None:
            return q, _UNSHOWN
        return np.asarray(pinocchio.integrate(self._model.pin, q, step)), known.covariance


def _limited(information: Array, way: Array) -> Array | None:
    """(47,) the step, no longer than LONGEST_STEP; None where there is none."""
    try:
        step = np.linalg.solve(information, way)
    except np.linalg.LinAlgError:
        return None
    longest = float(np.abs(step[3:]).max())
    return np.asarray(step * min(1.0, LONGEST_STEP / max(longest, _TINY))) if np.isfinite(longest) else None


def _joined(usual: Array, weight: Array, belief: Belief) -> tuple[Array, Array]:
    """Two opinions as one."""
    says = np.isfinite(belief.angles) & (belief.sd > 0.0)
    more = np.where(says, 1.0 / np.where(says, belief.sd, 1.0) ** 2, 0.0)
    total = weight + more
    return (usual * weight + np.where(says, belief.angles, 0.0) * more) / np.maximum(total, _TINY), total
