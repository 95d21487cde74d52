"""The archive's face: people and sessions come back as they were kept, in the order asked for, and nobody reads them without the key."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from edge.errors import EdgeError, InputError
from edge.messages import CoachText, Person, Score, Tick
from edge.records import Consent, ExerciseCount, Goal, RecordingState, SessionSummary
from edge.store.archive import open_archive
from edge.store.box_key import make_box_key
from edge.store.database import DATABASE, Database
from tests.store.kept import KEPT, MESSAGES, NOON, Wall, begun, met, opened, trained
from tests.store.sessions import UPTIME_S, same


def test_a_person_comes_back_as_they_were_told(tmp_path: Path) -> None:
    goals = (Goal("squat", "sessions_a_week", 3.0),)
    with opened(tmp_path) as archive:
        anna = met(archive, goals=goals, language="spanish", card="12 34")
    with opened(tmp_path) as archive:
        assert archive.people() == [anna]
        assert archive.person(anna.id) == anna
        assert (anna.body, anna.goals, anna.language, anna.created_at) == (Person("Anna", 1.7, 61.0, "F", 34.0), goals, "spanish", NOON)
        assert archive.person_of_card("1234") == anna
        assert archive.person_of_card("9999") is None


def test_a_card_is_one_persons(tmp_path: Path) -> None:
    with opened(tmp_path) as archive:
        anna, bert = met(archive, card="1"), met(archive, "Bert")
        with pytest.raises(InputError, match="somebody else"):
            met(archive, "Cleo", card="1")
        with pytest.raises(InputError, match="somebody else"):
            archive.change_person(bert.id, lambda now: replace(now, card=anna.card))
        archive.change_person(anna.id, lambda now: replace(now, card=""))
        archive.change_person(bert.id, lambda now: replace(now, card=archive.card_hash("1")))
        assert archive.person_of_card("1") == archive.person(bert.id)
        assert len(archive.people()) == 2


def test_a_changed_person_stays_changed_and_consent_is_in_the_log(tmp_path: Path) -> None:
    with opened(tmp_path) as archive:
        anna = met(archive)
        less = Consent(False, True, NOON)
        archive.change_person(anna.id, lambda now: replace(now, consent=less, body=replace(now.body, mass_kg=63.0)), "clinician")
        assert archive.person(anna.id).body.mass_kg == 63.0
        assert [entry.did for entry in archive.audit(2)] == ["consent: recording no, phone yes", "changed"]


def test_who_changes_a_person_changes_them_as_they_are_now(tmp_path: Path) -> None:
    """Two browsers have the same person open: what one takes back, the other's change of something else does not give again."""
    with opened(tmp_path) as archive:
        anna = met(archive)
        archive.change_person(anna.id, lambda now: replace(now, consent=Consent()))
        changed = archive.change_person(anna.id, lambda now: replace(now, language="spanish"))
        assert changed == archive.person(anna.id) == replace(anna, consent=Consent(), language="spanish")


def test_unknown_people_and_sessions_are_refused_in_one_sentence(tmp_path: Path) -> None:
    with opened(tmp_path) as archive:
        for ask in (archive.person, archive.session, archive.recording, archive.erase, lambda name: archive.begin(begun(), name)):
            with pytest.raises(InputError, match="there is no"):
                ask("nobody")
        with pytest.raises(InputError, match="there is no"):
            archive.change_person("nobody", lambda now: now)


def test_a_session_comes_back_with_all_that_came_out_of_it(tmp_path: Path) -> None:
    with opened(tmp_path) as archive:
        anna = met(archive)
        ended = trained(archive, anna.id)
        assert ended.recording is RecordingState.WHOLE
        assert ended.exercises == (ExerciseCount("squat", 2, 0, 0.0), ExerciseCount("plank", 0, 0, 60.0))
        assert (ended.reps, ended.good, ended.score) == (2, 0, 88.5)
        assert ended.duration_s == pytest.approx(6.0, abs=0.02)
    with opened(tmp_path) as archive:
        record = archive.session("s1")
        assert archive.sessions() == [ended] == [record.summary]
        assert list(record.events) == [one for one in KEPT if not isinstance(one, CoachText)]
        assert list(record.coach) == [one for one in KEPT if isinstance(one, CoachText)]
        assert (record.t0, record.config_hash, record.model_hashes, record.quality) == (UPTIME_S, "cafe", {"pose": "ab"}, {"fps": 29.5})
        recording = archive.recording("s1")
        assert all(same(one, other) for one, other in zip(MESSAGES, recording.messages(), strict=True))
        assert not recording.lost
        assert recording.header.person_id == anna.id
        assert archive.verify() == []


