"""tools/bench body: the movement it times is one, and a missing torch is said, not suffered."""

import json
import sys
from pathlib import Path

import numpy as np
import pytest

from edge.estimate.body.model import BodyModel
from tools.body_speed import JACREV, SIZE, TRAIN, against_jacrev, batch, movement_of, muscle, swinging


def test_rates_and_accelerations_belong_to_the_angles() -> None:
    t, step = np.array([1.3]), 1e-6
    (before, slower, _), (after, faster, _) = swinging(t - step), swinging(t + step)
    _, rates, accelerations = swinging(t)
    np.testing.assert_allclose((after - before) / (2.0 * step), rates, atol=1e-7)
    np.testing.assert_allclose((faster - slower) / (2.0 * step), accelerations, atol=1e-7)


def test_pinocchios_movement_is_the_same_movement() -> None:
    model = BodyModel.of(SIZE)
    movement = movement_of(model, np.arange(3) / 30.0)
    assert (movement.q.shape, movement.v.shape, movement.a.shape) == ((3, 57), (3, 47), (3, 47))
    np.testing.assert_allclose(model.angles(movement.q), swinging(np.arange(3) / 30.0)[0], atol=1e-9)


def test_figures() -> None:
    assert batch()["inverse_dynamics_ms"] > 0.0
    figures = muscle()
    assert 0.0 < figures["muscle_us_p50"] <= figures["muscle_us_p95"]


def test_without_torch_it_says_so(tmp_path: Path) -> None:
    assert "no interpreter with torch" in against_jacrev(tmp_path / "python", 1.0)["jacrev"]
    assert "torch" in against_jacrev(Path(sys.executable), 1.0)["jacrev"]


@pytest.mark.train
@pytest.mark.skipif(not TRAIN.exists(), reason="needs torch in .cache/train")
def test_jacrev_finds_the_same_moments() -> None:
    found = against_jacrev(TRAIN, 1.0)
    assert found["jacrev_error_nm"] < 1e-6, json.dumps(found)


def test_the_comparison_is_a_file_of_its_own() -> None:
    assert "import edge" not in JACREV.read_text(encoding="utf-8")
