"""Landmarks with the pose model's errors, without rendering."""

from dataclasses import replace

import numpy as np
import pytest

from edge.messages import Nobody, Pose
from tools.avatar_studio import Noise, Part, as_poses, random_spec, truth
from tools.avatar_studio.geometry import joint_angle


def _poses(real: object, seed: int = 0, noise: Noise | None = None) -> list[Pose]:
    found = list(as_poses(real, np.random.default_rng(seed), noise or Noise()))  # type: ignore[arg-type]
    assert all(isinstance(p, Pose) for p in found)
    return found  # type: ignore[return-value]


def test_without_noise_the_landmarks_are_the_truth() -> None:
    real = truth(random_spec(1, "squat", "45"))
    exact = Noise(lateral=0, depth=0, jitter=0, bias=(0, 0), flattening=(1.0, 1.0), swaps_hz=0)
    for pose, px, xyz in zip(_poses(real, noise=exact), real.px, real.xyz, strict=True):
        assert np.allclose(pose.image[:, :2], px, atol=1e-6)
        seen = real.camera.seen(xyz)
        assert np.allclose(pose.world, seen - seen[23:25].mean(0), atol=1e-9)


def test_the_noise_has_the_measured_size_and_wanders() -> None:
    real = truth(random_spec(1, "squat", "front", reps=12))
    free = Noise(flattening=(1.0, 1.0), bias=(0.0, 0.0), swaps_hz=0.0)
    seen = real.camera.seen(real.xyz)
    error = np.array([p.world for p in _poses(real, noise=free)]) - (seen - seen[:, 23:25].mean(1, keepdims=True))
    wrists = error[:, 11:15] + error[:, 23:25].mean(1, keepdims=True)
    assert 0.010 < wrists[..., :2].std() < 0.028
    assert 0.030 < wrists[..., 2].std() < 0.070
    across = error[:, 25, 0]
    assert np.corrcoef(across[:-1], across[1:])[0, 1] > 0.7


def test_from_the_front_depth_makes_a_deep_knee_look_straighter() -> None:
    errors = []
    for seed in range(6):
        real = truth(random_spec(seed, "squat", "front", faults=0.0, tempo="normal"))
        deep = real.angles_deg()["left_knee"] < 95
        world = np.array([p.world for p in _poses(real, seed)])
        errors.append(np.median((joint_angle(world[:, 23], world[:, 25], world[:, 27]) - real.angles_deg()["left_knee"])[deep]))
    assert 8 < np.median(errors) < 30


def test_the_far_side_is_seen_worse() -> None:
    spec = random_spec(2, "bicep_curl", "side")
    real = truth(replace(spec, camera=replace(spec.camera, azimuth_deg=90.0)))
    seen = np.array([p.image[:, 3] for p in _poses(real)]).mean(0)
    assert seen[[11, 13]].min() > 0.9
    assert seen[12] < 0.8


def test_a_box_in_front_hides_the_legs_and_nothing_above() -> None:
    spec = random_spec(2, "bicep_curl", "front")
    free, hidden = (truth(replace(spec, scene=replace(spec.scene, occluder=kind))) for kind in ("", "box"))
    seen = [np.array([p.image[:, 3] for p in _poses(real)]).mean(0) for real in (free, hidden)]
    assert (seen[0] - seen[1])[25:].max() > 0.1
    assert np.allclose(seen[0][:17], seen[1][:17], atol=0.05)


def test_nobody_is_found_while_the_picture_is_empty() -> None:
    spec = random_spec(2, "squat", "front")
    real = truth(replace(spec, parts=(Part("walk_in", seconds=3.5), Part("stand", seconds=2.0))))
    found = list(as_poses(real, np.random.default_rng(0)))
    assert isinstance(found[0], Nobody)
    assert isinstance(found[-1], Pose)
    assert [p.t for p in found] == pytest.approx(list(real.t))
    assert [p.seq for p in found] == list(range(len(real)))


def test_poses_are_what_the_daemon_takes() -> None:
    pose = _poses(truth(random_spec(2, "row", "45")))[0]
    assert pose.image.shape == (33, 4)
    assert pose.world.shape == (33, 3)
    assert pose.image.dtype == pose.world.dtype == np.float64
    assert ((pose.image[:, 3] >= 0) & (pose.image[:, 3] <= 1)).all()
    assert (pose.width, pose.height) == (320, 426)
