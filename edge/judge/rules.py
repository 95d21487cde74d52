"""exercises.toml, parsed -> rules that the room can compute with.

Refuses to know: where the table came from, and anything about time. Degrees end here: rules are in radians.
"""

import difflib
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from edge.errors import InputError

STATS = ("range", "mean", "start", "turn")
UNISONS = ("left_unison_elbow", "right_unison_elbow", "left_unison_shoulder", "right_unison_shoulder")
"""How far the two arms are from doing the same and from one of them doing nothing, as a share of what the own one does."""
PLANES, AGAINS = ("left_plane", "right_plane"), ("left_again", "right_again")
JOININGS, SWINGS = ("left_joined", "right_joined"), ("left_swing", "right_swing")
SPECIALS = (
    "duration", "turn_share", "down_s", "crouched_trunk", "lift", "trunk_before", "stepped", "hand_drop", "sat_back", "sat_share", "aside",
    "climbed", "hips_rise", *PLANES, *AGAINS, *JOININGS, *SWINGS, *UNISONS,
)  # fmt: skip
"""Read off a whole stretch: s; share of the time beyond half way; s; the straightest the trunk was while furthest down, rad;
how far the feet rose, from shortly before its beginning, m; how much the trunk turned since then, rad; how far one foot was
put before the other since then, m; the hands' height above the hips where it crouches most, m; how much further the trunk leant
forward both on the way down and on the way up than where furthest down, rad; share of the time spent there; where one foot was put
from the other, 0 forward and a right angle aside, rad; how much higher or lower the hips are in the end, m; how much higher they
are beyond half of the way than before it, m; where an arm was raised, 0 straight out to the side and a right angle straight ahead,
rad; which leg had risen shortly before, 1 the own one alone and -1 the other one alone; how far the other knee went up and down
meanwhile, as a share of the own one's way; how far the foot did, as a share of its knee's."""
TRAITS = frozenset(SPECIALS[3:])
"""Those that take longer to read than all the rest together."""
ANGULAR_SPECIALS = frozenset({"crouched_trunk", "trunk_before", "sat_back", "aside", *PLANES})
SIDES = ("left", "right")
KEYS = frozenset({
    "kind", "counts", "turns", "sides", "least", "start", "turn", "joint", "target", "confirm", "prior", "camera",
    "clear", "pause", "smallest", "needs", "plain", "halves", "steady", "told", "quiet", "lone", "judged", "looks", "faults", "as",
})  # fmt: skip
CHOICES = {"sides": ("both", "each"), "turns": ("high", "low"), "kind": ("repetitions", "hold"), "camera": ("side", "front")}
VIEWS = ("any", "front", "side")
SOFT_ANGLE_RAD, SOFT_LENGTH_M, SOFT_SHARE = math.radians(14.0), 0.07, 0.12
"""How far outside its limits a feature costs one unit of penalty."""
SOFT_UNITLESS = 0.2
SET_PAUSE_S = 8.0
SMALLEST_SHARE = 0.42


@dataclass(frozen=True, slots=True)
class Measure:
    """A number read off one repetition: a statistic of a signal, or one of SPECIALS. scale: what turns it into SI."""

    stat: str
    signal: str
    angular: bool

    @property
    def name(self) -> str:
        return f"{self.stat} {self.signal}".strip()


@dataclass(frozen=True, slots=True)
class Look:
    """What one repetition looks like: `measure` lies within low..high, softly."""

    measure: Measure
    low: float
    high: float
    soft: float


