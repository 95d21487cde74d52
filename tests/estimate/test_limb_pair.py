"""Two limbs whose labels the pose model exchanges, or which it draws between their places."""

import math
from collections.abc import Sequence

import numpy as np
import pytest

from edge.estimate.limb_pair import CONFIRMED_S, MERGED_S, SWAP_PATIENCE_S, LimbPair
from edge.messages import Array

RIGHT_UP = np.array([[0.20, 0.25, 0.27, 0.22], [0.19, 0.21, 0.20, 0.24]])
"""From the right leg to the left one, knee, ankle, heel and toes: the right one is held up, seen from the side."""
FPS = 30.0
LOST_FOR_A_FRAME = (
    [[0.03, 0.12, 0.13, 0.10], [-0.10, -0.26, -0.28, -0.28]],
    [[0.02, 0.02, 0.03, 0.02], [-0.09, -0.14, -0.15, -0.16]],
    [[0.02, 0.09, 0.02, 0.06], [-0.09, -0.23, -0.17, -0.24]],
    [[0.10, 0.25, 0.28, 0.24], [-0.21, -0.46, -0.49, -0.54]],
    [[-0.02, -0.05, -0.05, 0.01], [-0.07, -0.11, -0.13, -0.22]],
    [[-0.04, -0.08, -0.09, -0.09], [-0.04, -0.07, -0.10, -0.09]],
    [[-0.07, -0.11, -0.11, -0.11], [-0.02, -0.06, -0.08, -0.07]],
    [[-0.10, -0.14, -0.15, -0.19], [-0.01, -0.06, -0.08, -0.06]],
    [[-0.14, -0.18, -0.19, -0.22], [-0.01, -0.06, -0.06, -0.07]],
    [[-0.17, -0.20, -0.21, -0.22], [0.00, -0.05, -0.05, -0.03]],
    [[-0.19, -0.21, -0.22, -0.22], [0.03, -0.02, -0.02, 0.01]],
    [[-0.21, -0.23, -0.23, -0.29], [0.05, 0.01, 0.02, 0.01]],
    [[-0.24, -0.26, -0.27, -0.29], [0.07, 0.05, 0.05, 0.05]],
    [[-0.25, -0.27, -0.28, -0.30], [0.09, 0.07, 0.06, 0.06]],
    [[-0.26, -0.30, -0.30, -0.31], [0.12, 0.09, 0.10, 0.08]],
    [[-0.27, -0.30, -0.31, -0.31], [0.15, 0.11, 0.12, 0.10]],
)
"""Of a rendered clip of marching from the side: the far leg is drawn high up in the air for one frame, then the near one is lifted."""
MISNAMED_WHILE_TOGETHER = (
    [[0.01, 0.20, 0.25, 0.20], [-0.05, -0.24, -0.23, -0.24]],
    [[0.00, 0.19, 0.23, 0.19], [-0.03, -0.25, -0.23, -0.24]],
    [[0.00, 0.16, 0.17, 0.14], [-0.02, -0.13, -0.13, -0.20]],
    [[0.00, 0.12, 0.11, 0.06], [-0.02, -0.14, -0.11, -0.10]],
    [[0.00, 0.09, 0.07, 0.11], [-0.02, -0.09, -0.07, -0.08]],
    [[0.00, 0.00, -0.07, -0.01], [0.00, -0.01, 0.02, -0.01]],
    [[0.01, -0.20, -0.18, -0.17], [0.04, 0.22, 0.16, 0.19]],
    [[0.02, -0.10, -0.10, -0.10], [0.02, 0.10, 0.08, 0.10]],
    [[0.03, 0.19, 0.22, 0.21], [-0.01, -0.13, -0.15, -0.25]],
    [[0.07, 0.22, 0.25, 0.22], [-0.06, -0.22, -0.20, -0.26]],
    [[0.13, 0.24, 0.27, 0.23], [-0.10, -0.21, -0.23, -0.25]],
    [[0.14, 0.23, 0.26, 0.23], [-0.12, -0.22, -0.24, -0.26]],
)
"""Of one of a side lunge, from the side: the shanks are drawn on one another, exchanged for two frames, and part again as they were."""


def told(pair: LimbPair, shares: Sequence[float], start: int = 0) -> list[bool]:
    """shares: of the way from right to left that the model draws; -1 is exchanged, 0 both on one line."""
    return [pair.feed(share * RIGHT_UP, (start + k) / FPS) for k, share in enumerate(shares)]


def held(seconds: float = 0.5) -> LimbPair:
    pair = LimbPair()
    assert not any(told(pair, [1.0] * round(seconds * FPS), -round(seconds * FPS)))
    return pair


def test_legs_that_are_drawn_on_one_another_part_again_as_they_were() -> None:
    """Of a clip of marching: the model had let go of the left leg, and its return was taken for an exchange, for more than a second."""
    assert not told(held(), [0.35, -0.1, -0.25, 1.0, 1.0, 1.0])[-3:].count(True)


def test_an_exchange_in_several_steps_is_one_all_the_same() -> None:
    assert all(told(held(), [0.45, 0.1, -0.7, -1.0, -1.0, -1.0])[2:])


def test_and_its_return_in_several_steps_too() -> None:
    pair = held()
    assert all(told(pair, [-1.0] * 20))
    assert not any(told(pair, [-0.85, -0.2, 0.35, 0.8, 1.0, 1.0], 20)[2:])


def test_both_drawn_between_their_places_for_long_leave_the_labels_alone() -> None:
    flicker = [0.3, 0.25, 0.1, 0.2, 0.3, 0.15] * 5 + [1.0] * 5
    assert len(flicker) / FPS > MERGED_S
    assert not any(told(held(), flicker))


