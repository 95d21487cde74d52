"""A seed -> made-up people who show the box a movement, and others who then do it: how often it is learned, and counted rightly.

The pose model's measured noise, no pictures. Who does it has another body, another view, another tempo, and makes mistakes.
Refuses to know: folders.
"""

from dataclasses import replace
from typing import Any

import numpy as np

from edge.assembly import build_pipeline
from edge.commands.analysis.study import study
from edge.errors import InputError
from edge.estimate.estimator import Estimator
from edge.judge.teach import Lesson
from edge.lessons import learned, taught_of
from edge.messages import MotionState, Nobody, Person, Pose
from tools.avatar_studio import EXERCISES, Spec, as_poses, random_idle, random_spec, truth
from tools.evaluation.interval import rate

FIRST_SEED = 500_000
VIEWS = (("45", "45"), ("45", "front"), ("side", "45"), ("front", "45"))
"""Of who shows it, and of who does it."""
TEMPOS = ("normal", "slow", "fast", "paused")
IDLE_PEOPLE, IDLE_S = 60, 40.0
"""Who repeat nothing on purpose."""


def teach() -> dict[str, Any]:
    """The object of `tools/evaluate teach`: every movement of the avatar from four views, and people who show nothing."""
    cases = [
        _case(FIRST_SEED + 2 * (len(VIEWS) * number + turn), exercise, turn)
        for number, exercise in enumerate(EXERCISES)
        for turn in range(len(VIEWS))
    ]
    idle = [_learned_from(random_idle(FIRST_SEED + 10_000 + i, IDLE_S)) is not None for i in range(IDLE_PEOPLE)]
    summary = {
        **rate("taught", [case["shown"] > 0 for case in cases]),
        **rate("taught_exact", [case["shown"] == case["true_shown"] for case in cases]),
        **rate("count_exact", [case["counted"] == case["true_reps"] for case in cases]),
        **rate("count_within_one", [abs(case["counted"] - case["true_reps"]) <= 1 for case in cases]),
        **rate("count_exact_of_taught", [case["counted"] == case["true_reps"] for case in cases if case["shown"]]),
        **rate("learned_from_idle", idle),
    }
    return {"kind": "teach", "n_cases": len(cases), "n_people": 2 * len(cases) + len(idle), "summary": summary, "cases": cases}


def _case(seed: int, exercise: str, turn: int) -> dict[str, Any]:
    shows = random_spec(seed, exercise, VIEWS[turn][0], 4 + turn % 3, "normal", faults=0.0)
    does = random_spec(seed + 1, exercise, VIEWS[turn][1], 5 + turn, TEMPOS[turn])
    does = replace(does, parts=(replace(does.parts[0], options=shows.parts[0].options),))
    found = _learned_from(shows)
    return {
        "seed": seed,
        "exercise": exercise,
        "views": " > ".join(VIEWS[turn]),
        "true_shown": len(truth(shows).reps),
        "shown": found["reps"] if found else 0,
        "found": found["summary"] if found else "",
        "true_reps": len(truth(does).reps),
        "counted": _counted(does, found) if found else 0,
    }


def _learned_from(spec: Spec) -> dict[str, Any] | None:
    """As the box would keep it; None where it learned nothing."""
    estimator, lesson = Estimator(), Lesson()
    for sample in _seen(spec):
        state = estimator.feed(sample)
        if isinstance(state, MotionState):
            lesson.feed(state)
    try:
        return taught_of("shown", "shown", learned(lesson.states)).as_json()
    except InputError:
        return None


def _counted(spec: Spec, found: dict[str, Any]) -> int:
    """By the whole pipeline, told what is done."""
    return len(study(_seen(spec), build_pipeline(Person(), "shown", taught={"shown": found}, measured=True)).reps)


def _seen(spec: Spec) -> list[Pose | Nobody]:
    poses = as_poses(truth(spec), np.random.default_rng(spec.seed))
    return [one.rounded() if isinstance(one, Pose) else one for one in poses]
