"""Inverse dynamics against another engine, the balance of energy and momentum, and formulas on paper."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from edge.errors import InputError
from edge.estimate.body.anthropometry import BodySize, Inertia
from edge.estimate.body.dynamics import SHOULDERS, Axes, Dynamics, Load, Movement, load_of, loaded
from edge.estimate.body.model import DOF, SEGMENT_NAMES, BodyModel
from edge.estimate.body.plates import wrench_at
from edge.estimate.body.segments import segments_of
from edge.messages import Array
from tests.estimate.body.made_movement import derivative, movement, random_movement, swing, velocity
from tests.estimate.body.mujoco_body import MujocoBody

G = 9.80665
TIMES = np.linspace(0.1, 2.9, 15)


@pytest.fixture(scope="module")
def model() -> BodyModel:
    return BodyModel.of(BodySize("M", 1.75, 75.0))


def test_another_engine_finds_the_same_moments(model: BodyModel) -> None:
    moving = random_movement(model, 300, seed=4)
    ours = Dynamics(model).effort(moving).generalised
    theirs = MujocoBody(model).generalised(moving)
    assert np.abs(ours).max() > 1000.0
    assert np.abs(ours - theirs).max() < 1e-9


def test_angles_and_velocities_take_the_same_power(model: BodyModel) -> None:
    """Moments about the axes that people name do the work that Pinocchio's generalised forces do."""
    chance = np.random.default_rng(5)
    angles, rates = chance.normal(0.0, 0.8, (50, 47)), chance.normal(0.0, 2.0, (50, 47))
    generalised = chance.normal(0.0, 50.0, (50, 47))
    named = Axes(angles).moments(generalised)
    np.testing.assert_allclose((named * rates).sum(axis=1), (generalised * model.velocity(angles, rates)).sum(axis=1), rtol=1e-10)


def test_rates_are_those_of_the_angles(model: BodyModel) -> None:
    chance = np.random.default_rng(6)
    angles, rates = chance.normal(0.0, 0.4, (50, 47)), chance.normal(0.0, 2.0, (50, 47))
    np.testing.assert_allclose(Axes(angles).rates(model.velocity(angles, rates)), rates, atol=0.1)


def test_rates_at_a_singular_position_are_numbers(model: BodyModel) -> None:
    angles = np.zeros(47)
    angles[DOF["right_upper_arm.X"]] = 0.5 * np.pi
    assert np.abs(Axes(angles).rates(np.ones(47))).max() < 200.0


def _states(model: BodyModel, t: float, h: float) -> list[tuple[Array, Array]]:
    """Where each segment's mass is and how it lies, a little before and after: without any engine's velocities."""
    places = [model.place(model.configuration(swing().angles(t + k * h))) for k in (-1, 0, 1)]
    return [(place.origin, place.rotation) for place in places]


def _energy(model: BodyModel, t: float, h: float = 1e-5) -> float:
    (before, now, after) = _states(model, t, h)
    energy = 0.0
    for i, segment in enumerate(model.segments):
        inertia = segment.inertia
        first, middle, last = (origin[i] + turn[i] @ inertia.centre for origin, turn in (before, now, after))
        speed = (last - first) / (2.0 * h)
        spin = (after[1][i] - before[1][i]) / (2.0 * h) @ now[1][i].T
        rate = now[1][i].T @ np.array([spin[2, 1], spin[0, 2], spin[1, 0]])
        energy += 0.5 * inertia.mass * speed @ speed + 0.5 * rate @ inertia.matrix @ rate + inertia.mass * G * middle[1]
    return energy


def test_the_joints_do_what_the_energy_gains(model: BodyModel) -> None:
    dynamics, h = Dynamics(model), 1e-3
    for t in TIMES:
        power = float(dynamics.effort(movement(model, swing(), t)).generalised[0] @ velocity(model, swing(), t))
        gain = derivative(lambda at: np.array(_energy(model, at)), t, h)
        assert power == pytest.approx(float(gain), abs=0.02), t


def test_the_ground_gives_the_momentum_and_the_weight(model: BodyModel) -> None:
    dynamics, h = Dynamics(model), 1e-3

    def momentum(t: float) -> Array:
        states = _states(model, t, 1e-5)
        steps = [
            segment.inertia.mass
            * ((late[0][i] + late[1][i] @ segment.inertia.centre) - (early[0][i] + early[1][i] @ segment.inertia.centre))
            for early, late in pairwise(states)
            for i, segment in enumerate(model.segments)
        ]
        return np.asarray(np.sum(steps, axis=0) / 2e-5)

    for t in TIMES:
        moving = movement(model, swing(), t)
        force = dynamics.moments(moving, {})[0, :3]
        change = derivative(momentum, t, h)
        np.testing.assert_allclose(force, change + np.array([0.0, model.mass * G, 0.0]), atol=0.01)


