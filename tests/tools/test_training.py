"""tools/train: what is learned from is what was drawn, and what is written is what the product reads."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from edge.errors import EdgeError, InputError
from edge.estimate.landmark_errors import INPUTS, READ, LandmarkErrors, mirrored
from tools.avatar_studio import random_spec, truth
from tools.body_speed import TRAIN
from tools.training import __main__ as training
from tools.training import examples as source
from tools.training.examples import Examples, examples

ROOT = Path(__file__).parents[2]
NETWORK = ROOT / "tools" / "training" / "network.py"
CLIP = ROOT / "tests" / "golden" / "squat_45"


@pytest.fixture(scope="module")
def of_squats() -> Examples:
    return examples([CLIP])


@pytest.mark.weights
def test_a_moment_and_its_mirror_image(of_squats: Examples) -> None:
    assert of_squats.read.shape == (len(of_squats.person), 2, INPUTS)
    assert of_squats.read[:, 1] == pytest.approx(mirrored(of_squats.read[:, 0]))
    assert set(of_squats.person) == {0}
    assert set(of_squats.view) == {"45"}
    assert set(of_squats.exercise) == {"squat"}


@pytest.mark.weights
def test_what_was_drawn_is_near_what_is_true(of_squats: Examples) -> None:
    """Through a wrong camera it would be far off."""
    knees = [READ.index("left_knee"), READ.index("right_knee")]
    assert np.nanmedian(np.abs(of_squats.away[:, 0, knees])) < 0.1
    assert np.median(of_squats.astray) < 0.03


@pytest.mark.weights
@pytest.mark.parametrize("late_s", [0.0, 0.2])
def test_the_truth_is_as_late_as_the_smoothed_landmarks(of_squats: Examples, late_s: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "LATE_S", late_s)
    assert np.median(of_squats.astray) < np.median(examples([CLIP]).astray)


def test_depth_is_that_of_a_body_as_large_as_it_is_drawn() -> None:
    real = truth(random_spec(531, "squat", "45"))
    frames = np.arange(0, len(real), 30)
    seen = real.camera.seen(real.xyz[frames])
    own, larger = source._depth(real, frames, seen), source._depth(real, frames, 1.3 * seen)
    assert larger == pytest.approx(1.3 * own)
    assert own[:, READ.index("nose")] == pytest.approx(seen[:, 0, 2] - seen[:, 23:25, 2].mean(axis=1))


@pytest.mark.weights
def test_the_shipped_network_brings_depth_nearer(of_squats: Examples) -> None:
    with np.load(ROOT / "models" / "landmark_errors.npz") as arrays:
        layers = [(arrays[f"weight{i}"], arrays[f"bias{i}"]) for i in range(3)]
        network = LandmarkErrors(arrays["mean"], arrays["spread"], layers)
    away = network._told(of_squats.read[:, 0])[:, : len(READ)]
    drawn, left = np.nanmean(np.abs(of_squats.away[:, 0])), np.nanmean(np.abs(of_squats.away[:, 0] - away))
    assert left < 0.8 * drawn


def test_without_torch_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no interpreter with torch"):
        training._train([tmp_path], tmp_path / "out.npz", tmp_path / "python")


def test_a_folder_without_clips_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EdgeError, match="no avatar clips"):
        training._train([tmp_path], tmp_path / "out.npz", Path(sys.executable))


@pytest.mark.train
@pytest.mark.skipif(not TRAIN.exists(), reason="needs torch in .cache/train")
def test_a_made_up_error_is_learned_and_written_as_it_is_read(tmp_path: Path) -> None:
    """Who is drawn further left is further away, and astray."""
    rng, count = np.random.default_rng(5), 900
    read = rng.normal(size=(count, 2, INPUTS))
    read[:, :, 0] = np.sign(read[:, :1, 0])
    away = np.repeat(0.1 * read[:, :, :1], len(READ), axis=2)
    astray = np.repeat(np.where(read[:, :, :1] > 0.0, 0.2, 0.01), len(READ), axis=2)
    group, view = np.arange(count) % 7, np.full(count, "side")
    case, out = tmp_path / "case.npz", tmp_path / "out.npz"
    np.savez(case, read=read, away=away, astray=astray, person=group, exercise=group.astype(str), view=view)
    ran = subprocess.run([TRAIN, NETWORK, case, out], capture_output=True, text=True, check=True)
    said = json.loads(ran.stdout)
    assert said["other_people"]["depth_cm"]["side"] < 0.3 * said["drawn_depth_cm"]["side"]
    assert said["other_people"]["astray_most_doubted"] > 15.0
    with np.load(out) as arrays:
        network = LandmarkErrors(arrays["mean"], arrays["spread"], [(arrays[f"weight{i}"], arrays[f"bias{i}"]) for i in range(3)])
    told = network._told(read[:, 0])
    assert np.abs(told[:, : len(READ)] - away[:, 0]).mean() < 0.03
