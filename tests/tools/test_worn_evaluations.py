"""tools/evaluate metamotion, repmate and muvr on small made-up folders in the published layouts."""

import csv
import math
from pathlib import Path
from zipfile import ZipFile

import numpy as np
import pytest

from edge.errors import InputError
from edge.messages import Array, ImuSample
from tools.evaluation.__main__ import evaluate
from tools.evaluation.fitted import LabelledSet, fitted_counts
from tools.evaluation.held import too_many
from tools.evaluation.muvr import BLOCK, is_torn

G = 9.80665


def curls(rate_hz: float, reps: int, every: float = 2.5, size: float = 1.6) -> tuple[Array, Array, Array]:
    """t (n,) s, accelerometer (n, 3) m/s2 and gyroscope (n, 3) rad/s of a forearm that is bent and stretched."""
    t = np.arange(0.0, 2.0 + every * max(reps, 4) + 2.0, 1.0 / rate_hz)
    phase = np.clip((t - 2.0) / every, 0.0, reps)
    tilt = size * 0.5 * (1.0 - np.cos(2.0 * math.pi * phase))
    rate = np.gradient(tilt, t)
    accel = np.column_stack([-G * np.sin(tilt), np.zeros(len(t)), G * np.cos(tilt) + 0.3 * rate**2])
    gyro = np.column_stack([np.zeros(len(t)), rate, np.zeros(len(t))])
    return t, accel + np.random.default_rng(0).normal(0.0, 0.05, accel.shape), gyro


def pack(folder: Path, clips: dict[str, Array]) -> None:
    """clips.npz, with bars in its names."""
    with ZipFile(folder / "clips.npz", "w") as file:
        for name, clip in clips.items():
            with file.open(f"{name}.npy", "w") as part:
                np.lib.format.write_array(part, clip)


