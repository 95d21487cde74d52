"""Who says their name is known again, with all that is known of their body, under their key and nowhere else."""

from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from edge.errors import InputError
from edge.messages import Person
from edge.physique import Physique
from edge.state import Json, State
from edge.store.acquaintance import called, keep_physique, known_as, met, physique_of
from edge.store.archive import Archive
from edge.store.older_bodies import older_body
from tests.store.kept import MESSAGES, YES, begun, opened, trained

ANA = Person("Ana", 1.68, 61.0, "F", 33.0)
LENGTHS = {"thigh": 0.41, "shank": 0.4}
STRENGTHS = {"left_knee extension": (1.2, 0.1)}


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with opened(tmp_path) as archive:
        yield archive


def test_what_was_measured_and_entered_comes_back(archive: Archive) -> None:
    kept = keep_physique(archive, Physique(ANA, LENGTHS, STRENGTHS), "a test")
    assert physique_of(archive, Person("ana ")) == Physique(Person("ana ", 1.68, 61.0, "F", 33.0), LENGTHS, STRENGTHS)
    assert archive.person(kept.id).physique == Physique(ANA, LENGTHS, STRENGTHS)
    assert (kept.consent.recording, called(archive, " ANA")) == (False, kept)


def test_what_is_entered_now_counts_more_and_nobody_is_added_twice(archive: Archive) -> None:
    first = keep_physique(archive, Physique(ANA, LENGTHS))
    assert physique_of(archive, Person("Ana", mass_kg=64.0)).person == replace(ANA, mass_kg=64.0)
    again = met(archive, Person("ana", mass_kg=64.0), YES)
    assert (again.id, again.body, dict(again.lengths)) == (first.id, replace(ANA, mass_kg=64.0), LENGTHS)
    assert len(archive.people()) == 1


def test_who_comes_as_they_were_changes_nothing(archive: Archive) -> None:
    met(archive, ANA, YES)
    entries = len(archive.audit(100))
    assert met(archive, Person("Ana"), YES).consent == YES
    assert len(archive.audit(100)) == entries


def test_of_two_who_have_the_name_neither_is_taken_for_the_other(archive: Archive) -> None:
    first, second = archive.add_person(ANA), archive.add_person(replace(ANA, height_m=1.8))
    with pytest.raises(InputError, match=f"2 people are called 'ana': {first.id}, {second.id}|{second.id}, {first.id}"):
        met(archive, Person("ana"), YES)
    assert physique_of(archive, Person(second.id)).person.height_m == 1.8
    assert (met(archive, Person(second.id), YES).id, known_as(archive, first.id).id) == (second.id, first.id)
    assert [record.body.name for record in archive.people()] == ["Ana", "Ana"]


def test_somebody_unknown_and_a_guest_are_as_they_come(archive: Archive) -> None:
    keep_physique(archive, Physique(ANA, LENGTHS))
    assert physique_of(archive, Person("Bo")) == Physique(Person("Bo"))
    assert physique_of(archive, Person()) == Physique(Person())
    with pytest.raises(InputError, match="--person NAME"):
        keep_physique(archive, Physique(Person(), LENGTHS))


@pytest.mark.parametrize(("name", "file"), [("Ana", "body.ana"), ("Zoë", "body.zo-")])
def test_a_plain_file_of_an_earlier_version_is_taken_over_and_removed(archive: Archive, name: str, file: str) -> None:
    told: Json = {"height_m": 1.6, "mass_kg": 50.0, "sex": "F", "age": None, "lengths_m": dict(LENGTHS), "strengths": {"k": [1.2, 0.1]}}
    State(archive.folder).put("body.ana" if name == "Ana" else f"body.zo-{hashed(name)}", told)
    assert physique_of(archive, Person(name)) == Physique(Person(name, 1.6, 50.0, "F"), LENGTHS, {"k": (1.2, 0.1)})
    record = met(archive, Person(name, mass_kg=51.0), YES)
    assert record.physique == Physique(Person(name, 1.6, 51.0, "F"), LENGTHS, {"k": (1.2, 0.1)})
    assert not list(archive.folder.glob(f"{file}*"))


def hashed(name: str) -> str:
    return sha256(name.lower().encode()).hexdigest()[:8]


@pytest.mark.parametrize("kept", [7, [], {"lengths_m": 3, "height_m": "tall", "sex": "x"}, {"lengths_m": {"thigh": -1, "shank": True}}])
def test_a_file_that_somebody_spoiled_is_nothing_known(kept: Json, archive: Archive) -> None:
    State(archive.folder).put("body.ana", kept)
    assert physique_of(archive, Person("Ana")) == Physique(Person("Ana"))


def test_nobodys_body_is_in_anothers_recording_nor_left_when_they_are_erased(archive: Archive) -> None:
    ana = met(archive, ANA, YES)
    State(archive.folder).put("body.ana", {"height_m": 1.6})
    State(archive.folder).put("body.bo", {"height_m": 1.9})
    writing = archive.begin(begun(), ana.id, learned=dict(State(archive.folder).all()) | {"imu.thigh": 1})
    writing.end()
    assert archive.recording("s1").header.learned == {"imu.thigh": 1}
    trained(archive, ana.id, "s2", messages=MESSAGES[:100])
    archive.erase(ana.id)
    assert older_body(archive.folder, "Ana") is None
    assert older_body(archive.folder, "Bo") is not None
