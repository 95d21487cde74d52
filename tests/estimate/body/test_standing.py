"""Whoever stands still tells how thigh and shank lean; a knee that does not straighten is told as it is."""

import math

import numpy as np
import pytest

from edge.estimate.body.inverse_kinematics import BodyPose
from edge.estimate.body.model import SEGMENT
from edge.estimate.body.mounting import Mounting
from edge.estimate.body.sight import Tilt
from edge.estimate.body.standing import stands
from edge.estimate.rotation import upright
from edge.messages import Array, WornState
from tests.estimate.body.made_sights import FPS, MODEL, posed

STRAPPED = np.array([[0.0, -1.0, 0.0], [0.6, 0.0, -0.8], [0.8, 0.0, 0.6]])
LEG = ("right_thigh", "right_shank")
STILL, NAN = (0.0, 0.0, 0.0), (math.nan, math.nan, math.nan)


def bent(knee_deg: float) -> Array:
    """Standing with both knees so; hips above ankles."""
    legs = {f"{side}_{part}.Z": sign * knee_deg for side in ("right", "left") for part, sign in (("thigh", 0.5), ("shank", -1.0))}
    return posed(legs)


def stood(
    seconds: float,
    knee_deg: float,
    shown_deg: float,
    sd_deg: float,
    gyro: tuple[float, float, float] = STILL,
    told_deg: float | None = None,
) -> list[tuple[Tilt, ...]]:
    """What both sensors say, moment by moment. shown_deg: how the camera sees the knee, and sd_deg how well it sees each joint; told_deg:
    what somebody measured."""
    mounting = Mounting()
    if told_deg is not None:
        mounting.stand(0.0, dict.fromkeys(("right", "left"), math.radians(told_deg)))
    return stay(mounting, 0.0, seconds, knee_deg, shown_deg, sd_deg, gyro)


def stay(
    mounting: Mounting, begin: float, seconds: float, knee_deg: float, shown_deg: float, sd_deg: float,
    gyro: tuple[float, float, float] = STILL, strapped: Array = STRAPPED,
) -> list[tuple[Tilt, ...]]:  # fmt: skip
    """As `stood`, of sensors that may have been heard before."""
    shown, true = bent(shown_deg), MODEL.place(bent(knee_deg)).rotation
    ups = {name: upright(tuple((strapped.T @ true[SEGMENT[name]].T @ [0.0, 1.0, 0.0]).tolist())) for name in LEG}
    said = []
    for k in range(round(seconds * FPS)):
        t = begin + k / FPS
        said.append(mounting.tilts(t, {name: WornState(t, name[6:], up, STILL, gyro, 0.02, False) for name, up in ups.items()}))
        known = np.eye(47) * np.radians(sd_deg) ** 2
        mounting.learn(BodyPose(t, shown, MODEL.angles(shown), np.full(47, 0.1), known, 1.0, 0.1, shown, known), MODEL)
    return said


def knee_deg(tilts: tuple[Tilt, ...]) -> tuple[float, float]:
    """How far the leg that stands so is bent, and its standard deviation."""
    thigh, shank = (next(tilt for tilt in tilts if tilt.segment == SEGMENT[name]) for name in LEG)
    leans = [math.atan2(-tilt.up[0], tilt.up[1]) for tilt in (thigh, shank)]
    return math.degrees(leans[1] - leans[0]), math.degrees(math.hypot(thigh.sd[0], shank.sd[0]))


def test_a_leg_that_stands_is_nearly_straight_though_the_camera_sees_it_bent() -> None:
    told, sd = knee_deg(stood(3.0, 5.0, 17.0, 12.0)[-1])
    assert abs(told - 5.0) < 5.0
    assert abs(told - 5.0) < 1.96 * sd


def test_a_sensor_without_a_gyroscope_does_not_tell_that_it_is_still() -> None:
    told, _ = knee_deg(stood(3.0, 5.0, 17.0, 6.0, NAN)[-1])
    assert told == pytest.approx(17.0, abs=0.5)


def test_a_leg_that_turns_does_not_stand() -> None:
    placement = MODEL.place(bent(5.0))
    assert stands(placement, [np.zeros(3)])
    assert not stands(placement, [np.zeros(3), np.array([0.0, 0.0, 0.5])])


def test_who_squats_or_bows_does_not_stand() -> None:
    assert not stands(MODEL.place(bent(70.0)), [np.zeros(3)])
    assert not stands(MODEL.place(posed({"pelvis.Z": -50.0, "right_thigh.Z": 50.0, "left_thigh.Z": 50.0})), [np.zeros(3)])


def test_a_knee_that_does_not_straighten_is_told_as_the_camera_shows_it() -> None:
    """A contracture of 20 degrees, of somebody who only ever stands."""
    told, _ = knee_deg(stood(15.0, 20.0, 20.0, 6.0)[-1])
    assert told > 17.0


