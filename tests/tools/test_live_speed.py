"""tools/bench live: the clip as a camera would give it."""

from pathlib import Path

import numpy as np
import pytest

from edge.capture.video import open_video
from tests.capture.made_video import number_of, write_video
from tools.live_speed import _as_seen_by_a_camera, _fitted


@pytest.mark.parametrize(("shape", "lit"), [((100, 50), (480, 240)), ((50, 100), (320, 640)), ((960, 1280), (480, 640))])
def test_the_whole_picture_is_in_the_frame_undistorted(shape: tuple[int, int], lit: tuple[int, int]) -> None:
    framed = _fitted(np.full((*shape, 3), 255, np.uint8), (640, 480))
    assert framed.shape == (480, 640, 3)
    light = framed[..., 0] > 0
    assert (light.any(axis=1).sum(), light.any(axis=0).sum()) == lit
    assert np.array_equal(light, light[::-1, ::-1])


def test_every_frame_is_there_at_the_clips_own_rate(tmp_path: Path) -> None:
    clip, frames, fps = _as_seen_by_a_camera(write_video(tmp_path / "in.mp4", frames=9), tmp_path / "out.mp4", (640, 320))
    with open_video(clip) as video:
        assert [number_of(frame.image) for frame in video] == list(range(9))
    assert (frames, round(fps)) == (9, 25)
