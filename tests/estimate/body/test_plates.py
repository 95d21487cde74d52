"""Force plates as their exporters name them, the foot above each, and plates that lie turned to the camera."""

import numpy as np
import pytest

from edge.errors import InputError
from edge.estimate.body.footing import Footing
from edge.estimate.body.plates import Plates, centre_of_pressure, plates_of, under
from edge.estimate.body.support import MIDDLE
from edge.messages import Array

T = np.array([0.0, 0.01, 0.02])
FORCE, POINT = (3.0, 600.0, -5.0), (0.2, 0.0, -0.4)


def columns(force: str, point: str, torque: str, **changed: Array) -> dict[str, Array]:
    found: dict[str, Array] = {}
    for name, values in ((force, FORCE), (point, POINT), (torque, (0.0, 2.0, 0.0))):
        found |= {name.format(axis): np.full(3, value) for axis, value in zip("xyz", values, strict=True)}
    return {**found, **changed}


@pytest.mark.parametrize(
    "names",
    [
        ("ground_force_1_v{}", "ground_force_1_p{}", "ground_force_1_m{}"),
        ("R_ground_force_v{}", "R_ground_force_p{}", "R_ground_torque_{}"),
        ("ground_force_v{}", "ground_force_p{}", "ground_torque_{}"),
    ],
)
def test_names_of_several_exporters(names: tuple[str, str, str]) -> None:
    plates = plates_of(T, columns(*names))
    assert plates.wrenches.shape == (3, 1, 6)
    assert plates.wrenches[0, 0, :3] == pytest.approx(FORCE)
    assert centre_of_pressure(plates.wrenches)[0, 0] == pytest.approx(POINT)
    assert plates.wrenches[0, 0, 4] == pytest.approx(2.0 + POINT[2] * FORCE[0] - POINT[0] * FORCE[2])


def test_an_unloaded_plate_has_no_point() -> None:
    """Exporters divide by no force."""
    names = ("ground_force_1_v{}", "ground_force_1_p{}", "ground_force_1_m{}")
    nothing = plates_of(T, columns(*names, ground_force_1_vy=np.array([1.0, np.nan, 0.0]), ground_force_1_px=np.full(3, np.nan)))
    assert not nothing.wrenches.any()
    assert np.isnan(centre_of_pressure(nothing.wrenches)).all()


def test_between_measurements_and_beyond_them() -> None:
    plates = Plates(T, np.arange(18.0).reshape(3, 1, 6))
    found = plates.at(np.array([-1.0, 0.005, 3.0]))
    np.testing.assert_allclose(found[1, 0], plates.wrenches[:2, 0].mean(axis=0))
    assert not found[[0, 2]].any()


def test_no_plate_is_said() -> None:
    with pytest.raises(InputError, match="no force plate"):
        plates_of(T, {"knee_angle_r": T})


def pressing(force: float, x: float, z: float) -> Array:
    return np.array([0.0, force, 0.0, -z * force, 0.0, x * force])


def test_each_plate_belongs_to_the_foot_above_it() -> None:
    feet = {
        "right_foot": (np.array([0.0, 0.03, 0.1]), np.array([0.25, 0.03, 0.1])),
        "left_foot": (np.array([0.6, 0.15, -0.1]), np.array([0.8, 0.1, -0.1])),
    }
    wrenches = np.array([pressing(500.0, 0.2, 0.11), pressing(300.0, 0.05, 0.09), pressing(10.0, 0.7, -0.1), pressing(200.0, 3.0, 3.0)])
    found = under(wrenches, feet)
    assert set(found) == {"right_foot"}
    assert found["right_foot"][1] == pytest.approx(800.0)


def spots(turn: float) -> dict[str, Array]:
    """Soles of somebody who faces the picture's right, turned about the vertical, degrees."""
    c, s = np.cos(np.radians(turn)), np.sin(np.radians(turn))
    flat = {"right_heel": (-0.06, 0.1), "right_tip": (0.2, 0.1), "left_heel": (-0.06, -0.1), "left_tip": (0.2, -0.1)}
    return {name: np.array([c * x + s * z, 0.0, -s * x + c * z - 3.0]) for name, (x, z) in flat.items()}


@pytest.mark.parametrize("turn", [0.0, 70.0, -120.0])
def test_plates_are_turned_to_the_camera_by_the_feet(turn: float) -> None:
    """Both feet pressed in their middle, with a force forwards."""
    there = [pressing(400.0, 5.0, 2.1), pressing(300.0, 5.0, 1.9)]
    for wrench in there:
        wrench[0] = 20.0
    footing = Footing(Plates(np.array([0.0, 1.0]), np.array([there, there])))
    found = footing.under(0.5, spots(turn))
    assert found is not None
    ahead = np.array([np.cos(np.radians(turn)), 0.0, -np.sin(np.radians(turn))])
    for foot, force in (("right_foot", 400.0), ("left_foot", 300.0)):
        np.testing.assert_allclose(found[foot][:3], [20.0 * ahead[0], force, 20.0 * ahead[2]], atol=1e-9)
        heel, tip = spots(turn)[f"{foot[:-5]}_heel"], spots(turn)[f"{foot[:-5]}_tip"]
        np.testing.assert_allclose(centre_of_pressure(found[foot]), heel + MIDDLE * (tip - heel), atol=0.01)


def test_plates_say_nothing_beyond_their_time_or_before_both_feet_stand() -> None:
    one = np.array([[pressing(700.0, 0.0, 0.0), np.zeros(6)]] * 2)
    footing = Footing(Plates(np.array([0.0, 1.0]), one))
    assert footing.under(0.5, spots(0.0)) is None
    assert footing.under(2.0, spots(0.0)) is None