def write_metamotion(folder: Path, name: str, reps: int, when: str) -> None:
    """Both files of one recording."""
    for kind, hz, column, unit in (("Accelerometer", 12.5, 1, 1.0 / G), ("Gyroscope", 25.0, 2, 180.0 / math.pi)):
        signals = curls(hz, reps)
        with (folder / f"{name}_MetaWear_{when}_C42732BE255C_{kind}_{hz:.3f}Hz_1.4.4.csv").open("w", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(["epoch (ms)", "time (01:00)", "elapsed (s)", *(f"{axis}-axis (unit)" for axis in "xyz")])
            for t, values in zip(signals[0].tolist(), (signals[column] * unit).tolist(), strict=True):
                rows.writerow([round(1547219408431 + 1e3 * t), "", t, *values])


def test_metamotion(tmp_path: Path) -> None:
    write_metamotion(tmp_path, "A-row-heavy", 5, "2019-01-11T16.10.08.270")
    write_metamotion(tmp_path, "B-bench-medium2-rpe8", 10, "2019-01-11T16.20.08.270")
    write_metamotion(tmp_path, "B-rest-sitting", 0, "2019-01-11T16.30.08.270")
    result = evaluate("metamotion", tmp_path)
    assert [(case["person"], case["exercise"], case["true_reps"], case["counted"]) for case in result["cases"]] == [
        ("A", "row", 5, 5), ("B", "bench", 10, 10), ("B", "rest", 0, 0),
    ]  # fmt: skip
    assert (result["n_cases"], result["n_people"]) == (3, 2)
    assert result["summary"]["count_within_one"] == 1.0
    assert result["summary"]["exercise_accuracy"] is None


def readings(reps: int) -> list[ImuSample]:
    rows = zip(*(each.tolist() for each in curls(25.0, reps)), strict=True)
    return [ImuSample(t, "wrist", tuple(accel), tuple(gyro)) for t, accel, gyro in rows]


def test_the_fitted_counter_reaches_labels_that_are_true() -> None:
    assert fitted_counts([LabelledSet("curl", reps, readings(reps)) for reps in (5, 8)]) == [5, 8]


def test_the_fitted_counter_reaches_no_two_labels_of_the_same_set() -> None:
    """One setting for an exercise, so that labels which contradict what was recorded stay out of reach."""
    counts = fitted_counts([LabelledSet("curl", label, readings(6)) for label in (6, 12)])
    assert counts[0] == counts[1]
    assert not all(abs(count - label) <= 1 for count, label in zip(counts, (6, 12), strict=True))


def test_what_the_labels_allow_stands_beside_the_count(tmp_path: Path) -> None:
    write_metamotion(tmp_path, "A-row-heavy", 5, "2019-01-11T16.10.08.270")
    assert "baselines" not in evaluate("metamotion", tmp_path)
    assert evaluate("metamotion", tmp_path, baselines=True)["baselines"]["fitted to the labels"]["count_within_one"] == 1.0


def test_a_recording_under_two_names_is_one_case(tmp_path: Path) -> None:
    for person in "AE":
        write_metamotion(tmp_path, f"{person}-row-heavy", 5, "2019-01-11T16.10.08.270")
    assert evaluate("metamotion", tmp_path)["n_cases"] == 1


def test_an_accelerometer_without_its_gyroscope_is_a_sentence(tmp_path: Path) -> None:
    write_metamotion(tmp_path, "A-row-heavy", 5, "2019-01-11T16.10.08.270")
    next(tmp_path.glob("*Gyroscope*")).unlink()
    with pytest.raises(InputError, match="no gyroscope's file"):
        evaluate("metamotion", tmp_path)


def test_a_table_with_other_columns_is_a_sentence(tmp_path: Path) -> None:
    write_metamotion(tmp_path, "A-row-heavy", 5, "2019-01-11T16.10.08.270")
    next(tmp_path.glob("*Gyroscope*")).write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(InputError, match="no table of MetaMotion"):
        evaluate("metamotion", tmp_path)


def clip_of_lift(reps: int) -> Array:
    t, accel, gyro = curls(250.0, reps, every=2.4)
    return np.column_stack([1e3 * t, accel, gyro])[250:1500].astype(np.float32)


def test_repmate(tmp_path: Path) -> None:
    pack(tmp_path, {"dC|p_f|2024_d0": clip_of_lift(1), "dC|n_l|2024_d0": clip_of_lift(0)})
    result = evaluate("repmate", tmp_path)
    assert (result["summary"]["lift_counted"], result["summary"]["no_lift_zero"]) == (1.0, 1.0)
    assert result["summary"]["form_macro_f1"] is None


def test_muvr(tmp_path: Path) -> None:
    accel = curls(50.0, 8)[1] / G
    pack(tmp_path, {"rope-curl|reps=8|labelled_arms_jan-2_1": accel})
    result = evaluate("muvr", tmp_path)
    [case] = result["cases"]
    assert (case["person"], case["true_reps"], case["torn"]) == ("jan", 8, False)
    assert abs(case["counted"] - 8) <= 1
    assert result["summary"]["count_within_one"] == result["summary"]["count_within_one_whole"] == 1.0


def test_a_set_with_lost_blocks_is_known_by_its_seams() -> None:
    whole = curls(50.0, 20)[1] / G
    blocks = [whole[start : start + BLOCK] for start in range(0, len(whole) - BLOCK, 2 * BLOCK)]
    assert is_torn(np.concatenate(blocks))
    assert not is_torn(whole[: 8 * BLOCK])


@pytest.mark.parametrize(("said", "impossible"), [(8, False), (9, False), (12, True), (4, False)])
def test_a_label_that_does_not_fit_the_recording_is_known(said: int, impossible: bool) -> None:
    """Eight curls of 2.5 s in 24 s."""
    t, accel, _ = curls(50.0, 8)
    readings = [ImuSample(at, "wrist", (x, y, z), (0.0, 0.0, 0.0)) for at, (x, y, z) in zip(t.tolist(), accel.tolist(), strict=True)]
    assert too_many(readings, said) is impossible


def test_without_a_pace_nobody_is_faster_than_the_fastest() -> None:
    still = [ImuSample(i / 50.0, "wrist", (0.0, 0.0, G), (0.0, 0.0, 0.0)) for i in range(100)]
    assert too_many(still, 10)
    assert not too_many(still, 3)


def test_sets_that_cannot_hold_their_label_are_left_out_of_one_rate_only(tmp_path: Path) -> None:
    accel = curls(50.0, 8)[1] / G
    pack(tmp_path, {"rope-curl|reps=8|labelled_arms_jan-2_1": accel, "rope-curl|reps=20|labelled_arms_jan-2_2": accel})
    summary = evaluate("muvr", tmp_path)["summary"]
    assert (summary["count_within_one"], summary["count_within_one_possible"]) == (0.5, 1.0)


@pytest.mark.parametrize("kind", ["repmate", "muvr"])
def test_clips_that_are_none_are_a_sentence(kind: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is not there"):
        evaluate(kind, tmp_path)
    (tmp_path / "clips.npz").write_bytes(b"PK nothing")
    with pytest.raises(InputError, match="cannot be read"):
        evaluate(kind, tmp_path)
    pack(tmp_path, {"a|b|c": np.zeros((5, 2))})
    with pytest.raises(InputError, match="columns"):
        evaluate(kind, tmp_path)
