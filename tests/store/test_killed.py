"""kill -9 at random moments of writing: nothing acknowledged is lost, nothing is corrupt, and it is open again at once."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from edge.clock import SystemClock
from edge.records import RecordingState
from edge.store.archive import Archive, open_archive

ROOT = Path(__file__).parents[2]
REOPEN_S = 3.0


class Said:
    """What the children said was done, over all of them."""

    def __init__(self) -> None:
        self.people: set[str] = set()
        self.begun: set[str] = set()
        self.ended: set[str] = set()
        self.erased: set[str] = set()
        self.tried: set[str] = set()
        self.messages = self.kept = 0

    def hear(self, line: str) -> None:
        word, *about = line.split()
        match word:
            case "ready":
                self.messages, self.kept = map(int, about)
            case "person":
                self.people.add(about[0])
            case "trying":
                self.tried.add(about[0])
            case "begun":
                self.begun.add(about[0])
            case "ended":
                self.ended.add(about[0])
            case "erased":
                self.erased.add(about[0])


def killed(folder: Path, run: int, after_s: float, said: Said) -> None:
    """One child, killed so long after it was ready."""
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.store.killed_child", str(folder), str(run)], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert child.stdout is not None
    with child:
        said.hear(next(child.stdout))
        timer = threading.Timer(after_s, os.kill, (child.pid, signal.SIGKILL))
        timer.start()
        for line in child.stdout:
            if line.endswith("\n"):
                said.hear(line)
        timer.cancel()
    assert child.returncode == -signal.SIGKILL


def opened(folder: Path) -> tuple[Archive, float]:
    """The archive again, ready for the next session, and how long that took, s."""
    began = time.perf_counter()
    archive = open_archive(folder, SystemClock())
    archive.settle()
    archive.sessions()
    return archive, time.perf_counter() - began


def examine(archive: Archive, said: Said, run: int) -> None:
    """Everything that was acknowledged is there, and what is there is whole; message by message what this run wrote."""
    assert archive.verify() == []
    there = {person.id for person in archive.people()}
    assert said.people - said.erased - said.tried <= there
    assert not said.erased & there
    sessions = {summary.id: summary for summary in archive.sessions(limit=1 << 30)}
    for gone in said.people - there:
        assert gone in said.tried, "only an erasure that was asked for makes somebody go"
        assert not [summary for summary in sessions.values() if summary.person_id == gone]
    guests = {session_id for session_id in said.begun if session_id.endswith("-1")}
    assert guests <= set(sessions)
    assert {session_id for session_id in said.ended if session_id.endswith("-1")} <= {
        summary.id for summary in sessions.values() if summary.recording is RecordingState.WHOLE
    }
    for summary in (summary for summary in sessions.values() if summary.id.startswith(f"{run:03d}-")):
        examine_session(archive, summary.id, summary.recording, said)


def examine_session(archive: Archive, session_id: str, state: RecordingState, said: Said) -> None:
    record = archive.session(session_id)
    assert record.damage == ()
    many = len(record.events) + len(record.coach)
    assert many <= said.kept
    if session_id in said.ended:
        assert (state, many, record.quality) == (RecordingState.WHOLE, said.kept, {"fps": 30.0})
    if state is not RecordingState.NONE:
        recording = archive.recording(session_id)
        found = sum(1 for _ in recording.messages())
        assert found == said.messages or state is RecordingState.CUT_OFF
        assert not recording.lost.messages
        assert not recording.lost.seconds


def murdered(folder: Path, times: int) -> list[float]:
    """So many children after each other on one archive; gives the times of reopening, s."""
    said, chance = Said(), random.Random(5)
    took: list[float] = []
    for run in range(times):
        killed(folder, run, chance.uniform(0.0, 1.2), said)
        with opening(folder, took) as archive:
            examine(archive, said, run)
    assert len(said.ended) > times / 4, "the children were killed before they had done anything"
    assert said.begun - said.ended
    return took


@contextmanager
def opening(folder: Path, took: list[float]) -> Iterator[Archive]:
    archive, seconds = opened(folder)
    took.append(seconds)
    with archive:
        yield archive


def test_twenty_killed_processes_lose_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    took = murdered(tmp_path, 20)
    assert max(took) < REOPEN_S


@pytest.mark.long
def test_two_hundred_killed_processes_lose_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    took = murdered(tmp_path, 200)
    print(f"\nreopened in {sorted(took)[len(took) // 2] * 1e3:.0f} ms at the median, {max(took) * 1e3:.0f} ms at most, of {len(took)}")
    assert max(took) < REOPEN_S
