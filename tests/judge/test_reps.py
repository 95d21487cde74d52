"""Excursions on made-up signals: what counts as out, over and back, at whatever pace, and what does not."""

import math
from collections.abc import Callable

import numpy as np
import pytest

from edge.judge.reps import SHALLOW_SHARE, Excursion, ExcursionFinder
from edge.judge.rules import SMALLEST_SHARE
from edge.messages import Array

Signal = Callable[[float], float]
LEAST = 0.3


def times(seconds: float, start: float = 0.0) -> Array:
    """A camera's irregular frames: 20 to 45 a second."""
    steps = np.random.default_rng(1).uniform(1 / 45, 1 / 20, int(seconds * 45))
    t = start + np.cumsum(steps)
    return t[t <= start + seconds]


def follow(
    signal: Signal, seconds: float, finder: ExcursionFinder | None = None, start: float = 0.0, seen: Signal = lambda t: 1.0
) -> list[Excursion]:
    """All excursions of one signal, in order of their ends."""
    finder = finder or one_row()
    frames = [(t, finder.feed(t, np.array([signal(t)]), np.array([seen(t)]))) for t in times(seconds, start)]
    return [excursion for _, ended in frames for excursion in ended]


def one_row(sign: float = 1.0) -> ExcursionFinder:
    return ExcursionFinder([0], [sign], [LEAST], [SMALLEST_SHARE])


def through(*points: tuple[float, float]) -> Signal:
    """A path through (t, value), eased between them, still before and after."""
    t, value = np.array(points).T

    def at(now: float) -> float:
        i = int(np.clip(np.searchsorted(t, now) - 1, 0, len(t) - 2))
        share = np.clip((now - t[i]) / (t[i + 1] - t[i]), 0.0, 1.0)
        return float(value[i] + (value[i + 1] - value[i]) * (0.5 - 0.5 * math.cos(math.pi * share)))

    return at


def waves(period: float, size: float = 1.0, rest_s: float = 1.0) -> Signal:
    """Still for a while, then out and back once a period."""
    return lambda t: 0.5 * size * (1 - math.cos(2 * math.pi * (t - rest_s) / period)) if t > rest_s else 0.0


# --- pace -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("period", [0.8, 1.5, 3.0, 8.0])
def test_every_wave_is_one_excursion_at_any_pace(period: float) -> None:
    found = follow(waves(period), 1.0 + 6 * period + 0.5)
    assert len(found) == 6
    for number, excursion in enumerate(found):
        began = 1.0 + number * period
        assert excursion.t_turn == pytest.approx(began + period / 2, abs=0.06)
        assert excursion.t_end == pytest.approx(began + period, abs=0.12 * period + 0.05)
        assert excursion.t_start < excursion.t_turn < excursion.t_end
        assert excursion.size == pytest.approx(1.0, abs=0.05)
        assert not excursion.half


@pytest.mark.parametrize("pause", [0.0, 2.0])
def test_repetitions_after_a_change_of_posture_count(pause: float) -> None:
    """A bar comes up to the shoulders before it is pressed: no repetition goes back to where it hung."""
    pressed = ((4, 0.95), (5, 0.55), (6, 0.95), (7, 0.55), (8, 0.95), (9, 0.55))
    signal = through((1, 0), (2, 0.55), (2.01, 0.55), *((t + pause, level) for t, level in ((3, 0.55), *pressed)))
    assert [(x.t_turn, x.size) for x in follow(signal, 9.5 + pause)] == [
        (pytest.approx(t + pause, abs=0.1), pytest.approx(0.4, abs=0.03)) for t in (4.0, 6.0, 8.0)
    ]


def test_slow_and_fast_in_one_set() -> None:
    signal = through((1, 0), (5, 1), (9, 0), (9.5, 1), (10, 0), (10.4, 1), (10.8, 0), (14, 1), (18, 0))
    assert len(follow(signal, 19)) == 4


@pytest.mark.parametrize("pause", [1.0, 5.0, 15.0])
def test_a_pause_at_the_turning_point_is_one_excursion(pause: float) -> None:
    signal = through((1, 0), (2, 1), (2 + pause, 0.98), (3 + pause, 0))
    assert [x.t_turn for x in follow(signal, 5 + pause)] == [pytest.approx(2.0, abs=0.1)]


