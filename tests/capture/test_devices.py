"""Files as cameras: every frame once, in order, at its own time, and one sentence for each bad file."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from edge.capture.camera.devices import open_device
from edge.capture.camera.frame import Device, Facts, Frame, Turned, on_our_clock
from edge.capture.camera.video_file import Timeline
from edge.capture.camera.wire import CameraFailure, Options
from edge.capture.video import open_video
from edge.errors import InputError
from tests.capture.made_video import (
    CODECS,
    SIZE,
    media_ticks,
    number_of,
    picture,
    respace,
    turn_by_flag,
    widen_by_flag,
    without_track,
    write_pictures,
    write_sound,
    write_video,
)


def frames_of(path: Path, **how: float) -> tuple[list[Frame], Facts, str]:
    with open_video(path, **how) as video:  # type: ignore[arg-type]
        return list(video), video.facts, video.lost


@pytest.mark.parametrize("ending", sorted(CODECS))
def test_every_frame_once_and_in_order(tmp_path: Path, ending: str) -> None:
    frames, facts, lost = frames_of(write_video(tmp_path / f"set{ending}"))
    assert [number_of(frame.image) for frame in frames] == list(range(20))
    assert [frame.seq for frame in frames] == list(range(20))
    assert [frame.t for frame in frames] == pytest.approx([i / 25 for i in range(20)], abs=2e-3)
    assert (facts.width, facts.height, facts.fps, facts.frames) == (*SIZE, 25.0, 20)
    assert facts.duration_s == pytest.approx(0.8)
    assert lost == ""


def test_colours_are_rgb(tmp_path: Path) -> None:
    red = np.zeros((32, 32, 3), np.uint8)
    red[..., 2] = 255  # OpenCV writes blue, green, red
    import cv2

    (tmp_path / "pictures").mkdir()
    cv2.imwrite(str(tmp_path / "pictures" / "1.png"), red)
    assert frames_of(tmp_path / "pictures")[0][0].image[0, 0].tolist() == [255, 0, 0]


def test_a_variable_frame_rate_keeps_its_time_stamps(tmp_path: Path) -> None:
    path = write_video(tmp_path / "phone.mp4", frames=6)
    tick = media_ticks(path)
    respace(path, [tick // 50, tick // 10, tick // 50, tick // 5, tick // 50, tick // 50])
    assert [frame.t for frame in frames_of(path)[0]] == pytest.approx([0.0, 0.02, 0.12, 0.14, 0.34, 0.36], abs=1e-3)


def test_a_rotation_flag_is_honoured(tmp_path: Path) -> None:
    path = write_video(tmp_path / "phone.mp4", frames=5)
    turn_by_flag(path)
    frames, facts, _ = frames_of(path)
    assert (facts.width, facts.height) == (SIZE[1], SIZE[0])
    assert frames[3].image.shape == (SIZE[0], SIZE[1], 3)
    assert number_of(np.rot90(frames[3].image)) == 3


@pytest.mark.parametrize(("times", "shown"), [(2.0, (256, 64)), (0.5, (128, 128)), (1.01, SIZE), (9.0, SIZE)])
def test_pixels_that_are_not_square_become_so(tmp_path: Path, times: float, shown: tuple[int, int]) -> None:
    """As every player shows it: somebody squeezed to half their width would be judged by wrong angles. Nonsense is passed over."""
    path = write_video(tmp_path / "tape.mp4", frames=5)
    widen_by_flag(path, times)
    frames, facts, _ = frames_of(path)
    assert (facts.width, facts.height) == shown
    assert frames[3].image.shape == (shown[1], shown[0], 3)
    assert number_of(frames[3].image) == 3


def test_pixels_of_a_turned_picture_become_square_too(tmp_path: Path) -> None:
    path = write_video(tmp_path / "phone.mp4", frames=5)
    turn_by_flag(path)
    widen_by_flag(path, 2.0)
    frames, facts, _ = frames_of(path)
    assert (facts.width, facts.height) == (64, 256)
    assert number_of(np.rot90(frames[3].image)) == 3


def test_4k_and_portrait_come_as_they_are(tmp_path: Path) -> None:
    frames, facts, _ = frames_of(write_video(tmp_path / "large.mp4", frames=3, size=(2160, 3840)))
    assert (facts.width, facts.height) == (2160, 3840)
    assert [number_of(frame.image) for frame in frames] == [0, 1, 2]


def test_a_cut_off_video_gives_what_is_whole_and_says_how_much(tmp_path: Path) -> None:
    path = write_video(tmp_path / "cut.mkv", frames=200)
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 3 // 5])
    frames, facts, lost = frames_of(path)
    assert [number_of(frame.image) for frame in frames] == list(range(len(frames)))
    assert 40 < len(frames) < 180
    assert facts.frames == 200
    assert lost == f"only the first {len(frames) / 25:.1f} s of 8.0 s could be read; the file is damaged or cut off"


def bad_files(folder: Path) -> dict[str, Path]:
    whole = write_video(folder / "whole.mp4")
    cut = folder / "cut.mp4"
    cut.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    (folder / "empty.mp4").touch()
    (folder / "noise.mp4").write_bytes(np.random.default_rng(1).bytes(20000))
    (folder / "notes.mp4").write_text("squat 3 x 8\n" * 100)
    (folder / "drawn.txt").write_text("hello\n" * 100)  # FFmpeg would draw this as a terminal does
    sound = folder / "sound.mp4"
    shutil.copy(whole, sound)
    without_track(sound)
    (folder / "picture.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(100))
    write_video(folder / "none.avi", frames=0)
    circle, broken = folder / "circle.mp4", folder / "broken.mp4"
    circle.symlink_to(circle)
    latin = folder / os.fsdecode(b"caf\xe9.mp4")  # a name from an old Windows disk
    shutil.copy(whole, latin)
    broken.symlink_to(folder / "gone.mp4")
    return {
        "does not exist": folder / "nowhere.mp4",
        "cannot be reached (too many levels of symbolic links)": circle,
        "is a link to a file that is not there": broken,
        "is an address, not a file": Path("rtsp://192.168.1.20/live"),
        "is empty": folder / "empty.mp4",
        "has bytes in its name, or in a folder's, that are no UTF-8: rename it": latin,
        "is a video without a frame that can be read: it is damaged or was cut off": cut,
        "is not a video": folder / "noise.mp4",
        "is text, not a video": folder / "notes.mp4",
        "text, not a video": folder / "drawn.txt",
        "holds sound and no picture": write_sound(folder / "sound.wav"),
        "sound and no picture": sound,
        "is a single picture": folder / "picture.jpg",
        "a video without a frame": folder / "none.avi",
        "is not a file": Path(os.devnull),
    }


def test_each_bad_file_is_one_sentence(tmp_path: Path) -> None:
    for words, path in bad_files(tmp_path).items():
        with pytest.raises(InputError) as caught, open_video(path):
            pass
        assert str(caught.value).startswith(f"{path} ")
        assert words in str(caught.value), path
        assert caught.value.exit_code == 2
        assert "\n" not in str(caught.value)


def test_ffmpeg_and_opencv_keep_their_own_words_to_themselves(tmp_path: Path) -> None:
    """In a process of its own, since FFmpeg decides once how much it says."""
    path = write_video(tmp_path / "cut.mp4")
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    program = f"""
from pathlib import Path
from edge.capture.video import open_video
try:
    open_video(Path({str(path)!r})).__enter__()
