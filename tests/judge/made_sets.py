"""What made-up people are asked to do before the counter."""

from dataclasses import replace

from tests.judge.watched import Watched
from tools.avatar_studio import Part, Spec, random_spec

SEEDS = (420, 421, 422)


def clean(exercise: str, view: str, seed: int = SEEDS[0], reps: int = 4, tempo: str = "normal") -> Spec:
    return random_spec(seed, exercise, view, reps, tempo, faults=0)


def parts(spec: Spec, *done: Part) -> Spec:
    """The same person before the same camera, doing something else."""
    return replace(spec, parts=done)


def reaching(spec: Spec, *shares: float) -> Spec:
    """Its repetitions, so many and so far of the whole way each."""
    part = spec.parts[0]
    return parts(spec, replace(part, reps=tuple(replace(part.reps[0], reach=share) for share in shares)))


def alternating(spec: Spec) -> Spec:
    """Its repetitions with the left and with the right side in turn."""
    part = spec.parts[0]
    return parts(spec, replace(part, reps=tuple(replace(r, side=("left", "right")[i % 2]) for i, r in enumerate(part.reps))))


def assert_right(seen: Watched) -> None:
    assert seen.counts == seen.true_counts
