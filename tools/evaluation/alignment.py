"""A seed -> avatars that are filmed and wear a sensor whose clock is off: is its lag, side and heading found, and as surely as claimed?

Refuses to know: folders, and how any of it is found.
"""

import math
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from edge.estimate.estimator import Estimator
from edge.estimate.rotation import rotated
from edge.messages import Alignment, Array, ImuSample, Nobody, Pose, Sample, Side, WornState
from tools.avatar_studio import Truth, as_poses, random_spec, truth
from tools.avatar_studio.worn import orientations, worn_samples
from tools.evaluation.interval import rate

FIRST_SEED = 3000
ROUNDS = 6
WORN = (
    ("squat", "thigh"), ("bicep_curl", "wrist"), ("lunge", "shank"), ("overhead_press", "watch"), ("shoulder_abduction", "wrist"),
    ("marching", "thigh"), ("deadlift", "trunk"), ("row", "watch"), ("squat", "bar"), ("bicep_curl", "bar"),
)  # fmt: skip
"""Exercise and place. The watches have no gyroscope."""
VIEWS = ("front", "45", "side")
FURTHEST_S = 0.4
REPS = 14
CAMERA_TAKES_S, SENSOR_TAKES_S = 0.1, 0.02


def arriving(poses: Iterable[Pose | Nobody], readings: Iterable[ImuSample], late_s: float) -> Iterator[Sample]:
    """Both streams in the order in which the daemon would see them. late_s: of the readings' times against the poses'."""
    seen = [(pose.t + CAMERA_TAKES_S, 0, k, pose) for k, pose in enumerate(poses)]
    felt = [(reading.t - late_s + SENSOR_TAKES_S, 1, k, reading) for k, reading in enumerate(readings)]
    for *_, sample in sorted([*seen, *felt], key=lambda each: each[:3]):
        yield sample


def alignment() -> dict[str, Any]:
    """The object of `tools/evaluate alignment`."""
    cases = [_case(turn * len(WORN) + k, exercise, place) for turn in range(ROUNDS) for k, (exercise, place) in enumerate(WORN)]
    told = [case for case in cases if case["error_ms"] is not None]
    headings = [case for case in cases if case["heading_error_deg"] is not None]
    errors = np.array([case["error_ms"] for case in told])
    summary = {
        **rate("told", [case["error_ms"] is not None for case in cases]),
        "offset_rmse_ms": round(float(np.sqrt(np.mean(errors**2))), 1),
        "offset_p95_ms": round(float(np.percentile(np.abs(errors), 95)), 1),
        **rate("offset_within_two_sd", [abs(case["error_ms"]) < 2.0 * case["sd_ms"] for case in told]),
        "side_told": sum(case["side"] is not None for case in cases),
        "side_wrong": sum(case["side"] not in (None, case["true_side"]) for case in cases),
        "heading_rmse_deg": round(math.sqrt(sum(case["heading_error_deg"] ** 2 for case in headings) / max(len(headings), 1)), 1),
        **rate("heading_within_two_sd", [abs(case["heading_error_deg"]) < 2.0 * case["heading_sd_deg"] for case in headings]),
    }
    return {"kind": "alignment", "n_cases": len(cases), "n_people": len(cases), "summary": summary, "cases": cases}


def _case(number: int, exercise: str, place: str) -> dict[str, Any]:
    seed, rng = FIRST_SEED + number, np.random.default_rng(FIRST_SEED + number)
    late_s, side = float(rng.uniform(-FURTHEST_S, FURTHEST_S)), Side.LEFT if rng.random() < 0.5 else Side.RIGHT
    view = VIEWS[number % len(VIEWS)]
    real = truth(random_spec(seed, exercise, view, reps=REPS))
    gyro = place != "watch"
    readings = worn_samples(real, place, 100.0 if gyro else 50.0, seed, side, late_s, gyro)
    found, states = _found(arriving(as_poses(real, rng), readings, late_s))
    wanted = None if found.heading is None else _true_heading(real, place, side, states)
    return {
        "exercise": exercise,
        "place": place,
        "view": view,
        "late_ms": round(1000.0 * late_s),
        "error_ms": None if found.offset is None else round(1000.0 * (found.offset - late_s), 1),
        "sd_ms": None if found.offset is None else round(1000.0 * found.offset_sd, 1),
        "true_side": str(side),
        "side": None if found.side is None else str(found.side),
        "heading_error_deg": None if wanted is None else round(math.degrees(math.remainder((found.heading or 0.0) - wanted, math.tau)), 1),
        "heading_sd_deg": None if wanted is None else round(math.degrees(found.heading_sd), 1),
    }


def _found(samples: Iterable[Sample]) -> tuple[Alignment, list[WornState]]:
    estimator = Estimator()
    states = [state for sample in samples if isinstance(state := estimator.feed(sample), WornState)]
    return estimator.alignments[0], states


def _true_heading(real: Truth, place: str, side: Side, states: list[WornState]) -> float:
    """What turns the sensor's earth frame into the camera's at the end, from how the limb truly turned, rad."""
    newest = states[-250:]
    felt = np.array([rotated(state.orientation, state.gyro) for state in newest])
    t = np.clip([state.t for state in newest], real.t[0] + 0.02, real.t[-1] - 0.02)
    true = _turning(real, place, side, t)
    right, away = real.camera.axes[0], real.camera.axes[2]
    return float(np.angle(np.vdot(felt[:, 0] + 1j * felt[:, 1], true @ right + 1j * true @ away)))


def _turning(real: Truth, place: str, side: Side, t: Array) -> Array:
    """(n, 3) in the room's axes, of any scale."""
    step = orientations(real, place, t + 0.01, side) @ np.swapaxes(orientations(real, place, t - 0.01, side), 1, 2)
    return np.stack([step[:, 2, 1] - step[:, 1, 2], step[:, 0, 2] - step[:, 2, 0], step[:, 1, 0] - step[:, 0, 1]], 1)
