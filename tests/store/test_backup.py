"""Backups: everything comes back, with the recovery key alone where the box is lost, and a bad one is told from a good one."""

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from edge.errors import EdgeError, InputError
from edge.lock import only_one
from edge.records import PersonRecord
from edge.store import backup
from edge.store.backup_places import FOLDER
from edge.store.database import DATABASE
from edge.store.recovery_key import LETTERS, new_recovery_key, secret_of
from edge.store.restoring import opens, rehearse, restore, restore_key
from tests.store.kept import MESSAGES, NOON, Wall, begun, met, opened, swap, trained
from tests.store.sessions import same

FEW = MESSAGES[:420]


@dataclass
class Backed:
    """A box with two people, and its backup. key: the recovery key on paper."""

    box: Path
    stick: Path
    key: str
    anna: PersonRecord
    bert: PersonRecord


@pytest.fixture
def backed(tmp_path: Path) -> Backed:
    box, stick = tmp_path / "box", tmp_path / "stick"
    stick.mkdir()
    clock = Wall(NOON - 1.0)
    with opened(box, clock) as archive:
        anna = met(archive)
        clock.at += 1.0
        bert = met(archive, "Bert")
        trained(archive, anna.id, "a1", messages=FEW)
        trained(archive, "", "g1", messages=FEW)
        key = archive.care.print_recovery_key()
        archive.care.back_up(stick)
    return Backed(box, stick, key, anna, bert)


def test_the_recovery_key_alone_brings_everything_back_on_another_box(backed: Backed, tmp_path: Path) -> None:
    done = restore(tmp_path / "new", backed.stick, Wall(), backed.key)
    assert (done.counts["people"], done.counts["sessions"], done.recordings, done.erased, done.problems) == (2, 2, 2, (), ())
    with opened(tmp_path / "new") as archive:
        assert archive.people() == [backed.anna, backed.bert]
        assert all(same(one, other) for one, other in zip(FEW, archive.recording("a1").messages(), strict=True))
        assert archive.verify() == []
        assert archive.audit(1)[0].did == "restored"
        archive.care.back_up(backed.stick)


def test_what_comes_back_is_for_its_owners_eyes_only(backed: Backed, tmp_path: Path) -> None:
    restore(tmp_path / "new", backed.stick, Wall(), backed.key)
    found = [path for path in (tmp_path / "new").rglob("*") if path.is_file()]
    assert {"archive.db", "box.key"} < {path.name for path in found}
    assert [path.name for path in found if path.stat().st_mode & 0o077] == []


def test_the_backup_itself_holds_no_key_and_no_name(backed: Backed) -> None:
    with closing(sqlite3.connect(backed.stick / FOLDER / DATABASE)) as db:
        assert db.execute("SELECT count(*) FROM keys").fetchone() == (0,)
    box_key = (backed.box / "box.key").read_bytes()
    for path in (file for file in backed.stick.rglob("*") if file.is_file()):
        content = path.read_bytes()
        assert not [secret for secret in (box_key, b"Anna", b"squat", backed.key.encode()) if secret in content], path


