"""edgecoach bench gives figures, not verdicts that depend on the machine."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from edge.application import build

SQUATS = Path(__file__).parents[1] / "capture" / "data" / "avatar_squat_side.mp4"


def bench(*words: object) -> Result:
    return CliRunner().invoke(build(), ["bench", *map(str, words)], prog_name="edgecoach")


@pytest.mark.weights
def test_figures() -> None:
    measured = json.loads(bench(SQUATS, "--frames", 20, "--threads", 1, "--json").stdout)
    assert (measured["frames"], measured["threads"]) == (20, 1)
    assert 0 < measured["pose_ms_p50"] <= measured["pose_ms_p95"]
    assert 0 < measured["think_ms_p50"] <= measured["think_ms_p95"]


@pytest.mark.weights
def test_words() -> None:
    result = bench(SQUATS, "--frames", 10)
    assert result.exit_code == 0, result.output
    assert "ms a frame" in result.stdout
    assert "up with a camera of 30 frames/s" in result.stdout


def test_a_clip_that_is_not_there() -> None:
    result = bench("nowhere.mp4")
    assert result.exit_code == 2
    assert "nowhere.mp4 does not exist" in result.stderr
