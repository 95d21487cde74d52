"""Full, read-only, failing and slow disks: the session goes on, the recording goes first, and what is not kept is said."""

import errno
import os
import sqlite3
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from edge.errors import EdgeError
from edge.messages import Score
from edge.records import RecordingState
from edge.store.archive import Archive
from edge.store.database import Database
from tests.store.kept import KEPT, MESSAGES, begun, met, opened, trained
from tests.store.sessions import UPTIME_S


@dataclass
class FullDisk:
    """SQLite finds no room for another page for as long as `full`, or for as long as there is a recording that could make room."""

    folder: Path
    full: bool = False
    until_recordings_go: bool = False

    def pages_allowed(self, now: int) -> int:
        blocked = self.full or (self.until_recordings_go and any(self.folder.glob("recordings/*.sealed")))
        return now if blocked else 1 << 30


@pytest.fixture
def disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FullDisk:
    made, really = FullDisk(tmp_path), Database._open

    def limited(database: Database) -> sqlite3.Connection:
        connection = really(database)
        (now,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {made.pages_allowed(now)}")
        return connection

    monkeypatch.setattr(Database, "_open", limited)
    return made


def many_events() -> list[Score]:
    """Enough for the file to grow."""
    return [Score(UPTIME_S + number / 100, float(number)) for number in range(600)]


def written(archive: Archive) -> list[str]:
    writing = archive.begin(begun())
    for message in [*MESSAGES[:200], *many_events()]:
        writing.write(message)
    writing.end({"fps": 30.0})
    return [str(problem) for problem in writing.problems]


def test_on_a_full_disk_the_recording_makes_room_for_what_came_of_the_session(tmp_path: Path, disk: FullDisk) -> None:
    with opened(tmp_path) as archive:
        archive.settle()
        disk.until_recordings_go = True
        assert written(archive) == ["the disk is full, so the recording of this session was dropped: the session goes on without it"]
        (kept,) = archive.sessions()
        assert kept.recording is RecordingState.NONE
        assert len(archive.session("s1").events) == 600
        assert archive.verify() == []


def test_a_disk_that_is_full_from_the_start_loses_nothing_once_there_is_room(tmp_path: Path, disk: FullDisk) -> None:
    with opened(tmp_path) as archive:
        disk.full = True
        writing = archive.begin(replace(begun(), model_hashes={"pose": "x" * 20_000}))
        assert "the disk is full: the session goes on without it" in str(writing.problems[0])
        assert writing.recording is None
        for message in MESSAGES:
            writing.write(message)
        disk.full = False
        summary = writing.end({"fps": 30.0})
        assert summary.reps == 2
        record = archive.session("s1")
        assert len(record.events) + len(record.coach) == len(KEPT)
        assert record.summary.recording is RecordingState.NONE


def test_a_disk_that_stays_full_costs_the_session_and_no_other(tmp_path: Path, disk: FullDisk) -> None:
    with opened(tmp_path) as archive:
        anna = met(archive)
        trained(archive, anna.id, "s0", messages=MESSAGES[:300])
        disk.full = True
        problems = written(archive)
        assert any("the disk is full: make room" in problem for problem in problems)
        with pytest.raises(EdgeError, match="the disk is full"):
            met(archive, "Bert" * 5_000)
        disk.full = False
        assert "s0" in [one.id for one in archive.sessions()]
        assert archive.verify() == []


@pytest.fixture
def failing_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is written to a recording does not reach the disk from its third second on."""
    really, asked = os.fsync, []

    def fsync(handle: int) -> None:
        if Path(f"/proc/self/fd/{handle}").readlink().suffix == ".sealed":
            asked.append(handle)
            if len(asked) > 3:
                raise OSError(errno.EIO, os.strerror(errno.EIO))
        really(handle)

    monkeypatch.setattr(os, "fsync", fsync)


@pytest.mark.usefixtures("failing_disk")
def test_a_failing_disk_cuts_the_recording_off_and_keeps_the_rest(tmp_path: Path) -> None:
    with opened(tmp_path) as archive:
        writing = archive.begin(begun())
        for message in MESSAGES:
            writing.write(message)
        summary = writing.end()
        (problem,) = writing.problems
        assert str(problem).endswith("s1.sealed cannot be written (Input/output error): the session goes on without it")
        assert summary.recording is RecordingState.CUT_OFF
        record = archive.session("s1")
        assert len(record.events) + len(record.coach) == len(KEPT)
        assert 100 < sum(1 for _ in archive.recording("s1").messages()) < len(MESSAGES)
        assert archive.verify() == []


@pytest.fixture
def read_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """The kernel says of every path that it may not be written."""
    really = os.access
    monkeypatch.setattr(os, "access", lambda path, mode, **how: mode != os.W_OK and really(path, mode, **how))


def test_a_read_only_disk_can_be_looked_at_and_a_session_goes_on_unkept(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    with opened(tmp_path) as archive:
        anna = met(archive)
        trained(archive, anna.id, "s0", messages=MESSAGES[:300])
    request.getfixturevalue("read_only")
    with opened(tmp_path) as archive:
        assert archive.people() == [anna]
        assert [one.id for one in archive.sessions()] == ["s0"]
        assert list(archive.recording("s0").messages())
        with pytest.raises(EdgeError, match="the disk is read-only: make it writable"):
            met(archive, "Bert")
        writing = archive.begin(begun(), anna.id)
        assert "the disk is read-only: the session goes on without it" in str(writing.problems[0])
        for message in MESSAGES:
            writing.write(message)
        assert writing.end().reps == 2
        said = [str(problem) for problem in writing.problems]
        assert len(said) == len(set(said)) == 2
    assert not (tmp_path / "archive.db-wal").exists()


def test_what_a_read_only_disk_holds_unmerged_is_not_hidden(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    with opened(tmp_path) as archive:
        met(archive)
        (tmp_path / "cut").mkdir()
        for path in [*tmp_path.glob("archive.db*"), tmp_path / "box.key"]:
            (tmp_path / "cut" / path.name).write_bytes(path.read_bytes())
    request.getfixturevalue("read_only")
    with pytest.raises(EdgeError, match="was not closed, and the disk is read-only: make it writable once"):
        opened(tmp_path / "cut")


def test_a_recording_may_be_ended_before_its_session(tmp_path: Path) -> None:
    with opened(tmp_path) as archive:
        writing = archive.begin(begun())
        for message in MESSAGES[:400]:
            writing.write(message)
        writing.end_recording()
        assert not writing.recorded
        for message in MESSAGES[400:]:
            writing.write(message)
        assert writing.end().recording is RecordingState.WHOLE
        assert writing.problems == []
        recording = archive.recording("s1")
        assert sum(1 for _ in recording.messages()) == 400
        assert not recording.lost
        record = archive.session("s1")
        assert len(record.events) + len(record.coach) == len(KEPT)
        assert archive.verify() == []