def test_until_then_its_interval_holds() -> None:
    for tilts in stood(15.0, 20.0, 20.0, 6.0):
        if len(tilts) == len(LEG):
            told, sd = knee_deg(tilts)
            assert abs(told - 20.0) <= 1.96 * sd


def test_standing_counts_once_however_long_it_lasts() -> None:
    """A minute of it does not outweigh what the camera shows in that time."""
    told, _ = knee_deg(stood(60.0, 20.0, 20.0, 6.0)[-1])
    assert told > 19.0


def test_a_knee_that_was_measured_is_believed_more_than_the_camera() -> None:
    """Which shows it 12 degrees too straight for half a minute."""
    told, sd = knee_deg(stood(30.0, 20.0, 8.0, 6.0, told_deg=20.0)[-1])
    assert abs(told - 20.0) < 4.0
    assert abs(told - 20.0) < 1.96 * sd < 8.0


def test_what_was_measured_is_not_forgotten_while_somebody_moves() -> None:
    """Five minutes of a leg that the camera shows 12 degrees too straight."""
    mounting = Mounting()
    mounting.stand(0.0, {"right": math.radians(20.0), "left": 0.0})
    stay(mounting, 0.0, 10.0, 20.0, 8.0, 12.0)
    told, _ = knee_deg(stay(mounting, 10.0, 300.0, 60.0, 48.0, 12.0)[-1])
    assert abs(told - 60.0) < 4.0


@pytest.mark.parametrize(("first_deg", "later_deg"), [(20.0, 0.0), (70.0, 5.0)], ids=["stood as measured", "did not stand when asked"])
def test_how_somebody_stands_later_is_not_what_was_measured(first_deg: float, later_deg: float) -> None:
    mounting = Mounting()
    mounting.stand(0.0, {"right": math.radians(20.0), "left": 0.0})
    stay(mounting, 0.0, 11.0, first_deg, first_deg, 6.0)
    told, _ = knee_deg(stay(mounting, 11.0, 30.0, later_deg, later_deg, 6.0)[-1])
    assert abs(told - later_deg) < 3.0


def test_it_is_told_for_how_long_somebody_stood_when_asked() -> None:
    mounting = Mounting()
    stay(mounting, 0.0, 3.0, 20.0, 20.0, 6.0)
    assert mounting.stood_s is None, "nobody was measured"
    mounting.stand(3.0, {"right": math.radians(20.0), "left": 0.0})
    assert mounting.stood_s == 0.0
    stay(mounting, 3.0, 4.0, 20.0, 20.0, 6.0)
    assert mounting.stood_s == pytest.approx(4.0, abs=0.1)
    stay(mounting, 7.0, 20.0, 20.0, 20.0, 6.0)
    assert mounting.stood_s == pytest.approx(10.0, abs=0.1), "what comes later is another standing"


def test_who_did_not_stand_when_asked_has_not_stood() -> None:
    mounting = Mounting()
    mounting.stand(0.0, {"right": math.radians(20.0), "left": 0.0})
    stay(mounting, 0.0, 11.0, 70.0, 70.0, 6.0)
    stay(mounting, 11.0, 5.0, 5.0, 5.0, 6.0)
    assert mounting.stood_s == 0.0


def test_a_sensor_that_slipped_is_found_again() -> None:
    """By 40 degrees to the front: told as before, the thigh would be off by as much."""
    mounting = Mounting()
    mounting.stand(0.0, {"right": math.radians(5.0), "left": 0.0})
    stay(mounting, 0.0, 12.0, 5.0, 5.0, 6.0)
    turn = math.radians(40.0)
    forwards = np.array([[math.cos(turn), -math.sin(turn), 0.0], [math.sin(turn), math.cos(turn), 0.0], [0.0, 0.0, 1.0]])
    thigh = stay(mounting, 12.0, 240.0, 60.0, 60.0, 4.0, strapped=forwards @ STRAPPED)[-1][0]
    up = MODEL.place(bent(60.0)).rotation[thigh.segment].T @ [0.0, 1.0, 0.0]
    assert math.degrees(math.acos(min(1.0, float(thigh.up @ up)))) < 10.0


def test_what_was_measured_outlives_a_mounting_that_led_astray() -> None:
    mounting = Mounting()
    mounting.stand(0.0, {"right": math.radians(20.0), "left": 0.0})
    stay(mounting, 0.0, 10.0, 20.0, 20.0, 6.0)
    squat = bent(60.0)
    known = np.eye(47) * np.radians(6.0) ** 2
    mounting.learn(BodyPose(10.0, squat, MODEL.angles(squat), np.full(47, 0.1), known, 1.0, 0.1, squat, known, astray=True), MODEL)
    for begin, knee in ((10.0, 100.0), (20.0, 80.0)):  # the camera shows both 12 degrees too straight
        told = knee_deg(stay(mounting, begin, 10.0, knee, knee - 12.0, 6.0)[-1])[0]
    assert abs(told - 80.0) < 5.0
