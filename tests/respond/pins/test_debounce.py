"""A bouncing contact, by hand."""

import pytest

from edge.respond.pins.debounce import Debounce


def settled(*changes: tuple[float, bool], until: float, lasting_s: float = 0.03) -> list[tuple[float, bool]]:
    """What a loop that looks every millisecond hears."""
    debounce, heard, waiting = Debounce(lasting_s, high=True), [], list(changes)
    for step in range(round(until * 1e3) + 1):
        while waiting and waiting[0][0] <= step / 1e3:
            debounce.feed(*waiting.pop(0))
        if found := debounce.settle(step / 1e3):
            heard.append(found)
    return heard


def test_a_clean_press_is_told_once_with_its_own_time() -> None:
    assert settled((0.100, False), until=0.5) == [(0.100, False)]


def test_bouncing_is_one_press_that_began_with_the_last_bounce() -> None:
    bounces = [(0.100 + 0.002 * number, number % 2 == 1) for number in range(9)]
    ((t, high),) = settled(*bounces, until=0.5)
    assert t == pytest.approx(0.116)
    assert not high


def test_a_spike_is_nothing() -> None:
    assert settled((0.100, False), (0.105, True), until=0.5) == []


def test_press_and_release_are_two() -> None:
    assert settled((0.1, False), (0.2, True), until=0.5) == [(0.1, False), (0.2, True)]


def test_without_a_time_every_change_counts() -> None:
    assert settled((0.1, False), (0.101, True), until=0.2, lasting_s=0.0) == [(0.1, False), (0.101, True)]


def test_it_says_when_to_look_again() -> None:
    debounce = Debounce(0.03, high=True)
    assert debounce.due is None
    debounce.feed(1.0, False)
    assert debounce.due == pytest.approx(1.03)
    assert debounce.settle(1.02) is None
    assert debounce.settle(1.03) == (1.0, False)
    assert debounce.due is None
