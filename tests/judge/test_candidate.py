"""How two taken for repetitions relate: of one set, one and the same movement, or each other's way back."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from edge.judge.candidate import FAR, Candidate, apart, are_about_even, are_believable, are_opposite, is_regular, overlap, shallow_before
from edge.judge.done import Done
from edge.judge.history import Figures
from edge.judge.recognise import Marks
from edge.judge.reps import Excursion
from edge.judge.rules import SPECIALS, STATS, Rule, parse_rules
from edge.messages import Side

SIGNALS = ("knees", "left_elbow", "right_elbow")
SQUAT = {"counts": "knees", "least": 0.5, "joint": "knees", "camera": "side", "clear": 2.0}
CURL = {"counts": "elbow", "sides": "each", "least": 0.5, "joint": "elbow", "camera": "front", "steady": True}
RULES = parse_rules(
    {
        "squat": SQUAT,
        "rise": {**SQUAT, "turns": "low"},
        "up": {**SQUAT, "as": "squat", "turns": "low"},
        "curl": CURL,
        "fold": {**SQUAT, "confirm": 4},
    },
    SIGNALS,
    frozenset(),
)
DOWN, RISE, UP, LEFT, RIGHT, FOLD = RULES.all


def candidate(
    start_s: float, end_s: float, rule: Rule = DOWN, size: float = 1.0, side: Side = Side.BOTH, level: float = 0.0, mark: float = 0.0,
    half: bool = False, cost: float = 0.0, rival: float = 9.0, plain: bool = True, hidden: bool = False,
) -> Candidate:  # fmt: skip
    table = np.zeros((len(STATS), len(SIGNALS) + len(SPECIALS)))
    table[STATS.index("start")] = level
    figures = Figures(table, np.ones(len(SIGNALS) + len(SPECIALS)), (0.0, 0.0, 0.0))
    excursion = Excursion(0, start_s, 0.5 * (start_s + end_s), end_s, size, half)
    return Candidate(rule, side, excursion, figures, Marks(np.array([mark]), np.ones(1)), 0, cost, rival, rival, plain, hidden)


def test_shared_time_is_a_share_of_the_shorter_and_negative_where_there_is_none() -> None:
    times = [
        (candidate(0.0, 2.0).excursion, candidate(start_s, end_s).excursion) for start_s, end_s in ((1.0, 2.0), (1.5, 5.5), (3.0, 4.0))
    ]
    assert [overlap(one, other) for one, other in times] == pytest.approx([1.0, 0.25, -1.0])
    assert [overlap(other, one) for one, other in times] == pytest.approx([1.0, 0.25, -1.0])


@pytest.mark.parametrize(
    ("size", "seconds", "half", "alike"),
    [(2.1, 1.0, False, True), (2.3, 1.0, False, False), (0.48, 1.0, False, True), (0.43, 1.0, False, False),
     (1.0, 2.5, False, True), (1.0, 2.7, False, False), (1.0, 0.36, False, False), (1.0, 2.7, True, True)],
)  # fmt: skip
def test_repetitions_of_a_set_are_alike_in_size_and_where_they_are_whole_in_time(
    size: float, seconds: float, half: bool, alike: bool
) -> None:
    one, other = candidate(0.0, 1.0), candidate(5.0, 5.0 + seconds, size=size, half=half)
    assert (one.is_like(other), other.is_like(one)) == (alike, alike)


@pytest.mark.parametrize(
    ("changed", "closely"),
    [
        ({"size": 1.4}, True),
        ({"size": 1.5}, False),
        ({"level": 0.2}, True),
        ({"level": 0.3}, False),
        ({"mark": 0.5}, True),
        ({"mark": 0.7}, False),
    ],
)
def test_what_gestures_mimic_must_be_alike_in_where_it_begins_and_how_it_looks_too(changed: dict[str, Any], closely: bool) -> None:
    one, other = candidate(0.0, 1.0, LEFT), candidate(2.0, 3.0, LEFT, **changed)
    assert one.is_like(other)
    assert one.is_like(other, steady=True) is closely


def test_left_and_right_are_two_unless_one_of_them_was_done_with_both() -> None:
    left, right = candidate(0.0, 1.0, LEFT, side=Side.LEFT), candidate(0.0, 1.0, RIGHT, side=Side.RIGHT)
    assert not left.is_the_same_as(right)
    assert left.is_the_same_as(candidate(0.0, 1.0, RIGHT, side=Side.BOTH))


@pytest.mark.parametrize(
    ("rule", "start_s", "same"), [(DOWN, 1.3, False), (DOWN, 1.1, True), (RISE, 1.3, False), (UP, 1.8, True), (UP, 1.95, False)]
)
def test_what_shares_its_time_is_one_movement_and_its_way_back_shares_hardly_any(rule: Rule, start_s: float, same: bool) -> None:
    """Two seconds each. From chair to chair and from standing to standing are one exercise, of which the same way would count twice."""
    one, other = candidate(0.0, 2.0), candidate(start_s, start_s + 2.0, rule)
    assert (one.is_the_same_as(other), other.is_the_same_as(one)) == (same, same)


def test_an_arm_that_moves_in_a_squat_is_a_part_of_it() -> None:
    assert candidate(0.0, 1.0, LEFT, side=Side.LEFT).is_the_same_as(candidate(0.0, 2.0, side=Side.BOTH))
    assert candidate(0.0, 1.0, LEFT, side=Side.LEFT).is_the_same_as(candidate(0.0, 2.0, DOWN, side=Side.RIGHT))


@pytest.mark.parametrize(
    ("start_s", "end_s", "whole", "same"), [(1.8, 2.8, False, True), (1.8, 2.8, True, False), (2.1, 3.1, False, False)]
)
def test_the_second_half_of_what_the_other_arm_did_whole_is_no_movement_of_its_own(
    start_s: float, end_s: float, whole: bool, same: bool
) -> None:
    """Its way out was not seen: it may have begun long before."""
    one, other = candidate(0.0, 2.0, LEFT, side=Side.LEFT), candidate(start_s, end_s, RIGHT, side=Side.BOTH, half=not whole)
    assert (one.is_the_same_as(other), other.is_the_same_as(one)) == (same, same)


def test_only_what_is_apart_remains_oldest_first() -> None:
    first, again, second = candidate(0.0, 2.0), candidate(0.1, 2.1), candidate(2.0, 4.0)
    assert apart([second, again, first]) == [first, second]


def test_down_and_up_of_one_signal_are_opposite_and_nothing_else_is() -> None:
    down, rise, curl = candidate(0.0, 1.0), candidate(0.0, 1.0, RISE), candidate(0.0, 1.0, LEFT)
    assert are_opposite(down, rise)
    assert not are_opposite(down, down)
    assert not are_opposite(rise, curl)


def test_it_is_clear_where_it_is_large_and_plain_and_looks_like_nothing_else() -> None:
    assert candidate(0.0, 1.0, cost=0.3, rival=1.3).is_clear
    unclear: list[dict[str, Any]] = [{"size": 0.9}, {"plain": False}, {"cost": 0.4}, {"cost": 0.3, "rival": 1.2}]
    assert [candidate(0.0, 1.0, **changed).is_clear for changed in unclear] == [False] * 4


def test_it_wins_where_no_rival_is_clearly_cheaper() -> None:
    assert [candidate(0.0, 1.0, cost=cost, rival=1.0).wins for cost in (1.0, 1.5, 1.6)] == [True, True, False]


def test_small_ones_are_as_alike_as_large_ones() -> None:
    assert [candidate(0.0, 1.0, size=0.1).is_like(candidate(2.0, 3.0, size=size)) for size in (0.12, 0.21, 0.23)] == [True, True, False]


@pytest.mark.parametrize(
    ("sizes", "seconds", "regular"),
    [
        ((0.5, 0.6, 0.5), (2.0, 2.5, 2.0), True), ((0.5, 0.65, 0.5), (2.0, 2.0, 2.0), False), ((0.5, 0.5, 0.5), (2.0, 2.8, 2.0), False),
        ((0.5, 0.5), (2.0, 2.0), False),
    ],
)  # fmt: skip
def test_three_that_are_too_even_to_be_gestures(sizes: tuple[float, ...], seconds: tuple[float, ...], regular: bool) -> None:
    def run(rule: Rule) -> list[Candidate]:
        return [candidate(9.0 * i, 9.0 * i + lasts, rule, size) for i, (size, lasts) in enumerate(zip(sizes, seconds, strict=True))]

    assert is_regular(run(LEFT)) is regular
    assert not is_regular(run(DOWN)), "of what no gesture mimics nothing of the kind is asked"


@pytest.mark.parametrize(("cost", "elsewhere", "is_it"), [(0.7, 0.0, True), (2.0, 1.6, True), (2.0, 1.0, False)])
def test_it_is_the_movement_where_it_fits_or_nothing_on_another_signal_fits_clearly_better(
    cost: float, elsewhere: float, is_it: bool
) -> None:
    assert candidate(0.0, 1.0, cost=cost, rival=elsewhere).is_the_movement is is_it


@pytest.mark.parametrize(
    ("rule", "cost", "plain", "goes_on"),
    [(LEFT, 0.6, False, True), (LEFT, 0.8, False, False), (LEFT, 0.8, True, True), (DOWN, 0.8, False, True)],
    ids=["fits as well", "fits worse", "plain", "no gesture mimics it"],
)
def test_a_gesture_that_fits_worse_is_none_of_a_set(rule: Rule, cost: float, plain: bool, goes_on: bool) -> None:
    """Who has curled with both arms and then points with one."""
    done = Done()
    for start_s, own in ((0.0, 0.0), (3.0, 0.1), (6.0, 0.1)):
        done.add(candidate(start_s, start_s + 2.0, rule, cost=own))
    assert done.is_like_the_set(candidate(9.0, 11.0, rule, cost=cost, plain=plain)) == goes_on


@pytest.mark.parametrize(
    ("between", "of_a_set"),
    [(candidate(1.0, 3.0, RISE, cost=0.5), True), (candidate(1.0, 3.0, RISE, cost=0.1), False),
     (candidate(1.97, 3.0, RISE, cost=0.5), False), (candidate(1.0, 3.0, cost=0.5), False)],
)  # fmt: skip
def test_the_way_back_of_what_was_counted_is_no_movement_of_its_own_unless_it_looks_more_like_one(
    between: Candidate, of_a_set: bool
) -> None:
    done = Done()
    done.add(candidate(0.0, 2.0, cost=0.3))
    assert done.led_through(between) == of_a_set


@pytest.mark.parametrize(("size", "small"), [(0.74, True), (0.76, False)])
def test_what_just_passes_the_least_size_is_small(size: float, small: bool) -> None:
    assert candidate(0.0, 1.0, size=size).is_small == small


@pytest.mark.parametrize(("seconds", "longest"), [(1.0, 2.0), (4.0, 6.0)])
def test_slow_repetitions_may_be_further_apart(seconds: float, longest: float) -> None:
    assert candidate(0.0, seconds).longest_pause == longest


@pytest.mark.parametrize(
    ("size", "seconds", "cost", "one_set"),
    [(2.1, 1.0, 0.5, True), (2.4, 1.0, 0.2, True), (2.4, 1.0, 0.4, False), (2.4, 1.7, 0.2, False), (3.3, 1.0, 0.2, False)],
)
def test_one_of_a_certain_set_may_be_shallow_where_both_are_clear_and_as_long(
    size: float, seconds: float, cost: float, one_set: bool
) -> None:
    one, other = candidate(0.0, 1.0, LEFT, cost=cost), candidate(2.0, 2.0 + seconds, LEFT, size=size)
    assert (one.may_be_one_set(other), other.may_be_one_set(one)) == (one_set, one_set)


@pytest.mark.parametrize(
    ("shallow", "belongs"),
    [
        (candidate(0.0, 2.0, size=0.35), True),
        (candidate(0.0, 2.0, size=0.3), False),
        (candidate(0.6, 2.0, size=0.45), True),
        (candidate(0.8, 2.0, size=0.45), False),
        (candidate(-2.0, -0.1, size=0.4), False),
        (candidate(0.0, 2.0, size=0.4, half=True), False),
        (candidate(0.0, 2.0, size=0.4, cost=1.9, rival=1.0), True),
        (candidate(0.0, 2.0, size=0.4, cost=2.1, rival=1.0), False),
        (candidate(0.0, 2.0, RISE, size=0.4), False),
    ],
)
def test_what_comes_right_before_a_set_and_takes_as_long_is_a_shallow_one_of_it(shallow: Candidate, belongs: bool) -> None:
    first = candidate(3.0, 5.0)
    assert shallow_before(first, [shallow, first]) == [shallow] * belongs


def test_before_a_set_one_may_be_shallow_and_of_gestures_none() -> None:
    runs = [[candidate(at, at + 2.0, rule, size) for at, size in ((-3.0, 0.4), (0.0, 0.4), (3.0, 1.0))] for rule in (DOWN, LEFT)]
    assert [shallow_before(run[-1], run) for run in runs] == [[runs[0][1]], []]


@pytest.mark.parametrize(("size", "believed"), [(0.51 * FAR, True), (0.49 * FAR, False)])
def test_a_limb_behind_the_body_is_believed_where_it_goes_far(size: float, believed: bool) -> None:
    assert are_believable([candidate(0.0, 1.0, LEFT, size, hidden=True)]) == believed


def test_who_rests_at_the_turning_point_turns_anywhere_in_it() -> None:
    def turning(start_s: float, turn_s: float) -> Candidate:
        made = candidate(start_s, start_s + 5.0, FOLD)
        return replace(made, excursion=replace(made.excursion, t_turn=start_s + turn_s))

    assert are_believable([turning(0.0, 1.0), turning(6.0, 4.0), turning(12.0, 1.0), turning(18.0, 4.0)])
    assert not are_believable([turning(0.0, 2.0), turning(6.0, 2.0), turning(16.0, 2.0), turning(22.0, 2.0)])


@pytest.mark.parametrize(
    ("times", "size", "even"),
    [([(0, 2), (3, 5), (6, 8)], 0.8, True), ([(0, 2), (3, 5), (10, 12)], 0.8, True), ([(0, 2), (3, 5), (11, 13)], 0.8, False),
     ([(0, 2), (3, 5), (6, 9.9)], 0.8, True), ([(0, 2), (3, 5), (6, 10.1)], 0.8, False), ([(0, 2), (3, 5.8)], 0.8, True),
     ([(0, 2), (3, 6)], 0.8, False), ([(0, 2), (3, 7.1)], 1.1, True), ([(0, 2)], 0.8, True)],
    ids=["evenly", "a rest between", "a long rest", "one takes longer", "twice as long", "a pair", "of a pair one takes longer",
         "large ones", "one alone"],
)  # fmt: skip
def test_what_leads_to_a_set_is_about_evenly_apart_and_long_or_large(times: list[tuple[float, float]], size: float, even: bool) -> None:
    assert are_about_even([candidate(*one, size=size) for one in times]) is even
