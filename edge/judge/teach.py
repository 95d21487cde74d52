"""MotionStates of somebody who shows a movement -> that movement as an entry of exercises.toml, and what was found, in numbers.

What is learned is only given back when the real Judge, told to expect it, counts the very repetitions that were shown.
Refuses to know: names that are taken, where entries are kept, words for people.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from edge.errors import InputError
from edge.judge.judge import Judge
from edge.judge.rules import parse_rules
from edge.judge.shown import DEG, WANDER, Stretch, runs, stretch_of, uncut
from edge.judge.ways import IN_THE_MIDDLE, JOINTS, Way, agreed, ways_of
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


NOBODY_SEEN = Sentence("refusal.nobody_seen", "nobody was seen: stand where the camera sees the whole movement, and show it again")
NOTHING_REPEATED = Sentence(
    "refusal.nothing_repeated", "nothing was repeated: show the movement three to eight times, each time back to where it began"
)
MUCH_ELSE = Sentence(
    "refusal.much_else", "most of what was seen was something else: show the movement alone, three to eight times in a row"
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
    plain = _plain_enough(ways_of(runs(stretch, signals)), float(stretch.t[-1] - stretch.t[0]))
    number = agreed(plain) if reps is None else reps
    likely = sorted((way for way in plain if way.reps == number), key=lambda way: -way.quality)
    tried = [(way, _entry(way, stretch, signals, angular)) for way in likely[:TRIED]]
    for whole in (True, False):
        for way, entry in tried:
            if _recounted(entry, states if whole else _about(way, states), signals, angular) == number:
                return _told(way, entry, stretch, signals)
    if reps is not None and not likely:
        english = "{seen} alike repetitions were seen, not {reps}: show it once more, or say another number"
        raise InputError(Sentence("refusal.other_number", english, seen=str(agreed(plain)), reps=str(reps)))
    raise InputError(TOO_UNLIKE)


def _plain_enough(ways: Sequence[Way], seen_s: float) -> list[Way]:
    """Those that nobody does by chance, often enough, for most of the time. Raises InputError where there is none, with what was wrong."""
    plain = [way for way in ways if way.is_plain]
    if not plain:
        raise InputError(TOO_UNLIKE if any(way.is_far and way.reps >= FEWEST for way in ways) else NOTHING_REPEATED)
    often = [way for way in plain if way.reps >= FEWEST]
    if not often:
        english = "only {reps} repetitions were alike: show at least {least}, all in the same way"
        raise InputError(Sentence("refusal.few_alike", english, reps=str(agreed(plain)), least=str(FEWEST)))
    shown = [way for way in often if way.lasts_s >= way.least_share * seen_s]
    if not shown:
        raise InputError(MUCH_ELSE)
    return shown


def _entry(way: Way, stretch: Stretch, signals: Sequence[str], angular: frozenset[str]) -> dict[str, Any]:
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


def _joint(way: Way, stretch: Stretch, signals: Sequence[str]) -> str:
    """Whose range a repetition reports: what is counted where that is a joint, else the joint that moves most of what it can."""
    if way.counts in (*JOINTS, *JOINTS.values(), *IN_THE_MIDDLE):
        return way.counts
    joints = JOINTS if way.each else JOINTS.values()
    wander = {joint: WANDER[f"left_{joint}" if way.each else joint] for joint in joints}
    return max(joints, key=lambda joint: _moved(joint, way, stretch, signals)[2] / wander[joint])


def _moved(joint: str, way: Way, stretch: Stretch, signals: Sequence[str]) -> tuple[float, float, float]:
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


def _mean(stretch: Stretch, column: int, way: Way) -> float:
    return float(np.mean([stretch.values[stretch.of(x), column].mean() for x in way.excursions]))


def _recounted(entry: Mapping[str, Any], states: Sequence[MotionState], signals: Sequence[str], angular: frozenset[str]) -> int:
    """How many repetitions the real Judge counts in what was shown."""
    judge = Judge(parse_rules({"shown": entry}, signals, angular), signals, "shown")
    counted = [event for state in states for event in judge.feed(state)] + list(judge.finish(states[-1].t))
    return sum(isinstance(event, Rep) for event in counted)


def _about(way: Way, states: Sequence[MotionState]) -> list[MotionState]:
    """Without getting ready: whoever sits down first moves further by that than by what they show."""
    first, last = way.excursions[0].t_start - AROUND_S, way.excursions[-1].t_end + AROUND_S
    return [state for state in states if first <= state.t <= last]


def _told(way: Way, entry: Mapping[str, Any], stretch: Stretch, signals: Sequence[str]) -> Learned:
    start, turn, _ = _moved(entry["joint"], way, stretch, signals)
    sides = {run.signal.partition("_")[0] for run in way.runs} if way.each else set()
    side = Side(sides.pop()) if len(sides) == 1 else Side.BOTH
    singular = {plural: joint for joint, plural in JOINTS.items()}.get(entry["joint"], entry["joint"])
    rep_s = float(np.median([x.t_end - x.t_start for x in way.excursions]))
    alternating = way.reps > max(len(run.excursions) for run in way.runs)
    ends = round(math.degrees(start)), round(math.degrees(turn))
    return Learned(entry, way.reps, side, alternating, singular, *ends, round(rep_s, 1))
