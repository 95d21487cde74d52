"""What is read off a repetition as a whole, on signals of which each trait is known; and how well it is then known."""

import math
from collections.abc import Mapping

import numpy as np
import pytest

from edge.estimate.skeleton import SIGNAL_NAMES
from edge.judge.history import History
from edge.judge.reps import Excursion
from edge.judge.rules import SPECIALS
from edge.messages import Array
from tests.judge.made_states import FPS, wave

N = len(SIGNAL_NAMES)
DOWN = wave([1.0], 0.0, 1.0, pause_s=0.5, seconds=2.0)
"""Half a second of standing, a crouch of two, and standing again; (90,)."""


def measured(signals: Mapping[str, Array], start_s: float = 0.0, unseen: tuple[str, ...] = ()) -> dict[str, tuple[float, float]]:
    """Trait -> value and confidence, of the repetition from start_s to the end; unseen: signals that nobody saw."""
    history, n = History(SIGNAL_NAMES), len(next(iter(signals.values())))
    seen = np.array([0.0 if name in unseen else 0.9 for name in SIGNAL_NAMES])
    for k in range(n):
        values = np.zeros(N)
        for name, own in signals.items():
            values[SIGNAL_NAMES.index(name)] = own[k]
        history.append(k / FPS, values, seen)
    crouch, column = signals.get("crouch", np.zeros(n)), SIGNAL_NAMES.index("crouch")
    turn = max(start_s, int(crouch.argmax()) / FPS)
    figures = history.of_excursion(Excursion(0, start_s, turn, (n - 1) / FPS, float(np.ptp(crouch)), half=False), column, 1.0)
    return {name: (float(figures.table[0, N + i]), float(figures.confidence[N + i])) for i, name in enumerate(SPECIALS)}


def after_standing(own: Array, before: Array) -> Array:
    return np.concatenate([before, own])


def test_hands_reach_below_the_hips_where_one_is_furthest_down() -> None:
    found = measured({"crouch": DOWN, "pelvis_y": -0.3 * DOWN, "hands_y": -0.5 * DOWN})
    assert found["hand_drop"] == pytest.approx((-0.2, 0.9), abs=0.005)


def test_whoever_sits_down_leans_upright_between_and_stays_there() -> None:
    trunk = 0.4 * np.exp(-(((np.arange(len(DOWN)) - 26) / 4.0) ** 2)) + 0.3 * np.exp(-(((np.arange(len(DOWN)) - 64) / 4.0) ** 2))
    found = measured({"crouch": DOWN, "trunk": trunk + 0.1})
    assert found["sat_back"][0] == pytest.approx(0.3, abs=0.03), "the lesser of both ways"
    assert found["crouched_trunk"][0] == pytest.approx(0.1, abs=0.01)
    assert found["sat_share"][0] == pytest.approx(np.mean(DOWN >= 0.9), abs=0.02)
    assert found["trunk_before"][0] == pytest.approx(0.4, abs=0.01)


def test_a_step_is_seen_though_it_was_made_before_one_went_down() -> None:
    stride = np.concatenate([np.linspace(0.0, 0.6, 12), np.full(len(DOWN) - 12, 0.6)])
    found = measured({"crouch": DOWN, "stride_forward": stride}, start_s=0.4)
    assert found["stepped"] == pytest.approx((0.6, 0.9), abs=0.001)
    long_before = after_standing(np.full(len(DOWN), 0.6), np.concatenate([np.linspace(0.0, 0.6, 12), np.full(30, 0.6)]))
    assert measured({"crouch": after_standing(DOWN, np.zeros(42)), "stride_forward": long_before}, start_s=1.4)["stepped"][0] == 0.0


@pytest.mark.parametrize(("left_m", "right_m", "left_again"), [(0.3, 0.0, 1.0), (0.0, 0.3, -1.0), (0.2, 0.2, 0.0), (0.3, 0.1, 0.5)])
def test_which_leg_rose_shortly_before(left_m: float, right_m: float, left_again: float) -> None:
    before = wave([1.0], 0.0, 1.0, pause_s=0.3, seconds=1.0)
    legs = {"left_knee_height": left_m * before, "right_knee_height": right_m * before}
    signals = {name: np.concatenate([own, np.full(len(DOWN), own[-1])]) for name, own in legs.items()}
    found = measured({"crouch": after_standing(DOWN, np.zeros(len(before))), **signals}, start_s=len(before) / FPS)
    assert found["left_again"] == pytest.approx((left_again, 0.9), abs=0.01)
    assert found["right_again"] == pytest.approx((-left_again, 0.9), abs=0.01)


def test_where_no_leg_rose_nobody_knows_which() -> None:
    swaying = np.linspace(0.0, 0.05, 45 + len(DOWN))
    found = measured({"crouch": after_standing(DOWN, np.zeros(45)), "left_knee_height": swaying}, start_s=1.5)
    assert (found["left_again"][1], found["right_again"][1]) == (0.0, 0.0)


@pytest.mark.parametrize(("right", "off"), [(1.0, 0.0), (0.0, 0.0), (0.5, 0.5), (0.25, 0.25)])
def test_arms_do_the_same_or_one_does_nothing_or_they_are_out_of_unison(right: float, off: float) -> None:
    found = measured({"crouch": DOWN, "left_elbow": DOWN, "right_elbow": right * DOWN, "elbow_difference": (1.0 - right) * DOWN})
    assert found["left_unison_elbow"] == pytest.approx((off, 0.9), abs=0.01)


def test_an_arm_is_raised_where_its_hand_goes_while_far_out() -> None:
    found = measured({"crouch": DOWN, "left_out": 0.5 * DOWN, "left_reach": 0.5 * DOWN, "right_out": 0.5 * DOWN, "right_reach": 0.0 * DOWN})
    assert found["left_plane"] == pytest.approx((math.pi / 4, 0.9))
    assert found["right_plane"] == pytest.approx((0.0, 0.9))


@pytest.mark.parametrize(
    ("unseen", "unknown"),
    [
        ("hands_y", {"hand_drop"}), ("stride_forward", {"stepped", "aside"}),
        ("left_reach", {"left_plane"}), ("right_reach", {"right_plane"}),
        ("left_knee_height", {"left_again", "right_again", "left_joined", "right_joined", "left_swing"}),
        ("shoulder_difference", {"left_unison_shoulder", "right_unison_shoulder"}),
    ],
)  # fmt: skip
def test_what_is_read_off_a_hidden_signal_is_not_known(unseen: str, unknown: set[str]) -> None:
    rose = np.concatenate([0.3 * wave([1.0], 0.0, 1.0, pause_s=0.3, seconds=1.0), np.zeros(len(DOWN))])
    signals = {"crouch": after_standing(DOWN, np.zeros(len(rose) - len(DOWN))), "right_knee_height": rose}
    found = measured(signals, start_s=(len(rose) - len(DOWN)) / FPS, unseen=(unseen,))
    assert {name for name, (_, known) in found.items() if known == 0.0} == unknown
