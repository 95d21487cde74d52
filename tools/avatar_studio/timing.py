"""A plan of repetitions -> when and how far each side moves, frame by frame.

Refuses to know: which joints move.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tools.avatar_studio.geometry import Array, ease


@dataclass(frozen=True, slots=True)
class RepPlan:
    """One repetition as it is to be done.

    go_s, hold_s, back_s, rest_s: towards the turning point, there, back, and the pause after it. reach: 1 is the
    full range. side: left, right or both. fault: its name or nothing; size: 1 is a clear case of that fault.
    """

    go_s: float = 1.1
    hold_s: float = 0.2
    back_s: float = 0.9
    rest_s: float = 0.6
    reach: float = 1.0
    side: str = "both"
    fault: str = ""
    size: float = 1.0

    @property
    def length_s(self) -> float:
        return self.go_s + self.hold_s + self.back_s


@dataclass(frozen=True, slots=True)
class TrueRep:
    """What really happened. Times are seconds of the clip; side and fault as planned."""

    exercise: str
    start_s: float
    turn_s: float
    end_s: float
    side: str
    fault: str


@dataclass(frozen=True, slots=True)
class Timing:
    """n frames of a set.

    t: (n,) s. phase: (n, 2) 0 at the start position, 1 at the turning point, for left and right.
    reach: (n, 2) the range of the repetition under way. plan: (n,) its index, -1 between repetitions.
    """

    fps: float
    plans: tuple[RepPlan, ...]
    t: Array
    phase: Array
    reach: Array
    plan: Array
    starts: tuple[float, ...]

    def __len__(self) -> int:
        return len(self.t)

    @property
    def amount(self) -> Array:
        """(n, 2) how far each side has gone, 1 is the full range."""
        return self.phase * self.reach

    @property
    def both(self) -> Array:
        """(n,) how far whichever side moves has gone."""
        return np.asarray(self.amount.max(1))

    @property
    def progress(self) -> Array:
        """(n,) phase of whichever side moves, whatever its range."""
        return np.asarray(self.phase.max(1))

    def fault(self, name: str) -> Array:
        """(n,) size of that fault, 0 where it is not made; it fades in and out with the repetition."""
        sizes = np.array([p.size if p.fault == name else 0.0 for p in self.plans] + [0.0])
        return np.asarray(sizes[self.plan.astype(int)] * self.progress)

    def reps(self, exercise: str) -> list[TrueRep]:
        """The truth about the set."""
        return [
            TrueRep(exercise, s, s + p.go_s + p.hold_s / 2, s + p.length_s, p.side, p.fault)
            for s, p in zip(self.starts, self.plans, strict=True)
        ]


def schedule(plans: Sequence[RepPlan], fps: float, lead_s: float = 0.4, tail_s: float = 0.4) -> Timing:
    """Repetitions one after the other, with still time before and after."""
    lengths = [p.length_s + p.rest_s for p in plans]
    starts = lead_s + np.concatenate([[0.0], np.cumsum(lengths)])
    n = round((starts[-1] - (plans[-1].rest_s if plans else 0.0) + tail_s) * fps)
    t = np.arange(n) / fps
    phase, reach, index = np.zeros((n, 2)), np.ones((n, 2)), np.full(n, -1.0)
    for k, (plan, start) in enumerate(zip(plans, starts, strict=False)):
        inside = (t >= start) & (t < start + plan.length_s)
        sides = {"left": [0], "right": [1]}.get(plan.side, [0, 1])
        phase[np.ix_(inside, sides)] = _curve(t[inside] - start, plan)[:, None]
        reach[np.ix_(inside, sides)] = plan.reach
        index[inside] = k
    return Timing(fps, tuple(plans), t, phase, reach, index, tuple(float(s) for s in starts[: len(plans)]))


def _curve(x: Array, plan: RepPlan) -> Array:
    """Seconds into a repetition -> phase."""
    return np.asarray(np.minimum(ease(x / plan.go_s), ease((plan.length_s - x) / plan.back_s)))
