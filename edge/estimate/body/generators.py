"""Published strengths and a person's size -> the coefficients of every muscle torque generator of this body.

One axis of a joint has two generators, one for each way it can turn. Refuses to know: angles, moments, time.
"""

from dataclasses import dataclass

import numpy as np

from edge.estimate.body.anthropometry import BodySize
from edge.estimate.body.torque_tables import (
    ANDERSON,
    ANDERSON_AGES_Y,
    ANDERSON_PEOPLE,
    ASSEMBLED,
    ASSEMBLED_HEIGHT_M,
    ASSEMBLED_MASS_KG,
)
from edge.messages import Array

WEIGHT_PER_KG = 9.81
"""As Anderson et al. made their strengths free of size, N/kg."""
MOST_ECCENTRIC = 1.25
"""Giving way, nobody is much stronger than holding: Chen & Franklin 2025. Anderson's own formula falls below zero there."""
PASSIVE_START = 4.6
"""-ln(0.01): the assembled set's passive torque rises from 1 % to 100 % of the maximum between its two angles."""
NO_PASSIVE = -60.0
"""ln Nm."""

TESTED_DEG = {"hip": (-20.0, 74.0), "knee": (10.0, 100.0), "ankle": (-10.0, 20.0)}
"""Where dynamometers test; Anderson's hips ended at 74. Beyond it the strength is held, for the cosine goes on down to zero while people
keep three quarters at a deeply bent knee (Sarabon, Kozinc & Perman 2021), and on tiptoe with the knee straight 70 % at 20 degrees and
half at 30 (Chen & Franklin 2025), of which Anderson's bent knees, a slack gastrocnemius, show a quarter."""
PASSIVE_CAP = {"hip": 0.1, "ankle": 0.2, "lumbar": 0.5}
"""Most passive torque, shares of the maximum. Anderson's exponentials, means of others', reach the whole maximum at 58 degrees of a young
man's hip; with the knee bent it is about a tenth (Riener & Edrich 1999). The spine's was measured to the end (Dolan et al. 1994)."""
USUAL_PASSIVE_CAP = 0.1

ORDINARY = 0.68
"""A young man's share of the assembled set's gymnast, at the same weight x height: shoulder flexion 68, extension 93, external 30 and
internal rotation 43 Nm of Mayer et al. 1994 are 0.67, 0.66, 0.62 and 0.77 of his."""
WOMEN = 0.75
"""Of a man of the same weight x height: men are 1.5 to 2 times stronger (Danneskiold-Samsoe et al. 2009) and a third larger."""
OF_SEX = {"M": 1.0, "F": WOMEN}
AGEING = {"M": (25.0, 0.72), "F": (40.0, 0.70)}
"""From which age on strength falls in a line, and what is left at 75: the middle of 54-89 % and 48-92 % (the same)."""
AGED_Y = 75.0
ASSEMBLED_SPREAD = 0.4
"""Between people a quarter (20 to 30 %, Benfica et al. 2018); the rest for carrying one man's joints over to everybody."""


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis of one joint. Its angle is sign x the sum of its degrees of freedom; directions: the way it grows, and the other."""

    joint: str
    kind: str
    dofs: tuple[str, ...]
    sign: float
    directions: tuple[str, str]


_OF_LIMBS: tuple[tuple[str, str, float, float, tuple[str, str]], ...] = (
    ("hip", "thigh.Z", 1.0, 1.0, ("flexion", "extension")),
    ("knee", "shank.Z", -1.0, -1.0, ("flexion", "extension")),
    ("ankle", "foot.Z", 1.0, 1.0, ("dorsiflexion", "plantarflexion")),
    ("shoulder", "upper_arm.Z", 1.0, 1.0, ("flexion", "extension")),
    ("shoulder", "upper_arm.Y", -1.0, 1.0, ("external rotation", "internal rotation")),
    ("elbow", "forearm.Z", 1.0, 1.0, ("flexion", "extension")),
    ("wrist", "forearm.Y", -1.0, 1.0, ("supination", "pronation")),
    ("wrist", "hand.X", 1.0, -1.0, ("flexion", "extension")),
    ("wrist", "hand.Z", -1.0, -1.0, ("ulnar deviation", "radial deviation")),
)
"""Kind, degree of freedom, sign on the right and on the left, directions."""
_MEASURED_LEGS = 3


def _axes() -> tuple[Axis, ...]:
    def of(rows: tuple[tuple[str, str, float, float, tuple[str, str]], ...]) -> list[Axis]:
        return [
            Axis(f"{side}_{kind}", kind, (f"{side}_{dof}",), left if side == "left" else right, directions)
            for side in ("right", "left")
            for kind, dof, right, left, directions in rows
        ]

    spine = Axis("lumbar", "lumbar", ("abdomen.Z", "thorax.Z"), -1.0, ("flexion", "extension"))
    return (*of(_OF_LIMBS[:_MEASURED_LEGS]), *of(_OF_LIMBS[_MEASURED_LEGS:]), spine)


AXES: tuple[Axis, ...] = _axes()
"""First the legs, which Anderson et al. measured. The spine's angle is that of both its joints, its moment that of the lower one."""
LEG_AXES = 2 * _MEASURED_LEGS


