"""Feet that stand still tell how far away a body is."""

import numpy as np
import pytest

from edge.estimate.body.inverse_kinematics import InverseKinematics
from edge.estimate.body.model import DOF
from edge.estimate.body.planted import AWAY_M, FIRM_M, REMEMBERS_S, STANDS_S, STAYS_M, PlantedFeet
from edge.estimate.body.sight import Sight
from edge.messages import Array
from tests.estimate.body.made_sights import ATTACHMENT, FPS, FRONT, MODEL, SQUAT, posed, seen

KNEES = [DOF["left_shank.Z"], DOF["right_shank.Z"]]
TRUE_SHARE = 0.5
"""Of the depth, as a pose model showed it of rendered people who squatted before the camera."""


def flattened(t: float, q: Array) -> Sight:
    """From before, its depth as pose models see it."""
    shown = seen(t, q)
    return Sight(t, shown.world * (1.0, 1.0, TRUE_SHARE), shown.rays, shown.seen)


def standing_at(away: float, sideways: float = 0.0) -> Array:
    q = posed({}, FRONT, away)
    q[0] += sideways
    return q


def squatting(share: float) -> Array:
    """The feet stay where they are when it is 0."""
    q = posed({name: share * value for name, value in SQUAT.items()}, FRONT)
    feet, stood = (MODEL.place(one).origin[[-1, -4]].mean(axis=0) for one in (q, posed({}, FRONT)))
    q[:3] += stood - feet
    return q


def learned(seconds: float, q: Array) -> PlantedFeet:
    feet = PlantedFeet(ATTACHMENT)
    for k in range(round(seconds * FPS) + 1):
        feet.stands(seen(k / FPS, q))
        feet.learn(k / FPS, MODEL.place(q))
    return feet


def going_down(*, standing_still: bool) -> tuple[float, float]:
    """How far the feet slide, m, and how far off the knees are, degrees, on the way down after two seconds of standing."""
    solver, slides, errors = InverseKinematics(MODEL, ATTACHMENT), [], []
    for k in range(150):
        share = max(k - 60, 0) / 90.0
        if not standing_still:
            solver._planted.reset()
        told = solver.feed(flattened(k / FPS, squatting(share)))
        assert told is not None
        slides.append(MODEL.place(told.q).origin[[-1, -4], 2].mean())
        errors.append(np.abs(np.degrees(told.angles[KNEES]) + 85.0 * share).mean())
    return float(np.ptp(slides[45:])), float(np.mean(errors[60:]))


def test_knees_that_bend_towards_the_camera_are_not_taken_for_a_body_that_goes_away() -> None:
    slides, off = going_down(standing_still=False)
    stands, less_off = going_down(standing_still=True)
    assert stands < 0.5 * slides
    assert less_off < off


def test_a_foot_that_has_stood_says_how_far_away_it_is_and_the_longer_the_surer() -> None:
    q = standing_at(3.0)
    short, long = (learned(seconds, q).stands(seen(seconds + 0.01, q)) for seconds in (STANDS_S + 0.1, 2 * REMEMBERS_S))
    assert len(short) == len(long) == 2
    middle = MODEL.place(q).origin[[-1, -4]].mean(axis=0)[2]
    assert [stand.away for stand in long] == pytest.approx([middle] * 2, abs=0.1)
    assert FIRM_M < long[0].sd < short[0].sd


def test_a_foot_that_has_hardly_come_down_says_nothing() -> None:
    q = standing_at(3.0)
    assert learned(STANDS_S - 0.1, q).stands(seen(STANDS_S - 0.08, q)) == ()


@pytest.mark.parametrize(("sideways", "count"), [(0.5 * STAYS_M, 2), (1.5 * STAYS_M, 0)])
def test_a_foot_that_went_elsewhere_in_the_picture_has_left(sideways: float, count: int) -> None:
    feet = learned(2.0, standing_at(3.0))
    assert len(feet.stands(seen(2.05, standing_at(3.0, sideways)))) == count


def test_where_it_stands_is_averaged_and_a_foot_that_came_much_nearer_begins_anew() -> None:
    feet = learned(REMEMBERS_S, standing_at(3.0))
    before = feet.stands(seen(4.05, standing_at(3.0)))[0].away
    feet.learn(4.05, MODEL.place(standing_at(3.0 - 0.5 * AWAY_M)))
    after = feet.stands(seen(4.1, standing_at(3.0)))[0].away
    assert before < after < before + 0.1 * AWAY_M
    feet.learn(4.1, MODEL.place(standing_at(3.0 - 2.0 * AWAY_M)))
    assert feet.stands(seen(4.15, standing_at(3.0))) == ()


def test_hidden_feet_and_landmarks_that_are_not_there_teach_nothing() -> None:
    q, feet = standing_at(3.0), PlantedFeet(ATTACHMENT)
    for k in range(60):
        shown = seen(k / FPS, q)
        hidden = Sight(shown.t, shown.world, shown.rays, np.full_like(shown.seen, 0.1))
        feet.stands(hidden if k % 2 else Sight(shown.t, shown.world, np.full_like(shown.rays, np.nan), shown.seen))
        feet.learn(shown.t, MODEL.place(q))
    assert feet.stands(seen(2.0, q)) == ()


def test_another_person_or_a_cut_forgets_them() -> None:
    feet = learned(2.0, standing_at(3.0))
    feet.reset()
    assert feet.stands(seen(2.05, standing_at(3.0))) == ()
