"""Coefficients of the muscle torque generators: as published, between the groups, and for those nobody measured."""

import numpy as np
import pytest

from edge.estimate.body.anthropometry import BodySize
from edge.estimate.body.generators import ASSEMBLED_SPREAD, AXES, LEG_AXES, ORDINARY, generators_of
from edge.estimate.body.model import DOF
from edge.estimate.body.torque_tables import ANDERSON, ASSEMBLED

NAMES = [(axis.joint, direction) for axis in AXES for direction in axis.directions]
YOUNG_MAN = BodySize("M", 1.80, 80.0, 20.0, known=True)


def of(size: BodySize, joint: str, direction: str, what: str = "maximum") -> float:
    return float(getattr(generators_of(size), what).ravel()[NAMES.index((joint, direction))])


def test_every_published_row_is_used_and_every_axis_has_one() -> None:
    used = {(axis.kind, direction) for axis in AXES for direction in axis.directions}
    assert used == {*ANDERSON, *ASSEMBLED}
    assert all(dof in DOF for axis in AXES for dof in axis.dofs)
    assert {axis.kind for axis in AXES[:LEG_AXES]} == {"hip", "knee", "ankle"}


@pytest.mark.parametrize(
    ("size", "c1"),
    [
        (YOUNG_MAN, 0.163),
        (BodySize("F", 1.60, 55.0, 60.0, known=True), 0.128),
        (BodySize("F", 1.60, 55.0, 90.0, known=True), 0.124),
        (BodySize("M", 1.80, 80.0, 65.0, known=True), 0.5 * (0.156 + 0.137)),
        (BodySize(None, 1.80, 80.0, 20.0, known=True), 0.5 * (0.163 + 0.159)),
    ],
)
def test_knee_extension_is_the_papers_and_between_its_ages_in_a_line(size: BodySize, c1: float) -> None:
    assert of(size, "right_knee", "extension") == pytest.approx(c1 * size.mass_kg * size.height_m * 9.81)


@pytest.mark.parametrize(
    ("size", "direction", "low", "high"),
    [
        (BodySize("M", 1.78, 78.0, 30.0, known=True), "extension", 2.92, 3.45),
        (BodySize("F", 1.65, 64.0, 30.0, known=True), "extension", 2.08, 2.74),
        (BodySize("M", 1.78, 78.0, 30.0, known=True), "flexion", 1.15, 1.62),
    ],
)
def test_knees_are_as_strong_as_those_of_thousands(size: BodySize, direction: str, low: float, high: float) -> None:
    """95 % intervals of adults at mid-range, Nm/kg, of 411 studies and 13 893 people (Sarabon et al. 2021); none of it is in the tables."""
    assert 0.95 * low < of(size, "left_knee", direction) / size.mass_kg < 1.05 * high


def test_left_and_right_are_alike() -> None:
    generators = generators_of(YOUNG_MAN)
    for i, axis in enumerate(AXES):
        if axis.joint.startswith("right"):
            other = next(k for k, one in enumerate(AXES) if one.joint == f"left_{axis.kind}" and one.directions == axis.directions)
            assert np.array_equal(generators.maximum[i], generators.maximum[other])


def test_an_ordinary_mans_shoulder_is_about_that_of_mayers_men() -> None:
    """68 and 93 Nm, from which ORDINARY was made, at about 75 kg and 1.78 m: the two are one share apart."""
    size = BodySize("M", 1.78, 75.0, 25.0, known=True)
    assert of(size, "left_shoulder", "flexion") == pytest.approx(68.0, rel=0.05)
    assert of(size, "left_shoulder", "extension") == pytest.approx(93.0, rel=0.05)
    assert ORDINARY < 1.0


def test_arms_and_spine_weaken_with_age_and_are_weaker_in_women() -> None:
    for joint, direction in (("right_elbow", "flexion"), ("lumbar", "extension")):
        men = [of(BodySize("M", 1.7, 70.0, age, known=True), joint, direction) for age in (20.0, 50.0, 75.0, 90.0)]
        women = [of(BodySize("F", 1.7, 70.0, age, known=True), joint, direction) for age in (20.0, 38.0, 75.0)]
        assert men[0] > men[1] > men[2] == men[3] == pytest.approx(0.72 * men[0])
        assert women[0] == women[1] == pytest.approx(0.75 * men[0])
        assert women[2] == pytest.approx(0.70 * women[0])


def test_three_people_do_not_make_a_narrow_spread() -> None:
    """Women over 65: 0.003 of 0.138 printed, of three people."""
    old = BodySize("F", 1.6, 60.0, 75.0, known=True)
    assert of(old, "right_hip", "extension", "spread") > 0.2


def test_guests_have_wider_spreads() -> None:
    known, aged, guest = (BodySize(sex, 1.70, 70.0, 40.0, known=sure) for sex, sure in (("M", True), ("M", False), (None, False)))
    spreads = [generators_of(size).spread for size in (known, aged, guest)]
    assert (spreads[0] > 0.1).all()
    assert (spreads[1] > spreads[0]).all()
    assert (spreads[2] > spreads[1]).all()
    assert (spreads[2] < spreads[0] + 0.1).all(), "who is anybody is still somebody"


def test_an_unknown_sex_widens_the_spread_by_how_far_the_sexes_are_apart() -> None:
    """Of the young 1 and 0.75, at 75 years 0.72 of 1 and 0.70 of 0.75."""
    men, women = 0.5 * (1.0 + 0.72), 0.5 * 0.75 * (1.0 + 0.70)
    apart = 0.5 * (men - women) / (0.5 * (men + women))
    nobody = of(BodySize(None, 1.7, 70.0, 40.0, known=True), "left_elbow", "flexion", "spread")
    assert nobody == pytest.approx(np.hypot(ASSEMBLED_SPREAD, apart))


@pytest.mark.parametrize("row", ASSEMBLED)
def test_the_assembled_sets_passive_torque_begins_and_ends_where_it_is_published(row: tuple[str, str]) -> None:
    """A hundredth of the maximum at the one angle, all of it at the other."""
    begins, ends = ASSEMBLED[row][-2:]
    joint = "lumbar" if row[0] == "lumbar" else f"right_{row[0]}"
    maximum, logarithm, rate = (of(YOUNG_MAN, joint, row[1], what) for what in ("maximum", "passive_log", "passive_rate"))
    assert np.exp(logarithm + rate * np.array([begins, ends])) == pytest.approx([0.01 * maximum, maximum], rel=0.01)


@pytest.mark.parametrize("age", [4.0, 20.0, 40.0, 62.0, 120.0])
@pytest.mark.parametrize("sex", ["F", "M", None])
def test_every_coefficient_is_possible(sex: str | None, age: float) -> None:
    generators = generators_of(BodySize(sex, 1.70, 70.0, age))
    assert (generators.maximum > 1.0).all()
    assert (generators.bend > 0.0).all(), "the hyperbola has no pole at any speed"
    assert (generators.bend > generators.fall).all(), "shortening weakens"
    assert ((generators.eccentric >= 1.05) & (generators.eccentric <= 1.25)).all()
    assert (generators.tested[:, 0] < generators.tested[:, 1]).all()
    assert np.isfinite(np.stack([generators.passive_log, generators.passive_rate, generators.passive_cap])).all()
