"""Faults: judged only from where they can be seen and only when seen; how severe; and whether real faults are found."""

import math
import tomllib
from dataclasses import replace

import numpy as np
import pytest

from edge.judge.form import FormJudge
from edge.judge.history import Figures
from edge.judge.rules import SPECIALS, STATS, Rule, parse_rules
from edge.messages import Severity
from tests.judge.watched import EXACT, Watched, watched
from tools.avatar_studio import FAULTS, MEASURED, Noise, random_spec

SIGNALS = ("knees", "knee_ratio", "trunk", "facing")
TABLE = """
[squat]
counts = "knees"
joint = "knees"
camera = "side"
[[squat.faults]]
name = "shallow"
measure = "turn knees"
below = 80
major = 60
unit = "deg"
cue = "squat.deeper"
[[squat.faults]]
name = "knees_in"
measure = "turn knee_ratio"
below = 0.7
major = 0.5
unit = "ratio"
cue = "common.knees_out"
view = "front"
[[squat.faults]]
name = "trunk_lean"
measure = "turn trunk"
above = 50
major = 70
unit = "deg"
cue = "common.chest_up"
view = "side"
[[squat.faults]]
name = "too_fast_down"
measure = "down_s"
below = 0.4
major = 0.2
unit = "s"
cue = "common.slower_down"
"""
GOOD = {"knees": math.radians(100), "knee_ratio": 1.0, "trunk": math.radians(30), "down_s": 1.0}
FRONT, OBLIQUE, SIDE, BACK = 1.0, 0.7, 0.0, -1.0


def rule() -> Rule:
    return parse_rules(tomllib.loads(TABLE), SIGNALS, frozenset({"knees", "trunk"})).all[0]


def figures(facing: float = SIDE, hidden: tuple[str, ...] = (), **measured: float) -> Figures:
    """One repetition without a fault, but for what is given."""
    columns = [*SIGNALS, *SPECIALS]
    table, confidence = np.zeros((len(STATS), len(columns))), np.ones(len(columns))
    for name, value in {**GOOD, **measured}.items():
        table[0 if name in SPECIALS else STATS.index("turn"), columns.index(name)] = value
    table[0, columns.index("knees")] = math.radians(95)
    table[STATS.index("mean"), columns.index("facing")] = facing
    confidence[[columns.index(name) for name in hidden]] = 0.2
    return Figures(table, confidence, (1.0, 0.2, 1.0))


def faults(of: Figures) -> list[str]:
    return [deviation.rule.name for deviation in FormJudge(SIGNALS).deviations(rule(), of)]


def shallow(knee_deg: float) -> Figures:
    return figures(knees=math.radians(knee_deg))


# --- from where ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("facing", [FRONT, OBLIQUE, SIDE, BACK])
def test_a_clean_repetition_has_no_fault_and_all_points(facing: float) -> None:
    judge = FormJudge(SIGNALS)
    assert judge.deviations(rule(), figures(facing)) == []
    assert judge.score([]) == 100.0


@pytest.mark.parametrize(("facing", "judged"), [(FRONT, True), (BACK, True), (SIDE, False)])
def test_what_shows_from_the_front_is_judged_from_the_front(facing: float, judged: bool) -> None:
    assert ("knees_in" in faults(figures(facing, knee_ratio=0.4))) == judged


@pytest.mark.parametrize(("facing", "judged"), [(FRONT, False), (BACK, False), (SIDE, True), (OBLIQUE, True)])
def test_what_shows_from_the_side_is_judged_from_the_side(facing: float, judged: bool) -> None:
    assert ("trunk_lean" in faults(figures(facing, trunk=math.radians(80)))) == judged


@pytest.mark.parametrize("facing", [FRONT, OBLIQUE, SIDE, BACK])
def test_what_shows_from_anywhere_is_judged_from_anywhere(facing: float) -> None:
    assert faults(figures(facing, knees=math.radians(50))) == ["shallow"]


def test_what_was_not_seen_is_not_judged() -> None:
    assert faults(figures(hidden=("knees",), knees=0.1)) == []


# --- how bad ---------------------------------------------------------------------------------------------------------


def test_a_limit_barely_passed_is_nobodys_fault() -> None:
    assert faults(shallow(79.8)) == []


@pytest.mark.parametrize(("knee_deg", "severity"), [(75, Severity.MINOR), (61, Severity.MINOR), (60, Severity.MAJOR), (20, Severity.MAJOR)])
def test_severity(knee_deg: float, severity: Severity) -> None:
    (found,) = FormJudge(SIGNALS).deviations(rule(), shallow(knee_deg))
    assert found.severity is severity
    assert found.size == pytest.approx(80 - knee_deg)


