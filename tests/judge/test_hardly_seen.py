"""Movements towards the camera, of which it sees little: counted by what is left of them, and neither measured nor judged."""

import numpy as np
import pytest

from edge.judge.rules import SIDES
from edge.messages import Array, Rep
from tests.judge.made_states import states_of, wave
from tests.judge.test_neighbours import counts, events, in_radians, knee_rises

LOW_DEG = [33.0, 36.0, 35.0, 33.0]


def bridges(knees_apart_m: float = 0.25, knees_fall_m: float = 0.18, chest_m: float = 0.07) -> dict[str, Array]:
    """Hips lifted five times, filmed from the feet's end: the pose model takes who lies for somebody who leans, and sees no line bend."""
    up = wave([1.0] * 5, 0.0, 1.0)
    knees = 0.27 - knees_fall_m * up
    return in_radians(
        {
            "pelvis_y": 0.18 * up - 1.0,
            "chest_y": chest_m * up - 0.7,
            "left_knee_height": knees,
            "right_knee_height": knees,
            "knee_spread": np.full_like(up, knees_apart_m),
            "trunk": 60.0 + 20.0 * up,
            "knees": np.full_like(up, 100.0),
            "hips": 60.0 - 20.0 * up,
        }
    )


def test_a_bridge_is_counted_from_the_feets_end_and_not_judged() -> None:
    reps = [event for event in events(states_of(bridges())) if isinstance(event, Rep)]
    assert [(rep.exercise, rep.range, rep.good, rep.score, rep.faults) for rep in reps] == [("glute_bridge", None, None, None, ())] * 5


@pytest.mark.parametrize(
    "other",
    [bridges(knees_apart_m=0.05), bridges(knees_fall_m=0.75), bridges(chest_m=0.5)],
    ids=["from the side its line is seen", "who rises from a low seat", "who sits up"],
)
def test_what_else_lifts_the_hips_is_none(other: dict[str, Array]) -> None:
    assert "glute_bridge" not in counts(states_of(other))


def leg_rises(side: str) -> dict[str, Array]:
    """As knee_rises, with a straight leg: its foot goes twice as far as its knee."""
    bent = knee_rises(side, LOW_DEG)
    knee = bent[f"{side}_knee_height"]
    return bent | {f"{side}_knee": np.zeros_like(knee), f"{side}_foot_height": 2.0 * knee}


@pytest.mark.parametrize("side", SIDES)
def test_a_leg_that_hardly_rises_is_told_by_its_knee(side: str) -> None:
    small = {name: values for name, values in leg_rises(side).items() if "hip" not in name}
    assert counts(states_of(small)) == {"standing_leg_raise": 4}
    assert counts(states_of(knee_rises(side, LOW_DEG))) == {"marching": 4}
