"""What the doctor says of the archive."""

from pathlib import Path

import pytest

from edge.commands.checks.kept import archive as looked_at
from edge.config import Loaded
from edge.config_options import Config
from edge.doctor import Level, Patient
from tests.store.kept import Wall, met, opened


@pytest.fixture
def patient(tmp_path: Path) -> Patient:
    return Patient(Loaded(Config()), tmp_path / "edgecoach.toml", tmp_path, tmp_path, Wall())


def test_nothing_kept_is_no_trouble(patient: Patient) -> None:
    assert looked_at(patient).level is Level.INFO
    assert not list(patient.state.iterdir()), "the doctor makes no archive"


def test_without_a_recovery_key_there_is_a_warning_until_one_is_printed(patient: Patient) -> None:
    with opened(patient.state) as archive:
        met(archive)
        found = looked_at(patient)
        assert (found.level, found.sentence) == (Level.WARNING, "people: 1, sessions: 0, and no recovery key was ever printed")
        archive.care.print_recovery_key()
        assert looked_at(patient).level is Level.OK


def test_a_backup_that_still_holds_erased_keys_is_named(patient: Patient, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    with opened(patient.state) as archive:
        anna = met(archive)
        archive.care.print_recovery_key()
        backup = archive.care.back_up(stick)["backup"]
        stick.rename(tmp_path / "away")
        archive.erase(anna.id)
    assert looked_at(patient).sentence == f"the backup in {stick} ({backup}) still holds keys of people who were erased"


def test_a_lost_key_is_an_issue(patient: Patient) -> None:
    with opened(patient.state):
        pass
    (patient.state / "box.key").unlink()
    found = looked_at(patient)
    assert found.level is Level.ISSUE
    assert "is lost" in found.sentence
    assert "recovery key" in found.advice
