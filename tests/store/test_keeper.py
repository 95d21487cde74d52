"""The writer thread: everything in order, and a bad disk costs the recording only."""

import resource
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from edge.messages import Pose, Score, Tick
from edge.store import keeper as keeping
from edge.store.database import DiskFull
from edge.store.encoding import Kept, Message
from edge.store.keeper import Keeper
from edge.store.recording import RecordingHeader, RecordingWriter, read_recording
from tests.store.kept import KEPT, MESSAGES
from tests.store.sessions import same, session

HEADER = RecordingHeader("kept")


def test_everything_handed_over_is_in_the_file_in_order(tmp_path: Path) -> None:
    messages = list(session(5.0))
    with Keeper(RecordingWriter(tmp_path / "a.mcap", HEADER)) as keeper:
        for message in messages:
            keeper.write(message)
    assert keeper.problem is None
    recording = read_recording(tmp_path / "a.mcap")
    assert all(same(one, other) for one, other in zip(messages, recording.messages(), strict=True))
    assert not recording.lost


def test_remarks_are_kept_with_the_session(tmp_path: Path) -> None:
    with Keeper(RecordingWriter(tmp_path / "a.mcap", HEADER)) as keeper:
        keeper.write(Tick(1.0))
        keeper.remark("latency", '{"p95_ms": 7.5}')
    recording = read_recording(tmp_path / "a.mcap")
    assert list(recording.messages()) == [Tick(1.0)]
    assert recording.remarks == {"latency": '{"p95_ms": 7.5}'}
    assert not recording.lost


