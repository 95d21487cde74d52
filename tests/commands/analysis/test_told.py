"""What the options of analyze tell the mind, as the page would."""

from pathlib import Path

import pytest

from edge.commands.analysis.visit import Wishes, _told
from edge.messages import Command, Nobody, Person
from tests.capture.made_video import write_video
from tests.commands.test_analyze import analyze, one_sentence

FRAMES = [Nobody(0.5, 0), Nobody(0.6, 1)]


def wishes(load_kg: float | None = None, knees: tuple[float, float] | None = None) -> Wishes:
    return Wishes(Path("set.mp4"), "auto", Person(""), load_kg, None, None, None, knees=knees)


def test_load_and_knees_are_told_at_the_first_frame_and_once() -> None:
    told = list(_told(FRAMES, wishes(12.5, (4.0, -2.0))))
    assert told == [Command(0.5, "load_kg", "12.5"), Command(0.5, "stand", "4 -2"), *FRAMES]


def test_who_says_nothing_tells_nothing() -> None:
    assert list(_told(FRAMES, wishes())) == FRAMES


@pytest.mark.parametrize("knees", ["5", "5,straight", "5,55", "-20,0", ""])
def test_knees_that_nobody_stands_with_are_refused(tmp_path: Path, knees: str) -> None:
    said = one_sentence(analyze(write_video(tmp_path / "a.mp4"), "--imu", tmp_path / "felt.csv", "--knees", knees))
    assert "knees bent by -15 to 40 degrees: give the right one and the left one" in said


def test_knees_are_told_to_worn_sensors_only(tmp_path: Path) -> None:
    assert "give their readings with --imu" in one_sentence(analyze(write_video(tmp_path / "a.mp4"), "--knees", "-2,4"))
