"""MotionStates of somebody who shows a movement -> that movement as an entry of exercises.toml, and what was found, in numbers.

What is learned is only given back when the real Judge, told to expect it, counts the very repetitions that were shown.
Refuses to know: names that are taken, where entries are kept, words for people.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from edge.errors import InputError
from edge.judge.judge import Judge
from edge.judge.reps import Excursion
from edge.judge.rules import SIDES, parse_rules
from edge.judge.shown import DEG, WANDER, Run, Stretch, runs, stretch_of, uncut
from edge.messages import MotionState, Rep, Side
from edge.sentence import Sentence

LONGEST_S = 180.0
"""Whoever shows a movement has done so by then."""
FEWEST = 3
SEEN_FRAMES = 30
"""Fewer pictures of somebody are nobody."""
AROUND_S = 1.0
TRIED = 8
"""So many of the likeliest ways to count are tried."""
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
LEAST, ZONE, RANGE_LOW, RANGE_HIGH = 0.5, 0.45, 0.4, 2.2
"""Of the size that was shown: the smallest repetition; how far off its ends may lie; how small and large it may be before that costs."""
TEMPO_LOW, TEMPO_HIGH = 0.3, 3.0
TRUNK_DEG = 40.0
"""So differently may the trunk be inclined before it costs."""
HURRIED, MOST_HURRIED = 0.5, 0.35
"""Quicker than this share of the quickest that was shown is too fast, and than this much too fast."""
FACING = 0.7


@dataclass(frozen=True, slots=True)
class Learned:
    """entry: as in exercises.toml, plain values only. side: left, right, or both, as it was shown; alternating: left and right in turn.

    joint: whose movement is told, without a side; from_deg, to_deg: at the start phase, and furthest from it; rep_s: of one repetition.
    """

    entry: Mapping[str, Any]
    reps: int
    side: Side
    alternating: bool
    joint: str
    from_deg: float
    to_deg: float
    rep_s: float

    @property
    def in_words(self) -> str:
        """`5 repetitions of the left elbow, from 35 to 140 degrees`."""
        joint = self.joint.removesuffix("_tilt").removesuffix("_pitch")
        whose = {"left": f"the left {joint}", "right": f"the right {joint}"}.get(self.side, f"the {joint}")
        if self.joint in JOINTS and self.side is Side.BOTH:
            whose = f"the left and right {joint} in turn" if self.alternating else f"both {JOINTS[joint]}"
        return f"{self.reps} repetitions of {whose}, from {self.from_deg:.0f} to {self.to_deg:.0f} degrees"


@dataclass(frozen=True, slots=True)
class _Way:
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
        """Whether nobody moves so by chance."""
        return self.quality >= LEAST_QUALITY and self.best.regular >= LEAST_REGULAR

    @property
    def best(self) -> Run:
        return max(self.runs, key=lambda run: run.quality)

    @property
    def excursions(self) -> list[Excursion]:
        return sorted((x for run in self.runs for x in run.excursions), key=lambda x: x.t_end)


NOBODY_SEEN = Sentence("refusal.nobody_seen", "nobody was seen: stand where the camera sees the whole movement, and show it again")
NOTHING_REPEATED = Sentence(
    "refusal.nothing_repeated", "nothing was repeated: show the movement three to eight times, each time back to where it began"
)
TOO_UNLIKE = Sentence(
    "refusal.too_unlike",
    "the repetitions were too unlike to be counted again: show the movement again, slowly, each time in the same way",
)


class Lesson:
    """What was seen while somebody showed a movement; after LONGEST_S nothing more is taken."""

    def __init__(self) -> None:
        self._states: list[MotionState] = []

    @property
    def seconds(self) -> float:
        return self._states[-1].t - self._states[0].t if self._states else 0.0

    @property
    def full(self) -> bool:
        return self.seconds >= LONGEST_S

    @property
    def states(self) -> tuple[MotionState, ...]:
        return tuple(self._states)

    def feed(self, state: MotionState) -> None:
        if not self.full:
            self._states.append(replace(state, body=None))


def learn(states: Sequence[MotionState], signals: Sequence[str], angular: frozenset[str], reps: int | None = None) -> Learned:
    """reps: how many were done, if somebody counted. Raises InputError with one sentence where nothing can be learned."""
    if len(states) < SEEN_FRAMES:
        raise InputError(NOBODY_SEEN)
    states = uncut(states)
    stretch = stretch_of(states)
    ways = _ways(runs(stretch, signals))
    if not any(way.is_plain for way in ways):
        raise InputError(NOTHING_REPEATED)
    agreed = _agreed(ways) if reps is None else reps
    if agreed < FEWEST:
        english = "only {reps} repetitions were alike: show at least {least}, all in the same way"
        raise InputError(Sentence("refusal.few_alike", english, reps=str(agreed), least=str(FEWEST)))
    likely = sorted((way for way in ways if way.reps == agreed and way.is_plain), key=lambda way: -way.quality)
    tried = [(way, _entry(way, stretch, signals, angular)) for way in likely[:TRIED]]
    for whole in (True, False):
        for way, entry in tried:
            if _recounted(entry, states if whole else _about(way, states), signals, angular) == agreed:
                return _told(way, entry, stretch, signals)
    if reps is not None and not likely:
        english = "{seen} alike repetitions were seen, not {reps}: show it once more, or say another number"
        raise InputError(Sentence("refusal.other_number", english, seen=str(_agreed(ways)), reps=str(reps)))
    raise InputError(TOO_UNLIKE)


def _agreed(ways: Sequence[_Way]) -> int:
    """The number of repetitions that most of the body agrees on."""
    votes = {reps: sum(way.quality for way in ways if way.reps == reps) for reps in {way.reps for way in ways}}
    return max(votes, key=lambda reps: (votes[reps], reps))


def _ways(found: Sequence[Run]) -> list[_Way]:
    """All of them; both sides as one only where both were seen to move at once."""
    by_name = {(run.signal, run.high): run for run in found}
    kinds = dict.fromkeys((run.signal.partition("_")[2], run.high) for run in found if run.signal.startswith(SIDES))
    sides = {(kind, high): [by_name.get((f"{side}_{kind}", high)) for side in SIDES] for kind, high in kinds}
    each = [way for (kind, _), (left, right) in sides.items() for way in _of_sides(kind, left, right)]
    apart = {(PLURALS.get(way.counts), way.best.high) for way in each}
    whole = [_Way(run.signal, False, (run,), len(run.excursions)) for run in found if not run.signal.startswith(SIDES)]
    return each + [way for way in whole if (way.counts, way.best.high) not in apart]


def _of_sides(kind: str, left: Run | None, right: Run | None) -> Iterator[_Way]:
    """A joint that has two sides: one of them, both at once, or one after the other."""
    moving = [run for run in (left, right) if run is not None]
    largest = max(run.size for run in moving)
    moving = [run for run in moving if run.size >= BOTH_SIDES * largest]
    if len(moving) == 1:
        yield _Way(kind, True, (moving[0],), len(moving[0].excursions))
        return
    one, two = moving
    shared = sum(any(_together(x, y) for y in two.excursions) for x in one.excursions)
    if shared >= TOGETHER * min(len(one.excursions), len(two.excursions)):
        if kind not in PLURALS:
            yield _Way(kind, True, (one, two), max(len(one.excursions), len(two.excursions)))
        return
    yield _Way(kind, True, (one, two), len(one.excursions) + len(two.excursions) - shared)


def _together(x: Excursion, y: Excursion) -> bool:
    shared = min(x.t_end, y.t_end) - max(x.t_start, y.t_start)
    return shared > TOGETHER_SHARE * min(x.t_end - x.t_start, y.t_end - y.t_start)


def _entry(way: _Way, stretch: Stretch, signals: Sequence[str], angular: frozenset[str]) -> dict[str, Any]:
    """As exercises.toml would have it; wide enough for another body, another view and another tempo."""
    run, own = way.best, f"own_{way.counts}" if way.each else way.counts
    unit, digits = (DEG, 1) if run.signal in angular else (1.0, 3)
    size, times = run.size / unit, [x.t_end - x.t_start for x in way.excursions]
    around = ZONE * size + 0.5 * WANDER[run.signal] / unit

    def zone(*limits: float) -> list[float]:
        return [round(limit, digits) for limit in limits]

    joint = _joint(way, stretch, signals)
    turned = math.degrees(_moved(joint, way, stretch, signals)[2])
    trunk = math.degrees(_mean(stretch, list(signals).index("trunk"), way))
    return {
        "counts": way.counts,
        "sides": "each" if way.each else "both",
        "turns": "high" if run.high else "low",
        "least": round(LEAST * size, digits),
        "start": zone(run.start / unit - around, run.start / unit + around),
        "turn": zone(run.turn / unit - around, run.turn / unit + around),
        "joint": joint,
        "target": [round(0.85 * turned, 1), round(1.15 * turned, 1)],
        "camera": "front" if abs(_mean(stretch, list(signals).index("facing"), way)) >= FACING else "side",
        "halves": False,
        "told": True,
        "looks": {
            "duration": [round(TEMPO_LOW * min(times), 2), round(TEMPO_HIGH * max(times), 2)],
            f"range {own}": zone(RANGE_LOW * size, RANGE_HIGH * size, 0.2 * size),
            "mean trunk": [round(trunk - TRUNK_DEG, 1), round(trunk + TRUNK_DEG, 1)],
        },
        "faults": [_too_fast(min(times))],
    }


def _too_fast(quickest_s: float) -> dict[str, Any]:
    limits = {"below": round(HURRIED * quickest_s, 2), "major": round(MOST_HURRIED * quickest_s, 2)}
    return {"name": "too_fast", "measure": "duration", **limits, "unit": "s", "cue": "common.slower"}


def _joint(way: _Way, stretch: Stretch, signals: Sequence[str]) -> str:
    """Whose range a repetition reports: what is counted where that is a joint, else the joint that moves most of what it can."""
    if way.counts in (*JOINTS, *JOINTS.values(), *IN_THE_MIDDLE):
        return way.counts
    joints = JOINTS if way.each else JOINTS.values()
    wander = {joint: WANDER[f"left_{joint}" if way.each else joint] for joint in joints}
    return max(joints, key=lambda joint: _moved(joint, way, stretch, signals)[2] / wander[joint])


def _moved(joint: str, way: _Way, stretch: Stretch, signals: Sequence[str]) -> tuple[float, float, float]:
    """At the start phase, furthest from there, and the range, rad: the usual ones."""
    moved = []
    for run in way.runs:
        column = list(signals).index(f"{run.signal.partition('_')[0]}_{joint}" if way.each else joint)
        for x in run.excursions:
            own = stretch.values[stretch.of(x), column]
            start = 0.5 * float(own[0] + own[-1])
            moved.append((start, float(own[np.abs(own - start).argmax()]), float(np.ptp(own))))
    start, furthest, reach = np.median(moved, axis=0).tolist()
    return start, furthest, reach


def _mean(stretch: Stretch, column: int, way: _Way) -> float:
    return float(np.mean([stretch.values[stretch.of(x), column].mean() for x in way.excursions]))


def _recounted(entry: Mapping[str, Any], states: Sequence[MotionState], signals: Sequence[str], angular: frozenset[str]) -> int:
    """How many repetitions the real Judge counts in what was shown."""
    judge = Judge(parse_rules({"shown": entry}, signals, angular), signals, "shown")
    counted = [event for state in states for event in judge.feed(state)] + list(judge.finish(states[-1].t))
    return sum(isinstance(event, Rep) for event in counted)


def _about(way: _Way, states: Sequence[MotionState]) -> list[MotionState]:
    """Without getting ready: whoever sits down first moves further by that than by what they show."""
    first, last = way.excursions[0].t_start - AROUND_S, way.excursions[-1].t_end + AROUND_S
    return [state for state in states if first <= state.t <= last]


def _told(way: _Way, entry: Mapping[str, Any], stretch: Stretch, signals: Sequence[str]) -> Learned:
    start, turn, _ = _moved(entry["joint"], way, stretch, signals)
    sides = {run.signal.partition("_")[0] for run in way.runs} if way.each else set()
    side = Side(sides.pop()) if len(sides) == 1 else Side.BOTH
    singular = {plural: joint for joint, plural in JOINTS.items()}.get(entry["joint"], entry["joint"])
    rep_s = float(np.median([x.t_end - x.t_start for x in way.excursions]))
    alternating = way.reps > max(len(run.excursions) for run in way.runs)
    ends = round(math.degrees(start)), round(math.degrees(turn))
    return Learned(entry, way.reps, side, alternating, singular, *ends, round(rep_s, 1))
