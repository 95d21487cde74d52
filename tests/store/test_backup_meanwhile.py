"""What happens while a backup is made."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from edge.store import backup, backup_places
from edge.store.archive import Archive
from edge.store.database import Database
from tests.store.kept import MESSAGES, opened, trained


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with opened(tmp_path / "box") as box:
        box.care.print_recovery_key()
        for session in ("g1", "g2", "g3"):
            trained(box, "", session, messages=MESSAGES[:100])
        yield box


def test_a_recording_that_is_let_go_of_costs_no_backup(archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    really = backup._copied

    def late(path: Path, copy: Path) -> str:
        if path.name == "g2.sealed":
            path.unlink()
        return really(path, copy)

    monkeypatch.setattr(backup, "_copied", late)
    assert sorted(archive.care.back_up(tmp_path)["recordings"]) == ["g1.sealed", "g3.sealed"]


def test_a_key_that_a_new_backup_still_holds_is_owed(archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody is erased, and just then their key cannot be taken out of it."""
    really = backup._copy_data

    def meanwhile(database: Database, target: Path) -> dict[str, int]:
        archive.erase("g1")
        return really(database, target)

    monkeypatch.setattr(backup, "_copy_data", meanwhile)
    monkeypatch.setattr(backup_places, "_forget_in", lambda *_: False)
    archive.care.back_up(tmp_path)
    (owed,) = archive.care.owed()
    assert owed.startswith(str(tmp_path))
