"""What the camera and worn sensors say of a person, moment by moment -> the whole body: angles, moments, load, each with its error bar.

Composes the stages of this package. Refuses to know: pixels' origin, exercises, clocks.
"""

from collections.abc import Mapping

import numpy as np

from edge.estimate.body.anthropometry import BodySize, Lengths
from edge.estimate.body.attachment import attachment_of
from edge.estimate.body.calibration import Calibration
from edge.estimate.body.clinical import ClinicalAngles, Goniometer
from edge.estimate.body.dynamics import Load, load_of
from edge.estimate.body.evidence import Trust
from edge.estimate.body.footing import Footing
from edge.estimate.body.inverse_kinematics import BodyPose, InverseKinematics
from edge.estimate.body.kinetics import Kinetics, Moments
from edge.estimate.body.lens import MIRROR, lens_of
from edge.estimate.body.model import DOF_NAMES, BodyModel
from edge.estimate.body.mounting import Mounting
from edge.estimate.body.muscles import GENERATORS, Activation, Muscles
from edge.estimate.body.plain_angles import elbows
from edge.estimate.body.segments import segments_of
from edge.estimate.body.sight import Sight
from edge.estimate.body.strength import Strength
from edge.messages import BodyState, MotionState, WornState

_N = len(DOF_NAMES)
CORRECTED = Trust(along=0.035)
"""What a pose model's 3D landmarks deserve once their depth is corrected; chosen on 80 rendered people."""


class BodyEstimator:
    """One person. Feed states in order of time.

    size: entered or usual; a usual one widens the bars of moments. footing: measured force plates. lengths: measured before; without,
    the first standing seconds tell. strengths: what best efforts proved, by name in GENERATORS. corrected: the states' landmarks are, as
    Motion does it.
    """

    def __init__(
        self,
        size: BodySize,
        footing: Footing | None = None,
        lengths: Lengths | None = None,
        strengths: Mapping[str, Strength] | None = None,
        corrected: bool = False,
    ) -> None:
        self._size, self._footing, self._trust = size, footing, CORRECTED if corrected else Trust()
        self._load = Load(0.0)
        self._muscles = Muscles(size, strengths)
        self._calibration = Calibration(size) if lengths is None else None
        self._mounting = Mounting()
        self._attachment = attachment_of(size.height_m)
        self._goniometer = Goniometer(BodyModel(segments_of(size, lengths)))
        self._build(lengths)

    def _build(self, lengths: Lengths | None) -> None:
        """The stages for a body of these lengths; the tables' where they are not known yet."""
        segments = segments_of(self._size, lengths)
        self._model = BodyModel(segments)
        self._kinematics = InverseKinematics(self._model, self._attachment, self._trust)
        self._goniometer.fit(self._model)
        self._kinetics = Kinetics(segments, self._size.mass_sd_kg / self._size.mass_kg, self._footing)
        self._kinetics.carry(self._load)

    def carry(self, load_kg: float, exercise: str) -> None:
        """From now on this is lifted, where that exercise carries it. Raises InputError for an impossible load."""
        load = load_of(load_kg, exercise)
        if load != self._load:
            self._load = load
            self._kinetics.carry(load)

    def stand(self, t: float, knees: Mapping[str, float]) -> None:
        """From t on, s, the person stands still with their knees bent by so much, rad, by side, as somebody measured it: what worn sensors
        on the legs read then tells how they lie."""
        self._mounting.stand(t, knees)

    @property
    def stood_s(self) -> float | None:
        """For how long they have stood still since, s: 0 tells that it could not be used. None where nobody said how they stand."""
        return self._mounting.stood_s

    def feed(self, state: MotionState, worn: Mapping[str, WornState]) -> BodyState | None:
        """None where nothing is seen of the body, and for a moment that comes late or twice."""
        lens = lens_of(state.width, state.height)
        world, rays, seen = state.world * MIRROR, lens.metres(state.points), state.certainty
        if state.cut:
            self._forget()
        lengths = self._calibration.feed(world, rays, seen) if self._calibration else None
        if lengths is not None:
            before = self._kinematics
            self._build(lengths)
            self._kinematics.follow(before)
        chosen = self._attachment.landmarks
        tilts = self._mounting.tilts(state.t, worn)
        pose = self._kinematics.feed(Sight(state.t, world[chosen], rays[chosen], seen[chosen], state.cut, tilts, (elbows(state),)))
        if pose is None:
            return None
        self._mounting.learn(pose, self._model)
        return self._body(pose)

    def _forget(self) -> None:
        self._kinematics.reset()
        self._goniometer = Goniometer(self._model)
        self._kinetics.reset()

    def _body(self, pose: BodyPose) -> BodyState:
        unseen = ~np.isfinite(pose.sd)
        clinical = self._goniometer.feed(pose.t, pose.q, pose.covariance, unseen)
        moments = self._kinetics.feed(pose.t, pose.q, pose.covariance, unseen)
        activation = self._activation(moments)
        return _state(pose, clinical, moments, activation)

    def _activation(self, moments: Moments | None) -> Activation | None:
        if moments is None:
            return None
        values = np.where(moments.trusted, moments.values, np.nan)
        return self._muscles.feed(moments.angles, moments.rates, values, moments.sd)


_UNKNOWN = np.full(_N, np.nan)
_UNKNOWN_SHARE = np.full((len(GENERATORS) // 2, 2), np.nan)


def _state(pose: BodyPose, clinical: ClinicalAngles, moments: Moments | None, activation: Activation | None) -> BodyState:
    return BodyState(
        t=pose.t, q=pose.q, angles=pose.angles, angles_sd=pose.sd,
        clinical=clinical.angles, clinical_sd=clinical.sd, clinical_rates=clinical.rates,
        moments=_UNKNOWN if moments is None else np.where(moments.trusted, moments.values, np.nan),
        moments_sd=_UNKNOWN if moments is None else np.where(moments.trusted, moments.sd, np.nan),
        share=_UNKNOWN_SHARE if activation is None else activation.share,
        share_sd=_UNKNOWN_SHARE if activation is None else activation.sd,
        contacts=() if moments is None else moments.contacts, doubts=() if moments is None else moments.doubts,
    )  # fmt: skip
