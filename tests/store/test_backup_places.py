"""Backups that were destroyed or lost: struck off, so that an erasure does not name them for ever."""

import shutil
from pathlib import Path

import pytest

from edge.errors import InputError
from edge.store.archive import Archive
from edge.store.backup_places import FOLDER
from edge.store.retention import DAY_S, Retention
from tests.store.kept import MESSAGES, NOON, met, opened, trained


def backed_up(archive: Archive, *sticks: Path) -> list[str]:
    """Their ids."""
    for stick in sticks:
        stick.mkdir(exist_ok=True)
    archive.care.print_recovery_key()
    return [archive.care.back_up(stick)["backup"] for stick in sticks]


def test_a_destroyed_stick_is_named_by_erasures_until_it_is_struck_off(tmp_path: Path) -> None:
    with opened(tmp_path / "box") as archive:
        anna, bert = met(archive), met(archive, "Bert")
        kept, lost = backed_up(archive, tmp_path / "kept", tmp_path / "lost")
        shutil.rmtree(tmp_path / "lost")
        (name,) = archive.erase(anna.id)["backups_out_of_reach"]
        assert lost in name
        assert archive.verify() != [], "it still holds the key of somebody erased"
        assert archive.care.strike_off(lost, "a test") == (name, True)
        assert archive.verify() == []
        receipt = archive.erase(bert.id)
        assert (receipt["backups_out_of_reach"], [kept in one for one in receipt["backups_that_lost_the_key"]]) == ([], [True])
        assert [(entry.did, entry.subject) for entry in archive.audit() if entry.did.startswith("struck")] == [
            ("struck off the backup", lost)
        ]


def test_its_folder_says_which_where_only_one_lay_there(tmp_path: Path) -> None:
    place = tmp_path / "mount"
    with opened(tmp_path / "box") as archive:
        (first,) = backed_up(archive, place)
        shutil.rmtree(place / FOLDER)
        (second,) = backed_up(archive, place)
        shutil.rmtree(place / FOLDER)
        with pytest.raises(InputError, match=f"several backups took turns .*: name one of ({first}, {second}|{second}, {first})"):
            archive.care.strike_off(str(place))
        assert archive.care.strike_off(first)[1] is False
        assert second in archive.care.strike_off(str(place))[0]


def test_one_that_is_there_or_was_never_made_is_not_struck_off(tmp_path: Path) -> None:
    with opened(tmp_path / "box") as archive:
        with pytest.raises(InputError, match="there is no backup 1a2b3c4d: nothing was ever backed up"):
            archive.care.strike_off("1a2b3c4d")
        (here,) = backed_up(archive, tmp_path / "stick")
        with pytest.raises(InputError, match=f"the backup {here} is there, in .*: delete "):
            archive.care.strike_off(here)
        with pytest.raises(InputError, match=f"there is no backup nope: it is one of .*{here}"):
            archive.care.strike_off("nope")
        (tmp_path / "another").mkdir()
        shutil.move(tmp_path / "stick" / FOLDER, tmp_path / "another")
        assert here in archive.care.strike_off(here)[0], "what lies at its place is looked at, and nothing else"


def test_a_stick_out_of_reach_owes_the_key_of_a_guests_session_that_was_let_go_of(tmp_path: Path) -> None:
    with opened(tmp_path / "box") as archive:
        trained(archive, "", "g1", at=NOON - 40 * DAY_S, messages=MESSAGES[:200])
        (far,) = backed_up(archive, tmp_path / "stick")
        (tmp_path / "stick").rename(tmp_path / "away")
        assert archive.sweep(NOON, Retention(days=30)) == ["g1"]
        assert [far in one for one in archive.verify()] == [True]
        (tmp_path / "away").rename(tmp_path / "stick")
        archive.care.back_up(tmp_path / "stick")
        assert archive.verify() == []