@dataclass(frozen=True, slots=True)
class FaultRule:
    name: str
    measure: Measure
    limit: float
    major: float
    above: bool
    unit: str
    cue: str
    view: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One exercise as done with one side, or with both."""

    exercise: str
    side: str
    counts: str
    """What is counted, whichever the side: sizes of one exercise's rules are only compared where that is the same."""
    signal: str
    turns_high: bool
    least: float
    joint: str
    target: tuple[float, float] | None
    confirm: int
    prior: float
    camera: str
    looks: tuple[Look, ...]
    faults: tuple[FaultRule, ...]
    hold: bool
    needs: tuple[str, ...]
    """Signals that must be seen for this exercise to be told at all."""
    halves: bool
    """A clip that begins at the turning point may have its first half repetition counted."""
    plain: tuple[Look, ...]
    """What it must look like besides for a single one to be counted; otherwise it needs two more of its kind."""
    steady: bool
    """A movement that gestures mimic: its repetitions must resemble one another closely, in size, in time and in where they begin."""
    smallest: float
    """What is smaller than this share of the set's repetitions is a twitch."""
    pause: float
    """A longer pause before the set is certain begins it anew, s."""
    clear: float
    """From this many least sizes on, and when it looks like nothing else, one repetition less need be seen."""
    told: bool
    """Told only when a person chose it: unasked it looks like something of everyday."""
    quiet: bool
    """A small movement that only counts while the rest of the body is still."""
    lone: bool
    """A small movement that only counts while its signals, on either side, do nothing else: whoever trembles trembles all the time."""
    judged: bool
    """Otherwise it is counted from where the camera cannot see how it is done: it is neither measured nor judged."""

    def counts_as(self, other: "Rule") -> bool:
        """Whether both count one exercise by the same, be it on different sides."""
        return self.exercise == other.exercise and self.counts == other.counts


@dataclass(frozen=True, slots=True)
class Rules:
    """Every exercise: `all` in file order, one per side where sides count each."""

    all: tuple[Rule, ...]
    aliases: Mapping[str, str]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(rule.exercise for rule in self.all))

    @property
    def unasked(self) -> tuple[Rule, ...]:
        """Those that are told without being chosen, and holds, which have their own finder for that."""
        return tuple(rule for rule in self.all if rule.hold or not rule.told)

    def joined(self, more: "Rules") -> "Rules":
        """With others besides, in place of their namesakes."""
        own = tuple(rule for rule in self.all if rule.exercise not in more.names)
        return Rules((*own, *more.all), self.aliases)

    def of(self, exercise: str) -> tuple[Rule, ...]:
        return tuple(rule for rule in self.all if rule.exercise == exercise)

    def resolve(self, name: str) -> str:
        """The exercise's own name for what a person wrote, auto for auto; raises InputError with the nearest names.

        idle and unknown are answers, and nothing that anybody can be told to do.
        """
        folded = fold(name)
        for form in (folded, folded.removesuffix("s"), folded.removesuffix("es")):
            known = self.aliases.get(form, form)
            if known in self.names or known == "auto":
                return known
        near = difflib.get_close_matches(folded, [*self.names, *self.aliases], n=3, cutoff=0.5)
        raise InputError(
            f"there is no exercise called {name!r}", "nearest: " + ", ".join(near) if near else "known: " + ", ".join(self.names)
        )


def fold(name: str) -> str:
    """Lower case, underscores, without the endings that do not change the exercise."""
    folded = name.strip().lower().replace("-", "_").replace(" ", "_")
    for ending in ("_bilateral", "_alternating", "_alternate"):
        folded = folded.removesuffix(ending)
    return folded


def parse_rules(table: Mapping[str, Any], signals: Sequence[str], angular: frozenset[str]) -> Rules:
    """Rules from the parsed TOML. signals: the names a rule may use; angular: those given in degrees."""
    aliases = dict(table.get("aliases", {}))
    rules: list[Rule] = []
    for name, entry in table.items():
        if name == "aliases":
            continue
        _check_keys(name, entry)
        for side in SIDES if entry.get("sides") == "each" else ("both",):
            rules.append(_rule(name, entry, side, signals, angular))
    return Rules(tuple(rules), aliases)


