"""How many of one kind must be seen: fewer of what is large and looks like nothing else, more of what lies far apart."""

import math
from dataclasses import replace

import pytest

from edge.judge.candidate import Candidate, are_believable, is_regular
from edge.judge.enough import needed
from tests.judge.test_candidate import DOWN, LEFT, candidate

TWICE = replace(DOWN, confirm=2, clear=math.inf)
MIMICKED = replace(DOWN, confirm=2, steady=True)


def wanted(*kin: Candidate) -> int:
    return needed(kin[-1], kin, alone=True, seam=False)


@pytest.mark.parametrize(
    ("size", "cost", "rival", "number"),
    [(0.81, 0.0, 9.0, 1), (0.79, 0.0, 9.0, 2), (0.86, 0.2, 9.0, 1), (0.84, 0.2, 9.0, 2), (1.23, 0.59, 9.0, 1), (1.2, 0.59, 9.0, 2),
     (1.5, 0.61, 9.0, 2), (1.2, 0.3, 0.2, 2)],
    ids=["just large enough", "hardly larger than small", "fits worse and goes further", "fits worse", "hardly fits and goes far",
         "hardly fits", "fits badly", "something else fits"],
)  # fmt: skip
def test_one_alone_is_believed_the_further_it_goes_the_worse_it_may_fit(size: float, cost: float, rival: float, number: int) -> None:
    assert wanted(candidate(0.0, 2.0, size=size, cost=cost, rival=rival)) == number


@pytest.mark.parametrize(("since_s", "number"), [(4.9, 2), (5.1, 3)])
def test_two_that_are_not_believed_alone_must_not_lie_far_apart(since_s: float, number: int) -> None:
    assert wanted(*(candidate(at, at + 2.0, size=0.79) for at in (0.0, 2.0 + since_s))) == number


@pytest.mark.parametrize(("plain", "since_s", "number"), [(True, 5.1, 1), (False, 4.9, 1), (False, 5.1, 4)])
def test_who_crouched_oddly_some_time_ago_is_not_believed_alone(plain: bool, since_s: float, number: int) -> None:
    """Who sets up a bar."""
    assert wanted(candidate(0.0, 2.0, plain=plain), candidate(2.0 + since_s, 4.0 + since_s)) == number


@pytest.mark.parametrize(("cost", "number"), [(0.1, 1), (0.14, 2)])
def test_what_gestures_mimic_is_believed_alone_only_where_it_fits(cost: float, number: int) -> None:
    seen = candidate(0.0, 2.0, MIMICKED, size=2.0, cost=cost)
    assert seen.is_clear
    assert wanted(seen) == number


@pytest.mark.parametrize(
    ("size", "cost", "rival", "number"),
    [(0.79, 0.0, 0.6, 2), (0.79, 0.0, 0.4, 3), (0.79, 0.7, 9.0, 3), (0.81, 0.0, 0.4, 2), (0.81, 0.7, 9.0, 2)],
    ids=["fits", "something else does nearly as well", "fits badly", "goes further", "goes further and fits badly"],
)
def test_what_is_hardly_larger_than_small_and_may_be_something_else_needs_one_more(
    size: float, cost: float, rival: float, number: int
) -> None:
    assert wanted(*(candidate(at, at + 2.0, TWICE, size, cost=cost, rival=rival) for at in (0.0, 3.0))) == number


@pytest.mark.parametrize(
    ("lasts_s", "pause_s", "number"),
    [(1.8, 4.9, 2), (1.8, 5.1, 3), (8.0, 7.1, 2), (8.0, 7.3, 3)],
    ids=["short", "long", "slow", "slow, long"],
)
def test_after_a_pause_that_is_long_beside_the_movements_a_third_is_needed(lasts_s: float, pause_s: float, number: int) -> None:
    assert wanted(*(candidate(at, at + lasts_s, TWICE, 0.9) for at in (0.0, lasts_s + pause_s))) == number


def test_who_rested_long_ago_rested_before_the_set() -> None:
    assert wanted(*(candidate(at, at + 2.0, TWICE, 0.9) for at in (0.0, 9.0, 12.0))) == 2


@pytest.mark.parametrize(("lone", "lasts_s", "number"), [(False, 2.8, 2), (False, 3.0, 3), (True, 2.8, 2), (True, 3.0, 6)])
def test_what_hardly_moves_must_do_so_evenly(lone: bool, lasts_s: float, number: int) -> None:
    """The knee of somebody who talks."""
    rule = replace(TWICE, lone=lone)
    assert wanted(candidate(0.0, 2.0, rule, 0.9), candidate(3.0, 3.0 + lasts_s, rule, 0.9)) == number


