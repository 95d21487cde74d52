"""Two who erase, back up or open at the same moment: no key comes back, and there is one receipt."""

import json
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event, Thread, Timer
from typing import Any

import pytest

from edge.errors import EdgeError
from edge.records import RecordingState, SessionSummary
from edge.store import backup_places
from edge.store.backup_places import FOLDER, KEYS
from edge.store.database import DATABASE, Database
from edge.store.retention import Retention
from edge.store.running import is_running
from tests.store.kept import KEPT, MESSAGES, NOON, begun, met, opened, trained

FEW = MESSAGES[:200]
SOON_S = 0.5
"""Whoever has to wait has not done it by then."""


def test_two_erasures_at_once_leave_neither_key_in_a_backup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = backup_places.write_json
    others: list[Thread] = []

    def slow(path: Path, content: dict[str, Any]) -> None:
        """What the first erasure has read of the stick is on its way back to it when the second erasure comes."""
        if not others:
            others.append(Thread(target=archive.erase, args=(bert.id,)))
            others[0].start()
            others[0].join(SOON_S)
        write(path, content)

    with opened(tmp_path / "box") as archive:
        anna, bert = met(archive), met(archive, "Bert")
        archive.care.print_recovery_key()
        (tmp_path / "stick").mkdir()
        archive.care.back_up(tmp_path / "stick")
        monkeypatch.setattr(backup_places, "write_json", slow)
        archive.erase(anna.id)
        others[0].join()
        assert json.loads((tmp_path / "stick" / FOLDER / KEYS).read_bytes())["keys"] == {}
        assert archive.verify() == []


def test_who_opens_the_archive_meanwhile_finishes_no_erasure_that_is_going_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A report's child does, for one; it would count what is left of the recordings, and write that into the receipt."""
    scrub, erased = Database.scrub, Event()
    others: list[Thread] = []

    def opening() -> None:
        opened(tmp_path).close()

    def slow(database: Database) -> bool:
        if others:
            erased.wait()
        else:
            others.append(Thread(target=opening))
            others[0].start()
            others[0].join(SOON_S)
        return scrub(database)

    with opened(tmp_path) as archive:
        anna = met(archive)
        trained(archive, anna.id, messages=FEW)
        monkeypatch.setattr(Database, "scrub", slow)
        receipt = archive.erase(anna.id)
        erased.set()
        others[0].join()
        assert archive.care.receipts() == [receipt]
        assert receipt["recordings"] == 1


def test_a_recording_that_cannot_be_removed_is_said_and_is_no_bug(tmp_path: Path) -> None:
    with opened(tmp_path) as archive:
        trained(archive, "", "old", at=NOON - 1e8, messages=FEW)
        recording = archive.recording_path("old")
        recording.unlink()
        recording.mkdir()
        (recording / "stuck").touch()
        with pytest.raises(EdgeError, match="cannot be removed"):
            archive.sweep(NOON, Retention(days=30))
        assert archive.sessions() == []
        with pytest.raises(EdgeError, match="cannot be removed"):
            archive.discard("old")


def test_a_session_that_ends_while_the_next_begins_ends_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever begins closes what killed processes left, and this one was only just ended in good order."""
    with opened(tmp_path) as archive:
        writing = archive.begin(begun("s1"))
        ended: list[SessionSummary] = []
        for message in MESSAGES:
            writing.write(message)

        def ending(folder: Path, session_id: str) -> bool:
            if session_id == "s1" and not ended:
                ended.append(writing.end({"fps": 29.5}))
            return is_running(folder, session_id)

        monkeypatch.setattr("edge.store.archive.is_running", ending)
        archive.begin(begun("s2")).end()
        assert archive.session("s1").summary == ended[0]
        assert archive.session("s1").quality == {"fps": 29.5}


@pytest.fixture
def erasing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """Another program writes, for much longer than SQLite waits for it, from the call on until it is called again."""
    monkeypatch.setattr("edge.store.database.PATIENCE_S", 0.02)
    monkeypatch.setattr("edge.store.writing.BRIEF_S", 0.02)
    monkeypatch.setattr("edge.store.writing.TURNS", 10_000)
    others: list[sqlite3.Connection] = []

    def turn() -> None:
        if not others:
            others.append(sqlite3.connect(tmp_path / DATABASE, isolation_level=None, check_same_thread=False))
        others[0].execute("ROLLBACK" if others[0].in_transaction else "BEGIN IMMEDIATE")

    yield turn
    others[0].close()


def test_a_session_that_begins_and_ends_while_others_write_for_long_is_kept_whole(
    tmp_path: Path, erasing: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As during an erasure, which writes the whole archive anew."""
    monkeypatch.setattr("edge.store.keeper.BUSY_TURNS", 1)
    with opened(tmp_path) as archive:
        erasing()
        later = Timer(SOON_S, erasing)
        later.start()
        writing = archive.begin(begun())
        assert writing.recorded
        assert writing.problems == []
        for message in MESSAGES:
            writing.write(message)
        later.join()
        erasing()
        later = Timer(SOON_S, erasing)
        later.start()
        summary = writing.end()
        later.join()
        assert writing.problems == []
        record = archive.session("s1")
        assert record.summary == summary
        assert len(record.events) + len(record.coach) == len(KEPT)
        assert summary.recording is RecordingState.WHOLE
        assert archive.verify() == []


def test_a_session_goes_on_being_recorded_while_others_write_for_long(tmp_path: Path, erasing: Callable[[], None]) -> None:
    """What comes out of it waits; the recording does not wait with it."""
    with opened(tmp_path) as archive:
        writing = archive.begin(begun())
        assert writing.recording is not None
        erasing()
        before = writing.recording.stat().st_size
        for message in MESSAGES:
            writing.write(message)
        deadline = time.monotonic() + 10.0
        while writing.recording.stat().st_size < before + 10_000 and time.monotonic() < deadline:
            time.sleep(0.01)
        assert writing.recording.stat().st_size >= before + 10_000
        assert writing.problems == [], "an erasure that takes seconds is nothing to worry about"
        erasing()
        assert writing.end().recording is RecordingState.WHOLE
        assert archive.verify() == []


def test_a_disk_that_answers_only_after_the_end_was_given_up_still_gets_all_of_it(
    tmp_path: Path, erasing: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("edge.store.keeper.PATIENCE_S", 0.05)
    with opened(tmp_path) as archive:
        writing = archive.begin(begun())
        for message in MESSAGES:
            writing.write(message)
        erasing()
        assert writing.end().recording is RecordingState.CUT_OFF
        assert "the disk does not answer, so the end of the recording" in str(writing.problems[-1])
        assert is_running(tmp_path, "s1"), "nobody else closes it meanwhile"
        erasing()
        writing._keeper._thread.join(10.0)
        assert writing.problems == []
        assert archive.session("s1").summary.recording is RecordingState.WHOLE
        assert not is_running(tmp_path, "s1")
        assert archive.verify() == []
