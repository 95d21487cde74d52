"""The clinical angles of bodies put into known positions."""

import numpy as np
import pinocchio
import pytest

from edge.estimate.body.anthropometry import BodySize
from edge.estimate.body.clinical import JOINTS, LEAST_MOMENTS, RATE_S, ClinicalAngles, Goniometer
from edge.estimate.body.clinical_table import CLINICAL, CLINICAL_INDEX, CLINICAL_NAMES
from edge.estimate.body.model import DOF, SEGMENT, BodyModel
from edge.estimate.body.turns import matrices
from edge.messages import Array

MODEL = BodyModel.of(BodySize())
SURE = np.diag(np.full(47, np.radians(2.0) ** 2))
FPS = 30.0
HINGES = [DOF[f"{side}_{part}.Z"] for part in ("shank", "forearm") for side in ("left", "right")]
BENT = np.radians([-40.0, -40.0, 40.0, 40.0])


def posed(**degrees: float) -> Array:
    """A configuration by degrees of freedom; `left_thigh__X` is left_thigh.X."""
    angles = np.zeros(47)
    for name, value in degrees.items():
        angles[DOF[name.replace("__", ".")]] = np.radians(value)
    return MODEL.configuration(angles)


def read(q: Array, covariance: Array = SURE) -> dict[str, float]:
    """Degrees by name."""
    return dict(zip(CLINICAL_NAMES, np.degrees(Goniometer(MODEL).feed(0.0, q, covariance).angles), strict=True))


# --- definitions -------------------------------------------------------------------------------------------------


def test_the_dashboard_has_its_23_angles_in_order() -> None:
    joints = ["neck", "trunk", "waist", "left_shoulder", "right_shoulder", "left_elbow", "right_elbow"]
    joints += ["left_hip", "right_hip", "left_knee", "right_knee"]
    found = [next(joint for joint in joints if name.startswith(joint)) for name in CLINICAL_NAMES[:23]]
    assert list(dict.fromkeys(found)) == joints
    assert [found.count(joint) for joint in joints] == [3, 1, 3, 3, 3, 1, 1, 3, 3, 1, 1]
    assert len(set(CLINICAL_NAMES)) == len(CLINICAL_NAMES)


def test_every_angle_is_described_and_its_range_has_a_source() -> None:
    for angle in CLINICAL:
        assert angle.positive
        assert angle.negative
        assert len(angle.definition) > 30
        assert ("Academy" in angle.source) == (angle.normal_deg is not None)
        assert angle.normal_deg is None or angle.normal_deg[0] < angle.normal_deg[1]


def test_standing_upright_is_zero() -> None:
    angles = read(posed())
    unknown = {name for name, value in angles.items() if not np.isfinite(value)}
    parts = ("shoulder_plane", "shoulder_internal_rotation", "hip_internal_rotation")
    assert unknown == {f"{side}_{part}" for side in ("left", "right") for part in parts}, "straight limbs do not show their rotation"
    assert max(abs(value) for value in angles.values() if np.isfinite(value)) < 1e-9


# --- signs -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pose", "name", "degrees"),
    [
        ({"right_thigh__Z": 60}, "right_hip_flexion", 60),
        ({"left_thigh__Z": -20}, "left_hip_flexion", -20),
        ({"left_thigh__X": 25}, "left_hip_abduction", 25),
        ({"right_thigh__X": -25}, "right_hip_abduction", 25),
        ({"left_thigh__Y": -15, "left_shank__Z": -30}, "left_hip_internal_rotation", 15),
        ({"right_thigh__Y": 15, "right_shank__Z": -30}, "right_hip_internal_rotation", 15),
        ({"right_shank__Z": -80}, "right_knee_flexion", 80),
        ({"left_foot__Z": 12}, "left_ankle_dorsiflexion", 12),
        ({"left_forearm__Z": 90}, "left_elbow_flexion", 90),
        ({"right_upper_arm__Z": 150}, "right_shoulder_flexion", 150),
        ({"right_upper_arm__X": -70}, "right_shoulder_abduction", 70),
        ({"left_upper_arm__X": 70}, "left_shoulder_abduction", 70),
        ({"left_upper_arm__Y": -40, "left_forearm__Z": 90}, "left_shoulder_internal_rotation", 40),
        ({"left_upper_arm__X": 90}, "left_shoulder_elevation", 90),
        ({"right_upper_arm__X": -90}, "right_shoulder_plane", 0),
        ({"right_upper_arm__Z": 90}, "right_shoulder_plane", 90),
        ({"left_upper_arm__Z": 90}, "left_shoulder_plane", 90),
        ({"left_upper_arm__Z": -40}, "left_shoulder_plane", -90),
        ({"head__Z": -30}, "neck_flexion", 30),
        ({"head__X": 20}, "neck_lateral_flexion", 20),
        ({"head__Y": 50}, "neck_rotation", 50),
        ({"abdomen__Z": -20, "thorax__Z": -15}, "waist_flexion", 35),
        ({"thorax__X": 15}, "waist_lateral_flexion", 15),
        ({"thorax__Y": -30}, "waist_rotation", -30),
        ({"pelvis__Z": -45}, "trunk_inclination", 45),
        ({"pelvis__X": 30}, "trunk_inclination", 30),
        ({"left_thigh__Z": 30, "right_thigh__Z": 30}, "hip_offset", 30),
        ({"left_thigh__Z": -12, "right_thigh__Z": -12}, "hip_offset", -12),
    ],
)
def test_each_sign_is_the_clinicians(pose: dict[str, float], name: str, degrees: float) -> None:
    assert read(posed(**pose))[name] == pytest.approx(degrees, abs=1e-6)


