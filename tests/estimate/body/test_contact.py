"""Where the places that can touch something are on a body, and how long hands hold before they carry."""

import numpy as np
import pytest

from edge.estimate.body.anthropometry import BodySize
from edge.estimate.body.contact import BACK_M, CROWN_M, HANG_S, PALM_M, PALMS, ContactFinder, Posture, Spots
from edge.estimate.body.model import BodyModel
from edge.messages import Array
from tests.estimate.body.made_postures import HZ, PUSH_UP, angles_of, on_the_floor, placed, turned

MODEL = BodyModel.of(BodySize("F", 1.68, 60.0))
SPOTS = Spots(MODEL.segments)
LONG_S = 100.0
"""Into a session."""


def posture(t: float, q: Array) -> Posture:
    return SPOTS.posture(t, MODEL.place(q), MODEL.place(q).origin.mean(axis=0))


def test_of_who_stands_and_looks_along_x_every_place_is_where_it_is_on_people() -> None:
    at = posture(0.0, MODEL.configuration(np.zeros(47))).spots
    for side, outwards in (("right", 1.0), ("left", -1.0)):
        ankle, wrist = at[f"{side}_ankle"], at[f"{side}_wrist"]
        assert at[f"{side}_heel"][0] < ankle[0] < at[f"{side}_tip"][0]
        assert at[f"{side}_tip"][1] == pytest.approx(at[f"{side}_heel"][1])
        assert at[f"{side}_heel"][1] < ankle[1]
        assert at[f"{side}_palm"] == pytest.approx(wrist - (0.0, PALM_M, 0.0))
        assert at[f"{side}_hip"][1] > at[f"{side}_knee"][1] > ankle[1]
        assert outwards * at[f"{side}_elbow"][2] > 0.1
    assert at["seat"][0] < 0.0
    assert at["rump"][0] == pytest.approx(at["right_hip"][0] - BACK_M)
    assert at["back"][0] == pytest.approx(at["head"][0] - BACK_M)
    assert at["seat"][1] < at["right_hip"][1] == at["rump"][1] < at["back"][1] < at["head"][1]
    assert at["crown"] == pytest.approx(at["head"] + (0.0, CROWN_M, 0.0))


def test_hands_overhead_carry_once_they_have_held_for_a_while() -> None:
    """Somebody stands below a bar, and pulls up without a pause."""
    finder, reaching = ContactFinder(), {"shoulder": 175.0}
    standing = on_the_floor(MODEL, angles_of(reaching))
    for k in range(-30, 0):
        assert finder.feed(posture(LONG_S + k / HZ, standing)) == {"right_foot", "left_foot"}
    x, y, z = posture(0.0, standing).spots["right_palm"]
    carried = [
        finder.feed(posture(LONG_S + k / HZ, placed(MODEL, angles_of({**reaching, "elbow": 5.0 * k}), "right_palm", (x, y, z))))
        for k in range(18)
    ]
    begins = next(k for k, found in enumerate(carried) if found == PALMS)
    assert begins / HZ == pytest.approx(HANG_S, abs=0.1)
    assert carried[begins:] == [PALMS] * len(carried[begins:])


@pytest.mark.parametrize("facing", [0.0, 90.0, 180.0, -90.0])
def test_who_is_on_hands_and_feet_is_carried_by_both_whichever_way_they_face(facing: float) -> None:
    """Beside the middle of the picture, and the weight before, behind, left and right of the feet in the camera's world."""
    finder, q = ContactFinder(), turned(on_the_floor(MODEL, angles_of(PUSH_UP)), facing)
    q[0] += 0.7
    for k in range(15):
        found = finder.feed(posture(k / HZ, q))
    assert found == {*PALMS, "right_foot", "left_foot"}


@pytest.mark.parametrize("facing", [0.0, 90.0, 180.0, -90.0])
def test_fingers_that_touch_the_floor_carry_nothing_of_who_is_balanced_over_the_feet(facing: float) -> None:
    finder, bowed = ContactFinder(), {"pelvis.Z": -60.0, "hip": 150.0, "knee": -130.0, "ankle": 30.0, "shoulder": 60.0}
    q = turned(on_the_floor(MODEL, angles_of(bowed)), facing)
    q[0] += 0.7
    for k in range(15):
        found = finder.feed(posture(k / HZ, q))
    assert found == {"right_foot", "left_foot"}
