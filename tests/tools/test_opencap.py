"""tools/evaluate opencap: a reader of OpenSim's models, and moments against statics on paper."""

from pathlib import Path

import numpy as np
import pytest

from edge.errors import InputError
from tests.tools.made_opencap import KNEE, G, mass, write_model, write_trial
from tools.evaluation.__main__ import evaluate
from tools.evaluation.opencap import opencap
from tools.evaluation.opencap_body import functional_centre
from tools.evaluation.osim import Model, Placed, spline, turned


def test_moments_are_those_of_statics(tmp_path: Path) -> None:
    write_trial(tmp_path)
    found = opencap(tmp_path)
    assert found["n_cases"] == 1
    summary = found["summary"]
    for joint in ("hip", "knee", "ankle"):
        assert summary[f"moment_rmse_{joint}_matched"] < 0.001
        assert 0.001 < summary[f"moment_rmse_{joint}"] < 0.1
    assert summary["fy_rmse_bw"] < 0.03


def test_plates_that_press_elsewhere_are_seen_in_the_moments(tmp_path: Path) -> None:
    """A tenth of the weight taken off one plate."""
    write_trial(tmp_path)
    path = tmp_path / "hold_grf.mot"
    half = 0.5 * mass() * G
    path.write_text(path.read_text(encoding="utf-8").replace(f"{half:.8f}", f"{0.9 * half:.8f}"), encoding="utf-8")
    assert opencap(tmp_path)["summary"]["moment_rmse_knee_matched"] > 0.02


def test_a_model_is_placed_by_its_angles(tmp_path: Path) -> None:
    write_model(tmp_path / "made.osim")
    model = Model.read(tmp_path / "made.osim")
    assert model.mass == pytest.approx(mass())
    places = model.places({"knee_angle_r": np.array([0.0, KNEE]), "pelvis_ty": np.array([1.0, 1.0])})
    np.testing.assert_allclose(places["talus_r"].at[0], [0.0, 1.0 - 0.08 - 0.82, 0.09], atol=1e-12)
    bent = [-0.42 * np.sin(KNEE), 1.0 - 0.08 - 0.4 - 0.42 * np.cos(KNEE), 0.09]
    np.testing.assert_allclose(places["talus_r"].at[1], bent, atol=1e-12)
    np.testing.assert_allclose(places["talus_l"].at[1], [0.0, 0.1, -0.09], atol=1e-12)


FUNCTIONS = """<OpenSimDocument><Model name="x"><BodySet><objects>
<Body name="a"><mass>1</mass><mass_center>0 0 0</mass_center><inertia>1 1 1 0 0 0</inertia></Body>
</objects></BodySet><JointSet><objects><CustomJoint name="j"><socket_parent_frame>p</socket_parent_frame>
<socket_child_frame>c</socket_child_frame><coordinates><Coordinate name="k"><default_value>0.5</default_value></Coordinate>
<Coordinate name="beta"><default_value>0</default_value></Coordinate></coordinates><frames>
<PhysicalOffsetFrame name="p"><socket_parent>/ground</socket_parent><translation>0 0 0</translation>
<orientation>0 0 1.5707963267948966</orientation></PhysicalOffsetFrame>
<PhysicalOffsetFrame name="c"><socket_parent>/bodyset/a</socket_parent><translation>0 0 0</translation>
<orientation>0 0 0</orientation></PhysicalOffsetFrame></frames><SpatialTransform>
<TransformAxis name="rotation1"><coordinates /><axis>0 0 1</axis><Constant><value>0</value></Constant></TransformAxis>
<TransformAxis name="translation1"><coordinates>k</coordinates><axis>1 0 0</axis><MultiplierFunction><function><PolynomialFunction>
<coefficients>1 0 2</coefficients></PolynomialFunction></function><scale>10</scale></MultiplierFunction></TransformAxis>
<TransformAxis name="translation2"><coordinates>beta</coordinates><axis>0 1 0</axis><SimmSpline><x>0 1 2 3</x><y>0 1 4 9</y></SimmSpline>
</TransformAxis></SpatialTransform></CustomJoint></objects></JointSet><ConstraintSet><objects><CoordinateCouplerConstraint name="c">
<coupled_coordinates_function><LinearFunction><coefficients>1 0.5</coefficients></LinearFunction></coupled_coordinates_function>
<independent_coordinate_names>k</independent_coordinate_names><dependent_coordinate_name>beta</dependent_coordinate_name>
</CoordinateCouplerConstraint></objects></ConstraintSet></Model></OpenSimDocument>"""