def test_a_double_pendulum_on_paper() -> None:
    """Two point masses on rods: Lagrange's equations, as any textbook has them."""
    m1, m2, l1, l2 = 1.3, 0.7, 0.5, 0.4
    points = {
        "right_thigh": Inertia(m1, np.array([0.0, -l1, 0.0]), np.zeros((3, 3))),
        "right_shank": Inertia(m2, np.array([0, -l2, 0.0]), np.zeros((3, 3))),
    }
    nothing = Inertia(0.0, np.zeros(3), np.zeros((3, 3)))
    segments = tuple(replace(one, inertia=points.get(one.name, nothing)) for one in segments_of(BodySize()))
    segments = tuple(replace(one, offset=np.array([0.0, -l1, 0.0])) if one.name == "right_shank" else one for one in segments)
    model = BodyModel(segments)
    thigh, shank = DOF["right_thigh.Z"], DOF["right_shank.Z"]
    angles, v, a = np.zeros(47), np.zeros(47), np.zeros(47)
    (angles[thigh], angles[shank]), (w1, w2), (a1, a2) = (0.6, -1.1), (2.0, -3.0), (5.0, 7.0)
    v[[thigh + 2, shank]], a[[thigh + 2, shank]] = (w1, w2), (a1, a2)  # a ball's velocity is about x, y, z
    c, s = np.cos(angles[shank]), np.sin(angles[shank])
    low = m2 * l2 * G * np.sin(angles[thigh] + angles[shank])
    first = (
        (m1 * l1**2 + m2 * (l1**2 + 2.0 * l1 * l2 * c + l2**2)) * a1 + m2 * (l1 * l2 * c + l2**2) * a2
        - m2 * l1 * l2 * s * (2.0 * w1 * w2 + w2**2) + (m1 + m2) * l1 * G * np.sin(angles[thigh]) + low
    )  # fmt: skip
    second = m2 * (l1 * l2 * c + l2**2) * a1 + m2 * l2**2 * a2 + m2 * l1 * l2 * w1**2 * s + low
    found = Dynamics(model).moments(Movement(model.configuration(angles)[None], v[None], a[None]), {})[0]
    assert found[[thigh, shank]] == pytest.approx([first, second], abs=1e-10)


def standing(model: BodyModel) -> Movement:
    return Movement(model.configuration(np.zeros((1, 47))), np.zeros((1, 47)), np.zeros((1, 47)))


def test_standing_on_two_feet_leaves_the_pelvis_nothing(model: BodyModel) -> None:
    """Half the weight under each foot, straight below the body's centre."""
    dynamics, still = Dynamics(model), standing(model)
    place = model.place(still.q[0])
    masses = np.array([one.inertia.mass for one in model.segments])
    centre = sum(
        m * (o + r @ one.inertia.centre) for m, o, r, one in zip(masses, place.origin, place.rotation, model.segments, strict=True)
    )
    force = np.array([[0.0, 0.5 * model.mass * G, 0.0]])
    point = np.array([[*(centre / model.mass)]])
    wrench = wrench_at(force, point, np.zeros((1, 3)))
    found = dynamics.moments(still, {"right_foot": wrench, "left_foot": wrench})[0]
    np.testing.assert_allclose(found[:6], 0.0, atol=1e-8)


@pytest.mark.parametrize(("exercise", "at"), [("squat", "thorax"), ("bicep_curl", "right_hand")])
def test_a_weight_is_carried_where_the_exercise_carries_it(exercise: str, at: str) -> None:
    segments = segments_of(BodySize("F", 1.65, 60.0))
    heavier = {one.name: one.inertia.mass for one in loaded(segments, load_of(40.0, exercise))}
    added = {one.name: heavier[one.name] - one.inertia.mass for one in segments}
    assert sum(added.values()) == pytest.approx(40.0)
    assert added[at] == pytest.approx(40.0 if at in SHOULDERS else 20.0)


def test_a_weight_in_the_hands_bends_the_elbows() -> None:
    """Forearms level, 10 kg in each hand: its weight times the forearm, on top of the arm's own."""
    segments = segments_of(BodySize("M", 1.8, 80.0))
    angles = np.zeros((1, 47))
    angles[0, DOF["right_forearm.Z"]] = np.pi / 2
    found = []
    for body in (segments, loaded(segments, Load(20.0))):
        model = BodyModel(body)
        found.append(Dynamics(model).moments(Movement(model.configuration(angles), np.zeros((1, 47)), np.zeros((1, 47))), {})[0])
    arm = -segments[SEGMENT_NAMES.index("right_hand")].offset[1] + 0.07
    assert (found[1] - found[0])[DOF["right_forearm.Z"]] == pytest.approx(10.0 * G * arm, rel=1e-6)


@pytest.mark.parametrize("kg", [-1.0, 601.0, float("nan")])
def test_weights_that_nobody_lifts_are_refused(kg: float) -> None:
    with pytest.raises(InputError, match="cannot be right"):
        load_of(kg, "squat")
