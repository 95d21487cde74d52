"""A made-up person is measured standing, sitting, absent."""

import numpy as np
import pytest

from edge.assembly import landmark_errors
from edge.commands.guides.body import PATIENCE_S, Measuring, in_words
from edge.errors import EdgeError
from edge.estimate.body.anthropometry import BodySize
from edge.estimate.landmark_errors import LandmarkErrors
from edge.messages import Nobody, Pose, Sample
from tools.avatar_studio import as_poses, random_spec, truth

SEED = 4100
HEIGHT_M = 1.75


def of(exercise: str, view: str = "front") -> list[Pose | Nobody]:
    real = truth(random_spec(SEED, exercise, view))
    return list(as_poses(real, np.random.default_rng(SEED)))


def measured(samples: list[Sample], errors: LandmarkErrors | None = None) -> tuple[Measuring, list[str]]:
    said: list[str] = []
    measuring = Measuring(BodySize("F", HEIGHT_M, 70.0, known=True), said.append, errors)
    for sample in samples:
        measuring.feed(sample)
        if measuring.done:
            break
    return measuring, said


def test_somebody_who_stands_is_measured() -> None:
    measuring, said = measured([*of("shoulder_abduction")])
    assert said == ["Good. Stay like that."]
    lengths = measuring.result()
    real = truth(random_spec(SEED, "shoulder_abduction", "front")).body
    scale = HEIGHT_M / real.shape.height
    assert lengths.thigh == pytest.approx(scale * real.thigh, rel=0.1)
    assert lengths.shank == pytest.approx(scale * real.shank, rel=0.1)
    assert f"thigh {100 * lengths.thigh:.0f} cm" in in_words(lengths)


def test_lengths_are_those_of_corrected_landmarks() -> None:
    (plain, _), (corrected, _) = (measured([*of("shoulder_abduction")], errors) for errors in (None, landmark_errors()))
    assert plain.result().thigh != corrected.result().thigh


def test_somebody_on_the_floor_is_told_to_stand() -> None:
    measuring, said = measured([*of("push_up", "side")])
    assert set(said) == {"Stand up straight, and far enough away for head and feet."}
    with pytest.raises(EdgeError, match="nobody stood upright"):
        measuring.result()


def test_an_empty_room_is_told_so_now_and_then() -> None:
    _, said = measured([Nobody(n / 10.0, n) for n in range(int(25 * PATIENCE_S))])
    assert said == ["Nobody is seen: step into the picture."] * 2


def test_praise_is_said_again_only_after_a_complaint() -> None:
    standing = [pose for pose in of("shoulder_abduction") if isinstance(pose, Pose)]
    away = [Nobody(standing[4].t + n / 10.0, n) for n in range(int(11 * PATIENCE_S))]
    late = [Pose(away[-1].t + pose.t + 0.1, pose.seq, pose.image, pose.world, pose.width, pose.height) for pose in standing]
    _, said = measured([*standing[:5], *away, *late])
    assert said == ["Good. Stay like that.", "Nobody is seen: step into the picture.", "Good. Stay like that."]
