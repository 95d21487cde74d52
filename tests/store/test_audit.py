"""The log: whoever changes, adds or takes an entry is found out."""

import hashlib
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from edge.records import AuditEntry
from edge.store.database import DATABASE
from tests.store.kept import opened


@pytest.fixture
def box(tmp_path: Path) -> Path:
    with opened(tmp_path) as archive:
        for number in range(5):
            archive.log("clinician at the box", "saw", f"p{number}")
    return tmp_path


def test_entries_come_newest_first_and_vouch_for_each_other(box: Path) -> None:
    with opened(box) as archive:
        entries = archive.audit(3)
        assert [(entry.number, entry.subject) for entry in entries] == [(5, "p4"), (4, "p3"), (3, "p2")]
        assert archive.verify() == []
    newest, before, _ = entries
    said = json.dumps([before.hash, newest.number, newest.at, newest.who, newest.did, newest.subject], ensure_ascii=False)
    assert newest.hash == hashlib.sha256(said.encode()).hexdigest(), "as anybody can check without the box"


def test_the_database_itself_refuses_changes(box: Path) -> None:
    with closing(sqlite3.connect(box / DATABASE)) as db:
        for attempt in ("UPDATE audit SET who = 'nobody' WHERE number = 2", "DELETE FROM audit WHERE number = 5"):
            with pytest.raises(sqlite3.IntegrityError, match="only added to"):
                db.execute(attempt)


def change_one(db: sqlite3.Connection) -> None:
    db.execute("UPDATE audit SET subject = 'p9' WHERE number = 3")


def take_one_from_the_middle(db: sqlite3.Connection) -> None:
    db.execute("DELETE FROM audit WHERE number = 3")


def take_the_newest(db: sqlite3.Connection) -> None:
    db.execute("DELETE FROM audit WHERE number = 5")


def take_all(db: sqlite3.Connection) -> None:
    db.execute("DELETE FROM audit")


def add_a_well_made_one(db: sqlite3.Connection) -> None:
    before = AuditEntry(*db.execute("SELECT * FROM audit WHERE number = 5").fetchone())
    made = replace(before, number=6, subject="p7")
    said = json.dumps([before.hash, 6, made.at, made.who, made.did, "p7"], ensure_ascii=False)
    made = replace(made, hash=hashlib.sha256(said.encode()).hexdigest())
    db.execute("INSERT INTO audit VALUES (6, ?, ?, ?, ?, ?)", (made.at, made.who, made.did, made.subject, made.hash))


def make_all_anew(db: sqlite3.Connection) -> None:
    take_all(db)
    before = "0" * 64
    for number in range(1, 5):
        said = json.dumps([before, number, 1.0, "nobody", "saw", "p0"], ensure_ascii=False)
        before = hashlib.sha256(said.encode()).hexdigest()
        db.execute("INSERT INTO audit VALUES (?, 1.0, 'nobody', 'saw', 'p0', ?)", (number, before))


@pytest.mark.parametrize(
    ("meddle", "said"),
    [
        (change_one, "was changed at entry 3"),
        (take_one_from_the_middle, "was changed at entry 3"),
        (take_the_newest, "ends at entry 4, which is not where it was left"),
        (take_all, "ends at entry 0"),
        (add_a_well_made_one, "ends at entry 6"),
        (make_all_anew, "ends at entry 4"),
    ],
)
def test_meddling_is_found(box: Path, meddle: Callable[[sqlite3.Connection], None], said: str) -> None:
    with closing(sqlite3.connect(box / DATABASE)) as db:
        db.execute("DROP TRIGGER audit_is_never_changed")
        db.execute("DROP TRIGGER audit_is_never_cut")
        meddle(db)
        db.commit()
    with opened(box) as archive:
        (problem,) = archive.verify()
    assert said in problem


def test_entries_of_two_processes_at_once_are_all_kept_in_one_chain(box: Path) -> None:
    with opened(box) as one, opened(box) as other:
        for number in range(20):
            (one if number % 2 else other).log("athlete", "saw", str(number))
        assert len(one.audit(100)) == 25
        assert one.verify() == []