def names(sessions: list[SessionSummary]) -> list[str]:
    return [one.id for one in sessions]


def test_sessions_are_listed_newest_first_and_by_whose_they_are(tmp_path: Path) -> None:
    with opened(tmp_path) as archive:
        anna = met(archive)
        for number in range(5):
            trained(archive, anna.id if number % 2 else "", f"s{number}", at=NOON + number, messages=MESSAGES[:30])
        assert names(archive.sessions()) == ["s4", "s3", "s2", "s1", "s0"]
        assert names(archive.sessions(anna.id)) == ["s3", "s1"]
        assert names(archive.sessions("")) == ["s4", "s2", "s0"]
        assert names(archive.sessions(before=NOON + 3, limit=2)) == ["s2", "s1"]


def test_without_consent_there_is_no_recording_and_the_session_is_kept(tmp_path: Path) -> None:
    with opened(tmp_path) as archive:
        bert = met(archive, "Bert", consent=Consent())
        ended = trained(archive, bert.id)
        assert ended.recording is RecordingState.NONE
        assert len(archive.session("s1").events) > 10
        assert not list(tmp_path.glob("recordings/*"))
        with pytest.raises(InputError, match="session s1 has no recording: `edgecoach sessions show s1` shows what is kept of it"):
            archive.recording("s1")


def test_a_guests_session_may_go_unrecorded(tmp_path: Path) -> None:
    with opened(tmp_path) as archive:
        writing = archive.begin(begun(), record=False)
        assert (writing.recording, writing.end().recording) == (None, RecordingState.NONE)


def test_what_is_over_is_not_being_recorded(tmp_path: Path) -> None:
    with opened(tmp_path) as archive:
        writing = archive.begin(begun())
        assert writing.recorded
        assert writing.end().recording is RecordingState.WHOLE
        assert not writing.recorded


def test_a_running_session_is_listed_as_running_by_whoever_looks(tmp_path: Path) -> None:
    with opened(tmp_path) as archive, opened(tmp_path) as other:
        writing = archive.begin(begun())
        writing.write(Score(UPTIME_S + 1.0, 50.0))
        assert [one.recording for one in other.sessions()] == [RecordingState.RUNNING]
        assert other.settle() == []
        with pytest.raises(InputError, match="is running"):
            other.erase("s1")
        writing.end()
        assert [one.recording for one in other.sessions()] == [RecordingState.WHOLE]


def test_a_session_whose_process_died_lasts_as_long_as_its_recording(tmp_path: Path) -> None:
    with opened(tmp_path) as archive:
        writing = archive.begin(begun())
        for message in [*MESSAGES[:30], *(Tick(UPTIME_S + second) for second in range(1, 43))]:
            writing.write(message)
        writing._keeper.close()
        assert writing._mark is not None
        writing._mark.end()
        path = archive.recording_path("s1")
        path.write_bytes(path.read_bytes()[:-3000])
    with opened(tmp_path) as archive:
        assert archive.settle() == ["s1"]
        (kept,) = archive.sessions()
        assert kept.recording is RecordingState.CUT_OFF
        assert 38.0 < kept.duration_s <= 42.0
        assert archive.settle() == []


def test_a_session_of_nothing_can_be_discarded(tmp_path: Path) -> None:
    with opened(tmp_path) as archive:
        anna = met(archive)
        trained(archive, anna.id, messages=[])
        archive.discard("s1")
        assert archive.sessions() == []
        assert archive.people() == [anna]
        assert archive.verify() == []
        assert not list(tmp_path.glob("recordings/*"))


def test_nothing_about_a_person_can_be_read_in_the_files(tmp_path: Path) -> None:
    with opened(tmp_path) as archive:
        trained(archive, met(archive, "Annabella", card="123456").id)
    for path in (file for file in tmp_path.rglob("*") if file.is_file()):
        content = path.read_bytes()
        assert not [word for word in (b"Annabella", b"123456", b"squat", b"plank", b"tief", b"spanish") if word in content], path
        assert path.stat().st_mode & 0o077 == 0, path


