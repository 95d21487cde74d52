"""The file under the archive: older forms are lifted, newer ones refused, and what the disk refuses is one sentence."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest

from edge.errors import EdgeError, InputError
from edge.store.box_key import make_box_key
from edge.store.database import DATABASE, Database, DatabaseTrouble, DiskFull
from edge.store.schema import MIGRATIONS
from tests.store.kept import MESSAGES, NOON, met, opened, swap, trained

FIRST = (
    "CREATE TABLE visits (id INTEGER PRIMARY KEY, note TEXT); "
    "CREATE TRIGGER no BEFORE DELETE ON visits BEGIN SELECT RAISE (ABORT, 'no; never'); END;"
)
SECOND = "ALTER TABLE visits ADD COLUMN place TEXT NOT NULL DEFAULT 'here'; UPDATE visits SET note = note || '!';"


def test_an_older_form_is_lifted_step_by_step_and_keeps_what_is_in_it(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with closing(Database(path, [FIRST])) as old, old.writing() as db:
        db.execute("INSERT INTO visits VALUES (1, 'first')")
    for _ in range(2):
        with closing(Database(path, [FIRST, SECOND])) as new, new.reading() as db:
            assert db.execute("SELECT * FROM visits").fetchall() == [(1, "first!", "here")]
            assert db.execute("PRAGMA user_version").fetchone() == (2,)


def test_what_ended_the_lifting_is_told_even_where_nothing_is_to_be_taken_back(tmp_path: Path) -> None:
    """Ctrl-C just after the last step was told as SQLite's complaint about that."""
    with pytest.raises(DatabaseTrouble, match="NONSENSE"):
        Database(tmp_path / "a.db", ["CREATE TABLE a (b); COMMIT; NONSENSE;"])


def test_a_step_that_fails_leaves_the_older_form_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with closing(Database(path, [FIRST])) as old, old.writing() as db:
        db.execute("INSERT INTO visits VALUES (1, 'first')")
    with pytest.raises(DatabaseTrouble):
        Database(path, [FIRST, SECOND, "CREATE TABLE visits (id INTEGER);"])
    with closing(Database(path, [FIRST])) as old, old.reading() as db:
        assert db.execute("SELECT * FROM visits").fetchall() == [(1, "first")]


def test_a_newer_form_is_refused_and_not_touched(tmp_path: Path) -> None:
    with opened(tmp_path) as archive:
        met(archive)
    with closing(Database(tmp_path / DATABASE, [*MIGRATIONS, "CREATE TABLE of_the_future (id INTEGER);"])):
        pass
    before = (tmp_path / DATABASE).read_bytes()
    with pytest.raises(InputError, match=r"was written by a newer EdgeCoach .* update this one; nothing in it has been changed"):
        opened(tmp_path)
    assert (tmp_path / DATABASE).read_bytes() == before


def test_the_first_form_ever_shipped_opens(tmp_path: Path) -> None:
    """Made with the first migration alone, as the first version did."""
    make_box_key(tmp_path)
    with closing(Database(tmp_path / DATABASE, MIGRATIONS[:1])):
        pass
    with opened(tmp_path) as archive:
        trained(archive, met(archive).id, messages=MESSAGES[:300])
        assert archive.verify() == []


def test_what_is_committed_is_on_the_disk_and_erased_rows_are_overwritten(tmp_path: Path) -> None:
    with closing(Database(tmp_path / "a.db")) as database, database.reading() as db:
        asked = ("journal_mode", "synchronous", "secure_delete", "foreign_keys")
        assert [db.execute(f"PRAGMA {name}").fetchone()[0] for name in asked] == ["wal", 2, 1, 1]


def test_what_is_no_database_is_said(tmp_path: Path) -> None:
    with opened(tmp_path):
        pass
    (tmp_path / DATABASE).write_bytes(b"hello" * 2000)
    with pytest.raises(EdgeError, match="damaged from its first bytes on: `edgecoach sessions restore`"):
        opened(tmp_path)


def write_much(database: Database) -> None:
    with database.writing() as db:
        db.execute("PRAGMA max_page_count = 1")
        db.execute("INSERT INTO box VALUES ('much', zeroblob(1000000))")


@pytest.mark.parametrize(("free", "says"), [(0, "the disk is full"), (1 << 30, "the disk answers with an error")])
def test_a_log_without_room_is_a_full_disk(free: int, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite calls it a disk that fails."""
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=free))
    failure = sqlite3.OperationalError("disk I/O error")
    failure.sqlite_errorcode = sqlite3.SQLITE_IOERR | 2 << 8
    with closing(Database(tmp_path / "a.db")) as database, pytest.raises(DatabaseTrouble, match=says), database.saying():
        raise failure


def test_a_full_disk_is_told_from_other_trouble(tmp_path: Path) -> None:
    with closing(Database(tmp_path / "a.db")) as database:
        with pytest.raises(DiskFull, match="the disk is full: make room"):
            write_much(database)
        with database.reading() as db:
            assert db.execute("SELECT count(*) FROM box").fetchone() == (0,)


def test_a_damaged_page_is_named_and_hides_nobody_else(tmp_path: Path) -> None:
    with opened(tmp_path) as archive:
        people = [met(archive, f"Person {number}", language="x" * 300) for number in range(40)]
        for number, person in enumerate(people):
            trained(archive, person.id, f"s{number:02d}", at=NOON + number, messages=MESSAGES[:420:3])
    for table, damage in (("people", b"\x77" * 500), ("sessions", b"\x77" * 500), ("events", b"\x77" * 500)):
        swap(tmp_path / DATABASE, 4096 * (leaf(tmp_path / DATABASE, table) - 1), damage)
    with opened(tmp_path) as archive:
        sound = [person for person in archive.people() if not person.damage]
        assert 20 < len(sound) < 40
        assert all(person in people for person in sound)
        sessions = archive.sessions(limit=100)
        assert [one.id for one in sessions] == [f"s{number:02d}" for number in reversed(range(40))]
        hurt = [one for one in sessions if one.damage]
        assert 0 < len(hurt) < 20
        problems = archive.verify()
    assert any("is damaged" in problem and DATABASE in problem for problem in problems)
    for one in hurt:
        assert any(one.id in problem for problem in problems)


def leaf(path: Path, table: str) -> int:
    """The number of a page in the middle of a table."""
    with closing(sqlite3.connect(path)) as db:
        (root,) = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)).fetchone()
    content = path.read_bytes()
    page = content[4096 * (root - 1) : 4096 * root]
    assert page[0] in (2, 5), "an inner page"
    cell = int.from_bytes(page[12:14], "big")
    return int.from_bytes(page[cell : cell + 4], "big")
