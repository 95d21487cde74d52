"""Wraps, swaps and errors of a made-up body's track."""

import numpy as np
import pytest

from edge.estimate.body.anthropometry import BodySize
from edge.estimate.body.clinical import Goniometer
from edge.estimate.body.clinical_table import CLINICAL_INDEX
from edge.estimate.body.model import DOF, SEGMENT, BodyModel
from edge.estimate.skeleton import INDEX
from edge.messages import Array, BodyState
from tools.evaluation.avatar_angles import angle_summary, offs_of, side_swaps
from tools.evaluation.body_track import BodyTrack, swaps, wraps

MODEL = BodyModel.of(BodySize())
SURE = np.diag(np.full(47, np.radians(3.0) ** 2))
FPS = 30.0
NONE = np.empty(0)
JOINTS = {"hip": "thigh", "knee": "shank", "ankle": "foot", "shoulder": "upper_arm", "elbow": "forearm", "wrist": "hand"}


def marching(frames: int = 60) -> list[dict[str, float]]:
    """Degrees: one knee up, then the other."""
    lifts = 70.0 * np.sin(np.linspace(0.0, 4.0 * np.pi, frames))
    return [
        {"left_thigh.Z": max(up, 0.0), "left_shank.Z": -max(up, 0.0), "right_thigh.Z": max(-up, 0.0), "right_shank.Z": -max(-up, 0.0)}
        for up in lifts.tolist()
    ]


def track_of(poses: list[dict[str, float]]) -> BodyTrack:
    track, goniometer = BodyTrack(), Goniometer(MODEL)
    for n, pose in enumerate(poses):
        angles = np.zeros(47)
        for name, value in pose.items():
            angles[DOF[name]] = np.radians(value)
        q = MODEL.configuration(angles)
        told = goniometer.feed(n / FPS, q, SURE)
        track.states.append(BodyState(n / FPS, q, angles, angles, told.angles, told.sd, told.rates, NONE, NONE, NONE, NONE))
        track.worlds.append(world_of(q))
        track.cuts.append(False)
    return track


def world_of(q: Array) -> Array:
    origins = MODEL.place(q).origin
    world = np.zeros((33, 3))
    for side in ("left", "right"):
        for joint, segment in JOINTS.items():
            world[INDEX[f"{side}_{joint}"]] = origins[SEGMENT[f"{side}_{segment}"]] * (1.0, -1.0, -1.0)
    return world


def exchanged(pose: dict[str, float]) -> dict[str, float]:
    return {name.replace("left", "@").replace("right", "left").replace("@", "right"): value for name, value in pose.items()}


def truth_of(track: BodyTrack, view: str = "side") -> dict[str, object]:
    """As a clip's JSON: inner angles."""
    flexions = offs_of(track, {"fps": FPS, "view": view, "angles": {key: [0.0] for key in EVERY}}).given
    angles = {
        f"{side}_{joint}": (180.0 - flexions[joint][:, place]).tolist()
        for joint in flexions
        for place, side in enumerate(("left", "right"))
    }
    return {"fps": FPS, "view": view, "angles": angles}


EVERY = [f"{side}_{joint}" for side in ("left", "right") for joint in ("knee", "hip")]


def test_a_sound_track_has_no_wraps_and_no_swaps() -> None:
    track = track_of(marching())
    assert (wraps(track), swaps(track), side_swaps(track, truth_of(track))) == (0, (0, 0), 0)
    assert (wraps(BodyTrack()), swaps(BodyTrack())) == (0, (0, 0))


def test_a_wrap_is_seen_even_through_an_unknown_moment() -> None:
    track = track_of(marching())
    place = CLINICAL_INDEX["left_shoulder_flexion"]
    for state in track.states[30:]:
        state.clinical[place] += 2.0 * np.pi
    assert wraps(track) == 1
    track.states[30].clinical[place] = np.nan
    assert wraps(track) == 1


def test_exchanged_legs_are_seen_by_the_truth() -> None:
    poses = marching()
    truth = truth_of(track_of(poses))
    track = track_of([exchanged(pose) if 5 <= n < 11 else pose for n, pose in enumerate(poses)])
    assert side_swaps(track, truth) == 1


def test_one_knee_that_is_misread_is_no_exchange() -> None:
    poses = [{"left_shank.Z": -6.0, "right_thigh.Z": 80.0, "right_shank.Z": -80.0} for _ in range(20)]
    truth = truth_of(track_of(poses))
    track = track_of([{**pose, "left_shank.Z": -17.0, "right_shank.Z": -3.0} for pose in poses])
    assert side_swaps(track, truth) == 0


