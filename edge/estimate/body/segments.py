"""Size and lengths -> the 18 segments of the body and how they hang together.

Axes of every segment (ISB, Wu 2002 and 2005): x forward, y up, z to the right of the person; all angles zero is standing upright, arms
down, palms to the thighs. Refuses to know: angles, time, solvers.
"""

from dataclasses import dataclass

import numpy as np

from edge.estimate.body.anthropometry import BodySize, Inertia, Lengths, inertias_of, lengths_of
from edge.messages import Array

RIGHT, LEFT = 1.0, -1.0
SIDES = (("right", RIGHT), ("left", LEFT))
CLAVICLE_MASS_KG = 0.05
"""Nobody published a clavicle's: enough for the mathematics, taken from the thorax."""
CLAVICLE_INERTIA = 1e-4
SHOULDER_LEVEL = 0.87
"""Height of the shoulder joint in the thorax, per its length."""
CLAVICLE_LEVEL = 0.92
CLAVICLE_INNER_M = 0.02


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """One rigid part and the joint by which it hangs on its parent.

    axes: the joint's rotations in the order in which they are applied, in moving axes; the pelvis has no parent and moves freely.
    offset: (3,) m, the joint in the parent's axes from the parent's own joint. inertia: its centre is seen from the joint.
    """

    name: str
    parent: str | None
    axes: str
    offset: Array
    inertia: Inertia


def segments_of(size: BodySize, lengths: Lengths | None = None) -> tuple[Segment, ...]:
    """The 18 segments, parents before children, the right side before the left. lengths: measured ones instead of the table's."""
    length = lengths or lengths_of(size)
    inertias = inertias_of(size, length)
    limbs = [part for name, side in SIDES for part in _arm(name, side, length, inertias)]
    limbs += [part for name, side in SIDES for part in _leg(name, side, length, inertias)]
    return (*_trunk(length, inertias), *limbs)


def _trunk(length: Lengths, inertias: dict[str, Inertia]) -> tuple[Segment, ...]:
    """Dumas counts abdomen and thorax from their upper joints, and we from the lower ones."""
    thorax = _raised(inertias["thorax"], length.thorax)
    thorax = Inertia(thorax.mass - 2.0 * CLAVICLE_MASS_KG, thorax.centre, thorax.matrix)
    return (
        Segment("pelvis", None, "ZXY", np.zeros(3), inertias["pelvis"]),
        Segment("abdomen", "pelvis", "ZXY", np.zeros(3), _raised(inertias["abdomen"], length.abdomen)),
        Segment("thorax", "abdomen", "ZXY", np.array([0.0, length.abdomen, 0.0]), thorax),
        Segment("head", "thorax", "ZXY", np.array([0.0, length.thorax, 0.0]), inertias["head"]),
    )


def _arm(name: str, side: float, length: Lengths, inertias: dict[str, Inertia]) -> tuple[Segment, ...]:
    clavicle = Inertia(CLAVICLE_MASS_KG, np.zeros(3), CLAVICLE_INERTIA * np.eye(3))
    inner = np.array([0.0, CLAVICLE_LEVEL * length.thorax, side * CLAVICLE_INNER_M])
    shoulder = np.array([0.0, SHOULDER_LEVEL * length.thorax, side * 0.5 * length.shoulders])
    return (
        Segment(f"{name}_clavicle", "thorax", "XY", inner, clavicle),
        Segment(f"{name}_upper_arm", f"{name}_clavicle", "ZXY", shoulder - inner, _of_side(inertias["upper_arm"], side)),
        Segment(f"{name}_forearm", f"{name}_upper_arm", "ZY", _down(length.upper_arm), _of_side(inertias["forearm"], side)),
        Segment(f"{name}_hand", f"{name}_forearm", "ZX", _down(length.forearm), _of_side(inertias["hand"], side)),
    )


def _leg(name: str, side: float, length: Lengths, inertias: dict[str, Inertia]) -> tuple[Segment, ...]:
    hip = np.array([0.0, -length.pelvis, side * 0.5 * length.hips])
    return (
        Segment(f"{name}_thigh", "pelvis", "ZXY", hip, _of_side(inertias["thigh"], side)),
        Segment(f"{name}_shank", f"{name}_thigh", "Z", _down(length.thigh), _of_side(inertias["shank"], side)),
        Segment(f"{name}_foot", f"{name}_shank", "ZXY", _down(length.shank), _of_side(inertias["foot"], side)),
    )


def _down(length: float) -> Array:
    return np.array([0.0, -length, 0.0])


def _raised(inertia: Inertia, length: float) -> Inertia:
    return Inertia(inertia.mass, inertia.centre + np.array([0.0, length, 0.0]), inertia.matrix)


def _of_side(inertia: Inertia, side: float) -> Inertia:
    return inertia if side == RIGHT else inertia.mirrored()
