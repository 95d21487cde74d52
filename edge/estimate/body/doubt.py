"""What a moment's contacts and angles are like -> which of its moments mean nothing, and why.

Refuses to know: how anything was computed.
"""

from collections.abc import Collection

import numpy as np

from edge.estimate.body.model import DOF, DOF_NAMES
from edge.messages import Array, Flags

AIRBORNE = "airborne"
"""In the air or just landed: the ground's blow is shorter than what a camera sees."""
UNSUPPORTED = "unsupported"
"""Something carries the body that nobody knows of."""
DOUBLE_STANCE = "double_stance"
"""Two or more supports: where the pressure under each is, is a guess, and an ankle's moment is little else."""
STRAIGHT_LIMB = "straight_limb"
"""A straight limb does not show how it turns about its own length."""
QUASI_STATIC = "quasi_static"
"""The pose shakes more than it moves: momentum is left out."""
DOUBTS = (AIRBORNE, UNSUPPORTED, DOUBLE_STANCE, STRAIGHT_LIMB, QUASI_STATIC)
STRAIGHT_RAD = np.radians(20.0)

_RESIDUAL = np.array([name.startswith("pelvis.") for name in DOF_NAMES])
_ANKLES = np.array([".foot." in f".{name.partition('_')[2]}" for name in DOF_NAMES])
_AXIAL = {
    bent: DOF[turns]
    for side in ("right", "left")
    for bent, turns in ((DOF[f"{side}_shank.Z"], f"{side}_thigh.Y"), (DOF[f"{side}_forearm.Z"], f"{side}_upper_arm.Y"))
}
"""The angle that shows a limb's turn about itself, and that turn."""


_LIMBS = [
    (DOF[f"{side}_{hinge}.Z"], [i for i, name in enumerate(DOF_NAMES) if name.rpartition(".")[0] in {f"{side}_{part}" for part in parts}])
    for side in ("right", "left")
    for hinge, parts in (("shank", ("thigh", "shank", "foot")), ("forearm", ("upper_arm", "forearm", "hand")))
]
"""The hinge in the middle of each limb, and all degrees of freedom of the limb."""


def hidden(unseen: Flags) -> Flags:
    """(47,) of the limbs whose knee or elbow nobody sees: where a force passes the joints of such a limb, nobody knows either."""
    found = np.zeros(len(DOF_NAMES), bool)
    for hinge, limb in _LIMBS:
        found[limb] = unseen[hinge]
    return found


def straight(angles: Array) -> list[int]:
    """Degrees of freedom (of 47 angles, rad) that a straight limb hides."""
    return [turns for bent, turns in _AXIAL.items() if not abs(float(angles[bent])) > STRAIGHT_RAD]


def trusted(doubts: Collection[str], angles: Array) -> Flags:
    """(47,) whether a moment means anything. The pelvis's never do: they are what is left over."""
    found = ~_RESIDUAL
    if AIRBORNE in doubts or UNSUPPORTED in doubts:
        found[:] = False
    if DOUBLE_STANCE in doubts:
        found &= ~_ANKLES
    found[straight(angles)] = False
    return found