@pytest.mark.parametrize(("right_deg", "exchanges"), [(-72.0, 0), (-66.0, 1)])
def test_a_knee_that_is_misread_as_far_from_either_is_no_exchange(right_deg: float, exchanges: int) -> None:
    poses = [{"left_thigh.Z": 80.0, "right_thigh.Z": 80.0, "left_shank.Z": -57.0, "right_shank.Z": -90.0} for _ in range(20)]
    truth = truth_of(track_of(poses))
    misread = [{**pose, "left_shank.Z": -88.0, "right_shank.Z": right_deg} for pose in poses]
    assert side_swaps(track_of(misread), truth) == exchanges


def test_two_knees_that_are_misread_below_a_thigh_in_its_place_are_no_exchange() -> None:
    poses = [{"left_thigh.Z": 80.0, "right_thigh.Z": 92.0, "left_shank.Z": -57.0, "right_shank.Z": -84.0} for _ in range(20)]
    truth = truth_of(track_of(poses))
    misread = {"left_shank.Z": -80.0, "right_shank.Z": -57.0}
    assert side_swaps(track_of([{**pose, **misread, "right_thigh.Z": 75.0} for pose in poses]), truth) == 0
    whole = {**misread, "left_thigh.Z": 92.0, "right_thigh.Z": 80.0}
    assert side_swaps(track_of([{**pose, **whole} for pose in poses]), truth) == 1


def test_legs_at_each_others_places_are_seen_by_their_movement() -> None:
    apart, crossed = {"left_thigh.X": 15.0, "right_thigh.X": -15.0}, {"left_thigh.X": -35.0, "right_thigh.X": 35.0}
    there_and_back = track_of([crossed if 8 <= n < 14 else apart for n in range(30)])
    found, _ = swaps(there_and_back)
    assert found >= 2
    told_from(there_and_back, 8)
    assert swaps(there_and_back) == (found // 2, found // 2), "on the way there nothing was told before"
    slowly = [{name: value * np.cos(0.1 * n) for name, value in apart.items()} for n in range(60)]
    assert swaps(track_of(slowly)) == (0, 0), "legs may cross"


def test_what_lies_beyond_a_cut_is_no_wrap() -> None:
    track = track_of(marching())
    for state in track.states[30:]:
        state.clinical[CLINICAL_INDEX["left_shoulder_flexion"]] += 2.0 * np.pi
    track.cuts[30] = True
    assert wraps(track) == 0


def test_lower_legs_on_the_other_thigh_are_seen_by_the_length_of_their_bones() -> None:
    track = track_of([{"left_thigh.X": 35.0, "right_thigh.X": -35.0}] * 20)
    knees = [INDEX["left_knee"], INDEX["right_knee"]]
    for world in track.worlds[8:12]:
        world[knees] = world[knees[::-1]]
    assert swaps(track)[0] >= 1
    told_from(track, 12)
    told, untold = swaps(track)
    assert told == 0
    assert untold >= 1


def told_from(track: BodyTrack, first: int) -> None:
    """Before that nothing of the knees was known."""
    for state in track.states[:first]:
        state.clinical[[CLINICAL_INDEX["left_knee_flexion"], CLINICAL_INDEX["right_knee_flexion"]]] = np.nan


@pytest.mark.parametrize(("late", "change", "mae"), [(0, 0.0, 0.0), (3, 0.0, 0.0), (0, 6.0, 6.0)])
def test_errors_are_told_by_view_without_the_common_lag(late: int, change: float, mae: float) -> None:
    poses = marching(120)
    truth = truth_of(track_of(poses), "front")
    given = track_of([poses[max(n - late, 0)] | bent(poses[max(n - late, 0)], change) for n in range(len(poses))])
    summary = angle_summary([offs_of(given, truth)])
    assert summary["knee_mae_front_deg"] == pytest.approx(mae, abs=0.3)
    assert summary["knee_mae_side_deg"] is None
    assert summary["lag_s"] == pytest.approx(late / FPS, abs=1e-3)


def bent(pose: dict[str, float], more: float) -> dict[str, float]:
    return {f"{side}_shank.Z": pose[f"{side}_shank.Z"] - more for side in ("left", "right")}


@pytest.mark.parametrize(("spread", "coverage"), [(3.0, 0.95), (1.0, 0.49)])
def test_intervals_hold_the_truth_as_often_as_they_should(spread: float, coverage: float) -> None:
    """Errors of 3 degrees, claimed to be of 3 and of 1, of legs that are never straight: there an inner angle cannot err both ways."""
    rng = np.random.default_rng(4)
    poses = [{name: value + (30.0 if "thigh" in name else -30.0) for name, value in pose.items()} for pose in marching(400)]
    truth = truth_of(track_of(poses))
    noisy = track_of([{name: value + rng.normal(0.0, 3.0) for name, value in pose.items()} for pose in poses])
    for state in noisy.states:
        state.clinical_sd[:] = np.radians(spread)
    assert angle_summary([offs_of(noisy, truth)])["interval_coverage"] == pytest.approx(coverage, abs=0.06)
