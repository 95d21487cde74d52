"""edgecoach demo as a newcomer starts it: a real process, a real camera process, the page on a real port."""

import json
import re
import signal
import socket
from pathlib import Path

import pytest

from edge.commands.demo import CLIP, TRUTH
from edge.commands.live.report import true_blocks
from tests.capture.made_video import write_video
from tests.commands.program import edgecoach, ran, read_until

pytestmark = pytest.mark.weights


@pytest.fixture(scope="module")
def empty_room(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_video(tmp_path_factory.mktemp("video") / "empty.mp4", frames=45, fps=30.0)


def test_a_clip_with_nobody_in_it_ends_by_itself_with_an_empty_report(empty_room: Path) -> None:
    code, out, problems = ran("demo", "--no-page", "--video", empty_room)
    assert (code, problems) == (0, "")
    assert "No repetitions." in out
    assert "Recorded as session " in out
    assert "The page" not in out


def test_the_report_as_json_is_one_object_and_nothing_else(empty_room: Path) -> None:
    code, out, _ = ran("demo", "--no-page", "--video", empty_room, "--json")
    said = json.loads(out)
    assert code == 0
    assert (said["rep_count"], said["truth"]) == (0, None)
    assert 30 <= said["frames"] <= 45


def test_ctrl_c_ends_it_with_what_was_kept(state_directory: Path) -> None:
    with edgecoach("demo", "--no-page") as program:
        read_until(program, "Ctrl-C")
        program.send_signal(signal.SIGINT)
        out, problems = program.communicate(timeout=60)
    assert (program.returncode, problems) == (130, "")
    (recording,) = (state_directory / "demo" / "recordings").iterdir()
    assert f"Recorded as session {recording.stem}; to see it again: EDGECOACH_STATE=" in out


def test_being_told_to_end_does_not_compare_half_a_clip_with_the_whole_truth() -> None:
    with edgecoach("demo", "--no-page") as program:
        read_until(program, "Ctrl-C")
        program.send_signal(signal.SIGTERM)
        out, _ = program.communicate(timeout=60)
    assert program.returncode == 0
    assert "No repetitions." in out
    assert "truly" not in out


def test_a_taken_port_is_said_and_the_way_out_named(empty_room: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        code, _, problems = ran("demo", "--video", empty_room, "--port", other.getsockname()[1])
    assert code == 1
    assert re.fullmatch(r"Port \d+ .* is taken by another program.*--port, or --no-page\n", problems)


def test_two_at_once_is_said() -> None:
    with edgecoach("demo", "--no-page") as first:
        read_until(first, "Ctrl-C")
        code, _, problems = ran("demo", "--no-page")
        assert (code, problems) == (1, f"EdgeCoach is already running here (process {first.pid}): stop it first\n")


def test_missing_models_name_the_command_that_fetches_them(tmp_path: Path) -> None:
    code, _, problems = ran("demo", "--no-page", EDGECOACH_MODELS=str(tmp_path))
    assert code == 1
    assert problems.count("\n") == 1
    assert "edgecoach models fetch" in problems


@pytest.mark.long
def test_the_built_in_clip_is_counted_as_it_really_is() -> None:
    code, out, _ = ran("demo", "--no-page", "--json")
    said = json.loads(out)
    assert code == 0
    assert said["exercises"] == said["truth"]


def test_the_built_in_clip_is_small_and_its_truth_beside_it() -> None:
    assert CLIP.stat().st_size < 2_000_000
    assert [block.exercise for block in true_blocks(TRUTH)] == ["squat", "push_up"]
