"""The whole body from a camera's states: composed, sized, and unharmed by what cameras can say."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from edge.errors import InputError
from edge.estimate.body.anthropometry import BodySize
from edge.estimate.body.body_estimator import BodyEstimator
from edge.estimate.body.clinical_table import CLINICAL_INDEX
from edge.estimate.motion import Motion
from edge.messages import BodyState, MotionState
from tests.estimate.made_body import SIDE, made_pose, made_world

KNEE = CLINICAL_INDEX["right_knee_flexion"]
BENT = np.radians(80.0)


def states(seconds: float, view: float = SIDE, start: float = 0.0, **angles: Any) -> Iterator[MotionState]:
    motion = Motion()
    for k in range(round(seconds * 30)):
        moment = motion.feed(made_pose(start + k / 30, made_world(view, **angles)))
        if moment is not None:
            yield moment.state


def last(body: BodyEstimator, given: Iterator[MotionState]) -> BodyState:
    said = [state for one in given if (state := body.feed(one, {})) is not None]
    return said[-1]


def knee_deg(state: BodyState) -> float:
    return float(np.degrees(state.clinical[KNEE]))


def test_a_bent_knee_with_its_moment_and_load() -> None:
    state = last(BodyEstimator(BodySize("F", 1.7, 65.0, 30.0, known=True)), states(2.0, knee=BENT, hip=BENT))
    assert knee_deg(state) == pytest.approx(80.0, abs=12.0)
    assert np.isfinite(state.moments).any()
    assert state.q.shape == (57,)
    assert state.angles.shape == state.moments.shape == (47,)


def test_a_guests_moments_have_wider_bars() -> None:
    squat = list(states(2.0, knee=BENT, hip=BENT))
    known, guest = (last(BodyEstimator(BodySize("F", 1.7, 70.8, 40.0, known=known)), iter(squat)) for known in (True, False))
    there = np.isfinite(known.moments_sd) & np.isfinite(guest.moments_sd)
    assert there.any()
    assert np.median(guest.moments_sd[there] / known.moments_sd[there]) > 1.0


def test_an_impossible_load_is_refused() -> None:
    with pytest.raises(InputError):
        BodyEstimator(BodySize()).carry(-5.0, "squat")


def spoil(state: MotionState, how: str) -> MotionState:
    return {
        "NaN": replace(state, world=np.full((33, 3), np.nan), points=np.full((33, 2), np.nan)),
        "unseen": replace(state, visibility=np.zeros(33)),
        "legs out of view": replace(state, visibility=np.where(np.arange(33) > 22, 0.0, state.visibility)),
        "collapsed": replace(state, world=np.zeros((33, 3)), points=np.zeros((33, 2))),
        "same time": replace(state, t=0.5),
        "back in time": replace(state, t=state.t - 100.0),
    }[how]


@pytest.mark.parametrize("how", ["NaN", "unseen", "legs out of view", "collapsed", "same time", "back in time"])
def test_bad_states_claim_nothing_and_are_forgotten_in_half_a_second(how: str) -> None:
    body, good = BodyEstimator(BodySize()), list(states(4.0, knee=BENT, hip=BENT))
    for state in good[:45]:
        body.feed(state, {})
    for state in good[45:75]:
        said = body.feed(spoil(state, how), {})
        assert said is None or (np.isfinite(said.q).all() and (np.isfinite(said.clinical) <= np.isfinite(said.clinical_sd)).all())
    assert knee_deg(last(body, iter(good[75:90]))) == pytest.approx(80.0, abs=12.0)