@dataclass(frozen=True, slots=True, eq=False)
class Generators:
    """(len(AXES), 2) each, by axis and direction. With s the speed in the direction of the torque, rad/s:

    maximum Nm, and its spread between such people as a share. best, narrowness: the strongest angle, rad, and 1/rad: the share is
    cos(narrowness x distance) at the legs and exp(-(narrowness x distance)^2 / 2) elsewhere; tested (n, 2): from and to which angle.
    Shortening: (1 + fall s) / (1 + bend s); lengthening: towards eccentric. Passive torque: exp(passive_log + passive_rate angle) Nm,
    at most exp(passive_cap).
    """

    maximum: Array
    spread: Array
    best: Array
    narrowness: Array
    tested: Array
    fall: Array
    bend: Array
    eccentric: Array
    passive_log: Array
    passive_rate: Array
    passive_cap: Array


Row = tuple[float, ...]
"""maximum, spread, best, narrowness, fall, bend, eccentric, passive_log, passive_rate, passive_cap."""


def generators_of(size: BodySize) -> Generators:
    """The coefficients for a person of this sex, age, height and mass. Without a sex, the mean of both, and wider; wider too for a guest,
    whose age is guessed. A wrong height or mass hardly matters: what one's own body asks of a joint grows with both as strength does.
    """
    rows = np.array([[_row(axis.kind, direction, size) for direction in axis.directions] for axis in AXES])
    maximum, spread, best, narrowness, fall, bend, eccentric, *passive = np.moveaxis(rows, -1, 0)
    tested = np.array([_tested(axis) for axis in AXES])
    return Generators(maximum, spread, best, narrowness, tested, fall, bend, eccentric, *passive)


def _row(kind: str, direction: str, size: BodySize) -> Row:
    table = ANDERSON.get((kind, direction))
    return _assembled(kind, direction, size) if table is None else _anderson(kind, np.array(table), size)


def _anderson(kind: str, table: Array, size: BodySize) -> Row:
    """Between the measured ages in a straight line (passive torque: its logarithm), beyond them as at the nearest."""
    share_of_groups = _shares(size)
    c1, _, c2, c3, c4, c5, c6 = share_of_groups @ table[:, :7]
    passive_log, passive_rate = share_of_groups @ _helping(table[:, 7:])
    maximum = c1 * size.mass_kg * WEIGHT_PER_KG * size.height_m
    fall, bend = (c5 - 3.0 * c4) / (2.0 * c4 * c5), (2.0 * c5 - 4.0 * c4) / (2.0 * c4 * c5)
    eccentric = min(1.1 + 0.2 * c6, MOST_ECCENTRIC)  # 1.1 + 0.2 C6: Millard's, who fitted it to the measured 60 degrees/s
    spread = np.hypot(_spread(table), _guessed(table[:, 0].reshape(-1, 2), size))
    return maximum, spread, c3, c2, fall, bend, eccentric, passive_log, passive_rate, _passive_cap(kind, maximum)


