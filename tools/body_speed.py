"""Made-up movement -> what the body costs on one processor, a frame and in one batch; and what it would cost with torch.func.jacrev.

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
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from edge.assembly import build_pipeline
from edge.clock import SystemClock
from edge.commands.analysis.study import TimedMind, study
from edge.estimate.body.anthropometry import BodySize
from edge.estimate.body.body_estimator import BodyEstimator
from edge.estimate.body.clinical import Goniometer
from edge.estimate.body.dynamics import Dynamics, Movement
from edge.estimate.body.inverse_kinematics import InverseKinematics
from edge.estimate.body.kinetics import Kinetics
from edge.estimate.body.model import DOF_NAMES, SEGMENT, BodyModel
from edge.estimate.body.muscles import Muscles
from edge.estimate.rotation import STANDARD_GRAVITY
from edge.messages import Array, Person, Pose
from tools.avatar_studio import as_poses, random_spec, truth

FRAMES, FPS = 300, 30.0
REPEATS = 20
FIRST_SEED, PAUSE_S = 2000, 2.0
STAGES = {InverseKinematics: "inverse_kinematics", Kinetics: "contact_and_dynamics", Muscles: "muscles", Goniometer: "clinical_angles"}
PERSON = Person("", 1.78, 75.0, "M", 30.0)
EXERCISES = ("squat", "push_up", "deadlift", "bicep_curl", "lunge")
SIZE = BodySize("M", 1.78, 75.0, 30.0, known=True)
JACREV = Path(__file__).with_name("newton_euler_jacrev.py")
TRAIN = Path(__file__).parents[1] / ".cache" / "train" / "bin" / "python"
WITHOUT_TORCH = (
    "not compared: no interpreter with torch; make one: python3 -m venv .cache/train && .cache/train/bin/pip install torch numpy"
)


def main() -> None:
    options = argparse.ArgumentParser(prog="tools/bench body", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--torch", type=Path, default=TRAIN, help="an interpreter that has torch (default .cache/train/bin/python)")
    torch = options.parse_args().torch
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    measured = batch()
    json.dump({**whole(), **measured, **muscle(), **against_jacrev(torch, measured["inverse_dynamics_ms"])}, sys.stdout, indent=2)
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


def whole() -> dict[str, float]:
    """Each stage of a frame; `engine` is all of them but the clinical angles; and everything after the pose."""
    with ExitStack() as stack:
        stages = {stage: stack.enter_context(clocked(stage)) for stage in (BodyEstimator, *STAGES)}
        mind = TimedMind(build_pipeline(PERSON, body=True), ProcessorClock())
        study(poses(), mind)
    body, clinical = (np.array(stages[stage]) for stage in (BodyEstimator, Goniometer))
    figures = _percentiles("engine_ms", 1000.0 * (body[-len(clinical) :] - clinical))
    for stage, name in STAGES.items():
        figures |= _percentiles(f"{name}_ms", 1000.0 * np.array(stages[stage]))
    return figures | _percentiles("after_pose_ms", 1000.0 * np.frombuffer(mind.think_s, np.float32).astype(float))


class ProcessorClock(SystemClock):
    """Counts this process's work only, so that a busy machine says the same as an idle one."""

    def now(self) -> float:
        return time.process_time()


@contextmanager
def clocked(stage: Any) -> Iterator[list[float]]:
    """How long each `feed` of a class took meanwhile, s."""
    took: list[float] = []
    feed = stage.feed

    def timed(*words: Any) -> Any:
        began = time.process_time()
        answer = feed(*words)
        took.append(time.process_time() - began)
        return answer

    stage.feed = timed
    try:
        yield took
    finally:
        stage.feed = feed


def poses() -> Iterator[Pose]:
    """One set after another, as the camera would hand them on."""
    start = 0.0
    for seed, exercise in enumerate(EXERCISES, FIRST_SEED):
        real = truth(random_spec(seed, exercise=exercise))
        for sample in as_poses(real, np.random.default_rng(seed)):
            if isinstance(sample, Pose):
                yield replace(sample, t=start + sample.t).rounded()
        start += float(real.t[-1]) + PAUSE_S


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
        "gravity": np.array([0.0, -STANDARD_GRAVITY, 0.0]),
        "angles": angles,
        "rates": rates,
        "accelerations": accelerations,
        "expected": Dynamics(model).moments(movement_of(model, t), {}),
    }


def best_ms(work: Callable[[], object]) -> float:
    """The fastest of many: what the work takes when nothing else runs."""
    return round(1000.0 * min(seconds(work) for _ in range(REPEATS)), 3)


def seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def _percentiles(what: str, values: Array) -> dict[str, float]:
    p50, p95 = np.percentile(values, (50, 95))
    return {f"{what}_p50": round(float(p50), 3), f"{what}_p95": round(float(p95), 3)}


if __name__ == "__main__":
    main()
