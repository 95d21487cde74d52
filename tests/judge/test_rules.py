"""Tables of exercises: how they are parsed, what mistakes are named, how names fold, and what the shipped one must hold."""

import copy
import math
import tomllib
from typing import Any

import pytest

from edge.assembly import shipped_rules
from edge.errors import InputError
from edge.judge.rules import Rules, parse_rules

SIGNALS = ("knees", "left_elbow", "right_elbow", "left_height", "right_height", "trunk")
ANGULAR = frozenset({"knees", "left_elbow", "right_elbow", "trunk"})
TABLE = """
[aliases]
bend = "squat"

[squat]
counts = "knees"
least = 30
start = [0, 20]
turn = [70, 140]
joint = "knees"
target = [80, 130]
camera = "side"
[squat.looks]
"range trunk" = [0, 90]
"duration" = [0.5, 6]
[[squat.faults]]
name = "shallow"
measure = "turn knees"
below = 80
major = 60
unit = "deg"
cue = "squat.deeper"
[[squat.faults]]
name = "fast"
measure = "down_s"
below = 0.4
major = 0.2
unit = "s"
cue = "common.slower_down"
view = "side"

[curl]
counts = "elbow"
sides = "each"
turns = "low"
joint = "elbow"
camera = "front"
confirm = 2
[curl.looks]
"range own_elbow" = [60, 160]
"range other_height" = [0, 0.5]

[plank]
kind = "hold"
joint = "trunk"
camera = "side"
[plank.looks]
"mean trunk" = [70, 110]
"""

SHIPPED = [
    "squat", "jump_squat", "split_squat", "bulgarian_split_squat", "lunge", "side_lunge", "inline_lunge", "deadlift", "row",
    "bench_press", "overhead_press", "overhead_extension", "dip", "push_up", "pull_up", "lat_pulldown", "bicep_curl", "leg_extension",
    "sit_up", "hurdle_step", "sit_to_stand", "standing_leg_raise", "straight_leg_raise", "shoulder_abduction", "shoulder_extension",
    "shoulder_rotation", "shoulder_scaption", "heel_raise", "step_up", "marching", "running", "glute_bridge", "single_leg_bridge",
    "clam_shell", "dead_bug", "side_plank_hip_dip", "cat_camel", "neck_lateral_flexion", "wrist_flexion",
]  # fmt: skip
HOLDS = ["plank", "wall_sit", "warrior_two", "tree_pose", "downward_dog"]
"""DESIGN section 7."""


def parsed(table: dict[str, Any] | None = None) -> Rules:
    return parse_rules(table or tomllib.loads(TABLE), SIGNALS, ANGULAR)


def changed(**squat: Any) -> dict[str, Any]:
    """The table with other entries of its squat."""
    table = copy.deepcopy(tomllib.loads(TABLE))
    table["squat"].update(squat)
    return table


# --- parsing ----------------------------------------------------------------------------------------------------------


def test_degrees_end_here_and_lengths_and_times_stay() -> None:
    squat = parsed().of("squat")[0]
    assert squat.least == pytest.approx(math.radians(30))
    assert squat.target == pytest.approx((math.radians(80), math.radians(130)))
    limits = {look.measure.name: (look.low, look.high) for look in squat.looks}
    assert limits["range trunk"] == pytest.approx((0, math.pi / 2))
    assert limits["duration"] == (0.5, 6)
    shallow, fast = squat.faults
    assert (shallow.limit, shallow.major) == pytest.approx((math.radians(80), math.radians(60)))
    assert (shallow.above, shallow.view) == (False, "any")
    assert (fast.limit, fast.major, fast.view) == (0.4, 0.2, "side")


def test_zones_are_looks_of_the_counting_signal() -> None:
    names = [look.measure.name for look in parsed().of("squat")[0].looks]
    assert names == ["range trunk", "duration", "start knees", "turn knees"]


