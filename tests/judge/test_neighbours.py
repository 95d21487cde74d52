"""Exercises that are nearly the same movement, as signals: which of them is told, by the one thing in which they differ."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping

import numpy as np
import pytest

from edge.assembly import shipped_rules
from edge.estimate.skeleton import ANGULAR, SIGNAL_NAMES
from edge.judge.history import History
from edge.judge.judge import Judge
from edge.judge.reps import Excursion
from edge.judge.rules import SIDES, SPECIALS
from edge.messages import Array, Event, MotionState, Rep
from tests.judge.made_states import FPS, states_of, wave

ARM_M, THIGH_M = 0.55, 0.4


def events(states: Iterable[MotionState]) -> list[Event]:
    judge = Judge(shipped_rules(), SIGNAL_NAMES, None, ANGULAR)
    last, said = 0.0, list[Event]()
    for state in states:
        said += judge.feed(state)
        last = state.t
    return [*said, *judge.finish(last)]


def counts(states: Iterable[MotionState]) -> dict[str, int]:
    return dict(Counter(event.exercise for event in events(states) if isinstance(event, Rep)))


def in_radians(signals: Mapping[str, Array]) -> dict[str, Array]:
    return {name: np.radians(values) if name in ANGULAR else values for name, values in signals.items()}


def arm_raised(plane_deg: float) -> dict[str, Array]:
    """The right arm to the height of the shoulder, five times, so far in front of straight out."""
    raised, plane = wave([1.0] * 5, 5.0, 95.0, 0.5), math.radians(plane_deg)
    level = ARM_M * np.sin(np.radians(raised))
    return in_radians(
        {
            "right_shoulder": raised,
            "shoulders": 0.5 * raised,
            "frontal": np.ones_like(raised),
            "right_hand": -ARM_M * np.cos(np.radians(raised)),
            "left_hand": np.full_like(raised, -ARM_M),
            "right_out": level * math.cos(plane),
            "right_reach": level * math.sin(plane),
        }
    )


@pytest.mark.parametrize(
    ("plane_deg", "exercise"),
    [(-10, "shoulder_abduction"), (15, "shoulder_abduction"), (38, "shoulder_scaption"), (50, "shoulder_scaption")],
)
def test_an_arm_is_raised_to_the_side_or_obliquely_forward(plane_deg: float, exercise: str) -> None:
    assert counts(states_of(arm_raised(plane_deg))) == {exercise: 5}


def knees_raised(turns: Mapping[str, list[float]]) -> dict[str, Array]:
    """Side -> for each second and a half whether that knee rises."""
    signals: dict[str, Array] = {}
    for side, own in turns.items():
        risen = np.radians(wave(own, 0.0, 85.0, 0.3, 1.3))
        signals |= {
            f"{side}_hip": np.degrees(risen),
            f"{side}_knee": np.degrees(risen),
            f"{side}_knee_height": -THIGH_M * np.cos(risen),
            f"{side}_foot_height": -THIGH_M * (1.0 + np.cos(risen)),
            "pelvis_height": np.full(len(risen), 2.0 * THIGH_M),
        }
    return in_radians(signals)


def test_one_knee_in_turn_with_the_other_is_marching_and_one_alone_a_hurdle_step() -> None:
    assert counts(states_of(knees_raised({"left": [1.0, 0.0] * 4, "right": [0.0, 1.0] * 4}))) == {"marching": 8}
    assert counts(states_of(knees_raised({"left": [0.0] * 6, "right": [1.0] * 6}))) == {"hurdle_step": 6}


def knee_rises(side: str, rises_deg: list[float]) -> dict[str, Array]:
    """Every three seconds that thigh rises by so much, twice as slowly as one marches; the other leg stands."""
    risen = np.radians(wave(rises_deg, 0.0, 1.0, 1.2, 1.8))
    other = SIDES[1 - SIDES.index(side)]
    standing = np.full_like(risen, -THIGH_M)
    signals = {
        f"{other}_knee_height": standing,
        f"{other}_foot_height": 2.0 * standing,
        "pelvis_height": np.full_like(risen, 2.0 * THIGH_M),
    }
    own = {f"{side}_hip": np.degrees(risen), f"{side}_knee": np.degrees(risen)}
    heights = {f"{side}_knee_height": -THIGH_M * np.cos(risen), f"{side}_foot_height": -THIGH_M * (1.0 + np.cos(risen))}
    return in_radians(signals | own | heights)


LOW = [32.0, 60.0, 35.0, 33.0]


@pytest.mark.parametrize("side", SIDES)
def test_knees_that_hardly_rise_are_counted_where_nothing_else_moves(side: str) -> None:
    assert counts(states_of(knee_rises(side, LOW))) == {"marching": 4}


def test_how_far_a_knee_rises_towards_the_camera_is_not_told() -> None:
    reps = [event for event in events(states_of(knee_rises("left", LOW))) if isinstance(event, Rep)]
    assert [(rep.range, rep.good, rep.score, rep.faults) for rep in reps] == [(None, None, None, ())] * 4


def test_nor_while_the_other_knee_rises_as_far() -> None:
    signals = knee_rises("left", LOW)
    both = signals | {"right_knee_height": np.roll(signals["left_knee_height"], 12)}
    assert counts(states_of(both)) == {}


def test_nor_while_the_knee_trembles_between() -> None:
    """A pose model in doubt moves a leg by as much all the time."""
    signals = knee_rises("left", LOW)
    standing = signals["left_knee_height"] < -THIGH_M + 0.001
    trembling = 0.035 * (1.0 - np.cos(2.0 * np.pi * np.arange(len(standing)) / 12.0))
    trembles = signals | {"left_knee_height": signals["left_knee_height"] + np.where(standing, trembling, 0.0)}
    assert counts(states_of(trembles)) == {}


def sitting_down(leant_deg: float, seated_deg: float, seated_s: float) -> dict[str, Array]:
    """From standing to the height of a chair and up again, five times. leant_deg: of the trunk on the way; seated_deg: there."""
    down, stand = 0.5 - 0.5 * np.cos(np.linspace(0.0, np.pi, round(0.9 * FPS))), np.zeros(round(0.6 * FPS))
    one = np.concatenate([down, np.ones(round(seated_s * FPS)), down[::-1], stand])
    bent = np.concatenate([stand, *[one] * 5])
    trunk = leant_deg * np.sin(np.pi * bent) + seated_deg * bent
    return in_radians(
        {
            "crouch": bent,
            **dict.fromkeys(("knees", "left_knee", "right_knee"), 5.0 + 95.0 * bent),
            "hips": 10.0 + 90.0 * bent,
            "trunk": trunk,
            "pelvis_y": -0.4 * bent,
            "pelvis_height": 0.8 - 0.4 * bent,
            "hands_y": 0.05 - 0.3 * bent,
            "chest_y": 0.5 - 0.4 * bent,
        }
    )


def test_who_sits_upright_between_leaning_forward_twice_stands_up_from_a_chair() -> None:
    assert counts(states_of(sitting_down(20.0, 3.0, 0.8))) == {"sit_to_stand": 5}


def test_who_goes_as_deep_and_leans_furthest_there_squats() -> None:
    assert counts(states_of(sitting_down(0.0, 30.0, 0.2))) == {"squat": 5}


def test_a_twitch_between_squats_is_none_of_them() -> None:
    """A shank that the pose model loses for a third of a second, half as far as the others go."""
    squats = sitting_down(0.0, 30.0, 1.5)
    bent = squats["crouch"]
    deepest, middle = int(bent.argmax()), int(np.flatnonzero(bent[len(bent) // 2 :] < 0.001)[0]) + len(bent) // 2
    twitch = 0.5 * np.sin(np.linspace(0.0, np.pi, round(0.36 * FPS)))
    with_twitch = {name: np.insert(v, middle, v[middle] + twitch * (v[deepest] - v[middle])) for name, v in squats.items()}
    assert counts(states_of(with_twitch)) == {"squat": 5}


def trait(name: str, signals: Mapping[str, Array]) -> float:
    """Of the one repetition that these signals are, in SI."""
    history = History(SIGNAL_NAMES)
    states = states_of(signals)
    for state in states:
        history.append(state.t, state.signals, state.signals_confidence)
    crouch = signals["crouch"]
    whole = Excursion(0, 0.0, float(crouch.argmax()) / FPS, states[-1].t, float(np.ptp(crouch)), half=False)
    figures = history.of_excursion(whole, SIGNAL_NAMES.index("crouch"), 1.0)
    return float(figures.table[0, len(SIGNAL_NAMES) + SPECIALS.index(name)])


def test_a_step_is_aside_by_its_direction_whatever_its_length() -> None:
    crouch = wave([1.0], 0.0, 0.8)
    for length in (0.3, 0.9):
        to_the_side = {"crouch": crouch, "stride_side": length * crouch, "stride_forward": 0.2 * length * crouch}
        forward = {"crouch": crouch, "stride_side": 0.3 * length * crouch, "stride_forward": length * crouch}
        assert math.degrees(trait("aside", to_the_side)) == pytest.approx(78.7, abs=0.1)
        assert math.degrees(trait("aside", forward)) == pytest.approx(16.7, abs=0.1)


def test_hips_rise_where_they_are_higher_while_the_signal_is_far_on_its_way() -> None:
    crouch = wave([1.0], 0.0, 0.5)
    assert trait("hips_rise", {"crouch": crouch, "pelvis_y": 0.1 * crouch}) > 0.025
    assert trait("hips_rise", {"crouch": crouch, "pelvis_y": -0.1 * crouch}) < -0.025
    sway = 0.05 * np.sin(np.linspace(0.0, 8.0 * np.pi, len(crouch)))
    assert abs(trait("hips_rise", {"crouch": crouch, "pelvis_y": sway})) < 0.012


def test_who_steps_on_something_is_higher_afterwards_and_who_lunges_is_not() -> None:
    crouch = wave([1.0], 0.0, 0.5)
    assert trait("climbed", {"crouch": crouch, "pelvis_y": -0.3 * crouch}) == pytest.approx(0.0, abs=1e-6)
    assert trait("climbed", {"crouch": crouch, "pelvis_y": np.linspace(0.0, 0.2, len(crouch))}) == pytest.approx(0.2, abs=1e-6)


def leg_raises(foot_m: float, times: int = 5) -> dict[str, Array]:
    """The right leg, so high."""
    share = wave([1.0] * times, 0.0, 1.0, 0.5)
    return in_radians(
        {"right_hip": 70.0 * share, "hips": 35.0 * share, "right_foot_height": foot_m * share - 0.8, "left_foot_height": 0.0 * share - 0.8}
    )


@pytest.mark.parametrize(("foot_m", "counted"), [(0.26, 0), (0.4, 1)])
def test_a_single_leg_raise_is_believed_where_the_foot_goes_high(foot_m: float, counted: int) -> None:
    assert counts(states_of(leg_raises(foot_m, times=1), 0.95)).get("standing_leg_raise", 0) == counted


@pytest.mark.parametrize(("seen", "foot_m", "counted"), [(0.95, 0.28, 5), (0.4, 0.4, 5), (0.4, 0.28, 0)])
def test_of_a_leg_that_is_hardly_seen_only_what_goes_far_is_believed(seen: float, foot_m: float, counted: int) -> None:
    assert counts(states_of(leg_raises(foot_m), seen)).get("standing_leg_raise", 0) == counted


def test_knees_that_a_barbells_plates_hide_make_a_deadlift_nothing_else() -> None:
    """They are read bent by 120 degrees then."""
    down = wave([1.0] * 4, 0.0, 1.0, 0.8, 2.4)
    lifted = {
        **dict.fromkeys(("knees", "left_knee", "right_knee"), 5.0 + 115.0 * down),
        **{hand: np.full_like(down, -0.6) for hand in ("hands", "left_hand", "right_hand")},
        "trunk": 5.0 + 70.0 * down,
        "hips": 10.0 + 90.0 * down,
        "hands_y": -0.2 - 0.6 * down,
        "chest_y": -0.3 * down,
        "pelvis_y": -0.15 * down,
        "crouch": 0.5 * down,
    }
    assert counts(states_of(in_radians(lifted))) == {"deadlift": 4}


def steps_up(bent_deg: float = 20.0, apart_m: float = 0.2, knees_deg: float = 10.0) -> dict[str, Array]:
    """Four times up a step, the trunk bent so far on the way, the feet so far apart and the knees so far bent before it."""
    up = wave([1.0] * 4, 0.0, 1.0, 0.8)
    way = np.sin(np.pi * up)
    return in_radians(
        {
            "pelvis_y": 0.25 * up,
            "feet_y": 0.24 * up,
            "feet_apart_y": 0.24 * way,
            "stride_side": apart_m * (1.0 - up),
            "knees": 40.0 * way + knees_deg * (1.0 - up),
            "hips": 40.0 * way,
            "knee_difference": 60.0 * way,
            "trunk": 5.0 + (bent_deg - 5.0) * way**4,
        }
    )


@pytest.mark.parametrize(("bent_deg", "counted"), [(20.0, {"step_up": 4}), (35.0, {"step_up": 4}), (70.0, {"unknown": 4})])
def test_who_bends_far_with_feet_that_are_misread_steps_on_nothing(bent_deg: float, counted: dict[str, int]) -> None:
    assert counts(states_of(steps_up(bent_deg))) == counted


@pytest.mark.parametrize(("apart_m", "counted"), [(0.4, {"step_up": 4}), (0.9, {"unknown": 4})])
def test_nor_who_rises_from_feet_far_apart(apart_m: float, counted: dict[str, int]) -> None:
    assert counts(states_of(steps_up(apart_m=apart_m))) == counted


@pytest.mark.parametrize(("knees_deg", "counted"), [(57.0, {"step_up": 4}), (78.0, {"unknown": 4})])
def test_a_step_begins_with_one_foot_on_it_too_and_a_lunge_with_both_knees_bent(knees_deg: float, counted: dict[str, int]) -> None:
    assert counts(states_of(steps_up(knees_deg=knees_deg))) == counted


def hops(climbed_m: float) -> dict[str, Array]:
    """Down and up in the knees five times, with the feet off the floor after each, which comes down so much higher than it was."""
    share = wave([1.0] * 5, 0.0, 1.0, 1.0)
    off, level = np.zeros_like(share), np.zeros_like(share)
    for number in range(5):
        down = round((1.0 + number * 2.6) * FPS)
        up = down + round(1.6 * FPS)
        off[up - 8 : up + 12] = 0.25 * np.sin(np.linspace(0.0, np.pi, 20))
        level[down:] += climbed_m * np.clip((np.arange(len(level) - down) / FPS - 0.8) / 0.8, 0.0, 1.0)
    return in_radians(
        {
            "crouch": 0.1 + 0.5 * share,
            "knees": 5.0 + 75.0 * share,
            "hips": 5.0 + 70.0 * share,
            "feet_y": off,
            "pelvis_y": level - 0.3 * share,
        }
    )


def test_who_jumps_comes_down_where_they_were() -> None:
    assert counts(states_of(hops(0.0))) == {"jump_squat": 5}
    assert "jump_squat" not in counts(states_of(hops(0.35)))


def test_a_bridge_of_which_only_the_end_was_seen_is_none() -> None:
    """A pose model's first pictures of who lies there sink like hips."""
    share = wave([1.0] * 4, 0.0, 1.0)[round(1.8 * FPS) :]
    lying = {"trunk": np.full_like(share, 85.0), "knees": np.full_like(share, 95.0), "hips": 45.0 - 35.0 * share}
    assert counts(states_of({**in_radians(lying), "hip_line": 0.2 * share, "prone": np.full_like(share, -0.9)})) == {"glute_bridge": 3}
