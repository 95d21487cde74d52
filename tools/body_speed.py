"""A made-up movement -> what the body costs on one processor: inverse dynamics in one batch, muscles a frame.

Refuses to know: pictures and pose models.
How to use it:  tools/bench body [--torch PYTHON]     (an interpreter that has torch, as `pip install edgecoach[train]` makes one)
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from edge.estimate.body.anthropometry import BodySize
from edge.estimate.body.dynamics import Dynamics, Movement
from edge.estimate.body.model import DOF_NAMES, SEGMENT, STANDARD_GRAVITY, BodyModel
from edge.estimate.body.muscles import Muscles
from edge.messages import Array

FRAMES, FPS = 300, 30.0
REPEATS = 20
SIZE = BodySize("M", 1.78, 75.0, 30.0, known=True)
JACREV = Path(__file__).with_name("newton_euler_jacrev.py")
TRAIN = Path(__file__).parents[1] / ".cache" / "train" / "bin" / "python"
WITHOUT_TORCH = (
    "not compared: no interpreter with torch; make one with  python3 -m venv .cache/train && .cache/train/bin/pip install torch numpy"
)


def main() -> None:
    options = argparse.ArgumentParser(prog="tools/bench body", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--torch", type=Path, default=TRAIN, help="an interpreter that has torch (default .cache/train/bin/python)")
    torch = options.parse_args().torch
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    measured = batch()
    json.dump({**measured, **muscle(), **against_jacrev(torch, measured["inverse_dynamics_ms"])}, sys.stdout, indent=2)
    print()


def swinging(t: Array) -> tuple[Array, Array, Array]:
    """(n, 47) angles, rates and accelerations: every degree of freedom swings by 0.2 to 0.5, each at its own rate."""
    n = len(DOF_NAMES)
    speed, size = np.linspace(1.0, 4.0, n), np.linspace(0.2, 0.5, n) * np.where(np.arange(n) % 2, 1.0, -1.0)
    phase = np.outer(t, speed) + 0.7 * np.arange(n)
    return size * np.sin(phase), size * speed * np.cos(phase), -size * speed**2 * np.sin(phase)


def movement_of(model: BodyModel, t: Array) -> Movement:
    """The same in Pinocchio's terms."""
    angles, rates, _ = swinging(t)
    step = 1e-5
    before, after = (model.velocity(*swinging(t + way * step)[:2]) for way in (-1.0, 1.0))
    return Movement(model.configuration(angles), model.velocity(angles, rates), (after - before) / (2.0 * step))


def batch() -> dict[str, Any]:
    """300 frames of inverse dynamics at once."""
    model = BodyModel.of(SIZE)
    dynamics, movement = Dynamics(model), movement_of(model, np.arange(FRAMES) / FPS)
    return {"frames": FRAMES, "inverse_dynamics_ms": best_ms(lambda: dynamics.moments(movement, {}))}


def muscle() -> dict[str, float]:
    """One frame at a time."""
    muscles, (angles, rates, moments) = Muscles(SIZE), swinging(np.arange(FRAMES) / FPS)
    rows = zip(angles, rates, 100.0 * moments, moments, strict=True)
    took = [seconds(partial(muscles.feed, *row)) for row in rows]
    return _percentiles("muscle_us", np.array(took) * 1e6)


def against_jacrev(python: Path, ours_ms: float) -> dict[str, Any]:
    """The same movement of the same body through torch.func.jacrev."""
    if not python.exists():
        return {"jacrev": WITHOUT_TORCH}
    with tempfile.TemporaryDirectory() as folder:
        case = Path(folder) / "case.npz"
        np.savez(case, **_case())
        ran = subprocess.run([python, JACREV, case], capture_output=True, text=True, check=False)
    if ran.returncode:
        return {"jacrev": f"not compared: {ran.stderr.strip().splitlines()[-1]}"}
    theirs = json.loads(ran.stdout)
    return {**theirs, "jacrev_over_ours": round(theirs["jacrev_batch_ms"] / ours_ms, 1)}


def _case() -> dict[str, Any]:
    model, t = BodyModel.of(SIZE), np.arange(FRAMES) / FPS
    angles, rates, accelerations = swinging(t)
    segments = model.segments
    return {
        "parents": np.array([-1 if one.parent is None else SEGMENT[one.parent] for one in segments]),
        "axes": np.array([one.axes for one in segments]),
        "offsets": np.array([one.offset for one in segments]),
        "centres": np.array([one.inertia.centre for one in segments]),
        "masses": np.array([one.inertia.mass for one in segments]),
        "inertias": np.array([one.inertia.matrix for one in segments]),
        "gravity": STANDARD_GRAVITY,
        "angles": angles,
        "rates": rates,
        "accelerations": accelerations,
        "expected": Dynamics(model).moments(movement_of(model, t), {}),
    }


def best_ms(work: Callable[[], object]) -> float:
    """The fastest of many: what the work takes when nothing else runs."""
    return round(1000.0 * min(seconds(work) for _ in range(REPEATS)), 3)


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _percentiles(what: str, values: Array) -> dict[str, float]:
    p50, p95 = np.percentile(values, (50, 95))
    return {f"{what}_p50": round(float(p50), 1), f"{what}_p95": round(float(p95), 1)}


if __name__ == "__main__":
    main()
