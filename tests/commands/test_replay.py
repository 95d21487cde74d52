"""edgecoach replay, as a person runs it, on whole and on damaged recordings."""

import json
import os
import signal
from pathlib import Path

import pytest

from edge.assembly import build_pipeline
from edge.messages import Sample
from edge.store.recording import RecordingHeader, RecordingWriter
from tests.commands.program import edgecoach, ran, read_until
from tests.kept_visit import kept_visit
from tests.store.sessions import session


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As the daemon records."""
    path, mind, t = tmp_path_factory.mktemp("recording") / "session.mcap", build_pipeline(), 0.0
    with RecordingWriter(path, RecordingHeader("session")) as writer:
        for message in session(15.0):
            if isinstance(message, Sample):
                t = message.t
                writer.write(message)
                for event in mind.feed(message):
                    writer.write(event)
        for event in mind.finish(t):
            writer.write(event)
    return path


def test_the_same_events_come_again(recording: Path) -> None:
    code, out, problems = ran("replay", recording, "--compare")
    assert (code, problems) == (0, "")
    assert "identical to those recorded\n" in out
    assert "left open" not in out
    assert "× real time" in out


def test_the_report_is_one_json_object(recording: Path, tmp_path: Path) -> None:
    report = json.loads(ran("replay", recording, "--json", "-")[1])
    assert (report["comparison"]["different"], report["comparison"]["until_s"]) == (0, None)
    assert report["lost"] == {"messages": 0, "seconds": 0.0, "breaks_off_s": None, "header": False}
    assert report["rep_count"] == len(report["reps"])
    assert 14.9 < report["source"]["duration_s"] < 15.1
    assert ran("replay", recording, "--json", tmp_path / "out.json")[0] == 0
    assert json.loads((tmp_path / "out.json").read_text())["reps"] == report["reps"]


def test_the_recording_is_not_overwritten_by_its_report(recording: Path) -> None:
    before = recording.read_bytes()
    code, out, problems = ran("replay", recording, "--json", recording)
    assert (code, out, problems.count("\n")) == (2, "", 1)
    assert "is read, and would be overwritten" in problems
    assert recording.read_bytes() == before


def test_a_recording_that_was_cut_off_is_replayed_as_far_as_it_goes(recording: Path, tmp_path: Path) -> None:
    cut = tmp_path / "cut.mcap"
    cut.write_bytes(recording.read_bytes()[: recording.stat().st_size // 2])
    code, out, problems = ran("replay", cut, "--compare")
    assert "The recording is damaged: it breaks off after" in out
    assert (code, problems) == (0, "")
    report = json.loads(ran("replay", cut, "--json", "-")[1])
    until = report["comparison"]["until_s"]
    assert 0.0 < until < 14.0
    assert (report["lost"]["breaks_off_s"], report["comparison"]["different"]) == (pytest.approx(until, abs=1e-3), 0)
    assert f"identical to those recorded, as far as it goes: up to {until:.1f} s" in out
    assert "(a set, a hold, half a repetition) is left open and not judged" in out


def test_damage_in_the_middle_is_said_and_compared(recording: Path, tmp_path: Path) -> None:
    content = bytearray(recording.read_bytes())
    content[len(content) // 2] ^= 1
    hurt = tmp_path / "hurt.mcap"
    hurt.write_bytes(content)
    code, out, _ = ran("replay", hurt)
    assert "are damaged and lost" in out
    assert code == 0
    (lost,) = json.loads(ran("replay", hurt, "--json", "-")[1])["source"]["lost_told"]
    assert (lost["key"], set(lost["fields"])) == ("damage.messages", {"many", "seconds"})


def test_a_recording_of_which_nothing_is_left_is_one_sentence(recording: Path, tmp_path: Path) -> None:
    stump, report = tmp_path / "stump.mcap", tmp_path / "report.json"
    stump.write_bytes(recording.read_bytes()[:50])
    code, out, problems = ran("replay", stump, "--json", report)
    assert (code, out, problems.count("\n")) == (2, "", 1)
    assert problems.startswith(f"{stump} holds nothing that can be read: ")
    assert not report.exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["none.mcap"], "none.mcap cannot be read (No such file or directory): check the spelling of the path\n"),
        (
            ["nowhere/20261121-090000-3fa9c1"],
            "nowhere/20261121-090000-3fa9c1 cannot be read (No such file or directory): check the spelling",
        ),
        ([__file__], "is not a recording"),
        (["none.mcap", "--speed", "0"], "--speed 0 is not a speed"),
        (["none.mcap", "--speed", "nan"], "--speed nan is not a speed"),
    ],
)
def test_what_cannot_be_replayed_is_one_sentence(words: list[str], said: str) -> None:
    code, out, problems = ran("replay", *words)
    assert said in problems
    assert (code, out, problems.count("\n")) == (2, "", 1)


def test_a_recording_of_a_foreign_name_has_a_report(recording: Path, tmp_path: Path) -> None:
    named = tmp_path / os.fsdecode(b"caf\xe9.mcap")
    named.write_bytes(recording.read_bytes())
    assert ran("replay", named, "--json", tmp_path / "out.json")[0] == 0
    written = (tmp_path / "out.json").read_text(encoding="utf-8")
    assert json.loads(written)["source"]["path"] == f"{tmp_path}/caf\ufffd.mcap"
    assert json.loads(ran("replay", named, "--json", "-")[1])["source"]["path"] == f"{tmp_path}/caf\ufffd.mcap"


def test_a_session_that_is_not_kept_is_said_with_where_to_look(tmp_path: Path) -> None:
    """Its path in the box's own folder was named, and its spelling doubted."""
    kept = kept_visit(tmp_path)
    box = {"EDGECOACH_STATE": str(tmp_path)}
    for gone, sentence in (
        ("20261121-090000-ffffff", "there is no session 20261121-090000-ffffff: `edgecoach sessions list` shows which there are\n"),
        (
            f"{kept.session}.mcap",
            f"there is no file {kept.session}.mcap: for the session give {kept.session}; `edgecoach sessions list` shows which are kept\n",
        ),
    ):
        assert ran("replay", gone, **box) == (2, "", sentence)
    (tmp_path / "recordings" / f"{kept.session}.sealed").unlink()
    sentence = f"session {kept.session} has no recording: `edgecoach sessions show {kept.session}` shows what is kept of it\n"
    assert ran("replay", kept.session, **box) == (2, "", sentence)


def test_at_a_speed_it_takes_its_time_and_ctrl_c_ends_it(recording: Path) -> None:
    with edgecoach("replay", recording, "--speed", 0.5) as program:
        read_until(program, ":")
        program.send_signal(signal.SIGINT)
        assert program.wait(20) == 130
        assert program.stderr is not None
        assert "Traceback" not in program.stderr.read()


def test_another_configuration_says_where_sessions_are_kept(tmp_path: Path) -> None:
    chosen = tmp_path / "edgecoach.toml"
    chosen.write_text(f'[store]\nstate_dir = "{tmp_path / "elsewhere"}"\n')
    code, out, problems = ran("replay", "20261121-093000-a1b2c3", "--config", chosen)
    assert (code, out, problems.count("\n")) == (2, "", 1)
    assert str(tmp_path / "elsewhere") in problems
    missing = ran("replay", "20261121-093000-a1b2c3", "--config", tmp_path / "none.toml")
    assert (missing[0], missing[2].count("\n")) == (2, 1)