def test_a_pause_on_the_way_is_one_excursion() -> None:
    assert len(follow(through((1, 0), (2, 0.5), (4, 0.5), (5, 1), (6, 0.6), (7, 0.6), (8, 0)), 10)) == 1


def test_rests_between_blocks() -> None:
    signal = through((1, 0), (2, 1), (3, 0), (33, 0), (34, 1), (35, 0))
    assert len(follow(signal, 37)) == 2


# --- where it ends ----------------------------------------------------------------------------------------------------


def test_announced_when_it_is_back_not_later() -> None:
    finder = one_row()
    announced = [t for t in times(9) if finder.feed(t, np.array([waves(2.0)(t)]), np.array([1.0]))]
    assert announced == pytest.approx([3.0, 5.0, 7.0, 9.0], abs=0.25)


@pytest.mark.parametrize("arrived", [0.02, 0.1, 0.18])
def test_what_has_arrived_and_only_creeps_on_is_over(arrived: float) -> None:
    finder, path = one_row(), through((1, 0), (2, 1), (3, arrived), (7, 0))
    announced = [t for t in times(8) if finder.feed(t, np.array([path(t)]), np.array([1.0]))]
    assert announced == [pytest.approx(3.0, abs=0.15)]


@pytest.mark.parametrize("seconds", [1.0, 3.0, 8.0])
def test_a_slow_return_is_over_where_it_slows_down_not_where_it_is_slow(seconds: float) -> None:
    found = follow(through((1, 0), (2, 1), (2 + seconds, 0)), 4 + seconds)
    assert [x.t_end for x in found] == [pytest.approx(2 + seconds, abs=0.12 * seconds)]


def test_a_bounce_before_the_end_parts_two_repetitions() -> None:
    found = follow(through((1, 0), (2, 1), (3, 0.3), (4, 1), (5, 0.3), (6, 1), (7, 0)), 8)
    assert [x.t_turn for x in found] == pytest.approx([2, 4, 6], abs=0.1)
    assert [x.t_end for x in found[:2]] == pytest.approx([3, 5], abs=0.2)
    assert [x.size for x in found] == pytest.approx([1.0, 0.7, 0.7], abs=0.05), "each as large as its way out"
    assert not any(x.half for x in found)


def test_a_wobble_at_the_turning_point_parts_nothing() -> None:
    assert len(follow(through((1, 0), (2, 1), (2.5, 0.85), (3, 1), (3.5, 0.8), (4, 0.95), (5, 0)), 6)) == 1


def test_an_incomplete_return_ends_with_the_pause_after_it() -> None:
    found = follow(through((1, 0), (2, 1), (3, 0.2)), 6)
    assert [x.t_end for x in found] == [pytest.approx(3.0, abs=0.2)]


def test_a_rest_half_way_back_is_no_end() -> None:
    found = follow(through((1, 0), (2, 1), (3, 0.4), (4, 0.4), (5, 0)), 6)
    assert [x.t_end for x in found] == [pytest.approx(5.0, abs=0.2)]


def test_it_begins_as_it_leaves_its_level_however_long_it_rested_there() -> None:
    assert [x.t_start for x in follow(through((4, 0), (5, 1), (6, 0)), 7)] == [pytest.approx(4.0, abs=0.35)]


def test_a_return_of_less_than_half_is_no_end() -> None:
    assert follow(through((1, 0), (2, 1), (3, 0.6)), 8) == []


def test_the_level_may_drift() -> None:
    drifting = waves(2.0)
    assert len(follow(lambda t: drifting(t) + 0.05 * t, 15.6)) == 7
    assert len(follow(lambda t: drifting(t) - 0.05 * t, 15.6)) == 7


def test_drift_alone_is_nothing() -> None:
    assert follow(lambda t: 0.2 * t, 20) == []
    assert follow(lambda t: -0.2 * t, 20) == []


# --- what is too small ------------------------------------------------------------------------------------------------


def test_noise_counts_nothing() -> None:
    noise = np.random.default_rng(2).normal(0, 0.03, 4000)
    assert follow(lambda t: float(noise[int(t * 50)]), 60) == []


