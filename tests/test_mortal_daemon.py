"""kill -9 of the whole daemon at random moments: nothing that its API acknowledged is lost, all is whole, and it is back soon.

`tools/test --long tests/test_mortal_daemon.py --kills 200` takes some half an hour; as part of the long tests it is killed ten times.
"""

import statistics
from pathlib import Path

import pytest

from edge.clock import SystemClock
from edge.messages import Pose
from edge.records import RecordingState
from edge.store.archive import Archive, open_archive
from tests.mortal_daemon import Daemon, Visitors, long_clip

EXAMINED_EVERY = 25
READABLE = (RecordingState.WHOLE, RecordingState.CUT_OFF)
RESTART_S = 3.0
"""Of processor time, which other programs on this machine do not change; the time on the clock is told."""


def examine(state: Path, visitors: Visitors) -> tuple[int, int]:
    """Everything that lies there, row by row and second by second; gives sessions and poses that were read."""
    with open_archive(state, SystemClock()) as archive:
        archive.settle()
        assert archive.verify() == []
        visitors.check_all(archive)
        sessions = archive.sessions(limit=10_000)
        return len(sessions), sum(poses(archive, one.id) for one in sessions if one.recording in READABLE)


def poses(archive: Archive, session_id: str) -> int:
    return sum(isinstance(message, Pose) for message in archive.recording(session_id).messages())


@pytest.mark.long
@pytest.mark.weights
def test_nothing_that_was_acknowledged_is_lost_whenever_the_daemon_is_killed(
    state_directory: Path, tmp_path: Path, request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    kills, clip = request.config.getoption("--kills"), long_clip(tmp_path / "squats.mp4")
    visitors = Visitors(state_directory, clip, seed=5)
    for life in range(kills):
        visitors.one_life()
        if life % EXAMINED_EVERY == EXAMINED_EVERY - 1:
            examine(state_directory, visitors)
    with Daemon(state_directory, clip) as daemon:
        daemon.log_in(visitors.code)
        visitors.check(daemon)
    sessions, read = examine(state_directory, visitors)
    said, starts, work = visitors.said, sorted(visitors.started_s), statistics.median(visitors.start_cpu_s)
    reps = sum(map(len, said.sessions.values()))
    with capsys.disabled():
        print(
            f"\n{kills} kills: {said.answers} answers, {len(said.erased)} erased, {len(said.sessions)} of {sessions} sessions acknowledged "
            f"with {reps} repetitions, {read} poses read; start {statistics.median(starts):.2f} s median, {starts[-1]:.2f} s at most, "
            f"{work:.2f} s of processor"
        )
    assert (len(said.sessions) > kills / 2, reps > 0, read > 0) == (True, True, True)
    assert work < RESTART_S