except Exception as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert done.stdout.startswith(f"{path} is a video without a frame that can be read")


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_video(tmp_path / "secret.mp4")
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may read everything
    with pytest.raises(InputError, match="may not be read"), open_video(path):
        pass


def test_a_folder_in_natural_order_with_its_own_rate(tmp_path: Path) -> None:
    frames, facts, lost = frames_of(write_pictures(tmp_path / "pictures", range(12)), image_fps=10.0)
    assert [number_of(frame.image) for frame in frames] == list(range(12))
    assert [frame.t for frame in frames] == pytest.approx([i / 10 for i in range(12)])
    assert (facts.frames, facts.duration_s, lost) == (12, 1.2, "")


def test_bad_pictures_are_named_and_leave_a_gap(tmp_path: Path) -> None:
    folder = write_pictures(tmp_path / "pictures", range(8))
    for number in (1, 3, 4, 6):
        (folder / f"frame{number}.png").write_bytes(b"not a picture")
    (folder / "notes.txt").write_text("not meant as a picture")
    frames, _, lost = frames_of(folder, image_fps=10.0)
    assert [frame.t for frame in frames] == pytest.approx([0.0, 0.2, 0.5, 0.7])
    assert lost == "4 of 8 pictures could not be used: frame1.png, frame3.png, frame4.png and 1 more"


def test_a_picture_of_another_size_is_left_out(tmp_path: Path) -> None:
    import cv2

    folder = write_pictures(tmp_path / "pictures", range(2))
    cv2.imwrite(str(folder / "frame2.png"), picture(2)[:30])
    frames, _, lost = frames_of(folder)
    assert len(frames) == 2
    assert "frame2.png" in lost


