"""A seed -> made-up people seen through the pose model's measured noise, without a picture being drawn: many in a minute.

Refuses to know: folders. For breadth; rendered clips (`avatar`) are the proof.
"""

from collections import Counter
from typing import Any

import numpy as np

from edge.ledger import Ledger
from edge.messages import Pose
from tools.avatar_studio import EXERCISES, VIEWS, Spec, as_poses, random_idle, random_spec, truth
from tools.evaluation.answer import ledger_of
from tools.evaluation.delays import announcing, delays, once_known
from tools.evaluation.scores import counting

FIRST_SEED = 1000
ROUNDS = 4
"""Clips of each exercise, from another view each."""
IDLE_MINUTES = 10


def synthetic() -> dict[str, Any]:
    """The object of `tools/evaluate synthetic`: every exercise from every view, and ten minutes without any."""
    views = list(VIEWS)
    specs = [
        random_spec(FIRST_SEED + ROUNDS * number + turn, exercise, views[turn % len(views)])
        for number, exercise in enumerate(EXERCISES)
        for turn in range(ROUNDS)
    ]
    specs += [random_idle(FIRST_SEED + minute, 60.0, views[minute % len(views)]) for minute in range(IDLE_MINUTES)]
    cases = [_case(spec) for spec in specs]
    return {
        "kind": "synthetic",
        "n_cases": len(cases),
        "n_people": len(cases),
        "summary": {**counting(cases), **announcing(cases)},
        "cases": cases,
    }


def _case(spec: Spec) -> dict[str, Any]:
    real = truth(spec)
    seen = [one.rounded() if isinstance(one, Pose) else one for one in as_poses(real, np.random.default_rng(spec.seed))]
    ledger, ends = ledger_of(seen, measured=True), [rep.end_s for rep in real.reps]
    main = ledger.main_segment(ledger.segments(float(real.t[-1])))
    return {
        "seed": spec.seed,
        "view": spec.view,
        "exercise": real.exercise,
        "answer": main.name if main else "idle",
        "true_reps": len(real.reps),
        "counted": len(ledger.reps),
        "others": _others(ledger, real.exercise),
        "delays_auto_s": delays(ledger.reps, ends),
        "delays_known_s": delays(once_known(ledger.reps), ends),
        "delays_chosen_s": delays(ledger_of(seen, real.exercise, measured=True).reps if ends else (), ends),
    }


def _others(ledger: Ledger, exercise: str) -> str:
    """Repetitions of exercises that were not done: `3 squat, 1 row`."""
    wrong = Counter(rep.exercise for rep in ledger.reps if rep.exercise != exercise)
    return ", ".join(f"{count} {name}" for name, count in wrong.most_common())