def test_sag_and_pike_differ_in_a_plank_whichever_way_it_faces() -> None:
    for heading in (0.0, 70.0, 180.0):
        lying = {"pelvis__Z": -90.0, "pelvis__Y": heading}
        pike = read(posed(**lying, left_thigh__Z=20, right_thigh__Z=20))["hip_offset"]
        sag = read(posed(**lying, left_thigh__Z=-20, right_thigh__Z=-20))["hip_offset"]
        assert (pike, sag) == pytest.approx((20.0, -20.0), abs=1e-6)


def test_joint_angles_do_not_depend_on_where_the_body_faces() -> None:
    pose = {"left_thigh__Z": 70.0, "left_shank__Z": -90.0, "right_upper_arm__X": -50.0, "head__Y": 20.0}
    turned = read(posed(**pose, pelvis__X=40, pelvis__Y=160, pelvis__Z=-30))
    for name, value in read(posed(**pose)).items():
        if name != "trunk_inclination" and np.isfinite(value):
            assert turned[name] == pytest.approx(value, abs=1e-6), name


def test_the_angles_write_the_joints_rotation() -> None:
    """Whatever the way of writing, it is this orientation (Grood & Suntay 1983)."""
    rng = np.random.default_rng(5)
    for _ in range(50):
        angles = rng.normal(0.0, 0.6, 47)
        angles[HINGES] = BENT
        q = MODEL.configuration(angles)
        read_angles = Goniometer(MODEL).feed(0.0, q, SURE * 1e-6).angles
        rotation = MODEL.place(q).rotation
        for fixed, moving in JOINTS:
            found = {angle.axis: angle.sign * read_angles[i] for i, angle in enumerate(CLINICAL) if angle.joint == (fixed, moving)}
            if set(found) == set("ZXY"):
                wanted = rotation[SEGMENT[fixed]].T @ rotation[SEGMENT[moving]]
                assert matrices(np.array([found[axis] for axis in "ZXY"])) == pytest.approx(wanted, abs=1e-9)


# --- standard deviations -----------------------------------------------------------------------------------------


def test_standard_deviations_are_propagated_from_the_covariance() -> None:
    """Against differences of the angles themselves."""
    rng = np.random.default_rng(8)
    pose = rng.normal(0.0, 0.4, 47)
    pose[HINGES] = BENT
    q = MODEL.configuration(pose)
    root = rng.normal(0.0, 0.03, (47, 47))
    covariance = root @ root.T / 47
    step = 1e-5 * np.eye(47)
    ends = [[angles_at(pinocchio.integrate(MODEL.pin, q, sign * e)) for e in step] for sign in (1.0, -1.0)]
    jacobian = (np.array(ends[0]) - np.array(ends[1])).T / 2e-5
    wanted = np.sqrt(np.einsum("ij,jk,ik->i", jacobian, covariance, jacobian))
    found = Goniometer(MODEL).feed(0.0, q, covariance).sd
    known = np.isfinite(found)
    assert known.sum() >= len(CLINICAL) - 2, "an arm that hangs is raised in no plane"
    assert found[known] == pytest.approx(wanted[known], rel=0.1), "the hips' offset takes the pelvis's own axis for fixed"


def angles_at(q: Array) -> Array:
    return Goniometer(MODEL).feed(0.0, q, SURE * 1e-6).angles


def test_at_ninety_degrees_of_abduction_flexion_and_rotation_are_unknown_and_elevation_is_not() -> None:
    angles = read(posed(left_upper_arm__X=90))
    assert np.isnan(angles["left_shoulder_flexion"])
    assert np.isnan(angles["left_shoulder_internal_rotation"])
    assert angles["left_shoulder_abduction"] == pytest.approx(90.0)
    assert angles["left_shoulder_elevation"] == pytest.approx(90.0)


