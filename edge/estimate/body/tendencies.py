"""Degree of freedom -> where it usually is, how far it usually goes from there, and where it ends.

Refuses to know: landmarks, who somebody is, time.
"""

from dataclasses import dataclass

import numpy as np

from edge.estimate.body.model import DOF, DOF_NAMES
from edge.messages import Array


@dataclass(frozen=True, slots=True, eq=False)
class Tendency:
    """All (47,): usual angle and its standard deviation (inf: none), least and most angle (inf: no end), rad."""

    usual: Array
    sd: Array
    least: Array
    most: Array


_DEGREES: dict[str, tuple[float, float, float, float]] = {
    # usual, standard deviation, least, most
    "abdomen.Z": (-2, 8, -60, 30), "abdomen.X": (0, 10, -30, 30), "abdomen.Y": (0, 10, -30, 30),
    "thorax.Z": (0, 6, -45, 25), "thorax.X": (0, 10, -30, 30), "thorax.Y": (0, 14, -45, 45),
    "head.Z": (0, 25, -75, 65), "head.X": (0, 20, -50, 50), "head.Y": (0, 30, -90, 90),
    "clavicle.X": (0, 8, -15, 45), "clavicle.Y": (0, 8, -35, 35),
    "upper_arm.Y": (0, 60, -np.inf, np.inf),
    "forearm.Z": (20, 60, -5, 155), "forearm.Y": (0, 45, -95, 95),
    "hand.Z": (0, 25, -80, 80), "hand.X": (0, 15, -40, 40),
    "thigh.Z": (15, 60, -35, 140), "thigh.X": (0, 25, -60, 60), "thigh.Y": (0, 15, -50, 50),
    "shank.Z": (-15, 60, -155, 5),
    "foot.Z": (0, 20, -60, 40), "foot.X": (0, 8, -35, 35), "foot.Y": (0, 8, -30, 30),
}  # fmt: skip
"""Of the right side. Ends: American Academy of Orthopaedic Surgeons 1965, with 5-10 degrees for loose joints. The usual and its spread are
weak beliefs about exercise: wide where landmarks say enough."""
_MIRRORED = ("clavicle.X", "clavicle.Y", "upper_arm.Y", "forearm.Y", "hand.X", "thigh.X", "thigh.Y", "foot.X", "foot.Y")


def _tendency() -> Tendency:
    rows = {"usual": np.zeros(47), "sd": np.full(47, np.inf), "least": np.full(47, -np.inf), "most": np.full(47, np.inf)}
    for name, row in _DEGREES.items():
        for dof, (usual, sd, least, most) in _sides(name, row):
            for key, value in zip(rows, (usual, sd, least, most), strict=True):
                rows[key][DOF[dof]] = np.radians(value)
    return Tendency(**rows)


def _sides(name: str, row: tuple[float, ...]) -> list[tuple[str, tuple[float, ...]]]:
    if name in DOF_NAMES:
        return [(name, row)]
    usual, sd, least, most = row
    left = (-usual, sd, -most, -least) if name in _MIRRORED else row
    return [(f"right_{name}", row), (f"left_{name}", left)]


TENDENCY = _tendency()