def _shares(size: BodySize) -> Array:
    """(6,) how much each of Anderson's groups speaks for this person; they add up to 1."""
    of_ages = np.array([np.interp(size.age_y, ANDERSON_AGES_Y, unit) for unit in np.eye(len(ANDERSON_AGES_Y))])
    of_sexes = {"M": (1.0, 0.0), "F": (0.0, 1.0)}.get(size.sex or "", (0.5, 0.5))
    return np.outer(of_ages, of_sexes).ravel()


def _helping(passive: Array) -> Array:
    """(6, 2) logarithm and rate of the one of two exponentials that helps this direction; the other belongs to the opposite one."""
    factors, rates = passive[:, (0, 2)], passive[:, (1, 3)]
    helps = np.argmax(factors, axis=1)
    factor, rate = (np.take_along_axis(part, helps[:, None], axis=1)[:, 0] for part in (factors, rates))
    there = factor > 0.0
    return np.stack([np.log(factor, out=np.full(len(factor), NO_PASSIVE), where=there), np.where(there, rate, 0.0)], axis=1)


def _spread(table: Array) -> float:
    """Between people of one group, pooled: three people alone do not tell a standard deviation."""
    return float(np.sqrt(np.average((table[:, 1] / table[:, 0]) ** 2, weights=ANDERSON_PEOPLE)))


def _guessed(strengths: Array, size: BodySize) -> float:
    """How far apart (ages, sexes) are, as a share, where the person's is not known."""
    of_ages, of_sexes = strengths.mean(axis=1), strengths.mean(axis=0)
    return float(np.hypot(0.0 if size.known else of_ages.std(), 0.0 if size.sex else of_sexes.std()) / strengths.mean())


def _assembled(kind: str, direction: str, size: BodySize) -> Row:
    newtonmetres, fastest, best, width, eccentric, half, passive_from, passive_to = ASSEMBLED[kind, direction]
    of_size = size.mass_kg * size.height_m / (ASSEMBLED_MASS_KG * ASSEMBLED_HEIGHT_M)
    maximum = newtonmetres * ORDINARY * of_size * _sex_and_age(size)
    bend = (0.5 - half) / (0.5 * half * fastest)  # Hill's hyperbola through `half` at half of `fastest`
    rate = PASSIVE_START / (passive_to - passive_from)
    passive_log = np.log(maximum) - rate * passive_to
    young, old = [*OF_SEX.values()], [share * AGEING[sex][1] for sex, share in OF_SEX.items()]
    spread = np.hypot(ASSEMBLED_SPREAD, _guessed(np.array([young, old]), size))
    capped = min(eccentric, MOST_ECCENTRIC)
    return maximum, spread, best, 1.0 / width, -1.0 / fastest, bend, capped, passive_log, rate, _passive_cap(kind, maximum)


def _sex_and_age(size: BodySize) -> float:
    """Share of a young man's strength per weight x height."""
    sexes = (size.sex,) if size.sex else tuple(OF_SEX)
    return float(np.mean([OF_SEX[sex] * np.interp(size.age_y, (AGEING[sex][0], AGED_Y), (1.0, AGEING[sex][1])) for sex in sexes]))


def _passive_cap(kind: str, maximum: float) -> float:
    return float(np.log(PASSIVE_CAP.get(kind, USUAL_PASSIVE_CAP) * maximum))


def _tested(axis: Axis) -> tuple[float, float]:
    """From and to which angle, rad: the assembled set says where the passive torque stops each direction."""
    if axis.kind in TESTED_DEG:
        low, high = np.radians(TESTED_DEG[axis.kind])
        return float(low), float(high)
    growing, other = axis.directions
    return ASSEMBLED[axis.kind, growing][-1], ASSEMBLED[axis.kind, other][-1]