@pytest.mark.parametrize(("hz", "fps"), [(0.4, 15.0), (1.0, 15.0), (0.4, 30.0), (1.0, 30.0), (1.8, 30.0), (1.8, 60.0)])
def test_legs_that_pass_each_other_are_let_go(hz: float, fps: float) -> None:
    """Points that pass all at one moment are the worst case: of a runner's leg the foot comes later than the knee."""
    pair, rng = LimbPair(), np.random.default_rng(4)
    for k in range(round(4 * fps)):
        apart = math.cos(2 * math.pi * hz * k / fps) * RIGHT_UP + rng.normal(0.0, 0.005, (2, 4))
        assert not pair.feed(apart, k / fps)


def test_one_leg_lifted_after_the_other_is_let_go() -> None:
    pair, rng = LimbPair(), np.random.default_rng(5)
    lift = np.sin(np.linspace(0.0, math.pi, 15))
    for k, share in enumerate(np.concatenate([sign * lift for sign in (1, -1, 1, -1, 1, -1)])):
        assert not pair.feed(share * RIGHT_UP + rng.normal(0.0, 0.005, (2, 4)), k / FPS)


def test_an_exchange_is_believed_in_the_end() -> None:
    pair = held()
    wrong = told(pair, [-1.0] * round((SWAP_PATIENCE_S + 1) * FPS))
    assert all(wrong[: round(SWAP_PATIENCE_S * FPS)])
    assert not any(wrong[round(SWAP_PATIENCE_S * FPS) + 1 :])


def test_many_at_once_leave_what_one_by_one_leaves() -> None:
    rng = np.random.default_rng(6)
    way = np.cumsum(rng.normal(0.0, 0.01, (40, 2, 4)), axis=0) + RIGHT_UP
    times = np.arange(40) / FPS
    at_once, singly = LimbPair(), LimbPair()
    for pair in (at_once, singly):
        pair.feed(RIGHT_UP, -1 / FPS)
    assert at_once.is_calm(way)
    at_once.pass_by(way, times)
    for apart, t in zip(way, times, strict=True):
        assert not singly.feed(apart, float(t))
    jumps: list[Array] = [way[-1] + 0.1, -0.4 * way[-1], -way[-1], way[-1]]
    assert [at_once.feed(apart, 2.0 + k / FPS) for k, apart in enumerate(jumps)] == [
        singly.feed(apart, 2.0 + k / FPS) for k, apart in enumerate(jumps)
    ]


def test_legs_on_one_point_are_no_trouble() -> None:
    pair = LimbPair()
    for k in range(5):
        assert not pair.feed(np.zeros((2, 4)), k / FPS)


def test_limbs_drawn_between_their_places_are_said_to_be() -> None:
    pair = held()
    assert not pair.doubtful
    told(pair, [0.4])
    assert pair.doubtful
    told(pair, [1.0], 1)
    assert not pair.doubtful


def test_a_foot_that_came_down_within_a_frame_is_soon_seen_to_stand() -> None:
    """Of a rendered clip of marching: the model left the leg up in the air, then drew it where it stood; the repetition was lost."""
    pair = held()
    told(pair, [0.4])
    assert pair.doubtful
    told(pair, [0.3, 0.3, 0.3], 1)
    assert not pair.doubtful


@pytest.mark.parametrize("drawn", [LOST_FOR_A_FRAME, MISNAMED_WHILE_TOGETHER])
def test_a_leg_that_is_drawn_wrong_for_a_frame_or_two_comes_back_as_itself(drawn: Sequence[Sequence[Sequence[float]]]) -> None:
    """The way back was taken for an exchange, and the legs were called by each other's name for one or two seconds."""
    pair = LimbPair()
    assert not any(pair.feed(np.array(apart), k / FPS) for k, apart in enumerate(drawn))


def test_legs_that_leapt_and_are_exchanged_then_are_told() -> None:
    pair = held()
    leapt = RIGHT_UP * np.array([[-1.0], [1.0]])
    assert not pair.feed(leapt, 0.0)
    assert all(pair.feed(-leapt, k / FPS) for k in range(1, 10))


def test_what_is_drawn_between_the_two_for_too_long_is_called_what_the_model_calls_it() -> None:
    """Of a rendered clip of raised legs, lying: of both nothing right was drawn, and all of it was called by the other's name."""
    count = round(MERGED_S * FPS)
    assert not any(told(held(), [0.1] * count + [-0.35 - 0.01 * k for k in range(40)])[count + 1 :])


def test_a_leap_is_looked_at_singly_and_no_longer_than_it_says_something() -> None:
    pair, leapt = held(), RIGHT_UP * np.array([[-1.0], [1.0]])
    still = np.array([leapt, leapt])
    assert not pair.feed(leapt, 0.0)
    assert not pair.is_calm(still)
    for k in range(1, round(CONFIRMED_S * FPS) + 2):
        assert not pair.feed(leapt, k / FPS)
    assert pair.is_calm(still)


def test_legs_that_leap_on_are_doubted_and_those_that_leapt_once_are_not() -> None:
    """Of a rendered clip of rowing: hidden shanks were drawn now here, now there."""
    pair, one, other = held(), RIGHT_UP * np.array([[-1.0], [1.0]]), RIGHT_UP * np.array([[1.0], [-1.0]]) + 0.1
    pair.feed(one, 0.0)
    pair.feed(one, 1 / FPS)
    assert not pair.doubtful
    pair.feed(other, 2 / FPS)
    assert pair.doubtful
    pair.feed(other, 3 / FPS)
    assert not pair.doubtful
