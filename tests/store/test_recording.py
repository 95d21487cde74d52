"""Recordings: everything comes back, an hour fits, and damage costs what it hit and no more."""

import dataclasses
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from mcap.reader import make_reader

from edge.errors import EdgeError, InputError
from edge.messages import Person, Pose, Session, Tick
from edge.store.encoding import KINDS, Message, describe
from edge.store.recording import RecordingHeader, RecordingWriter, read_recording
from tests.store.sessions import UPTIME_S, mark, same, session

HEADER = RecordingHeader(
    "20261121-0900-a1", 1.79e9, True, UPTIME_S, height_m=1.74, learned={"gyro_bias": [0.1, 0.2]}, model_hashes={"pose": "ab"}
)
MESSAGES = list(session(12.0))
MARKS = [mark(message) for message in MESSAGES]


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    return recorded(tmp_path / "whole.mcap", MESSAGES)


def recorded(path: Path, messages: list[Message]) -> Path:
    with RecordingWriter(path, HEADER) as writer:
        for message in messages:
            writer.write(message)
    return path


def damaged(whole: Path, content: bytes) -> Path:
    path = whole.with_name("damaged.mcap")
    path.write_bytes(content)
    return path


def test_everything_comes_back_in_order_and_more_than_once(whole: Path) -> None:
    recording = read_recording(whole)
    for _ in range(2):
        back = list(recording.messages())
        assert len(back) == len(MESSAGES)
        assert all(same(one, other) for one, other in zip(MESSAGES, back, strict=True))
    assert recording.header == HEADER
    assert not recording.lost
    assert not any(type(sample).__name__ in ("Rep", "Cue", "Set") for sample in recording.samples())


def test_the_header_holds_the_body_and_no_name(tmp_path: Path) -> None:
    person = Person("Anna Virtanen", 1.68, 61.0, "F", 34.0)
    header = RecordingHeader.of(Session("s", person, 1.0, True, 2.0, "cafe", {"pose": "ab"}), "squat", {"gyro_bias": 1}, "p-17")
    with RecordingWriter(tmp_path / "a.mcap", header):
        pass
    assert b"Anna" not in (tmp_path / "a.mcap").read_bytes()
    back = read_recording(tmp_path / "a.mcap").header
    assert back == header
    assert back.person == dataclasses.replace(person, name="")
    assert (back.person_id, back.exercise, back.config_hash) == ("p-17", "squat", "cafe")


def test_any_mcap_program_can_read_the_file(whole: Path) -> None:
    with whole.open("rb") as file:
        summary = make_reader(file).get_summary()
        assert summary is not None
        assert {channel.topic for channel in summary.channels.values()} == {describe(kind).topic for kind in KINDS}
        first, *_ = make_reader(file, validate_crcs=True).iter_messages(topics=["/rep"])
    assert first[0] is not None
    assert first[0].encoding == "jsonschema"
    assert b'"exercise": "squat"' in first[2].data


@pytest.mark.parametrize(("asked", "watched"), [("idle", "auto"), ("unknown", "auto"), ("squat", "squat")])
def test_what_was_once_taken_for_auto_still_is_one(tmp_path: Path, asked: str, watched: str) -> None:
    """Recordings of that time would not open: nobody can be asked for these any more."""
    RecordingWriter(tmp_path / "old.mcap", RecordingHeader("old", exercise=asked)).close()
    assert read_recording(tmp_path / "old.mcap").header.exercise == watched


def test_cut_anywhere_the_seconds_before_are_whole(whole: Path) -> None:
    content = whole.read_bytes()
    for size in [*range(8, 4000, 197), *np.random.default_rng(1).integers(0, len(content), 70).tolist()]:
        recording = read_recording(damaged(whole, content[: max(size, 8)]))
        back = [mark(message) for message in recording.messages()]
        assert back == MARKS[: len(back)]
        assert len(back) / len(MARKS) > size / len(content) - 2.2 / 12.0, "more than the chunk that was cut is missing"
        assert recording.lost.breaks_off_s is not None or len(back) == len(MARKS), "only the index may go unnoticed"


