"""Elbows as three landmarks show them."""

from dataclasses import replace

import numpy as np
import pytest

from edge.estimate.body.model import DOF
from edge.estimate.body.plain_angles import LEAST_SD, elbows
from edge.estimate.skeleton import ANGLE_NAMES
from edge.messages import MotionState

LEFT, RIGHT = (ANGLE_NAMES.index(f"{side}_elbow") for side in ("left", "right"))


def state() -> MotionState:
    unseen, nothing = np.full(len(ANGLE_NAMES), np.nan), np.zeros(0)
    return MotionState(1.0, unseen, unseen, unseen, np.zeros((33, 2)), np.zeros((33, 3)), nothing, nothing, nothing, nothing, 640, 480, 1.0)


def test_only_elbows_that_are_seen_are_believed() -> None:
    angles, sd = np.full((2, len(ANGLE_NAMES)), np.nan)
    angles[LEFT], sd[LEFT] = 1.5, 0.2
    said = elbows(replace(state(), angles=angles, angles_sd=sd))
    assert np.flatnonzero(np.isfinite(said.angles)).tolist() == [DOF["left_forearm.Z"]]
    assert (said.angles[DOF["left_forearm.Z"]], said.sd[DOF["left_forearm.Z"]]) == (1.5, 0.2)
    assert not np.isfinite(said.angles[DOF["right_forearm.Z"]])


def test_no_elbow_is_believed_more_than_avatars_bear_out() -> None:
    angles = np.zeros(len(ANGLE_NAMES))
    said = elbows(replace(state(), angles=angles, angles_sd=angles))
    assert said.sd[DOF["right_forearm.Z"]] == pytest.approx(LEAST_SD)
