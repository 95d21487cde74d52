"""A person's measured body is kept and found again."""

from pathlib import Path

import pytest

from edge.errors import InputError
from edge.messages import Person
from edge.physique import Physique, recall, remember
from edge.state import State

ANA = Person("Ana", 1.68, 61.0, "F", 33.0)
LENGTHS = {"thigh": 0.41, "shank": 0.4}


@pytest.fixture
def state(tmp_path: Path) -> State:
    return State(tmp_path)


def test_what_was_measured_and_entered_comes_back(state: State) -> None:
    remember(state, Physique(ANA, LENGTHS))
    assert recall(state, Person("ana ")) == Physique(Person("ana ", 1.68, 61.0, "F", 33.0), LENGTHS)


def test_strengths_come_back_and_spoiled_ones_are_left_out(state: State) -> None:
    remember(state, Physique(ANA, LENGTHS, {"left_knee extension": (1.2, 0.1)}))
    assert recall(state, Person("Ana")).strengths == {"left_knee extension": (1.2, 0.1)}
    state.put("body.ana", {"strengths": {"a": [1.0], "b": [0.0, 0.1], "c": "strong", "d": [1.1, 0.2]}})
    assert recall(state, Person("Ana")).strengths == {"d": (1.1, 0.2)}


def test_what_is_entered_now_counts_more(state: State) -> None:
    remember(state, Physique(ANA, LENGTHS))
    assert recall(state, Person("Ana", mass_kg=64.0)).person == Person("Ana", 1.68, 64.0, "F", 33.0)


def test_somebody_unknown_and_a_guest_are_as_they_come(state: State) -> None:
    remember(state, Physique(ANA, LENGTHS))
    assert recall(state, Person("Bo")) == Physique(Person("Bo"))
    assert recall(state, Person()) == Physique(Person())
    with pytest.raises(InputError, match="--person NAME"):
        remember(state, Physique(Person(), LENGTHS))


def test_no_two_people_share_a_file(state: State) -> None:
    for number, name in enumerate(("Zoë", "Zo", "zo!", "../zo", "Zoe", "李")):
        remember(state, Physique(Person(name, height_m=1.5 + 0.01 * number)))
    assert len(list(state.folder.glob("body.*.json"))) == 6
    assert recall(state, Person("ZOË")).person.height_m == 1.5
    assert recall(state, Person("李")).person.height_m == 1.55


@pytest.mark.parametrize("kept", [7, [], {"lengths_m": 3, "height_m": "tall", "sex": "x"}, {"lengths_m": {"thigh": -1, "shank": True}}])
def test_a_file_that_somebody_spoiled_is_nothing_known(kept: object, state: State) -> None:
    state.put("body.ana", kept)  # type: ignore[arg-type]
    assert recall(state, Person("Ana")) == Physique(Person("Ana"))
