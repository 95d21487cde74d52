"""A folder of MetaMotion recordings of barbell sets -> how many repetitions are counted in each, from the wrist alone.

Files: PERSON-EXERCISE-CATEGORY..._MetaWear_TIME_SENSOR_Accelerometer_....csv (g, 12.5 Hz) and the same with Gyroscope (deg/s, 25 Hz).
The only truth there is: heavy sets were meant to have five repetitions, medium ones ten, rest none. Recordings whose radio lost a
second or the end of the set hold fewer, and count as wrong. Refuses to know: how repetitions are counted.
"""

import csv
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from edge.errors import InputError
from edge.messages import Array, ImuSample
from tools.evaluation.felt import STANDARD_GRAVITY, counting_sets, fitted_summary, set_case
from tools.evaluation.fitted import LabelledSet

NAME = re.compile(
    r"(?P<person>[^-_]+)-(?P<exercise>[^-_]+)-(?P<category>heavy|medium|rest|sitting|standing)[^_]*"
    r"_MetaWear_(?P<recording>[^_]+_[^_]+)_Accelerometer_"
)
MEANT = {"heavy": 5, "medium": 10}
LOST_S = 0.25
"""Between two accelerometer readings further apart than this nothing is made up."""


@dataclass(frozen=True, slots=True)
class Recording:
    """recording: when, and with which sensor: the same one is in the folder under two people's names."""

    accelerometer: Path
    person: str
    exercise: str
    true_reps: int
    recording: str

    @property
    def gyroscope(self) -> Path:
        """The file that was written along with it. Raises InputError where there is none."""
        before = self.accelerometer.name.split("_Accelerometer_")[0]
        found = sorted(self.accelerometer.parent.glob(f"{before}_Gyroscope_*.csv"))
        if not found:
            raise InputError(f"{self.accelerometer} has no gyroscope's file beside it", f"copy {before}_Gyroscope_*.csv")
        return found[0]

    def samples(self) -> Iterator[ImuSample]:
        """A reading for each of the gyroscope's, with the accelerometer's value at that moment."""
        (t, rates), (accel_t, accels) = _table(self.gyroscope), _table(self.accelerometer)
        after = np.searchsorted(accel_t, t)
        at = np.column_stack([np.interp(t, accel_t, column) for column in accels.T]) * STANDARD_GRAVITY
        for moment, place, accel, gyro in zip(t.tolist(), after.tolist(), at.tolist(), np.radians(rates).tolist(), strict=True):
            if 0 < place < len(accel_t) and accel_t[place] - accel_t[place - 1] < LOST_S:
                yield ImuSample(moment - float(accel_t[0]), "wrist", tuple(accel), tuple(gyro))


def metamotion(folder: Path, baselines: bool = False) -> dict[str, Any]:
    """The object of `tools/evaluate metamotion`. baselines: with the best that the labels allow.

    Raises InputError for a folder without recordings.
    """
    recordings = list(_recordings(folder))
    if not recordings:
        raise InputError(f"{folder} holds no *_Accelerometer_*.csv of MetaMotion", "their names tell person, exercise and category")
    cases = [set_case(r.accelerometer.name.split("_")[0], r.person, r.exercise, r.true_reps, r.samples()) for r in recordings]
    people = {case["person"] for case in cases}
    summary = {"exercise_accuracy": None, **counting_sets(cases)}
    result = {"kind": "metamotion", "n_cases": len(cases), "n_people": len(people), "summary": summary, "cases": cases}
    if baselines:
        sets = [LabelledSet(r.exercise, r.true_reps, list(r.samples())) for r in recordings]
        result["baselines"] = {"fitted to the labels": fitted_summary(sets)}
    return result


def _recordings(folder: Path) -> Iterator[Recording]:
    """Each once, in order of name."""
    known = set()
    for path in sorted(folder.glob("*_Accelerometer_*.csv")):
        said = NAME.match(path.name)
        if said is not None and said["recording"] not in known:
            known.add(said["recording"])
            yield Recording(path, said["person"], said["exercise"], MEANT.get(said["category"], 0), said["recording"])


def _table(path: Path) -> tuple[Array, Array]:
    """(n,) s and (n, 3) in the file's unit, in order of time. Raises InputError for a file that is none."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = [(float(row["epoch (ms)"]) / 1e3, *_axes(row)) for row in csv.DictReader(file)]
    except (KeyError, ValueError, StopIteration) as problem:
        raise InputError(f"{path} is no table of MetaMotion", "it needs epoch (ms), x-axis, y-axis and z-axis") from problem
    table = np.array(sorted(row for row in rows if all(map(math.isfinite, row))), float).reshape(-1, 4)
    return table[:, 0], table[:, 1:]


def _axes(row: dict[str, str]) -> list[float]:
    return [float(next(value for key, value in row.items() if key.startswith(f"{axis}-axis"))) for axis in "xyz"]
