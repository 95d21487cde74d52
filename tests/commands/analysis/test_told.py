"""What the options of analyze tell the mind, as the page would."""

import json
from pathlib import Path

import pytest

from edge.commands.analysis.visit import Wishes, _told
from edge.messages import Command, Nobody, Person
from tests.capture.made_video import write_video
from tests.commands.test_analyze import SQUATS, analyze, one_sentence

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


def test_another_configuration_says_where_models_and_people_are_kept(tmp_path: Path) -> None:
    chosen = tmp_path / "edgecoach.toml"
    chosen.write_text(f'[store]\nmodels_dir = "{tmp_path / "empty"}"\n')
    assert "edgecoach models fetch" in one_sentence(analyze(SQUATS, "--config", chosen), exit_code=1)
    chosen.write_text("[store]\nmodel_dir = 1\n")
    assert "models_dir" in one_sentence(analyze(SQUATS, "--config", chosen))


@pytest.mark.weights
def test_it_is_said_that_nobody_with_a_sensor_on_the_leg_stood(tmp_path: Path) -> None:
    felt = tmp_path / "felt.csv"
    turning = [f"{k / 50},right_thigh,0,9.81,0,0,0,3" for k in range(500)]
    felt.write_text("\n".join(["t_s,where,ax,ay,az,gx,gy,gz", *turning]))
    told = analyze(SQUATS, "--imu", felt, "--knees", "5,5", "--json", "-")
    assert told.stderr.splitlines()[-1].startswith("--knees was left out: nobody with a sensor on the leg stood still")
    assert json.loads(told.stdout)["rep_count"] > 0
