"""A folder of BROAD trials -> how well the shipped filter knows which way is up, against optics and the published filter.

BROAD: Laidig et al., "BROAD: a benchmark for robust inertial orientation estimation", Data 6 (7), 2021. One .mat a trial:
imu_gyr (n, 3) rad/s, imu_acc (n, 3) m/s2, opt_quat (n, 4) with NaN where the optics lost it, movement (n,) 0/1,
sampling_rate Hz. Refuses to know: which trials are hard.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any, Self

import numpy as np

from edge.errors import InputError
from edge.estimate.orientation import Vqf
from edge.estimate.worn import WornEstimator
from edge.messages import Array, Flags, ImuSample

NEEDED = ("imu_gyr", "imu_acc", "opt_quat", "movement", "sampling_rate")


@dataclass(frozen=True, slots=True)
class Trial:
    """gyro, accel: (n, 3). reference: (n, 4) w, x, y, z. counts: (n,) moving, and seen by the optics."""

    name: str
    rate_hz: float
    gyro: Array
    accel: Array
    reference: Array
    counts: Flags

    @classmethod
    def read(cls, path: Path) -> Self:
        """Raises InputError for a file that is no trial."""
        from scipy.io import loadmat
        from scipy.io.matlab import MatReadError

        try:
            found = loadmat(path, variable_names=NEEDED)
            gyro, accel, reference, moving, rate = (np.asarray(found[name], float) for name in NEEDED)
            counts = (moving.reshape(len(gyro)) > 0) & np.isfinite(reference.reshape(len(gyro), 4)).all(axis=1)
            gyro, accel = (np.ascontiguousarray(readings.reshape(len(gyro), 3)) for readings in (gyro, accel))
        except (KeyError, ValueError, NotImplementedError, OSError, MatReadError) as problem:
            raise InputError(f"{path} is no trial of BROAD", "it needs " + ", ".join(NEEDED)) from problem
        return cls(path.stem, float(rate.ravel()[0]), gyro, accel, reference, counts)

    def samples(self) -> Iterator[ImuSample]:
        for k, (accel, gyro) in enumerate(zip(self.accel.tolist(), self.gyro.tolist(), strict=True)):
            yield ImuSample(k / self.rate_hz, "wrist", tuple(accel), tuple(gyro))

    def inclination(self, found: Array) -> Array:
        """(n,) angle between our up and the optics' up, rad. found: (n, 4)."""
        w, x, y, z = found.T
        a, b, c, d = self.reference.T
        turn, about_up = w * a + x * b + y * c + z * d, z * a - w * d + y * b - x * c
        return np.asarray(2.0 * np.arccos(np.minimum(np.hypot(turn, about_up), 1.0)))

    def rmse_deg(self, found: Array) -> float:
        return float(np.degrees(np.sqrt(np.mean(self.inclination(found)[self.counts] ** 2))))


def broad(folder: Path) -> dict[str, Any]:
    """The object of `tools/evaluate broad`. Raises InputError for a folder without trials."""
    cases = [_case(Trial.read(path)) for path in sorted(folder.glob("*.mat"))]
    if not cases:
        raise InputError(f"{folder} holds no .mat file", "give a folder of BROAD trials")
    errors = [case["inclination_rmse_deg"] for case in cases]
    ratios = [case["oracle_ratio"] for case in cases if case["oracle_ratio"] is not None]
    summary = {
        "inclination_rmse_median_deg": round(median(errors), 4),
        "inclination_rmse_worst_deg": max(errors),
        "oracle_ratio_worst": max(ratios, default=None),
        "us_per_sample_p50": round(median(case["us_per_sample_p50"] for case in cases), 1),
        "within_two_sd": round(sum(case["within_two_sd"] for case in cases) / len(cases), 4),
    }
    return {"kind": "broad", "n_cases": len(cases), "n_people": None, "summary": summary, "cases": cases}


def _case(trial: Trial) -> dict[str, Any]:
    found, us = _filtered(trial)
    ours, published = trial.rmse_deg(found), _published(trial)
    oracle = None if published is None else trial.rmse_deg(published)
    return {
        "trial": trial.name,
        "seconds": round(len(trial.gyro) / trial.rate_hz),
        "inclination_rmse_deg": round(ours, 4),
        "oracle_rmse_deg": None if oracle is None else round(oracle, 4),
        "oracle_ratio": None if oracle is None else round(ours / oracle, 4),
        "within_two_sd": round(_within_two_sd(trial), 4),
        "us_per_sample_p50": round(us, 1),
    }


def _filtered(trial: Trial) -> tuple[Array, float]:
    """(n, 4) orientations and the median time a reading took, microseconds."""
    vqf, dt = Vqf(trial.rate_hz), 1.0 / trial.rate_hz
    found, spent = [], []
    for sample in trial.samples():
        began = time.perf_counter()
        vqf.feed(sample.gyro, sample.accel, dt)
        spent.append(time.perf_counter() - began)
        found.append(vqf.orientation)
    return np.array(found), 1e6 * median(spent)


def _published(trial: Trial) -> Array | None:
    """The same by the PyPI package vqf; None where it has no wheel."""
    try:
        from vqf import VQF
    except ImportError:
        return None
    return np.asarray(VQF(1.0 / trial.rate_hz).updateBatch(trial.gyro, trial.accel)["quat6D"])


def _within_two_sd(trial: Trial) -> float:
    """How often the optics' inclination lies within two of the standard deviations that a WornState claims."""
    worn = WornEstimator("wrist")
    found, sd = np.full_like(trial.reference, np.nan), np.full(len(trial.gyro), np.nan)
    for k, sample in enumerate(trial.samples()):
        state = worn.feed(sample)
        if state is not None:
            found[k], sd[k] = state.orientation, state.tilt_sd
    judged = trial.counts & np.isfinite(sd)
    return float(np.mean(trial.inclination(found)[judged] < 2.0 * sd[judged]))
