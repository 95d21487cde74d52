"""What the box was taught goes with its backups, sealed, and is nobody's who could be erased."""

from pathlib import Path

import pytest

from edge.state import Json, State
from edge.store.backup_places import FOLDER
from edge.store.restoring import rehearse, restore
from edge.store.taught_copy import COPY, KEPT
from edge.taught import TAUGHT, all_of
from tests.store.kept import MESSAGES, NOON, Wall, met, opened, trained

BAND: dict[str, dict[str, Json]] = {
    "rodilla_con_banda": {"label": "Rodilla con banda", "reps": 5, "summary": "5 repetitions", "entry": {"counts": "knee", "least": 20}}
}
ARM: dict[str, Json] = {"arm_circle": {"label": "Arm circle", "reps": 4, "summary": "", "entry": {"counts": "shoulder", "least": 30}}}


def taught(folder: Path) -> list[str]:
    return [one.name for one in all_of(State(folder).get(TAUGHT))]


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """A box that was taught one exercise by somebody who is known, and its backup."""
    stick = tmp_path / "stick"
    stick.mkdir()
    State(tmp_path / "box").put(TAUGHT, {**BAND})
    with opened(tmp_path / "box", Wall(NOON)) as archive:
        anna = met(archive)
        trained(archive, anna.id, "a1", messages=MESSAGES[:60])
        (tmp_path / "key").write_text(archive.care.print_recovery_key())
        assert archive.care.back_up(stick)["taught"] == 1
    return stick


def test_another_box_knows_them_after_the_restore(stick: Path, tmp_path: Path) -> None:
    done = restore(tmp_path / "new", stick, Wall(), (tmp_path / "key").read_text())
    assert (done.taught, done.problems) == (1, ())
    assert State(tmp_path / "new").get(TAUGHT) == BAND


def test_nobody_reads_them_off_the_stick(stick: Path) -> None:
    assert all(b"banda" not in path.read_bytes() for path in stick.rglob("*") if path.is_file())


def test_those_that_the_box_was_taught_since_stay_and_count(stick: Path, tmp_path: Path) -> None:
    newer = {**BAND["rodilla_con_banda"], "reps": 8}
    State(tmp_path / "box").put(TAUGHT, {**ARM, "rodilla_con_banda": newer})
    assert restore(tmp_path / "box", stick, Wall(), replace=True).taught == 2
    assert State(tmp_path / "box").get(TAUGHT) == {**ARM, "rodilla_con_banda": newer}


def test_a_rehearsal_tells_them_and_leaves_the_box_as_it_is(stick: Path, tmp_path: Path) -> None:
    (tmp_path / "box" / KEPT).unlink()
    done = rehearse(tmp_path / "box", stick, Wall())
    assert (done.taught, done.problems) == (1, ())
    assert taught(tmp_path / "box") == []


def test_damaged_ones_are_told_and_the_box_keeps_its_own(stick: Path, tmp_path: Path) -> None:
    copy = stick / FOLDER / COPY
    copy.write_bytes(copy.read_bytes()[:-1] + b"x")
    assert rehearse(tmp_path / "box", stick, Wall()).problems == ("the exercises that were taught are damaged in the backup",)
    restore(tmp_path / "box", stick, Wall(), replace=True, anyway=True)
    assert taught(tmp_path / "box") == ["rodilla_con_banda"]


def test_a_backup_from_before_there_were_any_takes_none_away(stick: Path, tmp_path: Path) -> None:
    (stick / FOLDER / COPY).unlink()
    assert restore(tmp_path / "box", stick, Wall(), replace=True).problems == ()
    assert taught(tmp_path / "box") == ["rodilla_con_banda"]


def test_they_name_nobody_and_stay_when_somebody_is_erased(stick: Path, tmp_path: Path) -> None:
    with opened(tmp_path / "box", Wall(NOON + 1.0)) as archive:
        anna = archive.people()[0]
        archive.erase(anna.id, "test")
    assert anna.id not in (tmp_path / "box" / KEPT).read_text()
    assert taught(tmp_path / "box") == ["rodilla_con_banda"]
    assert restore(tmp_path / "new", stick, Wall(), (tmp_path / "key").read_text()).taught == 1
