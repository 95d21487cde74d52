"""Muscle torque generators: the published curves where they hold, and nothing impossible where they do not."""

import warnings

import numpy as np
import pytest

from edge.estimate.body.anthropometry import BodySize
from edge.estimate.body.dynamics import Dynamics, Movement, load_of, loaded
from edge.estimate.body.generators import AXES, LEG_AXES, generators_of
from edge.estimate.body.model import DOF, SEGMENT, BodyModel
from edge.estimate.body.muscles import GENERATORS, LEAST_MOVING, Muscles
from edge.estimate.body.plates import wrench_at
from edge.estimate.body.segments import segments_of
from edge.estimate.body.strength import Strength
from edge.estimate.body.torque_tables import ANDERSON, ASSEMBLED
from edge.messages import Array

YOUNG_MAN = BodySize("M", 1.80, 80.0, 20.0, known=True)
MAN = Muscles(YOUNG_MAN)
PEOPLE = [BodySize(sex, 1.70, 70.0, age) for sex in ("F", "M", None) for age in (8.0, 20.0, 40.0, 62.0, 90.0)]
NOTHING = np.zeros(47)
SURE = np.zeros(47)
NOWHERE = np.zeros(3)


def body(**degrees: float) -> Array:
    """(47,) rad: `right_shank__Z=-90`."""
    angles = np.zeros(47)
    for name, value in degrees.items():
        angles[DOF[name.replace("__", ".")]] = np.radians(value)
    return angles


def share(name: str, angles: Array, moments: Array, muscles: Muscles = MAN, rates: Array = NOTHING) -> float:
    return float(muscles.feed(angles, rates, moments, SURE).share.ravel()[GENERATORS.index(name)])


def moment(name: str, newtonmetres: float) -> Array:
    moments = np.zeros(47)
    moments[DOF[name]] = newtonmetres
    return moments


def strongest(name: str, angle: float, speed: float, muscles: Muscles = MAN) -> float:
    """Nm of one generator; speed: rad/s, positive where it shortens."""
    axis, way = divmod(GENERATORS.index(name), 2)
    angles, rates = np.full(len(AXES), angle), np.full(len(AXES), speed if way == 0 else -speed)
    return float(muscles.maximum(angles, rates)[axis, way])


@pytest.mark.parametrize(
    ("name", "row"), [("right_knee extension", 0.163), ("left_hip flexion", 0.113), ("left_ankle plantarflexion", 0.095)]
)
def test_strongest_at_the_published_angle_with_the_published_torque(name: str, row: float) -> None:
    joint, direction = name.split("_")[1].split()
    best = ANDERSON[joint, direction][0][3]
    assert strongest(name, min(best, np.radians(20.0)) if joint == "ankle" else best, 0.0) == pytest.approx(
        row * 80.0 * 1.80 * 9.81, rel=0.01
    )


@pytest.mark.parametrize("name", [one for one in GENERATORS[: 2 * LEG_AXES] if one.startswith("right")])
def test_shortening_leaves_three_quarters_and_a_half_at_the_published_speeds(name: str) -> None:
    joint, direction = name.split("_")[1].split()
    _, _, _, angle, three_quarters, half, *_ = ANDERSON[joint, direction][0]
    still = strongest(name, angle, 0.0)
    assert strongest(name, angle, three_quarters) == pytest.approx(0.75 * still)
    assert strongest(name, angle, half) == pytest.approx(0.5 * still)


