"""BlazePose's loop over made-up people: who is followed, when the detector is asked, what a loss and a cut do."""

import cv2
import numpy as np
import pytest

from edge.capture.camera.blazepose import CHECK_S, BlazePose, Landmarks
from tests.capture.made_people import HEIGHT, WIDTH, Detector, Landmarker, picture

LEFT, MIDDLE, RIGHT = (120.0, 240.0, 24.0), (320.0, 240.0, 24.0), (520.0, 240.0, 24.0)
BLACK = np.zeros((480, 640, 3), np.uint8)
FRAME_S = 1 / 30


class Loop:
    """A BlazePose fed at 30 frames a second."""

    def __init__(self, prefer: str = "largest") -> None:
        self.detector, self.landmarker = Detector(), Landmarker()
        self.pose = BlazePose(self.detector, self.landmarker, prefer=prefer)
        self.t = 0.0

    def see(self, image: np.ndarray, frames: int = 1) -> Landmarks | None:
        found = None
        for _ in range(frames):
            self.t += FRAME_S
            found = self.pose.feed(image, self.t)
        return found


def place(found: Landmarks | None) -> tuple[float, float]:
    assert found is not None
    return float(found.image[0, 0]), float(found.image[0, 1])


def test_a_person_is_found_once_and_then_followed() -> None:
    loop = Loop()
    first = loop.see(picture(LEFT))
    assert first is not None
    assert first.fresh
    for x in range(120, 320, 4):
        found = loop.see(picture((float(x), 240.0, 24.0)))
        assert place(found) == pytest.approx((x, 240.0), abs=1.5)
        assert found is not None
        assert not found.fresh
    assert loop.detector.calls == 1


def test_landmarks_have_their_shapes() -> None:
    found = Loop().see(picture(MIDDLE))
    assert found is not None
    assert found.image.shape == (33, 4)
    assert found.world.shape == (33, 3)
    assert found.score == pytest.approx(0.99)


def test_an_empty_room_holds_nobody() -> None:
    loop = Loop()
    assert loop.see(picture(), frames=5) is None
    assert loop.detector.calls == 5


def test_who_leaves_is_lost_and_who_enters_is_found_in_the_same_frame() -> None:
    loop = Loop()
    loop.see(picture(LEFT), frames=3)
    assert loop.see(picture()) is None
    found = loop.see(picture(RIGHT))
    assert place(found) == pytest.approx(RIGHT[:2], abs=1.5)
    assert found is not None
    assert found.fresh


def test_a_cut_to_somebody_in_the_same_place_starts_a_new_track() -> None:
    loop = Loop()
    loop.see(picture(MIDDLE), frames=5)
    found = loop.see(picture(MIDDLE, stripes=3))
    assert found is not None
    assert found.fresh
    assert loop.detector.calls == 2


def test_a_cut_to_somebody_elsewhere_follows_them_at_once() -> None:
    loop = Loop()
    loop.see(picture(LEFT), frames=5)
    assert place(loop.see(picture(RIGHT, stripes=3))) == pytest.approx(RIGHT[:2], abs=1.5)


def test_a_cut_to_an_empty_room_holds_nobody() -> None:
    loop = Loop()
    loop.see(picture(LEFT), frames=5)
    assert loop.see(picture(stripes=3)) is None


def test_a_change_of_light_is_no_cut() -> None:
    loop = Loop()
    loop.see(picture(MIDDLE), frames=5)
    found = loop.see(picture(MIDDLE, shade=60))
    assert found is not None
    assert not found.fresh


def test_black_frames_hold_nobody_and_what_comes_after_is_found() -> None:
    loop = Loop()
    loop.see(picture(MIDDLE), frames=3)
    assert loop.see(BLACK, frames=10) is None
    found = loop.see(picture(MIDDLE))
    assert found is not None
    assert found.fresh


def test_of_two_people_the_larger_is_chosen_and_kept() -> None:
    loop = Loop()
    loop.see(picture((120.0, 240.0, 30.0), RIGHT), frames=3)
    larger_now = picture((120.0, 240.0, 30.0), (520.0, 240.0, 40.0))
    assert place(loop.see(larger_now, frames=90)) == pytest.approx((120, 240), abs=1.5)


def test_after_a_short_loss_the_nearest_is_taken_for_the_same_person() -> None:
    loop = Loop()
    loop.see(picture((120.0, 240.0, 30.0), RIGHT), frames=3)
    loop.see(picture(), frames=10)
    back = picture((150.0, 240.0, 20.0), (520.0, 240.0, 40.0))
    assert place(loop.see(back)) == pytest.approx((150, 240), abs=1.5)


def test_after_a_long_loss_the_largest_is_taken() -> None:
    loop = Loop()
    loop.see(picture((120.0, 240.0, 30.0), RIGHT), frames=3)
    loop.see(picture(), frames=90)
    back = picture((150.0, 240.0, 20.0), (520.0, 240.0, 40.0))
    assert place(loop.see(back)) == pytest.approx((520, 240), abs=1.5)


