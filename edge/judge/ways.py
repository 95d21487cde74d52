"""Runs of alike excursions -> the ways in which what was shown could be counted, and which of them nobody moves in by chance.

Refuses to know: exercises, rules, which of the ways is taken.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from edge.judge.reps import Excursion
from edge.judge.rules import SIDES
from edge.judge.shown import WANDER, Run

TOGETHER_SHARE, TOGETHER = 0.4, 0.6
"""Two sides move together when this share of the shorter excursion is shared, in this share of the excursions."""
BOTH_SIDES = 0.5
"""A side that goes less than this share of the other's way has only swung along."""
JOINTS = {"knee": "knees", "hip": "hips", "elbow": "elbows", "shoulder": "shoulders", "ankle": "ankles"}
"""Joints with a side, and what is read of both at once."""
IN_THE_MIDDLE = ("trunk", "neck_tilt", "head_pitch")
PLURALS = {**JOINTS, "hand": "hands"}
CROOKED, IN_THE_MIDDLE_TOO = 0.6, 0.85
"""What is no angle counts for so much less, for it depends on where the camera stands; and trunk and head, which go along with limbs."""
LEAST_QUALITY, LEAST_REGULAR = 1.0, 0.6
"""Whoever stands about and talks, seen through the same noise, repeats nothing as large or as evenly."""
MOST_UNEVEN, UNEVEN_EACH, PURE = 0.35, 0.1, (0.75, 1.2)
"""How differently far apart they may begin: so much for each that was shown after the first, and never more than the most. And how much of
the signal's way they must be: less, and something else was done between them; more, and they overlap."""
SHOWN, SMALL_SHOWN = 0.25, 0.45
"""The share of what was seen that a movement must last; the rest is getting ready."""
SMALL_FEWEST, SMALL_UNEVEN, SMALL_REGULAR, SMALL_FILLED, SMALL_PURE = 4, 0.25, 0.55, 0.65, (0.85, 1.15)
"""What goes no further than somebody sways, such as a heel raise, must be the more even. Set on made-up people (seeds 710000 and 720000
on), and tried on others (730000, 500000)."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way to count what was shown. counts: the signal, without a side where each counts; runs: one, or one of each side."""

    counts: str
    each: bool
    runs: tuple[Run, ...]
    reps: int

    @property
    def quality(self) -> float:
        own = max(run.quality for run in self.runs)
        if self.counts in (*JOINTS, *JOINTS.values()):
            return own
        return (IN_THE_MIDDLE_TOO if self.counts in IN_THE_MIDDLE else CROOKED) * own

    @property
    def is_plain(self) -> bool:
        """Whether nobody moves so by chance: it goes far in an even time; or not so far, and nothing else was done meanwhile."""
        run = self.best
        if self.uneven > min(MOST_UNEVEN, UNEVEN_EACH * (self.reps - 1)) or not PURE[0] <= run.pure <= PURE[1]:
            return False
        return self.is_far or self._is_small_and_steady

    @property
    def least_share(self) -> float:
        """Of all that was seen, that it must last."""
        return SHOWN if self.is_far else SMALL_SHOWN

    @property
    def is_far(self) -> bool:
        """Whether it goes further than anybody sways."""
        return self.quality >= LEAST_QUALITY and self.best.regular >= LEAST_REGULAR

    @property
    def lasts_s(self) -> float:
        """From the first to the last of them."""
        return self.excursions[-1].t_end - self.excursions[0].t_start

    @property
    def is_even(self) -> bool:
        """Whether its repetitions begin as far apart as those of something small must."""
        return self.uneven <= SMALL_UNEVEN

    @property
    def _is_small_and_steady(self) -> bool:
        run = self.best
        even = self.is_even and run.regular >= SMALL_REGULAR and run.filled >= SMALL_FILLED
        return self.reps >= SMALL_FEWEST and run.size >= WANDER[run.signal] and even and SMALL_PURE[0] <= run.pure <= SMALL_PURE[1]

    @property
    def uneven(self) -> float:
        """How differently far apart in time they begin, as a share of the usual; 0 for fewer than three."""
        told = self.excursions if self.reps > max(len(run.excursions) for run in self.runs) else self.best.excursions
        apart = np.diff([x.t_start for x in told])
        return float(np.std(apart) / np.mean(apart)) if len(apart) > 1 else 0.0

    @property
    def best(self) -> Run:
        return max(self.runs, key=lambda run: run.quality)

    @property
    def excursions(self) -> list[Excursion]:
        return sorted((x for run in self.runs for x in run.excursions), key=lambda x: x.t_end)


def ways_of(found: Sequence[Run]) -> list[Way]:
    """All of them; both sides as one only where both were seen to move at once."""
    by_name = {(run.signal, run.high): run for run in found}
    kinds = dict.fromkeys((run.signal.partition("_")[2], run.high) for run in found if run.signal.startswith(SIDES))
    sides = {(kind, high): [by_name.get((f"{side}_{kind}", high)) for side in SIDES] for kind, high in kinds}
    each = [way for (kind, _), (left, right) in sides.items() for way in _of_sides(kind, left, right)]
    apart = {(PLURALS.get(way.counts), way.best.high) for way in each}
    whole = [Way(run.signal, False, (run,), len(run.excursions)) for run in found if not run.signal.startswith(SIDES)]
    return each + [way for way in whole if (way.counts, way.best.high) not in apart]


def agreed(ways: Sequence[Way]) -> int:
    """The number of repetitions that most of the body agrees on."""
    votes = {reps: sum(way.quality for way in ways if way.reps == reps) for reps in {way.reps for way in ways}}
    return max(votes, key=lambda reps: (votes[reps], reps))


def _of_sides(kind: str, left: Run | None, right: Run | None) -> Iterator[Way]:
    """A joint that has two sides: one of them, both at once, or one after the other."""
    moving = [run for run in (left, right) if run is not None]
    largest = max(run.size for run in moving)
    moving = [run for run in moving if run.size >= BOTH_SIDES * largest]
    if len(moving) == 1:
        yield Way(kind, True, (moving[0],), len(moving[0].excursions))
        return
    one, two = moving
    shared = sum(any(_together(x, y) for y in two.excursions) for x in one.excursions)
    if shared >= TOGETHER * min(len(one.excursions), len(two.excursions)):
        if kind not in PLURALS:
            yield Way(kind, True, (one, two), max(len(one.excursions), len(two.excursions)))
        return
    yield Way(kind, True, (one, two), len(one.excursions) + len(two.excursions) - shared)


def _together(x: Excursion, y: Excursion) -> bool:
    shared = min(x.t_end, y.t_end) - max(x.t_start, y.t_start)
    return shared > TOGETHER_SHARE * min(x.t_end - x.t_start, y.t_end - y.t_start)
