"""The load of a repetition: its peak without its worst frame, its band, and what is unknown."""

import numpy as np
import pytest

from edge.estimate.body.generators import AXES
from edge.estimate.body.load import JOINTS, UNKNOWN, WITHOUT_DATA, JointLoad, loads_of, shares_now, typical
from edge.estimate.body.muscles import GENERATORS
from edge.load_scale import color_of
from edge.messages import Array

FRAMES = 60
T = np.arange(FRAMES) / 30.0


def shares(**of: Array | float) -> Array:
    """(FRAMES, axes, 2): `right_knee__extension=0.5`, all others nothing."""
    out = np.zeros((FRAMES, len(GENERATORS)))
    for name, values in of.items():
        out[:, GENERATORS.index(name.replace("__", " "))] = values
    return out.reshape(FRAMES, len(AXES), 2)


def test_every_joint_is_there_once_and_those_without_data_say_so() -> None:
    loads = loads_of(T, shares(), shares())
    assert tuple(loads) == JOINTS
    assert len(set(JOINTS)) == len(JOINTS) == 14
    assert set(WITHOUT_DATA) == {"neck"}
    assert np.isnan(loads["neck"].peak)
    assert all(loads[joint].peak == 0.0 for joint in JOINTS if joint not in WITHOUT_DATA)


def test_peak_of_a_squat_is_at_its_bottom_with_the_spread_of_that_moment() -> None:
    knee = 0.6 * np.sin(np.linspace(0.0, np.pi, FRAMES))
    load = loads_of(T, shares(right_knee__extension=knee, right_knee__flexion=0.1), shares(right_knee__extension=0.2 * knee))["right_knee"]
    assert load.peak == pytest.approx(0.6, abs=0.01)
    assert load.band == pytest.approx((0.49, 0.73), abs=0.01)
    assert load.direction == "extension"


@pytest.mark.parametrize(("fps", "frames"), [(30.0, 3), (60.0, 7), (15.0, 1)])
def test_a_few_bad_frames_make_no_load(fps: float, frames: int) -> None:
    hip = np.full(FRAMES, 0.3)
    hip[20 : 20 + frames] = 9.0
    assert loads_of(np.arange(FRAMES) / fps, shares(left_hip__extension=hip), shares())["left_hip"].peak == pytest.approx(0.3)
    hip[20 : 20 + 6 * frames] = 0.6
    assert loads_of(np.arange(FRAMES) / fps, shares(left_hip__extension=hip), shares())["left_hip"].peak == pytest.approx(0.6)


@pytest.mark.parametrize("moments", [1, 2, 5])
def test_very_few_moments_are_all_there_is(moments: int) -> None:
    some = shares(lumbar__extension=0.4)[:moments]
    assert loads_of(T[:moments], some, 0.0 * some)["lumbar"].peak == pytest.approx(0.4)


def test_a_joint_is_as_loaded_as_its_hardest_direction() -> None:
    load = loads_of(T, shares(left_wrist__flexion=0.2, left_wrist__pronation=0.4), shares())["left_wrist"]
    assert load.peak == pytest.approx(0.4)
    assert load.direction == "pronation"


def test_what_was_hardly_seen_is_unknown() -> None:
    half = np.where(np.arange(FRAMES) < 0.4 * FRAMES, 0.5, np.nan)
    loads = loads_of(T, shares(left_elbow__flexion=half, left_elbow__extension=half), shares())
    assert np.isnan(loads["left_elbow"].peak)
    assert np.isfinite(loads["right_elbow"].peak)
    assert np.isnan(loads_of(T[:0], shares()[:0], shares()[:0])["left_elbow"].peak)


def test_what_was_mostly_seen_is_known() -> None:
    mostly = np.where(np.arange(FRAMES) < 0.8 * FRAMES, 0.5, np.nan)
    assert loads_of(T, shares(left_elbow__flexion=mostly, left_elbow__extension=0.1), shares())["left_elbow"].peak == pytest.approx(0.5)


def test_the_typical_repetition_is_the_middle_one() -> None:
    repetitions = [{"left_knee": JointLoad(peak, 0.1, "extension")} for peak in (0.4, 5.0, 0.5)]
    assert typical(repetitions)["left_knee"].peak == 0.5
    assert typical([*repetitions, {"left_knee": UNKNOWN}])["left_knee"].peak == 0.5
    assert np.isnan(typical([repetitions[0], {}, {}])["left_knee"].peak)
    assert tuple(typical([])) == JOINTS


def test_shares_of_a_moment_leave_out_what_is_unknown() -> None:
    now = shares(right_hip__extension=0.7, left_hip__extension=np.nan, left_hip__flexion=np.nan)[0]
    assert shares_now(now)["right_hip"] == pytest.approx(0.7)
    assert {"left_hip", "neck"} & set(shares_now(now)) == set()


@pytest.mark.parametrize(
    ("share", "color"),
    [(0.0, "green"), (0.299, "green"), (0.3, "yellow"), (0.6, "orange"), (0.799, "orange"), (0.8, "red"), (3.0, "red"), (np.nan, None)],
)
def test_colours(share: float, color: str | None) -> None:
    assert color_of(share) == color


def test_the_band_of_a_share_is_that_of_a_ratio() -> None:
    low, high = JointLoad(1.04, 0.48).band
    assert 1.04 / low == pytest.approx(high / 1.04)
    assert (low, high) == pytest.approx((0.67, 1.61), abs=0.01)
    assert JointLoad(0.02, 0.2).band[0] > 0.0
    assert JointLoad(0.0, 0.1).band == (0.0, 0.1)
