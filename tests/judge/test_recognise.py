"""How little a movement looks like an exercise: nothing where all fits, one for each clear misfit, and something for what nobody saw."""

import math
from typing import Any

import numpy as np
import pytest

from edge.assembly import shipped_rules
from edge.estimate.skeleton import SIGNAL_NAMES
from edge.judge.history import Figures
from edge.judge.recognise import BLIND_COST, MOST_PER_LOOK, Recogniser
from edge.judge.rules import SPECIALS, STATS, parse_rules

SIGNALS = ("knees", "trunk", "crouch")
BENT = {"counts": "knees", "joint": "knees", "camera": "side", "looks": {"range knees": [60, 100, 20], "mean trunk": [0, 40, 10]}}
SLOW = {"counts": "crouch", "joint": "knees", "camera": "side", "prior": 0.5, "looks": {"duration": [2, 4, 1]}}


def recogniser(**table: dict[str, Any]) -> Recogniser:
    return Recogniser(parse_rules(table, SIGNALS, frozenset({"knees", "trunk"})).all, SIGNALS)


def figures(knees_deg: float = 80.0, trunk_deg: float = 20.0, seconds: float = 3.0, seen: float = 1.0) -> Figures:
    """seen: how well the trunk is."""
    table, confidence = np.zeros((len(STATS), len(SIGNALS) + len(SPECIALS))), np.ones(len(SIGNALS) + len(SPECIALS))
    table[STATS.index("range"), 0], table[STATS.index("mean"), 1] = math.radians(knees_deg), math.radians(trunk_deg)
    table[0, len(SIGNALS) + SPECIALS.index("duration")], confidence[1] = seconds, seen
    return Figures(table, confidence, (1.0, 0.0, 1.0))


@pytest.mark.parametrize(
    ("knees_deg", "trunk_deg", "cost"),
    [(60, 0, 0.0), (100, 40, 0.0), (40, 20, 1.0), (120, 20, 1.0), (80, 45, 0.5), (40, 45, 1.5), (80, 170, MOST_PER_LOOK)],
)
def test_each_look_costs_by_how_far_outside_it_is_and_never_more_than_the_most(knees_deg: float, trunk_deg: float, cost: float) -> None:
    assert recogniser(bend=BENT).costs(figures(knees_deg, trunk_deg)) == pytest.approx([cost])


def test_what_is_met_seldom_costs_more_and_each_exercise_is_costed_by_its_own_looks() -> None:
    found = recogniser(bend=BENT, slow=SLOW).costs(figures(40.0, 20.0, seconds=5.0))
    assert found == pytest.approx([1.0, 1.0 - math.log(0.5)])


def test_what_nobody_sees_costs_less_than_a_clear_misfit_and_more_than_what_fits() -> None:
    hidden = [float(recogniser(bend=BENT).costs(figures(80.0, trunk_deg, seen=0.1))[0]) for trunk_deg in (20.0, 45.0, 170.0)]
    assert hidden == pytest.approx([BLIND_COST] * 3)
    assert 0.0 < BLIND_COST < 1.0
    half = [float(recogniser(bend=BENT).costs(figures(80.0, 50.0, seen=seen))[0]) for seen in (0.15, 0.375, 0.6)]
    assert half == pytest.approx([BLIND_COST, 0.5 + 0.5 * BLIND_COST, 1.0])


def test_two_movements_are_as_far_apart_as_what_is_seen_of_both() -> None:
    def marks(**of: float) -> Any:
        return recogniser(bend=BENT).marks(0, figures(**of))

    assert marks().distance(marks()) == pytest.approx(0.0, abs=1e-6)
    assert marks().distance(marks(knees_deg=60.0)) == pytest.approx(0.5, abs=1e-5), "a whole softness of one of two looks"
    assert marks().distance(marks(trunk_deg=35.0, seen=0.0)) == pytest.approx(0.0, abs=1e-6), "what only one of them shows"


def test_a_single_look_is_off_by_so_many_of_its_softness() -> None:
    rules = parse_rules({"bend": BENT}, SIGNALS, frozenset({"knees", "trunk"})).all
    knees, trunk = rules[0].looks
    found = figures(130.0, -5.0)
    assert Recogniser(rules, SIGNALS).misfit(knees, found) == pytest.approx(1.5)
    assert Recogniser(rules, SIGNALS).misfit(trunk, found) == pytest.approx(0.5)
    assert Recogniser(rules, SIGNALS).misfit(trunk, figures()) == 0.0


def test_what_is_measured_at_a_glance_never_costs_more_than_all_of_it() -> None:
    rules = shipped_rules().all
    whole, glance = Recogniser(rules, SIGNAL_NAMES), Recogniser(rules, SIGNAL_NAMES, traits=False)
    rng, width, less = np.random.default_rng(511), len(SIGNAL_NAMES) + len(SPECIALS), 0
    for _ in range(200):
        found = Figures(rng.uniform(-1.0, 3.0, (len(STATS), width)), rng.uniform(0.0, 1.0, width), (1.0, 0.0, 1.0))
        assert (glance.costs(found) <= whole.costs(found)).all()
        less += np.count_nonzero(glance.costs(found) < whole.costs(found) - 0.1)
    assert less > 100, "and some look at more"
