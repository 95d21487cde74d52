"""Moments through a repetition -> its peaks: sustained, with direction, and flagged where they cannot be trusted."""

import numpy as np
import pytest

from edge.estimate.body.clinical_table import CLINICAL
from edge.estimate.body.doubt import AIRBORNE, DOUBLE_STANCE, DOUBTS, STRAIGHT_LIMB, UNSUPPORTED
from edge.estimate.body.generators import AXES
from edge.estimate.body.load import JOINTS
from edge.estimate.body.model import DOF, DOF_NAMES
from edge.estimate.body.peak_moments import MOMENT_AXES, NOT_SEEN, PeakMoment, peaks_of
from edge.messages import Array

FPS = 30.0
N = 60
T = np.arange(N) / FPS
KNEE, ANKLE, TWIST = DOF["left_shank.Z"], DOF["left_foot.Z"], DOF["left_thigh.Y"]


def peak(joint: str, axis: str, moments: Array, *held: tuple[str, float]) -> PeakMoment:
    """held: doubts, each with the share of the time for which it held, from the beginning."""
    n, share = len(moments), dict(held)
    doubts = np.array([np.arange(n) < share.get(doubt, 0.0) * n for doubt in DOUBTS]).T
    (found,) = [one for one in peaks_of(T[:n], moments, 0.1 * np.abs(moments), doubts) if (one.joint, one.axis) == (joint, axis)]
    return found


def squatting() -> Array:
    """A knee that is extended with up to 100 Nm, which is its positive degree of freedom; everything else rests."""
    moments = np.zeros((N, len(DOF_NAMES)))
    moments[:, KNEE] = 100.0 * np.sin(np.pi * np.arange(N) / (N - 1))
    return moments


def test_the_peak_is_what_was_sustained_and_says_which_way() -> None:
    found = peak("left_knee", "flexion/extension", squatting())
    assert found.nm == pytest.approx(100.0, abs=1.0)
    assert found.sd == pytest.approx(10.0, abs=0.1)
    assert (found.direction, found.trusted, found.doubts) == ("extension", True, ())
    assert peak("left_knee", "flexion/extension", -squatting()).direction == "flexion"


def test_two_bad_frames_are_no_peak() -> None:
    moments = squatting()
    moments[10:12, KNEE] = -900.0
    assert peak("left_knee", "flexion/extension", moments).nm == pytest.approx(100.0, abs=1.0)


def test_an_ankle_on_two_feet_is_unknown_and_says_why() -> None:
    moments = squatting()
    moments[:, ANKLE] = np.nan
    found = peak("left_ankle", "dorsiflexion/plantarflexion", moments, (DOUBLE_STANCE, 1.0))
    assert np.isnan([found.nm, found.sd]).all()
    assert (found.direction, found.trusted, found.doubts) == ("", False, (DOUBLE_STANCE,))
    assert peak("left_knee", "flexion/extension", moments, (DOUBLE_STANCE, 1.0)).trusted


@pytest.mark.parametrize("doubt", [AIRBORNE, UNSUPPORTED])
def test_what_a_jump_hides_may_be_the_peak(doubt: str) -> None:
    moments = squatting()
    moments[: N // 4] = np.nan
    found = peak("left_knee", "flexion/extension", moments, (doubt, 0.25))
    assert found.nm == pytest.approx(100.0, abs=1.0)
    assert (found.trusted, found.doubts) == (False, (doubt,))


def test_a_straight_limb_hides_only_its_own_turn() -> None:
    moments = squatting()
    moments[: N // 3, TWIST] = np.nan
    twist = peak("left_hip", "internal rotation/external rotation", moments, (STRAIGHT_LIMB, 1.0))
    assert (twist.trusted, twist.doubts) == (False, (STRAIGHT_LIMB,))
    assert peak("left_hip", "flexion/extension", moments, (STRAIGHT_LIMB, 1.0)).trusted


def test_a_moment_missed_for_a_few_frames_is_trusted_and_one_unseen_is_not() -> None:
    moments = squatting()
    moments[:5, KNEE] = np.nan
    assert peak("left_knee", "flexion/extension", moments).trusted
    moments[:31, KNEE] = np.nan
    found = peak("left_knee", "flexion/extension", moments)
    assert np.isnan(found.nm)
    assert found.doubts == (NOT_SEEN,)


def test_without_any_moment_all_is_unknown() -> None:
    found = peaks_of(np.empty(0), np.empty((0, 47)), np.empty((0, 47)), np.empty((0, len(DOUBTS)), bool))
    assert [one.joint for one in found] == [axis.joint for axis in MOMENT_AXES]
    assert not any(one.trusted for one in found)


def test_directions_are_those_of_the_strengths_and_of_the_clinical_angles() -> None:
    """A moment, the strength it needs and the angle that it turns grow the same way."""
    own = {axis.dof: axis for axis in MOMENT_AXES}
    assert {axis.joint for axis in MOMENT_AXES} == set(JOINTS)
    compared = 0
    for axis in AXES:
        if axis.dofs[0] in own:
            mine = own[axis.dofs[0]]
            first = mine.directions[axis.sign != mine.sign]
            assert (axis.joint, axis.directions[0]) == (mine.joint, first), axis
            compared += 1
    for angle in (angle for angle in CLINICAL if angle.joint and f"{angle.joint[1]}.{angle.axis}" in own):
        mine = own[f"{angle.joint[1]}.{angle.axis}"]  # type: ignore[index]
        kind = angle.name.removeprefix("left_").removeprefix("right_").partition("_")[2].replace("_", " ")
        if kind == mine.directions[0]:
            assert angle.sign == mine.sign, angle.name
            compared += 1
    assert compared >= 30
