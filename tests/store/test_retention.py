"""What is too old or too much goes, and nothing else; least of all because of a clock that is wrong."""

import os
from pathlib import Path

import pytest

from edge.errors import EdgeError
from edge.records import RecordingState
from edge.store.beside import beside
from edge.store.retention import DAY_S, KEEP_ALL, Retention, strays
from edge.store.running import Running
from edge.store.writing import recording_path
from tests.store.kept import MESSAGES, NOON, Wall, begun, met, opened, trained

FEW = MESSAGES[:300]


def test_sessions_older_than_so_many_days_go_and_people_stay(tmp_path: Path) -> None:
    with opened(tmp_path) as archive:
        anna = met(archive)
        for days, person in ((40, anna.id), (35, ""), (10, anna.id), (1, "")):
            trained(archive, person, f"d{days}", at=NOON - days * DAY_S, messages=FEW)
        assert archive.sweep(NOON, Retention(days=30)) == ["d40", "d35"]
        assert [one.id for one in archive.sessions()] == ["d1", "d10"]
        assert archive.people() == [anna]
        assert sorted(path.stem for path in tmp_path.glob("recordings/*.sealed")) == ["d1", "d10"]
        assert archive.verify() == []
        assert [(entry.who, entry.did, entry.subject) for entry in archive.audit(2)] == [
            ("retention", "let go of", "d35"),
            ("retention", "let go of", "d40"),
        ]


def test_the_oldest_recordings_go_until_the_rest_fit_and_their_sessions_stay(tmp_path: Path) -> None:
    with opened(tmp_path) as archive:
        for number in range(4):
            trained(archive, "", f"s{number}", at=NOON + number, messages=FEW)
            os.utime(recording_path(tmp_path, f"s{number}"), (NOON + number, NOON + number))
        size = recording_path(tmp_path, "s3").stat().st_size
        assert archive.sweep(NOON, Retention(megabytes=2.5 * size / 1e6)) == ["s0", "s1"]
        states = {one.id: one.recording for one in archive.sessions()}
        assert [states[f"s{number}"] for number in range(4)] == [RecordingState.NONE] * 2 + [RecordingState.WHOLE] * 2
        assert archive.sweep(NOON, Retention(megabytes=2.5 * size / 1e6)) == []
        assert archive.verify() == []


def test_what_was_found_out_of_a_recording_counts_and_goes_with_it(tmp_path: Path) -> None:
    with opened(tmp_path) as archive:
        for number in range(3):
            trained(archive, "", f"s{number}", at=NOON + number, messages=FEW)
            os.utime(recording_path(tmp_path, f"s{number}"), (NOON + number, NOON + number))
        size = recording_path(tmp_path, "s0").stat().st_size
        limit = Retention(megabytes=3.5 * size / 1e6)
        assert archive.sweep(NOON, limit) == []
        archive.keep_beside("s0", "angles", b"x" * size)
        assert archive.sweep(NOON, limit) == ["s0"]
        assert sorted(path.name for path in tmp_path.glob("recordings/*")) == ["s1.sealed", "s2.sealed"]
        assert archive.verify() == []


def test_by_default_nothing_goes(tmp_path: Path) -> None:
    with opened(tmp_path) as archive:
        trained(archive, "", "old", at=NOON - 9000 * DAY_S, messages=FEW)
        assert archive.sweep(NOON, KEEP_ALL) == []
        assert len(archive.sessions()) == 1


def test_a_clock_that_is_not_trusted_ages_nothing(tmp_path: Path) -> None:
    with opened(tmp_path) as archive:
        trained(archive, "", "of 1970", at=5.0, trusted=False, messages=FEW)
        trained(archive, "", "old", at=NOON - 40 * DAY_S, messages=FEW)
        assert archive.sweep(100.0, Retention(days=30)) == []
        assert archive.sweep(NOON, Retention(days=30)) == ["old"]


def test_a_day_has_24_hours(tmp_path: Path) -> None:
    with opened(tmp_path) as archive:
        for hours in (49, 47):
            trained(archive, "", f"h{hours}", at=NOON - hours * 3600.0, messages=FEW)
        assert archive.sweep(NOON, Retention(days=2)) == ["h49"]


def test_what_is_being_written_is_no_stray(tmp_path: Path) -> None:
    """Even where the archive does not know of it."""
    (tmp_path / "recordings").mkdir()
    recording_path(tmp_path, "s9").touch()
    with opened(tmp_path) as archive:
        mark = Running(tmp_path, "s9")
        archive.sweep(NOON, KEEP_ALL)
        assert recording_path(tmp_path, "s9").exists()
        mark.end()
        archive.sweep(NOON, KEEP_ALL)
        assert not recording_path(tmp_path, "s9").exists()


def test_a_running_session_stays(tmp_path: Path) -> None:
    with opened(tmp_path) as archive:
        writing = archive.begin(begun("s1", NOON - 40 * DAY_S))
        assert archive.sweep(NOON, Retention(days=30, megabytes=0)) == []
        writing.end()
        assert archive.sweep(NOON, Retention(days=30, megabytes=0)) == ["s1"]


def test_recordings_of_no_session_go(tmp_path: Path) -> None:
    with opened(tmp_path, Wall()) as archive:
        trained(archive, messages=FEW)
        archive.keep_beside("s1", "angles", b"found")
        recording_path(tmp_path, "s1").rename(recording_path(tmp_path, "stray"))
        beside(tmp_path, "s1").rename(beside(tmp_path, "another"))
        assert archive.verify() == [
            "the recording of session s1 is missing",
            f"{beside(tmp_path, 'another')} belongs to no session, so nobody can open it",
            f"{recording_path(tmp_path, 'stray')} belongs to no session, so nobody can open it",
        ]
        archive.sweep(NOON, KEEP_ALL)
        assert not list(tmp_path.glob("recordings/*"))


def test_what_cannot_be_removed_is_said_as_that(tmp_path: Path) -> None:
    with opened(tmp_path) as archive:
        (tmp_path / "recordings" / "stray.sealed").mkdir(parents=True)
        with pytest.raises(EdgeError, match=r"something in .* that is to go cannot be removed"):
            archive.sweep(NOON, KEEP_ALL)


def test_a_session_that_comes_and_goes_while_it_is_looked_for_strays_loses_nothing(tmp_path: Path) -> None:
    class Slow:
        """A disk on which a whole session happens after the question which sessions there are."""

        def execute(self, question: str) -> list[tuple[str]]:
            found = list(archive.known(["s1"]))
            trained(archive, "", "s1", messages=MESSAGES[:50])
            return [(one,) for one in found]

    with opened(tmp_path) as archive:
        assert strays(Slow(), tmp_path) == []  # type: ignore[arg-type]
        assert archive.recording_path("s1").exists()