def test_noise_on_a_wave_changes_nothing() -> None:
    noise = np.random.default_rng(3).normal(0, 0.015, 4000)
    assert len(follow(lambda t: waves(2.5)(t) + float(noise[int(t * 50)]), 1 + 8 * 2.5 + 0.5)) == 8


def test_less_than_the_least_size_counts_nothing() -> None:
    assert follow(waves(2.0, size=0.9 * SHALLOW_SHARE * LEAST), 20) == []


def test_a_little_less_than_the_least_size_is_told() -> None:
    """Whoever counts decides what it may be."""
    assert len(follow(waves(2.0, size=0.95 * LEAST), 20)) > 5


def test_a_twitch_between_large_ones_is_left_out() -> None:
    """Alone it is large enough; among those much larger it is not."""
    twitch = through((1, 0), (2, 0.33), (3, 0))
    assert len(follow(twitch, 4)) == 1
    found = follow(through((1, 0), (2, 1), (3, 0), (4, 0.33), (5, 0), (6, 1), (7, 0)), 8)
    assert [x.t_turn for x in found] == pytest.approx([2, 6], abs=0.1)


def test_what_was_usual_is_forgotten_after_a_while() -> None:
    found = follow(through((1, 0), (2, 1), (3, 0), (23, 0), (24, 0.4), (25, 0)), 27)
    assert [x.size for x in found] == pytest.approx([1.0, 0.4], abs=0.05)


# --- beginnings and endings -------------------------------------------------------------------------------------------


def test_beginning_on_the_way_out_is_an_excursion() -> None:
    found = follow(through((-1, 0), (1, 1), (2, 0)), 4)
    assert [x.t_turn for x in found] == [pytest.approx(1.0, abs=0.1)]


def test_beginning_at_the_turning_point_is_half_an_excursion() -> None:
    found = follow(through((0, 1), (1, 0), (2, 0), (3, 1), (4, 0)), 5)
    assert [x.half for x in found] == [True, False]


def test_half_an_excursion_is_told_as_it_turns_out_again_or_has_rested() -> None:
    turns, rests = through((0, 1), (1, 0), (2, 1)), through((0, 1), (1, 0), (3, 0))
    for signal, most_s in ((turns, 0.36), (rests, 0.3)):
        finder = one_row()
        told = [t for t in times(2) if finder.feed(t, np.array([signal(t)]), np.array([1.0]))]
        assert [1.0 < t < 1.0 + most_s for t in told] == [True]


def test_beginning_on_the_way_back_is_half_an_excursion() -> None:
    """What was left of the way is measured; whether it is enough for the exercise is not decided here."""
    found = follow(through((-0.3, 1), (1, 0), (2, 0), (3, 1), (4, 0)), 5)
    assert found[-1].t_turn == pytest.approx(3.0, abs=0.1)
    assert [x.half for x in found[:-1]] in ([], [True])


def test_at_the_end_what_is_nearly_back_is_given() -> None:
    finder = one_row()
    signal = through((1, 0), (2, 1), (3, 0))
    assert follow(signal, 2.8, finder) == []
    (found,) = finder.finish(2.8)
    assert found.t_turn == pytest.approx(2.0, abs=0.1)
    assert not found.half
    assert found.size == pytest.approx(1.0 - signal(2.8), abs=0.05), "as large as its way back so far"


def test_at_the_end_what_is_far_from_back_is_not_given() -> None:
    finder = one_row()
    follow(through((1, 0), (2, 1), (3, 0)), 2.4, finder)
    assert finder.finish(2.4) == []


# --- gaps -------------------------------------------------------------------------------------------------------------


def test_hidden_for_two_seconds_it_starts_afresh() -> None:
    """Out before and back after the gap may be anything; the repetitions around it stand."""
    signal = through((1, 0), (2, 1), (3, 0), (4, 1), (5, 0), (6, 1), (7, 0), (8, 1), (9, 0))
    found = follow(signal, 10, seen=lambda t: 0.0 if 3.7 < t < 5.9 else 1.0)
    whole = [x.t_turn for x in found if not x.half]
    assert whole == pytest.approx([2, 8], abs=0.1)
    assert not any(3.7 < x.t_start < 5.9 or 3.7 < x.t_end < 5.9 for x in found)


