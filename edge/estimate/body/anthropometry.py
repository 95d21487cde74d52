"""Sex, height, mass -> segment lengths, masses, centres of mass and inertias.

Refuses to know: cameras, movement, strength.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

import numpy as np

from edge.errors import InputError
from edge.messages import Array, Person

SEXES = ("F", "M")
USUAL_HEIGHT_M = 1.70
"""Adults of both sexes, NCD Risk Factor Collaboration 2016, rounded."""
USUAL_BMI, USUAL_MASS_SD_SHARE = 24.5, 0.2
USUAL_AGE_Y = 40.0
MOST_UNUSUAL = 1.5
"""Times the table's length, or as many times less: beyond that a measured length is a mistake."""
ENTERED_MASS_SD_SHARE = 0.02
"""A scale of some weeks ago."""


@dataclass(frozen=True, slots=True)
class BodySize:
    """Who stands there, as far as the body's mechanics care.

    sex: F, M or None (the mean of both tables). known: height and mass were entered, not guessed; a guess widens every
    error bar that rests on it.
    """

    sex: str | None = None
    height_m: float = USUAL_HEIGHT_M
    mass_kg: float = USUAL_BMI * USUAL_HEIGHT_M**2
    age_y: float = USUAL_AGE_Y
    known: bool = False

    def __post_init__(self) -> None:
        """Raises InputError for what no person is."""
        if self.sex is not None and self.sex not in SEXES:
            raise InputError(f"{self.sex} is not a sex that the body tables know", "give F or M, or leave it out")
        _demand("a height", self.height_m, 1.0, 2.4, "m", "1.75")
        _demand("a mass", self.mass_kg, 20.0, 300.0, "kg", "70")
        _demand("an age", self.age_y, 4.0, 120.0, "years", "35")
        _demand("a body mass index", self.mass_kg / self.height_m**2, 9.0, 100.0, "kg/m2", "24 (mass / height squared)")

    @property
    def mass_sd_kg(self) -> float:
        """Standard deviation of the mass."""
        return self.mass_kg * (ENTERED_MASS_SD_SHARE if self.known else USUAL_MASS_SD_SHARE)


def size_of(person: Person) -> BodySize:
    """What a person entered, completed by what is usual. Raises InputError for an impossible entry."""
    height = person.height_m if person.height_m is not None else USUAL_HEIGHT_M
    _demand("a height", height, 1.0, 2.4, "m", "1.75")
    mass = person.mass_kg if person.mass_kg is not None else USUAL_BMI * height**2
    age = person.age if person.age is not None else USUAL_AGE_Y
    return BodySize(person.sex, height, mass, age, person.height_m is not None and person.mass_kg is not None)


def _demand(what: str, value: float, least: float, most: float, unit: str, example: str) -> None:
    """NaN is refused as well."""
    if not least <= value <= most:
        raise InputError(f"{what} of {value:g} {unit} is not a person's", f"give {least:g} to {most:g} {unit}, for example {example}")


@dataclass(frozen=True, slots=True)
class Lengths:
    """Of the segments between their joint centres, m. hips, shoulders: distance between the left and the right joint centre.

    foot: ankle to the middle of the metatarsal heads. foot_height: ankle above the sole.
    """

    head: float
    thorax: float
    abdomen: float
    pelvis: float
    hips: float
    shoulders: float
    upper_arm: float
    forearm: float
    hand: float
    thigh: float
    shank: float
    foot: float
    foot_height: float

    def scaled(self, factor: float) -> "Lengths":
        """The same body, larger or smaller."""
        return replace(self, **{field.name: factor * getattr(self, field.name) for field in fields(self)})


_HIPS_PER_PELVIS_WIDTH = 0.72
"""Twice the 36 % of Bell, Pedersen & Brand 1990: a hip joint's distance from the middle per distance between the front spines."""
_MEAN_LENGTHS = {
    "M": (1.77, Lengths(.277, .334, .151, .094, _HIPS_PER_PELVIS_WIDTH * .224, .36, .271, .283, .080, .432, .433, .139, .062)),
    "F": (1.61, Lengths(.243, .322, .125, .107, _HIPS_PER_PELVIS_WIDTH * .238, .32, .243, .247, .071, .379, .388, .117, .058)),
}  # fmt: skip
"""Height and lengths, m, of the mean body of Dumas, Cheze & Verriest 2007; shoulders from its shoulder width."""

