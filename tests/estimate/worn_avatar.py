"""An avatar that is filmed and wears a sensor."""

from dataclasses import replace

import numpy as np

from edge.estimate.skeleton import MIRROR
from edge.messages import ImuSample, Indices, Nobody, Pose, Side
from tools.avatar_studio import Truth, as_poses, random_spec, truth
from tools.avatar_studio.worn import worn_samples


def performed(exercise: str, view: str, seed: int = 5, reps: int = 10) -> Truth:
    return truth(random_spec(seed, exercise, view, reps=reps, faults=0.0, tempo="normal"))


def streams(
    real: Truth, place: str, *, side: Side = Side.LEFT, late_s: float = 0.0, gyro: bool = True, seed: int = 0
) -> tuple[list[Pose | Nobody], list[ImuSample]]:  # fmt: skip
    """What the camera and the sensor give, each in its own time. late_s: of the sensor's times."""
    poses = list(as_poses(real, np.random.default_rng(seed)))
    return poses, worn_samples(real, place, 100.0 if gyro else 50.0, seed, side, late_s, gyro)


def with_sides_swapped(poses: list[Pose | Nobody], chain: Indices, start: float, stop: float) -> list[Pose | Nobody]:
    """As a pose model that takes left for right from start to stop, s."""

    def other(pose: Pose) -> Pose:
        image, world = pose.image.copy(), pose.world.copy()
        image[chain], world[chain] = pose.image[MIRROR[chain]], pose.world[MIRROR[chain]]
        return replace(pose, image=image, world=world)

    return [other(pose) if isinstance(pose, Pose) and start <= pose.t < stop else pose for pose in poses]
