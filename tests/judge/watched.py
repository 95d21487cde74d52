"""A made-up person through the shipped pipeline -> everything it said, beside what is true."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from edge.assembly import build_pipeline
from edge.messages import Event, Exercise, Fault, Hold, Nobody, Pose, Posture, Rep, Sample, Set
from edge.replay import watch, with_ticks
from tools.avatar_studio import MEASURED, Noise, Spec, Truth, as_poses, truth

EXACT = Noise(lateral=0.0, depth=0.0, jitter=0.0, bias=(0.0, 0.0), flattening=(1.0, 1.0), swaps_hz=0.0)
"""Landmarks where they really are; only what is hidden is seen less well."""

Change = Callable[[Pose], Pose | Nobody | None]


@dataclass(frozen=True, slots=True)
class Watched:
    """All events of one performance, in order."""

    truth: Truth
    events: tuple[Event, ...]

    @property
    def reps(self) -> list[Rep]:
        return [event for event in self.events if isinstance(event, Rep)]

    @property
    def sets(self) -> list[Set]:
        return [event for event in self.events if isinstance(event, Set)]

    @property
    def holds(self) -> list[Hold]:
        return [event for event in self.events if isinstance(event, Hold)]

    @property
    def faults(self) -> list[Fault]:
        return [event for event in self.events if isinstance(event, Fault)]

    @property
    def exercises(self) -> list[Exercise]:
        return [event for event in self.events if isinstance(event, Exercise)]

    @property
    def postures(self) -> list[Posture]:
        return [event for event in self.events if isinstance(event, Posture)]

    @property
    def counts(self) -> dict[str, int]:
        """Exercise -> repetitions."""
        return dict(Counter(rep.exercise for rep in self.reps))

    @property
    def true_counts(self) -> dict[str, int]:
        return dict(Counter(rep.exercise for rep in self.truth.reps))


def samples_of(real: Truth, noise: Noise = EXACT) -> list[Pose | Nobody]:
    """As the daemon's door lets them in."""
    samples = as_poses(real, np.random.default_rng(real.spec.seed), noise)
    return [one.rounded() if isinstance(one, Pose) else one for one in samples]


def events_of(samples: Iterable[Sample], exercise: str = "auto") -> tuple[Event, ...]:
    """Everything a fresh pipeline says about samples without ticks."""
    return tuple(event for _, events in watch(with_ticks(samples), build_pipeline(exercise=exercise, measured=True)) for event in events)


def watched(spec: Spec, exercise: str = "auto", noise: Noise = EXACT, change: Change = lambda pose: pose) -> Watched:
    """noise: of the landmarks. change: done to every Pose; None leaves its frame out."""
    real = truth(spec)
    changed = (change(one) if isinstance(one, Pose) else one for one in samples_of(real, noise))
    return Watched(real, events_of((one for one in changed if one is not None), exercise))


def noisy(spec: Spec, exercise: str = "auto") -> Watched:
    """With the errors measured on the real pose model."""
    return watched(spec, exercise, MEASURED)
