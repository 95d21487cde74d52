"""The stages of BlazePose: regions, filter, detector's decoding, heat map, scene."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.capture.camera.detector import ANCHORS, merged, overlap
from edge.capture.camera.landmarker import refined
from edge.capture.camera.one_euro import OneEuro
from edge.capture.camera.region import MARGIN, Region, cut_out, distance, plausible, region_around, to_frame
from edge.capture.camera.scene import Scene, alike, thumbnail
from tests.capture.made_people import picture

REPLICATE = 1
FRAME = (640, 480)


def single(*numbers: float) -> np.ndarray:
    return np.array(numbers, np.float32)


def square(x: float, y: float, size: float, rotation: float) -> Region:
    """A region given in px of a frame of 640 x 480."""
    cx, cy, width, height, turn = single(x / FRAME[0], y / FRAME[1], size / FRAME[0], size / FRAME[1], rotation)
    return Region(cx, cy, width, height, turn, FRAME)


def test_an_upright_body_has_no_rotation() -> None:
    region = region_around(single(100.0, 200.0) / FRAME, single(100.0, 120.0) / FRAME, FRAME)
    assert (*region.centre, region.size, region.rotation) == pytest.approx((100.0, 200.0, 160.0 * MARGIN, 0.0), abs=1e-4)


def test_a_body_lying_with_its_head_to_the_right_is_turned_by_a_quarter() -> None:
    assert region_around(single(0.0, 0.0), single(0.2, 0.0), FRAME).rotation == pytest.approx(math.pi / 2)


@given(st.floats(-3.1, 3.1), st.floats(40, 900), st.floats(0, 1), st.floats(0, 1))
def test_what_lies_in_the_region_comes_back_to_where_it_was(rotation: float, size: float, x: float, y: float) -> None:
    back = to_frame(single(x, y)[None], square(320.0, 240.0, size, rotation))[0] - (320.0, 240.0)
    assert np.linalg.norm(back) == pytest.approx(size * math.hypot(x - 0.5, y - 0.5), abs=2e-4)


def test_a_point_of_the_cut_out_is_the_point_of_the_frame() -> None:
    image = np.zeros((480, 640, 3), np.uint8)
    region = square(300.0, 200.0, 256.0, 0.6)
    x, y = to_frame(single(0.75, 0.25)[None], region)[0]
    image[round(y) - 1 : round(y) + 2, round(x) - 1 : round(x) + 2] = 255
    row, column = np.unravel_index(cut_out(image, region, 256, REPLICATE)[..., 0].argmax(), (256, 256))
    assert (column, row) == pytest.approx((192, 64), abs=2)


def test_distance_is_in_sizes_of_the_larger() -> None:
    assert distance(square(0, 0, 100, 0), square(30, 40, 50, 1)) == pytest.approx(0.5)


def test_a_region_of_a_frame_of_another_size_holds_nobody() -> None:
    region = square(300.0, 200.0, 256.0, 0.0)
    assert [plausible(region, np.zeros((*size, 3), np.uint8)) for size in ((480, 640), (640, 480))] == [True, False]


def test_the_anchors_are_those_of_the_detector() -> None:
    assert ANCHORS.shape == (2254, 2)
    assert ANCHORS[0] == pytest.approx((0.5 / 28, 0.5 / 28))
    assert ANCHORS[-1] == pytest.approx((6.5 / 7, 6.5 / 7))


def test_overlap_of_a_box_with_itself_with_half_and_with_none() -> None:
    boxes = np.array([[0.0, 0, 2, 1], [1, 0, 3, 1], [5, 5, 6, 6]])
    assert overlap(boxes[0], boxes) == pytest.approx([1.0, 1 / 3, 0.0])


def test_overlapping_boxes_become_one_body_weighted_by_their_scores() -> None:
    boxes = np.array([[0.0, 0, 1, 1], [0.1, 0, 1.1, 1], [5, 5, 6, 6]])
    points = np.array([[[0.0, 100], [0, 0]], [[30.0, 100], [30, 0]], [[500.0, 100], [500, 0]]])
    (sure, near), (less, far) = merged(boxes, points, np.array([0.9, 0.6, 0.7]))
    assert (sure, less) == (0.9, 0.7)
    assert near[:, 0] == pytest.approx(30 * 0.6 / 1.5)
    assert far[:, 0] == pytest.approx(500)


def heat(x: int, y: int) -> np.ndarray:
    map_ = np.full((39, 64, 64), -20.0)
    map_[:, y, x] = 5.0
    return map_


def test_points_move_to_the_heat_around_them() -> None:
    moved = refined(np.full((39, 2), 30.5 / 64), heat(32, 29))
    assert moved == pytest.approx(np.tile([32 / 64, 29 / 64], (39, 1)), abs=1e-6)


def test_points_stay_where_the_heat_is_out_of_reach_or_they_are_out_of_the_picture() -> None:
    far = np.full((39, 2), 50.5 / 64)
    assert refined(far, heat(32, 29)) == pytest.approx(far)
    outside = np.full((39, 2), 1.01)
    assert refined(outside, heat(62, 62)) == pytest.approx(outside)


def test_heat_at_the_edge_is_used() -> None:
    assert refined(np.full((39, 2), 0.5 / 64), heat(2, 1)) == pytest.approx(np.tile([2 / 64, 1 / 64], (39, 1)), abs=1e-6)


def test_the_filter_stills_jitter_and_follows_movement() -> None:
    still, moving = OneEuro(0.05, 80.0), OneEuro(0.05, 80.0)
    jitter = np.random.default_rng(1).normal(0.0, 1e-5, 200)
    times = np.arange(200) / 30
    steadied = np.array([still.feed(np.array([value]), t)[0] for value, t in zip(jitter, times, strict=True)])
    assert np.std(steadied[60:]) < 0.2 * np.std(jitter)
    followed = [moving.feed(np.array([t]), t)[0] for t in times]
    assert followed[-1] == pytest.approx(times[-1], abs=0.02)


def test_the_filter_is_given_real_times() -> None:
    """Half the rate with the same movement gives nearly the same curve."""
    fast, slow = OneEuro(0.05, 80.0), OneEuro(0.05, 80.0)
    times = np.arange(0, 3, 1 / 60)
    every = [fast.feed(np.array([np.sin(t)]), t)[0] for t in times]
    other = [slow.feed(np.array([np.sin(t)]), t)[0] for t in times[::2]]
    assert np.array(other)[10:] == pytest.approx(np.array(every)[::2][10:], abs=0.01)


def test_time_that_stands_still_changes_nothing() -> None:
    smooth = OneEuro(0.05, 80.0)
    smooth.feed(np.array([1.0]), 5.0)
    assert smooth.feed(np.array([2.0]), 5.0) == pytest.approx([2.0])
    assert smooth.feed(np.array([1.0]), 5.1) == pytest.approx([1.0])


def test_a_scene_that_changes_slowly_never_jumps() -> None:
    scene = Scene()
    assert not any(scene.jumped(picture((100.0 + 4 * step, 240.0, 60.0))) for step in range(60))


def test_a_black_frame_between_two_scenes_does_not_hide_the_cut() -> None:
    scene = Scene()
    assert [scene.jumped(image) for image in (picture(), picture() * 0, picture(stripes=3))] == [False, False, True]


def test_a_covered_lens_is_no_cut_and_hides_none() -> None:
    scene = Scene()
    grey = np.full((480, 640, 3), 90, np.uint8)
    assert [scene.jumped(image) for image in (picture(), grey, picture(), grey, picture(stripes=3))] == [False] * 4 + [True]


def test_black_bars_that_both_scenes_have_do_not_hide_the_cut() -> None:
    scene = Scene()
    before, after = picture(shade=60), picture(shade=60, stripes=3)
    for image in (before, after):
        image[:120], image[360:] = 0, 0
    assert [scene.jumped(before), scene.jumped(after)] == [False, True]


def test_brightness_alone_changes_nothing() -> None:
    assert alike(thumbnail(picture()), thumbnail(picture(shade=70))) == pytest.approx(1.0, abs=0.01)
