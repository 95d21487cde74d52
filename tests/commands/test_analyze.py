"""edgecoach analyze, as a user types it."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from typer.testing import CliRunner, Result

from edge.application import build
from edge.commands.analyze import person_of
from edge.errors import InputError
from tests.capture.made_video import without_track, write_pictures, write_sound, write_video

SQUATS = Path(__file__).parents[1] / "capture" / "data" / "avatar_squat_side.mp4"
KEYS = {
    "source", "view", "exercise", "rep_count", "good_count", "reps", "holds", "faults", "score", "recommendations", "concerns", "posture",
    "load", "angles", "cues", "timing",
}  # fmt: skip


def analyze(*words: object) -> Result:
    return CliRunner().invoke(build(), ["analyze", *map(str, words)], prog_name="edgecoach")


def one_sentence(result: Result, exit_code: int = 2) -> str:
    """What a refusal says; it must be one line on standard error, and no traceback."""
    assert result.exit_code == exit_code, result.output
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    return result.stderr.strip()


# --- what cannot be used -------------------------------------------------------------------------------------


def missing(folder: Path) -> Path:
    return folder / "missing.mp4"


def empty(folder: Path) -> Path:
    (folder / "empty.mp4").touch()
    return folder / "empty.mp4"


def truncated(folder: Path) -> Path:
    whole = write_video(folder / "whole.mp4", frames=40).read_bytes()
    (folder / "cut.mp4").write_bytes(whole[: len(whole) // 2])
    return folder / "cut.mp4"


def text(folder: Path) -> Path:
    (folder / "text.mp4").write_text("this is no video\n" * 100)
    return folder / "text.mp4"


def no_frame(folder: Path) -> Path:
    film = write_video(folder / "frames.mp4").read_bytes()
    (folder / "none.mp4").write_bytes(film[: film.index(b"mdat") - 4])
    return folder / "none.mp4"


def sound(folder: Path) -> Path:
    return write_sound(folder / "sound.wav")


def sound_in_a_video_file(folder: Path) -> Path:
    without_track(write_video(folder / "sound.mp4"))
    return folder / "sound.mp4"


def pipe(folder: Path) -> Path:
    os.mkfifo(folder / "pipe.mp4")
    return folder / "pipe.mp4"


def folder_without_pictures(folder: Path) -> Path:
    (folder / "pictures").mkdir()
    return folder / "pictures"


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        (missing, "does not exist"),
        (empty, "is empty"),
        (truncated, "cut off"),
        (text, "is text, not a video"),
        (no_frame, "without a frame"),
        (sound, "sound and no picture"),
        (sound_in_a_video_file, "sound and no picture"),
        (pipe, "is not a file"),
        (folder_without_pictures, "holds no picture"),
    ],
)
def test_a_file_that_shows_nothing_is_refused(bad: Callable[[Path], Path], says: str, tmp_path: Path) -> None:
    path = bad(tmp_path)
    sentence = one_sentence(analyze(path))
    assert says in sentence
    assert str(path) in sentence


def test_unknown_exercise_names_the_nearest(tmp_path: Path) -> None:
    sentence = one_sentence(analyze(write_video(tmp_path / "a.mp4"), "--exercise", "sqat"))
    assert "'sqat'" in sentence
    assert "squat" in sentence.partition("nearest")[2]


@pytest.mark.parametrize("option", ["--json", "--annotate"])
def test_where_it_cannot_write_is_refused_before_the_work(option: str, tmp_path: Path) -> None:
    video = write_video(tmp_path / "a.mp4")
    assert "cannot be written" in one_sentence(analyze(video, option, tmp_path / "nowhere" / "out.mp4"))
    (tmp_path / "folder.mp4").mkdir()
    assert "is a folder" in one_sentence(analyze(video, option, tmp_path / "folder.mp4"))
    assert "is read, and would be overwritten" in one_sentence(analyze(video, option, video))


def test_no_file_that_is_read_is_overwritten(tmp_path: Path) -> None:
    video, felt, forces = write_video(tmp_path / "a.mp4"), tmp_path / "felt.csv", tmp_path / "a.mot"
    felt.write_text("t_s,where,ax,ay,az,gx,gy,gz\n")
    forces.write_text("kept")
    for words in (("--imu", felt, "--angles", felt), ("--plates", forces, "--opensim", tmp_path), ("--imu", felt, "--json", felt)):
        assert "is read, and would be overwritten" in one_sentence(analyze(video, *words))
    assert forces.read_text() == "kept"


def test_two_things_are_not_written_to_one_file(tmp_path: Path) -> None:
    video, out = write_video(tmp_path / "a.mp4"), tmp_path / "out.csv"
    assert f"{out} would be written twice" in one_sentence(analyze(video, "--json", out, "--angles", out))
    assert not out.exists()


def test_where_the_table_of_angles_cannot_go_is_refused_before_the_work(tmp_path: Path) -> None:
    video = write_video(tmp_path / "a.mp4")
    assert "cannot be written" in one_sentence(analyze(video, "--angles", tmp_path / "nowhere" / "out.csv"))
    assert ".csv or .parquet" in one_sentence(analyze(video, "--angles", tmp_path / "out.xlsx"))
    assert "cannot be written" in one_sentence(analyze(video, "--opensim", video))


def test_annotated_video_needs_the_name_of_a_video(tmp_path: Path) -> None:
    assert ".mp4" in one_sentence(analyze(write_video(tmp_path / "a.mp4"), "--annotate", tmp_path / "out.txt"))


@pytest.mark.parametrize("words", [("--height", "180"), ("--mass", "2"), ("--age", "200"), ("--sex", "x"), ("--load-kg", "-3")])
def test_a_body_that_nobody_has_is_refused(words: tuple[str, str], tmp_path: Path) -> None:
    assert words[0] in one_sentence(analyze(write_video(tmp_path / "a.mp4"), *words))


def test_person_as_described() -> None:
    person = person_of("Ana", 1.7, 60.0, "female", 33.0)
    assert (person.name, person.height_m, person.mass_kg, person.sex, person.age) == ("Ana", 1.7, 60.0, "F", 33.0)
    with pytest.raises(InputError, match=r"0\.5 to 2\.6 m"):
        person_of("", 3.0, None, None, None)


@pytest.mark.parametrize("name", ["a" * 300, "Ana\nMaria", "\x1b[2J"])
def test_what_is_no_name_is_refused(name: str) -> None:
    with pytest.raises(InputError, match="--person is no name: give at most 60 letters, in one line"):
        person_of(name, None, None, None, None)
    assert person_of("  Ana ", None, None, None, None).name == "Ana"
    assert person_of("  ", None, None, None, None).guest


@pytest.mark.parametrize("words", [("--nonsense",), (), ("a.mp4", "--height", "tall")])
def test_a_mistyped_command_line_is_one_sentence(words: tuple[str, ...]) -> None:
    assert "edgecoach analyze --help" in one_sentence(analyze(*words))


def test_missing_models_name_the_command_that_fetches_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDGECOACH_MODELS", str(tmp_path / "none"))
    assert "edgecoach models fetch" in one_sentence(analyze(write_video(tmp_path / "a.mp4")), exit_code=1)


# --- what can --------------------------------------------------------------------------------------------------


@pytest.mark.weights
def test_nobody_in_it_is_said(tmp_path: Path) -> None:
    result = analyze(write_video(tmp_path / "a.mp4"), "--json", tmp_path / "a.json")
    assert result.exit_code == 0, result.output
    assert "Nobody was seen" in result.stdout
    report = json.loads((tmp_path / "a.json").read_text())
    assert report["rep_count"] == 0
    assert report["exercise"]["name"] == "idle"
    assert report["angles"]["t_s"] == []


@pytest.mark.weights
@pytest.mark.parametrize("ending", [".mp4", ".mov", ".avi", ".mkv", ".webm"])
def test_every_kind_of_file_and_every_frame(ending: str, tmp_path: Path) -> None:
    result = analyze(write_video(tmp_path / f"a{ending}", frames=12), "--json", "-")
    assert json.loads(result.stdout)["source"]["frames"] == 12


@pytest.mark.weights
def test_a_folder_of_pictures(tmp_path: Path) -> None:
    result = analyze(write_pictures(tmp_path / "pictures", range(7)), "--json", "-")
    assert json.loads(result.stdout)["source"]["frames"] == 7


@pytest.mark.weights
def test_a_video_cut_off_in_the_middle_is_used_as_far_as_it_goes(tmp_path: Path) -> None:
    whole = write_video(tmp_path / "a.avi", frames=100).read_bytes()
    (tmp_path / "cut.avi").write_bytes(whole[: len(whole) // 2])
    result = analyze(tmp_path / "cut.avi", "--json", "-")
    assert result.exit_code == 0, result.output
    source = json.loads(result.stdout)["source"]
    assert "could be read" in source["lost"]
    assert [(one["key"], one["fields"]["whole"]) for one in source["lost_told"]] == [("trouble.file_shortfall", "4.0")]


@pytest.mark.weights
def test_squats_of_the_avatar(tmp_path: Path) -> None:
    film = tmp_path / "out.mp4"
    result = analyze(SQUATS, "--json", tmp_path / "a.json", "--annotate", film)
    assert result.exit_code == 0, result.output
    report = json.loads((tmp_path / "a.json").read_text())
    assert set(report) == KEYS
    assert report["exercise"]["name"] == "squat"
    assert report["rep_count"] == len(report["reps"]) == 4
    assert "Squat   4 repetitions" in result.stdout
    assert f"Written: {film}" in result.stdout
    _angles_are_whole(report)
    _load_is_whole(report["load"])
    _has_frames_like(film, SQUATS)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.json", "out.mp4"]


@pytest.mark.weights
def test_a_video_that_lies_on_its_side_is_turned(tmp_path: Path) -> None:
    """As it lies, its squats look like push-ups."""
    shown, lying = cv2.VideoCapture(str(SQUATS)), tmp_path / "lying.mp4"
    size = (int(shown.get(cv2.CAP_PROP_FRAME_HEIGHT)), int(shown.get(cv2.CAP_PROP_FRAME_WIDTH)))
    film = cv2.VideoWriter(str(lying), cv2.CAP_FFMPEG, cv2.VideoWriter.fourcc(*"mp4v"), shown.get(cv2.CAP_PROP_FPS), size)
    while (read := shown.read())[0]:
        film.write(cv2.rotate(read[1], cv2.ROTATE_90_COUNTERCLOCKWISE))
    film.release()
    out = tmp_path / "out.mp4"
    result = analyze(lying, "--rotate", 90, "--annotate", out)
    assert "Squat   4 repetitions" in result.stdout, result.output
    _has_frames_like(out, SQUATS)


def test_only_quarter_turns_are_turned(tmp_path: Path) -> None:
    assert "--rotate 45 is no quarter turn" in one_sentence(analyze(write_video(tmp_path / "a.mp4"), "--rotate", 45))
    assert "has no pictures to turn" in one_sentence(analyze(tmp_path / "a.csv", "--rotate", 90))


def _angles_are_whole(report: dict[str, dict[str, list[object]]]) -> None:
    angles = report["angles"]
    assert len(angles["t_s"]) == len(angles["deg"]) == len(angles["sd_deg"]) > 100
    assert {len(row) for row in [*angles["deg"], *angles["sd_deg"]]} == {len(angles["names"])}  # type: ignore[arg-type]


def _load_is_whole(load: dict[str, dict[str, Any]]) -> None:
    """Every joint is told, also those that nobody can tell."""
    assert load["neck"]["peak_percent"] is load["neck"]["color"] is None
    assert load["neck"]["notes"]
    knees = [knee for side in ("left", "right") if (knee := load[f"{side}_knee"])["peak_percent"] is not None]
    assert max(knee["peak_percent"] for knee in knees) > 20, "the near one is seen, whatever hides the other"
    for knee in knees:
        low, high = knee["band_percent"]
        assert 0 <= low <= knee["peak_percent"] <= high
        assert knee["color"] in ("green", "yellow", "orange", "red")


def _has_frames_like(film: Path, original: Path) -> None:
    made, given = (cv2.VideoCapture(str(path)) for path in (film, original))
    assert made.get(cv2.CAP_PROP_FRAME_COUNT) == given.get(cv2.CAP_PROP_FRAME_COUNT)
    assert made.get(cv2.CAP_PROP_FPS) == pytest.approx(given.get(cv2.CAP_PROP_FPS), rel=1e-3)
    whole, image = made.read()
    assert whole
    assert min(image.shape[:2]) >= 480, "words on it can be read"
    assert np.ptp(image) > 200


def test_a_guests_best_effort_is_nobodys() -> None:
    assert "--person NAME" in one_sentence(analyze(SQUATS, "--best-effort"))


@pytest.mark.weights
def test_a_best_effort_is_learned_and_used_from_then_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDGECOACH_STATE", str(tmp_path / "state"))
    words = ("--person", "Ana", "--height", "1.7", "--mass", "70", "--sex", "F", "--age", "85", "--load-kg", "20")
    first = analyze(SQUATS, *words, "--best-effort", "--json", tmp_path / "first.json")
    assert "Learned of Ana: " in first.stdout, first.output
    analyze(SQUATS, *words, "--json", tmp_path / "second.json")
    before, after = (json.loads((tmp_path / f"{name}.json").read_text())["load"] for name in ("first", "second"))
    hardest = max((joint for joint in before if before[joint]["trusted"]), key=lambda joint: before[joint]["peak_percent"])
    assert before[hardest]["peak_percent"] > 100
    assert 50 < after[hardest]["peak_percent"] < before[hardest]["peak_percent"]


@pytest.mark.weights
def test_given_exercise_is_kept(tmp_path: Path) -> None:
    report = json.loads(analyze(SQUATS, "--exercise", "Deep squats", "--load-kg", "60", "--json", "-").stdout)
    assert {rep["exercise"] for rep in report["reps"]} == {"squat"}


@pytest.mark.weights
@pytest.mark.parametrize("ended", [(signal.SIGINT, 130, "Stopped.\n"), (signal.SIGTERM, 143, "")])
def test_a_signal_ends_cleanly_and_leaves_nothing_half_written(ended: tuple[int, int, str], tmp_path: Path) -> None:
    video, folder = write_video(tmp_path / "long.mp4", frames=5000), tmp_path / "out"
    folder.mkdir()
    command = [sys.executable, "-m", "edge", "analyze", video, "--annotate", folder / "out.mp4"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        while not any(folder.iterdir()):  # its place has been taken: the work begins
            assert process.poll() is None
            time.sleep(0.01)
        process.send_signal(ended[0])
        assert (*process.communicate(timeout=30), process.returncode) == ("", ended[2], ended[1])
    assert list(folder.iterdir()) == []
