"""What the box learned survives power cuts, damage and folders that cannot be written."""

import os
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from edge.errors import EdgeError, InputError
from edge.state import State, state_folder, write_whole


def test_what_was_learned_is_known_to_the_next_start(tmp_path: Path) -> None:
    State(tmp_path / "deep" / "state").put("gyro_bias", {"thigh": [0.01, -0.02, 0.0]})
    state = State(tmp_path / "deep" / "state")
    assert state.get("gyro_bias") == {"thigh": [0.01, -0.02, 0.0]}
    assert state.all() == {"gyro_bias": {"thigh": [0.01, -0.02, 0.0]}}
    assert state.get("body", "default") == "default"


def test_what_was_learned_about_a_person_is_for_its_owners_eyes_only(tmp_path: Path) -> None:
    State(tmp_path / "state").put("body", {"height_m": 1.7})
    assert [oct(path.stat().st_mode & 0o777) for path in (tmp_path / "state", tmp_path / "state" / "body.json")] == ["0o700", "0o600"]


def test_a_power_cut_while_writing_leaves_the_old_value(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    state = State(tmp_path)
    state.put("body", {"height_m": 1.7})

    def cut(_: int) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "fsync", cut)
    with pytest.raises(EdgeError, match="Input/output error"):
        state.put("body", {"height_m": 1.9})
    assert state.get("body") == {"height_m": 1.7}
    assert [path.name for path in tmp_path.iterdir()] == ["body.json"]


@pytest.mark.parametrize("content", [b"", b'{"height_m": 1.', b"\xff\xfe", b"\x00" * 64])
def test_a_damaged_value_is_set_aside_and_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "body.json").write_bytes(content)
    state = State(tmp_path)
    assert state.get("body", {"height_m": 1.7}) == {"height_m": 1.7}
    assert (tmp_path / "body.json.damaged").read_bytes() == content
    assert len(state.notices) == 1
    assert "body.json is damaged: kept as body.json.damaged" in state.notices[0]
    state.put("body", {"height_m": 1.8})
    assert state.get("body") == {"height_m": 1.8}


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(EdgeError, match="cannot be written") as caught:
        State(tmp_path / "file" / "state").put("body", 1)
    assert "store.state_dir" in str(caught.value)


@pytest.fixture
def ordinary_user() -> Iterator[None]:
    """Root may write everywhere."""
    me = os.geteuid()
    if me == 0:
        os.seteuid(65534)
    yield
    os.seteuid(me)


@pytest.mark.usefixtures("ordinary_user")
def test_a_read_only_folder_is_one_sentence() -> None:
    with pytest.raises(EdgeError, match="cannot be written"):
        State(Path("/usr/lib")).put("body", 1)


def test_a_name_cannot_leave_the_folder(tmp_path: Path) -> None:
    for name in ("../passwd", "", "a/b", ".hidden", "Å"):
        with pytest.raises(InputError):
            State(tmp_path).put(name, 1)


def test_the_folder_is_the_configured_one_then_the_environments_then_the_users(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDGECOACH_STATE", "/run/here")
    assert state_folder("/var/lib/edgecoach") == Path("/var/lib/edgecoach")
    assert state_folder() == Path("/run/here")
    monkeypatch.delenv("EDGECOACH_STATE")
    assert state_folder() == Path.home() / ".local/state/edgecoach"


def test_two_threads_that_write_one_file_at_once_leave_one_of_theirs_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sync, path = os.fsync, tmp_path / "watch.json"
    others: list[Thread] = []

    def meanwhile(handle: int) -> None:
        if not others:
            others.append(Thread(target=write_whole, args=(path, b"the other's")))
            others[0].start()
            others[0].join()
        sync(handle)

    monkeypatch.setattr(os, "fsync", meanwhile)
    write_whole(path, b"mine")
    assert path.read_bytes() == b"mine"
    assert list(tmp_path.iterdir()) == [path]