@pytest.mark.parametrize(("size", "number"), [(0.76, 3), (0.74, 8)])
def test_what_is_small_must_come_evenly(size: float, number: int) -> None:
    """A body that is misread while somebody walks about."""
    assert wanted(*(candidate(at, at + lasts_s, TWICE, size) for at, lasts_s in ((0.0, 2.0), (3.0, 4.2)))) == number


@pytest.mark.parametrize(("size", "plain", "number"), [(0.99, False, 5), (1.01, False, 3), (0.99, True, 1)])
def test_of_what_is_never_plain_and_goes_no_further_more_are_needed(size: float, plain: bool, number: int) -> None:
    """Who sets up a bar; one that is plain among them is enough."""
    before = [candidate(at, at + 2.0, size=size, plain=False) for at in (0.0, 3.0)]
    assert wanted(*before, candidate(6.0, 8.0, size=size, plain=plain)) == number


@pytest.mark.parametrize(("confirm", "cost", "number"), [(2, 0.29, 2), (2, 0.31, 3), (2, 0.7, 3), (3, 0.31, 3), (3, 0.7, 4)])
def test_two_gestures_are_enough_only_where_they_fit(confirm: int, cost: float, number: int) -> None:
    rule = replace(MIMICKED, confirm=confirm, clear=math.inf)
    assert wanted(*(candidate(at, at + 2.0, rule, 0.9, cost=cost) for at in (0.0, 3.0))) == number


@pytest.mark.parametrize(("smaller", "number"), [(0.73, 2), (0.72, 3)])
def test_two_gestures_are_enough_only_where_both_go_far(smaller: float, number: int) -> None:
    rule = replace(MIMICKED, clear=math.inf)
    assert wanted(candidate(0.0, 2.0, rule, 0.9), candidate(3.0, 5.0, rule, smaller)) == number


def test_between_gestures_a_long_pause_is_the_place_of_one_that_was_passed_over() -> None:
    assert wanted(*(candidate(at, at + 3.0, replace(TWICE, steady=True), 0.9) for at in (0.0, 9.1))) == 2


@pytest.mark.parametrize(("rival", "number"), [(0.4, 3), (0.2, 4)])
def test_of_what_is_not_plain_and_looks_more_like_something_else_one_more_is_needed(rival: float, number: int) -> None:
    assert wanted(*(candidate(at, at + 2.0, cost=0.3, rival=rival, plain=False) for at in (0.0, 3.0, 6.0))) == number


@pytest.mark.parametrize(("cost", "number"), [(1.1, 2), (1.3, 3)])
def test_where_none_of_them_fits_more_are_needed(cost: float, number: int) -> None:
    """A push-up while sitting."""
    assert wanted(candidate(0.0, 2.0, cost=cost), candidate(3.0, 5.0, cost=1.9)) == number


def test_what_was_mostly_done_by_a_limb_that_is_not_seen_is_not_believed() -> None:
    unseen, seen = [candidate(at, at + 2.0, rival=0.6, hidden=True) for at in (0.0, 3.0)], candidate(6.0, 8.0)
    assert are_believable([unseen[0], seen])
    assert not are_believable([*unseen, seen])


def test_one_that_is_not_believed_alone_is_no_better_for_what_was_not_plain_before_it() -> None:
    before, plain = candidate(0.0, 2.0, plain=False), candidate(3.0, 5.0)
    assert are_believable([before, plain])
    assert not are_believable([before, plain], fewest=2)
    assert wanted(before, plain) == 1
    assert wanted(before, candidate(3.0, 5.0, size=0.79)) == 3


def test_gestures_are_too_even_to_be_some_only_where_they_are_plain_or_nothing_else_is_nearly_as_good() -> None:
    run = [candidate(at, at + 2.0, LEFT, rival=0.4) for at in (0.0, 3.0, 6.0)]
    assert is_regular(run)
    assert not is_regular([candidate(-3.0, -1.0, LEFT, rival=0.4, plain=False), *run])
    assert is_regular([replace(c, rival=0.6, plain=False) for c in run])
    assert not is_regular([candidate(-3.0, -1.0, DOWN), candidate(0.0, 2.0, DOWN), candidate(3.0, 5.0, DOWN)])
