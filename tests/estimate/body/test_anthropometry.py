"""Sizes that are a person's, and what the tables make of them."""

import numpy as np
import pytest

from edge.errors import InputError
from edge.estimate.body.anthropometry import BodySize, inertias_of, lengths_of, size_of
from edge.estimate.body.segments import segments_of
from edge.messages import Person

IMPOSSIBLE = [
    Person(height_m=17.5),
    Person(height_m=float("nan")),
    Person(height_m=0.0),
    Person(mass_kg=-70.0),
    Person(mass_kg=7000.0),
    Person(height_m=1.9, mass_kg=25.0),
    Person(sex="X"),
    Person(age=500.0),
]


@pytest.mark.parametrize("person", IMPOSSIBLE, ids=str)
def test_nobody_is_like_that(person: Person) -> None:
    with pytest.raises(InputError) as refused:
        size_of(person)
    assert refused.value.advice


def test_a_guest_is_usual_and_uncertain() -> None:
    guest, known = size_of(Person()), size_of(Person("Ada", 1.70, 70.0, "F", 30.0))
    assert not guest.known
    assert known.known
    assert guest.mass_sd_kg > 5.0 * known.mass_sd_kg


def test_mass_alone_leaves_the_body_a_guess() -> None:
    assert size_of(Person(mass_kg=60.0)) == BodySize(None, 1.70, 60.0, 40.0, known=False)


@pytest.mark.parametrize("sex", ["F", "M", None])
def test_the_segments_weigh_what_the_body_weighs(sex: str | None) -> None:
    assert sum(one.inertia.mass for one in segments_of(BodySize(sex, 1.8, 81.0))) == pytest.approx(81.0, abs=1e-9)


@pytest.mark.parametrize("sex", ["F", "M", None])
def test_every_inertia_is_one_that_a_mass_can_have(sex: str | None) -> None:
    for segment in segments_of(BodySize(sex, 1.6, 60.0)):
        low, middle, high = np.linalg.eigvalsh(segment.inertia.matrix)
        assert low > 0.0
        assert high <= low + middle + 1e-12


def test_the_left_mirrors_the_right() -> None:
    by_name = {one.name: one for one in segments_of(BodySize("F", 1.7, 60.0))}
    right, left = by_name["right_thigh"], by_name["left_thigh"]
    np.testing.assert_allclose(left.inertia.centre, right.inertia.centre * [1.0, 1.0, -1.0])
    np.testing.assert_allclose(left.offset, right.offset * [1.0, 1.0, -1.0])


def test_tables_as_published() -> None:
    """Dumas & Wojtusch 2018: a man's thigh is 12.3 of 100.2 %, its centre 42.9 % of its 0.432 m below the hip."""
    size = BodySize("M", 1.77, 100.2)
    thigh = inertias_of(size, lengths_of(size))["thigh"]
    assert thigh.mass == pytest.approx(12.3)
    assert thigh.centre[1] == pytest.approx(-0.429 * 0.432)
    assert thigh.matrix[0, 0] == pytest.approx(12.3 * (0.29 * 0.432) ** 2)
