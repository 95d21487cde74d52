"""Erasing: nothing of a person is left, anywhere, and a receipt says so that only this box can have written."""

import json
import sqlite3
from pathlib import Path

import pytest

from edge.errors import EdgeError, InputError
from edge.store import erasure
from edge.store.backup_places import FOLDER
from edge.store.database import DATABASE, Database
from tests.store.kept import MESSAGES, NOON, met, opened, trained

FEW = MESSAGES[:200]


def sealed_values(folder: Path, person_id: str) -> list[bytes]:
    """Pieces of everything in the database that is under their key, and the key itself as it is kept."""
    db = sqlite3.connect(folder / DATABASE)
    found = [row[0] for row in db.execute("SELECT wrapped FROM keys WHERE id = ?", (person_id,))]
    found += [row[0] for row in db.execute("SELECT sealed FROM people WHERE id = ?", (person_id,))]
    found += [
        row[0] for row in db.execute("SELECT events.sealed FROM events JOIN sessions ON id = session_id WHERE key_id = ?", (person_id,))
    ]
    db.close()
    assert len(found) > 5
    return [value[:40] for value in found]


def test_nothing_of_a_person_is_left_and_all_of_the_others(tmp_path: Path) -> None:
    with opened(tmp_path) as archive:
        anna, bert = met(archive), met(archive, "Bert")
        trained(archive, anna.id, "a1", messages=MESSAGES)
        trained(archive, bert.id, "b1", messages=FEW)
        (archive.care.exports(anna.id) / "report.pdf").write_bytes(b"%PDF")
        (archive.care.exports("a1") / "angles.csv").write_bytes(b"t_s")
        archive.keep_beside("a1", "angles", b"found")
    values = sealed_values(tmp_path, anna.id)
    assert all(any(value in path.read_bytes() for path in tmp_path.glob("archive.db*")) for value in values)
    with opened(tmp_path) as archive:
        berts = archive.session("b1")
        receipt = archive.erase(anna.id, "clinician at the box")
        assert archive.people() == [bert]
        assert [one.id for one in archive.sessions()] == ["b1"]
        assert archive.verify() == []
        for path in tmp_path.glob("archive.db*"):
            assert not [value for value in values if value in path.read_bytes()], f"left in {path.name}"
        assert sorted(path.name for path in tmp_path.rglob("*") if "a1" in path.name or anna.id in path.name) == []
        assert archive.audit(1)[0].did == "erased"
        assert archive.session("b1") == berts
    assert (receipt["sessions"], receipt["recordings"], receipt["exports"]) == (1, 1, 2)
    assert receipt["events"] > 10
    assert (receipt["key_destroyed"], receipt["free_pages_overwritten"], receipt["by"]) == (True, True, "clinician at the box")


def test_a_guests_session_is_erased_by_its_own_id_and_a_persons_only_with_them(tmp_path: Path) -> None:
    with opened(tmp_path) as archive:
        anna = met(archive)
        trained(archive, anna.id, "a1", messages=FEW)
        trained(archive, "", "g1", messages=FEW)
        with pytest.raises(InputError, match=f"is {anna.id}'s, and only a whole person is erased"):
            archive.erase("a1")
        archive.erase("g1")
        assert [one.id for one in archive.sessions()] == ["a1"]
        with pytest.raises(InputError, match="there is no person and no guest's session g1"):
            archive.erase("g1")


def test_a_receipt_is_this_boxs_and_unchanged_or_it_is_refused(tmp_path: Path) -> None:
    with opened(tmp_path / "a") as archive, opened(tmp_path / "b") as other:
        receipt = archive.erase(met(archive).id)
        archive.care.check_receipt(json.loads(json.dumps(receipt, sort_keys=True, indent=2)))
        archive.care.check_receipt(dict(reversed(receipt.items())))
        assert archive.care.receipts() == [receipt]
        for changed in ({**receipt, "sessions": 3}, {**receipt, "signature": "AAAA"}, {"sessions": 3}, {**receipt, "box": "zz"}):
            with pytest.raises(InputError, match="was changed, or is none"):
                archive.care.check_receipt(changed)
        with pytest.raises(InputError, match="another box's"):
            other.care.check_receipt(receipt)