def test_joints_move_by_polynomials_splines_and_couplings(tmp_path: Path) -> None:
    """x = 10 (k2 + 2), y = (k + 0.5)2, in a frame turned by 90 degrees."""
    path = tmp_path / "f.osim"
    path.write_text(FUNCTIONS, encoding="utf-8")
    at = Model.read(path).places({"k": np.array([1.0])})["a"].at[0]
    np.testing.assert_allclose(at, [-2.25, 30.0, 0.0], atol=1e-9)


def test_a_spline_goes_through_any_cubic() -> None:
    knots = np.array([0.0, 0.5, 1.5, 2.0, 3.5])
    x = np.linspace(-0.5, 4.0, 20)
    np.testing.assert_allclose(spline(knots, knots**3 - 2.0 * knots)(x), x**3 - 2.0 * x, atol=1e-9)


def test_the_functional_centre_of_a_hinge() -> None:
    """A first guess 3 cm beside it."""
    angles = np.linspace(0.0, 1.5, 50)
    thigh = Placed(np.tile(np.eye(3), (50, 1, 1)), np.zeros((50, 3)))
    hinge = np.array([0.02, -0.4, 0.0])
    turn = turned(np.array([0.0, 0.0, 1.0]), -angles)
    shank = Placed(turn, hinge - turn @ np.array([0.01, 0.02, 0.0]))
    found = functional_centre(thigh, shank, hinge + turn @ np.array([0.03, 0.0, 0.0]))
    assert np.abs(found[:, :2] - hinge[:2]).max() < 0.005


@pytest.mark.parametrize(
    ("text", "said"),
    [("no xml", "is no model"), ("<a/>", "is no model"), (FUNCTIONS.replace("CustomJoint", "BallJoint"), "is a BallJoint")],
)
def test_no_model_is_said_in_a_sentence(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "x.osim"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=said):
        Model.read(path)


def test_joint_angles_alone_are_looked_at_through_a_camera(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody who stays bent, without plates or moments; the body is another file's."""
    write_trial(tmp_path, seconds=3.5)
    alone = tmp_path / "alone"
    alone.mkdir()
    (tmp_path / "hold_ik.mot").rename(alone / "hold.mot")
    monkeypatch.setattr("tools.evaluation.opencap_camera.SEEDS", range(2))
    found = evaluate("opencap", alone, model=tmp_path / "made.osim")
    summary = found["summary"]
    assert (found["n_cases"], found["cases"][0]["trial"]) == (1, "hold")
    assert all(0.5 < summary[f"angle_rmse_knee_{way}_deg"] < 15.0 for way in ("side", "45", "front", "imu", "imu_known"))
    assert 0.0 < summary["angle_interval_coverage"] <= 1.0
    assert summary["fy_rmse_bw_side"] is None
    assert not [key for key in summary if key.startswith("moment")]


def test_a_movement_too_short_to_settle_has_no_figures(tmp_path: Path) -> None:
    write_trial(tmp_path, seconds=2.0)
    assert opencap(tmp_path)["summary"]["angle_rmse_knee_side_deg"] is None


@pytest.mark.parametrize(("name", "said"), [("hold_grf.mot", "holds no joint angles"), ("", "holds no joint angles")])
def test_files_without_joint_angles_are_said_in_a_sentence(tmp_path: Path, name: str, said: str) -> None:
    write_trial(tmp_path)
    alone = tmp_path / "alone"
    alone.mkdir()
    if name:
        (tmp_path / name).rename(alone / name)
    with pytest.raises(InputError, match=said):
        opencap(alone, tmp_path / "made.osim")
    with pytest.raises(InputError, match=r"nowhere\.osim cannot be read"):
        opencap(tmp_path, tmp_path / "nowhere.osim")


def test_no_trials_are_said_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no trials"):
        opencap(tmp_path)
    write_trial(tmp_path)
    (tmp_path / "hold_grf.mot").unlink()
    with pytest.raises(InputError, match="cannot be read"):
        opencap(tmp_path)
