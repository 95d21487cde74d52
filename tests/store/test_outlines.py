"""Outlines of sessions: kept sealed, read all at once, gone with whom they are about."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from edge.outline import outline_of
from edge.records import Outline
from edge.store.archive import Archive
from edge.store.database import DATABASE
from tests.store.kept import NOON, met, opened, trained

LOADS = {"squat": (41.0, 30.5, 52.25)}


def outlined(archive: Archive, session_id: str) -> Outline:
    record = archive.session(session_id)
    outline = outline_of(record, LOADS)
    assert archive.keep_outline(record.summary, outline, archive.person(record.summary.person_id).physique)
    return outline


def test_progress_is_read_from_rows_and_what_is_missing_is_owed(tmp_path: Path) -> None:
    with opened(tmp_path) as archive:
        anna, ben = met(archive), met(archive, "Ben")
        first, second = (trained(archive, anna.id, f"s{n}", at=NOON + n) for n in (1, 2))
        trained(archive, ben.id, "s3", at=NOON + 3)
        trained(archive, "", "guest", at=NOON + 4)
        assert archive.without_outline() == ["s3", second.id, first.id], "newest first, and never a guest's"
        kept = outlined(archive, first.id)
        assert kept.of("squat") is not None
        assert archive.without_outline() == ["s3", second.id]
    with opened(tmp_path) as archive:
        assert archive.outlines(anna.id) == {first.id: kept}
        assert archive.outlines(ben.id) == {}


def test_it_lies_sealed_and_opens_only_as_this_sessions(tmp_path: Path) -> None:
    with opened(tmp_path) as archive:
        anna = met(archive)
        one, other = (trained(archive, anna.id, f"s{n}", at=NOON + n) for n in (1, 2))
        outlined(archive, one.id)
        outlined(archive, other.id)
    with closing(sqlite3.connect(tmp_path / DATABASE)) as db, db:
        (sealed,) = db.execute("SELECT outline FROM sessions WHERE id = ?", (one.id,)).fetchone()
        assert b"squat" not in sealed
        db.execute("UPDATE sessions SET outline = ? WHERE id = ?", (sealed, other.id))
    with opened(tmp_path) as archive:
        assert list(archive.outlines(anna.id)) == [one.id], "another session's is not taken for it"


def test_another_body_means_other_loads_and_another_name_does_not(tmp_path: Path) -> None:
    with opened(tmp_path) as archive:
        anna = met(archive)
        kept = trained(archive, anna.id)
        outlined(archive, kept.id)
        archive.change_person(anna.id, lambda now: replace(now, body=replace(now.body, name="Ana"), language="spanish"))
        assert kept.id in archive.outlines(anna.id)
        archive.change_person(anna.id, lambda now: replace(now, body=replace(now.body, mass_kg=75.0)))
        assert archive.outlines(anna.id) == {}
        assert archive.without_outline() == [kept.id]


def test_what_was_worked_out_with_a_body_that_was_corrected_meanwhile_is_not_kept(tmp_path: Path) -> None:
    with opened(tmp_path) as archive:
        anna = met(archive)
        kept = trained(archive, anna.id)
        outline = outline_of(archive.session(kept.id), LOADS)
        archive.change_person(anna.id, lambda now: replace(now, body=replace(now.body, mass_kg=75.0)))
        assert not archive.keep_outline(kept, outline, anna.physique)
        assert (archive.outlines(anna.id), archive.without_outline()) == ({}, [kept.id])
        archive.change_person(anna.id, lambda now: replace(now, body=replace(now.body, name="Ana")))
        assert archive.keep_outline(kept, outline, replace(anna.physique, person=replace(anna.body, mass_kg=75.0)))


def test_it_goes_with_the_person(tmp_path: Path) -> None:
    with opened(tmp_path) as archive:
        anna = met(archive)
        outlined(archive, trained(archive, anna.id).id)
        archive.erase(anna.id)
        assert archive.outlines(anna.id) == {}
        assert archive.verify() == []
