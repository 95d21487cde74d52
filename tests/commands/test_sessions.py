"""edgecoach sessions, as a person runs it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from edge.application import build
from edge.records import PersonRecord
from edge.store.backup_places import FOLDER
from edge.store.recovery_key import secret_of
from tests.store.kept import MESSAGES, met, opened, swap, trained

FEW = MESSAGES[:420]


@pytest.fixture
def anna(state_directory: Path) -> PersonRecord:
    """Somebody who was here once, as was a guest."""
    with opened(state_directory) as archive:
        person = met(archive)
        trained(archive, person.id, "s1", messages=FEW)
        trained(archive, "", "g1", messages=FEW)
    return person


Sessions = Callable[..., str]


@pytest.fixture
def sessions(capsys: pytest.CaptureFixture[str]) -> Sessions:
    """Calls the program within this process. Gives what it printed; of an end with 2 the one sentence on standard error."""

    def called(*words: object, code: int = 0) -> str:
        with pytest.raises(SystemExit) as ended:
            build()(prog_name="edgecoach", args=["sessions", *map(str, words)])
        out, problems = capsys.readouterr()
        assert (ended.value.code or 0) == code, problems
        assert problems.count("\n") == (1 if code else 0)
        return problems.rstrip("\n") if code == 2 else out + problems

    return called


def test_where_everybody_was_erased_the_list_says_that_nobody_is_known(sessions: Sessions, anna: PersonRecord) -> None:
    sessions("erase", anna.id, "--yes")
    assert sessions("list", "--people") == "Nobody is known: who is new says so on the page, under People.\n"
    assert json.loads(sessions("list", "--people", "--json")) == {"people": []}


def test_what_is_there_is_listed_and_shown(sessions: Sessions, anna: PersonRecord) -> None:
    hers, guest, total = sessions("list").splitlines()
    assert hers.startswith("s1  2026-11-21")
    assert guest.startswith("g1  2026-11-21")
    assert anna.id in hers
    assert "guest  1 × squat, plank 30 s  score 88  recorded" in guest
    assert total == "2 sessions, 2 repetitions, 0 of them good"
    assert sessions("list", "--person", "guest").startswith("g1")
    assert sessions("list", "--people") == f"{anna.id}  Anna  recorded\n"
    shown = sessions("show", "s1")
    assert "squat 3: not through the full range, score 81" in shown
    assert "not through the full range: 12" in shown
    assert "coach, set 1: Schön tief – weiter so" in shown


def test_the_same_as_json(sessions: Sessions, anna: PersonRecord) -> None:
    listed = json.loads(sessions("list", "--json"))["sessions"]
    assert [(one["id"], one["person_id"], one["reps"], one["recording"]) for one in listed] == [
        ("s1", anna.id, 1, "whole"),
        ("g1", "", 1, "whole"),
    ]
    people = json.loads(sessions("list", "--people", "--json"))["people"]
    assert (people[0]["id"], people[0]["body"]["name"], people[0]["card"]) == (anna.id, "Anna", False)
    shown = json.loads(sessions("show", "s1", "--json"))
    assert [event["kind"] for event in shown["events"]][:3] == ["exercise", "rep", "hold"]
    assert (shown["events"][0]["t"], shown["quality"], shown["damage"]) == (0.0, {"fps": 29.5}, [])


def test_who_looked_is_in_the_log(sessions: Sessions, anna: PersonRecord, state_directory: Path) -> None:
    sessions("show", "s1")
    sessions("list", "--people")
    with opened(state_directory) as archive:
        seen = [(entry.who, entry.did, entry.subject) for entry in archive.audit(2)]
    assert seen == [("the command line", "saw the list of people", "everybody"), ("the command line", "saw", "s1")]


@pytest.mark.usefixtures("anna")
def test_mistakes_are_one_sentence_and_exit_code_2(sessions: Sessions, tmp_path: Path) -> None:
    assert sessions("show", "s9", code=2) == "there is no session s9: `edgecoach sessions list` shows which there are"
    assert sessions("erase", "p9", "--yes", code=2).startswith("there is no person and no guest's session p9")
    assert sessions("erase", "s1", code=2) == "nobody is there to confirm it: add --yes to erase without a question"
    assert "there is no folder" in sessions("backup", tmp_path / "none", code=2)
    assert "there is no backup in" in sessions("restore", tmp_path, code=2)
    assert "cannot be read" in sessions("verify", "--receipt", tmp_path, code=2)
    (tmp_path / "long").write_bytes(bytes(2_000_000))
    assert "cannot be read (File too large)" in sessions("verify", "--receipt", tmp_path / "long", code=2)
    (tmp_path / "other").write_text("no json")
    assert "is no receipt" in sessions("verify", "--receipt", tmp_path / "other", code=2)


def test_before_anything_was_kept_that_is_said_and_no_mistake(capsys: pytest.CaptureFixture[str]) -> None:
    """A script on a fresh box reads JSON that says so."""
    expected = {
        "list": "", "list --json": {"sessions": []}, "list --people --json": {"people": []},
        "verify": "", "verify --json": {"well": True, "problems": []},
    }  # fmt: skip
    for words, told in expected.items():
        with pytest.raises(SystemExit) as ended:
            build()(prog_name="edgecoach", args=["sessions", *words.split()])
        out, problems = capsys.readouterr()
        assert (ended.value.code or 0, json.loads(out) if out else "") == (0, told)
        assert problems.startswith("nothing has been kept in ")


def test_one_session_where_nothing_was_kept_is_a_mistake(sessions: Sessions, tmp_path: Path) -> None:
    assert sessions("show", "s1", code=2).startswith("nothing has been kept in ")
    assert sessions("verify", "--receipt", tmp_path, code=2).startswith("nothing has been kept in ")


def test_a_person_is_erased_with_a_receipt(sessions: Sessions, anna: PersonRecord, tmp_path: Path) -> None:
    receipt = tmp_path / "receipt.json"
    said = sessions("erase", anna.id, "--yes", "--receipt", receipt)
    assert said.startswith("Erased: 1 session, 10 events, 1 recording, 0 exported files.\n")
    assert sessions("verify", "--receipt", receipt) == "The receipt is this box's, and unchanged.\n"
    assert json.loads(receipt.read_bytes())["subject"] == anna.id
    assert sessions("list").splitlines()[-1] == "1 session, 1 repetition, 0 of them good"
    receipt.write_text(receipt.read_text().replace('"sessions": 1', '"sessions": 0'))
    assert sessions("verify", "--receipt", receipt, code=2).startswith("this receipt was changed, or is none: `edgecoach sessions receipts")


def test_the_box_shows_the_receipt_of_an_erasure_again(sessions: Sessions, anna: PersonRecord, tmp_path: Path) -> None:
    assert sessions("receipts") == "Nobody was erased here.\n"
    first, again = tmp_path / "first", tmp_path / "again"
    sessions("erase", anna.id, "--yes", "--receipt", first)
    sessions("erase", "g1", "--yes")
    again.write_text(sessions("receipts", anna.id, "--json"))
    assert again.read_text() == first.read_text()
    assert sessions("verify", "--receipt", again) == "The receipt is this box's, and unchanged.\n"
    assert [one["subject"] for one in json.loads(sessions("receipts", "--json"))["receipts"]] == [anna.id, "g1"]
    assert [line.split("  ")[::3] for line in sessions("receipts").splitlines()] == [[who, "1 session erased"] for who in (anna.id, "g1")]
    assert sessions("receipts", "p9", code=2).startswith("nobody called p9 was erased here")


@pytest.mark.usefixtures("anna")
def test_verify_names_what_is_damaged_and_ends_with_1(sessions: Sessions, state_directory: Path) -> None:
    assert sessions("verify").startswith("All is well: 1 person, 2 sessions, 20 events, ")
    swap(state_directory / "recordings/s1.sealed", 9000, b"\xff" * 10)
    said = sessions("verify", "--json", code=1).removesuffix("1 thing is not well\n")
    assert json.loads(said) == {"well": False, "problems": ["the recording of session s1 is damaged: second 2 cannot be read"]}
    (state_directory / "recordings/s1.sealed").write_bytes(b"\x00" * 60)
    assert "(the recording of session s1 is damaged or gone)" in sessions("list")


def test_backup_rehearsal_and_restore_on_another_box(
    sessions: Sessions, anna: PersonRecord, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick, paper = tmp_path / "stick", tmp_path / "paper"
    stick.mkdir()
    first = json.loads(sessions("backup", stick, "--json"))
    paper.write_text(first["recovery_key"] + "\n")
    assert secret_of(first["recovery_key"])
    assert sessions("backup", stick) == f"Backed up as {first['backup']}: 1 person, 2 sessions, 2 recordings.\n"
    assert sessions("restore", stick, "--rehearse").startswith("Rehearsed, and thrown away: 1 person, 2 sessions, 2 recordings, as of 20")
    assert "--replace takes the backup in its place" in sessions("restore", stick, code=2)
    monkeypatch.setenv("EDGECOACH_STATE", str(tmp_path / "new"))
    assert "the recovery key is needed, and nobody is there to type it" in sessions("restore", stick, code=2)
    assert sessions("restore", stick, "--recovery-key", paper).startswith("Restored: 1 person, 2 sessions, 2 recordings")
    assert sessions("list", "--people").startswith(anna.id)
    assert json.loads(sessions("verify", "--json"))["well"]
    (stick / FOLDER / "recordings/s1.sealed").unlink()
    said = sessions("restore", stick, "--rehearse", code=1)
    assert "the recording s1.sealed is not in the backup" in said
    assert said.endswith("2 things are not as they were backed up\n")


@pytest.mark.usefixtures("anna")
def test_another_boxs_backup_is_left_alone_and_the_new_recovery_key_is_shown_all_the_same(
    capsys: pytest.CaptureFixture[str], sessions: Sessions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sessions("backup", tmp_path)
    with opened(tmp_path / "other"):
        monkeypatch.setenv("EDGECOACH_STATE", str(tmp_path / "other"))
    with pytest.raises(SystemExit, match="2"):
        build()(prog_name="edgecoach", args=["sessions", "backup", str(tmp_path)])
    out, problem = capsys.readouterr()
    assert secret_of(out.splitlines()[0].split()[-1])
    assert "is another box's: name another folder, or bring that one back first by `edgecoach sessions restore`" in problem


@pytest.mark.usefixtures("anna")
def test_a_lost_key_comes_back_from_paper(sessions: Sessions, state_directory: Path, tmp_path: Path) -> None:
    printed = json.loads(sessions("key", "--json"))["recovery_key"]
    (tmp_path / "old").write_text(printed)
    (tmp_path / "new").write_text(sessions("key").splitlines()[0].split()[-1])
    (state_directory / "box.key").unlink()
    assert "is lost, so what is kept about people cannot be read: `edgecoach sessions restore` makes it anew" in sessions("list", code=1)
    assert "use the one that was printed last" in sessions("restore", "--recovery-key", tmp_path / "old", code=2)
    assert sessions("restore", "--recovery-key", tmp_path / "new") == "The box has its key again.\n"
    assert sessions("list").endswith("2 sessions, 2 repetitions, 0 of them good\n")


def test_a_backup_that_was_destroyed_is_struck_off_with_what_that_means(sessions: Sessions, anna: PersonRecord, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    made = json.loads(sessions("backup", stick, "--json"))["backup"]
    assert "is there, in " in sessions("backup", "--forget", made, code=2)
    (stick / FOLDER).rename(tmp_path / "gone")
    sessions("erase", anna.id, "--yes")
    said = sessions("backup", "--forget", stick)
    assert f"({made}) is looked for no more" in said
    assert "This destroys nothing" in said
    assert "keys of people who were erased here" in said
    assert "it is not said where the backup goes" in sessions("backup", code=2)
    assert "nothing was ever backed up" in sessions("backup", "--forget", made, code=2)