def test_a_wrong_or_mistyped_recovery_key_is_told_apart(backed: Backed, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not the one of this box or backup"):
        restore(tmp_path / "new", backed.stick, Wall(), new_recovery_key())
    with pytest.raises(InputError, match="this is no recovery key"):
        restore(tmp_path / "new", backed.stick, Wall(), backed.key[:-1] + ("A" if backed.key[-1] != "A" else "B"))
    with pytest.raises(InputError, match="has no key for that backup"):
        restore(tmp_path / "new", backed.stick, Wall())
    assert not list((tmp_path / "new").glob("archive*"))


def test_a_recovery_key_is_read_as_people_write() -> None:
    printed = new_recovery_key()
    assert len(printed) == 7 * 4 + 6
    assert secret_of(printed) == secret_of(printed.lower().replace("-", " ")) == secret_of(printed.replace("O", "0").replace("I", "1"))


def test_any_slip_in_a_recovery_key_is_found() -> None:
    """One letter wrong, or two neighbours exchanged, anywhere: not most of them, all."""
    for _ in range(20):
        letters = new_recovery_key().replace("-", "")
        slips = {letters[:at] + other + letters[at + 1 :] for at in range(28) for other in LETTERS}
        slips |= {letters[:at] + letters[at + 1] + letters[at] + letters[at + 2 :] for at in range(27)}
        for slip in slips - {letters}:
            with pytest.raises(InputError, match="this is no recovery key"):
                secret_of(slip)
    for typed in ("", "A" * 27, "A" * 29, "Ä" * 28):
        with pytest.raises(InputError, match="this is no recovery key"):
            secret_of(typed)


def test_a_box_that_lost_its_key_gets_it_back_by_the_recovery_key(backed: Backed, tmp_path: Path) -> None:
    before = (backed.box / "box.key").read_bytes()
    (backed.box / "box.key").unlink()
    with pytest.raises(EdgeError, match="is lost"):
        opened(backed.box)
    with pytest.raises(InputError):
        restore_key(backed.box, new_recovery_key())
    restore_key(backed.box, backed.key)
    assert (backed.box / "box.key").read_bytes() == before
    assert (backed.box / "box.key").stat().st_mode & 0o777 == 0o600
    with opened(backed.box) as archive:
        assert archive.people() == [backed.anna, backed.bert]
    with pytest.raises(InputError, match="restore from a backup instead"):
        restore_key(tmp_path, backed.key)


def test_a_rehearsal_does_everything_and_changes_nothing(backed: Backed) -> None:
    before = {path: path.read_bytes() for path in sorted(backed.box.rglob("*")) if path.is_file()}
    done = rehearse(backed.box, backed.stick, Wall())
    assert (done.counts["people"], done.recordings, done.problems, done.made_at) == (2, 2, (), NOON)
    assert {path: path.read_bytes() for path in sorted(backed.box.rglob("*")) if path.is_file()} == before


def test_a_rehearsal_names_what_is_damaged_missing_or_changed(backed: Backed) -> None:
    target = backed.stick / FOLDER
    swap(target / "recordings/a1.sealed", 5000, b"\xff" * 16)
    (target / "recordings/g1.sealed").unlink()
    db = sqlite3.connect(target / DATABASE)
    db.execute("DELETE FROM events WHERE number = 2")
    db.commit()
    db.close()
    said = "\n".join(rehearse(backed.box, backed.stick, Wall()).problems)
    for sentence in (
        "the recording a1.sealed is not as it was backed up",
        "the recording of session a1 is damaged",
        "the recording g1.sealed is not in the backup",
        "events of the backup are missing",
        "1 events of session a1 are missing",
    ):
        assert sentence in said


def test_what_is_there_is_not_replaced_unasked_nor_under_a_running_box(backed: Backed) -> None:
    with pytest.raises(InputError, match="--replace takes the backup in its place"):
        restore(backed.box, backed.stick, Wall())
    with only_one(backed.box), pytest.raises(EdgeError, match="already running"):
        restore(backed.box, backed.stick, Wall(), replace=True)


def test_a_replaced_archive_keeps_who_was_erased_and_the_log(backed: Backed) -> None:
    with opened(backed.box) as archive:
        trained(archive, backed.bert.id, "b2", messages=FEW)
        (backed.stick / FOLDER).rename(backed.stick / "out of reach")
        receipt = archive.erase(backed.anna.id)
        (backed.stick / "out of reach").rename(backed.stick / FOLDER)
        entries = archive.audit(1000)
    done = restore(backed.box, backed.stick, Wall(), replace=True)
    assert done.erased == (backed.anna.id,)
    with opened(backed.box) as archive:
        assert archive.people() == [backed.bert]
        assert [one.id for one in archive.sessions()] == ["g1"]
        assert archive.care.receipts() == [receipt]
        assert archive.audit(1000)[1:] == entries
        (owed,) = archive.verify()
        assert "still holds keys of people who were erased" in owed
        archive.care.back_up(backed.stick)
        assert archive.verify() == []


def test_no_box_writes_over_the_backup_of_another(backed: Backed, tmp_path: Path) -> None:
    before = {path: path.read_bytes() for path in sorted(backed.stick.rglob("*")) if path.is_file()}
    with opened(tmp_path / "other") as archive:
        archive.care.print_recovery_key()
        with pytest.raises(InputError, match=r"is another box's: name another folder, or bring that one back first"):
            archive.care.back_up(backed.stick)
        anna = met(archive)
        assert archive.erase(anna.id)["backups_out_of_reach"] == []
    assert {path: path.read_bytes() for path in sorted(backed.stick.rglob("*")) if path.is_file()} == before
    restore(tmp_path / "other", backed.stick, Wall(), backed.key, replace=True)
    with opened(tmp_path / "other") as archive:
        archive.care.back_up(backed.stick)
    assert rehearse(tmp_path / "other", backed.stick, Wall()).problems == ()


def test_an_archive_begun_anew_under_the_same_key_does_not_write_over_what_it_never_knew(backed: Backed) -> None:
    (backed.box / DATABASE).unlink()
    with opened(backed.box) as archive, pytest.raises(InputError, match="knows nothing of the backup in"):
        archive.care.back_up(backed.stick)
    assert rehearse(backed.box, backed.stick, Wall()).counts["people"] == 2


def test_a_backup_that_tells_no_longer_whose_it_is_stays_as_it_is(backed: Backed) -> None:
    target = backed.stick / FOLDER
    (target / "keys.json").write_text("{")
    with opened(backed.box) as archive:
        archive.care.back_up(backed.stick)
        for name in ("keys.json", "manifest.json"):
            (target / name).write_text("[]")
        before = (target / DATABASE).read_bytes()
        with pytest.raises(InputError, match=r"whose backup lies in .* cannot be told"):
            archive.care.back_up(backed.stick)
    assert (target / DATABASE).read_bytes() == before


def test_keys_of_another_backup_are_told(backed: Backed, tmp_path: Path) -> None:
    second = tmp_path / "second"
    second.mkdir()
    with opened(backed.box) as archive:
        archive.care.back_up(second)
    (second / FOLDER / "keys.json").replace(backed.stick / FOLDER / "keys.json")
    with pytest.raises(InputError, match="its keys are another one's"):
        opens(backed.box, backed.stick)


def test_the_second_backup_copies_only_what_is_new_and_forgets_what_went(backed: Backed, monkeypatch: pytest.MonkeyPatch) -> None:
    copied: list[str] = []
    really = backup._copied

    def noted(path: Path, copy: Path) -> str:
        copied.append(path.name)
        return really(path, copy)

    monkeypatch.setattr(backup, "_copied", noted)
    with opened(backed.box) as archive:
        trained(archive, "", "g2", messages=FEW)
        archive.erase("g1")
        running = archive.begin(begun("g3"))
        archive.care.back_up(backed.stick)
        running.end()
    assert copied == ["g2.sealed"]
    assert sorted(path.name for path in (backed.stick / FOLDER / "recordings").iterdir()) == ["a1.sealed", "g2.sealed"]
    done = rehearse(backed.box, backed.stick, Wall())
    assert (done.recordings, done.problems) == (2, ())


def test_there_is_no_backup_without_a_recovery_key_and_none_of_a_damaged_archive(tmp_path: Path, backed: Backed) -> None:
    with opened(tmp_path / "other") as archive, pytest.raises(EdgeError, match="no recovery key has been printed yet"):
        archive.care.back_up(tmp_path)
    before = (backed.stick / FOLDER / DATABASE).read_bytes()
    with opened(backed.box) as archive:
        trained(archive, backed.anna.id, "a9", messages=MESSAGES)
    swap(backed.box / DATABASE, 4096 * 5, b"\x55" * 3000)
    with opened(backed.box) as archive, pytest.raises(EdgeError, match="nothing was backed up"):
        archive.care.back_up(backed.stick)
    assert (backed.stick / FOLDER / DATABASE).read_bytes() == before


def test_what_is_no_backup_is_refused_in_one_sentence(backed: Backed, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no backup in"):
        opens(backed.box, tmp_path / "nowhere")
    manifest = backed.stick / FOLDER / "manifest.json"
    newer = {**json.loads(manifest.read_bytes()), "format": 99}
    manifest.write_text(json.dumps(newer))
    with pytest.raises(InputError, match="newer EdgeCoach"):
        opens(backed.box, backed.stick)
    for damage in ("{", "{}", "[]", '{"format": 1}', '{"format": "1", "box_id": "", "backup": ""}'):
        manifest.write_text(damage)
        with pytest.raises(InputError, match="is damaged"):
            opens(backed.box, backed.stick)


def test_whether_the_boxs_own_key_opens_a_backup(backed: Backed, tmp_path: Path) -> None:
    assert opens(backed.box, backed.stick)
    assert not opens(tmp_path / "new", backed.stick)
    with opened(tmp_path / "other"):
        assert not opens(tmp_path / "other", backed.stick)


@pytest.mark.parametrize("step", ["_copy_recordings", "_copy_data", "_remove_others"])
def test_a_backup_that_is_interrupted_anywhere_can_be_restored_and_made_again(
    backed: Backed, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def pulled(*_: object) -> None:
        raise OSError(5, "Input/output error")

    with opened(backed.box) as archive:
        trained(archive, "", "g2", messages=FEW)
        archive.erase("g1")
        with monkeypatch.context() as patched:
            patched.setattr(backup, step, pulled)
            with pytest.raises(EdgeError, match="the backup before, if there was one, is still whole"):
                archive.care.back_up(backed.stick)
        assert rehearse(backed.box, backed.stick, Wall()).problems == ()
        archive.care.back_up(backed.stick)
    done = rehearse(backed.box, backed.stick, Wall())
    assert (done.counts["sessions"], done.recordings, done.problems) == (2, 2, ())


def test_a_damaged_archive_is_replaced_by_its_backup(backed: Backed) -> None:
    (backed.box / DATABASE).write_bytes(b"damaged" * 999)
    with pytest.raises(EdgeError, match="`edgecoach sessions restore`"):
        opened(backed.box)
    done = restore(backed.box, backed.stick, Wall(), replace=True)
    assert done.problems == ()
    with opened(backed.box) as archive:
        assert archive.people() == [backed.anna, backed.bert]


def test_a_damaged_backup_replaces_nothing_unless_it_is_wanted_anyway(backed: Backed, tmp_path: Path) -> None:
    (backed.stick / FOLDER / "recordings/g1.sealed").unlink()
    with pytest.raises(
        EdgeError, match=r"nothing was replaced, for the backup is damaged \(the recording g1.sealed is not in the backup, and 1"
    ):
        restore(backed.box, backed.stick, Wall(), replace=True)
    with opened(backed.box) as archive:
        assert archive.verify() == []
    assert len(restore(tmp_path / "new", backed.stick, Wall(), backed.key).problems) == 2, "where nothing is, what is left is better"
    assert len(restore(backed.box, backed.stick, Wall(), replace=True, anyway=True).problems) == 2
    with opened(backed.box) as archive:
        assert archive.verify() == ["the recording of session g1 is missing"]
