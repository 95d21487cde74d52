"""What the camera sees of a person who is to stand still -> what to tell them, and in the end the lengths of their body.

Refuses to know: where the poses come from, and where the lengths are kept.
"""

from collections.abc import Callable

from edge.errors import EdgeError
from edge.estimate.body.anthropometry import BodySize, Lengths
from edge.estimate.body.calibration import Calibration, stands
from edge.estimate.body.lens import MIRROR, lens_of
from edge.estimate.estimator import Estimator
from edge.estimate.landmark_errors import LandmarkErrors
from edge.messages import MotionState, Nobody, Pose, Sample

OPENING = "Stand before the camera, upright and facing it, your whole body in the picture, arms a little away from it. Stay like that."
PATIENCE_S = 4.0
"""After so long without progress it is said what is missing."""


class Measuring:
    """One person's lengths. size: gives the scale; `lengths` are there once it is `done`. errors: of the pose model, if one drew."""

    def __init__(self, size: BodySize, tell: Callable[[str], None], errors: LandmarkErrors | None = None) -> None:
        self._estimator, self._calibration, self._tell = Estimator(errors=errors), Calibration(size), tell
        self._patient_since: float | None = None
        self._standing = False
        self.lengths: Lengths | None = None

    @property
    def done(self) -> bool:
        return self._calibration.done

    def feed(self, sample: Sample) -> None:
        """Tells the person what is missing, if anything is, and what was achieved."""
        state = self._estimator.feed(sample) if isinstance(sample, Pose) else None
        if isinstance(state, MotionState) and self._picture(state):
            self._patient_since = sample.t
            if not self._standing:
                self._tell("Good. Stay like that.")
            self._standing = True
        elif isinstance(sample, Pose | Nobody):
            self._miss(sample)

    def _picture(self, state: MotionState) -> bool:
        """Whether it shows them standing; then it is used."""
        world, rays = state.world * MIRROR, lens_of(state.width, state.height).metres(state.points)
        self.lengths = self._calibration.feed(world, rays, state.certainty) or self.lengths
        return stands(world, rays, state.certainty)

    def _miss(self, sample: Pose | Nobody) -> None:
        if self._patient_since is None:
            self._patient_since = sample.t
        if sample.t - self._patient_since > PATIENCE_S:
            seen = isinstance(sample, Pose)
            self._tell("Stand up straight, and far enough away for head and feet." if seen else "Nobody is seen: step into the picture.")
            self._patient_since, self._standing = sample.t, False

    def result(self) -> Lengths:
        """Raises EdgeError where nobody stood before the camera for long enough."""
        if self.lengths is None or not self.done:
            raise EdgeError("nobody stood upright before the camera for two seconds", "show the whole body, from head to feet, and stay")
        return self.lengths


def in_words(lengths: Lengths) -> str:
    """`thigh 41 cm, shank 40 cm, ...`: those that were measured."""
    parts = ("thigh", "shank", "upper_arm", "forearm", "hips", "shoulders")
    return ", ".join(f"{part.replace('_', ' ')} {100.0 * getattr(lengths, part):.0f} cm" for part in parts)
