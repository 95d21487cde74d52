"""Sealed recordings: what the plain ones promise, and nobody reads them without their person's key."""

import dataclasses
import secrets
from pathlib import Path

import numpy as np
import pytest

from edge.errors import InputError
from edge.store.recording import RecordingHeader, RecordingWriter, check_sealed, read_recording
from edge.store.sealed_file import HEAD, MAGIC
from edge.store.writing import looks_sound
from tests.store.kept import swap
from tests.store.sessions import UPTIME_S, mark, same, session

KEY = bytes(range(32))
HEADER = RecordingHeader("s1", 1.79e9, True, UPTIME_S, height_m=1.74)
MESSAGES = list(session(12.0))
MARKS = [mark(message) for message in MESSAGES]


@pytest.fixture
def sealed(tmp_path: Path) -> Path:
    path = tmp_path / "s1.sealed"
    with RecordingWriter(path, HEADER, KEY) as writer:
        for message in MESSAGES:
            writer.write(message)
        writer.remark("latency", "{}")
    return path


def damaged(sealed: Path, content: bytes) -> Path:
    """The same recording in another folder: its name belongs to its seal."""
    folder = sealed.parent / "damaged"
    folder.mkdir(exist_ok=True)
    (folder / sealed.name).write_bytes(content)
    return folder / sealed.name


def test_everything_comes_back_with_the_key(sealed: Path) -> None:
    recording = read_recording(sealed, KEY)
    for _ in range(2):
        assert all(same(one, other) for one, other in zip(MESSAGES, recording.messages(), strict=True))
    assert recording.header == HEADER
    assert recording.remarks == {"latency": "{}"}
    assert not recording.lost
    assert check_sealed(sealed, KEY) == ""


def test_nothing_comes_back_without_it(sealed: Path) -> None:
    with pytest.raises(InputError, match=r"is encrypted: `edgecoach sessions export s1 --format mcap --out s1\.mcap`"):
        read_recording(sealed)
    with pytest.raises(InputError, match="can be opened with its person's key"):
        read_recording(sealed, secrets.token_bytes(32))
    content = sealed.read_bytes()
    assert not [word for word in (b"MCAP", b"edgecoach", b"squat", b"landmarks") if word in content]


def test_a_recording_under_another_sessions_name_is_not_taken_for_it(sealed: Path) -> None:
    other = sealed.rename(sealed.with_name("s2.sealed"))
    with pytest.raises(InputError, match="another person's"):
        read_recording(other, KEY)


def test_plain_recordings_are_read_as_before_whatever_the_key(tmp_path: Path) -> None:
    with RecordingWriter(tmp_path / "s1.mcap", HEADER) as writer:
        writer.write(MESSAGES[0])
    assert list(read_recording(tmp_path / "s1.mcap", KEY).messages()) == MESSAGES[:1]


def test_cut_anywhere_the_seconds_before_are_whole(sealed: Path) -> None:
    content = sealed.read_bytes()
    for size in np.random.default_rng(1).integers(HEAD.size + len(MAGIC), len(content), 60).tolist():
        try:
            recording = read_recording(damaged(sealed, content[:size]), KEY)
        except InputError:
            assert size < 20_000, "before the first block was whole"
            continue
        back = [mark(message) for message in recording.messages()]
        assert back == MARKS[: len(back)]
        assert len(back) / len(MARKS) > size / len(content) - 2.2 / 12.0
        assert recording.lost.breaks_off_s is not None or len(back) == len(MARKS)
        if len(back) < len(MARKS):
            assert check_sealed(recording.path, KEY) != ""


def test_any_damage_leaves_what_it_did_not_hit_and_is_noticed(sealed: Path) -> None:
    """Runs of random bytes anywhere, the very beginning too: nothing wrong is ever given back."""
    content, chance = sealed.read_bytes(), np.random.default_rng(2)
    known = set(MARKS)
    for at in [0, 3, len(MAGIC), *chance.integers(0, len(content), 60).tolist()]:
        length = min(int(chance.integers(1, 3000)), len(content) - at)
        path = damaged(sealed, content[:at] + chance.bytes(length) + content[at + length :])
        recording = read_recording(path, KEY)
        back = list(recording.messages())
        assert {mark(message) for message in back} <= known
        assert len(back) > len(MESSAGES) * (1 - 3 / 12)
        if at > len(MAGIC):
            assert check_sealed(path, KEY) != ""
        if len(back) < len(MESSAGES):
            assert recording.lost


def test_a_forged_or_moved_second_is_left_out(sealed: Path) -> None:
    content = sealed.read_bytes()
    second, third, fourth = starts(content)[1:4]
    swapped = content[:second] + content[third:fourth] + content[second:third] + content[fourth:]
    recording = read_recording(damaged(sealed, swapped), KEY)
    back = [mark(message) for message in recording.messages()]
    assert set(back) < set(MARKS)
    assert recording.lost.messages
    assert check_sealed(recording.path, KEY) == "second 2 cannot be read"


def starts(content: bytes) -> list[int]:
    """Where its blocks begin."""
    found, at = [], len(MAGIC)
    while at < len(content):
        found.append(at)
        at += HEAD.size + HEAD.unpack_from(content, at)[3]
    return found


def test_no_nonce_is_used_twice_under_one_key(sealed: Path, tmp_path: Path) -> None:
    content = sealed.read_bytes()
    heads = [HEAD.unpack_from(content, at) for at in starts(content)]
    assert [counter for _, _, counter, _ in heads] == list(range(1, len(heads) + 1))
    (tmp_path / "again").mkdir()
    with RecordingWriter(tmp_path / "again/s1.sealed", HEADER, KEY):
        pass
    again = (tmp_path / "again/s1.sealed").read_bytes()
    assert HEAD.unpack_from(again, len(MAGIC))[1] != heads[0][1], "another file has another salt, so another key"


def test_an_hour_still_fits_into_50_mb(sealed: Path) -> None:
    assert sealed.stat().st_size / 12.0 * 3600 < 50e6


def test_a_newer_recording_is_refused(tmp_path: Path) -> None:
    with RecordingWriter(tmp_path / "new.sealed", dataclasses.replace(HEADER, format=99), KEY):
        pass
    with pytest.raises(InputError, match="newer EdgeCoach"):
        read_recording(tmp_path / "new.sealed", KEY)


def test_a_page_of_the_disk_that_is_lost_at_the_very_beginning_costs_only_what_was_in_it(sealed: Path) -> None:
    content = sealed.read_bytes()
    path = damaged(sealed, bytes(4096) + content[4096:])
    recording = read_recording(path, KEY)
    back = [mark(message) for message in recording.messages()]
    assert set(back) <= set(MARKS)
    assert len(back) > len(MARKS) / 2
    assert recording.lost.header
    assert looks_sound(path)
    path.write_bytes(bytes(len(content)))
    assert not looks_sound(path)


def test_without_its_first_block_a_recording_still_gives_its_samples(sealed: Path) -> None:
    swap(sealed, len(MAGIC) + HEAD.size + 40, b"\xff" * 8)
    recording = read_recording(sealed, KEY)
    assert [mark(message) for message in recording.messages()] == MARKS
    assert recording.lost.header