@pytest.mark.parametrize("step", ["remove_recording", "forget_keys", "scrub"])
def test_a_power_cut_in_mid_erasure_is_made_good_when_the_archive_is_opened(
    tmp_path: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(*_: object) -> None:
        raise KeyboardInterrupt

    with opened(tmp_path) as archive:
        anna = met(archive)
        trained(archive, anna.id, messages=FEW)
        (archive.care.exports(anna.id) / "report.pdf").write_bytes(b"%PDF")
        with monkeypatch.context() as patched:
            patched.setattr(Database if step == "scrub" else erasure, step, cut)
            with pytest.raises(KeyboardInterrupt):
                archive.erase(anna.id)
    with opened(tmp_path) as archive:
        assert archive.people() == []
        assert archive.verify() == []
        assert not list(tmp_path.glob("recordings/*"))
        assert not list(tmp_path.glob("exports/*"))
        (receipt,) = archive.care.receipts()
        assert (receipt["subject"], receipt["sessions"], receipt["at"]) == (anna.id, 1, NOON)
        assert (receipt["recordings"], receipt["exports"]) == (1, 1), "of all of it, and not of what was left after the cut"


def test_no_backup_brings_them_back(tmp_path: Path) -> None:
    with opened(tmp_path / "box") as archive:
        anna, bert = met(archive), met(archive, "Bert")
        trained(archive, anna.id, "a1", messages=FEW)
        archive.care.print_recovery_key()
        names = {}
        for stick in ("near", "far"):
            (tmp_path / stick).mkdir()
            names[stick] = f"{tmp_path / stick} ({archive.care.back_up(tmp_path / stick)['backup']})"
        (tmp_path / "far").rename(tmp_path / "away")
        receipt = archive.erase(anna.id)
        assert receipt["backups_that_lost_the_key"] == [names["near"]]
        assert receipt["backups_out_of_reach"] == [names["far"]]
        near, away = (json.loads((tmp_path / stick / FOLDER / "keys.json").read_bytes())["keys"] for stick in ("near", "away"))
        assert set(near) == {bert.id}
        assert set(away) == {anna.id, bert.id}
        assert not (tmp_path / "near" / FOLDER / "recordings/a1.sealed").exists()
        assert archive.verify() == [
            f"the backup in {names['far']} still holds keys of people who were erased: put it in reach, and back up"
        ]
        (tmp_path / "away").rename(tmp_path / "far")
        archive.care.back_up(tmp_path / "near")
        assert set(json.loads((tmp_path / "far" / FOLDER / "keys.json").read_bytes())["keys"]) == {bert.id}
        assert archive.verify() == []


def test_two_sticks_that_take_turns_at_one_place_are_two_backups(tmp_path: Path) -> None:
    mount, names = tmp_path / "stick", []
    with opened(tmp_path / "box") as archive:
        anna = met(archive)
        archive.care.print_recovery_key()
        for stick in ("one", "two"):
            mount.mkdir()
            names.append(f"{mount} ({archive.care.back_up(mount)['backup']})")
            mount.rename(tmp_path / stick)
        assert archive.verify() == [], "out of reach, but nobody was erased"
        (tmp_path / "one").rename(mount)
        receipt = archive.erase(anna.id)
        assert (receipt["backups_that_lost_the_key"], receipt["backups_out_of_reach"]) == (names[:1], names[1:])
        archive.care.back_up(mount)
        assert archive.care.owed() == names[1:]
        mount.rename(tmp_path / "one")
        (tmp_path / "two").rename(mount)
        archive.care.back_up(mount)
        assert archive.verify() == []


def test_keys_of_another_box_at_a_known_place_are_left_alone_and_said(tmp_path: Path) -> None:
    mount = tmp_path / "stick"
    with opened(tmp_path / "box") as archive, opened(tmp_path / "other") as other:
        anna, bert = met(archive), met(other, "Bert")
        for one in (archive, other):
            one.care.print_recovery_key()
            mount.mkdir()
            one.care.back_up(mount)
            mount.rename(tmp_path / one.folder.name / "stick")
        (tmp_path / "other" / "stick").rename(mount)
        receipt = archive.erase(anna.id)
        assert receipt["backups_that_lost_the_key"] == []
        assert len(receipt["backups_out_of_reach"]) == 1
        assert set(json.loads((mount / FOLDER / "keys.json").read_bytes())["keys"]) == {bert.id}


def test_erasing_on_a_disk_that_refuses_leaves_everything_and_says_so(tmp_path: Path) -> None:
    with opened(tmp_path) as archive:
        anna = met(archive)
        lock = sqlite3.connect(tmp_path / DATABASE, isolation_level=None)
        lock.execute("BEGIN IMMEDIATE")
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr("edge.store.database.PATIENCE_S", 0.05)
            with pytest.raises(EdgeError, match="another program is writing to it: try again"):
                archive.erase(anna.id)
        lock.execute("ROLLBACK")
        lock.close()
        assert archive.people() == [anna]


def test_an_erasure_that_cannot_be_finished_yet_keeps_nobody_from_the_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> bool:
        raise PermissionError(13, "Permission denied")

    with opened(tmp_path) as archive:
        anna, bert = met(archive), met(archive, "Bert")
        trained(archive, anna.id, messages=FEW)
        with monkeypatch.context() as patched:
            patched.setattr(erasure, "remove_recording", refuse)
            with pytest.raises(EdgeError, match="its key is destroyed, and removing the rest waits until EdgeCoach starts again"):
                archive.erase(anna.id)
            with opened(tmp_path) as other:
                assert other.people() == [bert]
                assert any("is not finished" in problem for problem in other.verify())
    with opened(tmp_path) as archive:
        assert archive.verify() == []
        assert len(archive.care.receipts()) == 1


def test_deleted_rows_are_overwritten_even_where_there_is_no_room_to_write_the_file_anew(tmp_path: Path) -> None:
    """A session that is let go is only deleted; secure_delete puts zeros where it was."""
    with opened(tmp_path) as archive:
        anna = met(archive)
        trained(archive, anna.id, "a1", messages=MESSAGES)
    db = sqlite3.connect(tmp_path / DATABASE)
    values = [row[0] for row in db.execute("SELECT sealed FROM events UNION SELECT closing FROM sessions")]
    db.close()
    content = (tmp_path / DATABASE).read_bytes()
    assert all(value in content for value in values)
    with opened(tmp_path) as archive:
        archive.discard("a1")
    content = (tmp_path / DATABASE).read_bytes()
    assert not [value for value in values if value[:40] in content]
