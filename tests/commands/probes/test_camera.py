"""`edgecoach probe camera`: a real camera process on a file, and one sentence for every trouble."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from edge.application import build
from edge.capture.probe import Findings
from edge.commands.probes.camera import advised
from tests.capture.made_video import write_pictures

GOOD = Findings("webcam", "onnxruntime", 640, 480, 29.9, 1.2, 3, 100, 5, (12.0, 15.0), (14.0, 18.0), 0.5)


def probed(*words: str) -> int:
    """The exit code."""
    with pytest.raises(SystemExit) as caught:
        build()(["probe", "camera", *words], prog_name="edgecoach")
    return int(caught.value.code or 0)


def test_it_reports_what_the_camera_does(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_pictures(tmp_path / "pictures", range(40))
    assert probed("--source", "folder", "--address", str(folder), "--no-pose", "--seconds", "1", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["identity"], found["width"], found["height"]) == ("pictures", 128, 64)
    assert found["fps"] == pytest.approx(30.0, abs=0.5)
    assert found["jitter_ms"] < 1.0
    assert 0.05 < found["brightness"] < 0.35


def test_it_tells_a_person(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_pictures(tmp_path / "pictures", range(20))
    assert probed("--source", "folder", "--address", str(folder), "--no-pose", "--seconds", "1") == 0
    said = capsys.readouterr().out
    assert said.startswith("pictures, 128 x 64\n")
    assert "frames a second" in said


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("--source", "webcam"), 2, "there is no camera source named 'webcam': choose one of auto, csi"),
        (("--source", "rtsp"), 2, "--source rtsp does not say which one: add --address rtsp://"),
        (("--source", "file"), 2, "--source file does not say which one: add --address set.mp4"),
        (("--source", "v4l2", "--address", "/dev/video99"), 1, "there is no camera at /dev/video99: plug one in"),
        (("--source", "file", "--address", "/nowhere.mp4"), 2, "/nowhere.mp4 does not exist"),
    ],
)
def test_trouble_is_one_sentence(words: tuple[str, ...], code: int, says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert probed(*words, "--no-pose") == code
    said = capsys.readouterr().err
    assert said.startswith(says)
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    ("found", "says"),
    [
        (replace(GOOD, fps=14.8), "It gives 15 of 30 wanted frames"),
        (replace(GOOD, jitter_ms=20.0), "unevenly"),
        (replace(GOOD, brightness=0.05), "too dark"),
        (replace(GOOD, brightness=0.95), "too bright"),
        (replace(GOOD, dropped=60), "does not keep up"),
        (replace(GOOD, people=0, nobody=105), "Nobody was seen"),
    ],
)
def test_each_weakness_has_its_advice(found: Findings, says: str) -> None:
    (advice,) = advised(found, 30.0)
    assert says in advice


def test_a_good_camera_needs_no_advice_and_a_file_has_its_own_rate() -> None:
    assert list(advised(GOOD, 30.0)) == []
    assert list(advised(replace(GOOD, fps=15.0), 0.0)) == []
