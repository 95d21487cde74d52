"""Files that are there in whole or not at all, and videos that last as long as the original."""

import errno
import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import cv2
import numpy as np
import pytest

from edge.commands.analysis.annotate import enlarged, with_states
from edge.commands.analysis.destination import destination, named
from edge.commands.analysis.moving import Motion, counting_joint
from edge.commands.analysis.spool import row_of
from edge.commands.analysis.writer import check_ending, steady_video
from edge.errors import EdgeError, InputError
from edge.estimate.skeleton import ANGLE_NAMES
from edge.messages import MotionState
from tests.capture.made_video import Image, number_of, picture
from tests.commands.analysis.test_report import state

ENCODERS = ["opencv", *(["ffmpeg"] if shutil.which("ffmpeg") else [])]


@pytest.fixture(params=ENCODERS)
def encoder(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both, where both are there."""
    if request.param == "opencv":
        monkeypatch.setenv("PATH", "")
    return str(request.param)


def test_a_destination_is_whole_or_untouched(tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    path.write_text("old")
    with suppress(KeyboardInterrupt), destination(path) as part:
        part.write_text("half")
        raise KeyboardInterrupt
    assert path.read_text() == "old"
    with destination(path) as part:
        part.write_text("new")
    assert path.read_text() == "new"
    assert list(tmp_path.iterdir()) == [path]


def test_a_name_may_be_as_long_as_names_may_be(tmp_path: Path) -> None:
    path = tmp_path / f"{'a' * 251}.mp4"
    with destination(path) as part:
        part.write_text("new")
    assert path.read_text() == "new"


def test_who_may_read_it_is_the_users_own_choice(tmp_path: Path) -> None:
    """What is written is about a person: never more open than the umask, or the file that was there, says."""
    path, before = tmp_path / "out.json", os.umask(0o077)
    try:
        with destination(path) as part:
            part.write_text("new")
    finally:
        os.umask(before)
    assert path.stat().st_mode & 0o777 == 0o600
    path.chmod(0o640)
    with destination(path) as part:
        part.write_text("newer")
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_device_is_written_to_directly() -> None:
    with destination(Path("/dev/null")) as path:
        assert path == Path("/dev/null")
    assert not Path("/dev/null").is_file()


def numbers_in(path: Path) -> list[int]:
    capture, numbers = cv2.VideoCapture(str(path)), []
    while (read := capture.read())[0]:
        numbers.append(number_of(np.asarray(read[1], np.uint8)))
    return numbers


def write(path: Path, times: Iterable[float], fps: float, made: Image | None = None) -> Path:
    with steady_video(path, fps) as video:
        for number, t in enumerate(times):
            video.add(picture(number) if made is None else made, t)
    return path


def test_a_name_that_opencv_would_end_the_process_over_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(EdgeError, match="give a name in UTF-8 or install ffmpeg"):
        write(tmp_path / os.fsdecode(b"caf\xe9") / "set.mp4", [0.0, 0.1], 30.0)


@pytest.mark.usefixtures("encoder")
@pytest.mark.parametrize("kept", [0.0, 0.5])
def test_a_video_that_found_no_room_is_not_called_written(tmp_path: Path, kept: float) -> None:
    path = tmp_path / "set.mp4"
    with steady_video(path, 30.0) as video:
        for number in range(30):
            video.add(picture(number), number / 30.0)
    video.demand_whole()
    path.write_bytes(path.read_bytes()[: int(kept * path.stat().st_size)])
    with pytest.raises(EdgeError, match="the video could not be written whole: check the free space on the disk"):
        video.demand_whole()


def test_what_the_disk_refuses_carries_the_name_that_was_given(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"No space left on device: .set\.json"), named(Path("set.json")):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.usefixtures("encoder")
def test_every_picture_once_at_a_steady_rate(tmp_path: Path) -> None:
    times = [5.0 + n / 29.97 for n in range(30)]
    assert numbers_in(write(tmp_path / "out.mp4", times, 29.97)) == list(range(30))


@pytest.mark.usefixtures("encoder")
def test_a_variable_rate_keeps_its_time(tmp_path: Path) -> None:
    assert numbers_in(write(tmp_path / "out.mp4", [0.0, 0.1, 0.4, 0.42, 0.5], 10.0)) == [0, 1, 1, 1, 2, 4]


@pytest.mark.usefixtures("encoder")
def test_odd_sizes_lose_a_row_and_a_column(tmp_path: Path) -> None:
    write(tmp_path / "out.mp4", [0.0, 0.1], 10.0, np.zeros((361, 203, 3), np.uint8))
    capture = cv2.VideoCapture(str(tmp_path / "out.mp4"))
    assert (capture.get(cv2.CAP_PROP_FRAME_WIDTH), capture.get(cv2.CAP_PROP_FRAME_HEIGHT)) == (202, 360)


def test_an_encoder_that_dies_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake = tmp_path / "ffmpeg"
    fake.write_text("#!/bin/sh\necho disk full >&2\nexit 1\n")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    with pytest.raises(EdgeError, match="disk full"):
        write(tmp_path / "out.mp4", [n / 10.0 for n in range(50)], 10.0, np.zeros((480, 640, 3), np.uint8))


def test_endings() -> None:
    check_ending(Path("a.MP4"))
    with pytest.raises(InputError, match=r"\.mp4"):
        check_ending(Path("a.gif"))


def test_small_pictures_are_enlarged_by_whole_numbers() -> None:
    assert [enlarged(np.zeros((h, w, 3), np.uint8))[1] for w, h in ((202, 360), (640, 480), (3840, 2160))] == [3, 1, 1]
    assert enlarged(np.zeros((360, 202, 3), np.uint8))[0].shape == (1080, 606, 3)


class _Frame:
    def __init__(self, t: float) -> None:
        self.t = t


def test_the_body_is_drawn_where_it_was_and_not_long_after_it_left() -> None:
    frames = [_Frame(n / 30.0) for n in range(20)]
    states = [state(n / 30.0, 10.0) for n in range(1, 8)]
    shown: list[MotionState | None] = [body for _, body in with_states(frames, iter(states))]  # type: ignore[arg-type]
    assert [body and round(body.t * 30) for body in shown[:7]] == [1, 2, 3, 4, 5, 6, 7]
    assert shown[12] is not None
    assert shown[14:] == [None] * 6


def test_the_angles_shown_are_those_that_move_and_are_seen() -> None:
    motion = Motion()
    for n in range(60):
        one = state(n / 30.0, 0.0)
        one.angles[ANGLE_NAMES.index("left_knee")] = np.radians(45.0 + 40.0 * np.sin(n / 5.0))
        one.angles[ANGLE_NAMES.index("right_elbow")] = np.radians(5.0 * np.sin(n / 5.0))
        motion.add(row_of(one))
    assert motion.shown() == ("left_knee",)
    assert motion.shown("elbow") == ("left_elbow", "left_knee"), "the joint that the exercise is about comes first"
    assert [counting_joint(name) for name in ("squat", "bicep_curl", "idle")] == ["knee", "elbow", ""]