def test_what_was_hidden_for_long_is_not_under_way_and_half_where_it_comes_back_far_out() -> None:
    finder, signal = one_row(), through((1, 0), (2, 1), (4.2, 1), (5.2, 0))
    follow(signal, 4, finder, seen=lambda t: 1.0 if t < 2.5 else 0.0)
    assert finder.out.tolist() == [False]
    assert [x.half for x in follow(signal, 3, finder, start=4)] == [True]


@pytest.mark.parametrize(("seen", "found"), [(0.25, 0), (0.35, 1)])
def test_what_is_seen_by_less_than_a_third_is_not_followed(seen: float, found: int) -> None:
    assert len(follow(through((1, 0), (2, 1), (3, 0)), 4, seen=lambda t: seen)) == found


def test_hidden_for_a_moment_it_goes_on() -> None:
    found = follow(waves(3.0), 8, seen=lambda t: 0.0 if 1.8 < t < 2.3 else 1.0)
    assert len(found) == 2
    path, hidden = through((1, 0), (2, 1), (3, 0)), (2.65, 2.8)
    found = follow(lambda t: -3.0 if hidden[0] < t < hidden[1] else path(t), 4, seen=lambda t: float(not hidden[0] < t < hidden[1]))
    assert [x.t_end for x in found] == [pytest.approx(2.93, abs=0.04)], "where it was guessed to be is no place it came from"


def test_never_seen_nothing_is_found() -> None:
    assert follow(waves(2.0), 20, seen=lambda t: 0.1) == []


def test_after_a_restart_nothing_continues() -> None:
    finder = one_row()
    follow(through((1, 0), (2, 1)), 2.0, finder)
    assert finder.out.tolist() == [True]
    finder.restart()
    assert finder.out.tolist() == [False]
    assert follow(lambda t: 0.0, 3.0, finder, start=2.0) == []


def test_what_is_small_against_a_change_of_posture_is_an_excursion_where_that_was_too_large_to_be_one() -> None:
    """Somebody comes nearer and rises on the toes there: the level from before is none any more."""
    there = through((1.0, 0.0), (2.0, 3.0))
    signal = lambda t: there(t) + waves(2.0, 0.5, rest_s=4.0)(t)  # noqa: E731
    limited = ExcursionFinder([0], [1.0], [LEAST], [SMALLEST_SHARE], [1.0])
    assert [x.t_turn for x in follow(signal, 12.5, limited)] == pytest.approx([5.0, 7.0, 9.0, 11.0], abs=0.2)
    assert follow(signal, 12.5) == []


# --- rows -------------------------------------------------------------------------------------------------------------


def test_a_row_may_turn_low() -> None:
    finder = one_row(sign=-1.0)
    assert len(follow(lambda t: 2.0 - waves(2.0)(t), 7.5, finder)) == 3


def test_rows_do_not_disturb_one_another() -> None:
    """The second row reads the same column upside down: it turns where the first is at its level."""
    finder = ExcursionFinder([0, 0, 1], [1.0, -1.0, 1.0], [LEAST] * 3, [SMALLEST_SHARE] * 3)
    slow, fast = waves(4.0, rest_s=1.0), waves(1.0, rest_s=3.0)
    found = [x for t in times(21.5) for x in finder.feed(t, np.array([slow(t), fast(t)]), np.ones(2))]
    by_row = [[x for x in found if x.row == row] for row in range(3)]
    assert len(by_row[0]) == 5
    assert [x.t_turn for x in by_row[1]] == pytest.approx([5, 9, 13, 17], abs=0.15)
    assert len(by_row[2]) == 18


@pytest.mark.parametrize("scale", [0.5, 20.0])
def test_only_sizes_against_the_least_matter(scale: float) -> None:
    finder = ExcursionFinder([0], [1.0], [LEAST * scale], [SMALLEST_SHARE])
    assert len(follow(lambda t: scale * waves(2.0)(t) - 7.0, 9.5, finder)) == 4