@pytest.fixture
def small_disk() -> Iterator[None]:
    """No file may grow beyond 100 kB."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.usefixtures("small_disk")
def test_a_full_disk_ends_the_recording_and_not_the_session(tmp_path: Path) -> None:
    messages = list(session(30.0))
    with Keeper(RecordingWriter(tmp_path / "full.mcap", HEADER), capacity=100_000) as keeper:
        for message in messages:
            keeper.write(message)
    keeper.write(Tick(1.0))
    assert "cannot be written (File too large): the session goes on without it" in str(keeper.problem)
    recording = read_recording(tmp_path / "full.mcap")
    back = list(recording.messages())
    assert len(back) > 500
    assert all(same(one, other) for one, other in zip(messages, back, strict=False))
    assert recording.lost.breaks_off_s


class StuckDisk(RecordingWriter):
    """Takes nothing until it is let go."""

    def __init__(self, path: Path) -> None:
        self.stuck, self.let_go = threading.Event(), threading.Event()
        super().__init__(path, HEADER)

    def write(self, message: Message) -> None:
        self.stuck.set()
        self.let_go.wait(10)
        super().write(message)


def test_a_slow_disk_ends_the_recording_with_a_reason_and_keeps_what_came_before(tmp_path: Path) -> None:
    disk, messages = StuckDisk(tmp_path / "slow.mcap"), list(session(2.0))
    with Keeper(disk, capacity=50) as keeper:
        keeper.write(messages[0])
        assert disk.stuck.wait(10)
        for message in messages[1:]:
            keeper.write(message)
        assert "the disk is too slow" in str(keeper.problem)
        disk.let_go.set()
    recording = read_recording(tmp_path / "slow.mcap")
    back = list(recording.messages())
    assert len(back) == 51
    assert all(same(one, other) for one, other in zip(messages, back, strict=False))
    assert not recording.lost


def test_a_disk_that_does_not_answer_does_not_hold_up_the_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "PATIENCE_S", 0.05)
    disk = StuckDisk(tmp_path / "dead.mcap")
    with Keeper(disk) as keeper:
        keeper.write(Tick(1.0))
        assert disk.stuck.wait(10)
    assert "the disk does not answer" in str(keeper.problem)
    disk.let_go.set()
    for thread in threading.enumerate():
        if thread.name == "keeper":
            thread.join(10)


class BrokenWriter(RecordingWriter):
    def write(self, message: Message) -> None:
        raise ZeroDivisionError


def test_a_bug_in_the_thread_is_not_swallowed(tmp_path: Path) -> None:
    keeper = Keeper(BrokenWriter(tmp_path / "bug.mcap", HEADER))
    with pytest.raises(ZeroDivisionError), keeper:
        keeper.write(Tick(1.0))


def test_in_a_silence_what_came_before_goes_to_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "CHUNK_S", 0.01)
    flushed = threading.Event()

    class Watched(RecordingWriter):
        def flush(self) -> None:
            pending = self._chunk_t is not None
            super().flush()
            if pending:
                flushed.set()

    path = tmp_path / "silent.mcap"
    with Keeper(Watched(path, HEADER)) as keeper:
        keeper.write(Tick(1.0))
        assert flushed.wait(10)
        assert list(read_recording(path).messages()) == [Tick(1.0)]


class Noted:
    """Rows that are only counted."""

    def __init__(self) -> None:
        self.taken: list[object] = []

    def take(self, message: object) -> bool:
        self.taken.append(message)
        return True

    def flush(self) -> None:
        """They are where they are."""


def test_a_slow_disk_ends_the_recording_and_never_the_events(tmp_path: Path) -> None:
    disk, rows = StuckDisk(tmp_path / "slow.mcap"), Noted()
    with Keeper(disk, rows, capacity=50) as keeper:
        keeper.write(MESSAGES[0])
        assert disk.stuck.wait(10)
        for message in MESSAGES[1:]:
            keeper.write(message)
        assert "the disk is too slow" in str(keeper.problem)
        disk.let_go.set()
    assert rows.taken == KEPT
    assert sum(1 for _ in read_recording(tmp_path / "slow.mcap").messages()) == 51


def test_rows_are_written_once_a_second() -> None:
    flushes: list[int] = []

    class Watched(Noted):
        def flush(self) -> None:
            flushes.append(len(self.taken))

    with Keeper(None, Watched()) as keeper:
        for number in range(101):
            keeper.write(Score(number / 10, 1.0))
    assert len(flushes) == 12
    assert flushes[-1] == 101


def test_what_is_only_for_the_recording_costs_nothing_without_one() -> None:
    rows = Noted()
    with Keeper(None, rows) as keeper:
        for message in MESSAGES:
            if isinstance(message, Pose | Tick):
                keeper.write(message)
        assert keeper._waiting.qsize() == 0
    assert rows.taken == []


class FullDisk:
    """Takes no rows; and in the moment before it says so, somebody switches the recording off."""

    def __init__(self) -> None:
        self.keeper: Keeper | None = None

    def take(self, message: Kept) -> bool:
        """There is nothing to keep."""
        return True

    def flush(self) -> None:
        assert self.keeper is not None
        self.keeper.end_recording()
        raise DiskFull(Path("archive.db"), sqlite3.OperationalError())


def test_a_recording_that_was_switched_off_makes_room_on_a_full_disk_too(tmp_path: Path) -> None:
    rows, path = FullDisk(), tmp_path / "off.mcap"
    rows.keeper = Keeper(RecordingWriter(path, HEADER), rows)
    with rows.keeper as keeper:
        keeper.write(Tick(1.0))
    assert not path.exists()
    assert "the recording of this session was dropped" in str(keeper.problem)


class MuteDisk(Noted):
    """Takes rows, and never flushes them until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.stuck, self.let_go = threading.Event(), threading.Event()

    def flush(self) -> None:
        self.stuck.set()
        self.let_go.wait(10)


def test_rows_that_wait_for_a_disk_which_does_not_answer_are_bounded_and_their_loss_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "MOST_ROWS", 20)
    rows = MuteDisk()
    with Keeper(None, rows, capacity=10) as keeper:
        keeper.write(Score(0.0, 1.0))
        assert rows.stuck.wait(10)
        for number in range(1, 100):
            keeper.write(Score(number / 100, 1.0))
        assert keeper._waiting.qsize() == 30
        assert keeper.problem is None, "there is no recording that could end"
        assert "what comes out of this session is lost from now on" in str(keeper.rows_lost)
        rows.let_go.set()
    assert len(rows.taken) == 31


def test_what_is_done_at_the_end_is_done_by_the_thread_that_writes_once_the_disk_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "PATIENCE_S", 0.05)
    disk, finished = StuckDisk(tmp_path / "late.mcap"), threading.Event()
    keeper = Keeper(disk)
    keeper.__enter__()
    keeper.write(Tick(1.0))
    assert disk.stuck.wait(10)
    keeper.close(finished.set)
    assert not finished.is_set()
    assert (keeper.broken_off, "the disk does not answer" in str(keeper.problem)) == (False, True)
    disk.let_go.set()
    assert finished.wait(10)
    keeper._thread.join(10)
    assert keeper.problem is None, "nothing is missing after all"
