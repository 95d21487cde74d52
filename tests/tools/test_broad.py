"""tools/evaluate broad, on a trial of our own in BROAD's layout."""

from pathlib import Path

import numpy as np
import pytest
from scipy.io import savemat

from edge.errors import InputError
from tests.estimate.made_imu import MadeImu, made_imu
from tools.evaluation.__main__ import evaluate
from tools.evaluation.broad import NEEDED, Trial

RATE_HZ = 100.0


def write(path: Path, made: MadeImu, tilt: float = 0.0) -> None:
    """As BROAD does; the optics lose the sensor for a while. tilt: by which the reference is wrong, rad."""
    n = len(made.samples)
    w, x, y, z = np.array(made.orientation).T
    c, s = np.cos(tilt / 2), np.sin(tilt / 2)
    reference = np.stack([c * w - s * x, c * x + s * w, c * y - s * z, c * z + s * y], axis=1)
    reference[50:80] = np.nan
    gyro, accel = (np.array([getattr(sample, name) for sample in made.samples]) for name in ("gyro", "accel"))
    moving = np.ones((n, 1), np.uint8)
    savemat(path, {"imu_gyr": gyro, "imu_acc": accel, "opt_quat": reference, "movement": moving, "sampling_rate": RATE_HZ})


def test_a_trial_is_scored_against_optics_and_the_published_filter(tmp_path: Path) -> None:
    write(tmp_path / "a.mat", made_imu(20.0, RATE_HZ, rest=(0.0, 3.0)))
    write(tmp_path / "b.mat", made_imu(20.0, RATE_HZ, rest=(0.0, 3.0), seed=1), tilt=0.2)
    result = evaluate("broad", tmp_path)
    good, tilted = result["cases"]
    assert result["n_cases"] == 2
    assert good["inclination_rmse_deg"] < 1.0
    assert good["within_two_sd"] > 0.9
    assert tilted["inclination_rmse_deg"] == pytest.approx(np.degrees(0.2), abs=1.5)
    assert result["summary"]["inclination_rmse_worst_deg"] == tilted["inclination_rmse_deg"]
    assert result["summary"]["oracle_ratio_worst"] in (None, pytest.approx(1.0, abs=1e-3))


def test_heading_is_no_error(tmp_path: Path) -> None:
    made = made_imu(2.0, RATE_HZ)
    write(tmp_path / "a.mat", made)
    trial = Trial.read(tmp_path / "a.mat")
    half = 0.7
    turn = np.array([[np.cos(half), 0, 0, -np.sin(half)], [0, np.cos(half), -np.sin(half), 0], [0, np.sin(half), np.cos(half), 0],
                     [np.sin(half), 0, 0, np.cos(half)]])  # fmt: skip
    assert trial.rmse_deg(np.array(made.orientation) @ turn.T) == pytest.approx(0.0, abs=1e-5)


def test_what_is_no_trial_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no \.mat file"):
        evaluate("broad", tmp_path)
    (tmp_path / "x.mat").write_bytes(b"garbage")
    with pytest.raises(InputError, match="no trial of BROAD"):
        evaluate("broad", tmp_path)
    savemat(tmp_path / "x.mat", {name: np.zeros((3, 3)) for name in NEEDED})
    with pytest.raises(InputError, match="no trial of BROAD"):
        evaluate("broad", tmp_path)