def _rule(name: str, entry: Mapping[str, Any], side: str, signals: Sequence[str], angular: frozenset[str]) -> Rule:
    hold = entry.get("kind") == "hold"
    counts = "" if hold else _sided(f"own_{entry['counts']}" if side != "both" else entry["counts"], side)
    joint = entry["joint"] if side == "both" else f"{side}_{entry['joint']}"
    unit = math.radians(1.0) if counts in angular else 1.0
    looks = [_look(text, limits, side, angular) for text, limits in entry.get("looks", {}).items()]
    for zone in ("start", "turn"):
        if zone in entry:
            looks.append(_look(f"{zone} {counts}", entry[zone], side, angular))
    plain = entry.get("plain", {}).items()
    rule = Rule(
        exercise=entry.get("as", name), side=side, counts=entry.get("counts", ""), signal=counts,
        turns_high=entry.get("turns", "high") == "high",
        least=entry.get("least", 0.0) * unit, joint=joint, target=_target(entry), confirm=entry.get("confirm", 1),
        prior=entry.get("prior", 1.0), camera=entry["camera"],
        looks=tuple(looks), faults=tuple(_fault(f, side, angular) for f in entry.get("faults", [])), hold=hold,
        needs=tuple(_sided(signal, side) for signal in entry.get("needs", ())),
        plain=tuple(_look(text, limits, side, angular) for text, limits in plain),
        halves=entry.get("halves", True), steady=entry.get("steady", False), clear=entry.get("clear", math.inf),
        pause=entry.get("pause", SET_PAUSE_S), smallest=entry.get("smallest", SMALLEST_SHARE),
        told=entry.get("told", False), quiet=entry.get("quiet", False), lone=entry.get("lone", False), judged=entry.get("judged", True),
    )  # fmt: skip
    _check(rule, signals)
    return rule


def _target(entry: Mapping[str, Any]) -> tuple[float, float] | None:
    low_high = entry.get("target")
    return None if low_high is None else (math.radians(low_high[0]), math.radians(low_high[1]))


def _sided(signal: str, side: str) -> str:
    if side == "both":
        return signal
    other = SIDES[1 - SIDES.index(side)]
    return re.sub(r"\bother_", f"{other}_", re.sub(r"\bown_", f"{side}_", signal))


def _measure(text: str, side: str, angular: frozenset[str]) -> Measure:
    text = _sided(text, side)
    if text in SPECIALS:
        return Measure(text, "", text in ANGULAR_SPECIALS)
    stat, _, signal = text.partition(" ")
    if stat not in STATS:
        raise ValueError(f"exercises.toml: {text!r} begins with none of {', '.join(STATS)}")
    return Measure(stat, signal, signal in angular)


def _look(text: str, limits: Sequence[float], side: str, angular: frozenset[str]) -> Look:
    measure = _measure(text, side, angular)
    unit = math.radians(1.0) if measure.angular else 1.0
    soft = limits[2] * unit if len(limits) > 2 else _softness(measure)
    return Look(measure, limits[0] * unit, limits[1] * unit, soft)


def _softness(measure: Measure) -> float:
    if measure.angular:
        return SOFT_ANGLE_RAD
    if measure.stat == "turn_share":
        return SOFT_SHARE
    if measure.stat in ("lift", "stepped", "hand_drop", "climbed", "hips_rise"):
        return SOFT_LENGTH_M
    if measure.stat in SPECIALS or measure.signal in ("prone", "facing", "crouch", "knee_ratio", "nearness"):
        return SOFT_UNITLESS
    return SOFT_LENGTH_M


def _fault(entry: Mapping[str, Any], side: str, angular: frozenset[str]) -> FaultRule:
    measure = _measure(entry["measure"], side, angular)
    unit = math.radians(1.0) if measure.angular else 1.0
    above = "above" in entry
    limit = entry["above"] if above else entry["below"]
    return FaultRule(
        entry["name"], measure, limit * unit, entry["major"] * unit, above, entry["unit"], entry["cue"], entry.get("view", "any")
    )


def _check_keys(name: str, entry: Mapping[str, Any]) -> None:
    """A mistyped key would silently do nothing."""
    wrong = [key for key in entry if key not in KEYS]
    if wrong:
        raise ValueError(f"exercises.toml: {name} has the unknown key {wrong[0]!r}")
    for key, allowed in CHOICES.items():
        if entry.get(key, allowed[0]) not in allowed:
            raise ValueError(f"exercises.toml: {name}: {key} is one of {', '.join(allowed)}")
    if any(fault.get("view", "any") not in VIEWS for fault in entry.get("faults", [])):
        raise ValueError(f"exercises.toml: {name}: a fault's view is one of {', '.join(VIEWS)}")


def _check(rule: Rule, signals: Sequence[str]) -> None:
    used = [
        rule.joint,
        *(look.measure.signal for look in (*rule.looks, *rule.plain)),
        *(fault.measure.signal for fault in rule.faults),
        rule.signal,
    ]
    wrong = [name for name in used if name and name not in signals]
    if wrong:
        raise ValueError(f"exercises.toml: {rule.exercise} names the unknown signal {wrong[0]!r}")