def test_a_cut_chunk_tells_how_much_is_gone(whole: Path) -> None:
    content = whole.read_bytes()
    recording = read_recording(damaged(whole, content[: len(content) // 2]))
    back = list(recording.messages())
    assert 4.0 < (recording.lost.breaks_off_s or 0.0) < 8.0
    assert 0.5 < recording.lost.seconds < 1.1
    assert back[-1].t < UPTIME_S + 8.0
    assert f"breaks off after {recording.lost.breaks_off_s:.1f} s" in str(recording.lost)


def test_damage_in_the_middle_costs_the_second_that_it_hit(whole: Path) -> None:
    content = bytearray(whole.read_bytes())
    content[len(content) // 2] ^= 0x55
    recording = read_recording(damaged(whole, bytes(content)))
    back = list(recording.messages())
    assert recording.lost.messages == len(MESSAGES) - len(back)
    assert 0 < recording.lost.messages < 200
    assert 0.9 < recording.lost.seconds < 1.2
    assert recording.lost.breaks_off_s is None
    assert str(recording.lost) == f"{recording.lost.messages} messages ({recording.lost.seconds:.1f} s) are damaged and lost"


def test_any_damage_leaves_what_it_did_not_hit_and_is_counted(whole: Path) -> None:
    """Runs of random bytes anywhere: nothing wrong is ever given back, and nothing raises but InputError."""
    content, chance = whole.read_bytes(), np.random.default_rng(2)
    known = set(MARKS)
    for _ in range(60):
        at, length = int(chance.integers(0, len(content))), int(chance.integers(1, 3000))
        hurt = content[:at] + chance.bytes(min(length, len(content) - at)) + content[at + length :]
        try:
            recording = read_recording(damaged(whole, hurt))
        except InputError:
            assert at < 8
            continue
        back = list(recording.messages())
        assert {mark(message) for message in back} <= known
        assert len(back) > len(MESSAGES) * (1 - 3 / 12)
        if len(back) < len(MESSAGES):
            assert recording.lost


def test_without_its_header_a_recording_still_gives_its_samples(whole: Path) -> None:
    content = whole.read_bytes()
    at = content.index(b"session_id")
    recording = read_recording(damaged(whole, content[:at] + b"\xff" * 10 + content[at + 10 :]))
    assert len(list(recording.messages())) == len(MESSAGES)
    assert recording.lost.header
    assert recording.header.person == Person()


def test_what_is_no_recording_is_refused_in_one_sentence(tmp_path: Path) -> None:
    for content, said in (
        (b"", "is empty: .*backup"),
        (b"\x00\x00\x00\x20ftypisom", "is not a recording"),
        (b"\x89MCAP", "is not a recording"),
    ):
        path = tmp_path / "x.mcap"
        path.write_bytes(content)
        with pytest.raises(InputError, match=said):
            read_recording(path)
    for path, said in ((tmp_path / "none.mcap", "cannot be read"), (tmp_path, "is not a file")):
        with pytest.raises(InputError, match=said):
            read_recording(path)


def test_a_newer_recording_is_refused(tmp_path: Path) -> None:
    with RecordingWriter(tmp_path / "new.mcap", dataclasses.replace(HEADER, format=99)):
        pass
    with pytest.raises(InputError, match="newer EdgeCoach"):
        read_recording(tmp_path / "new.mcap")


def test_no_recording_is_ever_overwritten(whole: Path) -> None:
    before = whole.read_bytes()
    with pytest.raises(EdgeError, match="cannot be written"):
        RecordingWriter(whole, HEADER)
    assert whole.read_bytes() == before


def test_at_any_moment_at_most_a_second_is_not_on_the_disk(tmp_path: Path) -> None:
    path, copy = tmp_path / "live.mcap", tmp_path / "copy.mcap"
    with RecordingWriter(path, HEADER) as writer:
        for number, message in enumerate(MESSAGES):
            writer.write(message)
            if number % 211 == 0:
                shutil.copyfile(path, copy)
                last = max((one.t for one in read_recording(copy).messages()), default=UPTIME_S)
                assert message.t - last <= 1.1 or not isinstance(message, Tick)


CHILD = """
import sys
from pathlib import Path
from edge.store.recording import RecordingHeader, RecordingWriter
from tests.store.sessions import session
writer = RecordingWriter(Path(sys.argv[1]), RecordingHeader("killed"), bytes.fromhex(sys.argv[2]) or None)
for message in session(1000.0):
    writer.write(message)
    print(message.t, flush=True)
"""


@pytest.mark.parametrize("key", [None, bytes(range(32))], ids=["plain", "sealed"])
def test_a_killed_process_costs_at_most_a_second(tmp_path: Path, key: bytes | None) -> None:
    path = tmp_path / "killed.mcap"
    words = [sys.executable, "-c", CHILD, str(path), (key or b"").hex()]
    child = subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2])
    assert child.stdout is not None
    with child:
        handed_over = max(float(next(child.stdout)) for _ in range(700))
        os.kill(child.pid, signal.SIGKILL)
    recording = read_recording(path, key)
    assert max(message.t for message in recording.messages()) >= handed_over - 1.1
    assert recording.lost.breaks_off_s is not None


def test_an_hour_fits_into_50_mb(whole: Path) -> None:
    assert whole.stat().st_size / 12.0 * 3600 < 50e6


def test_reading_leaves_the_replay_its_time(whole: Path) -> None:
    """At 200 times real time a pose and all that comes with it have 166 us. Best of five: others use the machine."""
    poses = sum(isinstance(message, Pose) for message in MESSAGES)
    best = min(_seconds_to_read(whole) for _ in range(5))
    assert best / 12.0 < 1 / 400, f"reads at {12.0 / best:.0f} times real time"
    assert poses == 360


def _seconds_to_read(path: Path) -> float:
    began = time.process_time()
    for _ in read_recording(path).messages():
        pass
    return time.process_time() - began
