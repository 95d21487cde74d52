"""A person's own strength: what best efforts show, and what they cannot."""

import numpy as np
import pytest

from edge.estimate.body.strength import LEAST, MOST, BestEffort, Strength, as_numbers, of_numbers, strengths_of

KNEE = "right_knee extension"
USUAL = {KNEE: 0.2, "left_knee extension": 0.2}


def shown(*shares: float, sd: float = 0.05) -> Strength:
    return strengths_of([BestEffort(KNEE, share, sd) for share in shares], USUAL)[KNEE]


def test_a_stronger_person_is_found_stronger_and_better_known() -> None:
    strength = shown(1.5, 1.45, 1.5, 0.7, 0.9)
    assert 1.25 < strength.factor < 1.5, "towards the usual, by how unsure it is"
    assert strength.spread < 0.15


def test_the_less_sure_the_closer_to_the_usual() -> None:
    factors = [shown(1.6, sd=sd).factor for sd in (0.0, 0.1, 0.3, 1.0)]
    assert factors == sorted(factors, reverse=True)
    assert factors[-1] == pytest.approx(1.0, abs=0.05)
    assert shown(1.6, sd=5.0).spread == pytest.approx(0.2, abs=0.01)


def test_strengths_are_recovered() -> None:
    """200 people out of the population, three efforts each: the error is smaller than the spread, and honestly stated."""
    rng = np.random.default_rng(11)
    true = rng.normal(1.0, 0.2, 200)
    found = [shown(*(factor * rng.normal(1.0, 0.1, 3).mean() + rng.normal(0.0, 0.05 / np.sqrt(3), 3))) for factor in true]
    errors = np.array([one.factor for one in found]) - true
    assert errors.std() < 0.1
    within = np.abs(errors) < [1.96 * one.spread * one.factor for one in found]
    assert 0.93 <= within.mean() <= 1.0


@pytest.mark.parametrize("share", [np.nan, np.inf, 0.0, -1.0])
def test_efforts_that_mean_nothing_are_left_out(share: float) -> None:
    assert strengths_of([BestEffort(KNEE, share, 0.1)], USUAL) == {}
    assert strengths_of([BestEffort(KNEE, 1.0, np.nan), BestEffort("tail wagging", 1.0, 0.1)], USUAL) == {}


def test_an_absurd_effort_is_bounded() -> None:
    assert shown(50.0, sd=0.0).factor <= MOST
    assert shown(0.01, sd=0.0).factor >= LEAST


def test_plain_numbers_and_back() -> None:
    strengths = {KNEE: Strength(1.3, 0.1)}
    assert of_numbers(as_numbers(strengths)) == strengths
    assert of_numbers({KNEE: (900.0, 0.1), "left_knee extension": (1.0, 0.0)}) == {}