def test_an_exercise_of_each_side_is_two_rules() -> None:
    left, right = parsed().of("curl")
    assert (left.side, left.signal, left.joint) == ("left", "left_elbow", "left_elbow")
    assert (right.side, right.signal, right.joint) == ("right", "right_elbow", "right_elbow")
    assert [look.measure.signal for look in left.looks] == ["left_elbow", "right_height"]
    assert [look.measure.signal for look in right.looks] == ["right_elbow", "left_height"]
    assert (left.turns_high, left.confirm) == (False, 2)


def test_a_hold_counts_nothing() -> None:
    plank = parsed().of("plank")[0]
    assert (plank.hold, plank.signal) == (True, "")
    assert parsed().names == ("squat", "curl", "plank")


@pytest.mark.parametrize(
    ("look", "limits", "costs_one"),
    [
        ("range trunk", [0, 90], math.radians(14)), ("crouched_trunk", [0, 90], math.radians(14)),
        ("range trunk", [0, 90, 9], math.pi / 20), ("range left_height", [0, 1], 0.07), ("range left_height", [0, 1, 0.3], 0.3),
        ("lift", [0, 1], 0.07), ("turn_share", [0, 1], 0.12),
        ("duration", [0.5, 6], 0.2), ("mean prone", [0, 1], 0.2),
    ],
)  # fmt: skip
def test_how_far_outside_costs_one_is_as_said_or_as_is_usual_for_angles_lengths_and_shares(
    look: str, limits: list[float], costs_one: float
) -> None:
    rules = parse_rules(changed(looks={look: limits}), (*SIGNALS, "prone"), ANGULAR)
    assert rules.of("squat")[0].looks[0].soft == pytest.approx(costs_one)


def test_a_length_that_counts_is_no_angle() -> None:
    assert parsed(changed(counts="left_height", least=0.3)).of("squat")[0].least == 0.3


def test_what_an_entry_leaves_out_is_as_the_shipped_table_explains_it() -> None:
    entry = {"counts": "knees", "joint": "knees", "camera": "side"}
    rule = parsed({"squat": entry}).of("squat")[0]
    assert (rule.confirm, rule.prior, rule.pause, rule.smallest, rule.clear, rule.least) == (1, 1.0, 8.0, 0.42, math.inf, 0.0)
    assert (rule.halves, rule.steady, rule.told, rule.quiet, rule.lone, rule.hold) == (True, False, False, False, False, False)
    assert rule.turns_high
    assert (rule.needs, rule.plain, rule.looks, rule.faults, rule.target) == ((), (), (), (), None)


def test_unasked_nothing_is_told_that_needs_a_persons_choice_but_holds_are_left_to_their_finder() -> None:
    table = changed(told=True)
    table["plank"]["told"] = True
    assert [rule.exercise for rule in parsed(table).unasked] == ["curl", "curl", "plank"]


def test_a_taught_exercise_takes_the_place_of_its_namesake_and_other_names_stay() -> None:
    both = parsed().joined(parsed({"squat": {**tomllib.loads(TABLE)["squat"], "least": 45}, "wave": tomllib.loads(TABLE)["curl"]}))
    assert both.names == ("curl", "plank", "squat", "wave")
    assert both.of("squat")[0].least == pytest.approx(math.radians(45))
    assert both.resolve("bend") == "squat"


# --- mistakes ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("squat", "named"),
    [
        ({"counts": "knee"}, "knee"),
        ({"joint": "ankles"}, "ankles"),
        ({"looks": {"range hips": [0, 1]}}, "hips"),
        ({"plain": {"turn hands": [0, 1]}}, "hands"),
        ({"sides": "each"}, "left_knees"),
    ],
)  # fmt: skip
def test_an_unknown_signal_is_named(squat: dict[str, Any], named: str) -> None:
    with pytest.raises(ValueError, match=rf"squat names the unknown signal '{named}'"):
        parsed(changed(**squat))


def test_an_unknown_signal_of_a_fault_is_named() -> None:
    table = changed()
    table["squat"]["faults"][0]["measure"] = "turn ankles"
    with pytest.raises(ValueError, match="unknown signal 'ankles'"):
        parsed(table)


@pytest.mark.parametrize("missing", ["counts", "joint", "camera"])
def test_an_entry_without_what_it_needs_is_refused(missing: str) -> None:
    table = changed()
    del table["squat"][missing]
    with pytest.raises(KeyError, match=missing):
        parsed(table)