@pytest.mark.parametrize(("kind", "direction"), ASSEMBLED)
def test_the_assembled_sets_curves_are_as_published(kind: str, direction: str) -> None:
    """A bell of that width, in the range that is tested; a hyperbola through a share at half the speed that leaves nothing."""
    _, fastest, best, width, _, half, *_ = ASSEMBLED[kind, direction]
    name = f"lumbar {direction}" if kind == "lumbar" else f"left_{kind} {direction}"
    low, high = generators_of(YOUNG_MAN).tested[GENERATORS.index(name) // 2]
    still = strongest(name, best, 0.0)
    angles = np.array([best, *np.linspace(low, high, 5)])
    bell = np.exp(-0.5 * ((np.clip(angles, low, high) - best) / width) ** 2)
    assert [strongest(name, angle, 0.0) for angle in angles] == pytest.approx(still * bell / bell[0])
    fall, bend = (getattr(generators_of(YOUNG_MAN), what).ravel()[GENERATORS.index(name)] for what in ("fall", "bend"))
    speeds = np.array([0.0, 0.5 * fastest, fastest])
    assert (1.0 + fall * speeds) / (1.0 + bend * speeds) == pytest.approx([1.0, half, 0.0])
    assert strongest(name, best, fastest) == pytest.approx(LEAST_MOVING * still)


def test_lengthening_is_stronger_and_levels_off() -> None:
    for name in GENERATORS:
        torques = np.array([strongest(name, 0.5, -speed) for speed in (0.0, 0.5, 2.0, 8.0, 100.0)])
        assert (np.diff(torques) > 0.0).all()
        assert torques[-1] <= 1.25 * torques[0]


def test_speed_changes_strength_without_a_kink_at_rest() -> None:
    for name in GENERATORS:
        before, at, after = (strongest(name, 0.5, speed) for speed in (-1e-4, 0.0, 1e-4))
        assert (after - at) == pytest.approx(at - before, rel=1e-2)


@pytest.mark.parametrize("size", PEOPLE)
def test_no_angle_and_no_speed_turns_a_muscle_round(size: BodySize) -> None:
    """Published as they stand, the cosines are negative beyond a quarter wave and the speeds beyond a zero crossing."""
    muscles = Muscles(size)
    angles = np.repeat(np.linspace(-7.0, 7.0, 141)[:, None], len(AXES), axis=1)
    for speed in (-30.0, -3.0, 0.0, 3.0, 30.0):
        torques = muscles.maximum(angles, np.full_like(angles, speed))
        assert (torques > 0.1).all()
        assert np.isfinite(torques).all()
    passive = muscles.passive(angles)
    assert ((passive >= 0.0) & (passive <= 0.5001 * generators_of(size).maximum)).all()


def test_a_whole_turn_is_the_same_angle() -> None:
    raised = body(right_upper_arm__Z=185.0)
    assert share("right_shoulder flexion", raised, moment("right_upper_arm.Z", 20.0)) == pytest.approx(
        share("right_shoulder flexion", raised - 2.0 * np.pi, moment("right_upper_arm.Z", 20.0))
    )


def test_stretched_tissue_helps_the_way_back_and_only_a_little() -> None:
    angles = np.zeros(len(AXES))
    hip = [axis.joint for axis in AXES].index("right_hip")
    angles[hip] = np.radians(110.0)
    helping, hindering = MAN.passive(angles)[hip, ::-1]
    assert helping == pytest.approx(0.1 * strongest("right_hip extension", 0.932, 0.0)), "Anderson's exponential alone says 40000 Nm"
    assert hindering < 0.1
    knee_flexing, knee_extending = MAN.passive(np.zeros(len(AXES)))[[axis.joint for axis in AXES].index("right_knee")]
    assert knee_flexing == pytest.approx(6.25)
    assert knee_extending == pytest.approx(0.0, abs=1e-9)


def test_what_stretched_tissue_carries_the_muscle_need_not() -> None:
    bent = body(right_thigh__Z=110.0)
    assert share("right_hip extension", bent, moment("right_thigh.Z", -20.0)) == 0.0
    helped = share("right_hip extension", bent, moment("right_thigh.Z", -60.0))
    alone = 60.0 / strongest("right_hip extension", np.radians(110.0), 0.0)
    assert helped == pytest.approx(alone * (60.0 - MAN.passive(np.full(len(AXES), np.radians(110.0)))[0, 1]) / 60.0)


def test_a_joint_at_rest_at_the_end_of_its_range_does_no_work() -> None:
    """A straight knee and a deeply bent ankle push back by themselves; nobody works there for that alone."""
    angles = body(right_thigh__Z=110.0, right_foot__Z=30.0, right_forearm__Z=-5.0)
    assert not MAN.feed(angles, NOTHING, NOTHING, SURE).share.any()


def test_at_most_one_direction_works_at_a_time() -> None:
    moments = np.random.default_rng(7).normal(0.0, 40.0, (200, 47))
    shares = MAN.feed(np.zeros((200, 47)), np.zeros((200, 47)), moments, np.zeros((200, 47))).share
    assert shares.shape == (200, len(AXES), 2)
    assert ((shares > 0.0).sum(axis=-1) <= 1).all()
    assert (shares > 0.0).mean() > 0.4


def test_an_unknown_moment_is_unknown_and_leaves_the_others_alone() -> None:
    moments, angles = moment("right_shank.Z", 50.0), np.zeros(47)
    moments[DOF["left_shank.Z"]] = angles[DOF["right_forearm.Z"]] = np.nan
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        shares = MAN.feed(angles, NOTHING, moments, SURE).share.ravel()
    unknown = {name.split()[0] for name, value in zip(GENERATORS, shares, strict=True) if np.isnan(value)}
    assert unknown == {"left_knee", "right_elbow"}
    assert shares[GENERATORS.index("right_knee extension")] > 0.0


def test_the_band_holds_the_populations_spread_and_the_moments_error() -> None:
    angles, moments, name = body(right_shank__Z=-65.0), moment("right_shank.Z", 120.0), GENERATORS.index("right_knee extension")
    exact = MAN.feed(angles, NOTHING, moments, SURE)
    rough = MAN.feed(angles, NOTHING, moments, np.full(47, 30.0))
    value, sd, wider = (part.ravel()[name] for part in (exact.share, exact.sd, rough.sd))
    assert sd / value == pytest.approx(MAN.spreads["right_knee extension"])
    assert wider == pytest.approx(np.hypot(sd, 30.0 / strongest("right_knee extension", np.radians(65.0), 0.0)))


def test_a_proven_strength_replaces_the_usual_one() -> None:
    angles, moments = body(left_shank__Z=-65.0), moment("left_shank.Z", 120.0)
    own = Muscles(YOUNG_MAN, {"left_knee extension": Strength(1.5, 0.1)})
    assert share("left_knee extension", angles, moments, own) == pytest.approx(share("left_knee extension", angles, moments) / 1.5)
    assert own.spreads["left_knee extension"] == 0.1
    assert own.spreads["right_knee extension"] == MAN.spreads["right_knee extension"]


@pytest.mark.parametrize(
    ("degrees", "works"),
    [
        ({"forearm__Z": 90.0}, "elbow flexion"),
        ({"upper_arm__Z": 90.0}, "shoulder flexion"),
        ({"upper_arm__Z": -45.0}, "shoulder extension"),
        ({"forearm__Z": 90.0, "forearm__Y": 90.0}, "wrist extension"),
        ({"forearm__Z": 90.0, "forearm__Y": -90.0}, "wrist flexion"),
        ({"forearm__Z": 90.0}, "wrist radial deviation"),
    ],
)
@pytest.mark.parametrize("side", ["right", "left"])
def test_a_weight_in_the_hands_is_held_by_the_muscles_that_hold_it(side: str, degrees: dict[str, float], works: str) -> None:
    """Signs, from posture to muscle. About Y the left is the mirror of the right: positive pronates the right forearm."""
    mirror = -1.0 if side == "left" else 1.0
    angles = body(**{f"{side}_{name}": value * (mirror if name.endswith("Y") else 1.0) for name, value in degrees.items()})
    assert share(f"{side}_{works}", angles, _held(angles, 10.0)) > 0.02


@pytest.mark.parametrize(("side", "mirror"), [("right", 1.0), ("left", -1.0)])
def test_a_push_or_twist_is_met_by_the_muscles_that_meet_it(side: str, mirror: float) -> None:
    """Signs, from the world to muscle: the body stands, looks along x and has z to its right."""
    upright = body()
    toes = _pushed(upright, f"{side}_foot", np.array([0.0, 300.0, 0.0]), np.array([0.12, 0.0, 0.0]))
    assert share(f"{side}_ankle plantarflexion", upright, toes) > 0.1
    heel = _pushed(upright, f"{side}_foot", np.array([0.0, 300.0, 0.0]), np.array([-0.05, 0.0, 0.0]))
    assert share(f"{side}_ankle dorsiflexion", upright, heel) > 0.1
    bent = body(**{f"{side}_forearm__Z": 90.0})
    inwards = _pushed(bent, f"{side}_hand", np.array([0.0, 0.0, -40.0 * mirror]), NOWHERE)
    assert share(f"{side}_shoulder external rotation", bent, inwards) > 0.1
    assert share(f"{side}_shoulder internal rotation", bent, -inwards) > 0.1
    palm_down = _pushed(bent, f"{side}_hand", NOWHERE, NOWHERE, np.array([-4.0 * mirror, 0.0, 0.0]))
    assert share(f"{side}_wrist supination", bent, palm_down) > 0.1
    assert share(f"{side}_wrist pronation", bent, -palm_down) > 0.1


def test_a_bowed_trunk_is_held_by_the_back_and_a_leaned_back_one_by_the_belly() -> None:
    bowed, leaned = body(pelvis__Z=-60.0), body(pelvis__Z=30.0)
    assert share("lumbar extension", bowed, _held(bowed, 0.0)) > 0.1
    assert share("lumbar flexion", leaned, _held(leaned, 0.0)) > 0.1


def _pushed(angles: Array, segment: str, force: Array, beside: Array, twist: Array = NOWHERE) -> Array:
    """(47,) Nm more at rest, where something pushes on a segment with a force N, as far m beside its joint, and twists it by so many Nm."""
    model = BodyModel(segments_of(YOUNG_MAN))
    still, q = np.zeros((1, 47)), model.configuration(angles)
    point = model.place(q).origin[SEGMENT[segment]] + beside
    moving, dynamics = Movement(q[None], still, still), Dynamics(model)
    wrench = wrench_at(force[None], point[None], twist[None])
    return np.asarray((dynamics.moments(moving, {segment: wrench}) - dynamics.moments(moving, {}))[0])


def _held(angles: Array, kg: float) -> Array:
    """(47,) Nm at rest, the weight in both hands; above the pelvis, nothing else touches the body."""
    model = BodyModel(loaded(segments_of(YOUNG_MAN), load_of(kg, "bicep_curl")))
    still = np.zeros((1, 47))
    return np.asarray(Dynamics(model).moments(Movement(model.configuration(angles)[None], still, still), {})[0])
