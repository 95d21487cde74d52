"""How a sensor lies on its segment is learned from movement, and what it then says is true."""

import math
from dataclasses import replace

import numpy as np

from edge.estimate.body.inverse_kinematics import BodyPose
from edge.estimate.body.model import SEGMENT
from edge.estimate.body.mounting import CAMERA_LATE_S, Mounting
from edge.estimate.body.sight import Tilt
from edge.estimate.rotation import upright
from edge.messages import Array, WornState
from tests.estimate.body.made_sights import FPS, MODEL, posed

STRAPPED = np.array([[0.0, -1.0, 0.0], [0.6, 0.0, -0.8], [0.8, 0.0, 0.6]])
"""From the sensor's axes to the thigh's."""
NAN = (math.nan, math.nan, math.nan)


def squatting(t: float, half_deg: float = 40.0) -> Array:
    deep = half_deg * (1.0 - math.cos(2.0 * math.pi * t / 2.5))
    return posed({"right_thigh.Z": deep, "right_shank.Z": -deep, "pelvis.X": 5.0 * math.sin(t)})


def turn_of(t: float, half_deg: float = 40.0) -> Array:
    return np.asarray(MODEL.place(squatting(t, half_deg)).rotation[SEGMENT["right_thigh"]])


def worn(t: float, gyro: bool = True, half_deg: float = 40.0) -> WornState:
    turn = turn_of(t, half_deg) @ STRAPPED
    step = (turn_of(t - 0.01, half_deg) @ STRAPPED).T @ (turn_of(t + 0.01, half_deg) @ STRAPPED) / 0.02
    turning = 0.5 * np.array([step[2, 1] - step[1, 2], step[0, 2] - step[2, 0], step[1, 0] - step[0, 1]])
    up = upright(tuple((turn.T @ [0.0, 1.0, 0.0]).tolist()))
    return WornState(t, "thigh", up, (0.0, 0.0, 0.0), tuple(turning.tolist()) if gyro else NAN, 0.02, False)


def pose(t: float, half_deg: float = 40.0, q: Array | None = None) -> BodyPose:
    """As late as the camera is. q: what sensor and camera together make of it, where that is something else."""
    shown = squatting(t - CAMERA_LATE_S, half_deg)
    found = shown if q is None else q
    return BodyPose(t, found, MODEL.angles(found), np.full(47, 0.1), np.eye(47), 1.0, 0.1, shown, np.eye(47) * np.radians(5.0) ** 2)


def learn(seconds: float, gyro: bool = True, half_deg: float = 40.0, q: Array | None = None) -> tuple[Mounting, tuple[Tilt, ...]]:
    mounting = Mounting()
    said: tuple[Tilt, ...] = ()
    for k in range(round(seconds * FPS)):
        said = mounting.tilts(k / FPS, {"right_thigh": worn(k / FPS, gyro, half_deg)})
        mounting.learn(pose(k / FPS, half_deg, q), MODEL)
    return mounting, said


def off_deg(tilt: Tilt, seconds: float, half_deg: float = 40.0) -> float:
    """How far off the last word was about where up is."""
    t = (round(seconds * FPS) - 1) / FPS - CAMERA_LATE_S
    return float(np.degrees(math.acos(min(1.0, float(tilt.up @ turn_of(t, half_deg)[1])))))


def test_nothing_is_said_before_anything_moved() -> None:
    assert learn(0.5)[1] == ()


def test_up_and_turning_are_told_in_the_segments_axes() -> None:
    (tilt,) = learn(8.0)[1]
    t = (round(8.0 * FPS) - 1) / FPS - CAMERA_LATE_S
    assert tilt.segment == SEGMENT["right_thigh"]
    assert off_deg(tilt, 8.0) < 6.0
    rate = np.radians(40.0) * 2.0 * math.pi / 2.5 * math.sin(2.0 * math.pi * t / 2.5)
    np.testing.assert_allclose(tilt.turning, [0.0, 0.0, rate], atol=0.35)


def test_a_segment_that_turns_slowly_is_heard_too() -> None:
    """At most 38 degrees a second, as a shank does in a squat."""
    (tilt,) = learn(20.0, half_deg=15.0)[1]
    assert off_deg(tilt, 20.0, 15.0) < 6.0


def test_it_is_learned_from_what_the_camera_shows_alone() -> None:
    """What a sensor already said cannot prove how it lies."""
    (tilt,) = learn(8.0, q=posed({"right_thigh.Z": 60.0}))[1]
    assert off_deg(tilt, 8.0) < 6.0


def test_a_sensor_without_a_gyroscope_tells_no_turning() -> None:
    said = learn(8.0, gyro=False)[1]
    assert all(np.isnan(tilt.turning).all() for tilt in said)


def test_stale_and_unknown_places_are_not_heard() -> None:
    mounting, _ = learn(8.0)
    assert mounting.tilts(60.0, {"right_thigh": worn(8.0)}) == ()
    assert mounting.tilts(8.0, {"bar": worn(8.0)}) == ()


def test_where_up_is_becomes_surer_the_more_was_seen() -> None:
    """As sure as the sensor itself at the end, not before."""
    sds = [float(learn(seconds)[1][0].sd.max()) for seconds in (2.5, 8.0, 40.0)]
    assert sds[0] > 1.2 * sds[1] > 1.4 * sds[2]
    assert sds[2] > 0.02


def test_a_leg_that_the_camera_sees_badly_is_doubted_longer() -> None:
    def sd_after_8_s(seen_deg: float) -> float:
        mounting = Mounting()
        said: tuple[Tilt, ...] = ()
        for k in range(round(8 * FPS)):
            said = mounting.tilts(k / FPS, {"right_thigh": worn(k / FPS)})
            mounting.learn(replace(pose(k / FPS), shown_covariance=np.eye(47) * np.radians(seen_deg) ** 2), MODEL)
        return float(said[0].sd.max())

    assert sd_after_8_s(8.0) > 1.5 * sd_after_8_s(2.0)


def test_a_sensor_that_errs_for_seconds_teaches_no_more_than_one_that_was_heard_so_often() -> None:
    """Twice in 8 s."""
    mounting, erring, plain = Mounting(), 0.1, np.eye(47) * np.radians(0.1) ** 2
    said: tuple[Tilt, ...] = ()
    for k in range(round(8 * FPS)):
        said = mounting.tilts(k / FPS, {"right_thigh": replace(worn(k / FPS, gyro=False), tilt_sd=erring)})
        mounting.learn(replace(pose(k / FPS), shown_covariance=plain), MODEL)
    learned = math.sqrt(float(said[0].sd[0]) ** 2 - erring**2)
    assert 0.9 * erring < math.sqrt(2.0) * learned < 1.3 * erring


def test_a_mounting_that_led_astray_is_forgotten() -> None:
    mounting, said = learn(8.0)
    assert len(said) == 1
    mounting.learn(replace(pose(8.0), astray=True), MODEL)
    assert mounting.tilts(8.0 + 1.0 / FPS, {"right_thigh": worn(8.0 + 1.0 / FPS)}) == ()