def test_a_row_cannot_be_put_in_anothers_place(tmp_path: Path) -> None:
    with opened(tmp_path) as archive:
        anna, bert = met(archive), met(archive, "Bert")
    with sqlite3.connect(tmp_path / DATABASE) as db:
        db.execute("UPDATE people SET sealed = (SELECT sealed FROM people WHERE id = ?) WHERE id = ?", (anna.id, bert.id))
    db.close()
    with opened(tmp_path) as archive:
        assert archive.person(bert.id).damage
        assert archive.person(anna.id) == anna
        with pytest.raises(InputError, match=f"what is kept about {bert.id} is damaged"):
            archive.change_person(bert.id, lambda now: replace(now, language="spanish"))
        assert archive.person(bert.id).damage, "nothing was written over what a backup may be compared with"


def test_a_key_cannot_be_put_in_anothers_place(tmp_path: Path) -> None:
    """Or whoever may write the file, and not read the box key, could show one person's data as another's."""
    with opened(tmp_path) as archive:
        anna, bert = met(archive), met(archive, "Bert")
    with sqlite3.connect(tmp_path / DATABASE) as db:
        db.execute("UPDATE keys SET wrapped = (SELECT wrapped FROM keys WHERE id = ?) WHERE id = ?", (anna.id, bert.id))
    db.close()
    with opened(tmp_path) as archive:
        assert [bool(one.damage) for one in (archive.person(anna.id), archive.person(bert.id))] == [False, True]
        with pytest.raises(EdgeError, match=f"the key of {bert.id} is damaged"):
            archive.change_person(bert.id, lambda now: now)


def test_a_lost_key_is_said_and_nothing_is_made_anew(tmp_path: Path) -> None:
    with opened(tmp_path) as archive:
        met(archive)
    (tmp_path / "box.key").unlink()
    with pytest.raises(EdgeError, match=r"box\.key\) is lost"):
        opened(tmp_path)
    assert not (tmp_path / "box.key").exists()


def test_anothers_or_a_damaged_key_is_said(tmp_path: Path) -> None:
    with opened(tmp_path / "a") as archive:
        met(archive)
    with opened(tmp_path / "b"):
        pass
    (tmp_path / "a/box.key").write_bytes((tmp_path / "b/box.key").read_bytes())
    with pytest.raises(EdgeError, match="is not the one that"):
        opened(tmp_path / "a")
    (tmp_path / "a/box.key").write_bytes(b"short")
    with pytest.raises(EdgeError, match="is damaged"):
        opened(tmp_path / "a")


@pytest.mark.parametrize("step", ["_made", "_migrate"])
def test_a_first_start_that_is_cut_short_is_made_good(tmp_path: Path, step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def cut(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Database, step, cut)
        with pytest.raises(KeyboardInterrupt):
            opened(tmp_path)
    with opened(tmp_path) as archive:
        met(archive)
    with opened(tmp_path) as archive:
        assert archive.verify() == []
        assert len(archive.people()) == 1


def test_of_two_that_make_a_key_at_once_the_first_counts(tmp_path: Path) -> None:
    first = make_box_key(tmp_path)
    assert make_box_key(tmp_path) == first
    assert [path.name for path in tmp_path.iterdir()] == ["box.key"]


def test_systemds_credential_comes_before_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with opened(tmp_path) as archive:
        anna = met(archive)
    (tmp_path / "sealed").mkdir()
    (tmp_path / "box.key").rename(tmp_path / "sealed/box.key")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path / "sealed"))
    with open_archive(tmp_path, Wall()) as archive:
        assert archive.people() == [anna]
    assert not (tmp_path / "box.key").exists()


def test_what_is_still_kept_is_told_from_what_is_gone(tmp_path: Path) -> None:
    with opened(tmp_path) as archive:
        anna, ben = met(archive), met(archive, "Ben")
        for person, session in ((anna.id, "s1"), (ben.id, "s2"), ("", "s3")):
            trained(archive, person, session, messages=MESSAGES[:50])
        everything = {anna.id, ben.id, "s1", "s2", "s3"}
        assert archive.known(everything) == everything
        archive.erase(anna.id)
        archive.erase("s3")
        assert archive.known({*everything, "nobody"}) == {ben.id, "s2"}