Row = tuple[float, tuple[float, ...], tuple[float, ...]]
_DUMAS: dict[str, dict[str, Row]] = {
    "M": {
        "head": (6.7, (2.0, 53.4, 0.1), (28, 21, 30, -7, -2, 3)),
        "thorax": (30.4, (0.0, -55.5, -0.4), (42, 33, 36, -11, 1, 3)),
        "abdomen": (2.9, (17.6, -36.1, -3.3), (54, 66, 40, 11, -6, -5)),
        "pelvis": (14.2, (-0.2, -28.2, -0.6), (102, 106, 96, -25, -12, -8)),
        "upper_arm": (2.4, (1.8, -48.2, -3.1), (29, 13, 30, 5, 3, -13)),
        "forearm": (1.7, (-1.3, -41.7, 1.1), (28, 11, 28, 8, -1, 2)),
        "hand": (0.6, (8.2, -83.9, 7.5), (61, 38, 56, 22, 15, -20)),
        "thigh": (12.3, (-4.1, -42.9, 3.3), (29, 15, 30, 7, -2, -7)),
        "shank": (4.8, (-4.8, -41.0, 0.7), (28, 10, 28, -4, -2, 4)),
        "foot": (1.2, (50.2, -19.9, 3.4), (22, 49, 48, 17, -11, 0)),
    },
    "F": {
        "head": (6.7, (0.8, 55.9, -0.1), (30, 24, 31, -5, 1, 0)),
        "thorax": (26.3, (1.5, -54.2, 0.1), (38, 32, 34, -12, -3, 1)),
        "abdomen": (4.1, (21.9, -41.0, 0.3), (65, 78, 52, 25, -3, -5)),
        "pelvis": (14.7, (-7.2, -22.8, 0.2), (95, 105, 82, -35, -3, -2)),
        "upper_arm": (2.3, (-5.5, -50.0, -3.3), (30, 15, 30, -3, 5, 3)),
        "forearm": (1.4, (2.1, -41.1, 1.9), (27, 14, 25, 10, 3, -13)),
        "hand": (0.5, (7.7, -76.8, 4.8), (64, 43, 59, 29, 23, -28)),
        "thigh": (14.6, (-7.7, -37.7, 0.8), (31, 19, 32, -7, 2, -7)),
        "shank": (4.5, (-4.9, -40.4, 3.1), (28, 10, 28, 2, 1, 6)),
        "foot": (1.0, (38.2, -30.9, 5.5), (24, 50, 50, -15, 9, -5)),
    },
}
"""Dumas & Wojtusch 2018: mass in % of the body's, centre of mass in % of the length (x forward, y up, z right), radii of gyration in %
of the length about the centre (xx, yy, zz, xy, xz, yz; a minus stands for a negative product). Of the right side."""
PAIRED = ("upper_arm", "forearm", "hand", "thigh", "shank", "foot")


@dataclass(frozen=True, slots=True, eq=False)
class Inertia:
    """mass kg; centre (3,) m in the segment's axes from its Dumas origin; matrix (3, 3) kg m2 about the centre."""

    mass: float
    centre: Array
    matrix: Array

    def mirrored(self) -> "Inertia":
        """Of the left side."""
        mirror = np.diag([1.0, 1.0, -1.0])
        return Inertia(self.mass, mirror @ self.centre, mirror @ self.matrix @ mirror)


def lengths_of(size: BodySize) -> Lengths:
    """A mean body of this height; without a sex, half of each."""
    rows = [_MEAN_LENGTHS[sex] for sex in _sexes(size)]
    scaled = [lengths.scaled(size.height_m / height) for height, lengths in rows]
    return Lengths(*(float(np.mean([getattr(one, field.name) for one in scaled])) for field in fields(Lengths)))


def measured(size: BodySize, lengths: Mapping[str, float]) -> Lengths:
    """Of those named, m, what a body of this size can have; the rest as usual."""
    usual = lengths_of(size)
    known = {
        field.name: lengths[field.name]
        for field in fields(Lengths)
        if field.name in lengths and 1.0 / MOST_UNUSUAL < lengths[field.name] / getattr(usual, field.name) < MOST_UNUSUAL
    }
    return replace(usual, **known)


def inertias_of(size: BodySize, lengths: Lengths) -> dict[str, Inertia]:
    """By segment of the right side; the masses of both sides add up to the body's."""
    rows = {name: _mean_row(name, _sexes(size)) for name in _DUMAS["M"]}
    whole = sum(row[0] * (2.0 if name in PAIRED else 1.0) for name, row in rows.items())
    return {name: _inertia(row, row[0] / whole * size.mass_kg, getattr(lengths, name)) for name, row in rows.items()}


def _sexes(size: BodySize) -> tuple[str, ...]:
    return SEXES if size.sex is None else (size.sex,)


def _mean_row(name: str, sexes: tuple[str, ...]) -> tuple[float, Array, Array]:
    """Mass share, centre and signed squares of the radii."""
    rows = [_DUMAS[sex][name] for sex in sexes]
    radii = np.array([row[2] for row in rows]) / 100.0
    centres = np.array([row[1] for row in rows]) / 100.0
    return float(np.mean([row[0] for row in rows])), centres.mean(axis=0), (np.sign(radii) * radii**2).mean(axis=0)


def _inertia(row: tuple[float, Array, Array], mass: float, length: float) -> Inertia:
    _, centre, squares = row
    xx, yy, zz, xy, xz, yz = mass * length**2 * squares
    return Inertia(mass, length * centre, _possible(np.array([[xx, xy, xz], [xy, yy, yz], [xz, yz, zz]])))


def _possible(matrix: Array) -> Array:
    """Radii rounded to a percent can give a matrix that no mass has: the smallest change of its principal moments that one has."""
    moments, axes = np.linalg.eigh(matrix)
    moments = np.maximum(moments, 1e-3 * moments[2])
    lacking = moments[2] - (moments[0] + moments[1])
    if lacking > 0.0:
        moments[:2] += 0.5 * lacking + 1e-9
    return np.asarray(axes @ np.diag(moments) @ axes.T)