# --- names ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("squat", "squat"), ("Squat", "squat"), ("squats", "squat"), ("bend", "squat"), ("bends", "squat"), (" squat ", "squat"),
        ("curl_bilateral", "curl"), ("curl-alternating", "curl"), ("Curl Alternate", "curl"), ("auto", "auto"),
    ],
)  # fmt: skip
def test_names_fold(said: str, meant: str) -> None:
    assert parsed().resolve(said) == meant


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("push-ups", "push_up"), ("Push Ups", "push_up"), ("clap_push_up", "push_up"), ("elbow_flexion", "bicep_curl"),
        ("elbow_flexion_bilateral", "bicep_curl"), ("lat_machine", "lat_pulldown"), ("deep_squat", "squat"), ("deep squats", "squat"),
        ("lunges", "lunge"), ("bicep_curls_alternating", "bicep_curl"), ("Bench Press", "bench_press"), ("bench_presses", "bench_press"),
        ("hurdle_steps", "hurdle_step"), ("side_lunge_alternating", "side_lunge"),
    ],
)  # fmt: skip
def test_names_people_write_fold(said: str, meant: str) -> None:
    assert shipped_rules().resolve(said) == meant


def test_an_unknown_name_lists_the_nearest() -> None:
    with pytest.raises(InputError, match=r"no exercise called 'squatt'.*nearest: .*squat") as problem:
        shipped_rules().resolve("squatt")
    assert problem.value.exit_code == 2


def test_a_name_like_nothing_lists_all() -> None:
    with pytest.raises(InputError, match=r"known: squat, curl, plank"):
        parsed().resolve("xylophone")


# --- what ships -------------------------------------------------------------------------------------------------------


def test_the_shipped_exercises_are_those_of_the_design_and_no_others() -> None:
    rules = shipped_rules()
    counted = {rule.exercise for rule in rules.all if not rule.hold}
    assert counted == set(SHIPPED)
    assert {rule.exercise for rule in rules.all if rule.hold} == set(HOLDS)


def test_every_alias_leads_to_an_exercise_and_hides_none() -> None:
    rules = shipped_rules()
    assert set(rules.aliases.values()) <= set(rules.names)
    assert not set(rules.aliases) & set(rules.names)


@pytest.mark.parametrize("name", [*SHIPPED, *HOLDS])
def test_a_shipped_exercise_is_whole(name: str) -> None:
    for rule in shipped_rules().of(name):
        assert rule.camera in ("front", "side")
        assert rule.looks
        for look in (*rule.looks, *rule.plain):
            assert look.low < look.high
        for fault in rule.faults:
            assert fault.view in ("any", "front", "side")
            assert (fault.major > fault.limit) == fault.above, f"{fault.name}: the major limit is the farther one"
            assert fault.cue
            assert fault.unit


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_repetition_has_a_least_size_and_a_target_in_order(name: str) -> None:
    for rule in shipped_rules().of(name):
        assert rule.least > 0
        assert rule.confirm >= 1
        assert 0 < rule.prior <= 1
        assert rule.target is not None
        assert 0 <= rule.target[0] < rule.target[1] <= math.pi


@pytest.mark.parametrize(
    "mistake",
    [
        {"confrm": 2}, {"sides": "both "}, {"turns": "up"}, {"camera": "top"}, {"kind": "held"}, {"looks": {"middle knees": [0, 1]}},
        {"faults": [{"name": "fast", "measure": "down_s", "below": 0.4, "major": 0.2, "unit": "s", "cue": "common.slower", "view": "top"}]},
    ],
    ids=lambda mistake: next(iter(mistake)),
)  # fmt: skip
def test_a_mistyped_rule_is_refused(mistake: dict[str, object]) -> None:
    entry = {"counts": "crouch", "least": 0.3, "joint": "knees", "camera": "side", **mistake}
    with pytest.raises(ValueError, match=r"exercises\.toml"):
        parse_rules({"squat": entry}, ("crouch", *SIGNALS), ANGULAR)