def test_a_folder_of_videos_asks_for_one_of_them(tmp_path: Path) -> None:
    write_video(tmp_path / "set.mp4")
    with pytest.raises(InputError, match="holds no picture that can be read: give a video in it by its own name"), open_video(tmp_path):
        pass


@pytest.mark.parametrize("films", [1, 2])
def test_a_folder_of_videos_and_their_cover_asks_for_one_of_them(tmp_path: Path, films: int) -> None:
    """The cover was analysed, all of one frame."""
    folder = write_pictures(tmp_path / "sets", [0])
    for number in range(films):
        write_video(folder / f"set{number}.mp4")
    with pytest.raises(InputError, match="is a folder of videos: give a video in it by its own name"), open_video(folder):
        pass


def test_a_stray_video_beside_a_sequence_of_pictures_is_passed_over(tmp_path: Path) -> None:
    folder = write_pictures(tmp_path / "pictures", range(4))
    write_video(folder / "made_of_them.mp4")
    frames, _, lost = frames_of(folder)
    assert (len(frames), lost) == (4, "")


def test_a_folder_without_pictures_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no picture that can be read"), open_video(tmp_path):
        pass


@pytest.mark.parametrize(
    ("stamps", "placed"),
    [
        ([0.0, 0.04, 0.08], [0.0, 0.04, 0.08]),
        ([0.0, 0.0, 0.0], [0.0, 0.04, 0.08]),
        ([0.0, 0.2, 0.1, 0.3], [0.0, 0.2, 0.24, 0.3]),
        ([float("nan"), float("nan")], [0.0, 0.04]),
        ([-9e15, -9e15], [0.0, 0.04]),
        ([0.0, 1e9, 0.08], [0.0, 0.04, 0.08]),
        ([0.0, 90.0, 90.04], [0.0, 90.0, 90.04]),
    ],
)
def test_a_time_line_always_advances(stamps: list[float], placed: list[float]) -> None:
    timeline = Timeline(25.0)
    assert [timeline.place(stamp) for stamp in stamps] == pytest.approx(placed)


def test_a_time_line_without_a_rate_takes_the_usual_one() -> None:
    assert Timeline(0.0).fps == Timeline(90000.0).fps == 30.0


class OnePicture(Device):
    """A device of one picture: a light block in the upper left corner."""

    def __init__(self) -> None:
        self.image = np.zeros((20, 40, 3), np.uint8)
        self.image[:5, :5] = 255
        self.facts = Facts("one", 40, 20, 30.0)
        self.closed = False

    def read(self) -> Frame | None:
        return Frame(1.0, 0, self.image)

    def close(self) -> None:
        self.closed = True


@pytest.mark.parametrize(
    ("rotate_deg", "mirror", "corner"),
    [
        (0, True, "upper right"),
        (90, False, "upper right"),
        (180, False, "lower right"),
        (270, False, "lower left"),
        (90, True, "upper left"),
    ],
)
def test_a_turned_camera_is_seen_upright(rotate_deg: int, mirror: bool, corner: str) -> None:
    device = OnePicture()
    with Turned(device, rotate_deg, mirror) as turned:
        frame = turned.read()
        assert frame is not None
        assert frame.image.shape[:2] == (turned.facts.height, turned.facts.width)
        light = {"upper left": (0, 0), "upper right": (0, -1), "lower left": (-1, 0), "lower right": (-1, -1)}
        assert {name for name, at in light.items() if frame.image[at][0] == 255} == {corner}
    assert device.closed


def test_options_turn_a_file_too(tmp_path: Path) -> None:
    with open_video(write_video(tmp_path / "side.mp4", frames=3), rotate_deg=90) as video:
        assert (video.facts.width, video.facts.height) == (SIZE[1], SIZE[0])


@pytest.mark.parametrize(("stamp", "t"), [(99.9, 99.9), (100.0, 100.0), (100.5, 100.0), (50.0, 100.0), (float("nan"), 100.0)])
def test_a_stamp_on_another_clock_gives_way_to_the_arrival(stamp: float, t: float) -> None:
    assert on_our_clock(stamp, 100.0) == t


def test_an_unknown_source_names_the_known_ones() -> None:
    with pytest.raises(CameraFailure, match=r"'webcam': choose one of auto, csi, picamera2, v4l2"):
        open_device(Options(source="webcam"))