def test_sizes_are_in_the_unit_of_their_rule() -> None:
    found = FormJudge(SIGNALS).deviations(rule(), figures(FRONT, knee_ratio=0.55, down_s=0.3))
    assert {one.rule.name: one.size for one in found} == pytest.approx({"knees_in": 0.15, "too_fast_down": 0.1})


def test_the_worse_the_fewer_points_and_never_below_nothing() -> None:
    judge = FormJudge(SIGNALS)
    scores = [judge.score(judge.deviations(rule(), shallow(deg))) for deg in (90, 75, 65, 50, 10)]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] == 100.0
    assert scores[-1] == scores[-2]
    everything = judge.deviations(rule(), figures(FRONT, knees=0.0, knee_ratio=0.0, down_s=0.0))
    assert len(everything) == 3
    assert judge.score(everything) < scores[-1]
    assert judge.score([*everything, *everything]) == 0.0


def test_the_worst_comes_first() -> None:
    assert faults(figures(knees=math.radians(70), trunk=math.radians(90))) == ["trunk_lean", "shallow"]


def test_the_range_is_that_of_the_joint() -> None:
    assert FormJudge(SIGNALS).joint_range(rule(), figures()) == pytest.approx(math.radians(95))


# --- made-up people who do it wrong ------------------------------------------------------------------------------------


def half_wrong(exercise: str, view: str, fault: str, seed: int, noise: Noise) -> Watched:
    """Four repetitions of a chosen exercise, the second and the fourth with the fault."""
    assert fault in FAULTS[exercise]
    spec = random_spec(seed, exercise, view, 4, "normal", faults=0)
    reach = 0.68 if fault in ("shallow", "not_locked") else 1.0
    part = spec.parts[0]
    reps = tuple(replace(rep, fault=fault, reach=reach) if i % 2 else rep for i, rep in enumerate(part.reps))
    return watched(replace(spec, parts=(replace(part, reps=reps),)), exercise, noise)


def rates(exercise: str, view: str, fault: str, noise: Noise) -> tuple[float, float]:
    """Share of the repetitions with and without the fault that were said to have it, over 8 people."""
    said: dict[bool, list[bool]] = {True: [], False: []}
    for seen in (half_wrong(exercise, view, fault, seed, noise) for seed in range(600, 608)):
        for rep in seen.reps:
            true = min(seen.truth.reps, key=lambda one: abs(one.turn_s - rep.t_turn))
            said[bool(true.fault)].append(fault in rep.faults)
    return float(np.mean(said[True])), float(np.mean(said[False]))


@pytest.mark.parametrize(
    ("exercise", "fault", "view"),
    [
        ("squat", "shallow", "front"), ("squat", "shallow", "45"), ("squat", "shallow", "side"), ("squat", "knees_in", "front"),
        ("squat", "trunk_lean", "side"), ("push_up", "shallow", "side"), ("push_up", "hips_sag", "side"),
        ("overhead_press", "not_locked", "front"),
    ],
)  # fmt: skip
def test_faults_are_found_and_clean_repetitions_are_left_alone(exercise: str, fault: str, view: str) -> None:
    """Exact landmarks: 100 % and 0 % when this was written."""
    found, false = rates(exercise, view, fault, EXACT)
    assert found >= 0.85
    assert false <= 0.05


@pytest.mark.parametrize(
    ("exercise", "fault", "view"),
    [
        ("squat", "shallow", "45"), ("squat", "knees_in", "front"), ("squat", "trunk_lean", "side"),
        ("overhead_press", "not_locked", "front"),
    ],
)  # fmt: skip
def test_faults_are_found_through_the_pose_models_errors(exercise: str, fault: str, view: str) -> None:
    """91, 96, 100 and 100 % of the faulty, 0, 0, 0 and 4 % of the clean ones (12 people) when this was written."""
    found, false = rates(exercise, view, fault, MEASURED)
    assert found >= 0.7
    assert false <= 0.15


def test_knees_are_not_judged_from_the_side() -> None:
    assert rates("squat", "side", "knees_in", EXACT)[0] == 0.0


def test_a_good_repetition_is_one_without_a_fault() -> None:
    seen = half_wrong("squat", "side", "shallow", 600, EXACT)
    assert [rep.good for rep in seen.reps] == [True, False, True, False]
    assert all(rep.good == (not rep.faults) for rep in seen.reps)
    assert [fault.rep for fault in seen.faults if fault.name == "shallow"] == [2, 4]
    assert [one.good for one in seen.sets] == [2]