def test_what_the_view_cannot_tell_is_unknown() -> None:
    unseen = np.zeros(47, bool)
    unseen[DOF["left_thigh.Y"]] = True
    bent = posed(left_shank__Z=-40)
    assert Goniometer(MODEL).feed(0.0, bent, SURE).angles[CLINICAL_INDEX["left_hip_internal_rotation"]] == pytest.approx(0.0)
    told = Goniometer(MODEL).feed(0.0, bent, SURE, unseen)
    assert np.isnan(told.angles[CLINICAL_INDEX["left_hip_internal_rotation"]])
    assert np.isnan(told.sd[CLINICAL_INDEX["left_hip_internal_rotation"]])
    assert told.angles[CLINICAL_INDEX["left_hip_flexion"]] == pytest.approx(0.0)


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_a_bad_moment_is_unknown_and_the_next_one_goes_on(bad: float) -> None:
    goniometer = Goniometer(MODEL)
    broken = posed()
    broken[7] = bad
    assert np.isnan(goniometer.feed(0.0, broken, SURE).angles).all()
    assert np.isnan(goniometer.feed(0.1, posed(), np.full((47, 47), bad)).angles).all()
    assert goniometer.feed(0.2, posed(left_shank__Z=-50), SURE).angles[CLINICAL_INDEX["left_knee_flexion"]] == pytest.approx(
        np.radians(50.0), abs=np.radians(1.0)
    )


def knee_told(*stretches: tuple[float, float]) -> list[bool]:
    """Whether the knee's angle is told, moment by moment. stretches: seconds, and half of the band there, degrees; NaN: not seen."""
    goniometer, bands = Goniometer(MODEL), [half for lasting_s, half in stretches for _ in range(round(lasting_s * FPS))]
    covariances = [(np.radians(half) / 1.96) ** 2 * np.eye(47) for half in bands]
    bent = posed(left_shank__Z=-40.0)
    return [
        bool(np.isfinite(goniometer.feed(n / FPS, bent, covariance).angles[CLINICAL_INDEX["left_knee_flexion"]]))
        for n, covariance in enumerate(covariances)
    ]


def test_an_angle_that_stays_too_uncertain_is_unknown_until_it_is_known_again() -> None:
    told = knee_told((1.0, 20.0), (1.0, 45.0), (1.0, 20.0))
    assert (told[29], told[59]) == (True, False)
    assert all(told[75:]), "known again within half a second"


def test_a_moments_doubt_breaks_no_curve() -> None:
    assert all(knee_told((1.0, 20.0), (0.2, 45.0), (1.0, 20.0)))


def test_what_is_seen_again_is_told_at_once_and_what_is_hopeless_never() -> None:
    assert knee_told((1.0, 34.0), (0.3, np.nan), (0.1, 34.0))[-3:] == [True] * 3
    assert knee_told((1.0, 50.0), (0.3, np.nan), (0.1, 20.0))[-3:] == [True] * 3
    assert not any(knee_told((1.0, 36.0)))
    assert not knee_told((1.0, 5.0), (0.04, 62.0))[-1]


def test_a_body_that_is_measured_better_continues_its_angles() -> None:
    goniometer = Goniometer(MODEL)
    for n in range(40):
        before = goniometer.feed(n / FPS, posed(head__Y=5.0 * n), SURE).angles[CLINICAL_INDEX["neck_rotation"]]
    goniometer.fit(BodyModel.of(BodySize(height_m=1.9)))
    after = goniometer.feed(40 / FPS, posed(head__Y=200.0), SURE).angles[CLINICAL_INDEX["neck_rotation"]]
    assert np.degrees([before, after]) == pytest.approx([195.0, 200.0], abs=2.0), "not -160"


# --- rates -------------------------------------------------------------------------------------------------------


def bending(degrees_a_second: float, moments: int) -> list[ClinicalAngles]:
    goniometer = Goniometer(MODEL)
    return [goniometer.feed(i / FPS, posed(right_shank__Z=-degrees_a_second * i / FPS), SURE) for i in range(moments)]


def test_rates_are_slopes_and_unknown_at_first() -> None:
    told = [one.rates[CLINICAL_INDEX["right_knee_flexion"]] for one in bending(90.0, 12)]
    assert np.isnan(told[: LEAST_MOMENTS - 1]).all()
    assert np.degrees(told[-1]) == pytest.approx(90.0, rel=0.02)


def test_rates_begin_anew_after_a_gap() -> None:
    goniometer = Goniometer(MODEL)
    for i in range(10):
        goniometer.feed(i / FPS, posed(), SURE)
    assert np.isnan(goniometer.feed(10 / FPS + 2 * RATE_S, posed(), SURE).rates).all()