@pytest.mark.parametrize(("prefer", "chosen"), [("left", LEFT), ("center", MIDDLE), ("right", RIGHT)])
def test_a_watched_place_chooses_who_stands_there(prefer: str, chosen: tuple[float, float, float]) -> None:
    assert place(Loop(prefer).see(picture(LEFT, MIDDLE, RIGHT))) == pytest.approx(chosen[:2], abs=1.5)


def test_when_people_swap_a_watched_place_is_followed() -> None:
    loop = Loop("left")
    loop.see(picture(LEFT, (320.0, 400.0, 24.0)), frames=3)
    for step in range(0, 401, 5):  # the one on the left walks to the right, along the wall
        found = loop.see(picture((120.0 + step, 140.0, 24.0), (320.0 - step / 2, 400.0, 24.0)))
    assert place(loop.see(picture((520.0, 140.0, 24.0), (120.0, 400.0, 24.0)), frames=65)) == pytest.approx((120, 400), abs=1.5)
    assert found is not None


def test_when_people_swap_the_one_who_was_followed_is_kept_by_default() -> None:
    loop = Loop()
    loop.see(picture((120.0, 140.0, 26.0), (320.0, 400.0, 24.0)), frames=3)
    for step in range(0, 401, 5):
        found = loop.see(picture((120.0 + step, 140.0, 26.0), (320.0 - step / 2, 400.0, 24.0)))
    assert place(found) == pytest.approx((520, 140), abs=1.5)


def test_a_doubtful_track_is_checked_once_a_second_and_kept_while_somebody_is_there() -> None:
    loop = Loop()
    loop.see(picture(LEFT), frames=3)
    loop.landmarker.surest = 0.6
    found = loop.see(picture(LEFT), frames=60)
    assert place(found) == pytest.approx(LEFT[:2], abs=1.5)
    assert loop.detector.calls == pytest.approx(1 + 60 * FRAME_S / CHECK_S, abs=1)


def test_an_unknown_preference_is_refused() -> None:
    with pytest.raises(ValueError, match="largest, nearest"):
        BlazePose(Detector(), Landmarker(), prefer="tallest")


def test_who_only_walks_through_a_watched_place_is_not_followed() -> None:
    loop = Loop("center")
    loop.see(picture((240.0, 240.0, 24.0)), frames=3)
    for x in range(20, 620, 10):  # two seconds
        found = loop.see(picture((240.0, 240.0, 24.0), (float(x), 420.0, 24.0)))
        assert place(found) == pytest.approx((240, 240), abs=1.5)


def test_a_track_that_settled_on_a_thing_is_left_for_a_person() -> None:
    """The network is half sure of something where the detector sees nobody."""
    loop = Loop()
    loop.see(picture(LEFT), frames=3)
    real = loop.landmarker.__class__.__call__

    def half_sure_on_the_left(image: np.ndarray) -> dict[str, np.ndarray]:
        answer = real(loop.landmarker, image)
        if answer["score"][0, 0] < 0.5:
            landmarks = np.full((39, 5), 128.0)
            landmarks[34, 1] = 128.0 - 256 / 2.5
            return {**answer, "score": np.array([[0.6]]), "landmarks": landmarks}
        return answer

    loop.pose.landmarks = half_sure_on_the_left
    assert place(loop.see(picture(RIGHT), frames=15)) == pytest.approx(LEFT[:2], abs=3)
    assert place(loop.see(picture(RIGHT), frames=60)) == pytest.approx(RIGHT[:2], abs=1.5)


@pytest.mark.parametrize("rim", [128.0, 1e4, -1e4])
def test_a_region_that_can_hold_no_body_is_given_up(rim: float) -> None:
    """The rim of the next region falls on its centre, or far away."""
    loop = Loop()
    loop.see(picture(MIDDLE))
    real = loop.pose.landmarks

    def broken(image: np.ndarray) -> dict[str, np.ndarray]:
        answer = real(image)
        landmarks = answer["landmarks"].reshape(39, 5).copy()
        landmarks[33:35, :2] = 128.0
        landmarks[34, 1] = rim
        return {**answer, "landmarks": landmarks}

    loop.pose.landmarks = broken
    loop.see(picture(MIDDLE), frames=40)
    loop.pose.landmarks = real
    assert place(loop.see(picture(MIDDLE), frames=2)) == pytest.approx(MIDDLE[:2], abs=1.5)


def test_a_picture_of_another_size_begins_a_new_track() -> None:
    loop = Loop()
    loop.see(picture(MIDDLE))
    half = cv2.resize(picture(MIDDLE), (WIDTH // 2, HEIGHT // 2), interpolation=cv2.INTER_NEAREST)
    found = loop.pose.feed(half, 99.0)
    assert found is not None
    assert found.fresh
    assert found.image[0, :2] == pytest.approx(np.array(MIDDLE[:2]) / 2, abs=1.5)
