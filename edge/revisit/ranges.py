"""How far every angle went in every repetition -> the typical repetition's ranges, and left against right.

Refuses to know: words, pages, and how the angles were measured.
"""

from collections.abc import Sequence

import numpy as np

from edge.assembly import shipped_rules
from edge.commands.analysis.excursions import Excursions
from edge.estimate.body.clinical_table import CLINICAL, CLINICAL_INDEX, CLINICAL_NAMES, SIDES
from edge.store.report.sheet import Measured, PairRow, RangeRow

MAIN = {
    "knee": "knee_flexion",
    "elbow": "elbow_flexion",
    "hip": "hip_flexion",
    "shoulder": "shoulder_elevation",
    "ankle": "ankle_dorsiflexion",
    "trunk": "trunk_inclination",
    "neck_tilt": "neck_lateral_flexion",
}
"""The joint that an exercise's repetitions are about -> its clinical angle, without a side."""
MOSTLY = 0.5
"""An angle known in a smaller share of the repetitions has no typical one."""
MOVING_DEG = 12.0
"""Left and right are compared where one of them moves at least so far."""
PAIRED = tuple(name.removeprefix("left_") for name in CLINICAL_NAMES if name.startswith("left_"))

Places = Sequence[tuple[int, str]]
"""Repetitions or holds: where each is in Excursions, and the side it was done with."""


def main_angle(exercise: str) -> str:
    """Without a side; empty where no clinical angle is what the exercise is about."""
    rules = shipped_rules().of(exercise)
    joint = rules[0].joint.removeprefix("left_").removeprefix("right_") if rules else ""
    return MAIN.get(joint, MAIN.get(joint.removesuffix("s"), ""))


def sided(angle: str) -> tuple[str, ...]:
    """`knee_flexion` -> both sides' names; an angle in the middle is itself."""
    return tuple(f"{side}_{angle}" for side in SIDES) if angle in PAIRED else (angle,) if angle in CLINICAL_INDEX else ()


def ranges(found: Excursions, done: Places) -> tuple[RangeRow, ...]:
    """Every angle that was known in most of them, in the order of CLINICAL."""
    rows = (typical(found, angle.name, done) for angle in CLINICAL)
    return tuple(row for row in rows if row is not None)


def typical(found: Excursions, angle: str, done: Places) -> RangeRow | None:
    """Of the repetitions that this side did, the one in the middle; None where the angle was known in too few of them."""
    side, column = angle.partition("_")[0], CLINICAL_INDEX[angle]
    own = [place for place, moved in done if moved == "both" or side not in SIDES or moved == side]
    known = [place for place in own if found.told[place, column]]
    if not known or len(known) < MOSTLY * len(own):
        return None
    reach = found.most[known, column] - found.least[known, column]
    middle = known[int(np.argsort(reach, kind="stable")[(len(known) - 1) // 2])]
    least, most = ends(found, middle, angle)
    return RangeRow(angle, least, most, most.minus(least), CLINICAL[column].normal_deg, len(known), len(own))


def ends(found: Excursions, place: int, angle: str) -> tuple[Measured, Measured]:
    """Of one repetition."""
    at = place, CLINICAL_INDEX[angle]
    return Measured(float(found.least[at]), float(found.least_sd[at])), Measured(float(found.most[at]), float(found.most_sd[at]))


def reach_of(found: Excursions, place: int, side: str, exercise: str) -> Measured | None:
    """How far the exercise's main angle went in one repetition, on the side that is known best; None where none is."""
    names = [name for name in sided(main_angle(exercise)) if side == "both" or not name.startswith(SIDES) or name.startswith(side)]
    known = [ends(found, place, name) for name in names if found.told[place, CLINICAL_INDEX[name]]]
    return min((most.minus(least) for least, most in known), key=lambda reach: reach.sd, default=None)


def pairs(rows: Sequence[RangeRow]) -> tuple[PairRow, ...]:
    """Where both sides are known, and at least one of them moves by more than its own error."""
    by_name = {row.angle: row.reach for row in rows}
    both = ((name, by_name.get(f"left_{name}"), by_name.get(f"right_{name}")) for name in PAIRED)
    return tuple(
        PairRow(name, left, right)
        for name, left, right in both
        if left is not None and right is not None and any(reach.low > 0.0 and reach.value >= MOVING_DEG for reach in (left, right))
    )


def unknown_angles(parts: Sequence[Excursions]) -> tuple[str, ...]:
    """Those of CLINICAL that were known in no repetition and in no hold, where there were any."""
    told = [part.told for part in parts if len(part.told)]
    if not told:
        return ()
    known = np.concatenate(told)
    return tuple(name for name, column in zip(CLINICAL_NAMES, known.T, strict=True) if not column.any())
